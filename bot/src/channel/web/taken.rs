//! What does a client get back?

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::CHANNEL;
use super::line::LineView;
use super::said::Said;
use crate::app::App;
use crate::desk::Arrival;
use crate::http::Problem;

/// What became of a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Taken {
    /// The conversation's id.
    #[schema(format = Uuid)]
    pub conversation: String,
    /// Number of the message in the chat.
    pub seq: u64,
    /// Number of the last line that was written with it.
    pub last: u64,
    /// The key was known: nothing was done a second time.
    pub duplicate: bool,
    /// The lines from `seq` to `last`.
    pub lines: Vec<LineView>,
    /// Language tag the chat speaks from now on: the one asked for, unless the citizen has just chosen another.
    pub language: String,
}

/// Lines of a chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lines {
    /// In order.
    pub lines: Vec<LineView>,
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// The number of the last line known.
    #[serde(default, deserialize_with = "signed")]
    pub after: u64,
}

/// Hands a message to the desk and reads back what came of it.
pub async fn take(app: &App, address: String, key: String, said: Said, lang: &str) -> Result<Taken, Problem> {
    let arrival = Arrival {
        can_be_refused: true,
        channel: CHANNEL,
        address,
        key,
        text: said.text,
        choice: said.choice,
        files: said.files,
        location: said.location,
        pass: said.pass,
        language: Some(lang.to_owned()),
        ..Arrival::default()
    };
    let reply = app.desk.converse(arrival, lang).await?;
    Ok(Taken {
        conversation: reply.heard.conversation.to_string(),
        seq: reply.heard.seq,
        last: reply.heard.last,
        duplicate: reply.heard.duplicate,
        lines: reply.lines.into_iter().map(LineView::from).collect(),
        language: reply.language,
    })
}

/// The description says `int64`: what is larger is refused, not taken for the end of the chat.
fn signed<'de, D: serde::Deserializer<'de>>(number: D) -> Result<u64, D::Error> {
    let number = u64::deserialize(number)?;
    i64::try_from(number).map(|_| number).map_err(serde::de::Error::custom)
}
