//! Who is signed in?

use jiff::{SignedDuration, Timestamp};
use sqlx::postgres::PgRow;

use super::PostgresStore;
use super::cells::Cells;
use super::fault::Fault;
use crate::written::ms;
use crate::{AccountId, Jurisdiction, Session, StoreError};

/// A use is written down when it is later than the last one by this part of the idle time.
const FINENESS: i32 = 60;

impl PostgresStore {
    pub(super) async fn begin_session(&self, j: &Jurisdiction, session: &Session) -> Result<(), Fault> {
        let query = sqlx::query(
            "INSERT INTO session (jurisdiction, token_hash, account, csrf, created_at, seen_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(j.as_str())
        .bind(&session.token_hash)
        .bind(session.account.0)
        .bind(&session.csrf)
        .bind(ms(session.created_at))
        .bind(ms(session.seen_at));
        self.wire().await?.run(query).await.map(drop)
    }

    pub(super) async fn session_in_use(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
        now: Timestamp,
        idle: SignedDuration,
        whole: SignedDuration,
    ) -> Result<Option<Session>, Fault> {
        let query = sqlx::query(
            "SELECT token_hash, account, csrf, created_at, seen_at FROM session \
             WHERE jurisdiction = $1 AND token_hash = $2",
        )
        .bind(j.as_str())
        .bind(token_hash);
        let row = self.wire().await?.any(query).await?;
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
    async fn touch_session(&self, j: &Jurisdiction, token_hash: &str, now: Timestamp) -> Result<(), Fault> {
        let query = sqlx::query(
            "UPDATE session SET seen_at = greatest(seen_at, $1) WHERE jurisdiction = $2 AND token_hash = $3",
        )
        .bind(ms(now))
        .bind(j.as_str())
        .bind(token_hash);
        self.wire().await?.run(query).await.map(drop)
    }

    pub(super) async fn end_session(&self, j: &Jurisdiction, token_hash: &str) -> Result<(), Fault> {
        let query = sqlx::query("DELETE FROM session WHERE jurisdiction = $1 AND token_hash = $2")
            .bind(j.as_str())
            .bind(token_hash);
        self.wire().await?.run(query).await.map(drop)
    }

    pub(super) async fn end_sessions(&self, j: &Jurisdiction, account: AccountId) -> Result<(), Fault> {
        let query = sqlx::query("DELETE FROM session WHERE jurisdiction = $1 AND account = $2")
            .bind(j.as_str())
            .bind(account.0);
        self.wire().await?.run(query).await.map(drop)
    }
}

fn session(row: &PgRow) -> Result<Session, StoreError> {
    let cells = Cells::of(row, "session", &"a token");
    Ok(Session {
        token_hash: cells.get("token_hash")?,
        account: AccountId(cells.get("account")?),
        csrf: cells.get("csrf")?,
        created_at: cells.time("created_at")?,
        seen_at: cells.time("seen_at")?,
    })
}
