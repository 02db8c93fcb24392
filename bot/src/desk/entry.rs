//! What is written in a conversation's stream?

use prompts::Notice;
use serde::{Deserialize, Serialize};
use storage::{ChatEntry, PaperId};

/// One entry of a conversation, as stored. Names papers, holds no personal data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// A citizen's message.
    Said {
        /// The client's idempotency key.
        key: String,
        /// The words.
        words: Option<PaperId>,
        /// The button's id.
        choice: Option<String>,
        /// Photos, voice notes, shared locations.
        files: Vec<FileRef>,
    },
    /// What the citizen was told.
    Told {
        /// The facts, rendered when read.
        notice: Notice,
    },
}

/// A file, by the paper that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The paper.
    pub id: PaperId,
    /// E.g. `image/jpeg`; a shared location is `application/geo+json`.
    pub media_type: String,
}

/// Media type of a shared location (RFC 7946).
pub const LOCATION: &str = "application/geo+json";

impl Entry {
    /// Reads a stored entry; `None` if a newer program wrote it.
    pub fn read(entry: &ChatEntry) -> Option<Self> {
        serde_json::from_str(&entry.document).ok()
    }

    /// The document to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("an entry has only string keys")
    }
}
