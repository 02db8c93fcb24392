//! How does a citizen look an order up by number and 查询码?

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use minijinja::context;
use serde::Deserialize;

use super::page::page;
use crate::app::App;
use crate::desk::Query;
use crate::http::Peer;
use crate::http::Words;
use crate::http::{Problem, body};

/// Far more than the fields need.
const MOST_BYTES: usize = 4096;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    #[serde(default)]
    no: String,
    #[serde(default)]
    code: String,
}

/// `GET /query`
pub(super) async fn form(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    show(&app, &headers, "", None, None)
}

/// `POST /query`
pub(super) async fn ask(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let Ask { no, code } = body::form(request, MOST_BYTES).await?;
    let lang = Words::of(&app.wording, &headers).lang;
    Ok(match app.desk.query(no.trim(), code.trim(), &from, lang).await? {
        Query::Found(view) => show(&app, &headers, &no, Some(&view.timeline_text), None),
        Query::NoSuchOrder => show(&app, &headers, &no, None, Some(&Problem::no_such_order())),
        Query::TriedTooOften { until } => {
            show(&app, &headers, &no, None, Some(&Problem::tried_too_often(app.clock.now(), until)))
        }
    })
}

/// The same page for a number that does not exist and for a code that does not fit.
fn show(
    app: &App,
    headers: &HeaderMap,
    no: &str,
    timeline: Option<&str>,
    fault: Option<&Problem>,
) -> Response {
    let words = Words::of(&app.wording, headers);
    let status = match fault {
        Some(problem) if problem.status() == StatusCode::TOO_MANY_REQUESTS => problem.status(),
        Some(_) | None => StatusCode::OK,
    };
    let facts = context! {
        here => "/query",
        no => no.chars().take(40).collect::<String>(),
        timeline,
        fault => fault.map(|problem| problem.told(&words)),
    };
    let mut answer = page(app, headers, status, "query.html", facts);
    if let Some(problem) = fault {
        problem.mark(answer.headers_mut());
    }
    answer
}
