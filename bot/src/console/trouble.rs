//! What does a person read when something was not done?

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use minijinja::context;
use serde::Serialize;
use storage::order::{Need, Refusal};

use super::page::Page;
use super::{moment, words};
use crate::desk::{DeskError, Invalid};

/// A sentence for a page: its key, and what stands in its gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Trouble {
    /// Key of the sentence.
    pub key: &'static str,
    /// What was tried: key of the step's name; empty if it does not matter.
    pub step: &'static str,
    /// Where the order stands: key of the state's name; empty if it does not matter.
    pub state: &'static str,
    /// Name of the field; empty if it does not matter.
    pub field: &'static str,
    /// The most that is allowed.
    pub most: usize,
    /// Until when it was possible.
    pub until: String,
}

/// A whole page that says why not.
pub(crate) fn page(page: &Page<'_>, error: &DeskError) -> Response {
    if let DeskError::Store(error) = error {
        tracing::error!(%error, "the ledger does not answer");
    }
    let mut response = page.show(status(error), "desk/trouble.html", context! { trouble => of(page, error) });
    if status(error) == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// There is no such page, or not for this person: the same answer.
pub(crate) fn not_found(page: &Page<'_>) -> Response {
    self::page(page, &DeskError::Unknown)
}

/// The status that goes with it.
pub(crate) fn status(error: &DeskError) -> StatusCode {
    match error {
        DeskError::Busy | DeskError::NoRoom | DeskError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        DeskError::NoRoomForFiles => StatusCode::INSUFFICIENT_STORAGE,
        DeskError::TooFast { .. } => StatusCode::TOO_MANY_REQUESTS,
        DeskError::Changed | DeskError::WithBot | DeskError::Refused(_) => StatusCode::CONFLICT,
        DeskError::Unknown => StatusCode::NOT_FOUND,
        DeskError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The sentence that goes with it.
pub(crate) fn of(page: &Page<'_>, error: &DeskError) -> Trouble {
    match error {
        DeskError::Busy | DeskError::TooFast { .. } => only("desk-trouble-busy"),
        DeskError::NoRoomForFiles => only("desk-trouble-no-room-for-files"),
        DeskError::NoRoom => only("desk-trouble-no-room"),
        DeskError::Store(_) => only("desk-trouble-store"),
        DeskError::Changed => only("desk-trouble-changed"),
        DeskError::WithBot => only("desk-trouble-with-bot"),
        DeskError::Unknown => only("desk-trouble-unknown"),
        DeskError::Invalid { field, why } => Trouble { field: name_of(field), ..invalid(*why) },
        DeskError::Refused(refusal) => refused(page, refusal),
    }
}

fn invalid(why: Invalid) -> Trouble {
    match why {
        Invalid::Missing => only("desk-trouble-missing"),
        Invalid::TooLong { most } => Trouble { most, ..only("desk-trouble-too-long") },
        Invalid::UnknownCode => only("desk-trouble-unknown-code"),
        Invalid::NotAPhone => only("desk-trouble-phone"),
        Invalid::NotForGrassroots => only("desk-trouble-grassroots"),
        Invalid::MediaType => only("desk-trouble-media-type"),
        Invalid::WrongForm => only("desk-trouble-wrong-form"),
        Invalid::Future => only("desk-trouble-future"),
        Invalid::TooOld => only("desk-trouble-too-old"),
        Invalid::SaidNothing => only("desk-trouble-said-nothing"),
    }
}

fn refused(page: &Page<'_>, refusal: &Refusal) -> Trouble {
    match refusal {
        Refusal::NotNow { state, step } => {
            Trouble { step: words::step(*step), state: words::state(*state), ..only("desk-trouble-not-now") }
        }
        Refusal::NotYours { step, .. } => {
            Trouble { step: words::step(*step), ..only("desk-trouble-not-yours") }
        }
        Refusal::WrongReason { step, .. } => {
            Trouble { step: words::step(*step), ..only("desk-trouble-wrong-reason") }
        }
        Refusal::Missing { need: Need::Paper, step } => {
            Trouble { step: words::step(*step), ..only("desk-trouble-missing-paper") }
        }
        Refusal::Missing { need: Need::SuggestedUnit, step } => {
            Trouble { step: words::step(*step), ..only("desk-trouble-missing-unit") }
        }
        Refusal::TooLate { until, step } => {
            let until = moment::minute(page.app, *until);
            Trouble { step: words::step(*step), until, ..only("desk-trouble-too-late") }
        }
    }
}

fn only(key: &'static str) -> Trouble {
    Trouble { key, ..Trouble::default() }
}

/// The label of a field, as the forms show it; fields of no form are the form as a whole.
fn name_of(field: &str) -> &'static str {
    match field {
        "story" => "desk-field-story",
        "place" => "desk-field-place",
        "name" => "desk-field-name",
        "phone" => "desk-field-phone",
        "category" => "desk-field-category",
        "area" | "grid" => "desk-field-area",
        "lead" => "desk-field-lead",
        "helpers" => "desk-field-helpers",
        "answer" => "desk-field-answer",
        "reason" => "desk-field-reason",
        "explanation" => "desk-field-explanation",
        "basis" => "desk-field-basis",
        "suggested" => "desk-field-suggested",
        "why" => "desk-field-why",
        "note" => "desk-field-note",
        "question" => "desk-field-question",
        "handling" => "desk-field-handling",
        "contact" => "desk-field-contact",
        "files" => "desk-field-files",
        "helper" => "desk-field-helper",
        "consent" => "desk-field-consent",
        "comment" => "desk-field-comment",
        "purpose" => "desk-field-purpose",
        "text" => "desk-field-text",
        _ => "desk-field-form",
    }
}
