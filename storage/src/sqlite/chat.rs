//! What was said in a conversation?

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::SqliteStore;
use super::rows::{Cells, ms, word};
use crate::{ChatEntry, ConversationId, Jurisdiction, StoreError};

/// Adds entries and gives each the next number of its stream. There is one writer, so no number is given twice.
pub(super) async fn add(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    entries: &[ChatEntry],
) -> Result<Vec<u64>, StoreError> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let mut last: HashMap<ConversationId, i64> = HashMap::new();
    let mut numbers = Vec::new();
    for entry in entries {
        let last = match last.entry(entry.conversation) {
            Entry::Occupied(last) => last.into_mut(),
            Entry::Vacant(place) => place.insert(last_number(db, j, entry.conversation).await?),
        };
        *last += 1;
        numbers.push(*last);
    }
    let mut insert =
        QueryBuilder::<Sqlite>::new("INSERT INTO event (jurisdiction, stream, seq, at, kind, document) ");
    insert.push_values(entries.iter().zip(&numbers), |mut row, (entry, seq)| {
        row.push_bind(j.as_str())
            .push_bind(stream(entry.conversation))
            .push_bind(*seq)
            .push_bind(ms(entry.at))
            .push_bind(word(&entry.speaker))
            .push_bind(entry.document.as_str());
    });
    insert.build().execute(db).await?;
    Ok(numbers.into_iter().map(i64::unsigned_abs).collect())
}

async fn last_number(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    conversation: ConversationId,
) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT coalesce(max(seq), 0) FROM event WHERE jurisdiction = ? AND stream = ?")
        .bind(j.as_str())
        .bind(stream(conversation))
        .fetch_one(db)
        .await?;
    Ok(row.try_get(0)?)
}

impl SqliteStore {
    pub(super) async fn chat_after(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, at, kind, document FROM event WHERE jurisdiction = ? AND stream = ? AND seq > ? \
             ORDER BY seq LIMIT ?",
        )
        .bind(j.as_str())
        .bind(stream(id))
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| entry(row, id)).collect()
    }

    pub(super) async fn chat_end(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        last: u64,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, at, kind, document FROM event WHERE jurisdiction = ? AND stream = ? \
             ORDER BY seq DESC LIMIT ?",
        )
        .bind(j.as_str())
        .bind(stream(id))
        .bind(i64::try_from(last).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().rev().map(|row| entry(row, id)).collect()
    }
}

fn entry(row: &SqliteRow, conversation: ConversationId) -> Result<ChatEntry, StoreError> {
    let cells = Cells::of(row, "event", &stream(conversation));
    Ok(ChatEntry {
        conversation,
        seq: cells.count("seq")?,
        at: cells.time("at")?,
        speaker: cells.word("kind")?,
        document: cells.get("document")?,
        carried: None,
    })
}

pub(super) fn stream(conversation: ConversationId) -> String {
    format!("chat:{conversation}")
}
