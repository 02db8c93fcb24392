//! May somebody try once more?

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::rows::{Cells, ms};
use super::writer::Left;
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
        self.writer
            .write(move |db| Box::pin(async move { count(db, &j, &key, limit, now, now + window).await }))
            .await
    }

    pub(super) async fn take_try_back(&self, j: &Jurisdiction, key: &str) -> Result<(), StoreError> {
        let (j, key) = (j.clone(), self.sealer.index("throttle", key));
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE throttle SET tries = tries - 1 WHERE jurisdiction = ? AND key = ? AND tries > 0",
                    )
                    .bind(j.as_str())
                    .bind(&key)
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }
}

/// The window begins with the first try and ends by itself; tries that were refused do not make it longer.
async fn count(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    key: &str,
    limit: u32,
    now: Timestamp,
    would_end: Timestamp,
) -> Result<Left<Throttle>, StoreError> {
    if limit == 0 {
        return Ok(Left::Nothing(Throttle::Wait(would_end)));
    }
    let row = sqlx::query("SELECT tries, ends_at FROM throttle WHERE jurisdiction = ? AND key = ?")
        .bind(j.as_str())
        .bind(key)
        .fetch_optional(&mut *db)
        .await?;
    if let Some(row) = row {
        let cells = Cells::of(&row, "throttle", &key);
        let ends_at = cells.time("ends_at")?;
        // A window that ends later than one begun now was written while the clock was ahead.
        if now < ends_at && ends_at <= would_end {
            if cells.count::<u32>("tries")? >= limit {
                return Ok(Left::Nothing(Throttle::Wait(ends_at)));
            }
            sqlx::query("UPDATE throttle SET tries = tries + 1 WHERE jurisdiction = ? AND key = ?")
                .bind(j.as_str())
                .bind(key)
                .execute(db)
                .await?;
            return Ok(Left::Quiet(Throttle::Go));
        }
    }
    begin(db, j, key, now, would_end).await?;
    Ok(Left::Quiet(Throttle::Go))
}

/// Begins a window, and clears away those that have ended.
async fn begin(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    key: &str,
    now: Timestamp,
    ends: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM throttle WHERE jurisdiction = ? AND ends_at <= ?")
        .bind(j.as_str())
        .bind(ms(now))
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "INSERT INTO throttle (jurisdiction, key, tries, ends_at) VALUES (?, ?, 1, ?) \
         ON CONFLICT DO UPDATE SET tries = 1, ends_at = excluded.ends_at",
    )
    .bind(j.as_str())
    .bind(key)
    .bind(ms(ends))
    .execute(db)
    .await?;
    Ok(())
}
