//! What must happen later, and whose turn is it?

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::SqliteStore;
use super::notices::next_token;
use super::rows::{Cells, document, ms};
use super::writer::Left;
use crate::{Alarm, AlarmChange, AlarmId, AlarmLease, Jurisdiction, Lease, StoreError};

/// Sets and cancels. An alarm that replaces another ends the other's lease.
pub(super) async fn change(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    changes: &[AlarmChange],
) -> Result<(), StoreError> {
    for change in changes {
        match change {
            AlarmChange::Set(alarm) => {
                sqlx::query(
                    "INSERT INTO alarm (jurisdiction, key, id, due, document, next_at) VALUES (?, ?, ?, ?, ?, ?) \
                     ON CONFLICT (jurisdiction, key) DO UPDATE SET id = excluded.id, due = excluded.due, \
                     document = excluded.document, next_at = excluded.next_at, token = 0",
                )
                .bind(j.as_str())
                .bind(&alarm.key)
                .bind(alarm.id.0)
                .bind(ms(alarm.due))
                .bind(&alarm.document)
                .bind(ms(alarm.due))
                .execute(&mut *db)
                .await?;
            }
            AlarmChange::Cancel { key } => {
                sqlx::query("DELETE FROM alarm WHERE jurisdiction = ? AND key = ?")
                    .bind(j.as_str())
                    .bind(key)
                    .execute(&mut *db)
                    .await?;
            }
        }
    }
    Ok(())
}

/// Removes the alarm that caused a decision; `false`: the lease was lost, or the alarm was cancelled meanwhile.
pub(super) async fn settle(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    lease: &AlarmLease,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "DELETE FROM alarm WHERE jurisdiction = ? AND key = ? AND id = ? AND token = ? AND token <> 0",
    )
    .bind(j.as_str())
    .bind(&lease.alarm.key)
    .bind(lease.alarm.id.0)
    .bind(lease.lease.token)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

impl SqliteStore {
    pub(super) async fn claim_alarms(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<AlarmLease>, StoreError> {
        let until = now + lease;
        self.writer.write(move |db| Box::pin(claim(db, now, until, limit))).await
    }
}

async fn claim(
    db: &mut SqliteConnection,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Left<Vec<AlarmLease>>, StoreError> {
    let rows = sqlx::query(
        "SELECT rowid AS place, * FROM alarm WHERE next_at <= ? ORDER BY next_at, jurisdiction, key LIMIT ?",
    )
    .bind(ms(now))
    .bind(limit)
    .fetch_all(&mut *db)
    .await?;
    if rows.is_empty() {
        return Ok(Left::Nothing(Vec::new()));
    }
    let token = next_token(db).await?;
    let places: Result<Vec<i64>, sqlx::Error> = rows.iter().map(|row| row.try_get("place")).collect();
    sqlx::query("UPDATE alarm SET token = ?, next_at = ? WHERE rowid IN (SELECT value FROM json_each(?))")
        .bind(token)
        .bind(ms(until))
        .bind(document(&places?))
        .execute(db)
        .await?;
    let leases: Result<Vec<AlarmLease>, StoreError> =
        rows.iter().map(|row| leased(row, Lease { token, until })).collect();
    leases.map(Left::Quiet)
}

fn leased(row: &SqliteRow, lease: Lease) -> Result<AlarmLease, StoreError> {
    let cells = Cells::named::<String>(row, "alarm", "key")?;
    Ok(AlarmLease {
        jurisdiction: Jurisdiction::new(cells.get::<String>("jurisdiction")?),
        alarm: Alarm {
            id: AlarmId(cells.get("id")?),
            key: cells.get("key")?,
            due: cells.time("due")?,
            document: cells.get("document")?,
        },
        lease,
    })
}
