//! What follows when somebody presses a button on an order's page?

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use storage::OrderNo;

use super::sheet::{self, Again};
use super::verb::Verb;
use crate::app::App;
use crate::console::door::Door;
use crate::console::filled::Filled;
use crate::console::page::{Page, Tongue};
use crate::console::signed::Signed;
use crate::console::trouble;
use crate::desk::DeskError;

/// One door a form.
pub(super) fn doors() -> Vec<Door> {
    Verb::ALL.into_iter().map(door).collect()
}

fn door(verb: Verb) -> Door {
    let behind = post(
        move |State(app): State<Arc<App>>,
              tongue: Tongue,
              who: Signed,
              Path(no): Path<String>,
              filled: Filled| async move { take(&app, tongue, &who, &no, filled, verb).await },
    );
    let door = Door::new(verb.path(), verb.who(), behind);
    if verb.takes_files() { door.with_files() } else { door }
}

/// Done: on to the order's fresh page. Not done: the fresh page at once, with the reason and everything that was typed.
async fn take(
    app: &Arc<App>,
    tongue: Tongue,
    who: &Signed,
    no: &str,
    mut filled: Filled,
    verb: Verb,
) -> Response {
    let page = Page::of(app, tongue, who);
    let Ok(no) = no.parse::<OrderNo>() else {
        return trouble::not_found(&page);
    };
    let done = match verb.read(app, &mut filled) {
        Ok(act) => app.desk.act(&who.staff, &no, filled.seen(), act, filled.key()).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Redirect::to(&format!("/desk/orders/{no}?done={}", verb.name())).into_response(),
        Err(error @ (DeskError::Unknown | DeskError::Store(_))) => trouble::page(&page, &error),
        Err(error) => {
            let again =
                Again { trouble: trouble::of(&page, &error), typed: filled.typed(), tried: verb.name() };
            sheet::shown(&page, who, &no, trouble::status(&error), "", Some(again)).await
        }
    }
}
