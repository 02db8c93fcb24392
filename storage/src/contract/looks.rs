//! Do pages and reports see what has happened?

use super::Ground;
use super::world::{
    LEAD, PHONE, begun, born, citizen, decision, home, id, message, minute, next, opened, operator, save,
    task, unit_actor,
};
use crate::order::{Order, State, StepName};
use crate::{
    Accepted, ConversationId, Counts, OrderFilter, Period, Task, TaskChange, TaskKind, UnitCode, UnitCounts,
};

pub(crate) async fn orders_are_found_by_state_unit_and_conversation(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let changes = [born(Some(here)), born(None), born(None)];
    let [mine, signed, ended] = changes.clone().map(|change| change.order);
    save(&ledger, decision(minute(0), |it| it.orders = changes.to_vec())).await;
    let sign = next(&signed, StepName::Sign, &unit_actor(), minute(1));
    let end = next(&ended, StepName::Withdraw, &citizen(), minute(2));
    save(&ledger, decision(minute(2), |it| it.orders = vec![sign, end])).await;
    let find = async |filter: OrderFilter| -> Vec<_> {
        let orders: Vec<Order> = ledger.orders(&home(), &filter).await.unwrap();
        orders.into_iter().map(|order| order.no).collect()
    };
    let any = OrderFilter::default;
    let mut open = vec![mine.no.clone(), signed.no.clone()];
    open.sort();
    let all = [open.clone(), vec![ended.no.clone()]].concat();
    assert_eq!(find(any()).await, all, "what has ended comes last");
    assert_eq!(find(OrderFilter { limit: 1, ..any() }).await, all[..1]);
    assert_eq!(
        find(OrderFilter { states: vec![State::Signed], ..any() }).await,
        std::slice::from_ref(&signed.no)
    );
    assert_eq!(find(OrderFilter { states: vec![State::Signed, State::Dispatched], ..any() }).await, open);
    for unit in [LEAD, "helper"] {
        assert_eq!(find(OrderFilter { unit: Some(UnitCode::new(unit)), ..any() }).await, all);
    }
    assert!(find(OrderFilter { unit: Some(UnitCode::new("nobody")), ..any() }).await.is_empty());
    assert_eq!(find(OrderFilter { conversation: Some(here), ..any() }).await, [mine.no]);
}

pub(crate) async fn orders_in_several_states_stand_in_one_queue(ground: &impl Ground) {
    use State::{Dispatched, Rejected, Signed, Triage, Withdrawn};
    let ledger = opened(ground).await;
    let changes = [born(None), born(None), born(None), born(None), born(None)];
    let [waiting, signed, early, late, refused] = changes.clone().map(|change| change.order);
    save(&ledger, decision(minute(0), |it| it.orders = changes.to_vec())).await;
    let steps = [
        next(&signed, StepName::Sign, &unit_actor(), minute(1)),
        next(&early, StepName::Withdraw, &citizen(), minute(2)),
        next(&late, StepName::Withdraw, &citizen(), minute(4)),
        next(&refused, StepName::RequestReturn, &unit_actor(), minute(2)),
    ];
    save(&ledger, decision(minute(4), |it| it.orders = steps.to_vec())).await;
    let refusing = next(&steps[3].order, StepName::Reject, &operator(), minute(3));
    save(&ledger, decision(minute(5), |it| it.orders = vec![refusing])).await;
    let mut open = vec![waiting.no, signed.no];
    open.sort();
    let of_all = vec![late.no.clone(), refused.no, early.no.clone()];
    let of_lead = vec![late.no, early.no];
    for (unit, ended) in [(None, of_all), (Some(UnitCode::new(LEAD)), of_lead)] {
        let all = [open.clone(), ended.clone()].concat();
        let find = async |states: &[State], limit| -> Vec<_> {
            let filter =
                OrderFilter { states: states.to_vec(), unit: unit.clone(), limit, ..OrderFilter::default() };
            let orders: Vec<Order> = ledger.orders(&home(), &filter).await.unwrap();
            orders.into_iter().map(|order| order.no).collect()
        };
        assert_eq!(find(&[Signed, Withdrawn, Dispatched, Rejected, Triage], 0).await, all);
        assert_eq!(find(&[Dispatched, Signed, Dispatched], 9).await, open, "a state named twice counts once");
        assert_eq!(find(&[Rejected, Withdrawn], 0).await, ended, "what ended last comes first");
        assert_eq!(find(&[Rejected, Withdrawn, Signed, Dispatched], 3).await, all[..3]);
        assert!(find(&[Triage], 0).await.is_empty());
    }
}

pub(crate) async fn orders_are_found_by_phone(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = message();
    save(&ledger, it.clone()).await;
    let mut other = message();
    other.orders[0].phones = vec!["13900000000".to_owned()];
    save(&ledger, other).await;
    assert_eq!(ledger.orders_of_phone(&home(), PHONE).await.unwrap(), [it.orders[0].order.clone()]);
    assert!(ledger.orders_of_phone(&home(), "13900000001").await.unwrap().is_empty());
}

pub(crate) async fn what_was_accepted_is_known_by_number_and_version_the_latest_first(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let accepted_at = |at| {
        let mut change = born(None);
        change.order.accepted_at = at;
        change.events.iter_mut().for_each(|event| event.at = at);
        change
    };
    let births = [3, 1, 2].map(|n| accepted_at(minute(n)));
    let [third, first, second] = births.clone().map(|change| change.order);
    save(&ledger, decision(minute(3), |it| it.orders = births.to_vec())).await;
    let signed = next(&first, StepName::Sign, &unit_actor(), minute(4));
    save(&ledger, decision(minute(4), |it| it.orders = vec![signed.clone()])).await;
    let known =
        |order: &Order| Accepted { no: order.no.clone(), at: order.accepted_at, version: order.version };
    let found = async |since, limit| ledger.accepted(&home(), since, limit).await.unwrap();
    assert_eq!(found(minute(0), 9).await, [known(&third), known(&second), known(&signed.order)]);
    assert_eq!(found(minute(2), 9).await, [known(&third), known(&second)]);
    assert_eq!(found(minute(0), 1).await, [known(&third)]);
    assert_eq!(found(minute(4), 9).await, []);
}

pub(crate) async fn counts_add_up(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let changes = [born(None), born(None), born(None)];
    let [mut handled, _, withdrawn] = changes.clone().map(|change| change.order);
    save(&ledger, decision(minute(0), |it| it.orders = changes.to_vec())).await;
    let end = next(&withdrawn, StepName::Withdraw, &citizen(), minute(1));
    save(&ledger, decision(minute(1), |it| it.orders = vec![end])).await;
    let steps = [StepName::Sign, StepName::Progress, StepName::Reply, StepName::Finish];
    for (n, step) in (2..).zip(steps) {
        let change = next(&handled, step, &unit_actor(), minute(n));
        handled = change.order.clone();
        save(&ledger, decision(minute(n), |it| it.orders = vec![change])).await;
    }
    let rate = next(&handled, StepName::Rate, &citizen(), minute(8));
    save(&ledger, decision(minute(8), |it| it.orders = vec![rate])).await;

    let today = Period { from: minute(0), to: minute(60) };
    let counts = ledger.counts(&home(), today, minute(10)).await.unwrap();
    let orders = |state| counts.by_state.iter().find(|(of, _)| *of == state).map_or(0, |(_, orders)| *orders);
    assert_eq!((counts.accepted, counts.open, counts.overdue, counts.finished), (3, 1, 0, 1));
    assert_eq!(counts.rated, (1, 1, 1));
    assert_eq!([State::Closed, State::Dispatched, State::Withdrawn].map(orders), [1, 1, 1]);
    assert_eq!(counts.by_kind, [("投诉".to_owned(), 3)]);
    assert_eq!(counts.by_source, [("web".to_owned(), 3)]);
    let unit = UnitCounts { unit: UnitCode::new(LEAD), led: 3, unsigned: 1, finished: 1, overdue: 0 };
    assert_eq!(counts.by_unit, std::slice::from_ref(&unit));

    let in_a_month = minute(30 * 24 * 60);
    let counts = ledger.counts(&home(), today, in_a_month).await.unwrap();
    assert_eq!((counts.open, counts.overdue), (1, 1));
    assert_eq!(counts.by_unit, [UnitCounts { overdue: 1, ..unit }]);
    let tomorrow = Period { from: minute(60), to: in_a_month };
    let counts = ledger.counts(&home(), tomorrow, minute(10)).await.unwrap();
    assert_eq!(counts, Counts { open: 1, ..Counts::default() });
}

pub(crate) async fn a_mark_changes_with_its_unit_only(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let marks = async || {
        let mut marks = vec![ledger.mark(&home(), None).await.unwrap()];
        for unit in [LEAD, "helper", "water"] {
            marks.push(ledger.mark(&home(), Some(&UnitCode::new(unit))).await.unwrap());
        }
        marks
    };
    let differ = |before: &[String], after: &[String]| -> Vec<bool> {
        before.iter().zip(after).map(|(before, after)| before != after).collect()
    };
    let before = marks().await;
    save(&ledger, message()).await;
    let born = marks().await;
    assert_eq!(differ(&before, &born), [true, true, true, false]);
    save(
        &ledger,
        decision(minute(0), |it| {
            it.conversation = Some(begun(ConversationId(id()), "x"));
        }),
    )
    .await;
    assert_eq!(marks().await, born, "a chat with the bot is no page's business");
    let call = Task { unit: Some(UnitCode::new("water")), ..task(TaskKind::PhoneUnit, minute(0)) };
    save(&ledger, decision(minute(0), |it| it.tasks = vec![TaskChange::Open(call.clone())])).await;
    let opened = marks().await;
    assert_eq!(differ(&born, &opened), [true, false, false, true]);
    let done = TaskChange::Done { id: call.id, by: "operator".to_owned() };
    for changes in [[true, false, false, true], [false; 4]] {
        let before = marks().await;
        save(&ledger, decision(minute(0), |it| it.tasks = vec![done.clone()])).await;
        assert_eq!(differ(&before, &marks().await), changes);
    }
}

pub(crate) async fn the_unit_that_loses_an_order_sees_its_mark_change(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let birth = born(None);
    let order = birth.order.clone();
    save(&ledger, decision(minute(0), |it| it.orders = vec![birth])).await;
    let loser = UnitCode::new(LEAD);
    let before = ledger.mark(&home(), Some(&loser)).await.unwrap();
    let moved = next(&order, StepName::Dispatch, &operator(), minute(1));
    save(&ledger, decision(minute(1), |it| it.orders = vec![moved.clone()])).await;
    assert_ne!(ledger.mark(&home(), Some(&loser)).await.unwrap(), before);
    let of = |unit: &str| OrderFilter { unit: Some(UnitCode::new(unit)), ..OrderFilter::default() };
    assert!(ledger.orders(&home(), &of(LEAD)).await.unwrap().is_empty());
    assert_eq!(ledger.orders(&home(), &of("water")).await.unwrap(), [moved.order]);
}
