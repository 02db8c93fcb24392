//! How does an operator hand a caller the key to hear of the order in a chat?

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use minijinja::context;
use storage::OrderNo;

use crate::app::App;
use crate::console::door::Door;
use crate::console::filled::Filled;
use crate::console::link::{self, Link};
use crate::console::page::{Page, Tongue};
use crate::console::signed::Signed;
use crate::console::who::OPERATORS;
use crate::console::{moment, trouble};
use crate::desk::{DeskError, GivenPass};

/// A code to be read out, and one for paper.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/orders/{no}/bind", OPERATORS, post(read_out)),
        Door::new("/desk/orders/{no}/bind-paper", OPERATORS, post(print)),
    ]
}

async fn read_out(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(no): Path<String>,
    _filled: Filled,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Ok(no) = no.parse::<OrderNo>() else {
        return trouble::not_found(&page);
    };
    let given = app.desk.give_phone_pass(&who.staff, &no).await;
    shown(&page, &who, &no, given, |given| {
        let (first, second) = given.code.split_at(given.code.len() / 2);
        context! { digits => [first, second] }
    })
}

async fn print(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(no): Path<String>,
    _filled: Filled,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Ok(no) = no.parse::<OrderNo>() else {
        return trouble::not_found(&page);
    };
    if !link::can_be_bound(&app) {
        return trouble::not_found(&page);
    }
    let given = app.desk.give_paper_pass(&who.staff, &no).await;
    shown(&page, &who, &no, given, |given| {
        let links: Vec<Link> = [link::to_web(&app, &given.code), link::to_telegram(&app, &given.code)]
            .into_iter()
            .flatten()
            .collect();
        context! { links => minijinja::Value::from_serialize(&links), codes => link::codes(&links) }
    })
}

/// The page with the code: it is shown this once and kept nowhere in the clear.
fn shown(
    page: &Page<'_>,
    who: &Signed,
    no: &OrderNo,
    given: Result<GivenPass, DeskError>,
    way: impl FnOnce(&GivenPass) -> minijinja::Value,
) -> Response {
    match given {
        Ok(given) => {
            tracing::info!(staff.login = %who.staff.login, order.no = %no, "a code for a caller's chat was given");
            let facts = context! {
                no => no.to_string(), until => moment::minute(page.app, given.ends_at),
                digits => None::<String>, links => None::<String>, codes => None::<String>,
            };
            page.show(StatusCode::OK, "desk/bind.html", context! { ..way(&given), ..facts })
        }
        Err(error) => trouble::page(page, &error),
    }
}
