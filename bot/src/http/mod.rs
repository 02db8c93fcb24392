//! What do all rooms that speak HTTP share?
//!
//! Refusals in one form, bodies read within bounds, who asks and in which language. Knows no route.

pub mod body;
mod call;
mod closing;
pub mod cookie;
pub mod file;
mod key;
mod metadata;
mod parameters;
mod peer;
mod problem;
mod refused;
mod sips;
mod words;
mod written;

use axum::http::{HeaderMap, header};

pub use call::bad_transcript;
pub use closing::Closing;
pub use key::{Key, is_key};
pub use parameters::Parameters;
pub use peer::Peer;
pub use problem::{Problem, ProblemBody};
pub use sips::Sips;
pub use words::{LANGUAGES, Words, known, language};
pub use written::Written;

use crate::app::App;

/// Does this request come over TLS, as far as the program can know?
pub fn is_secure(app: &App, headers: &HeaderMap) -> bool {
    let forwarded = headers.get("x-forwarded-proto").and_then(|proto| proto.to_str().ok());
    app.config.is_https() || forwarded.is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
}

/// Does the client want JSON rather than a page?
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}
