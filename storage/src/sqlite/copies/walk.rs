//! What stands in the file, table by table, at one moment?

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::super::fault::corrupt;
use super::super::migrations;
use super::super::rows::{all, at_one_moment};
use crate::StoreError;
use crate::copy::{Adding, Contents, Form, Piece, Row, Sum, Value};

/// So much is handed on at once, about.
const BATCH: usize = 256 * 1024;

/// Hands on everything: the contents first, then the rows, then what they come to. With `only`, just these tables and
/// columns.
pub(super) fn walk(
    db: &Connection,
    only: Option<&Contents>,
    give: &mut dyn FnMut(Piece) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    at_one_moment(db, |db| {
        let contents = match only {
            Some(contents) => contents.clone(),
            None => Contents { schema: migrations::schema(db)?, tables: tables(db)? },
        };
        let mut adding = Adding::over(&contents.tables);
        give(Piece::Contents(contents.clone()))?;
        for (table, form) in contents.tables.iter().enumerate() {
            walk_table(db, table, form, &mut adding, give)?;
        }
        give(Piece::End(adding.sum()))
    })
}

/// What everything comes to, without handing it on.
pub(super) fn sum(db: &Connection, only: &Contents) -> Result<Sum, StoreError> {
    let mut sum = Sum::default();
    walk(db, Some(only), &mut |piece| {
        if let Piece::End(end) = piece {
            sum = end;
        }
        Ok(())
    })?;
    Ok(sum)
}

/// Every table but the list of migrations: the schema stands for that.
fn tables(db: &Connection) -> Result<Vec<Form>, StoreError> {
    let names = all(
        db,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
         AND name <> '_sqlx_migrations' ORDER BY name",
        (),
        |row| Ok(row.get::<_, String>(0)?),
    )?;
    let form = |name: String| {
        let columns = all(db, "SELECT name FROM pragma_table_info(?) ORDER BY name", (&name,), |row| {
            Ok(row.get::<_, String>(0)?)
        })?;
        Ok(Form { name, columns })
    };
    names.into_iter().map(form).collect()
}

fn walk_table(
    db: &Connection,
    table: usize,
    form: &Form,
    adding: &mut Adding,
    give: &mut dyn FnMut(Piece) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let key =
        all(db, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (&form.name,), |row| {
            Ok(quoted(&row.get::<_, String>(0)?))
        })?;
    let columns: Vec<String> = form.columns.iter().map(|column| quoted(column)).collect();
    let sql =
        format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), quoted(&form.name), key.join(", "));
    let mut statement = db.prepare(&sql)?;
    let mut found = statement.query(())?;
    let (mut rows, mut size) = (Vec::new(), 0);
    while let Some(row) = found.next()? {
        let row: Result<Row, StoreError> = (0..columns.len()).map(|n| value(row.get_ref(n)?, form)).collect();
        let row = row?;
        adding.add(table, &row);
        size += row.iter().map(Value::size).sum::<usize>();
        rows.push(row);
        if size >= BATCH {
            give(Piece::Rows { table, rows: std::mem::take(&mut rows) })?;
            size = 0;
        }
    }
    if rows.is_empty() { Ok(()) } else { give(Piece::Rows { table, rows }) }
}

fn value(value: ValueRef<'_>, form: &Form) -> Result<Value, StoreError> {
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Number(number)),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(why) => Err(corrupt("a table", &form.name, &why)),
        },
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_vec())),
        // Every table is STRICT, and none has such a column.
        ValueRef::Real(_) => Err(corrupt("a table", &form.name, &"a fraction")),
    }
}

/// A name as SQL has it. Names come from the schema, or from a copy that was sealed with our key.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
