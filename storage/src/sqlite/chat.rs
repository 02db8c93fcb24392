//! What was said in a conversation?

use rusqlite::{Connection, Row};

use super::SqliteStore;
use super::rows::{Cells, all, ms, number, word};
use crate::{ChatEntry, ConversationId, Jurisdiction, StoreError};

/// Adds entries and gives each the next number of its stream. There is one writer, so no number is given twice.
pub(super) fn add(db: &Connection, j: &Jurisdiction, entries: &[ChatEntry]) -> Result<Vec<u64>, StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) \
         SELECT ?1, ?2, 1 + coalesce(max(seq), 0), ?3, ?4, ?5 FROM event WHERE jurisdiction = ?1 AND stream = ?2 \
         RETURNING seq",
    )?;
    let mut numbers = Vec::with_capacity(entries.len());
    for entry in entries {
        let stream = stream(entry.conversation);
        let values = (j.as_str(), stream, ms(entry.at), word(&entry.speaker), &entry.document);
        let seq: i64 = insert.query_row(values, |row| row.get(0))?;
        numbers.push(seq.unsigned_abs());
    }
    Ok(numbers)
}

impl SqliteStore {
    pub(super) fn chat_after(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        let sql = "SELECT seq, at, kind, document FROM event WHERE jurisdiction = ? AND stream = ? AND seq > ? \
            ORDER BY seq LIMIT ?";
        let stream = stream(id);
        let values = (j.as_str(), &stream, number(after), limit);
        self.readers.read(|db| all(db, sql, values, |row| entry(row, id, &stream)))
    }

    pub(super) fn chat_end(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        last: u64,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        let sql = "SELECT seq, at, kind, document FROM event WHERE jurisdiction = ? AND stream = ? \
            ORDER BY seq DESC LIMIT ?";
        let stream = stream(id);
        let values = (j.as_str(), &stream, number(last));
        let mut entries = self.readers.read(|db| all(db, sql, values, |row| entry(row, id, &stream)))?;
        entries.reverse();
        Ok(entries)
    }
}

fn entry(row: &Row<'_>, conversation: ConversationId, stream: &str) -> Result<ChatEntry, StoreError> {
    let cells = Cells::of(row, "event", &stream);
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
