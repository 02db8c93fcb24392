//! Has this arrived before, and what followed from it then?

use jiff::Timestamp;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::SqliteStore;
use super::rows::{Cells, document, ms};
use crate::{ConversationId, Inbound, InboundOutcome, Jurisdiction, Sealer, StoreError};

/// An inbound key as it is kept: platforms build theirs from chat ids, so that only its blind index is written.
pub(super) struct BlindInbound {
    channel: String,
    indexes: Vec<String>,
}

impl BlindInbound {
    pub(super) fn of(inbound: &Inbound, sealer: &Sealer) -> Self {
        Self::new(&inbound.channel, &inbound.key, sealer)
    }

    fn new(channel: &str, key: &str, sealer: &Sealer) -> Self {
        Self { channel: channel.to_owned(), indexes: sealer.indexes("inbound", key) }
    }
}

const FIND: &str = "SELECT conversation, chat_first, chat_last, orders FROM inbound \
    WHERE jurisdiction = ? AND channel = ? AND key IN (SELECT value FROM json_each(?))";

impl SqliteStore {
    pub(super) async fn seen_inbound(
        &self,
        j: &Jurisdiction,
        channel: &str,
        key: &str,
    ) -> Result<Option<InboundOutcome>, StoreError> {
        let inbound = BlindInbound::new(channel, key, &self.sealer);
        let row = sqlx::query(FIND)
            .bind(j.as_str())
            .bind(&inbound.channel)
            .bind(document(&inbound.indexes))
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(outcome).transpose()
    }
}

pub(super) async fn find(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    inbound: &BlindInbound,
) -> Result<Option<InboundOutcome>, StoreError> {
    let row = sqlx::query(FIND)
        .bind(j.as_str())
        .bind(&inbound.channel)
        .bind(document(&inbound.indexes))
        .fetch_optional(db)
        .await?;
    row.as_ref().map(outcome).transpose()
}

pub(super) async fn remember(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    inbound: &BlindInbound,
    outcome: &InboundOutcome,
    at: Timestamp,
) -> Result<(), StoreError> {
    let number = |seq: u64| i64::try_from(seq).expect("a stream's numbers come from the database");
    sqlx::query(
        "INSERT INTO inbound (jurisdiction, channel, key, at, conversation, chat_first, chat_last, orders) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(j.as_str())
    .bind(&inbound.channel)
    .bind(&inbound.indexes[0])
    .bind(ms(at))
    .bind(outcome.conversation.map(|id| id.0))
    .bind(outcome.chat.map(|(first, _)| number(first)))
    .bind(outcome.chat.map(|(_, last)| number(last)))
    .bind(document(&outcome.orders))
    .execute(db)
    .await?;
    Ok(())
}

fn outcome(row: &SqliteRow) -> Result<InboundOutcome, StoreError> {
    let cells = Cells::of(row, "inbound", &"a delivery");
    let conversation: Option<Uuid> = cells.get("conversation")?;
    let first: Option<i64> = cells.get("chat_first")?;
    let chat = match first {
        Some(_) => Some((cells.count("chat_first")?, cells.count("chat_last")?)),
        None => None,
    };
    Ok(InboundOutcome {
        conversation: conversation.map(ConversationId),
        chat,
        orders: cells.document("orders")?,
    })
}
