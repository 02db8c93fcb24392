//! How do words get in and out?
//!
//! Inbound adapters turn a wire format into an [`Arrival`](crate::desk::Arrival) and call the desk. Outbound is one
//! trait: send a letter, and say of a failure whether it is to be tried again.

pub mod web;
pub mod webhook;

use async_trait::async_trait;
use jiff::SignedDuration;
use storage::{Listener, NoticeId};

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
        /// Without personal data.
        why: String,
    },
}

/// A way out.
#[async_trait]
pub trait Channel: Send + Sync {
    /// The name under which notices ask for it.
    fn name(&self) -> &'static str;

    /// Sends one letter.
    async fn send(&self, letter: &Letter) -> Result<(), NotSent>;
}
