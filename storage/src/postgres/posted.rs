//! What stands at a platform and is edited there?

use jiff::Timestamp;
use sqlx::Row;

use super::PostgresStore;
use super::fault::Fault;
use super::wires::Wire;
use crate::written::{listener, ms};
use crate::{Jurisdiction, Listener, Posted};

/// Keeps what stands there now.
pub(super) async fn keep(
    wire: &mut Wire,
    j: &Jurisdiction,
    listener: &str,
    posted: &Posted,
    now: Timestamp,
) -> Result<(), Fault> {
    let query = sqlx::query(
        "INSERT INTO posted (jurisdiction, listener, subject, receipt, print, at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (jurisdiction, listener, subject) DO UPDATE SET receipt = excluded.receipt, \
         print = excluded.print, at = excluded.at",
    )
    .bind(j.as_str())
    .bind(listener)
    .bind(&posted.subject)
    .bind(&posted.receipt)
    .bind(&posted.print)
    .bind(ms(now));
    wire.run(query).await.map(drop)
}

impl PostgresStore {
    pub(super) async fn posted_for(
        &self,
        j: &Jurisdiction,
        to: &Listener,
        subject: &str,
    ) -> Result<Option<Posted>, Fault> {
        let query = sqlx::query(
            "SELECT receipt, print FROM posted WHERE jurisdiction = $1 AND listener = $2 AND subject = $3",
        )
        .bind(j.as_str())
        .bind(listener(to))
        .bind(subject);
        let Some(row) = self.wire().await?.any(query).await? else { return Ok(None) };
        let (receipt, print) = (row.try_get("receipt")?, row.try_get("print")?);
        Ok(Some(Posted { subject: subject.to_owned(), receipt, print }))
    }
}
