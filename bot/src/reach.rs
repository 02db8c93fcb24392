//! On which platforms are people reached, and why sometimes not?

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// The channel of units' own systems.
pub const WEBHOOK: &str = "webhook";
/// The channel of the event stream: of whoever reads what happens, and of units' systems that read their letters there.
pub const EVENT_STREAM: &str = "nats";
/// A unit's system with this address reads its letters in the event stream.
pub const IN_THE_STREAM: &str = "nats:";
/// The channel of Telegram.
pub const TELEGRAM: &str = "telegram";

/// Must a citizen on this channel be called? Who is on the others reads the ledger.
pub fn is_called(channel: &str) -> bool {
    channel == TELEGRAM
}

/// The channel by which a unit's system at this address is told.
pub fn channel_of(address: &str) -> &'static str {
    if address == IN_THE_STREAM { EVENT_STREAM } else { WEBHOOK }
}

/// Why nobody can be told this way. The person who tells instead reads it in words of `prompts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Untold {
    /// The program has no such channel, or the channel does not reach such a listener.
    #[error("no such channel is set up")]
    NoChannel,
    /// The notice was written by another program.
    #[error("the notice is of an unknown form")]
    UnknownForm,
    /// There is no such order any more.
    #[error("the order is gone")]
    OrderGone,
    /// A row of the ledger cannot be read.
    #[error("what is to be told cannot be read")]
    Unreadable,
    /// The unit's system was taken away.
    #[error("the unit has no endpoint any more")]
    NoEndpoint,
    /// The address is outside the networks that the configuration allows.
    #[error("the endpoint's address is not allowed")]
    Forbidden,
    /// Nothing can be signed with the shared secret.
    #[error("the shared secret is malformed")]
    BadSecret,
    /// The system does not want it.
    #[error("answered {status}")]
    Answered {
        /// HTTP status.
        status: u16,
    },
    /// The citizen has blocked the bot, or the chat is gone.
    #[error("the chat is closed to us")]
    ChatClosed,
    /// The platform will not give the file out: too large, or too old.
    #[error("the file cannot be had")]
    FileGone,
    /// The system did not take it in time.
    #[error("given up after {tries} tries")]
    GivenUp {
        /// How often it was tried.
        tries: u32,
    },
}

/// What became of an update that a platform has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It is committed.
    Taken,
    /// It is none.
    Malformed,
    /// Nothing was committed: it must be brought again.
    Again,
}

/// Who takes what a platform brings.
#[async_trait]
pub trait Receiver: Send + Sync {
    /// Takes one update as it came.
    async fn brought(&self, update: &[u8]) -> Brought;
}
