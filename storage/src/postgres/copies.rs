//! How is a database copied row by row, and how does a copy become a database?

mod fill;
mod shape;
mod text;
mod walk;

use async_trait::async_trait;
use sqlx::{Connection, PgConnection, Row};
use tokio::sync::mpsc;

use super::fault::Fault;
use super::hosts::Hosts;
use super::open;
use crate::copy::{Copies, Piece};
use crate::{Sealer, StoreError};

/// A PostgreSQL database that is copied: nothing is changed in it, and it may be in use.
#[derive(Clone)]
pub struct PostgresDatabase {
    hosts: Hosts,
    sealer: Sealer,
}

impl PostgresDatabase {
    /// The database of a ledger, by the address that [`PostgresStore::open`](super::PostgresStore::open) takes; it may
    /// be empty.
    pub fn at(dsn: &str, sealer: Sealer) -> Result<Self, StoreError> {
        Ok(Self { hosts: Hosts::of(dsn)?, sealer })
    }

    /// A connection whose statements may take as long as they need.
    async fn connected(&self) -> Result<PgConnection, Fault> {
        let mut db = self.hosts.connect().await?;
        let patient =
            "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0";
        sqlx::raw_sql(patient).execute(&mut db).await?;
        Ok(db)
    }
}

#[async_trait]
impl Copies for PostgresDatabase {
    async fn copy_out(&self, to: mpsc::Sender<Piece>) -> Result<(), StoreError> {
        let mut db = self.connected().await?;
        let walked = walk::walk_all(&mut db, &self.sealer, &to).await;
        // The server forgets it by itself, too.
        let _closed = db.close().await;
        Ok(walked?)
    }

    /// In one transaction.
    async fn copy_in(&self, from: mpsc::Receiver<Piece>) -> Result<(), StoreError> {
        let mut db = self.connected().await?;
        let filled = fill::fill(&mut db, &self.sealer, from).await;
        let _closed = db.close().await;
        Ok(filled?)
    }

    async fn is_empty(&self) -> Result<bool, StoreError> {
        let mut db = self.connected().await?;
        let asked = async {
            if open::schema(&mut db).await? == 0 {
                return Ok(true);
            }
            let found = sqlx::query("SELECT EXISTS (SELECT 1 FROM event)").fetch_one(&mut db).await?;
            Ok::<_, Fault>(!found.try_get::<bool, _>(0)?)
        };
        let empty = asked.await;
        let _closed = db.close().await;
        Ok(empty?)
    }
}
