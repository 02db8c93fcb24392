//! How is everything that is kept carried out of one database and into another, whatever engine keeps it?
//!
//! Table by table, row by row, as it stood at one moment; a row is a list of [`Value`]s in the order of the
//! [`Form`]'s columns. What is sealed stays sealed. Both ends count and digest what went through their hands
//! ([`Sum`]), so that a copy is known to be whole.

mod row;
mod sum;

use async_trait::async_trait;
use tokio::sync::mpsc;

pub use row::{BadRow, Row, Value};
pub use sum::{Adding, Sum, TableSum};

use crate::StoreError;

/// What a copy begins with.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Contents {
    /// Schema of the database: the number of its last migration.
    pub schema: i64,
    /// Its tables.
    pub tables: Vec<Form>,
}

/// A table, as far as a copy knows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Form {
    /// Its name.
    pub name: String,
    /// Names of its columns, in alphabetical order.
    pub columns: Vec<String>,
}

/// A part of a copy on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// The first one.
    Contents(Contents),
    /// Rows of one table, which come together and in the order of its key.
    Rows {
        /// Which table of the contents.
        table: usize,
        /// Some of its rows.
        rows: Vec<Row>,
    },
    /// The last one: a copy without it is broken off, and nothing of it counts.
    End(Sum),
}

/// A database that can be copied.
#[async_trait]
pub trait Copies: Send + Sync {
    /// Carries everything out, as it stood at one moment, while others go on writing. Refuses a database of a newer
    /// program and a key file without every key that ever sealed there.
    async fn copy_out(&self, to: mpsc::Sender<Piece>) -> Result<(), StoreError>;

    /// Carries everything in, whole or not at all: into a database in which nothing was ever written. What has
    /// arrived is read again and compared before it counts. Copies of older schemas are brought up to date.
    async fn copy_in(&self, from: mpsc::Receiver<Piece>) -> Result<(), StoreError>;

    /// Was nothing ever written?
    async fn is_empty(&self) -> Result<bool, StoreError>;
}
