//! What does a citizen live to see of an order?

use super::{Story, citizen, clock, operator, plain, rate, roads, water};
use crate::ReasonCode;
use crate::order::tests::{good, local, rating, unit};
use crate::order::{Event, Fact, Order, Refusal, Satisfaction, Solved, State, StepName, steps_for};

#[test]
fn a_plain_order_goes_from_words_to_a_rating() {
    let mut story = Story::done();
    story.does("2026-07-09T12:00", &citizen(), &plain(StepName::Rate));
    insta::assert_snapshot!(story.told(), @r"
    1 accepted
    2 dispatched
    3 signed
    4 progressed
    5 replied
    6 finished
    7 rated
    8 closed
    ");
    let order = &story.order;
    assert_eq!((order.state, order.round, order.rating), (State::Closed, 1, Some(good())));
    assert_eq!(order.ended_at.map(local).as_deref(), Some("2026-07-09T12:00"));
}

#[test]
fn a_sure_order_is_dispatched_at_once_and_an_unsure_one_looked_at_first() {
    let sure = Story::begin(Some("water"));
    assert_eq!(sure.order.state, State::Dispatched);
    assert_eq!(sure.order.dues.sign.map(local).as_deref(), Some("2026-07-09T17:30"));
    let mut unsure = Story::begin(None);
    assert_eq!((unsure.order.state, unsure.order.dues.sign), (State::Triage, None));
    unsure.does("2026-07-09T10:00", &operator(), &plain(StepName::Dispatch));
    assert_eq!(unsure.order.dues.sign.map(local).as_deref(), Some("2026-07-10T17:30"));
    assert_eq!(local(unsure.order.dues.finish), "2026-07-15T17:30", "counted from the acceptance");
    assert!(matches!(unsure.events[2].fact, Fact::Dispatched { again: false, .. }));
}

#[test]
fn an_urgent_order_is_bound_by_the_hour_once_an_operator_sees_it() {
    let mut story = Story::begin(None);
    story.does("2026-07-08T10:05", &operator(), &plain(StepName::Correct)).does(
        "2026-07-08T10:10",
        &operator(),
        &plain(StepName::Dispatch),
    );
    assert_eq!(story.order.profile.as_str(), "urgent");
    assert_eq!(story.order.dues.sign.map(local).as_deref(), Some("2026-07-08T10:40"));
    assert_eq!(local(story.order.dues.finish), "2026-07-09T10:00");
}

#[test]
fn an_unhappy_citizen_is_heard_again_with_new_dates() {
    let mut story = Story::done();
    story.does("2026-07-10T09:00", &citizen(), &rate(Solved::No, Satisfaction::Fair));
    let order = &story.order;
    assert_eq!((order.state, order.round, order.dues.sign), (State::Handling, 2, None));
    assert_eq!(order.lead, Some(unit("water")));
    assert_eq!(local(order.dues.finish), "2026-07-17T17:30");
    story.does("2026-07-13T09:00", &operator(), &plain(StepName::Dispatch));
    assert_eq!(local(story.order.dues.finish), "2026-07-17T17:30", "counted from the new round");
    story
        .does("2026-07-13T10:00", &roads(), &plain(StepName::Sign))
        .does("2026-07-13T11:00", &roads(), &plain(StepName::Reply))
        .does("2026-07-13T12:00", &clock(), &plain(StepName::Finish))
        .does("2026-07-13T13:00", &operator(), &rate(Solved::Partly, Satisfaction::Fair));
    assert_eq!((story.order.state, story.order.round), (State::Closed, 2));
}

#[test]
fn a_silent_citizen_is_reminded_and_the_order_closed_unrated() {
    let mut story = Story::done();
    story
        .does("2026-07-10T10:00", &clock(), &plain(StepName::Remind))
        .does("2026-07-13T10:00", &operator(), &plain(StepName::CallBack))
        .does("2026-07-14T17:30", &clock(), &plain(StepName::CloseUnrated));
    assert_eq!((story.order.state, story.order.reminders, story.order.rating), (State::Closed, 1, None));
    assert_eq!(story.events.last().unwrap().fact, Fact::Closed { unrated: true });
}

#[test]
fn a_rating_after_the_end_is_heard_and_reopens_nothing() {
    let mut story = Story::done();
    story.does("2026-07-14T17:30", &clock(), &plain(StepName::CloseUnrated)).does(
        "2026-07-20T10:00",
        &citizen(),
        &rate(Solved::No, Satisfaction::VeryUnsatisfied),
    );
    assert_eq!(story.order.state, State::Closed);
    assert_eq!(story.order.rating, Some(rating(Solved::No, Satisfaction::VeryUnsatisfied)));
    let last = story.events.last().unwrap();
    assert!(last.visible && matches!(last.fact, Fact::Rated { .. }));
}

#[test]
fn an_order_that_has_ended_is_rated_once_and_each_round_anew() {
    let mut story = Story::done();
    let step = StepName::Rate;
    story.does("2026-07-09T12:00", &citizen(), &plain(step));
    for who in [citizen(), operator()] {
        let again = story.refuses("2026-07-09T13:00", &who, &rate(Solved::No, Satisfaction::Fair));
        assert_eq!(again, Refusal::NotNow { state: State::Closed, step });
        assert!(!steps_for(&story.order, &who).contains(&step), "nor is it offered");
    }
    let mut redone = Story::done();
    redone.does("2026-07-10T09:00", &citizen(), &rate(Solved::No, Satisfaction::Fair));
    assert_eq!((redone.order.round, redone.order.rating), (2, None), "the new round is not rated yet");
    redone
        .does("2026-07-13T11:00", &water(), &plain(StepName::Reply))
        .does("2026-07-13T12:00", &clock(), &plain(StepName::Finish))
        .does("2026-07-20T12:00", &clock(), &plain(StepName::CloseUnrated))
        .does("2026-07-21T12:00", &citizen(), &plain(step));
    assert_eq!((redone.order.state, redone.order.rating), (State::Closed, Some(good())));
}

#[test]
fn a_direct_answer_can_be_rated_too() {
    let mut story = Story::begin(None);
    story.does("2026-07-08T10:30", &operator(), &plain(StepName::AnswerDirect)).does(
        "2026-07-08T10:40",
        &citizen(),
        &plain(StepName::Rate),
    );
    assert_eq!((story.order.state, story.order.rating), (State::AnsweredDirect, Some(good())));
}

#[test]
fn the_citizen_may_urge_until_answered_and_withdraw_until_finished() {
    let mut story = Story::begin(Some("water"));
    story.does("2026-07-08T11:00", &citizen(), &plain(StepName::Urge)).does(
        "2026-07-08T12:00",
        &citizen(),
        &plain(StepName::Urge),
    );
    assert_eq!(story.order.urges, 2);
    story.does("2026-07-08T13:00", &citizen(), &plain(StepName::Withdraw));
    assert_eq!(story.order.state, State::Withdrawn);
    assert_eq!(story.events.last().unwrap().reason, Some(ReasonCode::new("W01")));

    let done = Story::done();
    for step in [StepName::Urge, StepName::Withdraw] {
        let refusal = done.refuses("2026-07-09T11:00", &citizen(), &plain(step));
        assert_eq!(refusal, Refusal::NotNow { state: State::Done, step });
    }
}

#[test]
fn a_clock_that_is_behind_does_not_turn_the_stream_back() {
    let mut story = Story::begin(Some("water"));
    story.does("2026-07-08T09:59", &water(), &plain(StepName::Sign));
    assert_eq!(local(story.events[2].at), "2026-07-08T10:00");
}

#[test]
fn a_stream_with_a_gap_or_without_a_birth_is_no_order() {
    let story = Story::done();
    let fold = |events: &[Event]| Order::fold(&story.order.jurisdiction, &story.order.no, events);
    assert_eq!(fold(&story.events).as_ref(), Some(&story.order));
    assert_eq!(fold(&[]), None);
    assert_eq!(fold(&story.events[1..]), None);
    let gap = [story.events[0].clone(), story.events[2].clone()];
    assert_eq!(fold(&gap), None);
}
