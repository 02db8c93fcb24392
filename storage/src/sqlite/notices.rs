//! Who must be told, and who is telling them?

use std::collections::HashMap;

use futures::TryStreamExt;
use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::SqliteStore;
use super::change::{self, Changed};
use super::listeners::{listener, written};
use super::rows::{Cells, document, ms};
use super::tasks;
use super::writer::Left;
use super::{chat, posted};
use crate::{
    Backlog, ChatEntry, Claimed, Jurisdiction, Lease, Listener, Notice, NoticeId, Settled, Standing,
    StoreError, TaskChange,
};

/// Of each stream, the oldest notice a listener has not been told, with how many others it is being told; by time,
/// urgent ones first.
pub(super) const DUE: &str = "SELECT rowid AS place, *, ( \
        SELECT count(*) FROM outbox AS busy WHERE busy.jurisdiction = o.jurisdiction \
        AND busy.listener = o.listener AND busy.settled_at IS NULL AND busy.token <> 0 AND busy.next_at > ?1) AS busy, \
        passing AND EXISTS ( \
        SELECT 1 FROM outbox AS newer WHERE newer.jurisdiction = o.jurisdiction AND newer.listener = o.listener \
        AND newer.stream = o.stream AND newer.standing = o.standing AND newer.settled_at IS NULL \
        AND newer.next_at <= ?1 AND (newer.seq, newer.id) > (o.seq, o.id)) AS outdated \
    FROM outbox AS o \
    WHERE settled_at IS NULL AND next_at <= ?1 AND NOT EXISTS ( \
        SELECT 1 FROM outbox AS earlier WHERE earlier.jurisdiction = o.jurisdiction \
        AND earlier.listener = o.listener AND earlier.stream = o.stream AND earlier.settled_at IS NULL \
        AND (earlier.seq, earlier.id) < (o.seq, o.id)) \
    ORDER BY urgent DESC, next_at, id";

/// Adds notices; the id is the idempotency key.
pub(super) async fn add(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    notices: &[Notice],
    at: Timestamp,
) -> Result<(), StoreError> {
    if notices.is_empty() {
        return Ok(());
    }
    let mut insert = QueryBuilder::<Sqlite>::new(
        "INSERT INTO outbox \
         (jurisdiction, id, stream, seq, listener, channel, urgent, document, standing, passing, written_at, \
         next_at) ",
    );
    insert.push_values(notices, |mut row, notice| {
        row.push_bind(j.as_str())
            .push_bind(notice.id.0)
            .push_bind(notice.stream.as_str())
            .push_bind(i64::try_from(notice.seq).unwrap_or(i64::MAX))
            .push_bind(written(&notice.listener))
            .push_bind(notice.channel.as_str())
            .push_bind(notice.urgent)
            .push_bind(notice.document.as_str())
            .push_bind(notice.standing.as_ref().map(|standing| standing.of.as_str()))
            .push_bind(notice.standing.as_ref().is_some_and(|standing| standing.passing))
            .push_bind(ms(at))
            .push_bind(ms(at));
    });
    insert.push(" ON CONFLICT DO NOTHING");
    insert.build().execute(db).await?;
    Ok(())
}

/// Adds the notices of what must be carried from conversations. What may be said now hurries on what was held back
/// before it in the same stream: whoever writes is awake, and nothing is told out of order.
pub(super) async fn carry(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    entries: &[ChatEntry],
    numbers: &[u64],
    at: Timestamp,
) -> Result<(), StoreError> {
    for (entry, seq) in entries.iter().zip(numbers) {
        let Some(carried) = &entry.carried else { continue };
        let listener = written(&Listener::Conversation(entry.conversation));
        let stream = chat::stream(entry.conversation);
        if carried.not_before.is_none() {
            sqlx::query(
                "UPDATE outbox SET next_at = ? WHERE jurisdiction = ? AND listener = ? AND stream = ? \
                 AND settled_at IS NULL AND attempts = 0 AND next_at > ?",
            )
            .bind(ms(at))
            .bind(j.as_str())
            .bind(&listener)
            .bind(&stream)
            .bind(ms(at))
            .execute(&mut *db)
            .await?;
        }
        sqlx::query(
            "INSERT INTO outbox \
             (jurisdiction, id, stream, seq, listener, channel, urgent, document, standing, passing, written_at, next_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(j.as_str())
        .bind(carried.id.0)
        .bind(&stream)
        .bind(i64::try_from(*seq).unwrap_or(i64::MAX))
        .bind(&listener)
        .bind(&carried.channel)
        .bind(carried.urgent)
        .bind(&entry.document)
        .bind(carried.standing.as_ref().map(|standing| standing.of.as_str()))
        .bind(carried.standing.as_ref().is_some_and(|standing| standing.passing))
        .bind(ms(at))
        .bind(ms(carried.not_before.unwrap_or(at)))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The next lease token of this database.
pub(super) async fn next_token(db: &mut SqliteConnection) -> Result<i64, StoreError> {
    let row = sqlx::query("UPDATE lease SET last = last + 1 RETURNING last").fetch_one(db).await?;
    Ok(row.try_get(0)?)
}

impl SqliteStore {
    pub(super) async fn claim_notices(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
        each: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        let until = now + lease;
        self.writer.write(move |db| Box::pin(claim(db, now, until, limit, each))).await
    }

    pub(super) async fn settle_notice(
        &self,
        claimed: &Claimed,
        settled: Settled,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (j, id, token) = (claimed.jurisdiction.clone(), claimed.notice.id, claimed.lease.token);
        self.writer
            .write(move |db| Box::pin(async move { settle(db, &j, id, token, settled, now).await }))
            .await
    }

    pub(super) async fn what_waits(&self) -> Result<Backlog, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT count(*) FROM outbox WHERE settled_at IS NULL) AS notices, \
             (SELECT min(written_at) FROM outbox WHERE settled_at IS NULL) AS oldest, \
             (SELECT count(*) FROM alarm) AS alarms, \
             (SELECT count(*) FROM task WHERE done_at IS NULL) AS tasks, \
             (SELECT count(*) FROM outbox WHERE delivered = 0) AS dead",
        )
        .fetch_one(&self.readers)
        .await?;
        let cells = Cells::of(&row, "outbox", &"all");
        Ok(Backlog {
            notices: cells.count("notices")?,
            oldest: cells.time_if_any("oldest")?,
            alarms: cells.count("alarms")?,
            tasks: cells.count("tasks")?,
            dead: cells.count("dead")?,
        })
    }
}

async fn claim(
    db: &mut SqliteConnection,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    each: u32,
) -> Result<Left<Vec<Claimed>>, StoreError> {
    let mut rows = due(db, now, limit, each).await?;
    // What stood behind an outdated notice is due now.
    while let Some(outdated) = outdated(&rows)? {
        settle_outdated(db, &outdated, now).await?;
        rows = due(db, now, limit, each).await?;
    }
    if rows.is_empty() {
        return Ok(Left::Quiet(Vec::new()));
    }
    let token = next_token(db).await?;
    let places: Result<Vec<i64>, sqlx::Error> = rows.iter().map(|row| row.try_get("place")).collect();
    sqlx::query(
        "UPDATE outbox SET token = ?, next_at = ?, attempts = attempts + 1 \
         WHERE rowid IN (SELECT value FROM json_each(?))",
    )
    .bind(token)
    .bind(ms(until))
    .bind(document(&places?))
    .execute(db)
    .await?;
    let readable = rows.iter().filter_map(|row| match claimed(row, Lease { token, until }) {
        Ok(claimed) => Some(claimed),
        // Its neighbours are carried all the same. It stays in line, so that nothing is told out of order.
        Err(fault) => {
            tracing::error!(error = %fault, "a notice cannot be read and is put off");
            None
        }
    });
    Ok(Left::Quiet(readable.collect()))
}

/// Those of the rows that need not be told any more; `None`: all must.
fn outdated(rows: &[SqliteRow]) -> Result<Option<Vec<i64>>, StoreError> {
    let mut places = Vec::new();
    for row in rows {
        if row.try_get("outdated")? {
            places.push(row.try_get("place")?);
        }
    }
    Ok((!places.is_empty()).then_some(places))
}

async fn settle_outdated(
    db: &mut SqliteConnection,
    places: &[i64],
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE outbox SET token = 0, settled_at = ?, delivered = 2 WHERE rowid IN (SELECT value FROM json_each(?))",
    )
    .bind(ms(now))
    .bind(document(&places))
    .execute(db)
    .await?;
    tracing::info!(notices = places.len(), "newer news is told instead of what was outdated");
    Ok(())
}

/// The rows to be claimed; a listener who is told enough already is passed over.
async fn due(
    db: &mut SqliteConnection,
    now: Timestamp,
    limit: u32,
    each: u32,
) -> Result<Vec<SqliteRow>, StoreError> {
    let mut told = HashMap::<(String, String), i64>::new();
    let mut taken = Vec::new();
    let mut rows = sqlx::query(DUE).bind(ms(now)).fetch(db);
    while taken.len() < usize::try_from(limit).unwrap_or(usize::MAX) {
        let Some(row) = rows.try_next().await? else { break };
        let listener = (row.try_get("jurisdiction")?, row.try_get("listener")?);
        let busy: i64 = row.try_get("busy")?;
        let told = told.entry(listener).or_insert(busy);
        if *told < i64::from(each) {
            *told += 1;
            taken.push(row);
        }
    }
    Ok(taken)
}

async fn settle(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    id: NoticeId,
    token: i64,
    settled: Settled,
    now: Timestamp,
) -> Result<Left<bool>, StoreError> {
    let (mut task, mut posted, mut untried) = (None, None, 0);
    let (settled_at, delivered, next_at, why) = match settled {
        Settled::Delivered { posted: stands } => {
            posted = stands;
            (Some(now), Some(true), now, None)
        }
        Settled::Later { at, why } => (None, None, at, Some(why)),
        Settled::Waits { until } => {
            untried = 1;
            (None, None, until, None)
        }
        Settled::Never { why, task: opens } => {
            task = opens;
            (Some(now), Some(false), now, Some(why))
        }
    };
    // The token goes with the lease: nobody settles twice.
    let done = sqlx::query(
        "UPDATE outbox SET token = 0, settled_at = ?, delivered = ?, next_at = ?, why = ?, attempts = attempts - ? \
         WHERE jurisdiction = ? AND id = ? AND token = ? AND settled_at IS NULL RETURNING listener",
    )
    .bind(settled_at.map(ms))
    .bind(delivered)
    .bind(ms(next_at))
    .bind(why)
    .bind(untried)
    .bind(j.as_str())
    .bind(id.0)
    .bind(token)
    .fetch_optional(&mut *db)
    .await?;
    let Some(done) = done.filter(|_| token != 0) else {
        return Ok(Left::Nothing(false));
    };
    if let Some(posted) = posted {
        posted::keep(db, j, done.try_get("listener")?, &posted, now).await?;
    }
    if let Some(task) = task {
        let mut changed = Changed::default();
        tasks::change(db, j, &[TaskChange::Open(*task)], now, &mut changed).await?;
        change::count(db, j, changed).await?;
    }
    Ok(Left::News(true))
}

fn claimed(row: &SqliteRow, lease: Lease) -> Result<Claimed, StoreError> {
    let cells = Cells::named::<Uuid>(row, "outbox", "id")?;
    Ok(Claimed {
        jurisdiction: Jurisdiction::new(cells.get::<String>("jurisdiction")?),
        notice: notice(&cells)?,
        lease,
        attempts: cells.count("attempts")?,
    })
}

pub(super) fn notice(cells: &Cells<'_>) -> Result<Notice, StoreError> {
    let (of, passing): (Option<String>, bool) = (cells.get("standing")?, cells.get("passing")?);
    let standing = of.map(|of| Standing { of, passing });
    Ok(Notice {
        id: NoticeId(cells.get("id")?),
        stream: cells.get("stream")?,
        seq: cells.count("seq")?,
        listener: listener(cells)?,
        channel: cells.get("channel")?,
        urgent: cells.get("urgent")?,
        document: cells.get("document")?,
        standing,
    })
}
