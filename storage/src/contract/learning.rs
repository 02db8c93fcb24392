//! Is it known what would be learned, from which orders, and who let it?

use super::Ground;
use super::world::{born, decision, home, id, minute, next, opened, operator, save, unit_actor};
use crate::order::{Fact, StepName};
use crate::{
    AccountId, Altered, AlteredOrder, CategoryCode, ChangeId, Jurisdiction, OrderNo, Rehearsed, Verdict,
    WordChange,
};

fn proposed(word: &str, n: i64) -> WordChange {
    let order = AlteredOrder {
        no: OrderNo::new(jiff::civil::date(2026, 7, 8), [1; 5]),
        before: None,
        after: Some(CategoryCode::new("010203")),
    };
    WordChange {
        id: ChangeId(id()),
        category: CategoryCode::new("010203"),
        word: word.to_owned(),
        before: (n > 0).then_some(1.5),
        after: 2.0,
        rehearsed: Rehearsed { righted: Altered { count: 3, shown: vec![order] }, ..Rehearsed::default() },
        proposed_at: minute(n),
        verdict: None,
    }
}

pub(crate) async fn orders_come_in_pages_with_what_made_them(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let changes = [born(None), born(None), born(None)];
    let mut numbers: Vec<OrderNo> = changes.iter().map(|change| change.order.no.clone()).collect();
    numbers.sort();
    let moved = changes[0].order.clone();
    save(&ledger, decision(minute(0), |it| it.orders = changes.to_vec())).await;
    let moving = next(&moved, StepName::Dispatch, &operator(), minute(1));
    let moved_order = moving.order.clone();
    save(&ledger, decision(minute(1), |it| it.orders = vec![moving])).await;
    let signed = next(&moved_order, StepName::Sign, &operator_of_water(), minute(2));
    save(&ledger, decision(minute(2), |it| it.orders = vec![signed])).await;

    let page = ledger.sorted_orders(&home(), minute(0), None, 2).await.unwrap();
    let rest = ledger.sorted_orders(&home(), minute(0), Some(&numbers[1]), 2).await.unwrap();
    let all: Vec<_> = page.into_iter().chain(rest).collect();
    assert_eq!(all.iter().map(|(order, _)| order.no.clone()).collect::<Vec<_>>(), numbers);
    let (_, events) = all.iter().find(|(order, _)| order.no == moved.no).unwrap();
    let what: Vec<&str> = events.iter().map(|event| event.fact.name()).collect();
    assert_eq!(what, ["accepted", "dispatched", "dispatched"], "signing made nothing of it");
    assert!(matches!(events[0].fact, Fact::Accepted { .. }));

    assert!(ledger.sorted_orders(&home(), minute(1), None, 9).await.unwrap().is_empty(), "accepted before");
    let elsewhere = Jurisdiction::new("elsewhere");
    assert!(ledger.sorted_orders(&elsewhere, minute(0), None, 9).await.unwrap().is_empty());
}

pub(crate) async fn orders_of_the_night_are_found_whatever_day_their_number_says(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let numbered = |date, at| {
        let mut birth = born(None);
        birth.order.no = OrderNo::new(date, [7; 5]);
        birth.order.accepted_at = at;
        birth.events.iter_mut().for_each(|event| event.at = at);
        birth
    };
    // What is midnight in Greenwich is the day before in the west.
    let midnight: jiff::Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
    let days = [(2026, 2, 28), (2026, 3, 1)];
    let births = days.map(|(year, month, day)| numbered(jiff::civil::date(year, month, day), midnight));
    let numbers = births.clone().map(|birth| birth.order.no);
    save(&ledger, decision(minute(0), |it| it.orders = births.to_vec())).await;
    let found = async |since, after: Option<&OrderNo>| -> Vec<OrderNo> {
        let orders = ledger.sorted_orders(&home(), since, after, 9).await.unwrap();
        orders.into_iter().map(|(order, _)| order.no).collect()
    };
    assert_eq!(found(midnight, None).await, numbers);
    assert_eq!(found(midnight, Some(&numbers[0])).await, numbers[1..]);
    assert_eq!(found(jiff::Timestamp::MIN, None).await, numbers);
    assert!(found(midnight + jiff::SignedDuration::from_secs(1), None).await.is_empty());
}

fn operator_of_water() -> crate::order::Actor {
    crate::order::Actor { unit: Some(crate::UnitCode::new("water")), ..unit_actor() }
}

pub(crate) async fn a_change_is_proposed_once_and_decided_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (first, again, other) = (proposed("飞线", 0), proposed("飞线", 1), proposed("充电", 2));
    assert_eq!(ledger.propose_changes(&home(), std::slice::from_ref(&first)).await.unwrap(), 1);
    assert_eq!(ledger.propose_changes(&home(), &[again.clone(), other.clone()]).await.unwrap(), 1);
    assert_eq!(ledger.propose_changes(&home(), &[]).await.unwrap(), 0);
    assert_eq!(ledger.word_changes(&home()).await.unwrap(), [other.clone(), first.clone()]);

    let refused = Verdict { approved: false, by: AccountId(id()), at: minute(5), why: "太宽".to_owned() };
    assert!(ledger.decide_change(&home(), first.id, &refused).await.unwrap());
    let late = Verdict { approved: true, ..refused.clone() };
    assert!(!ledger.decide_change(&home(), first.id, &late).await.unwrap(), "it was decided");
    assert!(!ledger.decide_change(&home(), ChangeId(id()), &late).await.unwrap(), "there is none");
    let elsewhere = Jurisdiction::new("elsewhere");
    assert!(!ledger.decide_change(&elsewhere, other.id, &late).await.unwrap());
    assert!(ledger.word_changes(&elsewhere).await.unwrap().is_empty());
    let kept = ledger.word_changes(&home()).await.unwrap();
    assert_eq!(kept, [other, WordChange { verdict: Some(refused), ..first }]);
    assert_eq!(ledger.propose_changes(&home(), &[again]).await.unwrap(), 1, "none waits for that word");
}

pub(crate) async fn why_it_was_decided_is_not_written_in_the_clear(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let change = proposed("it-may-be-read", 0);
    ledger.propose_changes(&home(), std::slice::from_ref(&change)).await.unwrap();
    let verdict = Verdict { approved: true, by: AccountId(id()), at: minute(1), why: "canary".to_owned() };
    assert!(ledger.decide_change(&home(), change.id, &verdict).await.unwrap());
    let bytes = ground.bytes();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("it-may-be-read"), "the test looks where things are written");
    assert!(!holds("canary"));
}
