//! How is a database opened, and when is it refused?

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Row, SqliteConnection};
use tokio::sync::watch;

use super::SqliteStore;
use super::fault::unopened;
use super::writer::Writer;
use crate::{Sealer, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("src/migrations/sqlite");

/// Reads at the same time. More would wait for the same two or four cores.
const READERS: u32 = 4;
/// How long a statement waits for another process (a backup, the command line) to let go of the file.
const PATIENCE: Duration = Duration::from_secs(5);
/// The write-ahead log is cut back to this after a checkpoint.
const LOG_LIMIT: &str = "67108864";
/// Sealed in every database, once a key.
const PROBE: &[u8] = b"the key fits";

pub(super) async fn open(path: &Path, sealer: Sealer) -> Result<SqliteStore, StoreError> {
    create_for_ourselves(path)?;
    let options = options(path);
    let mut db = SqliteConnection::connect_with(&options).await?;
    let schema = schema(&mut db).await?;
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    if schema > known {
        return Err(StoreError::NewerSchema { found: schema, known });
    }
    if schema > 0 {
        try_probes(&mut db, &sealer).await?;
    }
    // `run` would take anything that can be acquired, which makes this future too general to be sent to a task.
    MIGRATIONS.run_direct(None, &mut db, false).await.map_err(unmigrated)?;
    leave_probe(&mut db, &sealer).await?;

    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_with(options.clone().create_if_missing(false).pragma("query_only", "ON"))
        .await?;
    let (pulse, _) = watch::channel(0);
    let writer = Writer::start(db, options, pulse.clone());
    Ok(SqliteStore { writer, readers, sealer, pulse })
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL would lose what was acknowledged when the power fails: it syncs only at checkpoints.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("journal_size_limit", LOG_LIMIT)
        // What is erased is overwritten, not only forgotten.
        .pragma("secure_delete", "ON")
        // Nothing a damaged file says may run functions beyond the built-in ones.
        .pragma("trusted_schema", "OFF")
}

/// Makes the file readable to this user only; the log and its index take over the rights of the file.
fn create_for_ourselves(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(StoreError::Unavailable(error.to_string())),
    }
}

fn unmigrated(error: MigrateError) -> StoreError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        other => StoreError::Refused(other.to_string()),
    }
}

/// The last migration that ran here, 0 in a new file.
async fn schema(db: &mut SqliteConnection) -> Result<i64, StoreError> {
    let table = sqlx::query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'");
    if table.fetch_optional(&mut *db).await?.is_none() {
        return Ok(0);
    }
    let row = sqlx::query("SELECT coalesce(max(version), 0) FROM _sqlx_migrations").fetch_one(db).await?;
    Ok(row.try_get(0)?)
}

/// Every key that ever sealed here must be in the key file until nothing sealed with it is left.
async fn try_probes(db: &mut SqliteConnection, sealer: &Sealer) -> Result<(), StoreError> {
    for row in sqlx::query("SELECT key, value FROM meta WHERE key LIKE 'probe:%'").fetch_all(db).await? {
        let (key, value): (&str, &[u8]) = (row.try_get(0)?, row.try_get(1)?);
        sealer.open("meta", &[key], value).map_err(|why| unopened("meta", &key, &why))?;
    }
    Ok(())
}

async fn leave_probe(db: &mut SqliteConnection, sealer: &Sealer) -> Result<(), StoreError> {
    let key = format!("probe:{}", sealer.key_id());
    sqlx::query("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(&key)
        .bind(sealer.seal("meta", &[&key], PROBE))
        .execute(db)
        .await?;
    Ok(())
}
