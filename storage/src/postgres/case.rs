//! What is known of a decision while its batch is being written?

use std::collections::BTreeSet;

use super::fault::Fault;
use super::ready::Ready;
use crate::{Committed, InboundOutcome};

/// A decision while its batch is being written.
pub(super) struct Case<'a> {
    pub(super) ready: &'a Ready,
    /// Why nothing of it is written; `None`: it is.
    pub(super) barred: Option<Committed>,
    /// The number of each of its chat entries.
    pub(super) numbers: Vec<u64>,
    /// Since when a person has its conversation.
    pub(super) human_since: Option<i64>,
    /// Of each of its orders, the units that had it before.
    pub(super) units_before: Vec<BTreeSet<String>>,
}

impl Case<'_> {
    /// It is written.
    pub(super) fn goes(&self) -> bool {
        self.barred.is_none()
    }

    /// Something is not as it was when it was loaded.
    pub(super) fn conflicts(&mut self) {
        self.barred.get_or_insert(Committed::Conflict);
    }

    /// What follows from it, as the inbound key will tell.
    pub(super) fn outcome(&self) -> InboundOutcome {
        let it = &self.ready.decision;
        let changed = it.conversation.as_ref().map(|change| change.id);
        let conversation = changed.or_else(|| it.chat.first().map(|entry| entry.conversation));
        let said = it.chat.iter().zip(&self.numbers);
        let mut said =
            said.filter(|(entry, _)| Some(entry.conversation) == conversation).map(|(_, seq)| *seq);
        let first = said.next();
        InboundOutcome {
            conversation,
            chat: first.map(|first| (first, said.next_back().unwrap_or(first))),
            orders: it.orders.iter().map(|change| change.order.no.clone()).collect(),
            digest: it.inbound.as_ref().and_then(|inbound| inbound.digest.clone()),
        }
    }
}

/// How much is looked up before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// What is new is taken to be new: the unique keys know better, and then nothing is committed.
    Trusting,
    /// Everything.
    Careful,
}

/// The values of one column of many rows.
pub(super) fn column<'a, R, T>(rows: &'a [R], of: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(of).collect()
}

/// A statement that must have found everything; if not, somebody else was faster, and the batch is written again.
pub(super) fn all_of(what: &'static str, expected: usize, found: u64) -> Result<(), Fault> {
    if u64::try_from(expected).is_ok_and(|expected| expected == found) {
        Ok(())
    } else {
        Err(Fault::Again(format!("somebody else wrote the same {what} meanwhile")))
    }
}
