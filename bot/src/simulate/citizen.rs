//! Who speaks?

use jiff::Timestamp;
use storage::order::Source;
use storage::{Address, CitizenId, ConversationId};

use super::chance::{Chance, seed_of};
use super::home::Homes;
use super::pattern::Pattern;
use super::words::Words;
use crate::channel::web::CHANNEL;
use crate::mint::Mint;
use crate::reach::TELEGRAM;

/// What a person is drawn by, besides the seed and their number.
const PERSON: u64 = 1;

/// One person. Everything follows from the seed and the number: nobody needs to be remembered.
pub(super) struct Citizen {
    pub(super) name: Option<String>,
    pub(super) phone: Option<String>,
    /// Number of the home.
    pub(super) home: usize,
    pub(super) source: Source,
    number: u64,
    seed: u64,
}

impl Citizen {
    pub(super) fn of(seed: u64, number: u64, pattern: &Pattern, words: &Words, homes: &Homes) -> Self {
        let mut chance = Chance::of(&[seed, PERSON, number]);
        let sources = &pattern.source;
        let weights =
            [sources.phone, sources.transcript, sources.mailbox, sources.web, sources.telegram, sources.api];
        let source =
            [Source::Phone, Source::Transcript, Source::Mailbox, Source::Web, Source::Telegram, Source::Api]
                [chance.weighed(&weights)];
        // Where servers are abroad nobody is asked for a name (`telegram.personal_data`).
        let unnamed = chance.yes(pattern.callers.anonymous) || source == Source::Telegram;
        let name = name(&mut chance, words);
        let phone = format!("{}{:07}", words.phone_prefix, seed_of(&[seed, number]) % 10_000_000);
        Self {
            name: (!unnamed).then_some(name),
            phone: (!unnamed).then_some(phone),
            home: homes.pick(&mut chance),
            source,
            number,
            seed,
        }
    }

    /// Who has a conversation hears of everything there.
    pub(super) fn chats(&self) -> bool {
        channel(self.source).is_some()
    }

    /// The conversation in which this person speaks, and where it takes place.
    pub(super) fn conversation(&self, begins: Timestamp) -> Option<Conversation> {
        let channel = channel(self.source)?;
        let mint = Mint::seeded(seed_of(&[self.seed, PERSON, self.number, 1]));
        let (id, citizen) = (ConversationId(mint.id(begins)), CitizenId(mint.id(begins)));
        // No platform has such a chat: nothing that the program does later with this ledger reaches a stranger.
        let value = format!("simulated-{}", mint.short_token());
        Some(Conversation { id, citizen, address: Address { channel: channel.to_owned(), value } })
    }
}

/// A conversation of a simulated person.
pub(super) struct Conversation {
    pub(super) id: ConversationId,
    pub(super) citizen: CitizenId,
    pub(super) address: Address,
}

/// The channel of a source, if it is one on which people converse.
fn channel(source: Source) -> Option<&'static str> {
    match source {
        // Systems that use the API bring their people to the same chat.
        Source::Web | Source::Api => Some(CHANNEL),
        Source::Telegram => Some(TELEGRAM),
        Source::Phone | Source::Transcript | Source::Mailbox => None,
    }
}

fn name(chance: &mut Chance, words: &Words) -> String {
    if chance.yes(words.mongolian_share) {
        return chance.word(&words.mongolian).to_owned();
    }
    format!("{}{}", chance.word(&words.surnames), chance.word(&words.given))
}
