//! What is written down of a request?
//!
//! Method, route, status and time: never a body, a query, a path with an id, a cookie or an address.

use std::any::Any;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;
use tracing::Instrument;

use crate::app::App;
use crate::http::Problem;
use crate::telemetry::metrics;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id (its own, if it is a plausible one), counts and logs the answer.
pub(super) async fn traced(
    app: &Arc<App>,
    mut request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let id = request.headers().get(&REQUEST_ID).filter(|id| plausible(id)).cloned();
    let id = id.unwrap_or_else(|| {
        let id = app.mint.id(app.clock.now()).to_string();
        HeaderValue::from_str(&id).expect("a UUID is ASCII")
    });
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let span = tracing::info_span!(
        "request",
        request.id = id.to_str().unwrap_or_default(),
        http.method = method,
        http.route = route
    );
    let begun = Instant::now();
    let mut response = next(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    span.in_scope(|| {
        let milliseconds = took.as_millis();
        if status >= 500 {
            tracing::error!(http.status = status, milliseconds, "answered");
        } else {
            tracing::debug!(http.status = status, milliseconds, "answered");
        }
    });
    metrics::answered(method, route, status, took);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// What is answered when a handler panics: the others go on.
#[expect(clippy::needless_pass_by_value, reason = "the signature the layer asks for")]
pub(super) fn crashed(panic: Box<dyn Any + Send>) -> Response {
    let what =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = what.unwrap_or("of another kind"), "a request crashed");
    Problem::crashed().into_response()
}

fn plausible(id: &HeaderValue) -> bool {
    (1..=64).contains(&id.len())
        && id.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// Invented methods must not fill the metrics.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
