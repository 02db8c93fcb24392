//! Is what is outdated left unsaid, and what was given up said after all?

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::world::{decision, home, minute, notice, opened, save, task};
use super::{Ground, Ledger};
use crate::{Claimed, Notice, Settled, Standing, TaskKind};

const LEASE: SignedDuration = SignedDuration::from_mins(2);

fn standing(of: &str, passing: bool) -> Option<Standing> {
    Some(Standing { of: of.to_owned(), passing })
}

fn status(seq: u64) -> Notice {
    Notice { standing: standing("a", true), ..notice("chat:1", seq, "traffic") }
}

async fn written(ledger: &Arc<dyn Ledger>, notices: Vec<Notice>) {
    save(ledger, decision(minute(0), |it| it.notices = notices)).await;
}

async fn claim(ledger: &Arc<dyn Ledger>, now: Timestamp) -> Vec<Claimed> {
    ledger.claim(now, LEASE, 100, 100).await.unwrap()
}

/// Whatever is due is told, until nothing is; the numbers in the order in which they were told.
async fn told(ledger: &Arc<dyn Ledger>, now: Timestamp) -> Vec<u64> {
    let mut heard = Vec::new();
    loop {
        let claimed = claim(ledger, now).await;
        if claimed.is_empty() {
            return heard;
        }
        for one in &claimed {
            assert!(ledger.settle(one, Settled::Delivered { posted: None }, now).await.unwrap());
            heard.push(one.notice.seq);
        }
    }
}

pub(crate) async fn older_news_gives_way_to_newer_of_the_same_kind(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let question = Notice { standing: None, ..status(4) };
    let answer = Notice { standing: standing("a", false), ..status(5) };
    written(&ledger, vec![status(1), status(2), status(3), question, answer, status(6)]).await;
    assert_eq!(told(&ledger, minute(1)).await, [4, 5, 6], "an answer outdates and is not outdated");
    assert_eq!(ledger.backlog(minute(1)).await.unwrap().notices, 0);
    assert!(ledger.dead_letters(&home(), 9).await.unwrap().is_empty(), "it was not given up");
}

pub(crate) async fn what_is_of_another_kind_listener_or_stream_is_told(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let others = vec![
        status(1),
        Notice { standing: standing("b", true), ..status(2) },
        Notice { standing: status(1).standing, ..notice("chat:1", 3, "water") },
        Notice { standing: status(1).standing, ..notice("chat:2", 4, "traffic") },
    ];
    written(&ledger, others).await;
    let mut heard = told(&ledger, minute(1)).await;
    heard.sort_unstable();
    assert_eq!(heard, [1, 2, 3, 4]);
}

pub(crate) async fn what_may_not_be_told_yet_outdates_nothing(ground: &impl Ground) {
    let ledger = opened(ground).await;
    written(&ledger, vec![status(1)]).await;
    let first = claim(&ledger, minute(1)).await.remove(0);
    written(&ledger, vec![status(2)]).await;
    let later = Settled::Later { at: minute(5), why: "busy".to_owned() };
    assert!(ledger.settle(&first, later, minute(1)).await.unwrap());
    assert!(claim(&ledger, minute(2)).await.is_empty(), "it is in line behind the one that is tried again");
    assert_eq!(told(&ledger, minute(5)).await, [2]);
}

pub(crate) async fn what_was_given_up_is_listed_and_told_after_all(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = notice("order:a", 1, "traffic");
    written(&ledger, vec![it.clone()]).await;
    let claimed = claim(&ledger, minute(1)).await.remove(0);
    let call = task(TaskKind::PhoneUnit, minute(1));
    let never = Settled::Never { why: "answered 410".to_owned(), task: Some(Box::new(call)) };
    assert!(ledger.settle(&claimed, never, minute(2)).await.unwrap());
    let dead = ledger.dead_letters(&home(), 9).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!((&dead[0].notice, dead[0].attempts, dead[0].at), (&it, 1, minute(2)));
    assert_eq!(dead[0].why, "answered 410");
    assert_eq!(ledger.backlog(minute(2)).await.unwrap().dead, 1);
    assert!(ledger.replay(&home(), it.id, minute(3)).await.unwrap());
    assert!(!ledger.replay(&home(), it.id, minute(3)).await.unwrap(), "it waits already");
    let again = claim(&ledger, minute(3)).await.remove(0);
    assert_eq!((&again.notice, again.attempts), (&it, 0));
    assert!(ledger.settle(&again, Settled::Delivered { posted: None }, minute(3)).await.unwrap());
    assert!(!ledger.replay(&home(), it.id, minute(4)).await.unwrap(), "it has been told");
}
