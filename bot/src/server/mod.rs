//! How do requests get in and answers out?
//!
//! Listen, bound, route, answer: what every request passes whatever it asks for.

mod answer;
mod bound;
mod crowd;
mod headers;
mod listen;
mod patient;
mod sites;
mod trace;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use listen::{BindError, Ending, Renewals, bind, serve, stop_signal};

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
        .layer(middleware::from_fn_with_state((Arc::clone(app), crowd::Crowd::default()), pass))
        .layer(CompressionLayer::new())
        .with_state(Arc::clone(app))
}

/// What every request passes, from the outside in. One layer rather than five: each costs every request its own boxes.
async fn pass(
    State((app, crowd)): State<(Arc<App>, crowd::Crowd)>,
    request: Request,
    next: Next,
) -> Response {
    let bounded = async |request| bound::bound(&app, request, async |request| next.run(request).await).await;
    let most = bound::most_with_files(&app.config.web);
    let thinned = async |request| crowd::thinned(&crowd, most, request, bounded).await;
    let worded = async |request| answer::written_out(&app, request, thinned).await;
    let protected = async |request| headers::protect(&app, request, worded).await;
    trace::traced(&app, request, protected).await
}
