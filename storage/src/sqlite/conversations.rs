//! Where does a citizen's dialogue stand?

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::SqliteStore;
use super::change::Changed;
use super::fault::{corrupt, unopened};
use super::rows::{Cells, all, ms, one, run};
use crate::{
    Address, CitizenId, Conversation, ConversationChange, ConversationId, Jurisdiction, Sealer, StoreError,
};

const TABLE: &str = "conversation";
/// The part of a row that is sealed apart from the address.
const STATE: &str = "state";

/// A conversation is read from these, in this order.
const COLUMNS: &str = "id, citizen, channel, version, state, human_since, language, updated_at";

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

/// A conversation that is as it was when it was loaded.
pub(super) struct AsItWas {
    /// Since when a person has it or should have it.
    human_since: Option<i64>,
}

/// Looks whether it is; `None`: it is not, or, of a new one, its id or its address is taken.
pub(super) fn as_it_was(
    db: &Connection,
    j: &Jurisdiction,
    change: &ConversationChange,
    sealed: &SealedConversation,
) -> Result<Option<AsItWas>, StoreError> {
    let found = one(
        db,
        "SELECT version, human_since FROM conversation WHERE jurisdiction = ? AND id = ?",
        (j.as_str(), change.id.0),
        |row| {
            let cells = Cells::of(row, TABLE, &change.id);
            Ok((cells.count::<u64>(0)?, cells.get(1)?))
        },
    )?;
    match (change.expected, found) {
        (Some(expected), Some((version, human_since))) if version == expected => {
            Ok(Some(AsItWas { human_since }))
        }
        (Some(_), _) | (None, Some(_)) => Ok(None),
        (None, None) => {
            // The unique index knows only the present key's index; the address may be here under an older key's.
            for index in sealed.address.iter().flat_map(|address| &address.indexes) {
                let sql =
                    "SELECT 1 FROM conversation WHERE jurisdiction = ? AND channel = ? AND address_index = ?";
                let channel = sealed.address.as_ref().map_or("", |address| address.channel.as_str());
                if one(db, sql, (j.as_str(), channel, index), |_| Ok(()))?.is_some() {
                    return Ok(None);
                }
            }
            Ok(Some(AsItWas { human_since: None }))
        }
    }
}

/// Writes the next state of a conversation that is as it was.
pub(super) fn change(
    db: &Connection,
    j: &Jurisdiction,
    change: &ConversationChange,
    (before, sealed): (&AsItWas, &SealedConversation),
    at: Timestamp,
    changed: &mut Changed,
) -> Result<(), StoreError> {
    if change.human || before.human_since.is_some() {
        changed.any(j);
    }
    let human_since = change.human.then(|| before.human_since.unwrap_or(ms(at)));
    match change.expected {
        None => begin(db, j, change, sealed, human_since, at),
        Some(_) => run(
            db,
            "UPDATE conversation SET version = version + 1, citizen = ?, state = ?, human_since = ?, \
             language = ?, updated_at = ? WHERE jurisdiction = ? AND id = ?",
            (change.citizen.0, &sealed.state, human_since, &change.language, ms(at), j.as_str(), change.id.0),
        ),
    }?;
    Ok(())
}

fn begin(
    db: &Connection,
    j: &Jurisdiction,
    change: &ConversationChange,
    sealed: &SealedConversation,
    human_since: Option<i64>,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let address = sealed.address.as_ref();
    run(
        db,
        "INSERT INTO conversation (jurisdiction, id, citizen, channel, address_index, address, version, state, \
         human_since, language, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)",
        (
            j.as_str(),
            change.id.0,
            change.citizen.0,
            address.map_or("", |address| address.channel.as_str()),
            address.map(|address| address.indexes[0].as_str()),
            address.map(|address| address.envelope.as_slice()),
            &sealed.state,
            human_since,
            &change.language,
            ms(at),
            ms(at),
        ),
    )
}

impl SqliteStore {
    pub(super) fn conversation_by_address(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Conversation>, StoreError> {
        let indexes = address_indexes(&self.sealer, address);
        self.readers.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM conversation WHERE jurisdiction = ? AND channel = ? AND address_index = ?"
            );
            for index in &indexes {
                let key = (j.as_str(), &address.channel, index);
                let found = one(db, &sql, key, |row| self.conversation_in(j, row))?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            Ok(None)
        })
    }

    pub(super) fn conversation_by_id(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM conversation WHERE jurisdiction = ? AND id = ?");
        self.readers.read(|db| one(db, &sql, (j.as_str(), id.0), |row| self.conversation_in(j, row)))
    }

    pub(super) fn address_of(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Address>, StoreError> {
        let sql = "SELECT id, channel, address FROM conversation WHERE jurisdiction = ? AND id = ?";
        let found = self.readers.read(|db| {
            one(db, sql, (j.as_str(), id.0), |row| {
                let cells = Cells::named(row, TABLE, "id");
                let Some(envelope) = cells.bytes_if_any("address")? else { return Ok(None) };
                let value = unsealed(&self.sealer, j, id, "address", envelope)?;
                Ok(Some(Address { channel: cells.get("channel")?, value }))
            })
        })?;
        Ok(found.flatten())
    }

    pub(super) async fn conversations_of_people(
        &self,
        j: &Jurisdiction,
    ) -> Result<Vec<Conversation>, StoreError> {
        let (j, store) = (j.clone(), self.clone());
        let look = move |db: &Connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM conversation WHERE jurisdiction = ? AND human_since IS NOT NULL \
                 ORDER BY human_since, id"
            );
            all(db, &sql, (j.as_str(),), |row| store.conversation_in(&j, row))
        };
        self.readers.look(look).await
    }

    fn conversation_in(&self, j: &Jurisdiction, row: &Row<'_>) -> Result<Conversation, StoreError> {
        let cells = Cells::named(row, TABLE, "id");
        let id = ConversationId(cells.get(0)?);
        let human_since: Option<i64> = cells.get(5)?;
        Ok(Conversation {
            id,
            citizen: CitizenId(cells.get(1)?),
            channel: cells.get(2)?,
            version: cells.count(3)?,
            state: state_in(&self.sealer, j, id, cells.bytes(4)?)?,
            human: human_since.is_some(),
            language: cells.get(6)?,
            updated_at: cells.time(7)?,
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
    String::from_utf8(plain).map_err(|why| corrupt(TABLE, &id, &why))
}

pub(super) fn address_indexes(sealer: &Sealer, address: &Address) -> Vec<String> {
    sealer.indexes("address", &format!("{}\n{}", address.channel, address.value))
}
