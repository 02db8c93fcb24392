//! Who reads, beside the one who writes?

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use rusqlite::Connection;
use tokio::sync::{Notify, Semaphore};

use super::connect;
use crate::StoreError;

/// Readings of a page or a report at the same time. More would wait for the same two or four cores.
const LONG: usize = 4;
/// Connections that are kept although nobody uses them.
const KEPT: usize = 4;

/// Connections that only read, handed out one by one. The one used last is handed out first: it remembers most.
///
/// A reading of one or a few rows by their keys takes microseconds and is made on the caller's own thread; handing it to
/// another thread would cost ten times as much. What looks through many rows goes to a thread where it may block.
#[derive(Clone)]
pub(super) struct Readers {
    shelf: Arc<Shelf>,
}

struct Shelf {
    path: PathBuf,
    stock: Mutex<Stock>,
    brought_back: Notify,
    long: Semaphore,
}

#[derive(Default)]
struct Stock {
    idle: Vec<Connection>,
    lent: usize,
    closed: bool,
}

impl Readers {
    pub(super) fn of(path: PathBuf) -> Self {
        let shelf =
            Shelf { path, stock: Mutex::default(), brought_back: Notify::new(), long: Semaphore::new(LONG) };
        Self { shelf: Arc::new(shelf) }
    }

    /// A reading of microseconds, on this thread.
    pub(super) fn read<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let lent = self.lend()?;
        ask(&lent)
    }

    /// A reading that may take longer, on a thread of its own.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = self.shelf.long.acquire().await;
        let readers = self.clone();
        let found = tokio::task::spawn_blocking(move || readers.read(ask)).await;
        drop(place);
        found.unwrap_or_else(|why| Err(StoreError::Unavailable(format!("a reading broke off: {why}"))))
    }

    /// Waits for who reads, then closes everything. Later readings are refused.
    pub(super) async fn close(&self) {
        loop {
            let brought_back = self.shelf.brought_back.notified();
            {
                let mut stock = self.shelf.stock();
                stock.closed = true;
                stock.idle.clear();
                if stock.lent == 0 {
                    return;
                }
            }
            brought_back.await;
        }
    }

    fn lend(&self) -> Result<Lent<'_>, StoreError> {
        let idle = {
            let mut stock = self.shelf.stock();
            if stock.closed {
                return Err(StoreError::Unavailable("the store is closed".to_owned()));
            }
            stock.lent += 1;
            stock.idle.pop()
        };
        let mut lent = Lent { shelf: &self.shelf, db: idle };
        if lent.db.is_none() {
            lent.db = Some(connect::reader(&self.shelf.path)?);
        }
        Ok(lent)
    }
}

impl Shelf {
    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.stock.lock().expect("nothing panics while the stock is held")
    }
}

/// A connection that comes back when it is dropped.
struct Lent<'s> {
    shelf: &'s Shelf,
    db: Option<Connection>,
}

impl Deref for Lent<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db.as_ref().expect("it was put in when it was lent")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut stock = self.shelf.stock();
        stock.lent -= 1;
        // One that is still inside a transaction would go on reading what stood then.
        let fit = self.db.take().filter(Connection::is_autocommit);
        if let Some(db) = fit
            && !stock.closed
            && stock.idle.len() < KEPT
        {
            stock.idle.push(db);
        }
        let last = stock.closed && stock.lent == 0;
        drop(stock);
        if last {
            self.shelf.brought_back.notify_waiters();
        }
    }
}
