//! What does the program say about itself?
//!
//! Logs and metrics never hold a phone, an address or a word of a citizen: message plus dotted fields
//! (`order.no`, `notice.id`), codes and counts only.

pub mod metrics;

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{Log, LogFormat};

/// Begins to log to standard error, panics included. The filter must be well formed.
pub fn log(rules: &Log) -> Result<(), tracing_subscriber::filter::ParseError> {
    // Most filters name levels and modules only. Those that look into spans are asked at every step of every request.
    let filter = with_quiet(&rules.filter);
    match filter.parse::<Targets>() {
        Ok(filter) => begin(rules, filter),
        Err(_) => begin(rules, EnvFilter::builder().parse(&filter)?),
    }
    std::panic::set_hook(Box::new(
        |panic| tracing::error!(panic = %told(panic), "a part of the program broke off"),
    ));
    Ok(())
}

/// The filter with what tells every step of its own, unless somebody asks for it: this client speaks up whenever it
/// has tried in vain to connect, and the program says itself when the event stream goes and comes.
fn with_quiet(filter: &str) -> String {
    const CLIENT: &str = "async_nats";
    if filter.contains(CLIENT) { filter.to_owned() } else { format!("{filter},{CLIENT}=error") }
}

fn begin(rules: &Log, filter: impl Layer<Registry> + Send + Sync) {
    let registry = tracing_subscriber::registry().with(filter);
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(true);
    // A second call (several programs in one test process) leaves the first in place.
    let _already_set = match rules.format {
        LogFormat::Text => registry.with(layer.with_ansi(false)).try_init(),
        LogFormat::Json => registry.with(layer.json().flatten_event(true)).try_init(),
    };
}

/// Where, and what the source says about it. A message that was put together at run time may hold anybody's words.
fn told(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    match panic.payload().downcast_ref::<&'static str>() {
        Some(literal) => format!("{place}: {literal}"),
        None => place,
    }
}
