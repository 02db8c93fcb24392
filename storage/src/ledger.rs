//! What is a whole database to the program?

use async_trait::async_trait;

use crate::{Clerk, Store};

/// Everything a backend does: orders and news, pages and reports, staff.
#[async_trait]
pub trait Ledger: Store + Clerk {
    /// Finishes the writes that wait and lets go of the database. Later calls are
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable).
    async fn close(&self);
}
