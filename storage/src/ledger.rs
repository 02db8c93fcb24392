//! What is a whole ledger, whatever it is kept in?

use async_trait::async_trait;

use crate::{Clerk, Store};

/// Everything a backend does: writes and looks, and the clerk's lists.
#[async_trait]
pub trait Ledger: Store + Clerk {
    /// Finishes what waits to be written and closes it. Later calls are
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    async fn close(&self);
}

#[cfg(feature = "sqlite")]
#[async_trait]
impl Ledger for crate::sqlite::SqliteStore {
    async fn close(&self) {
        Self::close(self).await;
    }
}

#[cfg(feature = "postgres")]
#[async_trait]
impl Ledger for crate::postgres::PostgresStore {
    async fn close(&self) {
        Self::close(self).await;
    }
}
