//! How many orders are there, and how do they stand?

use std::time::Duration;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::PostgresStore;
use super::cells::Cells;
use super::fault::Fault;
use super::wires::Wire;
use crate::order::State;
use crate::written::ms;
use crate::{Counts, Jurisdiction, Period, StoreError, UnitCode, UnitCounts};

const TABLE: &str = "work_order";
/// How long each count may take the server.
const TIME: Duration = Duration::from_secs(30);

impl PostgresStore {
    /// All from one snapshot, so that the parts of a page add up.
    pub(super) async fn counts_of(
        &self,
        j: &Jurisdiction,
        period: Period,
        now: Timestamp,
    ) -> Result<Counts, Fault> {
        let mut wire = self.wire().await?;
        wire.begin_reading().await?;
        wire.take_time(TIME).await?;
        let mut counts = Counts {
            by_state: by_state(&mut wire, j, period).await?,
            by_kind: by_kind(&mut wire, j, period).await?,
            by_source: by_source(&mut wire, j, period).await?,
            by_unit: by_unit(&mut wire, j, period, now).await?,
            ..standing(&mut wire, j, period, now).await?
        };
        counts.accepted = counts.by_state.iter().map(|(_, orders)| orders).sum();
        counts.rated = rated(&mut wire, j, period).await?;
        wire.commit().await?;
        Ok(counts)
    }
}

async fn by_state(wire: &mut Wire, j: &Jurisdiction, period: Period) -> Result<Vec<(State, u64)>, Fault> {
    let query = sqlx::query(
        "SELECT state AS word, count(*) AS orders FROM work_order \
         WHERE jurisdiction = $1 AND accepted_at >= $2 AND accepted_at < $3 GROUP BY state",
    )
    .bind(j.as_str())
    .bind(ms(period.from))
    .bind(ms(period.to));
    let rows = wire.all(query).await?;
    let mut states = rows
        .iter()
        .map(|row| {
            let cells = Cells::of(row, TABLE, &"by state");
            Ok((cells.word("word")?, cells.count("orders")?))
        })
        .collect::<Result<Vec<(State, u64)>, StoreError>>()?;
    states.sort();
    Ok(states)
}

async fn by_kind(wire: &mut Wire, j: &Jurisdiction, period: Period) -> Result<Vec<(String, u64)>, Fault> {
    let query = sqlx::query(
        "SELECT kind AS word, count(*) AS orders FROM work_order \
         WHERE jurisdiction = $1 AND accepted_at >= $2 AND accepted_at < $3 GROUP BY kind ORDER BY orders DESC, kind",
    )
    .bind(j.as_str())
    .bind(ms(period.from))
    .bind(ms(period.to));
    let rows = wire.all(query).await?;
    Ok(rows.iter().map(words).collect::<Result<_, _>>()?)
}

async fn by_source(wire: &mut Wire, j: &Jurisdiction, period: Period) -> Result<Vec<(String, u64)>, Fault> {
    let query = sqlx::query(
        "SELECT source AS word, count(*) AS orders FROM work_order \
         WHERE jurisdiction = $1 AND accepted_at >= $2 AND accepted_at < $3 GROUP BY source ORDER BY orders DESC, source",
    )
    .bind(j.as_str())
    .bind(ms(period.from))
    .bind(ms(period.to));
    let rows = wire.all(query).await?;
    Ok(rows.iter().map(words).collect::<Result<_, _>>()?)
}

fn words(row: &PgRow) -> Result<(String, u64), StoreError> {
    let cells = Cells::of(row, TABLE, &"by word");
    Ok((cells.get("word")?, cells.count("orders")?))
}

async fn by_unit(
    wire: &mut Wire,
    j: &Jurisdiction,
    period: Period,
    now: Timestamp,
) -> Result<Vec<UnitCounts>, Fault> {
    let query = sqlx::query(
        "SELECT lead, count(*) AS led, count(*) FILTER (WHERE state = 'dispatched') AS unsigned, \
         count(*) FILTER (WHERE state IN ('done', 'called_back', 'rated', 'closed')) AS finished, \
         count(*) FILTER (WHERE runs_out < $1) AS overdue FROM work_order \
         WHERE jurisdiction = $2 AND accepted_at >= $3 AND accepted_at < $4 AND lead IS NOT NULL \
         GROUP BY lead ORDER BY lead",
    )
    .bind(ms(now))
    .bind(j.as_str())
    .bind(ms(period.from))
    .bind(ms(period.to));
    let rows = wire.all(query).await?;
    rows.iter()
        .map(|row| {
            let cells = Cells::named::<String>(row, TABLE, "lead")?;
            Ok(UnitCounts {
                unit: UnitCode::new(cells.get::<String>("lead")?),
                led: cells.count("led")?,
                unsigned: cells.count("unsigned")?,
                finished: cells.count("finished")?,
                overdue: cells.count("overdue")?,
            })
        })
        .collect()
}

/// Open, overdue and finished; the rest is left at nothing.
async fn standing(
    wire: &mut Wire,
    j: &Jurisdiction,
    period: Period,
    now: Timestamp,
) -> Result<Counts, Fault> {
    let query = sqlx::query(
        "SELECT (SELECT count(*) FROM work_order WHERE jurisdiction = $1 AND ended_at IS NULL) AS open, \
         (SELECT count(*) FROM work_order WHERE jurisdiction = $1 AND runs_out < $2) AS overdue, \
         (SELECT count(*) FROM work_order WHERE jurisdiction = $1 AND done_at >= $3 AND done_at < $4) AS finished",
    )
    .bind(j.as_str())
    .bind(ms(now))
    .bind(ms(period.from))
    .bind(ms(period.to));
    let row = wire.one(query).await?;
    let cells = Cells::of(&row, TABLE, &"standing");
    Ok(Counts {
        open: cells.count("open")?,
        overdue: cells.count("overdue")?,
        finished: cells.count("finished")?,
        ..Counts::default()
    })
}

/// From the events, not the orders: an order that is handled again may be rated again, and both count.
async fn rated(wire: &mut Wire, j: &Jurisdiction, period: Period) -> Result<(u64, u64, u64), Fault> {
    let query = sqlx::query(
        "SELECT count(*) AS rated, \
         count(*) FILTER (WHERE document::json #>> '{fact,rating,solved}' IN ('yes', 'partly')) AS solved, \
         count(*) FILTER (WHERE document::json #>> '{fact,rating,satisfaction}' \
             IN ('fair', 'satisfied', 'very_satisfied')) AS satisfied \
         FROM event WHERE jurisdiction = $1 AND kind = 'rated' AND at >= $2 AND at < $3",
    )
    .bind(j.as_str())
    .bind(ms(period.from))
    .bind(ms(period.to));
    let row = wire.one(query).await?;
    let part = |column: &str| -> Result<u64, Fault> {
        let count: i64 = row.try_get(column)?;
        Ok(count.unsigned_abs())
    };
    Ok((part("rated")?, part("solved")?, part("satisfied")?))
}
