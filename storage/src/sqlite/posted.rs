//! What stands at a platform and is edited there?

use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::SqliteStore;
use super::listeners::written;
use super::rows::ms;
use crate::{Jurisdiction, Listener, Posted, StoreError};

/// Keeps what stands there now.
pub(super) async fn keep(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    listener: &str,
    posted: &Posted,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT OR REPLACE INTO posted (jurisdiction, listener, subject, receipt, print, at) \
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(j.as_str())
    .bind(listener)
    .bind(&posted.subject)
    .bind(&posted.receipt)
    .bind(&posted.print)
    .bind(ms(now))
    .execute(db)
    .await?;
    Ok(())
}

impl SqliteStore {
    pub(super) async fn posted_for(
        &self,
        j: &Jurisdiction,
        listener: &Listener,
        subject: &str,
    ) -> Result<Option<Posted>, StoreError> {
        let row = sqlx::query(
            "SELECT receipt, print FROM posted WHERE jurisdiction = ? AND listener = ? AND subject = ?",
        )
        .bind(j.as_str())
        .bind(written(listener))
        .bind(subject)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| {
            Ok(Posted {
                subject: subject.to_owned(),
                receipt: row.try_get("receipt")?,
                print: row.try_get("print")?,
            })
        })
        .transpose()
    }
}
