//! Why is a step not taken?

use jiff::Timestamp;

use super::event::Role;
use super::step::StepName;
use super::work_order::State;
use crate::ReasonCode;

/// Why a step is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not while the order stands there.
    #[error("{step} is not possible while the order is {state}")]
    NotNow {
        /// Where it stands.
        state: State,
        /// What was asked.
        step: StepName,
    },
    /// Not for this role, or not for this unit.
    #[error("{step} is not for {role:?}")]
    NotYours {
        /// The role that asked.
        role: Role,
        /// What was asked.
        step: StepName,
    },
    /// The reason is not one of those for this step (N.. 不予受理, R.. 退单, W.. 撤单).
    #[error("{reason} is not a reason for {step}")]
    WrongReason {
        /// The reason given.
        reason: ReasonCode,
        /// What was asked.
        step: StepName,
    },
    /// Something must be said with it.
    #[error("{step} lacks {need:?}")]
    Missing {
        /// What.
        need: Need,
        /// What was asked.
        step: StepName,
    },
    /// The time for it is over: a late 退单申请 is not taken, the unit must handle the order.
    #[error("{step} was possible until {until}")]
    TooLate {
        /// When it was over.
        until: Timestamp,
        /// What was asked.
        step: StepName,
    },
}

/// What may be missing from a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// At least one paper.
    Paper,
    /// The unit that should have the order instead.
    SuggestedUnit,
}
