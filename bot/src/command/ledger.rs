//! Which database does the configuration name, and how is it opened?

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use storage::copy::Copies;
use storage::postgres::{PostgresDatabase, PostgresStore};
use storage::sqlite::{SqliteFile, SqliteStore};
use storage::{Ledger, Sealer, StoreError};

use crate::config::Config;

/// Opens the ledger: the database that is named, else the file in the data folder. Makes folder and sealing key at the
/// first start.
pub async fn open_ledger(config: &Config) -> anyhow::Result<Arc<dyn Ledger>> {
    let sealer = sealer(config)?;
    let opened: Result<Arc<dyn Ledger>, StoreError> = match &config.database {
        Some(dsn) => PostgresStore::open(dsn.as_str(), sealer).await.map(|store| Arc::new(store) as _),
        None => {
            let file = config.data.join(FILE);
            SqliteStore::open(&file, sealer).await.map(|store| Arc::new(store) as _)
        }
    };
    opened.map_err(|fault| unopened(config, fault))
}

/// What copies the ledger out, or in where there is none yet.
pub fn copies(config: &Config, sealer: Sealer) -> anyhow::Result<Box<dyn Copies>> {
    Ok(match &config.database {
        Some(dsn) => Box::new(PostgresDatabase::at(dsn.as_str(), sealer)?),
        None => Box::new(SqliteFile::at(&config.data.join(FILE), sealer)),
    })
}

/// The sealing key that is there already; none is made.
pub fn present_sealer(config: &Config) -> anyhow::Result<Sealer> {
    let key = config.key_file();
    let shown = key.display();
    anyhow::ensure!(key.exists(), "there is no sealing key {shown}; put it there from its own backup");
    Sealer::from_key_file(&key)
        .with_context(|| format!("{shown} is not a sealing key; put the right key back"))
}

/// Has anything been written yet, as far as can be told without opening it?
pub fn is_there(config: &Config) -> bool {
    config.database.is_some() || config.data.join(FILE).exists()
}

/// The database in the data folder.
const FILE: &str = "jiesu.db";

fn sealer(config: &Config) -> anyhow::Result<Sealer> {
    let folder = config.data.display();
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("the data folder {folder} cannot be made; choose another with --data"))?;
    let key = config.key_file();
    let shown = key.display();
    if !key.exists() {
        anyhow::ensure!(
            !config.data.join(FILE).exists(),
            "{folder} holds a database but not its sealing key {shown}; put the key back from its backup"
        );
        write_private(&key, &Sealer::generate()).with_context(|| {
            format!("the sealing key {shown} cannot be written; choose another place with --data")
        })?;
    }
    Sealer::from_key_file(&key)
        .with_context(|| format!("{shown} is not a sealing key; put the right key back"))
}

/// What is to be done, where that is known.
fn unopened(config: &Config, fault: StoreError) -> anyhow::Error {
    let place = match &config.database {
        Some(_) => "the database".to_owned(),
        None => format!("the database in {}", config.data.display()),
    };
    match fault {
        StoreError::NewerSchema { found, known } => anyhow::anyhow!(
            "{place} was written by a newer jiesu (schema {found}, this one knows {known}); start the newer program, \
             or restore a backup made before the upgrade"
        ),
        StoreError::WrongKey => {
            anyhow::anyhow!(
                "{} is not the key of this database; put the right key back",
                config.key_file().display()
            )
        }
        fault => {
            let ask = match &config.database {
                Some(_) => "does the server answer, and may this user sign in?",
                None => "is the folder writable and the disk not full?",
            };
            anyhow::Error::new(fault).context(format!("{place} cannot be opened; {ask}"))
        }
    }
}

/// Whole or not at all: a crash never leaves an empty key that a later start would take for the key.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let beside = path.with_extension("new");
    match std::fs::remove_file(&beside) {
        Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => return Err(fault),
        // Left by a start that was broken off before the rename: nothing was sealed with it.
        Ok(()) | Err(_) => {}
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    // The new name is as durable as the folder.
    path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_whole_for_this_user_only_also_after_a_start_that_broke_off() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("jiesu.key");
        std::fs::write(folder.path().join("jiesu.new"), "").unwrap();
        write_private(&key, "secret").unwrap();
        assert_eq!(std::fs::read_to_string(&key).unwrap(), "secret");
        assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
