//! Has this arrived before, and what followed from it then?

use jiff::Timestamp;
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::SqliteStore;
use super::rows::{Cells, document, ms, number, one, run};
use crate::{ConversationId, Inbound, InboundOutcome, Jurisdiction, Sealer, StoreError};

/// An inbound key as it is kept: platforms build theirs from chat ids, so that only its blind index is written.
pub(super) struct BlindInbound {
    channel: String,
    indexes: Vec<String>,
    /// Sealed for the row it is written into.
    digest: Option<Vec<u8>>,
}

impl BlindInbound {
    pub(super) fn of(inbound: &Inbound, j: &Jurisdiction, sealer: &Sealer) -> Self {
        let blind = Self::new(&inbound.channel, &inbound.key, sealer);
        let key = [j.as_str(), &blind.channel, &blind.indexes[0]];
        let digest = inbound.digest.as_ref().map(|digest| sealer.seal(TABLE, &key, digest.as_bytes()));
        Self { digest, ..blind }
    }

    fn new(channel: &str, key: &str, sealer: &Sealer) -> Self {
        Self { channel: channel.to_owned(), indexes: sealer.indexes("inbound", key), digest: None }
    }
}

const TABLE: &str = "inbound";

impl SqliteStore {
    pub(super) fn seen_inbound(
        &self,
        j: &Jurisdiction,
        channel: &str,
        key: &str,
    ) -> Result<Option<InboundOutcome>, StoreError> {
        let inbound = BlindInbound::new(channel, key, &self.sealer);
        self.readers.read(|db| find(db, j, &inbound, &self.sealer))
    }
}

/// Looks for the key under every sealing key there is: it may have come before the present one was added.
pub(super) fn find(
    db: &Connection,
    j: &Jurisdiction,
    inbound: &BlindInbound,
    sealer: &Sealer,
) -> Result<Option<InboundOutcome>, StoreError> {
    let sql = "SELECT conversation, chat_first, chat_last, orders, digest FROM inbound \
        WHERE jurisdiction = ? AND channel = ? AND key = ?";
    for index in &inbound.indexes {
        let key = [j.as_str(), &inbound.channel, index];
        let found = one(db, sql, key, |row| outcome(row, key, sealer))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

pub(super) fn remember(
    db: &Connection,
    j: &Jurisdiction,
    inbound: &BlindInbound,
    outcome: &InboundOutcome,
    at: Timestamp,
) -> Result<(), StoreError> {
    run(
        db,
        "INSERT INTO inbound (jurisdiction, channel, key, at, conversation, chat_first, chat_last, orders, \
         digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            j.as_str(),
            &inbound.channel,
            &inbound.indexes[0],
            ms(at),
            outcome.conversation.map(|id| id.0),
            outcome.chat.map(|(first, _)| number(first)),
            outcome.chat.map(|(_, last)| number(last)),
            document(&outcome.orders),
            &inbound.digest,
        ),
    )?;
    Ok(())
}

fn outcome(row: &Row<'_>, key: [&str; 3], sealer: &Sealer) -> Result<InboundOutcome, StoreError> {
    let cells = Cells::of(row, TABLE, &"a delivery");
    let opened = cells.bytes_if_any(4)?.map(|sealed| sealer.open(TABLE, &key, sealed));
    let opened = opened.transpose().map_err(|why| cells.corrupt(&why))?;
    let digest = opened.map(String::from_utf8).transpose().map_err(|why| cells.corrupt(&why))?;
    let conversation: Option<Uuid> = cells.get(0)?;
    let first: Option<i64> = cells.get(1)?;
    let chat = match first {
        Some(_) => Some((cells.count(1)?, cells.count(2)?)),
        None => None,
    };
    Ok(InboundOutcome {
        conversation: conversation.map(ConversationId),
        chat,
        orders: cells.document(3)?,
        digest,
    })
}
