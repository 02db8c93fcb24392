//! How do many decisions become durable at once, each whole or not at all?

use std::collections::BTreeSet;

use super::change::Changed;
use super::fault::Fault;
use super::ready::Ready;
use super::wires::{Wire, Wires};
use super::{
    alarms, change, chat, conversations, erasure, inbound, notices, orders, papers, passes, posts, tasks,
};
use crate::{Committed, InboundOutcome, Sealer};
use std::sync::Arc;

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

/// Why a batch was not committed.
pub(super) enum Broken {
    /// Nothing of it was.
    Off(Fault),
    /// The answer to COMMIT was lost: nobody knows.
    InDoubt(String),
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self::Off(fault)
    }
}

/// Commits decisions that touch nothing in common, in one transaction. Each gets its own answer: one that is stale or a
/// duplicate is left out, its neighbours are saved.
pub(super) async fn commit(
    wires: &Arc<Wires>,
    sealer: &Sealer,
    batch: &[&Ready],
) -> Result<Vec<Committed>, Broken> {
    let mut wire = wires.wire_for_commits().await?;
    let mut cases: Vec<Case<'_>> = batch
        .iter()
        .map(|ready| Case {
            ready,
            barred: None,
            numbers: Vec::new(),
            human_since: None,
            units_before: Vec::new(),
        })
        .collect();
    wire.begin().await?;
    match write(&mut wire, sealer, &mut cases).await {
        Ok(()) if cases.iter().any(Case::goes) => match wire.commit().await {
            Ok(()) => {}
            Err(Fault::Lost(why)) => return Err(Broken::InDoubt(why)),
            Err(fault) => return Err(fault.into()),
        },
        Ok(()) => wire.rollback().await?,
        Err(fault) => {
            if !matches!(fault, Fault::Lost(_)) {
                // The fault of before says more than that of an undoing.
                let _undone = wire.rollback().await;
            }
            return Err(fault.into());
        }
    }
    Ok(cases.into_iter().map(|case| case.barred.unwrap_or(Committed::Saved { chat: case.numbers })).collect())
}

/// Locks and looks first, in an order that is the same for everybody; then writes what may be written.
async fn write(wire: &mut Wire, sealer: &Sealer, cases: &mut [Case<'_>]) -> Result<(), Fault> {
    cases.iter_mut().filter(|case| !case.ready.consistent).for_each(Case::conflicts);
    posts::lock(wire, cases).await?;
    conversations::lock(wire, cases).await?;
    orders::lock(wire, cases).await?;
    alarms::lock(wire, cases).await?;
    passes::lock(wire, cases).await?;
    // Asked after the locks: whoever held them may have committed the same. A repeated delivery is a duplicate, however
    // stale its versions.
    inbound::recognise(wire, sealer, cases).await?;
    if !cases.iter().any(Case::goes) {
        return Ok(());
    }
    chat::number(wire, cases).await?;

    let going: Vec<&Case<'_>> = cases.iter().filter(|case| case.goes()).collect();
    let mut changed = Changed::default();
    inbound::remember(wire, &going).await?;
    conversations::write(wire, &going, &mut changed).await?;
    orders::write(wire, &going, &mut changed).await?;
    chat::add_events(wire, &going).await?;
    alarms::write(wire, &going).await?;
    passes::write(wire, &going).await?;
    erasure::forget_citizens(wire, &going).await?;
    papers::write(wire, &going).await?;
    notices::write(wire, &going).await?;
    tasks::write(wire, &going, &mut changed).await?;
    change::count(wire, changed).await
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
