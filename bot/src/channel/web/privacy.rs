//! What is kept of a citizen, why and for how long?

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use minijinja::{Value, context};
use serde::Serialize;

use super::page::page;
use crate::app::App;

/// One class of data, and for how many days it is kept since what.
#[derive(Serialize)]
struct Kept {
    what: &'static str,
    days: u16,
    since: &'static str,
}

/// `GET /privacy`
pub(super) async fn show(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let kept = app.banner.retention;
    let kept = [
        Kept { what: "story", days: kept.story, since: "end" },
        Kept { what: "contact", days: kept.contact, since: "end" },
        Kept { what: "files", days: kept.files, since: "end" },
        Kept { what: "chat", days: kept.chat, since: "said" },
    ];
    let facts = context! {
        here => "/privacy",
        retention => Value::from_serialize(&kept),
        version => app.banner.privacy_version,
        draft_hours => app.banner.forget_drafts_after.as_hours(),
    };
    page(&app, &headers, StatusCode::OK, "privacy.html", facts)
}
