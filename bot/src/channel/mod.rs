//! How do words get in and out?
//!
//! Inbound adapters turn a wire format into an [`Arrival`](crate::desk::Arrival) and call the desk. Outbound is one
//! trait: send a letter, and say of a failure whether it is to be tried again.

pub mod budget;
pub mod telegram;
pub mod web;
pub mod webhook;

use async_trait::async_trait;
use jiff::SignedDuration;
use prompts::Spoken;
use serde::{Deserialize, Serialize};
use storage::{NoticeId, StoreError, UnitCode};

/// The channel of units' own systems.
pub const WEBHOOK: &str = "webhook";
/// The channel of Telegram.
pub const TELEGRAM: &str = "telegram";

/// Must a citizen on this channel be called? Who is on the others reads the ledger.
pub fn is_called(channel: &str) -> bool {
    channel == TELEGRAM
}

/// Something ready to be sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The same at every try: the listener's key against repetitions.
    pub id: NoticeId,
    /// Whom it is for.
    pub to: To,
    /// Rendered just now.
    pub body: Body,
    /// Goes before what is not urgent where there is no room for all.
    pub urgent: bool,
    /// When it is sent, in seconds since 1970.
    pub sent_at: i64,
}

/// Whom a letter is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// A unit's own system.
    System(UnitCode),
    /// A chat, by the platform's own name for it. Personal data.
    Chat(String),
}

/// What a letter says.
#[derive(Clone, Debug)]
pub enum Body {
    /// A JSON document, for programs.
    Document(String),
    /// Words and what can be pressed, for people.
    Words {
        /// The words.
        spoken: Spoken,
        /// Receipt of what stands there already and is edited; where it is gone, it is sent anew.
        edits: Option<String>,
        /// It comes without a sound.
        silent: bool,
    },
}

/// What the platform says of a letter it has taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Its own name for what stands there now, where it can be edited.
    pub receipt: Option<String>,
}

/// A file that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a letter was not sent: the adapter's one intelligent act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// Try again, not before this time has passed if the platform says so.
    Later {
        /// The platform's own wish.
        after: Option<SignedDuration>,
        /// Without personal data.
        why: String,
    },
    /// It was not tried: our own budget has no room for it before this time has passed.
    NoRoom {
        /// How long.
        after: SignedDuration,
    },
    /// It will never work: a person must tell.
    Never {
        /// In a code.
        why: Untold,
    },
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

impl From<StoreError> for NotSent {
    /// A ledger that does not answer may answer later; what cannot be read today cannot be read tomorrow.
    fn from(fault: StoreError) -> Self {
        match fault {
            StoreError::Unavailable(_) => Self::Later { after: None, why: fault.to_string() },
            StoreError::Corrupt { .. }
            | StoreError::WrongKey
            | StoreError::NewerSchema { .. }
            | StoreError::Refused(_) => {
                tracing::error!(error = %fault, "what is to be told cannot be read");
                Self::Never { why: Untold::Unreadable }
            }
        }
    }
}

/// A way out.
#[async_trait]
pub trait Channel: Send + Sync {
    /// The name under which notices ask for it.
    fn name(&self) -> &'static str;

    /// Sends one letter.
    async fn send(&self, letter: &Letter) -> Result<Sent, NotSent>;

    /// Fetches a file by the platform's own name for it, at most so many bytes.
    async fn fetch(&self, file: &str, most: usize) -> Result<Fetched, NotSent> {
        let _ = (file, most);
        Err(NotSent::Never { why: Untold::NoChannel })
    }
}
