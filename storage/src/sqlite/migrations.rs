//! How does a database of before learn what this program needs?

use include_dir::{Dir, include_dir};
use rusqlite::Connection;
use sha2::{Digest, Sha384};

use super::rows::{all, one, run};
use crate::StoreError;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/migrations/sqlite");

/// What ran in a database: the table and its digests are those of `sqlx`, so that tools which know it can read it.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations ( \
    version BIGINT PRIMARY KEY, \
    description TEXT NOT NULL, \
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, \
    success BOOLEAN NOT NULL, \
    checksum BLOB NOT NULL, \
    execution_time BIGINT NOT NULL)";

/// One file: `0001_ledger.sql`.
struct Migration {
    version: i64,
    description: String,
    sql: &'static str,
}

impl Migration {
    fn digest(&self) -> Vec<u8> {
        Sha384::digest(self.sql).to_vec()
    }
}

/// The last migration that ran here, 0 in a new file. A database of a newer program is refused.
pub(super) fn schema(db: &Connection) -> Result<i64, StoreError> {
    let table = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'";
    if one(db, table, (), |_| Ok(()))?.is_none() {
        return Ok(0);
    }
    let last = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
    let found = one(db, last, (), |row| Ok(row.get(0)?))?.unwrap_or(0);
    let known = migrations().iter().map(|migration| migration.version).max().unwrap_or(0);
    if found > known { Err(StoreError::NewerSchema { found, known }) } else { Ok(found) }
}

/// Runs what did not run here yet, each in a transaction of its own. A database in which another text ran under the
/// same number is refused: nobody knows what it holds.
pub(super) fn catch_up(db: &Connection) -> Result<(), StoreError> {
    run(db, TABLE, ())?;
    let ran = all(db, "SELECT version, checksum FROM _sqlx_migrations ORDER BY version", (), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
    })?;
    let migrations = migrations();
    for (version, digest) in &ran {
        let known = migrations.iter().find(|migration| migration.version == *version);
        if known.is_none_or(|migration| migration.digest() != *digest) {
            let why = format!("migration {version} of the database is not the one this program knows");
            return Err(StoreError::Refused(why));
        }
    }
    migrations.iter().try_for_each(|migration| carry_out(db, migration))
}

/// Makes a new file what a program of that schema would have made. A newer one is refused.
pub(super) fn begin_as(db: &Connection, schema: i64) -> Result<(), StoreError> {
    let migrations = migrations();
    let known = migrations.iter().map(|migration| migration.version).max().unwrap_or(0);
    if schema > known {
        return Err(StoreError::NewerSchema { found: schema, known });
    }
    run(db, TABLE, ())?;
    migrations
        .iter()
        .filter(|migration| migration.version <= schema)
        .try_for_each(|migration| carry_out(db, migration))
}

/// Looks again inside the transaction: another process may be doing the same.
fn carry_out(db: &Connection, migration: &Migration) -> Result<(), StoreError> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    let done = (|| -> Result<(), StoreError> {
        let ran = "SELECT 1 FROM _sqlx_migrations WHERE version = ?";
        if one(db, ran, (migration.version,), |_| Ok(()))?.is_some() {
            return Ok(());
        }
        db.execute_batch(migration.sql)?;
        run(
            db,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (?, ?, TRUE, ?, 0)",
            (migration.version, &migration.description, migration.digest()),
        )?;
        Ok(())
    })();
    db.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

/// In their order.
fn migrations() -> Vec<Migration> {
    let read = FILES.files().map(|file| {
        let name = file.path().file_stem().and_then(|name| name.to_str());
        let (version, description) = name.and_then(|name| name.split_once('_')).expect("0001_ledger.sql");
        Migration {
            version: version.parse().expect("a migration's name begins with its number"),
            description: description.replace('_', " "),
            sql: file.contents_utf8().expect("a migration is text"),
        }
    });
    let mut migrations: Vec<Migration> = read.collect();
    migrations.sort_by_key(|migration| migration.version);
    migrations
}
