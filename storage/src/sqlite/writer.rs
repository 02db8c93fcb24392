//! Who writes, when everybody wants to at once?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, Params};
use tokio::sync::{oneshot, watch};
use tracing::warn;

use super::batch::{self, Left, Pen, Waiting, Write};
use super::connect;
use super::log::{self, Log};
use super::queue::{Queue, Turn};
use super::rows::run;
use crate::StoreError;

/// The only connection that writes, on a thread of its own.
///
/// It takes whatever waits into one transaction: one `fsync` for all of them. Nobody is answered before the transaction
/// is durable, and nobody waits for others to come: who is alone is written alone. A caller that goes away stops
/// nothing: its write is kept whole, or was never begun.
#[derive(Clone)]
pub(super) struct Writer {
    door: Arc<Door>,
}

/// Closes the line when the last clone of the writer has gone.
struct Door {
    queue: Arc<Queue>,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.queue.close(None);
    }
}

impl Writer {
    /// Starts the thread on an open connection; `path` opens it again after a failure.
    pub(super) fn start(db: Connection, path: &Path, pulse: watch::Sender<u64>) -> Result<Self, StoreError> {
        let (queue, log) = (Arc::<Queue>::default(), Log::of(path)?);
        let desk = Desk { path: path.to_owned(), pulse, queue: queue.clone() };
        let thread = std::thread::Builder::new().name("ledger".to_owned());
        thread
            .spawn(move || desk.serve(db, log))
            .map_err(|why| StoreError::Unavailable(format!("no thread to write on: {why}")))?;
        Ok(Self { door: Arc::new(Door { queue }) })
    }

    /// Runs a write and answers when it is durable. The write first reads what it depends on, then writes; it may be run
    /// a second time after what it wrote was undone.
    pub(super) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: Fn(&Pen<'_>) -> Result<Left<T>, StoreError> + Send + 'static,
    {
        let (to, answer) = oneshot::channel();
        self.door.queue.line_up(Box::new(Waiting::new(work, to)))?;
        let answer =
            answer.await.map_err(|_| StoreError::Unavailable("the write was given up".to_owned()))?;
        answer.found
    }

    /// One statement that nobody is told of; how many rows it changed.
    pub(super) async fn put(
        &self,
        sql: &'static str,
        values: impl Params + Clone + Send + 'static,
    ) -> Result<usize, StoreError> {
        self.write(move |pen| run(pen, sql, values.clone()).map(Left::Quiet)).await
    }

    /// Moves the log into the file and empties it, as far as readers let it.
    pub(super) async fn overwrite(&self) -> Result<(), StoreError> {
        let (to, done) = oneshot::channel();
        self.door.queue.overwrite(to);
        done.await.map_err(|_| StoreError::Unavailable("the log was not emptied".to_owned()))
    }

    /// Finishes what waits, then closes the connection. Later writes are refused.
    pub(super) async fn close(&self) {
        let (to, closed) = oneshot::channel();
        self.door.queue.close(Some(to));
        // An error means that the thread has ended already: closed all the same.
        let _ = closed.await;
    }
}

/// What the thread works with.
struct Desk {
    path: PathBuf,
    pulse: watch::Sender<u64>,
    queue: Arc<Queue>,
}

impl Desk {
    fn serve(self, db: Connection, mut log: Log) {
        log::watch(&db);
        let mut db = Some(db);
        loop {
            match self.queue.next(log::REST) {
                Turn::Work(writes, overwrites) => {
                    db = self.work(db, writes);
                    if let Some(db) = &db {
                        if overwrites.is_empty() {
                            log.keep_short(db);
                        } else {
                            log.empty(db);
                            for to in overwrites {
                                let _ = to.send(());
                            }
                        }
                    }
                }
                Turn::Idle => {
                    if let Some(db) = &db {
                        log.rest(db);
                    }
                }
                Turn::End => break,
            }
        }
        log.close();
        if let Some(db) = db
            && let Err((_, error)) = db.close()
        {
            warn!(%error, "the database was not closed cleanly");
        }
        self.queue.end();
    }

    /// Runs a batch and answers it. A connection in doubt is not used again: SQLite may have rolled back by itself, and
    /// what followed would not be in the transaction.
    fn work(&self, db: Option<Connection>, mut batch: Vec<Box<dyn Write>>) -> Option<Connection> {
        if batch.is_empty() {
            return db;
        }
        let db = match db.map_or_else(|| self.opened_again(), Ok) {
            Ok(db) => db,
            Err(why) => {
                fail(batch, &why.to_string());
                return None;
            }
        };
        match batch::carry_out(&db, &mut batch) {
            Ok(news) => {
                for write in batch {
                    write.answer();
                }
                if news {
                    self.pulse.send_modify(|beat| *beat += 1);
                }
                Some(db)
            }
            Err(why) => {
                warn!(error = %why, writes = batch.len(), "a batch of writes was given up");
                // Closed before anybody is answered, so that nothing of it is left when they try again.
                drop(db);
                fail(batch, &why.to_string());
                None
            }
        }
    }

    fn opened_again(&self) -> Result<Connection, StoreError> {
        let db = connect::writer(&self.path)?;
        log::watch(&db);
        Ok(db)
    }
}

fn fail(batch: Vec<Box<dyn Write>>, why: &str) {
    for write in batch {
        write.fail(why);
    }
}
