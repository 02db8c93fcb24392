//! In which form and language does a refusal reach its reader?

use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::app::App;
use crate::channel::web;
use crate::http::Problem;
use crate::http::Words;
use crate::http::wants_json;

/// Writes every [`Problem`], and every refusal without a body, out: `application/problem+json` for programs, a page for
/// people.
pub(super) async fn written_out(
    app: &Arc<App>,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let program = is_program(request.uri().path(), request.headers());
    // What the chat's own script gets, it shows to a citizen.
    let citizen = request.uri().path().starts_with("/chat");
    // The console's scripts are told by the status alone.
    let console = request.uri().path().starts_with("/desk");
    let asked = language_and_size(request.headers());
    let mut response = next(request).await;
    let problem = response.extensions_mut().remove::<Problem>();
    let Some(problem) = problem.or_else(|| bare(&response).filter(|_| !console)) else {
        return response;
    };
    let written =
        if program { json(app, &asked, &problem, citizen) } else { web::fault(app, &asked, &problem) };
    let mut written = with_kept(written, response.headers());
    problem.mark(written.headers_mut());
    written
}

/// The headers that say how somebody wants to read; few requests are refused, so only these are kept.
fn language_and_size(headers: &HeaderMap) -> HeaderMap {
    let mut kept = HeaderMap::new();
    for name in [header::ACCEPT_LANGUAGE, header::COOKIE] {
        for value in headers.get_all(&name) {
            kept.append(name.clone(), value.clone());
        }
    }
    kept
}

/// A refusal that says nothing itself. What is written in HTML or JSON already has its words.
fn bare(response: &Response) -> Option<Problem> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let worded = kind.starts_with("text/html") || kind.contains("json");
    let empty = response.body().is_end_stream() || kind.starts_with("text/plain");
    (empty && !worded).then(|| Problem::of_status(status))
}

/// Headers that belong to the refusal whatever its form: `Allow`, cookies.
fn with_kept(mut written: Response, headers: &HeaderMap) -> Response {
    for name in [header::ALLOW, header::SET_COOKIE, header::CONNECTION] {
        for value in headers.get_all(&name) {
            written.headers_mut().append(name.clone(), value.clone());
        }
    }
    written
}

fn json(app: &App, headers: &HeaderMap, problem: &Problem, citizen: bool) -> Response {
    let words = Words::of(&app.wording, headers);
    let mut body = problem.body(&words);
    if citizen {
        body.detail = problem.told(&words);
    }
    let body = serde_json::to_vec(&body).expect("a problem has only string keys");
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = problem.status();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let lang = HeaderValue::from_static(words.lang);
    response.headers_mut().insert(header::CONTENT_LANGUAGE, lang);
    response
}

fn is_program(path: &str, headers: &HeaderMap) -> bool {
    let plain = ["/livez", "/readyz", "/metrics", "/chat/lines", "/chat/events"].contains(&path);
    plain || path == "/api" || path.starts_with("/api/") || wants_json(headers)
}
