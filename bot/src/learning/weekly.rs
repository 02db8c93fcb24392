//! When does the program learn?

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use storage::{StoreError, Throttle};

use super::{keep, study};
use crate::app::App;
use crate::step::Stepped;

/// On Mondays at this hour, when nobody waits: before the week's first meeting there is something to decide.
const HOUR: i8 = 3;
/// Longer than a week: whoever asks again in the same week finds it done.
const WEEK: SignedDuration = SignedDuration::from_hours(8 * 24);

/// Learns once a week, whatever the number of processes; a week that was missed is made up for.
pub struct Weekly {
    app: Arc<App>,
    /// The Monday that is done with, by this process or another.
    done: Mutex<Option<Date>>,
}

impl Weekly {
    /// Over the program's orders.
    pub fn new(app: Arc<App>) -> Self {
        Self { app, done: Mutex::default() }
    }

    /// Learns from the orders of a year and keeps the proposals, when that is due. Approves nothing. After a fault the
    /// week is free again, for this process or another.
    pub async fn step(&self) -> Result<Stepped, StoreError> {
        let app = &self.app;
        let now = app.clock.now();
        let monday = monday(now, &app.banner.directory.zone);
        if *self.done() == Some(monday) {
            return Ok(Stepped::Idle);
        }
        let key = format!("learning:{monday}");
        // Counted before it is done: a year that brings a process down does not bring it down again this week.
        let stepped = match app.clerk.throttle(app.jurisdiction(), &key, 1, WEEK, now).await? {
            Throttle::Wait(_) => Stepped::Idle,
            Throttle::Go => match self.learn().await {
                Ok(()) => Stepped::Worked,
                Err(fault) => {
                    app.clerk.forgive(app.jurisdiction(), &key).await?;
                    return Err(fault);
                }
            },
        };
        *self.done() = Some(monday);
        Ok(stepped)
    }

    async fn learn(&self) -> Result<(), StoreError> {
        let lesson = study(&self.app).await?;
        let proposed = keep(&self.app, &lesson.found).await?;
        let (rows, tried) = (lesson.rows.len(), lesson.tried);
        tracing::info!(rows, tried, proposed, "learned from what people corrected");
        Ok(())
    }

    fn done(&self) -> std::sync::MutexGuard<'_, Option<Date>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last Monday whose hour has struck.
fn monday(now: Timestamp, zone: &TimeZone) -> Date {
    let counted = now.to_zoned(zone.clone()).datetime().saturating_sub(i64::from(HOUR).hours()).date();
    counted.saturating_sub(i64::from(counted.weekday().to_monday_zero_offset()).days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_begins_on_monday_at_three() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let of = |time: &str| monday(time.parse().unwrap(), &zone);
        assert_eq!(of("2026-07-13T02:59:59+08:00"), date(2026, 7, 6));
        assert_eq!(of("2026-07-13T03:00:00+08:00"), date(2026, 7, 13));
        assert_eq!(of("2026-07-19T23:59:59+08:00"), date(2026, 7, 13));
    }
}
