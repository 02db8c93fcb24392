//! Is a decision kept only on what it was made on, and otherwise not at all?

use std::sync::Arc;

use super::world::{
    begun, born, continued, decision, home, message, minute, next, number, opened, save, unit_actor,
};
use super::{Ground, Ledger};
use crate::order::StepName;
use crate::{Address, Committed, ConversationId, Decision, Inbound, Jurisdiction, OrderFilter, StoreError};

pub(crate) async fn a_duplicate_is_known_even_when_its_versions_are_stale(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let first = message();
    let id = first.conversation.as_ref().unwrap().id;
    save(&ledger, first).await;
    let second = decision(minute(1), |second| {
        second.inbound =
            Some(Inbound { channel: "web".to_owned(), key: format!("again-{}", number()), digest: None });
        second.conversation = Some(continued(id, 1, "second"));
    });
    save(&ledger, second.clone()).await;
    assert!(matches!(ledger.commit(second).await.unwrap(), Committed::Duplicate(_)));
}

pub(crate) async fn a_stale_conversation_is_a_conflict(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let id = ConversationId(super::world::id());
    save(&ledger, decision(minute(0), |it| it.conversation = Some(begun(id, "a")))).await;
    save(&ledger, decision(minute(1), |it| it.conversation = Some(continued(id, 1, "second")))).await;
    let stale = decision(minute(2), |it| it.conversation = Some(continued(id, 1, "lost")));
    assert_eq!(ledger.commit(stale).await.unwrap(), Committed::Conflict);
    let unknown = ConversationId(super::world::id());
    let unknown = decision(minute(2), |it| {
        it.conversation = Some(continued(unknown, 1, "lost"));
    });
    assert_eq!(ledger.commit(unknown).await.unwrap(), Committed::Conflict);
    let now = ledger.conversation(&home(), id).await.unwrap().unwrap();
    assert_eq!((now.version, now.state.as_str(), now.updated_at), (2, "second", minute(1)));
}

pub(crate) async fn an_address_has_one_conversation(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [id, other] = [ConversationId(super::world::id()), ConversationId(super::world::id())];
    save(&ledger, decision(minute(0), |it| it.conversation = Some(begun(id, "a")))).await;
    for taken in [begun(other, "a"), begun(id, "b")] {
        let taken = decision(minute(1), |it| it.conversation = Some(taken));
        assert_eq!(ledger.commit(taken).await.unwrap(), Committed::Conflict);
    }
    let address = |value: &str| Address { channel: "web".to_owned(), value: value.to_owned() };
    assert_eq!(ledger.conversation_at(&home(), &address("a")).await.unwrap().unwrap().id, id);
    assert!(ledger.conversation_at(&home(), &address("b")).await.unwrap().is_none());
}

pub(crate) async fn a_stale_order_is_a_conflict(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let birth = born(None);
    let order = birth.order.clone();
    save(&ledger, decision(minute(0), |it| it.orders = vec![birth])).await;
    let sign = next(&order, StepName::Sign, &unit_actor(), minute(1));
    save(&ledger, decision(minute(1), |it| it.orders = vec![sign.clone()])).await;
    let twice = decision(minute(2), |it| it.orders = vec![sign.clone()]);
    assert_eq!(ledger.commit(twice).await.unwrap(), Committed::Conflict);
    let (stored, events) = ledger.order(&home(), &order.no).await.unwrap().unwrap();
    assert_eq!(stored, sign.order);
    assert_eq!(events.len(), 3);
}

pub(crate) async fn an_order_number_is_born_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let birth = born(None);
    save(&ledger, decision(minute(0), |it| it.orders = vec![birth.clone()])).await;
    let twin = decision(minute(0), |it| it.orders = vec![birth.clone()]);
    assert_eq!(ledger.commit(twin).await.unwrap(), Committed::Conflict);
    let mut never_born = next(&born(None).order, StepName::Sign, &unit_actor(), minute(1));
    never_born.phones.clear();
    let never_born = decision(minute(1), |it| it.orders = vec![never_born]);
    assert_eq!(ledger.commit(never_born).await.unwrap(), Committed::Conflict);
}

pub(crate) async fn a_conflict_leaves_nothing_of_the_decision(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let birth = born(None);
    save(&ledger, decision(minute(0), |it| it.orders = vec![birth.clone()])).await;
    let mut half = message();
    half.orders.push(birth);
    assert_eq!(ledger.commit(half.clone()).await.unwrap(), Committed::Conflict);
    assert_nothing_of(&ledger, &half).await;
    // Decided again on what is there now, it is saved under the same key.
    half.orders.pop();
    save(&ledger, half).await;
}

pub(crate) async fn a_decision_that_makes_no_sense_is_refused_whole(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let mut gap = message();
    gap.orders[0].events[1].seq = 3;
    assert!(matches!(ledger.commit(gap.clone()).await, Err(StoreError::Refused(_))));
    let mut unfinished = message();
    unfinished.orders[0].events.pop();
    assert!(matches!(ledger.commit(unfinished.clone()).await, Err(StoreError::Refused(_))));
    let mut elsewhere = message();
    elsewhere.orders[0].order.jurisdiction = Jurisdiction::new("elsewhere");
    assert!(matches!(ledger.commit(elsewhere.clone()).await, Err(StoreError::Refused(_))));
    for refused in [gap, unfinished, elsewhere] {
        assert_nothing_of(&ledger, &refused).await;
    }
}

pub(crate) async fn neighbours_of_a_bad_decision_are_saved(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let tries: Vec<_> = (0..24)
        .map(|n| {
            let ledger = ledger.clone();
            let mut it = message();
            match n % 3 {
                1 => it.orders[0].expected = Some(0),
                2 => it.orders[0].events[1].seq = 7,
                _ => {}
            }
            tokio::spawn(async move { (n, ledger.commit(it).await) })
        })
        .collect();
    for done in tries {
        let (n, committed) = done.await.unwrap();
        match n % 3 {
            0 => assert_eq!(committed.unwrap(), Committed::Saved { chat: vec![1, 2] }),
            1 => assert_eq!(committed.unwrap(), Committed::Conflict),
            _ => assert!(matches!(committed, Err(StoreError::Refused(_)))),
        }
    }
    assert_eq!(ledger.orders(&home(), &OrderFilter::default()).await.unwrap().len(), 8);
}

async fn assert_nothing_of(ledger: &Arc<dyn Ledger>, it: &Decision) {
    let (no, key) = (&it.orders[0].order.no, it.inbound.as_ref().unwrap());
    let conversation = it.conversation.as_ref().unwrap().id;
    assert!(ledger.order(&home(), no).await.unwrap().is_none());
    assert!(ledger.seen(&home(), &key.channel, &key.key).await.unwrap().is_none());
    assert!(ledger.conversation(&home(), conversation).await.unwrap().is_none());
    assert!(ledger.chat(&home(), conversation, 0, 10).await.unwrap().is_empty());
    assert!(ledger.paper(&home(), it.papers[0].id).await.unwrap().is_none());
    let backlog = ledger.backlog(minute(0)).await.unwrap();
    assert_eq!((backlog.notices, backlog.alarms), (0, 0));
}
