//! How do columns become values again?

use std::fmt::Display;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::{Decode, Postgres, Row, Type};

use crate::StoreError;
use crate::written::{corrupt, read_word};

/// One row that is being read: whatever cannot be read is reported with the row's address.
pub(super) struct Cells<'r> {
    row: &'r PgRow,
    table: &'static str,
    key: String,
}

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r PgRow, table: &'static str, key: &dyn Display) -> Self {
        Self { row, table, key: key.to_string() }
    }

    /// A row whose address is one of its own columns.
    pub(super) fn named<K>(
        row: &'r PgRow,
        table: &'static str,
        column: &'static str,
    ) -> Result<Self, StoreError>
    where
        K: Decode<'r, Postgres> + Type<Postgres> + ToString,
    {
        let cells = Self::of(row, table, &"?");
        let key = cells.get::<K>(column)?.to_string();
        Ok(Self { key, ..cells })
    }

    /// A column as the database gives it.
    pub(super) fn get<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: Decode<'r, Postgres> + Type<Postgres>,
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

    /// A fieldless variant.
    pub(super) fn word<T>(&self, column: &'static str) -> Result<T, StoreError>
    where
        T: for<'de> Deserialize<'de>,
    {
        read_word(self.get(column)?).map_err(|why| self.corrupt(&why))
    }

    /// A text that is parsed.
    pub(super) fn parse<T>(&self, column: &'static str) -> Result<Option<T>, StoreError>
    where
        T: std::str::FromStr<Err: Display>,
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
