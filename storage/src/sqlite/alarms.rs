//! What must happen later, and whose turn is it?

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::notices::next_token;
use super::rows::{Cells, all, ms, one, run};
use crate::{Alarm, AlarmChange, AlarmId, AlarmLease, Jurisdiction, Lease, StoreError};

/// Sets and cancels. An alarm that replaces another ends the other's lease.
pub(super) fn change(db: &Connection, j: &Jurisdiction, changes: &[AlarmChange]) -> Result<(), StoreError> {
    for change in changes {
        match change {
            AlarmChange::Set(alarm) => run(
                db,
                "INSERT INTO alarm (jurisdiction, key, id, due, document, next_at) VALUES (?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (jurisdiction, key) DO UPDATE SET id = excluded.id, due = excluded.due, \
                 document = excluded.document, next_at = excluded.next_at, token = 0",
                (j.as_str(), &alarm.key, alarm.id.0, ms(alarm.due), &alarm.document, ms(alarm.due)),
            )?,
            AlarmChange::Cancel { key } => {
                run(db, "DELETE FROM alarm WHERE jurisdiction = ? AND key = ?", (j.as_str(), key))?
            }
        };
    }
    Ok(())
}

/// Is the alarm that caused a decision still leased? If not, the lease was lost, or the alarm was cancelled meanwhile.
pub(super) fn is_leased(db: &Connection, j: &Jurisdiction, lease: &AlarmLease) -> Result<bool, StoreError> {
    let sql =
        "SELECT 1 FROM alarm WHERE jurisdiction = ? AND key = ? AND id = ? AND token = ? AND token <> 0";
    let key = (j.as_str(), &lease.alarm.key, lease.alarm.id.0, lease.lease.token);
    Ok(one(db, sql, key, |_| Ok(()))?.is_some())
}

/// Removes the alarm that caused a decision.
pub(super) fn settle(db: &Connection, j: &Jurisdiction, lease: &AlarmLease) -> Result<(), StoreError> {
    run(db, "DELETE FROM alarm WHERE jurisdiction = ? AND key = ?", (j.as_str(), &lease.alarm.key))?;
    Ok(())
}

impl SqliteStore {
    pub(super) async fn claim_alarms(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<AlarmLease>, StoreError> {
        let until = now + lease;
        self.writer.write(move |pen| claim(pen, now, until, limit)).await
    }
}

pub(super) const DUE: &str =
    "SELECT rowid AS place, * FROM alarm WHERE next_at <= ? ORDER BY next_at, jurisdiction, key LIMIT ? + 0";

fn claim(
    pen: &Pen<'_>,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Left<Vec<AlarmLease>>, StoreError> {
    let due = all(pen, DUE, (ms(now), limit), |row| Ok((row.get::<_, i64>("place")?, alarm(row)?)))?;
    if due.is_empty() {
        return Ok(Left::Nothing(Vec::new()));
    }
    let lease = Lease { token: next_token(pen)?, until };
    let mut leased = Vec::with_capacity(due.len());
    for (place, (jurisdiction, alarm)) in due {
        let sql = "UPDATE alarm SET token = ?, next_at = ? WHERE rowid = ?";
        run(pen, sql, (lease.token, ms(until), place))?;
        leased.push(AlarmLease { jurisdiction, alarm, lease });
    }
    Ok(Left::Quiet(leased))
}

fn alarm(row: &Row<'_>) -> Result<(Jurisdiction, Alarm), StoreError> {
    let cells = Cells::named(row, "alarm", "key");
    let alarm = Alarm {
        id: AlarmId(cells.get("id")?),
        key: cells.get("key")?,
        due: cells.time("due")?,
        document: cells.get("document")?,
    };
    Ok((Jurisdiction::new(cells.get::<String>("jurisdiction")?), alarm))
}
