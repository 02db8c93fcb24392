//! What is kept apart from the events?

use jiff::Timestamp;

use crate::{ConversationId, OrderNo, PaperId};

/// What a paper holds; decides who may read it and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PaperKind {
    /// Words of a citizen or of staff.
    Text,
    /// Name and phone (a JSON document of the bot's).
    Contact,
    /// A place in the citizen's words.
    Place,
    /// A 查询码.
    QueryCode,
    /// A document of the program's own about the person's words (reasons, summary).
    Document,
    /// A file, with its media type.
    File {
        /// E.g. `image/jpeg`.
        media_type: String,
    },
}

/// A text, contact or file: encrypted at rest, erased when its time is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub id: PaperId,
    /// What it holds.
    pub kind: PaperKind,
    /// The order it belongs to, once there is one: the first whose events name it, if nobody says so before.
    pub order: Option<OrderNo>,
    /// The conversation it came from.
    pub conversation: Option<ConversationId>,
    /// When it was written.
    pub at: Timestamp,
    /// The content in the clear; sealed by the store.
    pub content: Vec<u8>,
}

impl Paper {
    /// The content as text; `None` for a file that is not text.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.content).ok()
    }
}
