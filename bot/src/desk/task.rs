//! What does a person's task say?

use jiff::Timestamp;
use prompts::Notice;
use serde::{Deserialize, Serialize};
use storage::{AreaCode, PaperId, Task, TaskKind};

use crate::news::Happening;
use crate::reach::Untold;

/// The facts of a task, as stored; words are in `prompts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum TaskNote {
    /// 电话告知: tell the citizen this.
    Tell {
        /// What.
        notice: Notice,
    },
    /// 值班提醒: an emergency word was heard.
    Emergency {
        /// Code in the banner's `emergencies.csv`.
        code: String,
        /// What the citizen said.
        words: Option<PaperId>,
    },
    /// 转人工
    Talk,
    /// 电话告知 a unit: its system could not be told.
    TellUnit {
        /// What happened; `None` if what was to be told cannot be read.
        what: Option<Happening>,
        /// Why it could not be told.
        why: Untold,
    },
    /// A message that could not be decided.
    DeadLetter {
        /// What the citizen said.
        words: Option<PaperId>,
    },
    /// 回访倒查: the unit says it contacted the citizen, the citizen says it did not.
    CheckClaim,
    /// The same record of another system came again with other content.
    CheckRecord {
        /// Whose record.
        source: String,
        /// What it says now.
        words: PaperId,
        /// Where, as it says now.
        #[serde(default)]
        place: Option<PaperId>,
        /// Name and phone, as it says now.
        #[serde(default)]
        contact: Option<PaperId>,
        /// When the other system received it, as it says now.
        #[serde(default)]
        received_at: Option<Timestamp>,
    },
    /// 热点提醒: so many people tell of one matter.
    Hot {
        /// The banner's rule that is fulfilled.
        rule: String,
        /// How many people since then.
        people: usize,
        /// How many orders they told it in.
        orders: usize,
        /// When the first of them told, since the rule is fulfilled.
        since: Timestamp,
        /// The area in which they were counted, if the rule counts by area.
        area: Option<AreaCode>,
    },
}

impl TaskNote {
    /// Reads a task's document; `None` if a newer program wrote it.
    pub fn read(task: &Task) -> Option<Self> {
        serde_json::from_str(&task.document).ok()
    }

    /// The document to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a task has only string keys")
    }

    /// The paper that holds what could not be decided.
    pub(super) fn raw(&self) -> Option<PaperId> {
        match self {
            Self::DeadLetter { words } => *words,
            Self::Tell { .. }
            | Self::Emergency { .. }
            | Self::Talk
            | Self::TellUnit { .. }
            | Self::CheckClaim
            | Self::CheckRecord { .. }
            | Self::Hot { .. } => None,
        }
    }

    /// The kind of task it makes.
    pub fn kind(&self) -> TaskKind {
        match self {
            Self::Tell { .. } => TaskKind::PhoneCitizen,
            Self::Emergency { .. } => TaskKind::DutyAlert,
            Self::Talk => TaskKind::TalkToCitizen,
            Self::TellUnit { .. } => TaskKind::PhoneUnit,
            Self::DeadLetter { .. } => TaskKind::DeadLetter,
            Self::CheckClaim => TaskKind::CheckClaim,
            Self::CheckRecord { .. } => TaskKind::CheckRecord,
            Self::Hot { .. } => TaskKind::HotMatter,
        }
    }
}
