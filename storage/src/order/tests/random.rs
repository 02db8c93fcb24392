//! Whatever anybody tries, in whatever order: does an order's life stay a legal one?

use jiff::SignedDuration;
use proptest::prelude::*;

use super::{actor, at, directory, dispatch, good, opening, rating, step};
use crate::Jurisdiction;
use crate::order::{
    Actor, Event, Fact, Goes, LIFE, Order, Role, Satisfaction, Solved, State, StepName, open, steps_for, take,
};

#[derive(Clone, Debug)]
struct Try {
    step: prop::sample::Index,
    legal: bool,
    role: Role,
    unit: &'static str,
    to: &'static str,
    good: bool,
    hours: i64,
}

fn any_try() -> impl Strategy<Value = Try> {
    let role = prop_oneof![
        2 => Just(Role::Citizen),
        1 => Just(Role::Bot),
        3 => Just(Role::Operator),
        5 => Just(Role::Unit),
        1 => Just(Role::Supervisor),
        1 => Just(Role::Clock),
    ];
    let unit = prop::sample::select(vec!["water", "roads", "helper"]);
    let to = prop::sample::select(vec!["water", "roads"]);
    (any::<prop::sample::Index>(), prop::bool::weighted(0.8), role, unit, to, any::<bool>(), 0i64..30)
        .prop_map(|(step, legal, role, unit, to, good, hours)| Try {
            step,
            legal,
            role,
            unit,
            to,
            good,
            hours,
        })
}

/// Mostly a step that the table offers, else any.
fn choose(order: &Order, by: &Actor, attempt: &Try) -> StepName {
    let offered = steps_for(order, by);
    let choice: &[StepName] = if attempt.legal && !offered.is_empty() { &offered } else { &StepName::ALL };
    *attempt.step.get(choice)
}

proptest! {
    #[test]
    fn a_life_of_random_steps_stays_legal(
        sure in any::<bool>(),
        tries in prop::collection::vec(any_try(), 1..60),
    ) {
        let (dir, jurisdiction) = (directory(), Jurisdiction::new("jy"));
        let mut now = at("2026-07-08T10:00");
        let first = opening(sure.then(|| dispatch("water", &["helper"])));
        let (mut order, mut events) = open(&first, &jurisdiction, &actor(Role::Bot, None), &dir, now);
        for attempt in &tries {
            now = now.checked_add(SignedDuration::from_hours(attempt.hours)).unwrap();
            let by = actor(attempt.role, (attempt.role == Role::Unit).then_some(attempt.unit));
            let name = choose(&order, &by, attempt);
            let rated = if attempt.good { good() } else { rating(Solved::No, Satisfaction::Fair) };
            let rule = LIFE.iter().find(|rule| rule.step == name && rule.allows(&order, &by));
            let Ok(news) = take(&order, &step(name, attempt.to, rated), &by, &dir, now) else {
                prop_assert!(rule.is_none() || name == StepName::RequestReturn, "{name} was offered");
                continue;
            };
            prop_assert!(!news.is_empty());
            let rule = rule.expect("what is taken has a row");
            let before = order.clone();
            for event in &news {
                order.apply(event);
            }
            events.extend(news);
            prop_assert!(leads_to(rule.to, &before, order.state), "{name}: {} to {}", before.state, order.state);
            sound(&order, &before)?;
        }
        prop_assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq));
        prop_assert!(events.is_sorted_by_key(|event| event.at));
        let written = serde_json::to_string(&events).unwrap();
        let read: Vec<Event> = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(Order::fold(&jurisdiction, &order.no, &read), Some(order.clone()));
        for event in &events {
            prop_assert_eq!(&serde_json::to_value(&event.fact).unwrap()["what"], event.fact.name());
            prop_assert_eq!(serde_json::to_value(event.actor.role).unwrap(), event.actor.role.name());
        }
        let revealed = |event: &Event| matches!(event.fact, Fact::Revealed { .. }) && event.visible;
        prop_assert!(!events.iter().any(revealed));
    }
}

fn leads_to(goes: Goes, before: &Order, after: State) -> bool {
    match goes {
        Goes::Stays => after == before.state,
        Goes::To(state) => after == state,
        Goes::Back => Some(after) == before.resumes,
        Goes::ByRating => matches!(after, State::Closed | State::Handling),
    }
}

fn sound(order: &Order, before: &Order) -> Result<(), TestCaseError> {
    use State::{Dispatched, Done, Handling, Replied, ReturnRequested, Signed, Suspended};
    let at_a_unit = [Dispatched, Signed, Handling, Suspended, ReturnRequested, Replied, Done];
    prop_assert!(!matches!(order.state, State::Accepted | State::Rated), "a state within one commit");
    prop_assert!(!at_a_unit.contains(&order.state) || order.lead.is_some(), "{} without a unit", order.state);
    prop_assert!(order.state != State::Triage || order.lead.is_none(), "a unit in triage");
    prop_assert!(!order.lead.as_ref().is_some_and(|lead| order.helpers.contains(lead)));
    prop_assert_eq!(order.suspended_at.is_some(), order.state == Suspended);
    prop_assert_eq!(order.resumes.is_some(), matches!(order.state, Suspended | ReturnRequested));
    prop_assert_eq!(order.ended_at.is_some(), order.state.is_end());
    prop_assert!(!before.state.is_end() || order.state == before.state, "an order came back from its end");
    prop_assert!(
        order.round > before.round || order.dues.from == before.dues.from,
        "the citizen's clock restarted"
    );
    prop_assert!(order.dues.waited <= 10);
    Ok(())
}
