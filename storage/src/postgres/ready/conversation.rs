//! What is sealed of a conversation, and how is it opened again?

use crate::written::{corrupt, unopened};
use crate::{Address, ConversationChange, ConversationId, Jurisdiction, Sealer, StoreError};

pub(in crate::postgres) const TABLE: &str = "conversation";
/// The part of a row that is sealed apart from the address.
const STATE: &str = "state";

/// What is sealed of a conversation's change.
pub(in crate::postgres) struct SealedConversation {
    pub(in crate::postgres) state: Vec<u8>,
    pub(in crate::postgres) address: Option<SealedAddress>,
}

pub(in crate::postgres) struct SealedAddress {
    pub(in crate::postgres) channel: String,
    pub(in crate::postgres) indexes: Vec<String>,
    pub(in crate::postgres) envelope: Vec<u8>,
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
pub(in crate::postgres) fn sealed_state(
    sealer: &Sealer,
    j: &Jurisdiction,
    id: ConversationId,
    state: &str,
) -> Vec<u8> {
    sealer.seal(TABLE, &[j.as_str(), &id.to_string(), STATE], state.as_bytes())
}

/// The state of a conversation, opened.
pub(in crate::postgres) fn state_in(
    sealer: &Sealer,
    j: &Jurisdiction,
    id: ConversationId,
    envelope: &[u8],
) -> Result<String, StoreError> {
    unsealed(sealer, j, id, STATE, envelope)
}

pub(in crate::postgres) fn address_indexes(sealer: &Sealer, address: &Address) -> Vec<String> {
    sealer.indexes("address", &format!("{}\n{}", address.channel, address.value))
}

/// A part of a conversation, opened.
pub(in crate::postgres) fn unsealed(
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
