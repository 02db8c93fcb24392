//! Who must be told, and who is telling them?

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::change::Changed;
use super::listeners::{listener, written};
use super::rows::{Cells, all, ms, number, one, run};
use super::{chat, posted, tasks};
use crate::store::at_once;
use crate::window::NO_TURN;
use crate::{
    Backlog, ChatEntry, Claimed, Jurisdiction, Lease, Listener, Notice, NoticeId, PUBLIC_SHARE, Settled,
    Standing, StoreError, TaskChange,
};

/// Who has a line of their own: units and their groups. A unit that takes its news slowly may have tens of thousands
/// waiting, and nobody steps over them to find those of others. This and [`DUE_PEOPLE`] stand so in the indexes.
macro_rules! of_a_desk {
    () => {
        "substr(listener, 1, 13) <> 'conversation:' AND listener <> 'public'"
    };
}

/// Of each stream, the oldest notice that was not told; `?1` is now, `?2` whether urgent.
macro_rules! due {
    ($whose:expr) => {
        concat!(
            "SELECT rowid AS place, *, ( \
                SELECT count(*) FROM outbox AS busy WHERE busy.jurisdiction = o.jurisdiction \
                AND busy.listener = o.listener AND busy.settled_at IS NULL AND busy.token <> 0 \
                AND busy.next_at > ?1) AS busy, \
                passing AND EXISTS ( \
                SELECT 1 FROM outbox AS newer WHERE newer.jurisdiction = o.jurisdiction \
                AND newer.listener = o.listener AND newer.stream = o.stream AND newer.standing = o.standing \
                AND newer.settled_at IS NULL AND newer.next_at <= ?1 \
                AND (newer.seq, newer.id) > (o.seq, o.id)) AS outdated \
            FROM outbox AS o WHERE settled_at IS NULL AND urgent = ?2 AND next_at <= ?1 AND ",
            $whose,
            " AND NOT EXISTS ( \
                SELECT 1 FROM outbox AS earlier WHERE earlier.jurisdiction = o.jurisdiction \
                AND earlier.listener = o.listener AND earlier.stream = o.stream AND earlier.settled_at IS NULL \
                AND (earlier.seq, earlier.id) < (o.seq, o.id)) \
            ORDER BY next_at, id"
        )
    };
}

/// What people wait for, by time, with how many others each is being told.
pub(super) const DUE_PEOPLE: &str = due!("substr(listener, 1, 13) = 'conversation:'");

/// What one desk (`?3`, `?4`) waits for, by time.
pub(super) const DUE_DESK: &str = due!(concat!(of_a_desk!(), " AND jurisdiction = ?3 AND listener = ?4"));

/// The next desk of a jurisdiction for which something waits. Two looks, for each goes straight to its place in the
/// index: one with both names at once steps over all that waits for the desk before.
pub(super) const NEXT_DESK: &str = concat!(
    "SELECT jurisdiction, listener FROM outbox WHERE settled_at IS NULL AND ",
    of_a_desk!(),
    " AND jurisdiction = ?1 AND listener > ?2 ORDER BY listener LIMIT 1"
);
/// The first desk of the next jurisdiction.
pub(super) const NEXT_JURISDICTION: &str = concat!(
    "SELECT jurisdiction, listener FROM outbox WHERE settled_at IS NULL AND ",
    of_a_desk!(),
    " AND jurisdiction > ?1 ORDER BY jurisdiction, listener LIMIT 1"
);

/// How many a listener is being told.
const BUSY: &str = "SELECT count(*) FROM outbox WHERE jurisdiction = ? AND listener = ? AND settled_at IS NULL \
    AND token <> 0 AND next_at > ?";

/// How many the public is being told. Without a word SQLite would look through all that waits.
pub(super) const BUSY_PUBLIC: &str = "SELECT count(*) FROM outbox INDEXED BY outbox_leased \
    WHERE settled_at IS NULL AND token <> 0 AND listener = 'public' AND next_at > ?";

/// What waits before an urgent notice in the same stream is told before it, so it is as urgent.
const HASTEN: &str = "UPDATE outbox SET urgent = 1 WHERE jurisdiction = ? AND listener = ? AND stream = ? \
    AND settled_at IS NULL AND urgent = 0";

/// The same of the public, by time, as many as it may still be told: it has a line of its own.
pub(super) const DUE_PUBLIC: &str = "SELECT rowid AS place, *, 0 AS outdated FROM outbox AS o \
    WHERE settled_at IS NULL AND substr(listener, 1, 6) = 'public' AND next_at <= ?1 AND NOT EXISTS ( \
        SELECT 1 FROM outbox AS earlier WHERE earlier.jurisdiction = o.jurisdiction \
        AND earlier.listener = o.listener AND earlier.stream = o.stream AND earlier.settled_at IS NULL \
        AND (earlier.seq, earlier.id) < (o.seq, o.id)) \
    ORDER BY next_at, id LIMIT ?2 + 0";

const ADD: &str = "INSERT INTO outbox \
    (jurisdiction, id, stream, seq, listener, channel, urgent, document, standing, passing, written_at, next_at) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

/// Adds notices; the id is the idempotency key.
pub(super) fn add(
    db: &Connection,
    j: &Jurisdiction,
    notices: &[Notice],
    at: Timestamp,
) -> Result<(), StoreError> {
    for notice in notices {
        if notice.urgent {
            run(db, HASTEN, (j.as_str(), written(&notice.listener), &notice.stream))?;
        }
        run(
            db,
            ADD,
            (
                j.as_str(),
                notice.id.0,
                &notice.stream,
                number(notice.seq),
                written(&notice.listener),
                &notice.channel,
                notice.urgent,
                &notice.document,
                notice.standing.as_ref().map(|standing| &standing.of),
                notice.standing.as_ref().is_some_and(|standing| standing.passing),
                ms(at),
                ms(at),
            ),
        )?;
    }
    Ok(())
}

/// Adds the notices of what must be carried from conversations. What may be said now hurries on what was held back, or
/// could not be sent, before it in the same stream: whoever writes is awake and can be reached, and nothing is told out
/// of order. A try that was hurried is not counted, and who waits for their turn goes on waiting.
pub(super) fn carry(
    db: &Connection,
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
            let sql = "UPDATE outbox SET next_at = ?1, attempts = max(attempts - 1, 0) \
                WHERE jurisdiction = ?2 AND listener = ?3 AND stream = ?4 AND settled_at IS NULL AND token = 0 \
                AND why IS NOT ?5 AND next_at > ?1";
            run(db, sql, (ms(at), j.as_str(), &listener, &stream, NO_TURN))?;
        }
        if carried.urgent {
            run(db, HASTEN, (j.as_str(), &listener, &stream))?;
        }
        run(
            db,
            ADD,
            (
                j.as_str(),
                carried.id.0,
                &stream,
                number(*seq),
                &listener,
                &carried.channel,
                carried.urgent,
                &entry.document,
                carried.standing.as_ref().map(|standing| &standing.of),
                carried.standing.as_ref().is_some_and(|standing| standing.passing),
                ms(at),
                ms(carried.not_before.unwrap_or(at)),
            ),
        )?;
    }
    Ok(())
}

/// The next lease token of this database.
pub(super) fn next_token(db: &Connection) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("UPDATE lease SET last = last + 1 RETURNING last")?
        .query_row((), |row| row.get(0))?)
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
        self.writer.write(move |pen| claim(pen, now, until, limit, each)).await
    }

    pub(super) async fn settle_notice(
        &self,
        claimed: &Claimed,
        settled: Settled,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (j, id, token) = (claimed.jurisdiction.clone(), claimed.notice.id, claimed.lease.token);
        self.writer.write(move |pen| settle(pen, &j, id, token, &settled, now)).await
    }

    pub(super) async fn what_waits(&self) -> Result<Backlog, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM outbox WHERE settled_at IS NULL) AS notices, \
            (SELECT min(written_at) FROM outbox WHERE settled_at IS NULL) AS oldest, \
            (SELECT count(*) FROM alarm) AS alarms, \
            (SELECT count(*) FROM task WHERE done_at IS NULL) AS tasks, \
            (SELECT count(*) FROM outbox WHERE delivered = 0) AS dead";
        let read = |row: &Row<'_>| {
            let cells = Cells::of(row, "outbox", &"all");
            Ok(Backlog {
                notices: cells.count("notices")?,
                oldest: cells.time_if_any("oldest")?,
                alarms: cells.count("alarms")?,
                tasks: cells.count("tasks")?,
                dead: cells.count("dead")?,
            })
        };
        let found = self.readers.look(move |db| one(db, sql, (), read)).await?;
        Ok(found.unwrap_or_default())
    }
}

fn claim(
    pen: &Pen<'_>,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    each: u32,
) -> Result<Left<Vec<Claimed>>, StoreError> {
    let mut lines = due(pen, now, limit, each)?;
    // What stood behind an outdated notice is due now.
    while settle_outdated(pen, &lines, now)? {
        lines = due(pen, now, limit, each)?;
    }
    let room = u64::from(limit).saturating_sub(lines.len() as u64);
    lines.extend(due_to_public(pen, now, room, each)?);
    if lines.is_empty() {
        return Ok(Left::Quiet(Vec::new()));
    }
    let token = next_token(pen)?;
    let mut claimed = Vec::with_capacity(lines.len());
    for due in lines {
        let sql = "UPDATE outbox SET token = ?, next_at = ?, attempts = attempts + 1 WHERE rowid = ?";
        run(pen, sql, (token, ms(until), due.place))?;
        match due.read {
            Ok((jurisdiction, notice, attempts)) => {
                let lease = Lease { token, until };
                claimed.push(Claimed { jurisdiction, notice, lease, attempts });
            }
            // Its neighbours are carried all the same. It stays in line, so that nothing is told out of order.
            Err(fault) => tracing::error!(error = %fault, "a notice cannot be read and is put off"),
        }
    }
    Ok(Left::Quiet(claimed))
}

/// A row that may be claimed.
struct Due {
    place: i64,
    /// Urgent ones (`false`) first, then by time.
    rank: (bool, i64, Uuid),
    /// It need not be told any more.
    outdated: bool,
    /// Whose it is, what it says and how often it was tried.
    read: Result<(Jurisdiction, Notice, u32), StoreError>,
}

impl Due {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let rank = (!row.get::<_, bool>("urgent")?, row.get("next_at")?, row.get("id")?);
        Ok(Due { place: row.get("place")?, rank, outdated: row.get("outdated")?, read: claimable(row) })
    }
}

/// Settles those of the rows that need not be told any more; `false`: all must.
fn settle_outdated(db: &Connection, lines: &[Due], now: Timestamp) -> Result<bool, StoreError> {
    let mut settled = 0;
    for due in lines.iter().filter(|due| due.outdated) {
        let sql = "UPDATE outbox SET token = 0, settled_at = ?, delivered = 2 WHERE rowid = ?";
        settled += run(db, sql, (ms(now), due.place))?;
    }
    if settled > 0 {
        tracing::info!(notices = settled, "newer news is told instead of what was outdated");
    }
    Ok(settled > 0)
}

/// The rows to be claimed, urgent ones first, then by time; a listener who is told enough already is passed over.
fn due(db: &Connection, now: Timestamp, limit: u32, each: u32) -> Result<Vec<Due>, StoreError> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut due = due_to_people(db, now, most, each)?;
    let mut desk = (String::new(), String::new());
    while let Some(next) = next_desk(db, &desk)? {
        desk = next;
        let busy: i64 =
            one(db, BUSY, (&desk.0, &desk.1, ms(now)), |row| Ok(row.get(0)?))?.unwrap_or_default();
        let mut told = busy;
        for urgent in [true, false] {
            let mut statement = db.prepare_cached(DUE_DESK)?;
            let mut rows = statement.query((ms(now), urgent, &desk.0, &desk.1))?;
            while told < at_once(each, urgent) {
                let Some(row) = rows.next()? else { break };
                due.push(Due::read(row)?);
                told += 1;
            }
        }
    }
    due.sort_by_key(|due| due.rank);
    due.truncate(most);
    Ok(due)
}

fn next_desk(db: &Connection, (j, name): &(String, String)) -> Result<Option<(String, String)>, StoreError> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    match one(db, NEXT_DESK, (j, name), read)? {
        None => one(db, NEXT_JURISDICTION, (j,), read),
        next => Ok(next),
    }
}

fn due_to_people(db: &Connection, now: Timestamp, most: usize, each: u32) -> Result<Vec<Due>, StoreError> {
    let mut told = HashMap::<(String, String), i64>::new();
    let mut due = Vec::new();
    for urgent in [true, false] {
        let mut statement = db.prepare_cached(DUE_PEOPLE)?;
        let mut rows = statement.query((ms(now), urgent))?;
        while due.len() < most {
            let Some(row) = rows.next()? else { break };
            let told =
                told.entry((row.get("jurisdiction")?, row.get("listener")?)).or_insert(row.get("busy")?);
            if *told < at_once(each, urgent) {
                *told += 1;
                due.push(Due::read(row)?);
            }
        }
    }
    Ok(due)
}

/// What the public is to be told now.
fn due_to_public(db: &Connection, now: Timestamp, room: u64, each: u32) -> Result<Vec<Due>, StoreError> {
    let busy: i64 = one(db, BUSY_PUBLIC, (ms(now),), |row| Ok(row.get(0)?))?.unwrap_or_default();
    let most =
        (i64::from(each) * i64::from(PUBLIC_SHARE) - busy).min(i64::try_from(room).unwrap_or(i64::MAX));
    if most <= 0 {
        return Ok(Vec::new());
    }
    all(db, DUE_PUBLIC, (ms(now), most), Due::read)
}

fn settle(
    pen: &Pen<'_>,
    j: &Jurisdiction,
    id: NoticeId,
    token: i64,
    settled: &Settled,
    now: Timestamp,
) -> Result<Left<bool>, StoreError> {
    let (mut task, mut posted, mut untried) = (None, None, 0);
    let (settled_at, delivered, next_at, why) = match settled {
        Settled::Delivered { posted: stands } => {
            posted = stands.as_ref();
            (Some(now), Some(true), now, None)
        }
        Settled::Later { at, why } => (None, None, *at, Some(why.as_str())),
        Settled::Waits { until } => {
            untried = 1;
            (None, None, *until, Some(NO_TURN))
        }
        Settled::Never { why, task: opens } => {
            task = opens.as_deref();
            (Some(now), Some(false), now, Some(why.as_str()))
        }
    };
    // The token goes with the lease: nobody settles twice.
    let done = one(
        pen,
        "UPDATE outbox SET token = 0, settled_at = ?, delivered = ?, next_at = ?, why = ?, attempts = attempts - ? \
         WHERE jurisdiction = ? AND id = ? AND token = ? AND token <> 0 AND settled_at IS NULL RETURNING listener",
        (settled_at.map(ms), delivered, ms(next_at), why, untried, j.as_str(), id.0, token),
        |row| Ok(row.get::<_, String>(0)?),
    )?;
    let Some(listener) = done else { return Ok(Left::Nothing(false)) };
    if let Some(posted) = posted {
        posted::keep(pen, j, &listener, posted, now)?;
    }
    if let Some(task) = task {
        let mut changed = Changed::default();
        tasks::change(pen, j, &[TaskChange::Open(task.clone())], now, &mut changed)?;
        pen.changes(changed);
    }
    Ok(Left::News(true))
}

fn claimable(row: &Row<'_>) -> Result<(Jurisdiction, Notice, u32), StoreError> {
    let cells = Cells::named(row, "outbox", "id");
    Ok((Jurisdiction::new(cells.get::<String>("jurisdiction")?), notice(&cells)?, cells.count("attempts")?))
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
