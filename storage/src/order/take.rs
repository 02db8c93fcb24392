//! What follows when a step is asked for: which events, or why not?

use jiff::Timestamp;

use super::clock::{Dues, due, dues, redispatched, resumed};
use super::event::{Actor, Event, Fact};
use super::life::LIFE;
use super::refusal::{Need, Refusal};
use super::step::{Dispatch, Opening, Step, StepName};
use super::stream::Stream;
use super::work_order::Order;
use crate::directory::Directory;
use crate::{Jurisdiction, ProfileName, ReasonCode};

/// R04 需他单位主办: who says so must say whom.
const ANOTHER_SHOULD_LEAD: &str = "R04";

/// A new order: accepted, and dispatched where understanding is sure, else in 预审. The citizen's dates run from when the
/// words were received; the unit's from now, when it gets the order.
pub fn open(
    opening: &Opening,
    jurisdiction: &Jurisdiction,
    by: &Actor,
    dir: &Directory,
    now: Timestamp,
) -> (Order, Vec<Event>) {
    let profile = dir.profile_for(&opening.form, opening.profile.as_ref());
    let mut stream = Stream::begin(by, opening.received_at.map_or(now, |received| received.min(now)));
    let dues = dues(profile, stream.at, dir);
    stream.write(Fact::Accepted {
        source: opening.source,
        citizen: opening.citizen,
        conversation: opening.conversation,
        form: opening.form.clone(),
        papers: opening.papers.clone(),
        profile: profile.name.clone(),
        dues,
    });
    stream.go_on(now);
    match &opening.dispatch {
        Some(dispatch) => stream.write(Fact::Dispatched {
            dispatch: without_lead_as_helper(dispatch),
            profile: profile.name.clone(),
            dues: redispatched(&dues, profile, stream.at, dir),
            again: false,
        }),
        None => stream.write(Fact::Triaged),
    }
    let order = Order::fold(jurisdiction, &opening.no, &stream.events)
        .expect("the first event is Accepted and the numbers have no gap");
    (order, stream.events)
}

/// The events that follow from a step, or why it is not taken. Nothing else changes an order.
pub fn take(
    order: &Order,
    step: &Step,
    by: &Actor,
    dir: &Directory,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    admit(order, step.name(), by)?;
    examine(order, step, dir, now)?;
    let mut stream = Stream::after(order, by, now);
    match step {
        Step::Correct { form } => stream.write(Fact::Corrected { form: form.clone() }),
        Step::Dispatch { dispatch, profile } => {
            stream.take_back(order);
            stream.write(redispatch(order, dispatch, profile.as_ref(), dir, stream.at));
        }
        Step::AnswerDirect { answer } => {
            stream.take_back(order);
            stream.write(Fact::AnsweredDirect { answer: *answer });
        }
        Step::Reject { reason, explanation } => {
            stream.take_back(order);
            stream.write_because(reason, Fact::Rejected { explanation: *explanation });
        }
        Step::Sign => stream.write(Fact::Signed),
        Step::RequestReturn { reason, basis, suggested } => {
            stream
                .write_because(reason, Fact::ReturnRequested { basis: *basis, suggested: suggested.clone() });
        }
        Step::GrantReturn => stream.write(Fact::ReturnGranted),
        Step::RefuseReturn { why } => stream.write(Fact::ReturnRefused { why: *why }),
        Step::Progress { note, files, visible } => {
            stream.write_for(*visible, Fact::Progressed { note: *note, files: files.clone() });
        }
        Step::Ask { question } => stream.write(Fact::Asked { question: *question }),
        Step::Supplement { papers } => {
            let dues = after_waiting(order, dir, stream.at);
            stream.write(Fact::Supplemented { papers: papers.clone(), dues });
        }
        Step::Urge => stream.write(Fact::Urged),
        Step::Reply { handling, answer, contact, contacted, files } => stream.write(Fact::Replied {
            handling: *handling,
            answer: *answer,
            contact: *contact,
            contacted: *contacted,
            files: files.clone(),
            dues: after_waiting(order, dir, stream.at),
        }),
        Step::Finish => stream.write(Fact::Finished),
        Step::Remind => stream.write(Fact::Reminded),
        Step::CallBack => stream.write(Fact::CalledBack),
        Step::Rate { rating, comment } => {
            stream.write(Fact::Rated { rating: *rating, comment: *comment });
            // A rating after the end is heard and counted, but an order that has ended stays so.
            if !order.state.is_end() && rating.asks_for_redo() {
                stream.write(Fact::Redone { round: order.round + 1, dues: new_round(order, dir, stream.at) });
            } else if !order.state.is_end() {
                stream.write(Fact::Closed { unrated: false });
            }
        }
        Step::Withdraw { reason } => stream.write_because(reason, Fact::Withdrawn),
        Step::CloseUnrated => stream.write(Fact::Closed { unrated: true }),
        Step::Join { conversation, part } => {
            stream.write(Fact::Joined { conversation: *conversation, part: *part });
        }
        Step::Reveal { papers, purpose } => {
            stream.write(Fact::Revealed { papers: papers.clone(), purpose: *purpose });
        }
    }
    Ok(stream.events)
}

/// The table of legal steps decides. Whose it is comes before when, so that a stranger learns no state.
fn admit(order: &Order, step: StepName, by: &Actor) -> Result<(), Refusal> {
    let mut theirs = LIFE.iter().filter(|rule| rule.step == step && rule.is_for(order, by)).peekable();
    if theirs.peek().is_none() {
        return Err(Refusal::NotYours { role: by.role, step });
    }
    let now = theirs.any(|rule| rule.fits(order));
    if now { Ok(()) } else { Err(Refusal::NotNow { state: order.state, step }) }
}

/// Is what the step carries sufficient?
fn examine(order: &Order, step: &Step, dir: &Directory, now: Timestamp) -> Result<(), Refusal> {
    let name = step.name();
    let missing = |need| Err(Refusal::Missing { need, step: name });
    let because = |reason: &ReasonCode, family| {
        let fits = reason.as_str().strip_prefix(family).is_some_and(|number| !number.is_empty());
        if fits { Ok(()) } else { Err(Refusal::WrongReason { reason: reason.clone(), step: name }) }
    };
    match step {
        Step::Reject { reason, .. } => because(reason, 'N'),
        Step::Withdraw { reason } => because(reason, 'W'),
        Step::RequestReturn { reason, suggested, .. } => {
            because(reason, 'R')?;
            if reason.as_str() == ANOTHER_SHOULD_LEAD && suggested.is_none() {
                return missing(Need::SuggestedUnit);
            }
            let limit = dir.profile_of(order).return_within;
            let until = due(limit, order.dispatched_at.unwrap_or(order.accepted_at), dir).at;
            if now > until { Err(Refusal::TooLate { until, step: name }) } else { Ok(()) }
        }
        Step::Supplement { papers } | Step::Reveal { papers, .. } if papers.is_empty() => {
            missing(Need::Paper)
        }
        Step::Correct { .. }
        | Step::Dispatch { .. }
        | Step::AnswerDirect { .. }
        | Step::Sign
        | Step::GrantReturn
        | Step::RefuseReturn { .. }
        | Step::Progress { .. }
        | Step::Ask { .. }
        | Step::Supplement { .. }
        | Step::Urge
        | Step::Reply { .. }
        | Step::Finish
        | Step::Remind
        | Step::CallBack
        | Step::Rate { .. }
        | Step::CloseUnrated
        | Step::Join { .. }
        | Step::Reveal { .. } => Ok(()),
    }
}

fn redispatch(
    order: &Order,
    dispatch: &Dispatch,
    named: Option<&ProfileName>,
    dir: &Directory,
    at: Timestamp,
) -> Fact {
    let profile = dir.profile_for(&order.form, named);
    Fact::Dispatched {
        dispatch: without_lead_as_helper(dispatch),
        profile: profile.name.clone(),
        dues: redispatched(&order.dues, profile, at, dir),
        again: order.lead.is_some() || order.returns > 0,
    }
}

/// The dates with the wait for the citizen added, where the order was waiting.
fn after_waiting(order: &Order, dir: &Directory, at: Timestamp) -> Option<Dues> {
    order.suspended_at.map(|since| resumed(&order.dues, since, at, dir))
}

/// The unit has signed long ago: nothing is left to sign.
fn new_round(order: &Order, dir: &Directory, at: Timestamp) -> Dues {
    dues(dir.profile_of(order), at, dir)
}

/// One unit leads; it does not help itself.
fn without_lead_as_helper(dispatch: &Dispatch) -> Dispatch {
    let mut dispatch = dispatch.clone();
    dispatch.helpers.retain(|helper| *helper != dispatch.lead);
    dispatch
}
