//! Has an update broken the program before?
//!
//! What kills the program while it is taken comes again after every start, with everything that was under way beside
//! it. So the first updates after a start are counted in the database before they are taken, and no longer once they
//! are. One that was under way at two deaths is taken alone, so that nothing else is suspected with it; one that was
//! under way alone at two more is kept raw for a person. What only waits for its place is not under way, and is not
//! counted.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::SignedDuration;
use storage::Throttle;
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::app::App;
use crate::config::Updates;
use crate::desk::DeskError;

/// So many updates after a start are counted: one that killed the program is among the first to come again where they
/// are asked for.
const COUNTED: u32 = 100;
/// Where they are brought it comes again when Telegram thinks fit, with many others before it.
const COUNTED_BROUGHT: u32 = 10_000;
/// Taken so often among others, then so often alone; after that it is kept raw.
const TRIES: u32 = 2;
/// Telegram keeps an update for a day.
const KEPT: SignedDuration = SignedDuration::from_hours(25);

/// How many updates were counted since the start, and who is being taken.
#[derive(Default)]
pub(super) struct Sights {
    counted: AtomicU32,
    room: RwLock<()>,
}

/// What is known of an update. As long as it is held, the others are beside it, or nobody is.
pub(super) enum Sight<'a> {
    /// It is not among the first: it was not counted. Others may be under way.
    Late { _held: RwLockReadGuard<'a, ()> },
    /// The program has not died of it, as far as is known. Others may be under way.
    Among { _held: RwLockReadGuard<'a, ()> },
    /// The program died twice while it was under way with others. Nobody else is.
    Alone { _held: RwLockWriteGuard<'a, ()> },
    /// The program died of it alone.
    Deadly,
}

impl Sights {
    /// Waits for the place where an update is taken, and counts it there, durably.
    pub(super) async fn place(&self, app: &App, update: u32) -> Result<Sight<'_>, DeskError> {
        let held = self.room.read().await;
        if self.counted.fetch_add(1, Ordering::Relaxed) >= most_counted(app) {
            return Ok(Sight::Late { _held: held });
        }
        if has_tries(app, &among(update)).await? {
            return Ok(Sight::Among { _held: held });
        }
        drop(held);
        let held = self.room.write().await;
        if has_tries(app, &alone(update)).await? {
            return Ok(Sight::Alone { _held: held });
        }
        Ok(Sight::Deadly)
    }
}

impl Sight<'_> {
    /// Takes the sight back and makes room: the program lives. If the ledger does not answer, the sight stands.
    pub(super) async fn leave(self, app: &App, update: u32) {
        let key = match self {
            Self::Late { .. } | Self::Deadly => return,
            Self::Among { .. } => among(update),
            Self::Alone { .. } => alone(update),
        };
        // Before there is room: what comes next may kill the program, and this one is not to be suspected with it.
        if let Err(fault) = app.clerk.forgive(app.jurisdiction(), &key).await {
            tracing::debug!(error = %fault, "a sight could not be taken back");
        }
        drop(self);
    }
}

fn most_counted(app: &App) -> u32 {
    match app.config.telegram.updates {
        Updates::Poll => COUNTED,
        Updates::Webhook => COUNTED_BROUGHT,
    }
}

/// Counts a try under a key, if there is one left.
async fn has_tries(app: &App, key: &str) -> Result<bool, DeskError> {
    let counted = app.clerk.throttle(app.jurisdiction(), key, TRIES, KEPT, app.clock.now()).await?;
    Ok(matches!(counted, Throttle::Go))
}

fn among(update: u32) -> String {
    format!("telegram:update:{update}")
}

fn alone(update: u32) -> String {
    format!("telegram:update:{update}:alone")
}
