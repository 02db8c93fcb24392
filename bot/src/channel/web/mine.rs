//! How does a citizen take away what is held of them?

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use serde::Deserialize;

use super::page::page;
use crate::app::App;
use crate::http::{Parameters, Problem, Words, body};

/// Far more than the field needs.
const MOST_BYTES: usize = 4096;
/// Longest code that is shown again in the form.
const MOST_SHOWN: usize = 64;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    #[serde(default)]
    code: String,
}

/// `GET /privacy/mine?code=`: only the form. A link that is looked at by a program before it is opened uses nothing up.
pub(super) async fn form(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Parameters(ask): Parameters<Ask>,
) -> Response {
    show(&app, &headers, &ask.code, StatusCode::OK, None)
}

/// `POST /privacy/mine`: everything, as a file, once.
pub(super) async fn hand_over(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let Ask { code } = body::form(request, MOST_BYTES).await?;
    let Some(data) = app.desk.export(code.trim()).await? else {
        let words = Words::of(&app.wording, &headers);
        let fault = words.say("chat-mine-refused", &[]);
        return Ok(show(&app, &headers, "", StatusCode::NOT_FOUND, Some(&fault)));
    };
    let document = serde_json::to_vec_pretty(&data).expect("what is held has only string keys");
    let about = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((about, document).into_response())
}

fn show(app: &App, headers: &HeaderMap, code: &str, status: StatusCode, fault: Option<&str>) -> Response {
    let code: String = code.chars().take(MOST_SHOWN).collect();
    page(app, headers, status, "mine.html", context! { here => "/privacy", code, fault })
}
