//! What happens because a time has come?

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use storage::Erasure;

use crate::app::App;
use crate::banner::Banner;
use crate::courier::Stepped;
use crate::desk::DeskError;
use crate::dialogue::Memory;

/// So many alarms are answered in one step.
const HANDFUL: u32 = 32;
/// A claim lasts longer than any decision.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// So much is erased in one step: a handful of large files holds up no citizen.
const PIECE: u32 = 32;
/// From the end of one sweep to the next.
const BETWEEN_SWEEPS: SignedDuration = SignedDuration::from_hours(1);

/// Answers the alarms of the database, and erases what is personal when its time is over.
pub struct Watch {
    app: Arc<App>,
    sweep: Mutex<Sweep>,
}

/// How far erasing has come. Not in the database: two programs that both sweep erase the same things.
#[derive(Default)]
struct Sweep {
    /// When the last one ended.
    ended_at: Option<Timestamp>,
    /// Erased since then.
    erased: u64,
}

impl Watch {
    /// Over the program's alarms.
    pub fn new(app: Arc<App>) -> Self {
        Self { app, sweep: Mutex::default() }
    }

    /// Answers the alarms that are due; when there are none, goes on with the sweep that is due. An alarm that fails
    /// is left to its lease and rings again.
    pub async fn step(&self) -> Result<Stepped, DeskError> {
        let now = self.app.clock.now();
        let due = self.app.store.ring(now, LEASE, HANDFUL).await?;
        if due.is_empty() {
            return self.sweep(now).await;
        }
        for lease in &due {
            if let Err(fault) = self.app.desk.ring(lease).await {
                tracing::error!(alarm.key = %lease.alarm.key, error = %fault, "an alarm could not be answered");
            }
        }
        Ok(Stepped::Worked)
    }

    /// Erases one piece of what is due. A sweep ends when nothing is left.
    async fn sweep(&self, now: Timestamp) -> Result<Stepped, DeskError> {
        if !self.with_sweep(|sweep| sweep.is_due(now)) {
            return Ok(Stepped::Idle);
        }
        let rules = rules(&self.app.banner);
        let erased = self.app.store.erase(self.app.jurisdiction(), &rules, now, PIECE).await?;
        if erased > 0 {
            self.with_sweep(|sweep| sweep.erased += u64::from(erased));
            return Ok(Stepped::Worked);
        }
        let all = self.with_sweep(|sweep| {
            sweep.ended_at = Some(now);
            std::mem::take(&mut sweep.erased)
        });
        if all > 0 {
            tracing::info!(count = all, "erased papers and drafts whose time is over");
        }
        Ok(Stepped::Idle)
    }

    fn with_sweep<T>(&self, with: impl FnOnce(&mut Sweep) -> T) -> T {
        // A count that breaks off half-way is still a count.
        with(&mut self.sweep.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Sweep {
    /// A clock that was set back does not put it off.
    fn is_due(&self, now: Timestamp) -> bool {
        self.ended_at.is_none_or(|ended| now < ended || now.duration_since(ended) >= BETWEEN_SWEEPS)
    }
}

/// What the banner promises on its page about personal data.
fn rules(banner: &Banner) -> Erasure {
    let days = |days: u16| SignedDuration::from_hours(24 * i64::from(days));
    let kept = banner.retention;
    Erasure {
        story: days(kept.story),
        contact: days(kept.contact),
        files: days(kept.files),
        chat: days(kept.chat),
        drafts: banner.forget_drafts_after,
        forget: Memory::without_draft,
    }
}
