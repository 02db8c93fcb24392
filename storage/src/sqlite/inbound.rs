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

const FIND: &str = "SELECT key, conversation, chat_first, chat_last, orders, digest FROM inbound \
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
        row.as_ref().map(|row| outcome(row, j, &inbound, &self.sealer)).transpose()
    }
}

pub(super) async fn find(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    inbound: &BlindInbound,
    sealer: &Sealer,
) -> Result<Option<InboundOutcome>, StoreError> {
    let row = sqlx::query(FIND)
        .bind(j.as_str())
        .bind(&inbound.channel)
        .bind(document(&inbound.indexes))
        .fetch_optional(db)
        .await?;
    row.as_ref().map(|row| outcome(row, j, inbound, sealer)).transpose()
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
        "INSERT INTO inbound (jurisdiction, channel, key, at, conversation, chat_first, chat_last, orders, \
         digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(j.as_str())
    .bind(&inbound.channel)
    .bind(&inbound.indexes[0])
    .bind(ms(at))
    .bind(outcome.conversation.map(|id| id.0))
    .bind(outcome.chat.map(|(first, _)| number(first)))
    .bind(outcome.chat.map(|(_, last)| number(last)))
    .bind(document(&outcome.orders))
    .bind(inbound.digest.as_deref())
    .execute(db)
    .await?;
    Ok(())
}

fn outcome(
    row: &SqliteRow,
    j: &Jurisdiction,
    inbound: &BlindInbound,
    sealer: &Sealer,
) -> Result<InboundOutcome, StoreError> {
    let cells = Cells::of(row, TABLE, &"a delivery");
    let (key, sealed): (&str, Option<&[u8]>) = (cells.get("key")?, cells.get("digest")?);
    let opened = sealed.map(|sealed| sealer.open(TABLE, &[j.as_str(), &inbound.channel, key], sealed));
    let opened = opened.transpose().map_err(|why| cells.corrupt(&why))?;
    let digest = opened.map(String::from_utf8).transpose().map_err(|why| cells.corrupt(&why))?;
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
        digest,
    })
}
