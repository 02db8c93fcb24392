//! Has an update broken the program before?
//!
//! What kills the program while it is taken comes again after every start, with everything that was under way beside
//! it. So the first updates after a start are counted in the database before they are taken, and no longer once they
//! are. One that was under way at two deaths is taken alone, so that nothing else is suspected with it; one that was
//! under way alone at two more is kept raw for a person.

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

/// What is known of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// It is not among the first: it was not counted.
    Late,
    /// The program has not died of it, as far as is known.
    Among,
    /// The program died twice while it was under way with others.
    Alone,
    /// The program died of it alone.
    Deadly,
}

/// As long as it is held, the others are beside it, or nobody is.
pub(super) enum Place<'a> {
    /// Others may be under way.
    Among { _held: RwLockReadGuard<'a, ()> },
    /// Nobody else is.
    Alone { _held: RwLockWriteGuard<'a, ()> },
}

impl Sights {
    /// Counts a sight, durably.
    pub(super) async fn count(&self, app: &App, update: u32) -> Result<Sight, DeskError> {
        let counted = match app.config.telegram.updates {
            Updates::Poll => COUNTED,
            Updates::Webhook => COUNTED_BROUGHT,
        };
        if self.counted.fetch_add(1, Ordering::Relaxed) >= counted {
            return Ok(Sight::Late);
        }
        for sight in [Sight::Among, Sight::Alone] {
            let now = app.clock.now();
            match app.clerk.throttle(app.jurisdiction(), &key(update, sight), TRIES, KEPT, now).await? {
                Throttle::Go => return Ok(sight),
                Throttle::Wait(_) => {}
            }
        }
        Ok(Sight::Deadly)
    }

    /// Where it is taken.
    pub(super) async fn place(&self, sight: Sight) -> Place<'_> {
        match sight {
            Sight::Alone => Place::Alone { _held: self.room.write().await },
            Sight::Late | Sight::Among | Sight::Deadly => Place::Among { _held: self.room.read().await },
        }
    }

    /// Takes a sight back: the program lives. If the ledger does not answer, the sight stands.
    pub(super) async fn forget(&self, app: &App, update: u32, sight: Sight) {
        if sight == Sight::Late {
            return;
        }
        if let Err(fault) = app.clerk.forgive(app.jurisdiction(), &key(update, sight)).await {
            tracing::debug!(error = %fault, "a sight could not be taken back");
        }
    }
}

fn key(update: u32, sight: Sight) -> String {
    match sight {
        Sight::Alone => format!("telegram:update:{update}:alone"),
        Sight::Late | Sight::Among | Sight::Deadly => format!("telegram:update:{update}"),
    }
}
