//! How does a connection to the file behave?

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::StoreError;

/// How long a statement waits for another process (a backup, the command line) to let go of the file.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Statements that stay prepared: more than there are.
const STATEMENTS: usize = 256;
/// A connection that writes.
pub(super) fn writer(path: &Path) -> Result<Connection, StoreError> {
    let db = connected(path)?;
    db.execute_batch(
        // NORMAL would lose what was acknowledged when the power fails: it syncs only at checkpoints.
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384; \
         PRAGMA secure_delete = ON;",
    )?;
    Ok(db)
}

/// A connection that reads.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let db = connected(path)?;
    // The system keeps the file's pages too; what each reader keeps besides is soon full, and stays as large.
    db.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -1024;")?;
    Ok(db)
}

pub(super) fn connected(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // Nothing a damaged file says may run functions beyond the built-in ones.
    db.execute_batch("PRAGMA trusted_schema = OFF;")?;
    Ok(db)
}
