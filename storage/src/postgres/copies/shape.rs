//! Which tables and columns are there, and as what are they carried?

use sqlx::{PgConnection, Row};

use super::super::fault::Fault;
use crate::StoreError;
use crate::copy::{Contents, Form};

/// The lease tokens: a sequence here, a row elsewhere.
pub(super) const LEASE: &str = "lease";
/// The counts of changes: in several slots here, in one row elsewhere.
pub(super) const CHANGE: &str = "change";
const SLOT: &str = "slot";

/// A column, as this database keeps it.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// The types that the schema uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Flag,
    Id,
    Bytes,
}

/// A table, as this database keeps it.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    /// In alphabetical order.
    pub(super) columns: Vec<Column>,
    /// The columns of its key, in the key's order.
    pub(super) key: Vec<String>,
}

impl Table {
    pub(super) fn form(&self) -> Form {
        let columns = self.columns.iter().map(|column| column.name.clone()).collect();
        Form { name: self.name.clone(), columns }
    }
}

/// Every table but the list of migrations, in alphabetical order.
pub(super) async fn tables(db: &mut PgConnection) -> Result<Vec<Table>, Fault> {
    let columns = sqlx::query(
        "SELECT c.relname::text, a.attname::text, t.typname::text, \
         coalesce(array_position(k.conkey, a.attnum), 0) \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p' \
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 \
         AND NOT a.attisdropped AND c.relname <> '_sqlx_migrations' \
         ORDER BY c.relname COLLATE \"C\", a.attname COLLATE \"C\"",
    );
    let mut tables: Vec<(Table, Vec<(i32, String)>)> = Vec::new();
    for row in columns.fetch_all(db).await? {
        let (table, name): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if table == CHANGE && name == SLOT {
            continue;
        }
        let kind = kind(row.try_get(2)?, &table, &name)?;
        if tables.last().is_none_or(|(last, _)| last.name != table) {
            tables.push((Table { name: table, columns: Vec::new(), key: Vec::new() }, Vec::new()));
        }
        let (table, key) = tables.last_mut().expect("it was just put there");
        let place: i32 = row.try_get(3)?;
        if place > 0 {
            key.push((place, name.clone()));
        }
        table.columns.push(Column { name, kind });
    }
    let mut tables: Vec<Table> = tables.into_iter().map(|(table, key)| with_key(table, key)).collect();
    tables.push(lease());
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(tables)
}

/// Of each table of a copy, the table here with just the copy's columns.
pub(super) fn chosen(tables: &[Table], contents: &Contents) -> Result<Vec<Table>, StoreError> {
    let unknown = |what: &str| StoreError::Refused(format!("the copy has {what}, which is not known here"));
    let choose = |form: &Form| {
        let table = tables.iter().find(|table| table.name == form.name);
        let table = table.ok_or_else(|| unknown(&form.name))?;
        let column = |name: &String| {
            let found = table.columns.iter().find(|column| column.name == *name);
            found.cloned().ok_or_else(|| unknown(&format!("{}.{name}", form.name)))
        };
        let columns: Result<Vec<Column>, StoreError> = form.columns.iter().map(column).collect();
        Ok(Table { columns: columns?, ..table.clone() })
    };
    contents.tables.iter().map(choose).collect()
}

fn with_key(mut table: Table, mut key: Vec<(i32, String)>) -> Table {
    key.sort();
    table.key = key.into_iter().map(|(_, name)| name).collect();
    table
}

fn lease() -> Table {
    let number = |name: &str| Column { name: name.to_owned(), kind: Kind::Number };
    Table {
        name: LEASE.to_owned(),
        columns: vec![number("last"), number("only")],
        key: vec!["only".to_owned()],
    }
}

fn kind(named: &str, table: &str, column: &str) -> Result<Kind, StoreError> {
    match named {
        "text" => Ok(Kind::Text),
        "int2" | "int4" | "int8" => Ok(Kind::Number),
        "bool" => Ok(Kind::Flag),
        "uuid" => Ok(Kind::Id),
        "bytea" => Ok(Kind::Bytes),
        other => Err(StoreError::Refused(format!("{table}.{column} is of the unknown type {other}"))),
    }
}

/// A name as SQL has it. Names come from the database's own catalogue.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
