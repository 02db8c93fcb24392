//! How is a database opened, and when is it refused?

use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Connection, PgConnection, Row};
use tokio::time::timeout;

use super::PostgresStore;
use super::committer::Committer;
use super::fault::Fault;
use super::hosts::Hosts;
use super::news::News;
use super::wires::Wires;
use crate::written::unopened;
use crate::{Sealer, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("src/migrations/postgres");

/// How long a server is waited for at the start.
const PATIENCE: Duration = Duration::from_secs(5);
/// Sealed in every database, once a key.
const PROBE: &[u8] = b"the key fits";

pub(super) async fn open(dsn: &str, sealer: Sealer) -> Result<PostgresStore, StoreError> {
    let hosts = Hosts::of(dsn)?;
    let connected = timeout(PATIENCE, hosts.connect()).await;
    let silent = |_| StoreError::Unavailable("the database does not answer".to_owned());
    let mut db = connected.map_err(silent)?.map_err(Fault::from)?;
    let own = prepare(&mut db, &sealer).await.map_err(StoreError::from)?;
    // The server forgets it by itself, too.
    let _closed = db.close().await;

    let wires = Wires::new(hosts);
    let news = News::begin(&wires, own);
    let committer = Committer::start(&wires, &news, &sealer);
    Ok(PostgresStore { wires, committer, news, finding: Arc::default(), sealer })
}

/// Brings the schema up to date; gives a name that no other store has.
async fn prepare(db: &mut PgConnection, sealer: &Sealer) -> Result<String, Fault> {
    let schema = schema(db).await?;
    let known = known();
    if schema > known {
        return Err(StoreError::NewerSchema { found: schema, known }.into());
    }
    if schema > 0 {
        try_probes(db, sealer).await?;
    }
    migrate(db).await?;
    leave_probe(db, sealer).await?;
    Ok(sqlx::query("SELECT gen_random_uuid()::text").fetch_one(db).await?.try_get(0)?)
}

/// Runs what is new of the migrations, one program at a time; they may take their time.
pub(super) async fn migrate(db: &mut PgConnection) -> Result<(), Fault> {
    sqlx::raw_sql("SET statement_timeout = 0; SET lock_timeout = 0").execute(&mut *db).await?;
    MIGRATIONS.run_direct(None, db, false).await.map_err(unmigrated)
}

pub(super) fn known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

fn unmigrated(error: MigrateError) -> Fault {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        // A newer program was faster.
        MigrateError::VersionMissing(found) if found > known() => {
            StoreError::NewerSchema { found, known: known() }.into()
        }
        other => StoreError::Refused(other.to_string()).into(),
    }
}

/// The last migration that ran here, 0 in a new database.
pub(super) async fn schema(db: &mut PgConnection) -> Result<i64, Fault> {
    let table = sqlx::query("SELECT to_regclass('_sqlx_migrations') IS NOT NULL").fetch_one(&mut *db).await?;
    if !table.try_get::<bool, _>(0)? {
        return Ok(0);
    }
    let row = sqlx::query("SELECT coalesce(max(version), 0) FROM _sqlx_migrations").fetch_one(db).await?;
    Ok(row.try_get(0)?)
}

/// May this program read it, with this key? Nothing is changed.
pub(super) async fn check(db: &mut PgConnection, schema: i64, sealer: &Sealer) -> Result<(), Fault> {
    let known = known();
    if schema > known {
        return Err(StoreError::NewerSchema { found: schema, known }.into());
    }
    if schema == 0 {
        return Err(StoreError::Refused("there is no ledger in it".to_owned()).into());
    }
    try_probes(db, sealer).await
}

/// Every key that ever sealed here must be in the key file until nothing sealed with it is left.
async fn try_probes(db: &mut PgConnection, sealer: &Sealer) -> Result<(), Fault> {
    for row in sqlx::query("SELECT key, value FROM meta WHERE key LIKE 'probe:%'").fetch_all(db).await? {
        let (key, value): (&str, &[u8]) = (row.try_get(0)?, row.try_get(1)?);
        sealer.open("meta", &[key], value).map_err(|why| unopened("meta", &key, &why))?;
    }
    Ok(())
}

async fn leave_probe(db: &mut PgConnection, sealer: &Sealer) -> Result<(), Fault> {
    let key = format!("probe:{}", sealer.key_id());
    sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(&key)
        .bind(sealer.seal("meta", &[&key], PROBE))
        .execute(db)
        .await?;
    Ok(())
}

/// Tells one set of migrations from another.
#[cfg(test)]
pub(super) fn digest() -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut digest = DefaultHasher::new();
    MIGRATIONS.iter().for_each(|migration| migration.checksum.hash(&mut digest));
    digest.finish()
}
