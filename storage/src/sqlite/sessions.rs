//! Who is signed in?

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::SqliteRow;

use super::SqliteStore;
use super::rows::{Cells, ms};
use super::writer::Left;
use crate::{AccountId, Jurisdiction, Session, StoreError};

/// A use is written down when it is later than the last one by this part of the idle time.
const FINENESS: i32 = 60;

impl SqliteStore {
    pub(super) async fn begin_session(&self, j: &Jurisdiction, session: Session) -> Result<(), StoreError> {
        let j = j.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO session (jurisdiction, token_hash, account, csrf, created_at, seen_at) \
                         VALUES (?, ?, ?, ?, ?, ?)",
                    )
                    .bind(j.as_str())
                    .bind(&session.token_hash)
                    .bind(session.account.0)
                    .bind(&session.csrf)
                    .bind(ms(session.created_at))
                    .bind(ms(session.seen_at))
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }

    pub(super) async fn session_in_use(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
        now: Timestamp,
        idle: SignedDuration,
        whole: SignedDuration,
    ) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT * FROM session WHERE jurisdiction = ? AND token_hash = ?")
            .bind(j.as_str())
            .bind(token_hash)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut session = session(&row)?;
        let unused = now.duration_since(session.seen_at);
        if unused > idle || now.duration_since(session.created_at) > whole {
            self.end_session(j, token_hash).await?;
            return Ok(None);
        }
        if unused >= idle / FINENESS && unused > SignedDuration::ZERO {
            self.touch_session(j, token_hash, now).await?;
            session.seen_at = now;
        }
        Ok(Some(session))
    }

    /// Two requests at once: the later time stays.
    async fn touch_session(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (j, token_hash) = (j.clone(), token_hash.to_owned());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE session SET seen_at = max(seen_at, ?) WHERE jurisdiction = ? AND token_hash = ?",
                    )
                    .bind(ms(now))
                    .bind(j.as_str())
                    .bind(token_hash)
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }

    pub(super) async fn end_session(&self, j: &Jurisdiction, token_hash: &str) -> Result<(), StoreError> {
        let (j, token_hash) = (j.clone(), token_hash.to_owned());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM session WHERE jurisdiction = ? AND token_hash = ?")
                        .bind(j.as_str())
                        .bind(token_hash)
                        .execute(db)
                        .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }

    pub(super) async fn end_sessions(&self, j: &Jurisdiction, account: AccountId) -> Result<(), StoreError> {
        let j = j.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM session WHERE jurisdiction = ? AND account = ?")
                        .bind(j.as_str())
                        .bind(account.0)
                        .execute(db)
                        .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }
}

fn session(row: &SqliteRow) -> Result<Session, StoreError> {
    let cells = Cells::of(row, "session", &"a token");
    Ok(Session {
        token_hash: cells.get("token_hash")?,
        account: AccountId(cells.get("account")?),
        csrf: cells.get("csrf")?,
        created_at: cells.time("created_at")?,
        seen_at: cells.time("seen_at")?,
    })
}
