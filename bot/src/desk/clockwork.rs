//! What must happen later, and what follows when its time comes?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::directory::Directory;
use storage::order::clock::due;
use storage::order::{Actor, Fact, Order, Role, State, Step};
use storage::{
    Alarm, AlarmChange, AlarmId, AlarmLease, Committed, ConversationId, OrderNo, StoreError, UnitCode,
};

use super::decide::Deciding;
use super::task::TaskNote;
use super::{ATTEMPTS, Desk, DeskError};

/// What an alarm is for, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "alarm", rename_all = "snake_case")]
pub enum AlarmNote {
    /// Remind the citizen to rate.
    Remind {
        /// The order.
        no: OrderNo,
    },
    /// Nobody rated in time: 结案.
    CloseUnrated {
        /// The order.
        no: OrderNo,
    },
    /// The album a citizen is sending is whole.
    Album {
        /// Where.
        conversation: ConversationId,
    },
    /// A unit's group hears how its orders stand.
    Digest {
        /// The unit.
        unit: UnitCode,
        /// When.
        due: Timestamp,
        /// When the digest before is, or would have been.
        since: Timestamp,
    },
}

impl AlarmNote {
    /// At most one alarm stands under a key.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Album { conversation } => format!("album:{conversation}"),
            // One a digest: what happens while one is being told waits for the next, and does not put it off.
            Self::Digest { unit, due, .. } => format!("digest:{unit}:{}", due.as_millisecond()),
            Self::Remind { no } => format!("remind:{no}"),
            Self::CloseUnrated { no } => format!("close:{no}"),
        }
    }

    /// The conversation it is about, if it is about one.
    fn conversation(&self) -> Option<ConversationId> {
        match self {
            Self::Album { conversation } => Some(*conversation),
            Self::Remind { .. } | Self::CloseUnrated { .. } | Self::Digest { .. } => None,
        }
    }

    /// The document to store.
    pub(crate) fn write(&self) -> String {
        serde_json::to_string(self).expect("an alarm has only string keys")
    }
}

/// What an order's new state asks of its alarms.
pub(crate) enum Winding {
    /// Set it, replacing what stands under its key.
    Set {
        /// What it is for.
        note: AlarmNote,
        /// When.
        due: Timestamp,
    },
    /// It is not needed any more.
    Cancel(AlarmNote),
}

/// What an event asks of the alarms of its order.
pub(crate) fn windings(order: &Order, fact: &Fact, now: Timestamp, directory: &Directory) -> Vec<Winding> {
    let (remind, close) =
        (AlarmNote::Remind { no: order.no.clone() }, AlarmNote::CloseUnrated { no: order.no.clone() });
    let survey = directory.survey;
    let set = |note, after| Winding::Set { note, due: due(after, now, directory).at };
    match fact {
        Fact::Finished => {
            // Who has no chat is phoned by a person (回访): there is nobody to be reminded.
            let reminds = survey.reminders > 0 && order.own_conversations().next().is_some();
            let remind = reminds.then(|| set(remind, survey.remind_after));
            remind.into_iter().chain([set(close, survey.close_after)]).collect()
        }
        Fact::Reminded if order.reminders < survey.reminders => vec![set(remind, survey.remind_after)],
        Fact::Rated { .. } | Fact::Redone { .. } | Fact::Closed { .. } | Fact::Withdrawn => {
            vec![Winding::Cancel(remind), Winding::Cancel(close)]
        }
        Fact::Accepted { .. }
        | Fact::Triaged
        | Fact::Corrected { .. }
        | Fact::Dispatched { .. }
        | Fact::AnsweredDirect { .. }
        | Fact::Rejected { .. }
        | Fact::Signed
        | Fact::ReturnRequested { .. }
        | Fact::ReturnGranted
        | Fact::ReturnRefused { .. }
        | Fact::Progressed { .. }
        | Fact::Asked { .. }
        | Fact::Supplemented { .. }
        | Fact::Urged
        | Fact::Replied { .. }
        | Fact::Reminded
        | Fact::CalledBack
        | Fact::Joined { .. }
        | Fact::Revealed { .. } => Vec::new(),
    }
}

impl Deciding<'_> {
    /// Sets and cancels what the order's new state asks for.
    pub(super) fn wind(&mut self, order: &Order, fact: &Fact) {
        for winding in windings(order, fact, self.now, &self.desk.banner.directory) {
            self.decision.alarms.push(match winding {
                Winding::Set { note, due } => AlarmChange::Set(Alarm {
                    id: AlarmId(self.desk.mint.id(self.now)),
                    key: note.key(),
                    due,
                    document: note.write(),
                }),
                Winding::Cancel(note) => AlarmChange::Cancel { key: note.key() },
            });
        }
    }
}

impl Desk {
    /// Does what an alarm asks for, and settles it in the same commit. `false`: somebody else had it meanwhile.
    pub async fn ring(&self, lease: &AlarmLease) -> Result<bool, DeskError> {
        let Ok(note) = serde_json::from_str::<AlarmNote>(&lease.alarm.document) else {
            // Another process runs a newer program: it is left to it.
            tracing::warn!(alarm.key = %lease.alarm.key, "an alarm of an unknown form is left alone");
            return Ok(false);
        };
        for _ in 0..ATTEMPTS {
            let now = self.now();
            let mut deciding = Deciding::begin(self, now);
            deciding.decision.settles = Some(lease.clone());
            match self.decide_alarm(&mut deciding, &note).await {
                Ok(()) => {}
                Err(fault @ (DeskError::Busy | DeskError::Store(StoreError::Unavailable(_)))) => {
                    return Err(fault);
                }
                // It would fail for ever: a person looks at it.
                Err(fault) => {
                    tracing::error!(alarm.key = %lease.alarm.key, error = %fault, "an alarm cannot be answered");
                    deciding = Deciding::begin(self, now);
                    deciding.decision.settles = Some(lease.clone());
                    let conversation = note.conversation();
                    deciding.task(&TaskNote::DeadLetter { words: None }, None, conversation, None, false);
                }
            }
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } => return Ok(true),
                Committed::Duplicate(_) => return Ok(false),
                Committed::Conflict => {}
            }
        }
        Ok(false)
    }

    async fn decide_alarm(&self, deciding: &mut Deciding<'_>, note: &AlarmNote) -> Result<(), DeskError> {
        let (no, step) = match note {
            AlarmNote::Remind { no } => (no, Step::Remind),
            AlarmNote::CloseUnrated { no } => (no, Step::CloseUnrated),
            AlarmNote::Album { conversation } => return self.end_album(deciding, *conversation).await,
            AlarmNote::Digest { unit, due, since } => {
                deciding.tell_digest(unit, *due, *since);
                return Ok(());
            }
        };
        let Some((order, _)) = self.store.order(self.jurisdiction(), no).await? else {
            return Ok(());
        };
        if matches!(order.state, State::Done | State::CalledBack) {
            let clock = Actor { role: Role::Clock, id: String::new(), unit: None };
            deciding.take(&order, &[step], &clock).await?;
        }
        Ok(())
    }
}
