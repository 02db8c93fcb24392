//! How do values become columns, and columns values again?
//!
//! Statements are prepared once and kept. A limit is written `LIMIT ? + 0`: SQLite looks at a bare `?` while it plans, and
//! plans anew whenever another value comes.

use std::fmt::Display;

use jiff::Timestamp;
use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{Connection, Params, Row, RowIndex};
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fault::corrupt;
use crate::StoreError;

/// Runs a statement that gives no rows; how many rows it changed.
pub(super) fn run(db: &Connection, sql: &str, values: impl Params) -> Result<usize, StoreError> {
    Ok(db.prepare_cached(sql)?.execute(values)?)
}

/// The first row of a statement, read.
pub(super) fn one<T>(
    db: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    rows.next()?.map(read).transpose()
}

/// Every row of a statement, read.
pub(super) fn all<T>(
    db: &Connection,
    sql: &str,
    values: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Reads with several statements what stood at one moment: a commit between two of them would tear them apart.
pub(super) fn at_one_moment<T>(
    db: &Connection,
    read: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    run(db, "BEGIN", ())?;
    let found = read(db);
    run(db, "COMMIT", ())?;
    found
}

/// The name of a column, or its place: where a row is read with every message, looking for names costs as much as the
/// reading.
pub(super) trait Column: RowIndex + Display + Copy {}

impl Column for &'static str {}
impl Column for usize {}

/// One row that is being read: whatever cannot be read is reported with the row's address.
pub(super) struct Cells<'r> {
    row: &'r Row<'r>,
    table: &'static str,
    key: Key<'r>,
}

/// The address of a row; written out only when it is needed.
enum Key<'r> {
    Given(&'r dyn Display),
    Named(&'static str),
}

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r Row<'_>, table: &'static str, key: &'r dyn Display) -> Self {
        Self { row, table, key: Key::Given(key) }
    }

    /// A row whose address is one of its own columns.
    pub(super) fn named(row: &'r Row<'_>, table: &'static str, column: &'static str) -> Self {
        Self { row, table, key: Key::Named(column) }
    }

    /// A column as the database gives it.
    pub(super) fn get<T: FromSql>(&self, column: impl Column) -> Result<T, StoreError> {
        self.row.get(column).map_err(|why| self.corrupt(&why))
    }

    pub(super) fn text(&self, column: impl Column) -> Result<&'r str, StoreError> {
        self.value(column)?.as_str().map_err(|why| self.corrupt(&why))
    }

    pub(super) fn text_if_any(&self, column: impl Column) -> Result<Option<&'r str>, StoreError> {
        self.value(column)?.as_str_or_null().map_err(|why| self.corrupt(&why))
    }

    pub(super) fn bytes(&self, column: impl Column) -> Result<&'r [u8], StoreError> {
        self.value(column)?.as_blob().map_err(|why| self.corrupt(&why))
    }

    pub(super) fn bytes_if_any(&self, column: impl Column) -> Result<Option<&'r [u8]>, StoreError> {
        self.value(column)?.as_blob_or_null().map_err(|why| self.corrupt(&why))
    }

    pub(super) fn time(&self, column: impl Column) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(self.get(column)?).map_err(|why| self.corrupt(&why))
    }

    pub(super) fn time_if_any(&self, column: impl Column) -> Result<Option<Timestamp>, StoreError> {
        let ms: Option<i64> = self.get(column)?;
        ms.map(Timestamp::from_millisecond).transpose().map_err(|why| self.corrupt(&why))
    }

    /// A count: never negative.
    pub(super) fn count<T: TryFrom<i64>>(&self, column: impl Column) -> Result<T, StoreError> {
        let count: i64 = self.get(column)?;
        T::try_from(count).map_err(|_| self.corrupt(&format!("column {column} is {count}")))
    }

    /// A value written by [`word`].
    pub(super) fn word<T>(&self, column: impl Column) -> Result<T, StoreError>
    where
        T: for<'de> Deserialize<'de>,
    {
        let word: StrDeserializer<'_, Error> = self.text(column)?.into_deserializer();
        T::deserialize(word).map_err(|why| self.corrupt(&why))
    }

    /// A text that is parsed.
    pub(super) fn parse<T>(&self, column: impl Column) -> Result<Option<T>, StoreError>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        self.text_if_any(column)?.map(str::parse).transpose().map_err(|why| self.corrupt(&why))
    }

    /// A JSON document.
    pub(super) fn document<T: DeserializeOwned>(&self, column: impl Column) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?).map_err(|why| self.corrupt(&why))
    }

    pub(super) fn corrupt(&self, why: &dyn Display) -> StoreError {
        match &self.key {
            Key::Given(key) => corrupt(self.table, key, why),
            Key::Named(column) => match self.row.get_ref(*column) {
                Ok(ValueRef::Text(text)) => corrupt(self.table, &String::from_utf8_lossy(text), why),
                Ok(ValueRef::Blob(bytes)) => match Uuid::from_slice(bytes) {
                    Ok(id) => corrupt(self.table, &id, why),
                    Err(_) => corrupt(self.table, &"?", why),
                },
                Ok(ValueRef::Integer(number)) => corrupt(self.table, &number, why),
                Ok(ValueRef::Real(_) | ValueRef::Null) | Err(_) => corrupt(self.table, &"?", why),
            },
        }
    }

    fn value(&self, column: impl Column) -> Result<ValueRef<'r>, StoreError> {
        self.row.get_ref(column).map_err(|why| self.corrupt(&why))
    }
}

/// Milliseconds since 1970; what is finer is cut off.
pub(super) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

pub(super) fn ms_if_any(at: Option<Timestamp>) -> Option<i64> {
    at.map(ms)
}

/// A number of a stream, or of anything else that is counted.
pub(super) fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A fieldless variant, as its serialised name.
pub(super) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a fieldless variant is a word, not {other:?}"),
    }
}

/// A value of this crate as a JSON document.
pub(super) fn document<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the maps in our own types have text keys")
}
