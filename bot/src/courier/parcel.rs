//! What is to be carried to whom?

use jiff::Timestamp;
use prompts::Notice;
use serde::{Deserialize, Serialize};
use storage::{Claimed, Listener, OrderNo, PaperId};

use crate::channel::{WEBHOOK, is_called};
use crate::desk::Entry;
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

/// A claimed notice, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Parcel {
    /// For a unit's own system.
    System(UnitNews),
    /// An entry of the citizen's conversation.
    Said(Notice),
    /// Anything else.
    Errand(Errand),
}

impl Errand {
    /// The document to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("an errand has only string keys")
    }
}

impl Parcel {
    /// `None`: it was written by another program.
    pub(super) fn of(claimed: &Claimed) -> Option<Self> {
        let document = &claimed.notice.document;
        match &claimed.notice.listener {
            Listener::Unit(_) if claimed.notice.channel == WEBHOOK => {
                serde_json::from_str(document).ok().map(Self::System)
            }
            Listener::Conversation(_) if claimed.notice.stream.starts_with("chat:") => {
                match serde_json::from_str(document).ok()? {
                    Entry::Told { notice } => Some(Self::Said(notice)),
                    Entry::Said { .. } => None,
                }
            }
            Listener::Conversation(_) if is_called(&claimed.notice.channel) => {
                serde_json::from_str(document).ok().map(Self::Errand)
            }
            Listener::Group(_) => serde_json::from_str(document).ok().map(Self::Errand),
            Listener::Unit(_) | Listener::Conversation(_) => None,
        }
    }
}
