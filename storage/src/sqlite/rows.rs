//! How do values become columns, and columns values again?

use std::fmt::Display;

use jiff::Timestamp;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row, Sqlite, Type};

use super::fault::corrupt;
use crate::StoreError;

/// One row that is being read: whatever cannot be read is reported with the row's address.
pub(super) struct Cells<'r> {
    row: &'r SqliteRow,
    table: &'static str,
    key: String,
}

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r SqliteRow, table: &'static str, key: &dyn Display) -> Self {
        Self { row, table, key: key.to_string() }
    }

    /// A row whose address is one of its own columns.
    pub(super) fn named<K>(
        row: &'r SqliteRow,
        table: &'static str,
        column: &'static str,
    ) -> Result<Self, StoreError>
    where
        K: Decode<'r, Sqlite> + Type<Sqlite> + ToString,
    {
        let cells = Self::of(row, table, &"?");
        let key = cells.get::<K>(column)?.to_string();
        Ok(Self { key, ..cells })
    }

    /// A column as the database gives it.
    pub(super) fn get<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite>,
    {
        self.row.try_get(column).map_err(|why| self.corrupt(&why))
    }

    pub(super) fn time(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(self.get(column)?).map_err(|why| self.corrupt(&why))
    }

    pub(super) fn time_if_any(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        let ms: Option<i64> = self.get(column)?;
        ms.map(Timestamp::from_millisecond).transpose().map_err(|why| self.corrupt(&why))
    }

    /// A count: never negative.
    pub(super) fn count<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        let count: i64 = self.get(column)?;
        T::try_from(count).map_err(|_| self.corrupt(&format!("{column} is {count}")))
    }

    /// A value written by [`word`].
    pub(super) fn word<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: for<'de> Deserialize<'de>,
    {
        let text: &str = self.get(column)?;
        let word: StrDeserializer<'_, Error> = text.into_deserializer();
        T::deserialize(word).map_err(|why| self.corrupt(&why))
    }

    /// A text that is parsed.
    pub(super) fn parse<T>(&self, column: &'static str) -> Result<Option<T>, StoreError>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        let text: Option<&str> = self.get(column)?;
        text.map(str::parse).transpose().map_err(|why| self.corrupt(&why))
    }

    /// A JSON document.
    pub(super) fn document<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        serde_json::from_str(self.get(column)?).map_err(|why| self.corrupt(&why))
    }

    pub(super) fn corrupt(&self, why: &dyn Display) -> StoreError {
        corrupt(self.table, &self.key, why)
    }
}

/// Milliseconds since 1970; what is finer is cut off.
pub(super) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

pub(super) fn ms_if_any(at: Option<Timestamp>) -> Option<i64> {
    at.map(ms)
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
