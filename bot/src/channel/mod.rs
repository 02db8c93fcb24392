//! How do words get in and out?
//!
//! Inbound adapters turn a wire format into an [`Arrival`](crate::desk::Arrival) and call the desk. Outbound is one
//! trait: send a letter, and say of a failure whether it is to be tried again.

pub mod web;
pub mod webhook;

use async_trait::async_trait;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use storage::{Listener, NoticeId, StoreError};

/// Something ready to be sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The same at every try: the listener's key against repetitions.
    pub id: NoticeId,
    /// Whom it is for.
    pub listener: Listener,
    /// Rendered just now.
    pub body: String,
    /// When it is sent, in seconds since 1970.
    pub sent_at: i64,
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
    async fn send(&self, letter: &Letter) -> Result<(), NotSent>;
}
