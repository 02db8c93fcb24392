//! How does a citizen talk to the hotline in a browser?
//!
//! One page that works without a script: a form, answered with a redirect to the page, which shows the transcript. The
//! script only saves the citizen from waiting and reloading. The web chat is not sent to: it reads the ledger.

mod chat;
mod form;
mod line;
mod mine;
mod page;
mod privacy;
mod query;
mod said;
mod settings;
pub mod stream;
mod taken;
#[cfg(test)]
mod tests;
mod transcript;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use form::Form;
pub use line::FileView;
pub use line::LineView;
pub use page::fault;
pub use said::{Said, location};
pub use taken::{After, Lines, Taken, take};
pub use transcript::{file_of, hand_out, transcript};

use crate::app::App;

/// The channel's name in the ledger.
pub const CHANNEL: &str = "web";

/// The citizen's pages.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(chat::show))
        .route("/chat", post(chat::say))
        .route("/chat/events", get(transcript::events))
        .route("/chat/lines", get(transcript::lines))
        .route("/chat/files/{id}", get(transcript::file))
        .route("/query", get(query::form).post(query::ask))
        .route("/privacy", get(privacy::show))
        .route("/privacy/mine", get(mine::form).post(mine::hand_over))
        .route("/settings", post(settings::choose))
}
