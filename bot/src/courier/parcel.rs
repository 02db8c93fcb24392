//! What is to be carried to whom?

use prompts::Notice;
use storage::{Claimed, Listener};

use crate::channel::{EVENT_STREAM, WEBHOOK, is_called};
use crate::desk::Entry;
use crate::errand::Errand;
use crate::event_stream::PublicNews;
use crate::news::UnitNews;

/// A claimed notice, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Parcel {
    /// For a unit's own system.
    System(UnitNews),
    /// For whoever reads the event stream.
    Public(PublicNews),
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
            Listener::Unit(_) if [WEBHOOK, EVENT_STREAM].contains(&claimed.notice.channel.as_str()) => {
                serde_json::from_str(document).ok().map(Self::System)
            }
            Listener::Public => serde_json::from_str(document).ok().map(Self::Public),
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
