//! Has an update broken the program before?
//!
//! What kills the program while it is taken comes again after every start. So the first updates after a start are
//! counted in the database before they are taken; one that is seen a third time is kept raw for a person.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::SignedDuration;
use storage::Throttle;

use crate::app::App;
use crate::desk::DeskError;

/// So many updates after a start are counted: one that killed the program is among the first to come again.
const COUNTED: u32 = 100;
/// Taken so often; after that it is kept raw.
const TRIES: u32 = 2;
/// Telegram keeps an update for a day.
const KEPT: SignedDuration = SignedDuration::from_hours(25);

/// How many updates were counted since the start.
#[derive(Default)]
pub(super) struct Sights(AtomicU32);

impl Sights {
    /// Counts a sight, durably; is it the third?
    pub(super) async fn is_third(&self, app: &App, update: u32) -> Result<bool, DeskError> {
        if self.0.fetch_add(1, Ordering::Relaxed) >= COUNTED {
            return Ok(false);
        }
        let sight =
            app.clerk.throttle(app.jurisdiction(), &key(update), TRIES, KEPT, app.clock.now()).await?;
        Ok(matches!(sight, Throttle::Wait(_)))
    }

    /// Takes a sight back: nothing was broken, the ledger only did not answer. If it does not answer now either, the
    /// sight stands.
    pub(super) async fn forget(&self, app: &App, update: u32) {
        if let Err(fault) = app.clerk.forgive(app.jurisdiction(), &key(update)).await {
            tracing::debug!(error = %fault, "a sight could not be taken back");
        }
    }
}

fn key(update: u32) -> String {
    format!("telegram:update:{update}")
}
