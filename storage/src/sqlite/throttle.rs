//! May somebody try once more?

use jiff::{SignedDuration, Timestamp};

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::rows::{Cells, ms, one, run};
use crate::{Jurisdiction, StoreError, Throttle};

impl SqliteStore {
    pub(super) async fn count_try(
        &self,
        j: &Jurisdiction,
        key: &str,
        limit: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<Throttle, StoreError> {
        let (j, key) = (j.clone(), self.sealer.index("throttle", key));
        self.writer.write(move |pen| count(pen, &j, &key, limit, now, now + window)).await
    }

    pub(super) async fn take_try_back(&self, j: &Jurisdiction, key: &str) -> Result<(), StoreError> {
        let sql = "UPDATE throttle SET tries = tries - 1 WHERE jurisdiction = ? AND key = ? AND tries > 0";
        self.writer.put(sql, (j.to_string(), self.sealer.index("throttle", key))).await.map(drop)
    }
}

/// The window begins with the first try and ends by itself; tries that were refused do not make it longer.
fn count(
    pen: &Pen<'_>,
    j: &Jurisdiction,
    key: &str,
    limit: u32,
    now: Timestamp,
    would_end: Timestamp,
) -> Result<Left<Throttle>, StoreError> {
    if limit == 0 {
        return Ok(Left::Nothing(Throttle::Wait(would_end)));
    }
    let sql = "SELECT tries, ends_at FROM throttle WHERE jurisdiction = ? AND key = ?";
    let window = one(pen, sql, (j.as_str(), key), |row| {
        let cells = Cells::of(row, "throttle", &key);
        Ok((cells.count::<u32>("tries")?, cells.time("ends_at")?))
    })?;
    // A window that ends later than one begun now was written while the clock was ahead.
    if let Some((tries, ends_at)) = window
        && now < ends_at
        && ends_at <= would_end
    {
        if tries >= limit {
            return Ok(Left::Nothing(Throttle::Wait(ends_at)));
        }
        let sql = "UPDATE throttle SET tries = tries + 1 WHERE jurisdiction = ? AND key = ?";
        run(pen, sql, (j.as_str(), key))?;
        return Ok(Left::Quiet(Throttle::Go));
    }
    begin(pen, j, key, now, would_end)?;
    Ok(Left::Quiet(Throttle::Go))
}

/// Begins a window, and clears away those that have ended.
fn begin(
    pen: &Pen<'_>,
    j: &Jurisdiction,
    key: &str,
    now: Timestamp,
    ends: Timestamp,
) -> Result<(), StoreError> {
    run(pen, "DELETE FROM throttle WHERE jurisdiction = ? AND ends_at <= ?", (j.as_str(), ms(now)))?;
    run(
        pen,
        "INSERT INTO throttle (jurisdiction, key, tries, ends_at) VALUES (?, ?, 1, ?) \
         ON CONFLICT DO UPDATE SET tries = 1, ends_at = excluded.ends_at",
        (j.as_str(), key, ms(ends)),
    )?;
    Ok(())
}
