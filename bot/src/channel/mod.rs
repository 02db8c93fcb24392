//! How do words get in and out?
//!
//! Inbound adapters turn a wire format into an [`Arrival`](crate::desk::Arrival) and call the desk. Outbound is one
//! trait: send a letter, and say of a failure whether it is to be tried again.

pub mod nats;
mod signature;
pub mod telegram;
pub mod turn;
pub mod web;
pub mod webhook;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use prompts::Spoken;
use storage::{NoticeId, StoreError, UnitCode};

pub use crate::reach::{EVENT_STREAM, IN_THE_STREAM, TELEGRAM, Untold, WEBHOOK, channel_of, is_called};

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
    /// Until when it is ours to send: later somebody else may be sending it.
    pub ours_until: Timestamp,
    /// When it is sent, in seconds since 1970.
    pub sent_at: i64,
}

/// Whom a letter is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// A unit's own system.
    System(UnitCode),
    /// Whoever reads the event stream.
    Public {
        /// Name of what happened.
        event: &'static str,
    },
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
    /// It was not tried, because the ledger was away or there was no room, or the platform wants it later: it has no turn
    /// before this time has passed. No try that failed.
    NoTurn {
        /// How long.
        after: SignedDuration,
    },
    /// Its time was over before it was tried: by now somebody else may be sending it.
    NotOurs,
    /// It will never work: a person must tell.
    Never {
        /// In a code.
        why: Untold,
    },
}

/// So long a letter rests for which the ledger could not be read.
const LEDGER_AWAY: SignedDuration = SignedDuration::from_secs(5);

impl NotSent {
    /// The ledger could not be read: it may answer later.
    pub fn ledger_away(fault: &StoreError) -> Self {
        tracing::warn!(error = %fault, "a letter waits for the ledger");
        Self::NoTurn { after: LEDGER_AWAY }
    }
}

impl From<StoreError> for NotSent {
    /// A ledger that does not answer may answer later; what cannot be read today cannot be read tomorrow.
    fn from(fault: StoreError) -> Self {
        match fault {
            StoreError::Unavailable(_) => Self::ledger_away(&fault),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_that_is_away_is_no_try_that_failed() {
        let away = NotSent::from(StoreError::Unavailable("gone".into()));
        assert_eq!(away, NotSent::NoTurn { after: LEDGER_AWAY });
        let torn = NotSent::from(StoreError::WrongKey);
        assert_eq!(torn, NotSent::Never { why: Untold::Unreadable });
    }
}
