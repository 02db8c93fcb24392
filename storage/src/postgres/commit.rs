//! How do many decisions become durable at once, each whole or not at all?

use std::sync::Arc;

use super::case::{Care, Case};
use super::change::Changed;
use super::fault::Fault;
use super::ready::Ready;
use super::wires::{Wire, Wires};
use super::{
    alarms, change, chat, conversations, erasure, inbound, notices, orders, papers, passes, posts, tasks,
};
use crate::{Committed, Sealer};

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
    care: Care,
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
    match write(&mut wire, sealer, &mut cases, care).await {
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
async fn write(wire: &mut Wire, sealer: &Sealer, cases: &mut [Case<'_>], care: Care) -> Result<(), Fault> {
    cases.iter_mut().filter(|case| !case.ready.consistent).for_each(Case::conflicts);
    posts::lock(wire, cases).await?;
    conversations::lock(wire, cases, care).await?;
    orders::lock(wire, cases, care).await?;
    alarms::lock(wire, cases).await?;
    passes::lock(wire, cases).await?;
    // Asked after the locks: whoever held them may have committed the same. A repeated delivery is a duplicate, however
    // stale its versions.
    inbound::recognise(wire, sealer, cases, care).await?;
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
