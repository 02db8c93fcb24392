//! What was given up, and how is it tried again?

use jiff::Timestamp;
use uuid::Uuid;

use super::PostgresStore;
use super::cells::Cells;
use super::courier::notice;
use super::fault::Fault;
use crate::written::ms;
use crate::{DeadLetter, Jurisdiction, NoticeId, StoreError};

impl PostgresStore {
    pub(super) async fn notices_given_up(
        &self,
        j: &Jurisdiction,
        limit: u32,
    ) -> Result<Vec<DeadLetter>, Fault> {
        let query = sqlx::query(
            "SELECT id, stream, seq, listener, channel, urgent, document, standing, passing, attempts, why, settled_at \
             FROM outbox WHERE jurisdiction = $1 AND delivered = 0 ORDER BY settled_at DESC, id DESC LIMIT $2",
        )
        .bind(j.as_str())
        .bind(i64::from(limit));
        let rows = self.wire().await?.all(query).await?;
        let letters: Result<Vec<DeadLetter>, StoreError> = rows
            .iter()
            .map(|row| {
                let cells = Cells::named::<Uuid>(row, "outbox", "id")?;
                let why: Option<String> = cells.get("why")?;
                Ok(DeadLetter {
                    notice: notice(&cells)?,
                    attempts: cells.count("attempts")?,
                    why: why.unwrap_or_default(),
                    at: cells.time("settled_at")?,
                })
            })
            .collect();
        Ok(letters?)
    }

    pub(super) async fn replay_notice(
        &self,
        j: &Jurisdiction,
        id: NoticeId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let query = sqlx::query(
            "UPDATE outbox SET settled_at = NULL, delivered = NULL, why = NULL, token = 0, attempts = 0, next_at = $1 \
             WHERE jurisdiction = $2 AND id = $3 AND delivered = 0",
        )
        .bind(ms(now))
        .bind(j.as_str())
        .bind(id.0);
        let found = self.wire().await?.run(query).await? == 1;
        if found {
            self.news.raise();
        }
        Ok(found)
    }
}
