//! How is a file copied row by row, and how does a copy become a file?

mod fill;
mod walk;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::rows::one;
use super::{connect, open};
use crate::copy::{Copies, Piece};
use crate::{Sealer, StoreError};

/// A database file that is copied: nothing is changed in it, and it may be in use.
#[derive(Clone, Debug)]
pub struct SqliteFile {
    path: PathBuf,
    sealer: Sealer,
}

impl SqliteFile {
    /// The file of a ledger, which need not be there yet.
    pub fn at(path: &Path, sealer: Sealer) -> Self {
        Self { path: path.to_owned(), sealer }
    }
}

#[async_trait]
impl Copies for SqliteFile {
    async fn copy_out(&self, to: mpsc::Sender<Piece>) -> Result<(), StoreError> {
        let file = self.clone();
        on_its_own_thread(move || {
            let db = connect::reader(&file.path)?;
            open::check(&db, &file.sealer)?;
            walk::walk(&db, None, &mut |piece| {
                let gone = |_| StoreError::Unavailable("nobody takes the copy any more".to_owned());
                to.blocking_send(piece).map_err(gone)
            })
        })
        .await
    }

    /// Beside its place first; it is moved there when it is whole.
    async fn copy_in(&self, from: mpsc::Receiver<Piece>) -> Result<(), StoreError> {
        let file = self.clone();
        on_its_own_thread(move || fill::fill(&file.path, &file.sealer, from)).await
    }

    async fn is_empty(&self) -> Result<bool, StoreError> {
        let path = self.path.clone();
        on_its_own_thread(move || {
            if !path.exists() {
                return Ok(true);
            }
            let db = connect::reader(&path)?;
            let made = one(&db, "SELECT 1 FROM sqlite_schema WHERE name = 'event'", (), |_| Ok(()))?;
            Ok(made.is_none() || one(&db, "SELECT 1 FROM event LIMIT 1", (), |_| Ok(()))?.is_none())
        })
        .await
    }
}

async fn on_its_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|why| Err(StoreError::Unavailable(format!("copying broke off: {why}"))))
}
