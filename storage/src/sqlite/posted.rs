//! What stands at a platform and is edited there?

use jiff::Timestamp;
use rusqlite::Connection;

use super::SqliteStore;
use super::listeners::written;
use super::rows::{ms, one, run};
use crate::{Jurisdiction, Listener, Posted, StoreError};

/// Keeps what stands there now.
pub(super) fn keep(
    db: &Connection,
    j: &Jurisdiction,
    listener: &str,
    posted: &Posted,
    now: Timestamp,
) -> Result<(), StoreError> {
    run(
        db,
        "INSERT OR REPLACE INTO posted (jurisdiction, listener, subject, receipt, print, at) \
         VALUES (?, ?, ?, ?, ?, ?)",
        (j.as_str(), listener, &posted.subject, &posted.receipt, &posted.print, ms(now)),
    )?;
    Ok(())
}

impl SqliteStore {
    pub(super) fn posted_for(
        &self,
        j: &Jurisdiction,
        listener: &Listener,
        subject: &str,
    ) -> Result<Option<Posted>, StoreError> {
        let sql = "SELECT receipt, print FROM posted WHERE jurisdiction = ? AND listener = ? AND subject = ?";
        self.readers.read(|db| {
            one(db, sql, (j.as_str(), written(listener), subject), |row| {
                Ok(Posted { subject: subject.to_owned(), receipt: row.get(0)?, print: row.get(1)? })
            })
        })
    }
}
