//! May somebody try once more?

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use super::PostgresStore;
use super::cells::Cells;
use super::fault::Fault;
use super::wires::Wire;
use crate::written::ms;
use crate::{Jurisdiction, Throttle};

/// Counts a try in the window that is open, or begins one. A window that ends later than one begun now was written
/// while the clock was ahead. Nothing comes back when the window is full: tries that are refused do not make it longer.
const COUNT: &str = "INSERT INTO throttle AS t (jurisdiction, key, tries, ends_at) VALUES ($1, $2, 1, $4) \
    ON CONFLICT (jurisdiction, key) DO UPDATE SET \
    tries = CASE WHEN t.ends_at > $3 AND t.ends_at <= $4 THEN t.tries + 1 ELSE 1 END, \
    ends_at = CASE WHEN t.ends_at > $3 AND t.ends_at <= $4 THEN t.ends_at ELSE $4 END \
    WHERE t.ends_at <= $3 OR t.ends_at > $4 OR t.tries < $5 RETURNING tries";

impl PostgresStore {
    pub(super) async fn count_try(
        &self,
        j: &Jurisdiction,
        key: &str,
        limit: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<Throttle, Fault> {
        let key = self.sealer.index("throttle", key);
        let mut wire = self.wire().await?;
        loop {
            let query = sqlx::query(COUNT)
                .bind(j.as_str())
                .bind(&key)
                .bind(ms(now))
                .bind(ms(now + window))
                .bind(i64::from(limit));
            if let Some(row) = wire.any(query).await? {
                if row.try_get::<i64, _>("tries")? == 1 {
                    clear_away(&mut wire, j, now).await?;
                }
                return Ok(Throttle::Go);
            }
            let query = sqlx::query("SELECT ends_at FROM throttle WHERE jurisdiction = $1 AND key = $2")
                .bind(j.as_str())
                .bind(&key);
            // Gone meanwhile: it ended for somebody whose clock is ahead, and a new one begins.
            if let Some(row) = wire.any(query).await? {
                return Ok(Throttle::Wait(Cells::of(&row, "throttle", &key).time("ends_at")?));
            }
        }
    }

    pub(super) async fn take_try_back(&self, j: &Jurisdiction, key: &str) -> Result<(), Fault> {
        let query = sqlx::query(
            "UPDATE throttle SET tries = tries - 1 WHERE jurisdiction = $1 AND key = $2 AND tries > 0",
        )
        .bind(j.as_str())
        .bind(self.sealer.index("throttle", key));
        self.wire().await?.run(query).await.map(drop)
    }
}

/// Clears away windows that have ended, as they are counted in nobody's way.
async fn clear_away(wire: &mut Wire, j: &Jurisdiction, now: Timestamp) -> Result<(), Fault> {
    let query = sqlx::query(
        "DELETE FROM throttle WHERE (jurisdiction, key) IN ( \
         SELECT jurisdiction, key FROM throttle WHERE jurisdiction = $1 AND ends_at <= $2 \
         LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    )
    .bind(j.as_str())
    .bind(ms(now));
    wire.run(query).await.map(drop)
}
