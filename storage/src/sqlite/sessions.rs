//! Who is signed in?

use jiff::{SignedDuration, Timestamp};
use rusqlite::Row;

use super::SqliteStore;
use super::rows::{Cells, ms, one};
use crate::{AccountId, Jurisdiction, Session, StoreError};

/// A use is written down when it is later than the last one by this part of the idle time.
const FINENESS: i32 = 60;

impl SqliteStore {
    pub(super) async fn begin_session(&self, j: &Jurisdiction, session: Session) -> Result<(), StoreError> {
        let sql = "INSERT INTO session (jurisdiction, token_hash, account, csrf, created_at, seen_at) \
            VALUES (?, ?, ?, ?, ?, ?)";
        let Session { token_hash, account, csrf, created_at, seen_at } = session;
        let values = (j.to_string(), token_hash, account.0, csrf, ms(created_at), ms(seen_at));
        self.writer.put(sql, values).await.map(drop)
    }

    pub(super) async fn session_in_use(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
        now: Timestamp,
        idle: SignedDuration,
        whole: SignedDuration,
    ) -> Result<Option<Session>, StoreError> {
        let sql = "SELECT * FROM session WHERE jurisdiction = ? AND token_hash = ?";
        let found = self.readers.read(|db| one(db, sql, (j.as_str(), token_hash), session))?;
        let Some(mut session) = found else { return Ok(None) };
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
        let sql = "UPDATE session SET seen_at = max(seen_at, ?) WHERE jurisdiction = ? AND token_hash = ?";
        self.writer.put(sql, (ms(now), j.to_string(), token_hash.to_owned())).await.map(drop)
    }

    pub(super) async fn end_session(&self, j: &Jurisdiction, token_hash: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM session WHERE jurisdiction = ? AND token_hash = ?";
        self.writer.put(sql, (j.to_string(), token_hash.to_owned())).await.map(drop)
    }

    pub(super) async fn end_sessions(&self, j: &Jurisdiction, account: AccountId) -> Result<(), StoreError> {
        let sql = "DELETE FROM session WHERE jurisdiction = ? AND account = ?";
        self.writer.put(sql, (j.to_string(), account.0)).await.map(drop)
    }
}

fn session(row: &Row<'_>) -> Result<Session, StoreError> {
    let cells = Cells::of(row, "session", &"a token");
    Ok(Session {
        token_hash: cells.get("token_hash")?,
        account: AccountId(cells.get("account")?),
        csrf: cells.get("csrf")?,
        created_at: cells.time("created_at")?,
        seen_at: cells.time("seen_at")?,
    })
}
