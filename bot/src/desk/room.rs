//! Is there room for what somebody brings?

use super::act::Act;
use super::{Desk, DeskError};
use crate::disk::{Reserve, Room};

impl Desk {
    /// The disk of the ledger.
    pub fn disk(&self) -> &Reserve {
        &self.disk
    }

    /// Refuses what the disk has no room for. What was committed before is not asked again.
    pub(super) fn take_in(&self, with_files: bool) -> Result<(), DeskError> {
        match self.disk.room() {
            Room::Enough => Ok(()),
            Room::WordsOnly if !with_files => Ok(()),
            Room::WordsOnly => Err(DeskError::NoRoomForFiles),
            Room::None => Err(DeskError::NoRoom),
        }
    }

    /// The same desk over another disk.
    #[cfg(test)]
    pub(crate) fn with_disk(self, disk: Reserve) -> Self {
        Self { disk, ..self }
    }
}

impl Act {
    /// Does it bring files?
    pub(crate) fn has_files(&self) -> bool {
        match self {
            Self::Progress { files, .. } | Self::Reply { files, .. } => !files.is_empty(),
            Self::Correct { .. }
            | Self::Dispatch { .. }
            | Self::AnswerDirect { .. }
            | Self::Reject { .. }
            | Self::Sign
            | Self::RequestReturn { .. }
            | Self::GrantReturn
            | Self::RefuseReturn { .. }
            | Self::Ask { .. }
            | Self::Finish
            | Self::CallBack
            | Self::Rate { .. }
            | Self::Withdraw { .. }
            | Self::Supplement { .. }
            | Self::Urge
            | Self::Reveal { .. } => false,
        }
    }
}
