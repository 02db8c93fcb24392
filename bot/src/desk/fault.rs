//! Why was something not done?

use jiff::Timestamp;
use storage::StoreError;
use storage::order::Refusal;

/// Nothing was done. Each variant is what the caller does next.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Come back later (503): others kept changing the same order.
    #[error("others keep changing the same thing")]
    Busy,
    /// Come back then (429): the citizen writes faster than anybody reads.
    #[error("too many messages until {until}")]
    TooFast {
        /// When.
        until: Timestamp,
    },
    /// Look again (409): the order has changed since the person saw it.
    #[error("the order has changed since it was shown")]
    Changed,
    /// Tell why not (409): the order's life does not allow it now.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Take the conversation over first (409): the bot has it.
    #[error("the bot has the conversation")]
    WithBot,
    /// Say that there is no such thing (404), also to those who may not know of it.
    #[error("unknown")]
    Unknown,
    /// Ask for a better value (422).
    #[error("invalid {field}: {why:?}")]
    Invalid {
        /// Name of the field.
        field: &'static str,
        /// What is wrong with it.
        why: Invalid,
    },
    /// Come back later, or without the files (507): the disk is nearly full.
    #[error("the disk has no room for files")]
    NoRoomForFiles,
    /// Come back later (503): the disk is full.
    #[error("the disk is full")]
    NoRoom,
    /// Come back later (503): the ledger does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// It is missing.
    Missing,
    /// It is longer or larger than allowed.
    TooLong {
        /// The most that is allowed: characters, bytes or pieces.
        most: usize,
    },
    /// No such code.
    UnknownCode,
    /// Not a phone number.
    NotAPhone,
    /// The 减负 guard: a department's statutory task must not go to a town, community or grid.
    NotForGrassroots,
    /// A file of a kind that is not kept.
    MediaType,
    /// Not of the form it must have.
    WrongForm,
    /// A time that is still to come.
    Future,
    /// A time too long ago to be right.
    TooOld,
    /// A call in which the citizen says nothing: there is no matter.
    SaidNothing,
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
