//! How did an order go, as its citizen may see it?

use prompts::{Timeline, TimelineStep};
use storage::PaperId;
use storage::order::{Event, Fact, Order, State};

use crate::news;

/// The visible events of an order.
pub(super) fn of(order: &Order, events: &[Event]) -> Timeline {
    let mut unit = None;
    let mut steps = Vec::new();
    for (n, event) in events.iter().enumerate() {
        if is_passed_on_at_once(event, events.get(n + 1)) {
            continue;
        }
        if let Fact::Dispatched { dispatch, .. } = &event.fact {
            unit = Some(dispatch.lead.as_str().to_owned());
        }
        if let (true, Some((what, words))) = (event.visible, shown(&event.fact)) {
            steps.push(TimelineStep {
                at: event.at,
                what: what.to_owned(),
                unit: news::unit_of(event).map(|unit| unit.as_str().to_owned()).or_else(|| unit.clone()),
                words: words.map(|paper| paper.0),
                reason: event.reason.as_ref().map(|reason| reason.as_str().to_owned()),
            });
        }
    }
    let area = order.form.place.grid.as_ref().or(order.form.place.area.as_ref());
    Timeline {
        no: order.no.to_string(),
        accepted: order.accepted_at,
        place: order.papers.place.map(|paper| paper.0),
        area: area.map(|area| area.as_str().to_owned()),
        story: order.papers.story.0,
        steps,
        due: is_awaited(order.state).then_some(order.dues.finish),
    }
}

/// Is there still something to be done by a date? Also in a second round, after an order was finished once.
fn is_awaited(state: State) -> bool {
    match state {
        State::Accepted
        | State::Triage
        | State::Dispatched
        | State::Signed
        | State::Handling
        | State::Suspended
        | State::ReturnRequested
        | State::Replied => true,
        State::Done
        | State::CalledBack
        | State::Rated
        | State::Closed
        | State::AnsweredDirect
        | State::Rejected
        | State::Withdrawn => false,
    }
}

/// A caller's order is dispatched as it is written down: nobody has waited in 预审.
fn is_passed_on_at_once(event: &Event, next: Option<&Event>) -> bool {
    matches!(event.fact, Fact::Triaged)
        && next.is_some_and(|next| next.at == event.at && matches!(next.fact, Fact::Dispatched { .. }))
}

/// The name under which `prompts` knows a fact, and the words that go with it; `None` for what stays inside.
fn shown(fact: &Fact) -> Option<(&'static str, Option<PaperId>)> {
    match fact {
        Fact::Accepted { .. } => Some(("accepted", None)),
        Fact::Triaged => Some(("triaged", None)),
        Fact::Dispatched { .. } => Some(("dispatched", None)),
        Fact::AnsweredDirect { answer } => Some(("answered_direct", Some(*answer))),
        Fact::Rejected { explanation } => Some(("rejected", *explanation)),
        Fact::Signed => Some(("signed", None)),
        Fact::Progressed { note, .. } => Some(("progressed", Some(*note))),
        Fact::Asked { question } => Some(("asked", Some(*question))),
        Fact::Supplemented { .. } => Some(("supplemented", None)),
        Fact::Urged => Some(("urged", None)),
        Fact::Replied { answer, .. } => Some(("replied", Some(*answer))),
        Fact::Finished => Some(("finished", None)),
        Fact::Rated { .. } => Some(("rated", None)),
        Fact::Redone { .. } => Some(("redone", None)),
        Fact::Withdrawn => Some(("withdrawn", None)),
        Fact::Closed { .. } => Some(("closed", None)),
        Fact::Corrected { .. }
        | Fact::ReturnRequested { .. }
        | Fact::ReturnGranted
        | Fact::ReturnRefused { .. }
        | Fact::Reminded
        | Fact::CalledBack
        | Fact::Joined { .. }
        | Fact::Revealed { .. } => None,
    }
}
