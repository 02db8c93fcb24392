//! What was said in a conversation?

use rusqlite::{Connection, Row};

use super::SqliteStore;
use super::rows::{Cells, all, ms, number, word};
use crate::{ChatEntry, ConversationId, Jurisdiction, StoreError};

/// Adds entries and gives each the next number of its stream. There is one writer, so no number is given twice.
pub(super) fn add(db: &Connection, j: &Jurisdiction, entries: &[ChatEntry]) -> Result<Vec<u64>, StoreError> {
    let mut last = db.prepare_cached("SELECT max(seq) FROM event WHERE jurisdiction = ? AND stream = ?")?;
    let mut insert = db.prepare_cached(
        "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    let mut numbers: Vec<i64> = Vec::with_capacity(entries.len());
    for (n, entry) in entries.iter().enumerate() {
        let stream = stream(entry.conversation);
        let before = entries[..n].iter().rposition(|earlier| earlier.conversation == entry.conversation);
        let seq = match before {
            Some(before) => 1 + numbers[before],
            None => {
                let last: Option<i64> = last.query_row((j.as_str(), &stream), |row| row.get(0))?;
                1 + last.unwrap_or(0)
            }
        };
        insert.execute((j.as_str(), &stream, seq, ms(entry.at), word(&entry.speaker), &entry.document))?;
        numbers.push(seq);
    }
    Ok(numbers.into_iter().map(i64::unsigned_abs).collect())
}

pub(super) const AFTER: &str = "SELECT seq, at, kind, document FROM event \
    WHERE jurisdiction = ? AND stream = ? AND seq > ? ORDER BY seq LIMIT ? + 0";
pub(super) const TAIL: &str = "SELECT seq, at, kind, document FROM event \
    WHERE jurisdiction = ? AND stream = ? ORDER BY seq DESC LIMIT ? + 0";

impl SqliteStore {
    pub(super) fn chat_after(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        let stream = stream(id);
        let values = (j.as_str(), &stream, number(after), limit);
        self.readers.read(|db| all(db, AFTER, values, |row| entry(row, id, &stream)))
    }

    pub(super) fn chat_end(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        last: u64,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        let stream = stream(id);
        let values = (j.as_str(), &stream, number(last));
        let mut entries = self.readers.read(|db| all(db, TAIL, values, |row| entry(row, id, &stream)))?;
        entries.reverse();
        Ok(entries)
    }
}

fn entry(row: &Row<'_>, conversation: ConversationId, stream: &str) -> Result<ChatEntry, StoreError> {
    let cells = Cells::of(row, "event", &stream);
    Ok(ChatEntry {
        conversation,
        seq: cells.count(0)?,
        at: cells.time(1)?,
        speaker: cells.word(2)?,
        document: cells.get(3)?,
        carried: None,
    })
}

pub(super) fn stream(conversation: ConversationId) -> String {
    format!("chat:{conversation}")
}
