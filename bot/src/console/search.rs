//! How is an order found by its number or its caller's phone?

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use minijinja::context;
use serde::Deserialize;
use storage::OrderNo;

use super::card::cards;
use super::door::Door;
use super::filled::Filled;
use super::page::{Page, Tongue};
use super::signed::Signed;
use super::trouble;
use super::who::CENTRE;
use crate::app::App;

/// The search.
pub(super) fn doors() -> Vec<Door> {
    vec![Door::new("/desk/search", CENTRE, get(by_number).post(by_anything))]
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
}

/// An address can be kept and passed on, so it finds orders by number only: a phone number has no place in one.
async fn by_number(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Query(wanted): Query<Wanted>,
) -> Response {
    let no = OrderNo::find_in(&wanted.q).map(|no| no.to_string()).unwrap_or_default();
    found(&app, tongue, &who, &no).await
}

async fn by_anything(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    found(&app, tongue, &who, filled.text("q").trim()).await
}

async fn found(app: &Arc<App>, tongue: Tongue, who: &Signed, q: &str) -> Response {
    let page = Page::of(app, tongue, who);
    let found = if q.is_empty() { Ok(Vec::new()) } else { app.desk.search(&who.staff, q).await };
    match found {
        Ok(found) => {
            page.show(StatusCode::OK, "desk/search.html", context! { q, cards => cards(app, found) })
        }
        Err(error) => trouble::page(&page, &error),
    }
}
