//! How does a citizen's message become a commit?

use jiff::Timestamp;
use storage::{Address, Committed, Conversation, ConversationId, Inbound};

use super::act::ArrivedFile;
use super::decide::Deciding;
use super::{ATTEMPTS, Desk, DeskError, Invalid, Line};

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
    /// When it was sent, where the channel tells: what has waited at a platform comes all at once.
    pub sent_at: Option<Timestamp>,
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

/// What a client hears that shows its own conversation.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What became of the message.
    pub heard: Heard,
    /// The lines from [`Heard::seq`] to [`Heard::last`].
    pub lines: Vec<Line>,
    /// Language tag the conversation speaks from now on.
    pub language: String,
}

/// The words of a decision, and the language its conversation speaks after it.
struct Said {
    lines: Vec<Line>,
    language: String,
}

impl Desk {
    /// Understands a message, decides what follows and commits it; returns once it is durable.
    pub async fn receive(&self, arrival: Arrival) -> Result<Heard, DeskError> {
        self.hear_out(&arrival, None).await.map(|(heard, _)| heard)
    }

    /// The same, with what was said in words of a language. Nothing is read back for it: what is committed is at hand.
    pub async fn converse(&self, arrival: Arrival, language: &str) -> Result<Reply, DeskError> {
        let (heard, said) = self.hear_out(&arrival, Some(language)).await?;
        if let Some(Said { mut lines, language }) = said {
            for (line, seq) in lines.iter_mut().zip(heard.seq..) {
                line.seq = seq;
            }
            return Ok(Reply { heard, lines, language });
        }
        let mut lines = self.transcript(heard.conversation, heard.seq.saturating_sub(1), language).await?;
        lines.retain(|line| line.seq <= heard.last);
        let known = self.conversation(arrival.channel, &arrival.address).await?;
        let language = known.map_or_else(|| language.to_owned(), |known| known.language);
        Ok(Reply { heard, lines, language })
    }

    /// What a message had as its consequence; with the words of it, where a language for them is given and it was not
    /// heard before.
    async fn hear_out(
        &self,
        arrival: &Arrival,
        language: Option<&str>,
    ) -> Result<(Heard, Option<Said>), DeskError> {
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
                return Ok((heard_before(&outcome).ok_or(DeskError::Unknown)?, None));
            }
            let conversation = self.store.conversation_at(self.jurisdiction(), &address).await?;
            let memory = self.memory_of(conversation.as_ref(), self.now());
            if let Some(known) = &conversation
                && self.answer_album_first(known, &memory, arrival).await?
            {
                continue;
            }
            self.take_in(!arrival.files.is_empty())?;
            let (id, deciding, stale) = self.hear(arrival, &address, &inbound, conversation, memory).await?;
            let said = match language {
                Some(language) => Some(self.say_it(&deciding, id, language).await?),
                None => None,
            };
            let own: Vec<bool> =
                deciding.decision.chat.iter().map(|entry| entry.conversation == id).collect();
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { chat } => {
                    let heard = heard_now(id, &chat, &own).ok_or(DeskError::Busy)?;
                    return Ok((Heard { stale, ..heard }, said));
                }
                Committed::Duplicate(outcome) => {
                    return Ok((heard_before(&outcome).ok_or(DeskError::Unknown)?, None));
                }
                Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }

    /// The words of what a decision writes into its own conversation, before it has numbers.
    async fn say_it(
        &self,
        deciding: &Deciding<'_>,
        own: ConversationId,
        language: &str,
    ) -> Result<Said, DeskError> {
        let written = deciding.decision.chat.iter().zip(deciding.said.iter().map(Some));
        let written: Vec<_> = written.filter(|(entry, _)| entry.conversation == own).collect();
        let lines = self.lines_of(&written, &deciding.decision.papers, language).await?;
        let change = deciding.decision.conversation.as_ref();
        let language = change.map_or_else(|| language.to_owned(), |change| change.language.clone());
        Ok(Said { lines, language })
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
