//! What stands in the database, table by table, at one moment?

use futures::StreamExt;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use tokio::sync::mpsc;

use super::super::fault::Fault;
use super::super::open;
use super::shape::{CHANGE, Column, Kind, LEASE, Table, quoted, tables};
use crate::copy::{Adding, Contents, Piece, Row, Sum, Value};
use crate::{Sealer, StoreError};

/// So much is handed on at once, about.
const BATCH: usize = 256 * 1024;

/// Hands on everything: the contents first, then the rows, then what they come to.
pub(super) async fn walk_all(
    db: &mut PgConnection,
    sealer: &Sealer,
    to: &mpsc::Sender<Piece>,
) -> Result<(), Fault> {
    sqlx::raw_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").execute(&mut *db).await?;
    let schema = open::schema(db).await?;
    open::check(db, schema, sealer).await?;
    let tables = tables(db).await?;
    let contents = Contents { schema, tables: tables.iter().map(Table::form).collect() };
    give(to, Piece::Contents(contents)).await?;
    let sum = walk(db, &tables, Some(to)).await?;
    give(to, Piece::End(sum)).await
}

/// What these tables come to; their rows are handed on, if to anybody.
pub(super) async fn walk(
    db: &mut PgConnection,
    tables: &[Table],
    to: Option<&mpsc::Sender<Piece>>,
) -> Result<Sum, Fault> {
    let forms: Vec<_> = tables.iter().map(Table::form).collect();
    let mut adding = Adding::over(&forms);
    for (number, table) in tables.iter().enumerate() {
        let mut found = sqlx::query(AssertSqlSafe(select(table))).fetch(&mut *db);
        let (mut rows, mut size) = (Vec::new(), 0);
        while let Some(row) = found.next().await {
            let row = read(&row?, &table.columns)?;
            adding.add(number, &row);
            let Some(to) = to else { continue };
            size += row.iter().map(Value::size).sum::<usize>();
            rows.push(row);
            if size >= BATCH {
                give(to, Piece::Rows { table: number, rows: std::mem::take(&mut rows) }).await?;
                size = 0;
            }
        }
        if let Some(to) = to.filter(|_| !rows.is_empty()) {
            give(to, Piece::Rows { table: number, rows }).await?;
        }
    }
    Ok(adding.sum())
}

async fn give(to: &mpsc::Sender<Piece>, piece: Piece) -> Result<(), Fault> {
    let gone = |_| StoreError::Unavailable("nobody takes the copy any more".to_owned());
    Ok(to.send(piece).await.map_err(gone)?)
}

fn select(table: &Table) -> String {
    if table.name == LEASE {
        // What was given out last; nothing yet is 0.
        let columns = table.columns.iter().map(|column| match column.name.as_str() {
            "last" => "CASE WHEN is_called THEN last_value ELSE last_value - 1 END",
            _ => "1::bigint",
        });
        return format!("SELECT {} FROM lease", columns.collect::<Vec<_>>().join(", "));
    }
    let is_change = table.name == CHANGE;
    let column = |column: &Column| {
        let name = quoted(&column.name);
        match column.kind {
            Kind::Number if is_change => format!("sum({name})::bigint"),
            Kind::Number => format!("{name}::bigint"),
            Kind::Flag => format!("{name}::int::bigint"),
            Kind::Id => format!("uuid_send({name})"),
            Kind::Text | Kind::Bytes => name,
        }
    };
    let columns: Vec<String> = table.columns.iter().map(column).collect();
    let key: Vec<String> = table.key.iter().filter(|name| *name != "slot").map(|name| quoted(name)).collect();
    let (key, group) = (key.join(", "), if is_change { "GROUP BY jurisdiction, unit " } else { "" });
    format!("SELECT {} FROM {} {group}ORDER BY {key}", columns.join(", "), quoted(&table.name))
}

fn read(row: &PgRow, columns: &[Column]) -> Result<Row, Fault> {
    let value = |(n, column): (usize, &Column)| -> Result<Value, Fault> {
        Ok(match column.kind {
            Kind::Number | Kind::Flag => row.try_get::<Option<i64>, _>(n)?.map_or(Value::Null, Value::Number),
            Kind::Text => row.try_get::<Option<String>, _>(n)?.map_or(Value::Null, Value::Text),
            Kind::Id | Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(n)?.map_or(Value::Null, Value::Bytes),
        })
    };
    columns.iter().enumerate().map(value).collect()
}
