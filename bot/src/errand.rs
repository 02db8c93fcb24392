//! What is to be carried beside words: a card, a file, news for a group?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{OrderNo, PaperId};

use crate::news::UnitNews;

/// What a notice asks for that is neither an entry of a conversation nor news for a unit's own system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "carry", rename_all = "snake_case")]
pub enum Errand {
    /// Show the citizen how the order stands now, where its card stands.
    Card {
        /// The order.
        no: OrderNo,
    },
    /// Fetch a file that the platform keeps into the paper that waits for it.
    Fetch {
        /// The platform's own name for it.
        file: String,
        /// The paper.
        paper: PaperId,
    },
    /// Tell a unit's group of one order.
    Group(UnitNews),
    /// Tell a unit's group how all its orders stand.
    Digest {
        /// The digest before.
        since: Timestamp,
    },
}

impl Errand {
    /// The document to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("an errand has only string keys")
    }
}
