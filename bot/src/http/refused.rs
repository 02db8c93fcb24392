//! What does it mean to a caller that the desk did nothing?

use axum::http::StatusCode;
use storage::order::{Need, Refusal, StepName};

use super::Problem;
use crate::desk::{DeskError, Invalid};

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Busy => Self::busy(),
            DeskError::TooFast { until: _ } => Self::too_fast(),
            DeskError::Changed => Self::changed(),
            DeskError::WithBot => Self::new(StatusCode::CONFLICT, "with-bot"),
            DeskError::Refused(refusal) => refused(&refusal),
            DeskError::Unknown => Self::not_found(),
            DeskError::Invalid { field, why } => invalid(field, why),
            DeskError::NoRoomForFiles => Self::no_room_for_files(),
            DeskError::NoRoom => Self::no_room(),
            DeskError::Store(error) => error.into(),
        }
    }
}

impl From<storage::StoreError> for Problem {
    fn from(error: storage::StoreError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the ledger does not answer");
        Self::busy()
    }
}

fn invalid(field: &'static str, why: Invalid) -> Problem {
    match why {
        Invalid::Missing => Problem::missing(field),
        Invalid::TooLong { most } => Problem::too_long(field, most),
        Invalid::UnknownCode => Problem::unknown_code(field),
        Invalid::NotAPhone => Problem::at_field("not-a-phone", field),
        Invalid::NotForGrassroots => Problem::at_field("not-for-grassroots", field),
        Invalid::MediaType => Problem::media_type(field),
        Invalid::WrongForm => Problem::wrong_type(field),
        Invalid::Future => Problem::at_field("future", field),
        Invalid::TooOld => Problem::at_field("too-old", field),
        Invalid::SaidNothing => Problem::at_field("said-nothing", field),
    }
}

fn refused(refusal: &Refusal) -> Problem {
    let conflict = |slug| Problem::new(StatusCode::CONFLICT, slug);
    match refusal {
        Refusal::NotNow { state, step } => {
            conflict("not-now").key("state", format!("state-{}", state.name())).key("step", step_key(*step))
        }
        Refusal::NotYours { role: _, step } => conflict("not-yours").key("step", step_key(*step)),
        Refusal::WrongReason { reason, step: _ } => {
            Problem::at_field("wrong-reason", "reason").text("reason", reason.as_str())
        }
        Refusal::Missing { need, step: _ } => Problem::missing(match need {
            Need::Paper => "files",
            Need::SuggestedUnit => "suggested",
        }),
        Refusal::TooLate { until, step } => {
            conflict("too-late").text("until", until.to_string()).key("step", step_key(*step))
        }
    }
}

fn step_key(step: StepName) -> String {
    format!("api-step-{}", step.name())
}
