//! Who is telling whom just now?

use std::collections::{BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::PostgresStore;
use super::case::column;
use super::cells::Cells;
use super::change::{self, Changed};
use super::fault::Fault;
use super::wires::Wire;
use super::{posted, tasks};
use crate::store::at_once;
use crate::window::NO_TURN;
use crate::written::{ms, read_listener};
use crate::{
    Backlog, Claimed, Jurisdiction, Lease, Notice, NoticeId, PUBLIC_SHARE, Settled, Standing, StoreError,
    UnitCode,
};

/// Held while notices are claimed: how much a listener is told at once is counted over all replicas.
const CLAIMING: i64 = 0x6a69_6573_7501;

/// What became of a notice that is settled.
const TOLD: i16 = 1;
const GIVEN_UP: i16 = 0;
const OUTDATED: i16 = 2;

/// Who has a line of their own: units and their groups. A unit that takes its news slowly may have tens of thousands
/// waiting, and nobody steps over them to find those of others. This and the people of [`DUE_PEOPLE`] stand so in the
/// indexes.
macro_rules! of_a_desk {
    () => {
        "substr(listener, 1, 13) <> 'conversation:' AND listener <> 'public'"
    };
}

/// Of each stream, the oldest notice that was not told, by time, of each urgency; `$1` is now. The first of a line is
/// looked up row by row, so that no plan sorts all that wait.
macro_rules! due {
    ($lines:expr, $whose:expr, $most:expr) => {
        concat!(
            "SELECT due.* FROM ",
            $lines,
            "unnest(ARRAY[true, false]) AS u (urgent), LATERAL ( \
                SELECT jurisdiction, id, listener, urgent, next_at, ( \
                    SELECT count(*) FROM outbox AS busy WHERE busy.jurisdiction = o.jurisdiction \
                    AND busy.listener = o.listener AND busy.settled_at IS NULL AND busy.token <> 0 \
                    AND busy.next_at > $1) AS busy, \
                    passing AND EXISTS ( \
                    SELECT 1 FROM outbox AS newer WHERE newer.jurisdiction = o.jurisdiction \
                    AND newer.listener = o.listener AND newer.stream = o.stream \
                    AND newer.standing = o.standing AND newer.settled_at IS NULL \
                    AND newer.next_at <= $1 AND (newer.seq, newer.id) > (o.seq, o.id)) AS outdated \
                FROM outbox AS o \
                WHERE settled_at IS NULL AND urgent = u.urgent AND next_at <= $1 AND ",
            $whose,
            " AND id = ( \
                    SELECT earlier.id FROM outbox AS earlier WHERE earlier.jurisdiction = o.jurisdiction \
                    AND earlier.listener = o.listener AND earlier.stream = o.stream \
                    AND earlier.settled_at IS NULL ORDER BY earlier.seq, earlier.id LIMIT 1) \
                ORDER BY next_at, id LIMIT ",
            $most,
            " FOR UPDATE OF o SKIP LOCKED) AS due"
        )
    };
}

/// What people wait for, with how many others each is being told; who stands in `$2` is passed over.
pub(super) const DUE_PEOPLE: &str = due!(
    "",
    "substr(listener, 1, 13) = 'conversation:' AND (jurisdiction || ' ' || listener) <> ALL ($2)",
    "$3"
);

/// What each of these desks (`$2`, `$3`) waits for, at most `$4` of each.
pub(super) const DUE_DESKS: &str = due!(
    "unnest($2::text[], $3::text[]) AS desk (j, name), ",
    concat!(of_a_desk!(), " AND jurisdiction = desk.j AND listener = desk.name"),
    "$4"
);

/// The desks for which something waits, one look at the index for each.
macro_rules! desks {
    () => {
        concat!(
            "WITH RECURSIVE desk AS ( \
                (SELECT jurisdiction, listener FROM outbox WHERE settled_at IS NULL AND ",
            of_a_desk!(),
            " ORDER BY jurisdiction, listener LIMIT 1) \
                UNION ALL SELECT next.* FROM desk, LATERAL ( \
                    SELECT jurisdiction, listener FROM outbox WHERE settled_at IS NULL AND ",
            of_a_desk!(),
            " AND (outbox.jurisdiction, outbox.listener) > (desk.jurisdiction, desk.listener) \
                    ORDER BY jurisdiction, listener LIMIT 1) AS next) "
        )
    };
}

/// The desks for which something waits.
pub(super) const DESKS: &str = concat!(desks!(), "SELECT jurisdiction, listener FROM desk");

/// The same of the public, by time, as many as it may still be told: it has a line of its own.
pub(super) const DUE_PUBLIC: &str = "SELECT jurisdiction, id FROM outbox AS o \
    WHERE settled_at IS NULL AND listener = 'public' AND next_at <= $1 AND id = ( \
        SELECT earlier.id FROM outbox AS earlier WHERE earlier.jurisdiction = o.jurisdiction \
        AND earlier.listener = o.listener AND earlier.stream = o.stream AND earlier.settled_at IS NULL \
        ORDER BY earlier.seq, earlier.id LIMIT 1) \
    ORDER BY next_at, id LIMIT $2 FOR UPDATE OF o SKIP LOCKED";

/// Is anything due at all, as far as a few looks at indexes tell?
pub(super) const ANY_DUE: &str = concat!(
    desks!(),
    "SELECT EXISTS ( \
        SELECT 1 FROM outbox WHERE settled_at IS NULL AND substr(listener, 1, 13) = 'conversation:' \
        AND urgent = ANY (ARRAY[true, false]) AND next_at <= $1) \
    OR EXISTS (SELECT 1 FROM outbox WHERE settled_at IS NULL AND listener = 'public' AND next_at <= $1) \
    OR EXISTS (SELECT 1 FROM desk WHERE EXISTS ( \
        SELECT 1 FROM outbox AS o WHERE settled_at IS NULL AND o.jurisdiction = desk.jurisdiction \
        AND o.listener = desk.listener AND substr(o.listener, 1, 13) <> 'conversation:' AND o.listener <> 'public' \
        AND urgent = ANY (ARRAY[true, false]) AND next_at <= $1))"
);

impl PostgresStore {
    pub(super) async fn claim_notices(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
        each: u32,
    ) -> Result<Vec<Claimed>, Fault> {
        let mut wire = self.wire().await?;
        // Couriers look often and mostly in vain.
        let any: bool = wire.one(sqlx::query(ANY_DUE).bind(ms(now))).await?.try_get(0)?;
        if !any {
            return Ok(Vec::new());
        }
        wire.begin_alone(CLAIMING).await?;
        let mut rows = claim(&mut wire, now, now + lease, limit, each).await?;
        let room = i64::from(limit) - i64::try_from(rows.len()).unwrap_or(i64::MAX);
        rows.extend(claim_public(&mut wire, now, now + lease, room, each).await?);
        wire.commit().await?;
        let readable = rows.iter().filter_map(|row| match claimed(row, now + lease) {
            Ok(claimed) => Some(claimed),
            // Its neighbours are carried all the same. It stays in line, so that nothing is told out of order.
            Err(fault) => {
                tracing::error!(error = %fault, "a notice cannot be read and is put off");
                None
            }
        });
        Ok(readable.collect())
    }

    pub(super) async fn settle_notice(
        &self,
        claimed: &Claimed,
        settled: Settled,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut wire = self.wire().await?;
        let done = if says_more(&settled) {
            wire.begin().await?;
            let done = settle(&mut wire, claimed, settled, now).await?;
            wire.commit().await?;
            done
        } else {
            settle(&mut wire, claimed, settled, now).await?
        };
        if done {
            self.news.raise();
        }
        Ok(done)
    }

    pub(super) async fn what_waits(&self) -> Result<Backlog, Fault> {
        let query = sqlx::query(
            "SELECT (SELECT count(*) FROM outbox WHERE settled_at IS NULL) AS notices, \
             (SELECT min(written_at) FROM outbox WHERE settled_at IS NULL) AS oldest, \
             (SELECT count(*) FROM alarm) AS alarms, \
             (SELECT count(*) FROM task WHERE done_at IS NULL) AS tasks, \
             (SELECT count(*) FROM outbox WHERE delivered = 0) AS dead",
        );
        let row = self.wire().await?.one(query).await?;
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

/// Takes leases, urgent ones first, then by time.
async fn claim(
    wire: &mut Wire,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    each: u32,
) -> Result<Vec<PgRow>, Fault> {
    let mut due = due_to_people(wire, now, limit, each).await?;
    due.extend(due_to_desks(wire, now, each).await?);
    let mut ranked = Vec::with_capacity(due.len());
    for row in due {
        let rank: (bool, i64, Uuid) =
            (!row.try_get::<bool, _>("urgent")?, row.try_get("next_at")?, row.try_get("id")?);
        ranked.push((rank, row));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let rows: Vec<PgRow> = ranked.into_iter().map(|(_, row)| row).collect();
    lease(wire, &rows, until).await
}

/// A desk that is told enough already has room for none.
async fn due_to_desks(wire: &mut Wire, now: Timestamp, each: u32) -> Result<Vec<PgRow>, Fault> {
    let desks = wire.all(sqlx::query(DESKS)).await?;
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let (mut js, mut names) = (Vec::new(), Vec::new());
    for desk in &desks {
        js.push(desk.try_get::<String, _>("jurisdiction")?);
        names.push(desk.try_get::<String, _>("listener")?);
    }
    loop {
        let query = sqlx::query(DUE_DESKS).bind(ms(now)).bind(&js).bind(&names).bind(i64::from(each));
        let rows = wire.all(query).await?;
        if !settle_outdated(wire, &rows, now).await? {
            return fitting(rows, each, &mut BTreeSet::new());
        }
    }
}

/// Who is told enough already is passed over, and then not looked at again.
async fn due_to_people(wire: &mut Wire, now: Timestamp, limit: u32, each: u32) -> Result<Vec<PgRow>, Fault> {
    let mut full = BTreeSet::new();
    loop {
        let passed_over: Vec<&String> = full.iter().collect();
        let query = sqlx::query(DUE_PEOPLE).bind(ms(now)).bind(passed_over).bind(i64::from(limit));
        let rows = wire.all(query).await?;
        // What stands behind an outdated notice is due now.
        if settle_outdated(wire, &rows, now).await? {
            continue;
        }
        let (seen, before) = (rows.len(), full.len());
        let fit = fitting(rows, each, &mut full)?;
        if seen < usize::try_from(limit).unwrap_or(usize::MAX) || full.len() == before {
            return Ok(fit);
        }
    }
}

/// The rows for whose listeners there is room; adds to `full` who was told enough before.
fn fitting(rows: Vec<PgRow>, each: u32, full: &mut BTreeSet<String>) -> Result<Vec<PgRow>, Fault> {
    let mut told = HashMap::<String, i64>::new();
    let mut fit = Vec::new();
    for row in rows {
        let (j, to): (&str, &str) = (row.try_get("jurisdiction")?, row.try_get("listener")?);
        let listener = format!("{j} {to}");
        let busy: i64 = row.try_get("busy")?;
        let most = at_once(each, row.try_get("urgent")?);
        if busy >= most {
            full.insert(listener);
            continue;
        }
        let told = told.entry(listener).or_insert(busy);
        if *told < most {
            *told += 1;
            fit.push(row);
        }
    }
    Ok(fit)
}

/// Takes leases on what the public is to be told now.
async fn claim_public(
    wire: &mut Wire,
    now: Timestamp,
    until: Timestamp,
    room: i64,
    each: u32,
) -> Result<Vec<PgRow>, Fault> {
    let busy = sqlx::query(
        "SELECT count(*) AS busy FROM outbox WHERE settled_at IS NULL AND token <> 0 AND listener = 'public' \
         AND next_at > $1",
    );
    let busy: i64 = wire.one(busy.bind(ms(now))).await?.try_get("busy")?;
    let most = (i64::from(each) * i64::from(PUBLIC_SHARE) - busy).min(room);
    if most <= 0 {
        return Ok(Vec::new());
    }
    let rows = wire.all(sqlx::query(DUE_PUBLIC).bind(ms(now)).bind(most)).await?;
    lease(wire, &rows, until).await
}

/// Settles what need not be told any more; `false`: all must be told.
async fn settle_outdated(wire: &mut Wire, rows: &[PgRow], now: Timestamp) -> Result<bool, Fault> {
    let mut outdated = Vec::new();
    for row in rows {
        if row.try_get("outdated")? {
            outdated.push(key(row)?);
        }
    }
    if outdated.is_empty() {
        return Ok(false);
    }
    let query = sqlx::query(
        "UPDATE outbox o SET token = 0, settled_at = $1, delivered = $2 \
         FROM unnest($3::text[], $4::uuid[]) AS k (j, id) WHERE o.jurisdiction = k.j AND o.id = k.id",
    )
    .bind(ms(now))
    .bind(OUTDATED)
    .bind(column(&outdated, |(j, _)| j.as_str()))
    .bind(column(&outdated, |(_, id)| *id));
    wire.run(query).await?;
    tracing::info!(notices = outdated.len(), "newer news is told instead of what was outdated");
    Ok(true)
}

fn key(row: &PgRow) -> Result<(String, Uuid), sqlx::Error> {
    Ok((row.try_get("jurisdiction")?, row.try_get("id")?))
}

/// Writes the leases down; gives the rows as they were, with their tokens.
async fn lease(wire: &mut Wire, rows: &[PgRow], until: Timestamp) -> Result<Vec<PgRow>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<(String, Uuid)> = rows.iter().map(key).collect::<Result<_, _>>()?;
    let query = sqlx::query(
        "UPDATE outbox o SET token = nextval('lease'), next_at = $1, attempts = attempts + 1 \
         FROM unnest($2::text[], $3::uuid[]) WITH ORDINALITY AS k (j, id, n) \
         WHERE o.jurisdiction = k.j AND o.id = k.id RETURNING o.jurisdiction, o.id, o.stream, o.seq, \
         o.listener, o.channel, o.urgent, o.document, o.standing, o.passing, o.token, o.attempts, k.n",
    )
    .bind(ms(until))
    .bind(column(&keys, |(j, _)| j.as_str()))
    .bind(column(&keys, |(_, id)| *id));
    let mut leased = wire.all(query).await?;
    leased.sort_by_key(|row| row.try_get::<i64, _>("n").unwrap_or(i64::MAX));
    Ok(leased)
}

/// More than one row is written.
fn says_more(settled: &Settled) -> bool {
    match settled {
        Settled::Delivered { posted } => posted.is_some(),
        Settled::Never { why: _, task } => task.is_some(),
        Settled::Later { .. } | Settled::Waits { .. } => false,
    }
}

async fn settle(wire: &mut Wire, claimed: &Claimed, settled: Settled, now: Timestamp) -> Result<bool, Fault> {
    let (j, id, token): (&Jurisdiction, NoticeId, i64) =
        (&claimed.jurisdiction, claimed.notice.id, claimed.lease.token);
    let (mut task, mut posted, mut untried) = (None, None, 0_i64);
    let (settled_at, delivered, next_at, why) = match settled {
        Settled::Delivered { posted: stands } => {
            posted = stands;
            (Some(now), Some(TOLD), now, None)
        }
        Settled::Later { at, why } => (None, None, at, Some(why)),
        Settled::Waits { until } => {
            untried = 1;
            (None, None, until, Some(NO_TURN.to_owned()))
        }
        Settled::Never { why, task: opens } => {
            task = opens;
            (Some(now), Some(GIVEN_UP), now, Some(why))
        }
    };
    // The token goes with the lease: nobody settles twice.
    let query = sqlx::query(
        "UPDATE outbox SET token = 0, settled_at = $1, delivered = $2, next_at = $3, why = $4, \
         attempts = attempts - $5 \
         WHERE jurisdiction = $6 AND id = $7 AND token = $8 AND token <> 0 AND settled_at IS NULL RETURNING listener",
    )
    .bind(settled_at.map(ms))
    .bind(delivered)
    .bind(ms(next_at))
    .bind(why)
    .bind(untried)
    .bind(j.as_str())
    .bind(id.0)
    .bind(token);
    let Some(done) = wire.any(query).await? else { return Ok(false) };
    if let Some(posted) = posted {
        posted::keep(wire, j, done.try_get("listener")?, &posted, now).await?;
    }
    if let Some(task) = task {
        let mut changed = Changed::default();
        if tasks::open(wire, &[(j.as_str(), &task)]).await? > 0 {
            changed.any_of(j.as_str());
            task.unit.iter().map(UnitCode::as_str).for_each(|unit| changed.of(j.as_str(), unit));
        }
        change::count(wire, changed).await?;
    }
    Ok(true)
}

fn claimed(row: &PgRow, until: Timestamp) -> Result<Claimed, StoreError> {
    let cells = Cells::named::<Uuid>(row, "outbox", "id")?;
    let attempts: u32 = cells.count("attempts")?;
    Ok(Claimed {
        jurisdiction: Jurisdiction::new(cells.get::<String>("jurisdiction")?),
        notice: notice(&cells)?,
        lease: Lease { token: cells.get("token")?, until },
        // This try was counted when it was claimed.
        attempts: attempts.saturating_sub(1),
    })
}

/// A notice, as it was written.
pub(super) fn notice(cells: &Cells<'_>) -> Result<Notice, StoreError> {
    let listener: &str = cells.get("listener")?;
    let listener =
        read_listener(listener).ok_or_else(|| cells.corrupt(&format!("unknown listener {listener}")))?;
    let (of, passing): (Option<String>, bool) = (cells.get("standing")?, cells.get("passing")?);
    Ok(Notice {
        id: NoticeId(cells.get("id")?),
        stream: cells.get("stream")?,
        seq: cells.count("seq")?,
        listener,
        channel: cells.get("channel")?,
        urgent: cells.get("urgent")?,
        document: cells.get("document")?,
        standing: of.map(|of| Standing { of, passing }),
    })
}
