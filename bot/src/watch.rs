//! What happens because a time has come?

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use storage::{Erasure, Period};

use crate::app::App;
use crate::banner::Banner;
use crate::courier::Stepped;
use crate::desk::DeskError;
use crate::dialogue::Memory;

mod doubt;
mod hot;

use doubt::Doubt;
use hot::HotAlarms;

/// So many alarms are answered in one step.
const HANDFUL: u32 = 32;
/// A claim lasts longer than any decision.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// So much is erased in one step: a handful of large files holds up no citizen.
const PIECE: u32 = 32;
/// From the end of one sweep to the next.
const BETWEEN_SWEEPS: SignedDuration = SignedDuration::from_hours(1);

/// In an office that is open something is told within this time, but for the last days, which a wrong clock may have
/// written.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);
const LAST_DAYS: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Before that nobody had such a program.
const LONG_AGO: SignedDuration = SignedDuration::from_hours(100 * 366 * 24);

/// Answers the alarms of the database, rings for hot matters, and erases what is personal when its time is over.
pub struct Watch {
    app: Arc<App>,
    hot: HotAlarms,
    sweep: Mutex<Sweep>,
    /// `None` until the ledger was looked at.
    doubt: Mutex<Option<Doubt>>,
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
        let hot = HotAlarms::new(Arc::clone(&app));
        Self { app, hot, sweep: Mutex::default(), doubt: Mutex::default() }
    }

    /// Answers the alarms that are due; when there are none, rings for what is hot, or goes on with the sweep that is due. An alarm that fails
    /// is left to its lease and rings again.
    pub async fn step(&self) -> Result<Stepped, DeskError> {
        let now = self.app.clock.now();
        self.begin(now).await?;
        let due = self.app.store.ring(now, LEASE, HANDFUL).await?;
        if due.is_empty() {
            return match self.hot.step().await? {
                Stepped::Worked => Ok(Stepped::Worked),
                Stepped::Idle => self.sweep(now).await,
            };
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
        if !self.with_sweep(|sweep| sweep.is_due(now)) || !self.may_erase(now) {
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

    /// Before anything is written by this clock: does the ledger know the time it shows?
    async fn begin(&self, now: Timestamp) -> Result<(), DeskError> {
        if self.with_doubt(|doubt| doubt.is_some()) {
            return Ok(());
        }
        let told = async |from, to| {
            let counts = self.app.store.counts(self.app.jurisdiction(), Period { from, to }, now).await?;
            Ok::<_, DeskError>(counts.accepted > 0)
        };
        // A ledger whose orders are all old, or of the last days: the clock may be ahead by all that lies between.
        let odd = !told(now - LATELY, now - LAST_DAYS).await? && told(now - LONG_AGO, now - LATELY).await?;
        let running = self.app.clock.running();
        self.with_doubt(|doubt| *doubt = Some(Doubt::new(now, running, odd)));
        Ok(())
    }

    fn may_erase(&self, now: Timestamp) -> bool {
        let running = self.app.clock.running();
        let sure = self.with_doubt(|doubt| doubt.as_mut().is_some_and(|doubt| doubt.is_over(now, running)));
        if !sure {
            tracing::debug!(
                "the clock has jumped, or nothing was told for long: nothing is erased for a day"
            );
        }
        sure
    }

    fn with_doubt<T>(&self, with: impl FnOnce(&mut Option<Doubt>) -> T) -> T {
        with(&mut self.doubt.lock().unwrap_or_else(PoisonError::into_inner))
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
