//! How does a copy become a database file, whole or not at all?

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use tokio::sync::mpsc;

use super::super::{connect, migrations, open};
use super::walk::{quoted, sum};
use crate::copy::{Contents, Form, Piece, Row, Sum, Value};
use crate::{Sealer, StoreError};

/// Makes the file beside its place, reads it again, and moves it there.
pub(super) fn fill(path: &Path, sealer: &Sealer, mut from: mpsc::Receiver<Piece>) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::Refused(format!("{} is there already", path.display())));
    }
    let beside = Beside::of(path);
    beside.remove().map_err(|fault| unwritable(&fault))?;
    open::create_for_ourselves(&beside.0)?;
    let db = connect::connected(&beside.0)?;
    // Nothing of it counts before it is synced as a whole.
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; \
         PRAGMA cache_size = -65536;",
    )?;
    let Some(Piece::Contents(contents)) = from.blocking_recv() else { return Err(broken_off()) };
    migrations::begin_as(&db, contents.schema)?;
    let filled = take_rows(&db, &contents, &mut from)?;
    if let Some(table) = sum(&db, &contents)?.difference(&filled, &contents) {
        return Err(StoreError::Refused(format!(
            "what was written into {table} is not what was to be written"
        )));
    }
    open::try_probes(&db, sealer)?;
    migrations::catch_up(&db)?;
    db.close().map_err(|(_, why)| StoreError::from(why))?;
    beside.put_in_place(path).map_err(|fault| unwritable(&fault))
}

/// Everything up to the end, in one transaction; what it must come to.
fn take_rows(
    db: &Connection,
    contents: &Contents,
    from: &mut mpsc::Receiver<Piece>,
) -> Result<Sum, StoreError> {
    db.execute_batch("BEGIN")?;
    let inserts: Vec<String> = contents.tables.iter().map(insert).collect();
    // The only row that a new file begins with.
    db.execute_batch("DELETE FROM lease")?;
    while let Some(piece) = from.blocking_recv() {
        match piece {
            Piece::Rows { table, rows } => {
                let sql = inserts.get(table).ok_or_else(broken_off)?;
                let mut statement = db.prepare_cached(sql)?;
                for row in &rows {
                    statement.execute(params_from_iter(bound(row)))?;
                }
            }
            Piece::End(sum) => {
                db.execute_batch("COMMIT")?;
                return Ok(sum);
            }
            Piece::Contents(_) => return Err(broken_off()),
        }
    }
    Err(broken_off())
}

fn insert(form: &Form) -> String {
    let columns: Vec<String> = form.columns.iter().map(|column| quoted(column)).collect();
    let places = vec!["?"; columns.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({places})", quoted(&form.name), columns.join(", "))
}

fn bound(row: &Row) -> impl Iterator<Item = impl ToSql> {
    row.iter().map(Bound)
}

/// A value as the driver takes it, without a copy.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Number(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The file while it is made; gone when it is not put in place.
struct Beside(PathBuf);

impl Beside {
    fn of(path: &Path) -> Self {
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        Self(name.into())
    }

    /// What an earlier attempt has left.
    fn remove(&self) -> io::Result<()> {
        match std::fs::remove_file(&self.0) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn put_in_place(&self, path: &Path) -> io::Result<()> {
        File::open(&self.0)?.sync_all()?;
        // Never over a file that has appeared meanwhile.
        std::fs::hard_link(&self.0, path)?;
        std::fs::remove_file(&self.0)?;
        // The new name is as durable as the folder.
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Err(error) = self.remove() {
            tracing::warn!(%error, "what was not put in place cannot be removed");
        }
    }
}

fn broken_off() -> StoreError {
    StoreError::Refused("the copy is broken off".to_owned())
}

fn unwritable(fault: &io::Error) -> StoreError {
    StoreError::Unavailable(fault.to_string())
}
