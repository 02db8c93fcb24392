//! How do requests get in and answers out?
//!
//! Listen, bound, route, answer: what every request passes whatever it asks for.

mod answer;
mod bound;
mod headers;
mod listen;
pub mod metrics;
mod patient;
mod peer;
mod trace;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, header};
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use listen::{BindError, Closing, bind, serve, stop_signal};
pub use peer::Peer;

use crate::app::App;
use crate::channel::web;
use crate::{api, console};

/// Every page and answer of the program.
///
/// The layers stand in the order in which a request leaves them: the last one sees it first.
pub fn router(app: &Arc<App>) -> Router {
    metrics::record();
    // These read bodies themselves, within bounds that depend on what a body holds.
    let reading_themselves = web::routes()
        .merge(api::routes())
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .merge(reading_themselves)
        .merge(console::routes())
        .fallback(async || api::Problem::not_found())
        .method_not_allowed_fallback(async || api::Problem::method())
        .layer(DefaultBodyLimit::max(app.config.web.body_limit))
        .layer(CatchPanicLayer::custom(trace::crashed))
        .layer(middleware::from_fn_with_state(Arc::clone(app), bound::bound))
        .layer(middleware::from_fn_with_state(
            Arc::clone(app),
            answer::written_out,
        ))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(Arc::clone(app), headers::protect))
        .layer(middleware::from_fn_with_state(Arc::clone(app), trace::traced))
        .with_state(Arc::clone(app))
}

/// Does this request come over TLS, as far as the program can know?
pub fn is_secure(app: &App, headers: &HeaderMap) -> bool {
    let forwarded = headers
        .get("x-forwarded-proto")
        .and_then(|proto| proto.to_str().ok());
    app.config.is_https() || forwarded.is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
}

/// Does the client want JSON rather than a page?
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}
