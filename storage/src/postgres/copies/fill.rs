//! How does a copy become a database, whole or not at all?

use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use tokio::sync::mpsc;

use super::super::fault::Fault;
use super::super::open;
use super::shape::{LEASE, Table, chosen, quoted, tables};
use super::text;
use super::walk::walk;
use crate::copy::{Piece, Row, Value};
use crate::{Sealer, StoreError};

/// What a program that was only started has written by itself; a copy brings its own.
const OWN: [&str; 2] = ["meta", "rulebook"];

/// Fills a database in which nothing was ever written, in one transaction, and reads it again before it counts.
pub(super) async fn fill(
    db: &mut PgConnection,
    sealer: &Sealer,
    mut from: mpsc::Receiver<Piece>,
) -> Result<(), Fault> {
    let Some(Piece::Contents(contents)) = from.recv().await else { return Err(broken_off()) };
    let known = open::known();
    if contents.schema > known {
        return Err(StoreError::NewerSchema { found: contents.schema, known }.into());
    }
    open::migrate(db).await?;
    sqlx::raw_sql("BEGIN").execute(&mut *db).await?;
    let all = tables(db).await?;
    make_room(db, &all).await?;
    let tables = chosen(&all, &contents)?;
    let mut lease = None;
    let sum = loop {
        match from.recv().await {
            Some(Piece::Rows { table, rows }) => {
                let table = tables.get(table).ok_or_else(broken_off)?;
                if table.name == LEASE {
                    lease = last_token(table, &rows);
                } else {
                    add(db, table, &rows).await?;
                }
            }
            Some(Piece::End(sum)) => break sum,
            Some(Piece::Contents(_)) | None => return Err(broken_off()),
        }
    };
    if let Some(last) = lease {
        set_lease(db, last).await?;
    }
    let filled = walk(db, &tables, None).await?;
    if let Some(table) = sum.difference(&filled, &contents) {
        let why = format!("what was written into {table} is not what was to be written");
        return Err(StoreError::Refused(why).into());
    }
    open::check(db, known, sealer).await?;
    sqlx::raw_sql("COMMIT").execute(&mut *db).await?;
    sqlx::raw_sql("ANALYZE").execute(db).await?;
    Ok(())
}

/// Nobody writes meanwhile, and nobody has written before.
async fn make_room(db: &mut PgConnection, tables: &[Table]) -> Result<(), Fault> {
    for table in tables.iter().filter(|table| table.name != LEASE) {
        let name = quoted(&table.name);
        let lock = format!("LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE");
        sqlx::raw_sql(AssertSqlSafe(lock)).execute(&mut *db).await?;
        if OWN.contains(&table.name.as_str()) {
            sqlx::raw_sql(AssertSqlSafe(format!("DELETE FROM {name}"))).execute(&mut *db).await?;
            continue;
        }
        let asked = sqlx::query(AssertSqlSafe(format!("SELECT EXISTS (SELECT 1 FROM {name})")));
        if asked.fetch_one(&mut *db).await?.try_get(0)? {
            return Err(StoreError::Refused(format!("{} is not empty", table.name)).into());
        }
    }
    Ok(())
}

async fn add(db: &mut PgConnection, table: &Table, rows: &[Row]) -> Result<(), Fault> {
    let mut lines = String::new();
    for row in rows {
        text::write(row, table, &mut lines)?;
    }
    let mut columns: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    // Counts of changes go into the first slot.
    if table.name == super::shape::CHANGE {
        columns.push("slot".to_owned());
        lines = lines.replace('\n', "\t0\n");
    }
    let sql = format!("COPY {} ({}) FROM STDIN", quoted(&table.name), columns.join(", "));
    let mut copy = db.copy_in_raw(&sql).await?;
    copy.send(lines.as_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

fn last_token(table: &Table, rows: &[Row]) -> Option<i64> {
    let place = table.columns.iter().position(|column| column.name == "last")?;
    match rows.first()?.get(place)? {
        Value::Number(last) => Some(*last),
        Value::Null | Value::Text(_) | Value::Bytes(_) => None,
    }
}

/// Tokens go on rising from there.
async fn set_lease(db: &mut PgConnection, last: i64) -> Result<(), Fault> {
    let sql = "SELECT setval('lease', greatest($1, 1), $1 > 0)";
    sqlx::query(sql).bind(last).execute(db).await?;
    Ok(())
}

fn broken_off() -> Fault {
    StoreError::Refused("the copy is broken off".to_owned()).into()
}
