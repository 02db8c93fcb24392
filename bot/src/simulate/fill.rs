//! How does a whole year reach the ledger, with few lives in memory at a time?

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::StreamExt;
use futures::stream;
use sha2::{Digest, Sha256};
use storage::{Committed, OrderFilter, StoreError};

use super::living::Ends;
use super::plan::{Birth, plan, together};
use super::tally::Tally;
use super::whole::{Whole, whole};
use super::world::World;
use crate::app::App;

/// Lives under way at once: the ledger writes those that wait for it together.
const AT_ONCE: usize = 192;

/// Which year is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// So many orders.
    pub orders: u64,
    /// Of this year; what would lie after now does not happen.
    pub year: i16,
    /// The same seed makes the same year.
    pub seed: u64,
}

/// A year that was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// What it has come to.
    pub tally: Tally,
    /// SHA-256 over the numbers and events of all orders, hexadecimal: the same for the same year.
    pub digest: String,
    /// It was told to stop: what was filled in until then stands.
    pub interrupted: bool,
}

/// Why a year is not filled in.
#[derive(Debug, thiserror::Error)]
pub enum Unfilled {
    /// Something is there already.
    #[error("the ledger is not empty")]
    NotEmpty,
    /// There is nothing of it yet.
    #[error("the year {0} has not begun")]
    NotBegun(i16),
    /// The ledger failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A life went where none may go: a fault of the program.
    #[error("order {nth} of seed {seed} cannot live: {why}")]
    Fault {
        /// The nth of the plan.
        nth: usize,
        /// The seed.
        seed: u64,
        /// What stood in the way.
        why: String,
    },
}

/// Fills an empty ledger with a year. `hear` is told how many orders more are in the ledger, again and again. Once
/// `stop` is set nothing further is begun.
pub async fn fill(
    app: &Arc<App>,
    wish: Wish,
    stop: &AtomicBool,
    hear: &mut dyn FnMut(u64),
) -> Result<Filled, Unfilled> {
    let any = OrderFilter { limit: 1, ..OrderFilter::default() };
    if !app.store.orders(app.jurisdiction(), &any).await?.is_empty() {
        return Err(Unfilled::NotEmpty);
    }
    let world = World::of(Arc::clone(app), wish.year, wish.seed, wish.orders);
    let world = Arc::new(world.ok_or(Unfilled::NotBegun(wish.year))?);
    let planned = {
        let world = Arc::clone(&world);
        tokio::task::spawn_blocking(move || plan(&world, wish.orders)).await
    };
    let births: Arc<[Birth]> = planned.expect("a plan that panics is a fault of the program").into();
    let mut filled = stream::iter(groups(&births))
        .take_while(|_| std::future::ready(!stop.load(Ordering::Relaxed)))
        .map(|(from, to)| {
            let (world, births) = (Arc::clone(&world), Arc::clone(&births));
            tokio::spawn(async move { live_and_commit(&world, &births[from..to], from).await })
        })
        // In the order of the plan, so that the digest is of the year and not of chance.
        .buffered(AT_ONCE);
    let (mut tally, mut digest) = (Tally::default(), Sha256::new());
    while let Some(lived) = filled.next().await {
        let (part, print) = lived.expect("a life that panics is a fault of the program")?;
        digest.update(print);
        tally.merge(&part);
        hear(part.orders);
    }
    let digest = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let interrupted = tally.orders < births.len() as u64;
    Ok(Filled { tally, digest, interrupted })
}

/// The stretches of the plan that are committed together.
fn groups(births: &Arc<[Birth]>) -> impl Iterator<Item = (usize, usize)> + use<> {
    let births = Arc::clone(births);
    let mut from = 0;
    std::iter::from_fn(move || {
        let to = from + together(&births[from..]);
        (to > from).then(|| (std::mem::replace(&mut from, to), to))
    })
}

async fn live_and_commit(world: &World, births: &[Birth], nth: usize) -> Result<(Tally, [u8; 32]), Unfilled> {
    let fault = |why: String| Unfilled::Fault { nth, seed: world.seed, why };
    let Whole { decision, tally, digest } = whole(world, births).map_err(|ends| {
        fault(match ends {
            Ends::Over => "it is over before it begins".to_owned(),
            Ends::Refused(refusal) => refusal.to_string(),
            Ends::Desk(why) => why.to_string(),
        })
    })?;
    match world.app.store.commit(decision).await? {
        Committed::Saved { .. } => Ok((tally, digest)),
        // Somebody else writes into this ledger meanwhile.
        Committed::Duplicate(_) | Committed::Conflict => Err(Unfilled::NotEmpty),
    }
}
