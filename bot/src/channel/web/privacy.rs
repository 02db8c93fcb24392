//! What is kept of a citizen, why and for how long?

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use minijinja::{Value, context};
use serde::Serialize;

use super::page::page;
use crate::app::App;

/// One class of data and for how many days it is kept after the end of an order.
#[derive(Serialize)]
struct Kept {
    what: &'static str,
    days: u32,
}

/// `GET /privacy`
pub(super) async fn show(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let kept = app.banner.retention;
    let kept = [
        ("contact", kept.contact),
        ("text", kept.text),
        ("file", kept.file),
        ("conversation", kept.conversation),
        ("voice", kept.voice),
    ];
    let kept: Vec<Kept> = kept.into_iter().map(|(what, days)| Kept { what, days }).collect();
    let facts = context! {
        here => "/privacy",
        retention => Value::from_serialize(&kept),
        version => app.banner.privacy_version,
        draft_hours => app.banner.forget_drafts_after.as_hours(),
    };
    page(&app, &headers, StatusCode::OK, "privacy.html", facts)
}
