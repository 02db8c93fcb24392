//! How does a citizen choose language and size of type?

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::app::App;
use crate::http::cookie::{self, ELDER, LANGUAGE};
use crate::http::is_secure;
use crate::http::known;
use crate::http::{Problem, body};

/// Far more than the fields need.
const MOST_BYTES: usize = 4096;

/// What can be chosen; what is missing stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    lang: Option<String>,
    /// `on` or `off`.
    elder: Option<String>,
    /// The page to go back to.
    back: Option<String>,
}

/// `POST /settings`
pub(super) async fn choose(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let choice: Choice = body::form(request, MOST_BYTES).await?;
    let secure = is_secure(&app, &headers);
    let mut answer = Redirect::to(page(choice.back.as_deref())).into_response();
    let mut remember =
        |(name, value): (header::HeaderName, header::HeaderValue)| answer.headers_mut().append(name, value);
    if let Some(lang) = choice.lang {
        remember(cookie::set(LANGUAGE, known(&lang).ok_or_else(|| Problem::unknown_code("lang"))?, secure));
    }
    match choice.elder.as_deref() {
        Some("on") => remember(cookie::set(ELDER, "1", secure)),
        Some("off") => remember(cookie::forget(ELDER)),
        Some(_) => return Err(Problem::wrong_type("elder")),
        None => false,
    };
    Ok(answer)
}

/// Only to pages of the chat: a redirect wherever a form says would serve a swindler.
fn page(back: Option<&str>) -> &'static str {
    match back {
        Some("/query") => "/query",
        Some("/privacy") => "/privacy",
        Some(_) | None => "/",
    }
}
