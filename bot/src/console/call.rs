//! How does a caller on the line become an order?

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use minijinja::context;
use storage::{CategoryCode, UnitCode};

use super::door::Door;
use super::filled::{Filled, Typed};
use super::order::{self, SameView, Suggestion};
use super::page::{Page, Tongue};
use super::signed::Signed;
use super::trouble::{self, Trouble};
use super::who::OPERATORS;
use crate::app::App;
use crate::desk::{Behalf, Call, DeskError};

/// Characters of a story that are understood while it is typed.
const AS_TYPED: usize = 5000;

/// The blank form, and what is proposed while it is filled in.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/new", OPERATORS, get(blank).post(write_down)),
        Door::new("/desk/suggest", OPERATORS, post(suggest)),
    ]
}

async fn blank(State(app): State<Arc<App>>, tongue: Tongue, who: Signed) -> Response {
    shown(&Page::of(&app, tongue, &who), &who, StatusCode::OK, &Filled::default(), None).await
}

/// With the button for a preview the form comes back with the proposal, for browsers without the script.
async fn write_down(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    if filled.ticked("preview") {
        return shown(&page, &who, StatusCode::OK, &filled, None).await;
    }
    let call = Call {
        story: filled.text("story").to_owned(),
        place: filled.given("place"),
        name: filled.given("name"),
        phone: filled.given("phone"),
        kind: order::kind(filled.text("kind")),
        category: filled.given("category").map(CategoryCode::new),
        urgency: order::urgency(filled.text("urgency")),
        lead: filled.given("lead").map(UnitCode::new),
        behalf: filled.ticked("behalf").then(|| Behalf {
            helper: filled.text("helper").to_owned(),
            how: filled.text("consent").to_owned(),
        }),
    };
    let key = filled.key().unwrap_or_else(|| app.mint.token());
    match app.desk.accept_call(&who.staff, call, key).await {
        Ok(order) => Redirect::to(&format!("/desk/orders/{}?done=new", order.no)).into_response(),
        Err(error @ (DeskError::Unknown | DeskError::Store(_))) => trouble::page(&page, &error),
        Err(error) => {
            let sentence = trouble::of(&page, &error);
            shown(&page, &who, trouble::status(&error), &filled, Some(&sentence)).await
        }
    }
}

/// The proposal alone, for the script.
async fn suggest(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let (suggestion, same) = proposal(&app, &who, &filled).await;
    page.show(StatusCode::OK, "desk/proposal.html", context! { suggestion, same })
}

async fn shown(
    page: &Page<'_>,
    who: &Signed,
    status: StatusCode,
    filled: &Filled,
    trouble: Option<&Trouble>,
) -> Response {
    let app = page.app;
    let typed: Typed = filled.typed();
    let (suggestion, same) = proposal(app, who, filled).await;
    let facts = context! {
        typed, trouble, suggestion, same,
        kinds => order::kinds(), urgencies => order::urgencies(),
        categories => order::categories(app, &[]), units => order::units(app, &[]),
    };
    page.show(status, "desk/new.html", facts)
}

/// What is understood of what was typed so far, and who has told of the same; without the ledger only the former.
async fn proposal(app: &App, who: &Signed, filled: &Filled) -> (Option<Suggestion>, Vec<SameView>) {
    let Some(story) = filled.given("story") else { return (None, Vec::new()) };
    let story: String = story.chars().take(AS_TYPED).collect();
    let place = filled.text("place");
    let seen = app.desk.suggest(&story, place);
    let same = app.desk.same_as_told(&who.staff, &story, place, &seen).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the same matter cannot be looked for");
        Vec::new()
    });
    (Some(Suggestion::live(app, &seen)), order::same_views(app, same))
}
