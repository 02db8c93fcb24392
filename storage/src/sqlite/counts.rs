//! How many orders are there, and how do they stand?

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::SqliteStore;
use super::rows::{Cells, all, at_one_moment, ms, one};
use crate::order::State;
use crate::{Counts, Jurisdiction, Period, StoreError, UnitCode, UnitCounts};

const TABLE: &str = "work_order";

impl SqliteStore {
    /// All from one snapshot, so that the parts of a page add up.
    pub(super) async fn counts_of(
        &self,
        j: &Jurisdiction,
        period: Period,
        now: Timestamp,
    ) -> Result<Counts, StoreError> {
        let j = j.clone();
        let read = move |db: &Connection| {
            let mut counts = Counts {
                by_state: by_state(db, &j, period)?,
                by_kind: by_kind(db, &j, period)?,
                by_source: by_source(db, &j, period)?,
                by_unit: by_unit(db, &j, period, now)?,
                ..standing(db, &j, period, now)?
            };
            counts.accepted = counts.by_state.iter().map(|(_, orders)| orders).sum();
            counts.rated = rated(db, &j, period)?;
            Ok(counts)
        };
        self.readers.look(move |db| at_one_moment(db, read)).await
    }
}

fn by_state(db: &Connection, j: &Jurisdiction, period: Period) -> Result<Vec<(State, u64)>, StoreError> {
    let sql = "SELECT state AS word, count(*) AS orders FROM work_order \
        WHERE jurisdiction = ? AND accepted_at >= ? AND accepted_at < ? GROUP BY state";
    let mut states: Vec<(State, u64)> = all(db, sql, (j.as_str(), ms(period.from), ms(period.to)), |row| {
        let cells = Cells::of(row, TABLE, &"by state");
        Ok((cells.word("word")?, cells.count("orders")?))
    })?;
    states.sort();
    Ok(states)
}

fn by_kind(db: &Connection, j: &Jurisdiction, period: Period) -> Result<Vec<(String, u64)>, StoreError> {
    let sql = "SELECT kind AS word, count(*) AS orders FROM work_order \
        WHERE jurisdiction = ? AND accepted_at >= ? AND accepted_at < ? GROUP BY kind ORDER BY orders DESC, kind";
    all(db, sql, (j.as_str(), ms(period.from), ms(period.to)), words)
}

fn by_source(db: &Connection, j: &Jurisdiction, period: Period) -> Result<Vec<(String, u64)>, StoreError> {
    let sql = "SELECT source AS word, count(*) AS orders FROM work_order \
        WHERE jurisdiction = ? AND accepted_at >= ? AND accepted_at < ? \
        GROUP BY source ORDER BY orders DESC, source";
    all(db, sql, (j.as_str(), ms(period.from), ms(period.to)), words)
}

fn words(row: &Row<'_>) -> Result<(String, u64), StoreError> {
    let cells = Cells::of(row, TABLE, &"by word");
    Ok((cells.get("word")?, cells.count("orders")?))
}

fn by_unit(
    db: &Connection,
    j: &Jurisdiction,
    period: Period,
    now: Timestamp,
) -> Result<Vec<UnitCounts>, StoreError> {
    let sql = "SELECT lead, count(*) AS led, count(*) FILTER (WHERE state = 'dispatched') AS unsigned, \
        count(*) FILTER (WHERE state IN ('done', 'called_back', 'rated', 'closed')) AS finished, \
        count(*) FILTER (WHERE runs_out < ?) AS overdue FROM work_order \
        WHERE jurisdiction = ? AND accepted_at >= ? AND accepted_at < ? AND lead IS NOT NULL \
        GROUP BY lead ORDER BY lead";
    all(db, sql, (ms(now), j.as_str(), ms(period.from), ms(period.to)), |row| {
        let cells = Cells::named(row, TABLE, "lead");
        Ok(UnitCounts {
            unit: UnitCode::new(cells.get::<String>("lead")?),
            led: cells.count("led")?,
            unsigned: cells.count("unsigned")?,
            finished: cells.count("finished")?,
            overdue: cells.count("overdue")?,
        })
    })
}

/// Open, overdue and finished; the rest is left at nothing.
fn standing(db: &Connection, j: &Jurisdiction, period: Period, now: Timestamp) -> Result<Counts, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM work_order WHERE jurisdiction = ?1 AND ended_at IS NULL) AS open, \
        (SELECT count(*) FROM work_order WHERE jurisdiction = ?1 AND runs_out < ?2) AS overdue, \
        (SELECT count(*) FROM work_order WHERE jurisdiction = ?1 AND done_at >= ?3 AND done_at < ?4) AS finished";
    let found = one(db, sql, (j.as_str(), ms(now), ms(period.from), ms(period.to)), |row| {
        let cells = Cells::of(row, TABLE, &"standing");
        Ok(Counts {
            open: cells.count("open")?,
            overdue: cells.count("overdue")?,
            finished: cells.count("finished")?,
            ..Counts::default()
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// From the events, not the orders: an order that is handled again may be rated again, and both count.
fn rated(db: &Connection, j: &Jurisdiction, period: Period) -> Result<(u64, u64, u64), StoreError> {
    let sql = "SELECT count(*) AS rated, \
        count(*) FILTER (WHERE document ->> '$.fact.rating.solved' IN ('yes', 'partly')) AS solved, \
        count(*) FILTER (WHERE document ->> '$.fact.rating.satisfaction' \
            IN ('fair', 'satisfied', 'very_satisfied')) AS satisfied \
        FROM event WHERE jurisdiction = ? AND kind = 'rated' AND at >= ? AND at < ?";
    let found = one(db, sql, (j.as_str(), ms(period.from), ms(period.to)), |row| {
        let cells = Cells::of(row, "event", &"rated");
        Ok((cells.count("rated")?, cells.count("solved")?, cells.count("satisfied")?))
    })?;
    Ok(found.unwrap_or_default())
}
