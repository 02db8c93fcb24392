//! How is a database opened, and when is it refused?

use std::fs::OpenOptions;
use std::path::Path;

use rusqlite::Connection;
use tokio::sync::watch;

use super::connect::writer;
use super::fault::unopened;
use super::readers::Readers;
use super::rows::{all, run};
use super::writer::Writer;
use super::{SqliteStore, migrations};
use crate::{Sealer, StoreError};

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
