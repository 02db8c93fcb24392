//! Where does a citizen's dialogue stand?

use jiff::Timestamp;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::SqliteStore;
use super::change::Changed;
use super::fault::unopened;
use super::rows::{Cells, document, ms};
use crate::{
    Address, CitizenId, Conversation, ConversationChange, ConversationId, Jurisdiction, Sealer, StoreError,
};

const TABLE: &str = "conversation";
/// The part of a row that is sealed apart from the address.
const STATE: &str = "state";

/// What is sealed of a conversation's change.
pub(super) struct SealedConversation {
    state: Vec<u8>,
    address: Option<SealedAddress>,
}

struct SealedAddress {
    channel: String,
    indexes: Vec<String>,
    envelope: Vec<u8>,
}

impl SealedConversation {
    pub(super) fn of(change: &ConversationChange, j: &Jurisdiction, sealer: &Sealer) -> Self {
        let id = change.id.to_string();
        let address = change.address.as_ref().map(|address| SealedAddress {
            channel: address.channel.clone(),
            indexes: address_indexes(sealer, address),
            envelope: sealer.seal(TABLE, &[j.as_str(), &id, "address"], address.value.as_bytes()),
        });
        let state = sealed_state(sealer, j, change.id, &change.state);
        Self { state, address }
    }
}

/// A state, sealed for its conversation.
pub(super) fn sealed_state(sealer: &Sealer, j: &Jurisdiction, id: ConversationId, state: &str) -> Vec<u8> {
    sealer.seal(TABLE, &[j.as_str(), &id.to_string(), STATE], state.as_bytes())
}

/// The state of a conversation, opened.
pub(super) fn state_in(
    sealer: &Sealer,
    j: &Jurisdiction,
    id: ConversationId,
    envelope: &[u8],
) -> Result<String, StoreError> {
    unsealed(sealer, j, id, STATE, envelope)
}

/// Writes the next state; `false`: it is not as it was when it was loaded.
pub(super) async fn change(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    change: &ConversationChange,
    sealed: &SealedConversation,
    at: Timestamp,
    changed: &mut Changed,
) -> Result<bool, StoreError> {
    match change.expected {
        None => begin(db, j, change, sealed, at, changed).await,
        Some(expected) => go_on(db, j, change, sealed, expected, at, changed).await,
    }
}

async fn begin(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    change: &ConversationChange,
    sealed: &SealedConversation,
    at: Timestamp,
    changed: &mut Changed,
) -> Result<bool, StoreError> {
    let address = sealed.address.as_ref();
    if let Some(address) = address {
        // The unique index knows only the present key's index; the address may be here under an older key's.
        let there = sqlx::query(
            "SELECT 1 FROM conversation WHERE jurisdiction = ? AND channel = ? \
             AND address_index IN (SELECT value FROM json_each(?))",
        )
        .bind(j.as_str())
        .bind(&address.channel)
        .bind(document(&address.indexes));
        if there.fetch_optional(&mut *db).await?.is_some() {
            return Ok(false);
        }
    }
    let done = sqlx::query(
        "INSERT INTO conversation (jurisdiction, id, citizen, channel, address_index, address, version, state, \
         human_since, language, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?) \
         ON CONFLICT DO NOTHING",
    )
    .bind(j.as_str())
    .bind(change.id.0)
    .bind(change.citizen.0)
    .bind(address.map_or("", |address| address.channel.as_str()))
    .bind(address.map(|address| address.indexes[0].as_str()))
    .bind(address.map(|address| address.envelope.as_slice()))
    .bind(sealed.state.as_slice())
    .bind(change.human.then(|| ms(at)))
    .bind(&change.language)
    .bind(ms(at))
    .bind(ms(at))
    .execute(db)
    .await?;
    changed.any |= change.human;
    Ok(done.rows_affected() == 1)
}

async fn go_on(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    change: &ConversationChange,
    sealed: &SealedConversation,
    expected: u64,
    at: Timestamp,
    changed: &mut Changed,
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT version, human_since FROM conversation WHERE jurisdiction = ? AND id = ?")
        .bind(j.as_str())
        .bind(change.id.0)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let cells = Cells::of(&row, TABLE, &change.id);
    if cells.count::<u64>("version")? != expected {
        return Ok(false);
    }
    let human_since: Option<i64> = cells.get("human_since")?;
    changed.any |= change.human || human_since.is_some();
    sqlx::query(
        "UPDATE conversation SET version = version + 1, citizen = ?, state = ?, human_since = ?, language = ?, \
         updated_at = ? WHERE jurisdiction = ? AND id = ?",
    )
    .bind(change.citizen.0)
    .bind(sealed.state.as_slice())
    .bind(change.human.then(|| human_since.unwrap_or(ms(at))))
    .bind(&change.language)
    .bind(ms(at))
    .bind(j.as_str())
    .bind(change.id.0)
    .execute(db)
    .await?;
    Ok(true)
}

impl SqliteStore {
    pub(super) async fn conversation_by_address(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Conversation>, StoreError> {
        let row = sqlx::query(
            "SELECT * FROM conversation WHERE jurisdiction = ? AND channel = ? \
             AND address_index IN (SELECT value FROM json_each(?))",
        )
        .bind(j.as_str())
        .bind(&address.channel)
        .bind(document(&address_indexes(&self.sealer, address)))
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| self.conversation_in(j, &row)).transpose()
    }

    pub(super) async fn conversation_by_id(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError> {
        let row = sqlx::query("SELECT * FROM conversation WHERE jurisdiction = ? AND id = ?")
            .bind(j.as_str())
            .bind(id.0)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| self.conversation_in(j, &row)).transpose()
    }

    pub(super) async fn address_of(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Address>, StoreError> {
        let row =
            sqlx::query("SELECT id, channel, address FROM conversation WHERE jurisdiction = ? AND id = ?")
                .bind(j.as_str())
                .bind(id.0)
                .fetch_optional(&self.readers)
                .await?;
        let Some(row) = row else { return Ok(None) };
        let cells = Cells::named::<Uuid>(&row, TABLE, "id")?;
        let Some(envelope) = cells.get::<Option<&[u8]>>("address")? else { return Ok(None) };
        let value = unsealed(&self.sealer, j, id, "address", envelope)?;
        Ok(Some(Address { channel: cells.get("channel")?, value }))
    }

    pub(super) async fn conversations_of_people(
        &self,
        j: &Jurisdiction,
    ) -> Result<Vec<Conversation>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM conversation WHERE jurisdiction = ? AND human_since IS NOT NULL ORDER BY human_since, id",
        )
        .bind(j.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| self.conversation_in(j, row)).collect()
    }

    fn conversation_in(&self, j: &Jurisdiction, row: &SqliteRow) -> Result<Conversation, StoreError> {
        let cells = Cells::named::<Uuid>(row, TABLE, "id")?;
        let id = ConversationId(cells.get("id")?);
        let human_since: Option<i64> = cells.get("human_since")?;
        Ok(Conversation {
            id,
            citizen: CitizenId(cells.get("citizen")?),
            channel: cells.get("channel")?,
            version: cells.count("version")?,
            state: state_in(&self.sealer, j, id, cells.get("state")?)?,
            human: human_since.is_some(),
            language: cells.get("language")?,
            updated_at: cells.time("updated_at")?,
        })
    }
}

fn unsealed(
    sealer: &Sealer,
    j: &Jurisdiction,
    id: ConversationId,
    part: &str,
    envelope: &[u8],
) -> Result<String, StoreError> {
    let plain = sealer
        .open(TABLE, &[j.as_str(), &id.to_string(), part], envelope)
        .map_err(|why| unopened(TABLE, &id, &why))?;
    String::from_utf8(plain).map_err(|why| super::fault::corrupt(TABLE, &id, &why))
}

pub(super) fn address_indexes(sealer: &Sealer, address: &Address) -> Vec<String> {
    sealer.indexes("address", &format!("{}\n{}", address.channel, address.value))
}
