//! What happens between the centre and the units?

use super::{Story, citizen, helper, operator, plain, roads, water};
use crate::ReasonCode;
use crate::order::tests::{actor, at, local, paper, unit};
use crate::order::{Fact, Need, Refusal, Role, State, Step, StepName, steps_for};

#[test]
fn only_the_lead_acts_and_a_helper_adds_notes() {
    let mut story = Story::begin(Some("water"));
    let strange = |step| Refusal::NotYours { role: Role::Unit, step };
    assert_eq!(story.refuses("2026-07-08T11:00", &roads(), &plain(StepName::Sign)), strange(StepName::Sign));
    assert_eq!(story.refuses("2026-07-08T11:00", &helper(), &plain(StepName::Sign)), strange(StepName::Sign));
    let nameless = actor(Role::Unit, None);
    assert_eq!(story.refuses("2026-07-08T11:00", &nameless, &plain(StepName::Sign)), strange(StepName::Sign));
    story.does("2026-07-08T11:00", &water(), &plain(StepName::Sign)).does(
        "2026-07-08T12:00",
        &helper(),
        &plain(StepName::Progress),
    );
    assert_eq!(story.order.state, State::Signed, "a helper's note does not take the lead's right to return");
    assert_eq!(
        story.refuses("2026-07-08T13:00", &helper(), &plain(StepName::Reply)),
        strange(StepName::Reply)
    );
    assert_eq!(steps_for(&story.order, &helper()), [StepName::Progress]);
}

#[test]
fn a_returned_order_goes_back_to_the_centre_and_on_to_another_unit() {
    let mut story = Story::begin(Some("water"));
    story.does("2026-07-08T11:00", &water(), &plain(StepName::RequestReturn)).does(
        "2026-07-08T12:00",
        &operator(),
        &plain(StepName::GrantReturn),
    );
    assert_eq!((story.order.state, story.order.returns, story.order.lead.clone()), (State::Triage, 1, None));
    story.does("2026-07-10T12:00", &operator(), &plain(StepName::Dispatch));
    assert_eq!(story.order.lead, Some(unit("roads")));
    assert_eq!(local(story.order.dues.finish), "2026-07-15T17:30", "the citizen's clock never restarts");
    insta::assert_snapshot!(story.told(), @r"
    1 accepted
    2 dispatched
    3 return_requested (inside)
    4 return_granted (inside)
    5 dispatched
    ");
    assert!(matches!(story.events[4].fact, Fact::Dispatched { again: true, .. }));
}

#[test]
fn a_refused_return_goes_back_and_the_clock_has_kept_running() {
    let mut story = Story::begin(Some("water"));
    let dues = story.order.dues;
    story
        .does("2026-07-08T11:00", &water(), &plain(StepName::Sign))
        .does("2026-07-08T12:00", &water(), &plain(StepName::RequestReturn))
        .does("2026-07-09T12:00", &operator(), &plain(StepName::RefuseReturn));
    assert_eq!((story.order.state, story.order.dues, story.order.returns), (State::Signed, dues, 0));
}

#[test]
fn deciding_over_an_order_whose_return_is_asked_for_grants_the_return() {
    for (step, end) in [
        (StepName::Dispatch, State::Dispatched),
        (StepName::Reject, State::Rejected),
        (StepName::AnswerDirect, State::AnsweredDirect),
    ] {
        let mut story = Story::begin(Some("water"));
        story.does("2026-07-08T11:00", &water(), &plain(StepName::RequestReturn)).does(
            "2026-07-08T12:00",
            &operator(),
            &plain(step),
        );
        assert_eq!((story.order.state, story.order.returns), (end, 1));
        assert_eq!(story.events[3].fact, Fact::ReturnGranted);
    }
}

#[test]
fn a_return_needs_a_reason_of_its_kind_and_comes_in_time() {
    let story = Story::begin(Some("water"));
    let back = |code: &str, suggested| Step::RequestReturn {
        reason: ReasonCode::new(code),
        basis: paper(11),
        suggested,
    };
    let step = StepName::RequestReturn;
    for code in ["N01", "R", ""] {
        let refusal = story.refuses("2026-07-08T11:00", &water(), &back(code, None));
        assert_eq!(refusal, Refusal::WrongReason { reason: ReasonCode::new(code), step });
    }
    let refusal = story.refuses("2026-07-08T11:00", &water(), &back("R04", None));
    assert_eq!(refusal, Refusal::Missing { need: Need::SuggestedUnit, step });
    let refusal = story.refuses("2026-07-09T17:31", &water(), &back("R01", None));
    assert_eq!(refusal, Refusal::TooLate { until: at("2026-07-09T17:30"), step });
}

#[test]
fn an_order_handed_from_unit_to_unit_by_the_centre_is_signed_anew() {
    let mut story = Story::begin(Some("water"));
    story.does("2026-07-08T11:00", &water(), &plain(StepName::Sign)).does(
        "2026-07-09T11:00",
        &actor(Role::Supervisor, None),
        &plain(StepName::Dispatch),
    );
    assert_eq!((story.order.state, story.order.signed_at), (State::Dispatched, None));
    let former = story.refuses("2026-07-09T12:00", &water(), &plain(StepName::Progress));
    assert_eq!(former, Refusal::NotYours { role: Role::Unit, step: StepName::Progress });
}

#[test]
fn waiting_for_the_citizen_stops_the_clock_until_they_answer() {
    let mut story = Story::begin(Some("water"));
    story.does("2026-07-08T11:00", &water(), &plain(StepName::Sign)).does(
        "2026-07-08T12:00",
        &citizen(),
        &plain(StepName::Supplement),
    );
    assert_eq!(
        (story.order.state, local(story.order.dues.finish).as_str()),
        (State::Signed, "2026-07-15T17:30")
    );
    story.does("2026-07-08T13:00", &water(), &plain(StepName::Ask));
    assert_eq!((story.order.state, story.order.resumes), (State::Suspended, Some(State::Signed)));
    story.does("2026-07-10T13:00", &citizen(), &plain(StepName::Supplement));
    assert_eq!(
        (story.order.state, local(story.order.dues.finish).as_str()),
        (State::Signed, "2026-07-17T17:30")
    );
    story.does("2026-07-13T10:00", &operator(), &plain(StepName::Dispatch));
    assert_eq!(local(story.order.dues.finish), "2026-07-17T17:30", "another unit keeps the days waited");
}

#[test]
fn a_unit_that_waits_in_vain_may_still_answer() {
    let mut story = Story::begin(Some("water"));
    story
        .does("2026-07-08T11:00", &water(), &plain(StepName::Sign))
        .does("2026-07-08T12:00", &water(), &plain(StepName::Ask))
        .does("2026-07-09T12:00", &water(), &plain(StepName::Progress));
    assert_eq!(story.order.state, State::Suspended, "a note does not end the waiting");
    story.does("2026-07-10T12:00", &water(), &plain(StepName::Reply));
    assert_eq!((story.order.state, story.order.suspended_at), (State::Replied, None));
    assert_eq!(local(story.order.dues.finish), "2026-07-17T17:30", "the days waited are not the unit's");
}

#[test]
fn whoever_looks_at_sealed_papers_is_written_down_out_of_the_citizens_sight() {
    let mut story = Story::done();
    story.does("2026-07-10T10:00", &water(), &plain(StepName::Reveal)).does(
        "2026-07-20T10:00",
        &actor(Role::Supervisor, None),
        &plain(StepName::Reveal),
    );
    assert!(story.events.iter().rev().take(2).all(|event| !event.visible));
    let none = Step::Reveal { papers: Vec::new(), purpose: paper(19) };
    let refusal = story.refuses("2026-07-20T10:00", &operator(), &none);
    assert_eq!(refusal, Refusal::Missing { need: Need::Paper, step: StepName::Reveal });
    let strange = story.refuses("2026-07-20T10:00", &roads(), &plain(StepName::Reveal));
    assert_eq!(strange, Refusal::NotYours { role: Role::Unit, step: StepName::Reveal });
}

#[test]
fn a_note_is_shown_to_the_citizen_only_if_its_author_says_so() {
    let mut story = Story::begin(Some("water"));
    let inside = Step::Progress { note: paper(13), files: Vec::new(), visible: false };
    story
        .does("2026-07-08T11:00", &water(), &plain(StepName::Sign))
        .does("2026-07-08T12:00", &water(), &inside)
        .does("2026-07-08T13:00", &water(), &plain(StepName::Progress));
    assert_eq!(story.events[3..].iter().map(|event| event.visible).collect::<Vec<_>>(), [false, true]);
}
