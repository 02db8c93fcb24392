//! What is to be carried to whom?

use prompts::Notice;
use storage::{Claimed, Listener};

use crate::channel::{WEBHOOK, is_called};
use crate::desk::Entry;
use crate::errand::Errand;
use crate::news::UnitNews;

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
            Listener::Unit(_) | Listener::Conversation(_) | Listener::Public => None,
        }
    }
}
