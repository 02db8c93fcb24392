//! How does a citizen's message become a commit?

use storage::{Address, Committed, Conversation, ConversationId, Inbound};

use super::act::ArrivedFile;
use super::{ATTEMPTS, Desk, DeskError, Invalid};

/// Longest message that is taken, in characters.
const LONGEST_MESSAGE: usize = 4096;

/// A citizen's message as a channel hands it over: verified, bounded, typed, with its idempotency key.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// `web` …
    pub channel: &'static str,
    /// Chat token …; personal data.
    pub address: String,
    /// Made by the client; the same at every repetition.
    pub key: String,
    /// Words.
    pub text: Option<String>,
    /// A button's id.
    pub choice: Option<String>,
    /// Photos, voice notes.
    pub files: Vec<ArrivedFile>,
    /// Files that the platform keeps and that are fetched later.
    pub fetch: Vec<ToFetch>,
    /// The platform's own name for the album this is a part of.
    pub album: Option<String>,
    /// A shared location: latitude, longitude (WGS 84).
    pub location: Option<(f64, f64)>,
    /// A code that came with a link: it binds an order to the conversation.
    pub pass: Option<String>,
    /// The channel can refuse a message and say until when.
    pub can_be_refused: bool,
    /// Language tag the citizen reads now.
    pub language: Option<String>,
    /// Language tag the citizen's device asks for: taken when the conversation begins.
    pub first_language: Option<String>,
}

/// A file that a platform keeps for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToFetch {
    /// The platform's own name for it.
    pub file: String,
    /// What it is said to be, e.g. `image/jpeg`; looked at when it has come.
    pub media_type: String,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The conversation.
    pub conversation: ConversationId,
    /// Number of the citizen's own entry.
    pub seq: u64,
    /// Number of the last entry committed with it.
    pub last: u64,
    /// It had been committed before: nothing was changed.
    pub duplicate: bool,
    /// The button was out of date.
    pub stale: bool,
}

impl Desk {
    /// Understands a message, decides what follows and commits it; returns once it is durable.
    pub async fn receive(&self, arrival: Arrival) -> Result<Heard, DeskError> {
        if arrival.text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_MESSAGE) {
            return Err(DeskError::Invalid {
                field: "text",
                why: Invalid::TooLong { most: LONGEST_MESSAGE },
            });
        }
        let address = Address { channel: arrival.channel.to_owned(), value: arrival.address.clone() };
        let inbound = Inbound {
            channel: arrival.channel.to_owned(),
            key: format!("{}:{}", crate::secret::fingerprint(&arrival.address), arrival.key),
            digest: None,
        };
        let _lane = self.lanes.enter(format!("chat:{}:{}", address.channel, address.value)).await;
        for _ in 0..ATTEMPTS {
            if let Some(outcome) =
                self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?
            {
                return heard_before(&outcome).ok_or(DeskError::Unknown);
            }
            let conversation = self.store.conversation_at(self.jurisdiction(), &address).await?;
            if let Some(known) = &conversation
                && self.answer_album_first(known, &arrival).await?
            {
                continue;
            }
            let (id, deciding, stale) = self.hear(&arrival, &address, &inbound, conversation).await?;
            let own: Vec<bool> =
                deciding.decision.chat.iter().map(|entry| entry.conversation == id).collect();
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { chat } => {
                    let heard = heard_now(id, &chat, &own).ok_or(DeskError::Busy)?;
                    return Ok(Heard { stale, ..heard });
                }
                Committed::Duplicate(outcome) => return heard_before(&outcome).ok_or(DeskError::Unknown),
                Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }

    /// The conversation at an address.
    pub async fn conversation(
        &self,
        channel: &str,
        address: &str,
    ) -> Result<Option<Conversation>, DeskError> {
        let address = Address { channel: channel.to_owned(), value: address.to_owned() };
        Ok(self.store.conversation_at(self.jurisdiction(), &address).await?)
    }
}

/// The entries of other conversations, which heard of it too, have numbers of their own streams.
fn heard_now(conversation: ConversationId, numbers: &[u64], own: &[bool]) -> Option<Heard> {
    let mut own = numbers.iter().zip(own).filter(|(_, own)| **own).map(|(number, _)| *number);
    let seq = own.next()?;
    Some(Heard { conversation, seq, last: own.next_back().unwrap_or(seq), duplicate: false, stale: false })
}

fn heard_before(outcome: &storage::InboundOutcome) -> Option<Heard> {
    let (seq, last) = outcome.chat?;
    Some(Heard { conversation: outcome.conversation?, seq, last, duplicate: true, stale: false })
}
