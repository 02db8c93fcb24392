//! How do requests get in and answers out?
//!
//! Listen, bound, route, answer: what every request passes whatever it asks for.

mod answer;
mod bound;
mod crowd;
mod headers;
mod listen;
mod patient;
mod trace;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use listen::{BindError, bind, serve, stop_signal};

use crate::app::App;
use crate::channel::{telegram, web};
use crate::config::Role;
use crate::http::Problem;
use crate::{api, console};

/// Every page and answer of the program.
///
/// The layers stand in the order in which a request leaves them: the last one sees it first.
pub fn router(app: &Arc<App>) -> Router {
    crate::telemetry::metrics::record();
    let pages = if app.config.has(Role::Web) {
        // These read bodies themselves, within bounds that depend on what a body holds.
        let reading_themselves =
            web::routes().merge(api::routes()).merge(telegram::routes()).layer(DefaultBodyLimit::disable());
        Router::new().merge(reading_themselves).merge(console::routes())
    } else {
        api::health::routes()
    };
    pages
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method())
        .layer(DefaultBodyLimit::max(app.config.web.body_limit))
        .layer(CatchPanicLayer::custom(trace::crashed))
        .layer(middleware::from_fn_with_state(Arc::clone(app), bound::bound))
        .layer(middleware::from_fn_with_state(crowd::Crowd::default(), crowd::thinned))
        .layer(middleware::from_fn_with_state(Arc::clone(app), answer::written_out))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(Arc::clone(app), headers::protect))
        .layer(middleware::from_fn_with_state(Arc::clone(app), trace::traced))
        .with_state(Arc::clone(app))
}
