//! How does one message of a conversation become a decision?

use jiff::Timestamp;
use prompts::{Choice, Notice};
use storage::{
    Address, CitizenId, Conversation, ConversationChange, ConversationId, Inbound, Listener, NoticeId,
    PaperId, PaperKind, Speaker, TaskChange, TaskKind,
};

use super::decide::Deciding;
use super::entry::{Entry, FileRef, LOCATION};
use super::receive::Arrival;
use super::task::TaskNote;
use super::{Desk, DeskError};
use crate::dialogue::{Flow, Memory, Message, Move, Turn};
use crate::errand::Errand;

/// Language of a citizen who has not chosen one.
const USUAL_LANGUAGE: &str = "zh-CN";

/// The conversation a decision is about, as it changes while it is decided.
pub(super) struct Chat {
    pub(super) id: ConversationId,
    pub(super) citizen: CitizenId,
    pub(super) channel: String,
    pub(super) human: bool,
    pub(super) language: String,
    /// As it was loaded; `None`: it begins now.
    pub(super) known: Option<Conversation>,
    /// Where it takes place; needed only when it begins.
    address: Option<Address>,
}

impl Chat {
    /// One that has begun before.
    pub(super) fn known(known: Conversation) -> Self {
        Self {
            id: known.id,
            citizen: known.citizen,
            channel: known.channel.clone(),
            human: known.human,
            language: known.language.clone(),
            known: Some(known),
            address: None,
        }
    }

    fn begun(id: ConversationId, citizen: CitizenId, address: &Address) -> Self {
        Self {
            id,
            citizen,
            channel: address.channel.clone(),
            human: false,
            language: USUAL_LANGUAGE.to_owned(),
            known: None,
            address: Some(address.clone()),
        }
    }
}

impl Desk {
    /// Decides one arrival; says, too, whether its button was out of date.
    pub(super) async fn hear(
        &self,
        arrival: &Arrival,
        address: &Address,
        inbound: &Inbound,
        conversation: Option<Conversation>,
        mut memory: Memory,
    ) -> Result<(ConversationId, Deciding<'_>, bool), DeskError> {
        let now = self.now();
        let mut deciding = Deciding::begin(self, now);
        deciding.decision.inbound = Some(inbound.clone());
        // The parts of an album are one message.
        let flow = if arrival.album.is_none() {
            memory.pace.count(arrival.sent_at.unwrap_or(now).min(now))
        } else {
            Flow::Calm
        };
        if let Flow::TooMuch { until } = flow
            && arrival.can_be_refused
        {
            return Err(DeskError::TooFast { until });
        }
        let mut chat = match conversation {
            Some(known) => Chat::known(known),
            None => {
                let (id, citizen) = (ConversationId(self.mint.id(now)), CitizenId(self.mint.id(now)));
                Chat::begun(id, citizen, address)
            }
        };
        if let (None, Some(first)) = (&chat.known, &arrival.first_language) {
            chat.language = self.wording.language(first).to_owned();
        }
        if let Some(language) = &arrival.language {
            chat.language.clone_from(language);
        }
        deciding.listen(chat.id, &chat.channel);
        let (words, files) = keep(&mut deciding, arrival, chat.id);
        let message = Message {
            flow,
            text: arrival.text.clone(),
            choice: arrival.choice.clone(),
            files: files.iter().map(|file| file.id).collect(),
            location: arrival.location.is_some(),
            pass: arrival.pass.clone(),
            ..Message::default()
        };
        let mut stale = false;
        let sender = arrival.address.as_str();
        match &arrival.album {
            Some(name) => self.wait_for_album(&mut deciding, &chat, &mut memory, name, message, words),
            None => {
                let turn = self.decide_turn(&mut deciding, &chat, memory, &message, words, sender).await?;
                stale = turn.moves.contains(&Move::Say(Notice::StaleChoice));
                memory = self.follow_turn(&mut deciding, &mut chat, turn, words).await?;
            }
        }
        finish(&mut deciding, &chat, &memory);
        Ok((chat.id, deciding, stale))
    }

    /// What the dialogue makes of a message; one that breaks it is kept raw for a person.
    pub(super) async fn decide_turn(
        &self,
        deciding: &mut Deciding<'_>,
        chat: &Chat,
        memory: Memory,
        message: &Message,
        words: Option<PaperId>,
        sender: &str,
    ) -> Result<Turn, DeskError> {
        let case = self.load_case(chat.known.as_ref(), &chat.channel, &memory, message, sender).await?;
        let turn = self.answer(memory.clone(), message, &case);
        deciding.case = case;
        Ok(turn.unwrap_or_else(|| {
            tracing::error!(conversation.id = %chat.id, "a message could not be decided");
            deciding.task(&TaskNote::DeadLetter { words }, None, Some(chat.id), None, false);
            Turn { memory, moves: vec![Move::Say(Notice::NotUnderstood)] }
        }))
    }

    /// Does what follows from a turn; gives what the conversation remembers after it.
    pub(super) async fn follow_turn(
        &self,
        deciding: &mut Deciding<'_>,
        chat: &mut Chat,
        turn: Turn,
        words: Option<PaperId>,
    ) -> Result<Memory, DeskError> {
        for step in turn.moves {
            match step {
                Move::CallPerson => {
                    if !chat.human {
                        deciding.task(&TaskNote::Talk, None, Some(chat.id), None, true);
                    }
                    chat.human = true;
                }
                Move::EndPerson => {
                    chat.human = false;
                    deciding.decision.tasks.push(TaskChange::DoneFor {
                        kind: TaskKind::TalkToCitizen,
                        conversation: chat.id,
                        by: String::new(),
                    });
                }
                Move::Speak(language) => chat.language = language,
                other => self.carry_out(deciding, other, chat, words).await?,
            }
        }
        Ok(turn.memory)
    }

    /// What the conversation remembers; a draft nobody has touched for too long is forgotten.
    pub(super) fn memory_of(&self, conversation: Option<&Conversation>, now: Timestamp) -> Memory {
        let Some(conversation) = conversation else {
            return Memory::new();
        };
        let mut memory = Memory::read(&conversation.state);
        if now.duration_since(conversation.updated_at) > self.banner.forget_drafts_after {
            memory.forget_draft();
        }
        memory
    }
}

/// The conversation's next state becomes part of the decision.
pub(super) fn finish(deciding: &mut Deciding<'_>, chat: &Chat, memory: &Memory) {
    deciding.decision.conversation = Some(ConversationChange {
        id: chat.id,
        citizen: chat.citizen,
        address: chat.address.clone(),
        expected: chat.known.as_ref().map(|known| known.version),
        state: memory.write(),
        human: chat.human,
        language: chat.language.clone(),
    });
}

/// Writes the citizen's message into the stream: words and files become papers.
fn keep(
    deciding: &mut Deciding<'_>,
    arrival: &Arrival,
    conversation: ConversationId,
) -> (Option<PaperId>, Vec<FileRef>) {
    let files = keep_files(deciding, arrival, conversation);
    let words = arrival
        .text
        .as_ref()
        .map(|text| deciding.paper(PaperKind::Text, text.as_bytes().to_vec(), None, Some(conversation)));
    let said = Entry::Said {
        key: arrival.key.clone(),
        words,
        // What is none of our choices may be anybody's words: those are papers.
        choice: arrival.choice.as_deref().and_then(Choice::parse).map(|choice| choice.id()),
        files: files.clone(),
    };
    deciding.write(conversation, Speaker::Citizen, said, None);
    (words, files)
}

fn keep_files(deciding: &mut Deciding<'_>, arrival: &Arrival, conversation: ConversationId) -> Vec<FileRef> {
    let mut files = Vec::new();
    let mut file = |deciding: &mut Deciding<'_>, media_type: &str, bytes: Vec<u8>| {
        let kind = PaperKind::File { media_type: media_type.to_owned() };
        let id = deciding.paper(kind, bytes, None, Some(conversation));
        files.push(FileRef { id, media_type: media_type.to_owned() });
        id
    };
    for arrived in &arrival.files {
        file(deciding, &arrived.media_type, arrived.bytes.clone());
    }
    for wanted in &arrival.fetch {
        // Empty until the courier has fetched what belongs into it.
        let paper = file(deciding, &wanted.media_type, Vec::new());
        deciding.decision.notices.push(storage::Notice {
            id: NoticeId(deciding.desk.mint.id(deciding.now)),
            stream: format!("file:{paper}"),
            seq: 1,
            listener: Listener::Conversation(conversation),
            channel: arrival.channel.to_owned(),
            urgent: false,
            document: Errand::Fetch { file: wanted.file.clone(), paper }.write(),
            standing: None,
        });
    }
    if let Some((latitude, longitude)) = arrival.location {
        let point = format!(r#"{{"type":"Point","coordinates":[{longitude},{latitude}]}}"#);
        file(deciding, LOCATION, point.into_bytes());
    }
    files
}
