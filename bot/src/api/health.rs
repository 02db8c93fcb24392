//! Is the program alive, is it ready, and how is it doing?

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::time::timeout;

use crate::app::App;
use crate::channel::web::stream;
use crate::disk::Room;
use crate::http::Problem;
use crate::telemetry::metrics::recorder;

/// The ledger is not ready if it takes longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/livez`, `/readyz`, `/metrics`
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/livez", get(live)).route("/readyz", get(ready)).route("/metrics", get(measured))
}

async fn live() -> &'static str {
    "ok\n"
}

async fn ready(State(app): State<Arc<App>>) -> Response {
    match timeout(PATIENCE, app.store.backlog(app.clock.now())).await {
        Ok(Ok(_)) => match app.desk.disk().room() {
            Room::Enough => "ok\n".into_response(),
            Room::WordsOnly => "ok\nthe disk is nearly full: no files are taken\n".into_response(),
            Room::None => Problem::no_room().into_response(),
        },
        Ok(Err(error)) => Problem::from(error).into_response(),
        Err(_) => Problem::busy().into_response(),
    }
}

/// In the text format of Prometheus. Where the ledger does not answer, its own gauges keep their last value.
async fn measured(State(app): State<Arc<App>>) -> Response {
    let now = app.clock.now();
    let backlog = timeout(PATIENCE, app.store.backlog(now)).await;
    metrics::gauge!("jiesu_ledger_up").set(if matches!(backlog, Ok(Ok(_))) { 1.0 } else { 0.0 });
    if let Ok(Ok(backlog)) = backlog {
        let age = backlog.oldest.map_or(0.0, |oldest| now.duration_since(oldest).as_secs_f64().max(0.0));
        metrics::gauge!("jiesu_outbox_notices").set(count(backlog.notices));
        metrics::gauge!("jiesu_outbox_oldest_seconds").set(age);
        metrics::gauge!("jiesu_alarms").set(count(backlog.alarms));
        metrics::gauge!("jiesu_tasks_open").set(count(backlog.tasks));
    }
    if let Some(space) = app.desk.disk().space() {
        metrics::gauge!("jiesu_disk_free_bytes").set(space.free as f64);
        metrics::gauge!("jiesu_disk_takes").set(match app.desk.disk().room() {
            Room::Enough => 2.0,
            Room::WordsOnly => 1.0,
            Room::None => 0.0,
        });
    }
    if let Some(orders) = app.hot.orders() {
        metrics::gauge!("jiesu_hot_orders").set(orders as f64);
    }
    metrics::gauge!("jiesu_streams_open").set(f64::from(stream::open()));
    let Some(recorder) = recorder() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    recorder.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], recorder.render()).into_response()
}

/// Exact up to 2^32, which no queue reaches.
fn count(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
