//! How long may the log grow before it is moved into the file?
//!
//! Commits stand in the write-ahead log until they are copied into the file (a checkpoint). SQLite would do that inside
//! some commit, and everybody would wait for the disk meanwhile. Here a thread of its own copies while commits go on;
//! what little came meanwhile is copied by the writer between two batches, and with nothing left in it the log begins
//! anew. Only when readers have kept it from that for long are they waited for.

use std::cell::Cell;
use std::path::Path;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;
use tracing::warn;

use super::connect::{self, PATIENCE};
use crate::StoreError;

/// After so long without a write what is left in the log is copied.
pub(super) const REST: Duration = Duration::from_secs(2);
/// Pages of 4 KiB after which the log is copied: 16 MiB.
const SOME: i32 = 4_096;
/// Pages that the writer copies itself: 1 MiB.
const FEW: i32 = 256;
/// So often the thread copies what came meanwhile, before the writer copies it however much it is.
const ROUNDS: u32 = 3;
/// Pages after which the log is emptied even if readers must be waited for: 48 MiB.
const MUCH: i32 = 12_288;
/// How long readers are waited for at most.
const MOMENT: Duration = Duration::from_millis(200);

thread_local! {
    /// Pages in the log after the last commit of this thread's connection.
    static LOGGED: Cell<i32> = const { Cell::new(0) };
}

/// Follows how long the log is, for the connection of this thread.
pub(super) fn watch(db: &Connection) {
    db.wal_hook(Some(logged));
}

#[expect(clippy::unnecessary_wraps, reason = "the hook may fail")]
fn logged(_: &Wal, pages: i32) -> rusqlite::Result<()> {
    LOGGED.set(pages);
    Ok(())
}

/// What the writer knows of its log.
pub(super) struct Log {
    copier: Copier,
    /// Pages in it when it was looked at last.
    seen: i32,
    /// Pages of it that are in the file.
    copied: i32,
    /// How often the copier was asked since the log was copied whole.
    rounds: u32,
    /// The copier has not come to its end yet.
    is_copying: bool,
    /// A reader is in the way: not to be emptied before it has so many pages.
    again: i32,
}

impl Log {
    /// Starts the thread that copies.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let copier = Copier::start(path)?;
        Ok(Self { copier, seen: 0, copied: 0, rounds: 0, is_copying: false, again: MUCH })
    }

    /// Between two batches: has the log copied when it has grown.
    pub(super) fn keep_short(&mut self, db: &Connection) {
        let logged = self.look();
        if self.is_copying {
            // Who copies has fallen behind: everybody waits.
            let copied = if logged >= self.again { self.copier.wait() } else { self.copier.copied() };
            let Some(copied) = copied else { return };
            (self.copied, self.is_copying) = (copied.min(logged), false);
        }
        let left = logged - self.copied;
        if logged >= self.again {
            self.empty(db);
        } else if self.rounds > 0 && (left <= FEW || self.rounds >= ROUNDS) {
            self.copy_rest(db);
        } else if self.rounds > 0 || left >= SOME {
            self.rounds += 1;
            self.is_copying = self.copier.ask();
        }
    }

    /// Nobody writes: a good moment to copy what is left, and to give back the room of a long log.
    pub(super) fn rest(&mut self, db: &Connection) {
        let logged = self.look();
        if self.is_copying {
            self.keep_short(db);
        } else if logged >= SOME {
            self.truncate(db, Duration::ZERO);
        } else if logged > self.copied || self.rounds > 0 {
            self.copy_rest(db);
        }
    }

    /// Moves the log into the file and empties it, as far as readers let it.
    pub(super) fn empty(&mut self, db: &Connection) {
        self.look();
        self.truncate(db, MOMENT);
    }

    /// Ends the thread.
    pub(super) fn close(self) {
        self.copier.end();
    }

    /// How long the log is now. A shorter one than before has begun anew.
    fn look(&mut self) -> i32 {
        let logged = LOGGED.get();
        if logged < self.seen {
            (self.copied, self.rounds, self.again) = (0, 0, MUCH);
        }
        self.seen = logged;
        logged
    }

    fn copy_rest(&mut self, db: &Connection) {
        // What readers kept from being copied is tried again when the log has grown as much once more.
        (self.copied, self.rounds) = (self.seen, 0);
        checkpoint(db, "PRAGMA wal_checkpoint(PASSIVE)");
    }

    fn truncate(&mut self, db: &Connection, patience: Duration) {
        (self.copied, self.rounds, self.again) = (self.seen, 0, MUCH.max(self.seen + SOME));
        let _ = db.busy_timeout(patience);
        if let Some((false, _)) = checkpoint(db, "PRAGMA wal_checkpoint(TRUNCATE)") {
            LOGGED.set(0);
            (self.seen, self.copied, self.again) = (0, 0, MUCH);
        }
        let _ = db.busy_timeout(PATIENCE);
    }
}

/// The thread that copies the log while commits go on.
struct Copier {
    asks: mpsc::Sender<()>,
    done: mpsc::Receiver<i32>,
    thread: JoinHandle<()>,
}

impl Copier {
    fn start(path: &Path) -> Result<Self, StoreError> {
        let db = connect::writer(path)?;
        let (asks, asked) = mpsc::channel::<()>();
        let (to, done) = mpsc::channel();
        let copy = move || {
            while asked.recv().is_ok() {
                let copied =
                    checkpoint(&db, "PRAGMA wal_checkpoint(PASSIVE)").map_or(0, |(_, copied)| copied);
                if to.send(copied).is_err() {
                    break;
                }
            }
        };
        let thread = std::thread::Builder::new().name("ledger-log".to_owned()).spawn(copy);
        let thread = thread.map_err(|why| StoreError::Unavailable(format!("no thread to copy on: {why}")))?;
        Ok(Self { asks, done, thread })
    }

    /// `false`: the thread has gone.
    fn ask(&self) -> bool {
        self.asks.send(()).is_ok()
    }

    /// How many pages are in the file, once it has come to its end.
    fn copied(&self) -> Option<i32> {
        match self.done.try_recv() {
            Ok(copied) => Some(copied),
            Err(mpsc::TryRecvError::Empty) => None,
            Err(mpsc::TryRecvError::Disconnected) => Some(0),
        }
    }

    /// The same, waited for.
    fn wait(&self) -> Option<i32> {
        self.done.recv().ok().or(Some(0))
    }

    fn end(self) {
        drop(self.asks);
        if self.thread.join().is_err() {
            warn!("the thread that copies the log had broken off");
        }
    }
}

/// Was somebody in the way, and how many pages of the log are in the file now?
fn checkpoint(db: &Connection, sql: &str) -> Option<(bool, i32)> {
    match db.query_row(sql, (), |row| Ok((row.get(0)?, row.get(2)?))) {
        Ok(found) => Some(found),
        Err(error) => {
            warn!(%error, "the log was not moved into the file");
            None
        }
    }
}
