//! Does a pass let somebody do one thing, once?

use std::sync::Arc;

use jiff::Timestamp;

use super::world::{decision, home, id, loose, minute, opened, save};
use super::{Ground, Ledger};
use crate::{Committed, Decision, Jurisdiction, PaperId, PaperKind, Pass, PassChange, Sealer};

fn given(code: &str, document: &str, ends_at: Timestamp) -> PassChange {
    PassChange::Give(Pass { code: code.to_owned(), document: document.to_owned(), ends_at })
}

fn spent(code: &str) -> PassChange {
    PassChange::Spend { code: code.to_owned() }
}

fn with(at: Timestamp, changes: Vec<PassChange>) -> Decision {
    decision(at, |it| it.passes = changes)
}

async fn seen(ledger: &Arc<dyn Ledger>, code: &str, now: Timestamp) -> Option<String> {
    ledger.pass(&home(), code, now).await.unwrap()
}

pub(crate) async fn a_pass_is_given_seen_and_spent_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    save(&ledger, with(minute(0), vec![given("12345678", "an order", minute(30))])).await;
    for _ in 0..2 {
        assert_eq!(seen(&ledger, "12345678", minute(1)).await.as_deref(), Some("an order"));
    }
    assert_eq!(seen(&ledger, "87654321", minute(1)).await, None);
    let elsewhere = Jurisdiction::new("elsewhere");
    assert_eq!(ledger.pass(&elsewhere, "12345678", minute(1)).await.unwrap(), None);
    save(&ledger, with(minute(2), vec![spent("12345678")])).await;
    assert_eq!(seen(&ledger, "12345678", minute(2)).await, None);
    let again = ledger.commit(with(minute(3), vec![spent("12345678")])).await.unwrap();
    assert_eq!(again, Committed::Conflict);
}

pub(crate) async fn a_pass_is_over_when_its_time_is(ground: &impl Ground) {
    let ledger = opened(ground).await;
    save(&ledger, with(minute(0), vec![given("12345678", "an order", minute(30))])).await;
    assert!(seen(&ledger, "12345678", minute(29)).await.is_some());
    assert_eq!(seen(&ledger, "12345678", minute(30)).await, None);
    let late = ledger.commit(with(minute(30), vec![spent("12345678")])).await.unwrap();
    assert_eq!(late, Committed::Conflict);
    save(&ledger, with(minute(31), vec![given("12345678", "another order", minute(60))])).await;
    assert_eq!(seen(&ledger, "12345678", minute(31)).await.as_deref(), Some("another order"));
}

pub(crate) async fn of_two_who_spend_a_pass_at_once_one_does(ground: &impl Ground) {
    let ledger = opened(ground).await;
    save(&ledger, with(minute(0), vec![given("12345678", "an order", minute(30))])).await;
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                let paper = loose(PaperId(id()), PaperKind::Text, "mine");
                let mut mine = with(minute(1), vec![spent("12345678")]);
                mine.papers = vec![paper.clone()];
                let done = ledger.commit(mine).await.unwrap();
                (done, ledger.paper(&home(), paper.id).await.unwrap().is_some())
            })
        })
        .collect();
    let mut won = 0;
    for one in tries {
        let (done, kept) = one.await.unwrap();
        match done {
            Committed::Saved { .. } => won += 1,
            Committed::Conflict => assert!(!kept, "a conflict leaves nothing of the decision"),
            Committed::Duplicate(_) => panic!("there was no inbound key"),
        }
    }
    assert_eq!(won, 1);
}

pub(crate) async fn a_code_that_is_good_is_not_given_to_somebody_else(ground: &impl Ground) {
    let ledger = opened(ground).await;
    save(&ledger, with(minute(0), vec![given("12345678", "mine", minute(30))])).await;
    let taken = with(minute(1), vec![given("12345678", "yours", minute(60))]);
    assert_eq!(ledger.commit(taken).await.unwrap(), Committed::Conflict);
    assert_eq!(seen(&ledger, "12345678", minute(2)).await.as_deref(), Some("mine"));
}

pub(crate) async fn a_pass_given_before_a_key_was_added_is_good_after(ground: &impl Ground) {
    let (old, new) = (Sealer::generate(), Sealer::generate());
    let before = ground.open(Sealer::from_text(&old).unwrap()).await.unwrap();
    save(&before, with(minute(0), vec![given("12345678", "an order", minute(30))])).await;
    let after = ground.open(Sealer::from_text(&format!("{new}{old}")).unwrap()).await.unwrap();
    assert_eq!(seen(&after, "12345678", minute(1)).await.as_deref(), Some("an order"));
    let taken = with(minute(1), vec![given("12345678", "yours", minute(60))]);
    assert_eq!(after.commit(taken).await.unwrap(), Committed::Conflict);
    save(&after, with(minute(2), vec![spent("12345678")])).await;
    assert_eq!(seen(&after, "12345678", minute(2)).await, None);
}

pub(crate) async fn a_code_is_not_written_in_the_clear(ground: &impl Ground) {
    let ledger = opened(ground).await;
    save(&ledger, with(minute(0), vec![given("canary-31415926", "it-may-be-read", minute(30))])).await;
    let bytes = ground.bytes();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("it-may-be-read"), "the test looks where things are written");
    assert!(!holds("31415926"));
}
