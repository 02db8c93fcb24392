//! What is committed together: the orders of one conversation, or one order?

use sha2::{Digest, Sha256};
use storage::{
    AlarmChange, ChatEntry, ConversationChange, ConversationId, Decision, OrderChange, TaskChange,
};

use super::citizen::{Citizen, Conversation};
use super::life::live;
use super::living::{Ends, Living, Said};
use super::plan::Birth;
use super::tally::Tally;
use super::world::World;
use crate::dialogue::Memory;

/// Language of everybody in the year.
const LANGUAGE: &str = "zh-CN";

/// What is committed at once.
pub(super) struct Whole {
    pub(super) decision: Decision,
    pub(super) tally: Tally,
    /// Over its numbers and events.
    pub(super) digest: [u8; 32],
}

/// Lives everything that one person says in a conversation, or one order of somebody who has none.
pub(super) fn whole(world: &World, births: &[Birth]) -> Result<Whole, Ends> {
    let first = births.first().expect("something is born");
    let citizen = Citizen::of(world.seed, first.citizen(), &world.pattern, &world.words, &world.homes);
    let conversation = citizen.conversation(first.at());
    let lives: Result<Vec<Living<'_>>, Ends> =
        births.iter().map(|birth| live(world, birth, &citizen, conversation.as_ref())).collect();
    let lives = lives?;
    let ended = lives.iter().map(|life| life.now).max().unwrap_or(first.at());
    let mut decision = Decision::new(world.app.jurisdiction().clone(), ended);
    let (mut tally, mut digest, mut said) = (Tally::default(), Sha256::new(), Vec::new());
    for life in lives {
        tally.add(&life);
        digest.update(life.order.no.as_str());
        for event in &life.events {
            digest.update(serde_json::to_vec(event).expect("an event has only string keys"));
        }
        said.extend(life.said);
        decision.papers.extend(life.papers);
        decision.tasks.extend(life.tasks.into_iter().map(TaskChange::Open));
        decision.alarms.extend(life.alarms.into_values().map(AlarmChange::Set));
        let phones = citizen.phone.iter().filter(|_| life.order.papers.contact.is_some()).cloned().collect();
        decision.orders.push(OrderChange { expected: None, events: life.events, order: life.order, phones });
    }
    if let Some(conversation) = conversation {
        decision.chat = entries(conversation.id, said);
        decision.conversation = Some(change(world, conversation));
    }
    Ok(Whole { decision, tally, digest: digest.finalize().into() })
}

fn entries(conversation: ConversationId, mut said: Vec<Said>) -> Vec<ChatEntry> {
    // What was said at the same time keeps its order.
    said.sort_by_key(|said| said.at);
    let entry = |said: Said| ChatEntry {
        conversation,
        seq: 0,
        at: said.at,
        speaker: said.speaker,
        document: said.entry.write(),
        carried: None,
    };
    said.into_iter().map(entry).collect()
}

fn change(world: &World, conversation: Conversation) -> ConversationChange {
    let mut memory = Memory::new();
    memory.privacy = Some(world.banner().privacy_version.clone());
    ConversationChange {
        id: conversation.id,
        citizen: conversation.citizen,
        address: Some(conversation.address),
        expected: None,
        state: memory.write(),
        human: false,
        language: LANGUAGE.to_owned(),
    }
}
