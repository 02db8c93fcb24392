//! What was given up, and how is it tried again?

use jiff::Timestamp;
use rusqlite::Row;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::notices::notice;
use super::rows::{Cells, all, ms, run};
use crate::{DeadLetter, Jurisdiction, NoticeId, StoreError};

impl SqliteStore {
    pub(super) async fn notices_given_up(
        &self,
        j: &Jurisdiction,
        limit: u32,
    ) -> Result<Vec<DeadLetter>, StoreError> {
        let j = j.clone();
        let sql = "SELECT * FROM outbox WHERE jurisdiction = ? AND delivered = 0 \
            ORDER BY settled_at DESC, id DESC LIMIT ? + 0";
        self.readers.look(move |db| all(db, sql, (j.as_str(), limit), given_up)).await
    }

    pub(super) async fn replay_notice(
        &self,
        j: &Jurisdiction,
        id: NoticeId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let j = j.clone();
        let replay = move |pen: &Pen<'_>| {
            let sql = "UPDATE outbox SET settled_at = NULL, delivered = NULL, why = NULL, token = 0, \
                attempts = 0, next_at = ? WHERE jurisdiction = ? AND id = ? AND delivered = 0";
            let found = run(pen, sql, (ms(now), j.as_str(), id.0))? == 1;
            Ok(if found { Left::News(true) } else { Left::Nothing(false) })
        };
        self.writer.write(replay).await
    }
}

fn given_up(row: &Row<'_>) -> Result<DeadLetter, StoreError> {
    let cells = Cells::named(row, "outbox", "id");
    let why: Option<String> = cells.get("why")?;
    Ok(DeadLetter {
        notice: notice(&cells)?,
        attempts: cells.count("attempts")?,
        why: why.unwrap_or_default(),
        at: cells.time("settled_at")?,
    })
}
