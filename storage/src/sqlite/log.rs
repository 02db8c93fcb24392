//! How long may the log grow before it is moved into the file?
//!
//! Commits stand in the write-ahead log until they are copied into the file (a checkpoint). SQLite would do that inside
//! some commit, when the log is a thousand pages long; here the writer does it between two batches, on its own terms.

use std::cell::Cell;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;
use tracing::warn;

use super::open::PATIENCE;

/// After so long without a write the log is emptied.
pub(super) const REST: Duration = Duration::from_secs(2);
/// Pages of 4 KiB after which what is in the log is copied, waiting for nobody: 8 MiB.
const SOME: i32 = 2_048;
/// Pages after which the log is emptied even if readers must be waited for: 48 MiB.
const MUCH: i32 = 12_288;
/// How long readers are waited for at most.
const MOMENT: Duration = Duration::from_millis(200);

thread_local! {
    /// Pages in the log after the last commit of this thread's connection.
    static LOGGED: Cell<i32> = const { Cell::new(0) };
    /// Pages in the log when they were last copied.
    static COPIED: Cell<i32> = const { Cell::new(0) };
}

/// Follows how long the log is, for the connection of this thread.
pub(super) fn watch(db: &Connection) {
    db.wal_hook(Some(logged));
}

fn logged(_: &Wal, pages: i32) -> rusqlite::Result<()> {
    // A log that was copied whole begins anew.
    if pages < LOGGED.get() {
        COPIED.set(0);
    }
    LOGGED.set(pages);
    Ok(())
}

/// Between two batches: copies or empties the log when it has grown.
pub(super) fn keep_short(db: &Connection) {
    let (logged, copied) = (LOGGED.get(), COPIED.get());
    if logged - copied < SOME {
        return;
    }
    COPIED.set(logged);
    if logged < MUCH {
        checkpoint(db, "PRAGMA wal_checkpoint(PASSIVE)");
    } else {
        empty(db);
    }
}

/// Nobody writes: a good moment to empty the log, if nobody reads either.
pub(super) fn rest(db: &Connection) {
    if LOGGED.get() > 0 {
        patient_for(db, Duration::ZERO, || truncate(db));
    }
}

/// Moves the log into the file and empties it, as far as readers let it.
pub(super) fn empty(db: &Connection) {
    patient_for(db, MOMENT, || truncate(db));
}

fn truncate(db: &Connection) {
    if checkpoint(db, "PRAGMA wal_checkpoint(TRUNCATE)") {
        LOGGED.set(0);
        COPIED.set(0);
    }
}

/// `false`: somebody was in the way. What could be copied was.
fn checkpoint(db: &Connection, sql: &str) -> bool {
    let busy = db.query_row(sql, (), |row| row.get::<_, bool>(0));
    match busy {
        Ok(busy) => !busy,
        Err(error) => {
            warn!(%error, "the log was not moved into the file");
            false
        }
    }
}

fn patient_for(db: &Connection, patience: Duration, work: impl FnOnce()) {
    let _ = db.busy_timeout(patience);
    work();
    let _ = db.busy_timeout(PATIENCE);
}
