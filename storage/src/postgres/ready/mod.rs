//! What is done to a decision before it waits for its turn?

pub(super) mod conversation;
pub(super) mod inbound;
pub(super) mod order;
pub(super) mod paper;
mod pass;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use self::conversation::SealedConversation;
use self::inbound::BlindInbound;
use self::order::ReadyOrder;
use self::paper::SealedPaper;
use crate::{Alarm, AlarmChange, Decision, Jurisdiction, Sealer, StoreError, TaskChange};

/// A decision as it is written: checked, sealed, and with the keys by which two that touch the same thing are told.
/// Made by the caller, so that nobody else waits for the cipher.
pub(super) struct Ready {
    pub(super) decision: Decision,
    pub(super) inbound: Option<BlindInbound>,
    pub(super) conversation: Option<SealedConversation>,
    pub(super) orders: Vec<ReadyOrder>,
    /// Its orders follow from each other. If not, it was made on something stale.
    pub(super) consistent: bool,
    pub(super) papers: Vec<SealedPaper>,
    /// Of each pass, the blind indexes of its code.
    pub(super) passes: Vec<Vec<String>>,
    /// What stands under each key in the end; `None`: nothing.
    pub(super) alarms: BTreeMap<String, Option<Alarm>>,
    /// Digests of everything it touches.
    pub(super) touches: Vec<u64>,
    /// Bytes of its papers.
    pub(super) size: usize,
}

impl Ready {
    /// Checks and seals; refuses what makes no sense.
    pub(super) fn of(decision: Decision, sealer: &Sealer) -> Result<Self, StoreError> {
        let j = &decision.jurisdiction;
        let (orders, consistent) = order::ready(&decision, sealer)?;
        let mut ready = Self {
            inbound: decision.inbound.as_ref().map(|inbound| BlindInbound::of(inbound, j, sealer)),
            conversation: decision
                .conversation
                .as_ref()
                .map(|change| SealedConversation::of(change, j, sealer)),
            orders,
            consistent,
            papers: paper::sealed(&decision.papers, j, sealer),
            passes: pass::indexes(&decision.passes, sealer),
            alarms: alarms(&decision.alarms),
            touches: Vec::new(),
            size: decision.papers.iter().map(|paper| paper.content.len()).sum(),
            decision,
        };
        ready.touches = ready.touched();
        Ok(ready)
    }

    pub(super) fn j(&self) -> &str {
        self.decision.jurisdiction.as_str()
    }

    fn touched(&self) -> Vec<u64> {
        let it = &self.decision;
        let mut touched = Touched { j: &it.jurisdiction, all: BTreeSet::new() };
        if let Some(inbound) = &self.inbound {
            touched.add("inbound", &(&inbound.channel, &inbound.indexes[0]));
        }
        let chats = it.chat.iter().map(|entry| entry.conversation);
        let of_papers = it.papers.iter().filter_map(|paper| paper.conversation);
        let changed = it.conversation.iter().map(|change| change.id);
        for id in chats.chain(of_papers).chain(changed).chain(it.forgets) {
            touched.add("conversation", &id);
        }
        if let Some(address) = self.conversation.as_ref().and_then(|sealed| sealed.address.as_ref()) {
            touched.add("address", &(&address.channel, &address.indexes[0]));
        }
        self.orders.iter().for_each(|order| touched.add("order", &order.no));
        self.papers.iter().for_each(|paper| touched.add("paper", &paper.id));
        for id in self.orders.iter().flat_map(|order| &order.names) {
            touched.add("paper", id);
        }
        self.alarms.keys().for_each(|key| touched.add("alarm", key));
        it.settles.iter().for_each(|lease| touched.add("alarm", &lease.alarm.key));
        self.passes.iter().for_each(|indexes| touched.add("pass", &indexes[0]));
        it.notices.iter().for_each(|notice| touched.add("notice", &notice.id));
        for change in &it.tasks {
            match change {
                TaskChange::Open(task) => touched.add("task", &task.id),
                TaskChange::Done { id, by: _ } => touched.add("task", id),
                TaskChange::DoneFor { kind, conversation, by: _ } => {
                    touched.add("tasks of", &(kind, conversation));
                }
            }
        }
        touched.all.into_iter().collect()
    }
}

struct Touched<'a> {
    j: &'a Jurisdiction,
    all: BTreeSet<u64>,
}

impl Touched<'_> {
    fn add<K: Hash + ?Sized>(&mut self, what: &str, key: &K) {
        let mut digest = DefaultHasher::new();
        (self.j, what).hash(&mut digest);
        key.hash(&mut digest);
        self.all.insert(digest.finish());
    }
}

/// One after the other: the last one under a key counts.
fn alarms(changes: &[AlarmChange]) -> BTreeMap<String, Option<Alarm>> {
    let last = |change: &AlarmChange| match change {
        AlarmChange::Set(alarm) => (alarm.key.clone(), Some(alarm.clone())),
        AlarmChange::Cancel { key } => (key.clone(), None),
    };
    changes.iter().map(last).collect()
}
