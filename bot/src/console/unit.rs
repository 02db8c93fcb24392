//! What does a unit work from?

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use minijinja::context;

use super::door::Door;
use super::page::{Page, Tongue};
use super::queue::{List, Said};
use super::signed::Signed;
use super::trouble;
use super::who::UNITS;
use crate::app::App;

/// The unit's lists.
pub(super) fn doors() -> Vec<Door> {
    vec![Door::new("/desk/unit", UNITS, get(lists))]
}

async fn lists(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Query(said): Query<Said>,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    // The mark goes first: what changes while the lists are read is told again, never missed.
    let mark = app.desk.mark(&who.staff).await.unwrap_or_default();
    match app.desk.unit_lists(&who.staff).await {
        Ok(found) => {
            let lists = [
                List::new(&app, "unsigned", "desk-list-unsigned", found.unsigned),
                List::new(&app, "handling", "desk-list-handling", found.handling),
                List::new(&app, "waiting", "desk-list-waiting", found.waiting),
                List::new(&app, "done", "desk-list-done", found.done),
            ];
            page.show(StatusCode::OK, "desk/unit.html", context! { lists, mark, done => said.sentence() })
        }
        Err(error) => trouble::page(&page, &error),
    }
}
