//! What must happen later, and whose turn is it?

use jiff::{SignedDuration, Timestamp};
use sqlx::postgres::PgRow;

use super::PostgresStore;
use super::case::{Case, column};
use super::cells::Cells;
use super::fault::Fault;
use super::wires::Wire;
use crate::written::ms;
use crate::{Alarm, AlarmId, AlarmLease, Jurisdiction, Lease, StoreError};

const TABLE: &str = "alarm";

/// Locks the alarms that caused decisions. One whose lease was lost, or that was cancelled meanwhile, is a conflict.
pub(super) async fn lock(wire: &mut Wire, cases: &mut [Case<'_>]) -> Result<(), Fault> {
    let mut wanted: Vec<(i32, &AlarmLease)> = (0_i32..)
        .zip(cases.iter())
        .filter_map(|(n, case)| Some((n, case.ready.decision.settles.as_ref()?)))
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    wanted.sort_by_key(|(_, lease)| (lease.jurisdiction.as_str(), &lease.alarm.key));
    let query = sqlx::query(
        "SELECT k.n FROM unnest($1::int[], $2::text[], $3::text[], $4::uuid[], $5::bigint[]) AS k (n, j, key, id, token) \
         JOIN alarm a ON a.jurisdiction = k.j AND a.key = k.key AND a.id = k.id AND a.token = k.token AND a.token <> 0 \
         ORDER BY a.jurisdiction, a.key FOR UPDATE OF a",
    )
    .bind(column(&wanted, |(n, _)| *n))
    .bind(column(&wanted, |(n, _)| cases[at(*n)].ready.j()))
    .bind(column(&wanted, |(_, lease)| lease.alarm.key.as_str()))
    .bind(column(&wanted, |(_, lease)| lease.alarm.id.0))
    .bind(column(&wanted, |(_, lease)| lease.lease.token));
    let mut lost: Vec<i32> = column(&wanted, |(n, _)| *n);
    for row in wire.all(query).await? {
        let n: i32 = Cells::of(&row, TABLE, &"a lease").get("n")?;
        lost.retain(|lost| *lost != n);
    }
    lost.into_iter().for_each(|n| cases[at(n)].conflicts());
    Ok(())
}

fn at(n: i32) -> usize {
    usize::try_from(n).expect("the place in a batch comes back as it was given")
}

/// Settles, cancels and sets. An alarm that replaces another ends the other's lease.
pub(super) async fn write(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    let mut gone: Vec<(&str, &str)> = Vec::new();
    let mut set: Vec<(&str, &Alarm)> = Vec::new();
    for case in going {
        let j = case.ready.j();
        for (key, alarm) in &case.ready.alarms {
            match alarm {
                Some(alarm) => set.push((j, alarm)),
                None => gone.push((j, key)),
            }
        }
        if let Some(lease) = &case.ready.decision.settles
            && !case.ready.alarms.contains_key(&lease.alarm.key)
        {
            gone.push((j, &lease.alarm.key));
        }
    }
    gone.sort_unstable();
    set.sort_by_key(|(j, alarm)| (*j, &alarm.key));
    if !gone.is_empty() {
        let query = sqlx::query(
            "DELETE FROM alarm a USING unnest($1::text[], $2::text[]) AS k (j, key) \
             WHERE a.jurisdiction = k.j AND a.key = k.key",
        )
        .bind(column(&gone, |(j, _)| *j))
        .bind(column(&gone, |(_, key)| *key));
        wire.run(query).await?;
    }
    if set.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "INSERT INTO alarm (jurisdiction, key, id, due, document, next_at) \
         SELECT j, key, id, due, document, due \
         FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[], $5::text[]) AS k (j, key, id, due, document) \
         ON CONFLICT (jurisdiction, key) DO UPDATE SET id = excluded.id, due = excluded.due, \
         document = excluded.document, next_at = excluded.next_at, token = 0",
    )
    .bind(column(&set, |(j, _)| *j))
    .bind(column(&set, |(_, alarm)| alarm.key.as_str()))
    .bind(column(&set, |(_, alarm)| alarm.id.0))
    .bind(column(&set, |(_, alarm)| ms(alarm.due)))
    .bind(column(&set, |(_, alarm)| alarm.document.as_str()));
    wire.run(query).await.map(drop)
}

impl PostgresStore {
    pub(super) async fn claim_alarms(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<AlarmLease>, Fault> {
        let until = now + lease;
        let query = sqlx::query(
            "UPDATE alarm a SET token = nextval('lease'), next_at = $2 \
             FROM (SELECT jurisdiction, key, next_at FROM alarm WHERE next_at <= $1 \
             ORDER BY next_at, jurisdiction, key LIMIT $3 FOR UPDATE SKIP LOCKED) AS was \
             WHERE a.jurisdiction = was.jurisdiction AND a.key = was.key \
             RETURNING a.jurisdiction, a.key, a.id, a.due, a.document, a.token, was.next_at AS was",
        )
        .bind(ms(now))
        .bind(ms(until))
        .bind(i64::from(limit));
        let rows = self.wire().await?.all(query).await?;
        let mut leases = rows
            .iter()
            .map(|row| {
                let was: i64 = Cells::of(row, TABLE, &"a lease").get("was")?;
                Ok((was, leased(row, until)?))
            })
            .collect::<Result<Vec<(i64, AlarmLease)>, StoreError>>()?;
        leases.sort_by(|(was, a), (is, b)| {
            (was, a.jurisdiction.as_str(), &a.alarm.key).cmp(&(is, b.jurisdiction.as_str(), &b.alarm.key))
        });
        Ok(leases.into_iter().map(|(_, lease)| lease).collect())
    }
}

fn leased(row: &PgRow, until: Timestamp) -> Result<AlarmLease, StoreError> {
    let cells = Cells::named::<String>(row, TABLE, "key")?;
    Ok(AlarmLease {
        jurisdiction: Jurisdiction::new(cells.get::<String>("jurisdiction")?),
        alarm: Alarm {
            id: AlarmId(cells.get("id")?),
            key: cells.get("key")?,
            due: cells.time("due")?,
            document: cells.get("document")?,
        },
        lease: Lease { token: cells.get("token")?, until },
    })
}
