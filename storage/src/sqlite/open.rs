//! How is a database opened, and when is it refused?

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::watch;

use super::fault::unopened;
use super::readers::Readers;
use super::rows::{all, run};
use super::writer::Writer;
use super::{SqliteStore, migrations};
use crate::{Sealer, StoreError};

/// How long a statement waits for another process (a backup, the command line) to let go of the file.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Statements that stay prepared: more than there are.
const STATEMENTS: usize = 256;
/// Sealed in every database, once a key.
const PROBE: &[u8] = b"the key fits";

pub(super) async fn open(path: &Path, sealer: Sealer) -> Result<SqliteStore, StoreError> {
    let path = path.to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let db = prepared(&path, &sealer)?;
        let (pulse, _) = watch::channel(0);
        let writer = Writer::start(db, &path, pulse.clone())?;
        Ok(SqliteStore { writer, readers: Readers::of(path), sealer, pulse })
    });
    opened.await.unwrap_or_else(|why| Err(StoreError::Unavailable(format!("opening broke off: {why}"))))
}

/// The database, created or brought up to date, with a key that fits.
fn prepared(path: &Path, sealer: &Sealer) -> Result<Connection, StoreError> {
    create_for_ourselves(path)?;
    let db = writer(path)?;
    if migrations::schema(&db)? > 0 {
        try_probes(&db, sealer)?;
    }
    migrations::catch_up(&db)?;
    leave_probe(&db, sealer)?;
    Ok(db)
}

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
    db.execute_batch("PRAGMA query_only = ON;")?;
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

/// Makes the file readable to this user only; the log and its index take over the rights of the file.
pub(super) fn create_for_ourselves(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(StoreError::Unavailable(error.to_string())),
    }
}

/// May this program read it, with this key? Nothing is changed.
pub(super) fn check(db: &Connection, sealer: &Sealer) -> Result<(), StoreError> {
    if migrations::schema(db)? == 0 {
        return Err(StoreError::Refused("there is no ledger in it".to_owned()));
    }
    try_probes(db, sealer)
}

/// Every key that ever sealed here must be in the key file until nothing sealed with it is left.
pub(super) fn try_probes(db: &Connection, sealer: &Sealer) -> Result<(), StoreError> {
    let probes = all(db, "SELECT key, value FROM meta WHERE key LIKE 'probe:%'", (), |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
    })?;
    for (key, value) in probes {
        sealer.open("meta", &[&key], &value).map_err(|why| unopened("meta", &key, &why))?;
    }
    Ok(())
}

fn leave_probe(db: &Connection, sealer: &Sealer) -> Result<(), StoreError> {
    let key = format!("probe:{}", sealer.key_id());
    let sealed = sealer.seal("meta", &[&key], PROBE);
    run(db, "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (&key, sealed))?;
    Ok(())
}
