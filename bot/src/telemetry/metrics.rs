//! What does the program count about itself?

use std::sync::LazyLock;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Seconds; around what is promised (300 ms for a page, 1 s for an acknowledgement).
const BUCKETS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 300.0];
const SECONDS: &str = "jiesu_http_request_seconds";
/// How often durations are filed.
const UPKEEP: Duration = Duration::from_secs(5);

static RECORDER: LazyLock<Option<PrometheusHandle>> = LazyLock::new(|| {
    let builder =
        PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(SECONDS.to_owned()), &BUCKETS);
    match builder.expect("there are buckets").install_recorder() {
        Ok(recorder) => {
            describe();
            Some(recorder)
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "nothing is measured");
            None
        }
    }
});

/// Begins to count, once a process.
pub fn record() {
    LazyLock::force(&RECORDER);
}

/// Files durations into their buckets, for ever. Until then each is held by itself, and nobody may ever ask for them.
pub async fn keep_up() {
    loop {
        tokio::time::sleep(UPKEEP).await;
        if let Some(recorder) = recorder() {
            recorder.run_upkeep();
        }
    }
}

/// What has been counted; `None` if another recorder was there first.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    RECORDER.as_ref()
}

/// A request was answered. `route` is the pattern, never the path: no number, no id, no token.
pub fn answered(method: &'static str, route: String, status: u16, took: Duration) {
    let status = status.to_string();
    metrics::counter!("jiesu_http_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!(SECONDS, "method" => method, "route" => route).record(took);
}

fn describe() {
    metrics::describe_counter!("jiesu_http_requests_total", "answered requests");
    metrics::describe_histogram!(SECONDS, metrics::Unit::Seconds, "time until the head of the answer");
    metrics::describe_gauge!("jiesu_ledger_up", "1 if the ledger answered just now");
    metrics::describe_gauge!("jiesu_outbox_notices", "notices not yet settled");
    metrics::describe_gauge!("jiesu_outbox_oldest_seconds", "how long the oldest notice has been due");
    metrics::describe_gauge!("jiesu_alarms", "alarms set");
    metrics::describe_gauge!("jiesu_tasks_open", "open tasks of people");
    metrics::describe_gauge!("jiesu_event_stream_up", "1 if the event stream takes what is told");
    metrics::describe_gauge!("jiesu_disk_free_bytes", metrics::Unit::Bytes, "free on the disk of the ledger");
    metrics::describe_gauge!("jiesu_disk_takes", "what the disk takes: 2 everything, 1 no files, 0 nothing");
    metrics::describe_gauge!(
        "jiesu_hot_orders",
        "orders of the last two months that are searched for hot issues"
    );
    metrics::describe_gauge!("jiesu_streams_open", "event streams open to browsers and clients");
}
