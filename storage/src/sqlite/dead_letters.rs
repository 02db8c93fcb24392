//! What was given up, and how is it tried again?

use jiff::Timestamp;
use uuid::Uuid;

use super::SqliteStore;
use super::notices::notice;
use super::rows::{Cells, ms};
use super::writer::Left;
use crate::{DeadLetter, Jurisdiction, NoticeId, StoreError};

impl SqliteStore {
    pub(super) async fn notices_given_up(
        &self,
        j: &Jurisdiction,
        limit: u32,
    ) -> Result<Vec<DeadLetter>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM outbox WHERE jurisdiction = ? AND delivered = 0 ORDER BY settled_at DESC, id DESC LIMIT ?",
        )
        .bind(j.as_str())
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
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
            .collect()
    }

    pub(super) async fn replay_notice(
        &self,
        j: &Jurisdiction,
        id: NoticeId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let j = j.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let done = sqlx::query(
                        "UPDATE outbox SET settled_at = NULL, delivered = NULL, why = NULL, token = 0, attempts = 0, \
                         next_at = ? WHERE jurisdiction = ? AND id = ? AND delivered = 0",
                    )
                    .bind(ms(now))
                    .bind(j.as_str())
                    .bind(id.0)
                    .execute(db)
                    .await?;
                    let found = done.rows_affected() == 1;
                    Ok(if found { Left::News(true) } else { Left::Nothing(false) })
                })
            })
            .await
    }
}
