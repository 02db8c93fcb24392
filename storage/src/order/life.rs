//! Which steps are legal, from which state, for whom, and where do they lead?

use super::event::{Actor, Role};
use super::step::StepName;
use super::work_order::{Order, State};

/// One row of the table of legal steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The step.
    pub step: StepName,
    /// From any of these states.
    pub from: &'static [State],
    /// By anybody in one of these capacities.
    pub by: &'static [Role],
    /// Which part a unit must have in the order; says nothing of other roles.
    pub part: Part,
    /// Where the order stands afterwards.
    pub to: Goes,
}

/// The part a unit has in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 主办
    Lead,
    /// 协办
    Helper,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// The order stays where it is.
    Stays,
    /// To this state.
    To(State),
    /// Back to where it was before ([`Order::resumes`]).
    Back,
    /// The rating decides: 结案, or 办理中 again (重办).
    ByRating,
}

use Part::{Helper, Lead};
use Role::{Bot, Citizen, Clock, Operator, Supervisor, Unit};
use State::{
    AnsweredDirect, CalledBack, Closed, Dispatched, Done, Handling, Rejected, Replied, ReturnRequested,
    Signed, Suspended, Triage, Withdrawn,
};

/// Not yet answered.
const UNANSWERED: &[State] = &[Triage, Dispatched, Signed, Handling, Suspended, ReturnRequested];
/// Not yet finished.
const UNFINISHED: &[State] = &[Triage, Dispatched, Signed, Handling, Suspended, ReturnRequested, Replied];
/// Open, but not waiting for the citizen.
const NOT_WAITING: &[State] =
    &[Triage, Dispatched, Signed, Handling, ReturnRequested, Replied, Done, CalledBack];
/// Finished, and the citizen may rate.
const RATABLE: &[State] = &[Done, CalledBack];
/// Every state in which an order can be found; 已受理 and 已评价 last only within one commit.
const ANY: &[State] = &[
    Triage,
    Dispatched,
    Signed,
    Handling,
    Suspended,
    ReturnRequested,
    Replied,
    Done,
    CalledBack,
    Closed,
    AnsweredDirect,
    Rejected,
    Withdrawn,
];

/// The whole life of an order. What is not here cannot happen; the first row that fits counts.
#[rustfmt::skip]
pub const LIFE: &[Rule] = &[
    // the centre
    row(StepName::Correct,       UNANSWERED,                              &[Operator],                    Lead,   Goes::Stays),
    row(StepName::Dispatch,      &[Triage],                               &[Operator, Supervisor, Bot],   Lead,   Goes::To(Dispatched)),
    row(StepName::Dispatch,      &[Dispatched, Signed, Handling, ReturnRequested], &[Operator, Supervisor], Lead, Goes::To(Dispatched)),
    row(StepName::AnswerDirect,  &[Triage, ReturnRequested],              &[Operator],                    Lead,   Goes::To(AnsweredDirect)),
    row(StepName::AnswerDirect,  &[Triage],                               &[Bot],                         Lead,   Goes::To(AnsweredDirect)),
    row(StepName::Reject,        &[Triage, ReturnRequested],              &[Operator],                    Lead,   Goes::To(Rejected)),
    row(StepName::GrantReturn,   &[ReturnRequested],                      &[Operator, Supervisor],        Lead,   Goes::To(Triage)),
    row(StepName::RefuseReturn,  &[ReturnRequested],                      &[Operator, Supervisor],        Lead,   Goes::Back),
    // the unit
    row(StepName::Sign,          &[Dispatched],                           &[Unit],                        Lead,   Goes::To(Signed)),
    row(StepName::RequestReturn, &[Dispatched, Signed],                   &[Unit],                        Lead,   Goes::To(ReturnRequested)),
    row(StepName::Progress,      &[Signed],                               &[Unit],                        Lead,   Goes::To(Handling)),
    row(StepName::Progress,      &[Handling, Suspended],                  &[Unit],                        Lead,   Goes::Stays),
    row(StepName::Progress,      &[Signed, Handling, Suspended],          &[Unit],                        Helper, Goes::Stays),
    row(StepName::Ask,           &[Signed, Handling],                     &[Unit],                        Lead,   Goes::To(Suspended)),
    row(StepName::Reply,         &[Signed, Handling, Suspended],          &[Unit],                        Lead,   Goes::To(Replied)),
    row(StepName::Finish,        &[Replied],                              &[Unit, Operator, Bot, Clock],  Lead,   Goes::To(Done)),
    // the citizen, or an operator who has them on the line
    row(StepName::Supplement,    &[Suspended],                            &[Citizen, Operator],           Lead,   Goes::Back),
    row(StepName::Supplement,    NOT_WAITING,                             &[Citizen, Operator],           Lead,   Goes::Stays),
    row(StepName::Urge,          UNANSWERED,                              &[Citizen, Operator],           Lead,   Goes::Stays),
    row(StepName::Withdraw,      UNFINISHED,                              &[Citizen, Operator],           Lead,   Goes::To(Withdrawn)),
    row(StepName::Rate,          RATABLE,                                 &[Citizen, Operator],           Lead,   Goes::ByRating),
    row(StepName::Rate,          &[Closed, AnsweredDirect],               &[Citizen, Operator],           Lead,   Goes::Stays),
    // after the end of the handling
    row(StepName::Remind,        RATABLE,                                 &[Clock, Bot, Operator],        Lead,   Goes::Stays),
    row(StepName::CallBack,      RATABLE,                                 &[Operator],                    Lead,   Goes::To(CalledBack)),
    row(StepName::CloseUnrated,  &[Done],                                 &[Clock],                       Lead,   Goes::To(Closed)),
    row(StepName::CloseUnrated,  &[CalledBack],                           &[Clock, Operator],             Lead,   Goes::To(Closed)),
    // one more conversation hears of it: the caller, with the pass they were given; whoever met with the same
    row(StepName::Join,          ANY,                                     &[Citizen],                     Lead,   Goes::Stays),
    // whoever must look
    row(StepName::Reveal,        ANY,                                     &[Operator, Supervisor, Unit],  Lead,   Goes::Stays),
];

/// The steps that somebody may take of an order now. That a citizen is the order's own is for the caller to prove.
pub fn steps_for(order: &Order, by: &Actor) -> Vec<StepName> {
    let open = |step: &StepName| LIFE.iter().any(|rule| rule.step == *step && rule.allows(order, by));
    StepName::ALL.into_iter().filter(open).collect()
}

impl Rule {
    /// Does the row speak of somebody like this?
    pub fn is_for(&self, order: &Order, by: &Actor) -> bool {
        self.by.contains(&by.role)
            && (by.role != Role::Unit
                || by.unit.as_ref().is_some_and(|unit| match self.part {
                    Part::Lead => order.lead.as_ref() == Some(unit),
                    Part::Helper => order.helpers.contains(unit),
                }))
    }

    /// May they take this step now?
    pub fn allows(&self, order: &Order, by: &Actor) -> bool {
        self.fits(order) && self.is_for(order, by)
    }

    /// Does the row speak of where the order stands? Once it has come to its end, a round is rated at most once.
    pub fn fits(&self, order: &Order) -> bool {
        let rated = self.step == StepName::Rate && order.state.is_end() && order.rating.is_some();
        self.from.contains(&order.state) && !rated
    }
}

const fn row(step: StepName, from: &'static [State], by: &'static [Role], part: Part, to: Goes) -> Rule {
    Rule { step, from, by, part, to }
}
