//! Is a decision durable whole, and once?

use std::time::Duration;

use super::Ground;
use super::world::{born, decision, home, message, minute, next, opened, save, unit_actor};
use crate::order::{Order, StepName};
use crate::{Committed, Inbound, Jurisdiction, OrderFilter};

pub(crate) async fn a_repeated_delivery_changes_nothing_and_gets_the_first_answer(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let first = message();
    assert_eq!(save(&ledger, first.clone()).await, [1, 2]);
    let Committed::Duplicate(outcome) = ledger.commit(first.clone()).await.unwrap() else { panic!() };
    assert_eq!(outcome.conversation, first.conversation.as_ref().map(|change| change.id));
    assert_eq!(outcome.chat, Some((1, 2)));
    assert_eq!(outcome.orders, [first.orders[0].order.no.clone()]);
    let key = first.inbound.unwrap();
    assert_eq!(ledger.seen(&home(), &key.channel, &key.key).await.unwrap(), Some(outcome));
    assert_eq!(ledger.seen(&home(), "api", &key.key).await.unwrap(), None);
    assert_eq!(ledger.backlog(minute(1)).await.unwrap().notices, 1);
}

pub(crate) async fn another_content_under_a_known_key_is_recognised(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let mut first = message();
    first.inbound = first.inbound.map(|inbound| Inbound { digest: Some("d1".to_owned()), ..inbound });
    save(&ledger, first.clone()).await;
    let key = first.inbound.clone().unwrap();
    let mut other = message();
    other.inbound = Some(Inbound { digest: Some("d2".to_owned()), ..key.clone() });
    let Committed::Duplicate(outcome) = ledger.commit(other.clone()).await.unwrap() else { panic!() };
    assert_eq!(outcome.digest.as_deref(), Some("d1"), "what was taken, not what came now");
    assert_eq!(ledger.seen(&home(), &key.channel, &key.key).await.unwrap(), Some(outcome));
    assert!(ledger.order(&home(), &other.orders[0].order.no).await.unwrap().is_none());
    let silent = message();
    save(&ledger, silent.clone()).await;
    let key = silent.inbound.unwrap();
    assert_eq!(ledger.seen(&home(), &key.channel, &key.key).await.unwrap().unwrap().digest, None);
}

pub(crate) async fn of_many_equal_deliveries_at_once_one_is_saved(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let first = message();
    let tries: Vec<_> = (0..16)
        .map(|_| {
            let (ledger, first) = (ledger.clone(), first.clone());
            tokio::spawn(async move { ledger.commit(first).await.unwrap() })
        })
        .collect();
    let mut saved = 0;
    let mut outcomes = Vec::new();
    for done in tries {
        match done.await.unwrap() {
            Committed::Saved { .. } => saved += 1,
            Committed::Duplicate(outcome) => outcomes.push(outcome),
            Committed::Conflict => panic!("a repeated delivery is no conflict"),
        }
    }
    assert_eq!((saved, outcomes.len()), (1, 15));
    assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]));
}

pub(crate) async fn a_caller_that_goes_away_leaves_all_or_nothing(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let mut left = Vec::new();
    for n in 0..60 {
        let it = message();
        // From before the first statement to after the last one, whatever the machine's speed.
        let patience = Duration::from_micros(n * n);
        // Gone or answered: what counts is what is left.
        let _ = tokio::time::timeout(patience, ledger.commit(it.clone())).await;
        left.push(it);
    }
    for it in left {
        let no = it.orders[0].order.no.clone();
        let key = it.inbound.clone().unwrap();
        // Saved now if it was never begun; a duplicate if it was kept whole. Half of it would be a conflict.
        let again = ledger.commit(it.clone()).await.unwrap();
        assert!(!matches!(again, Committed::Conflict), "half a decision was kept");
        let (order, events) = ledger.order(&home(), &no).await.unwrap().unwrap();
        assert_eq!(Order::fold(&home(), &no, &events), Some(order));
        assert!(ledger.seen(&home(), &key.channel, &key.key).await.unwrap().is_some());
        let papers: Vec<_> = it.papers.iter().map(|paper| paper.id).collect();
        assert_eq!(ledger.papers(&home(), &papers).await.unwrap().len(), 4);
        let conversation = it.conversation.unwrap().id;
        assert_eq!(ledger.chat(&home(), conversation, 0, 10).await.unwrap().len(), 2);
    }
}

pub(crate) async fn the_events_of_an_order_fold_to_the_order(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let birth = born(None);
    let mut order = birth.order.clone();
    save(&ledger, decision(minute(0), |it| it.orders = vec![birth])).await;
    let steps = [StepName::Sign, StepName::Progress, StepName::Reply, StepName::Finish];
    for (n, step) in (1..).zip(steps) {
        let change = next(&order, step, &unit_actor(), minute(n));
        order = change.order.clone();
        save(&ledger, decision(minute(n), |it| it.orders = vec![change])).await;
        let (stored, events) = ledger.order(&home(), &order.no).await.unwrap().unwrap();
        assert_eq!(stored, order);
        assert_eq!(Order::fold(&home(), &order.no, &events), Some(stored.clone()));
        assert_eq!(ledger.order_state(&home(), &order.no).await.unwrap(), Some(stored));
    }
}

pub(crate) async fn events_are_never_changed_nor_removed_nor_skipped(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = message();
    let no = it.orders[0].order.no.clone();
    save(&ledger, it).await;
    let before = ledger.order(&home(), &no).await.unwrap();
    for (sql, says) in [
        ("UPDATE event SET at = 0", "never changed"),
        ("DELETE FROM event", "never removed"),
        (
            "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) \
             SELECT jurisdiction, stream, seq + 2, at, kind, document FROM event WHERE seq = 2",
            "follow each other",
        ),
        (
            "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) \
             SELECT jurisdiction, stream, seq, at, kind, document FROM event WHERE seq = 1",
            "follow each other",
        ),
    ] {
        let said = ground.run(sql).await.unwrap_err();
        assert!(said.contains(says), "{sql}: {said}");
    }
    assert_eq!(ledger.order(&home(), &no).await.unwrap(), before);
}

pub(crate) async fn jurisdictions_do_not_see_each_other(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = message();
    save(&ledger, it.clone()).await;
    let there = Jurisdiction::new("elsewhere");
    let (no, key, id) =
        (&it.orders[0].order.no, it.inbound.as_ref().unwrap(), it.conversation.as_ref().unwrap().id);
    assert!(ledger.order(&there, no).await.unwrap().is_none());
    assert!(ledger.seen(&there, &key.channel, &key.key).await.unwrap().is_none());
    assert!(ledger.conversation(&there, id).await.unwrap().is_none());
    assert!(ledger.paper(&there, it.papers[0].id).await.unwrap().is_none());
    assert!(ledger.chat(&there, id, 0, 10).await.unwrap().is_empty());
    assert!(ledger.orders(&there, &OrderFilter::default()).await.unwrap().is_empty());
    // The same number, the same keys: another banner's business.
    let mut other = it;
    other.jurisdiction = there.clone();
    other.orders[0].order.jurisdiction = there.clone();
    save(&ledger, other).await;
    assert_eq!(ledger.orders(&there, &OrderFilter::default()).await.unwrap().len(), 1);
}

pub(crate) async fn a_saved_commit_raises_the_pulse_and_a_duplicate_does_not(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let mut pulse = ledger.pulse();
    let it = message();
    save(&ledger, it.clone()).await;
    tokio::time::timeout(Duration::from_secs(60), pulse.changed()).await.unwrap().unwrap();
    pulse.mark_unchanged();
    ledger.commit(it).await.unwrap();
    assert!(!pulse.has_changed().unwrap());
}
