//! Does what must happen later happen, and once?

use jiff::SignedDuration;

use super::Ground;
use super::world::{alarm, decision, home, minute, opened, said, save};
use crate::{AlarmChange, Committed, ConversationId, Speaker};

const LEASE: SignedDuration = SignedDuration::from_mins(2);

pub(crate) async fn an_alarm_rings_when_it_is_due_and_once_a_lease(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [late, early] = [alarm("late", minute(20)), alarm("early", minute(10))];
    let set = [&late, &early].map(|alarm| AlarmChange::Set(alarm.clone()));
    save(&ledger, decision(minute(0), |it| it.alarms = set.to_vec())).await;
    assert!(ledger.ring(minute(9), LEASE, 10).await.unwrap().is_empty());
    let rung = ledger.ring(minute(10), LEASE, 10).await.unwrap();
    assert_eq!(rung.len(), 1);
    assert_eq!((&rung[0].alarm, &rung[0].jurisdiction), (&early, &home()));
    assert!(ledger.ring(minute(11), LEASE, 10).await.unwrap().is_empty());
    // Whoever rang it died: it rings again, and first, with a later token.
    let again = ledger.ring(minute(30), LEASE, 10).await.unwrap();
    assert_eq!(again.iter().map(|lease| &lease.alarm).collect::<Vec<_>>(), [&early, &late]);
    assert!(again[0].lease.token > rung[0].lease.token);
}

pub(crate) async fn one_alarm_stands_under_a_key(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [first, second] = [alarm("survey", minute(10)), alarm("survey", minute(20))];
    for alarm in [&first, &second] {
        save(&ledger, decision(minute(0), |it| it.alarms = vec![AlarmChange::Set(alarm.clone())])).await;
    }
    assert_eq!(ledger.backlog(minute(0)).await.unwrap().alarms, 1);
    assert!(ledger.ring(minute(10), LEASE, 10).await.unwrap().is_empty());
    assert_eq!(ledger.ring(minute(20), LEASE, 10).await.unwrap()[0].alarm, second);
    let cancel = || vec![AlarmChange::Cancel { key: "survey".to_owned() }];
    save(&ledger, decision(minute(0), |it| it.alarms = cancel())).await;
    save(&ledger, decision(minute(0), |it| it.alarms = cancel())).await;
    assert!(ledger.ring(minute(99), LEASE, 10).await.unwrap().is_empty());
}

pub(crate) async fn a_commit_settles_the_alarm_that_caused_it(ground: &impl Ground) {
    let ledger = opened(ground).await;
    save(
        &ledger,
        decision(minute(0), |it| {
            it.alarms = vec![AlarmChange::Set(alarm("rung", minute(10)))];
        }),
    )
    .await;
    let rung = ledger.ring(minute(10), LEASE, 10).await.unwrap().remove(0);
    let next = alarm("rung", minute(40));
    let follows = decision(minute(11), |it| {
        it.settles = Some(rung);
        it.alarms = vec![AlarmChange::Set(next.clone())];
    });
    save(&ledger, follows.clone()).await;
    assert_eq!(ledger.commit(follows).await.unwrap(), Committed::Conflict, "it is settled once");
    assert!(ledger.ring(minute(39), LEASE, 10).await.unwrap().is_empty());
    assert_eq!(ledger.ring(minute(40), LEASE, 10).await.unwrap()[0].alarm, next);
}

pub(crate) async fn a_lost_alarm_lease_is_a_conflict(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = alarm("ladder", minute(10));
    let set = || vec![AlarmChange::Set(it.clone())];
    save(&ledger, decision(minute(0), |it| it.alarms = set())).await;
    let paused = ledger.ring(minute(10), LEASE, 10).await.unwrap().remove(0);
    let takes_over = ledger.ring(minute(15), LEASE, 10).await.unwrap().remove(0);
    let conversation = ConversationId(super::world::id());
    let follows = |lease| {
        decision(minute(16), |it| {
            it.settles = Some(lease);
            it.chat = vec![said(conversation, Speaker::Bot, "reminds")];
        })
    };
    assert_eq!(ledger.commit(follows(paused)).await.unwrap(), Committed::Conflict);
    assert!(ledger.chat(&home(), conversation, 0, 10).await.unwrap().is_empty());
    // Set again meanwhile, under the same id: what was claimed is no longer what stands.
    save(&ledger, decision(minute(16), |it| it.alarms = set())).await;
    assert_eq!(ledger.commit(follows(takes_over)).await.unwrap(), Committed::Conflict);
    let last = ledger.ring(minute(16), LEASE, 10).await.unwrap().remove(0);
    save(&ledger, follows(last)).await;
    assert_eq!(ledger.chat(&home(), conversation, 0, 10).await.unwrap().len(), 1);
}
