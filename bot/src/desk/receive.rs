//! How does a citizen's message become a commit?

use jiff::Timestamp;
use prompts::{Choice, Notice};
use storage::order::{Actor, Role, Step};
use storage::{
    Address, CitizenId, Committed, Conversation, ConversationChange, ConversationId, Inbound, PaperId,
    PaperKind, ReasonCode, Speaker, TaskChange, TaskKind,
};

use super::act::ArrivedFile;
use super::decide::Deciding;
use super::entry::{Entry, FileRef, LOCATION};
use super::task::TaskNote;
use super::{ATTEMPTS, Desk, DeskError, Invalid};
use crate::dialogue::{Case, KeyCheck, Memory, Message, Move, Turn};

/// Longest message that is taken, in characters.
const LONGEST_MESSAGE: usize = 4000;
/// 撤单 because the citizen wishes it: a reason that every banner's `reasons.csv` holds.
const WITHDRAWN_BY_CITIZEN: &str = "W01";
/// Language of a citizen who has not chosen one.
const USUAL_LANGUAGE: &str = "zh-CN";

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
    /// A shared location: latitude, longitude (WGS 84).
    pub location: Option<(f64, f64)>,
    /// Language tag the citizen's device asks for.
    pub language: Option<String>,
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
            let (id, deciding) = self.decide_message(&arrival, &address, &inbound, conversation).await?;
            let own: Vec<bool> =
                deciding.decision.chat.iter().map(|entry| entry.conversation == id).collect();
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { chat } => return heard_now(id, &chat, &own).ok_or(DeskError::Busy),
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

    async fn decide_message(
        &self,
        arrival: &Arrival,
        address: &Address,
        inbound: &Inbound,
        conversation: Option<Conversation>,
    ) -> Result<(ConversationId, Deciding<'_>), DeskError> {
        let now = self.now();
        let mut deciding = Deciding::begin(self, now);
        deciding.decision.inbound = Some(inbound.clone());
        let (id, citizen) = match &conversation {
            Some(known) => (known.id, known.citizen),
            None => (ConversationId(self.mint.id(now)), CitizenId(self.mint.id(now))),
        };
        deciding.listening = Some(id);
        let memory = self.memory_of(conversation.as_ref(), now);

        let files = keep_files(&mut deciding, arrival, id);
        let words = arrival
            .text
            .as_ref()
            .map(|text| deciding.paper(PaperKind::Text, text.as_bytes().to_vec(), None, Some(id)));
        let said = Entry::Said {
            key: arrival.key.clone(),
            words,
            // What is none of our choices may be anybody's words: those are papers.
            choice: arrival.choice.as_deref().and_then(Choice::parse).map(|choice| choice.id()),
            files: files.clone(),
        };
        deciding.write(id, Speaker::Citizen, &said);

        let message = Message {
            text: arrival.text.clone(),
            choice: arrival.choice.clone(),
            files: files.iter().map(|file| file.id).collect(),
            location: arrival.location.is_some(),
        };
        let case = self.load_case(conversation.as_ref(), &memory, &message, &arrival.address).await?;
        let turn = self.answer(memory.clone(), &message, &case).unwrap_or_else(|| {
            tracing::error!(conversation.id = %id, "a message could not be decided");
            deciding.task(&TaskNote::DeadLetter { words }, None, Some(id), None, false);
            Turn { memory, moves: vec![Move::Say(Notice::NotUnderstood)] }
        });

        let language =
            arrival.language.clone().or_else(|| conversation.as_ref().map(|known| known.language.clone()));
        let mut human = conversation.as_ref().is_some_and(|known| known.human);
        for step in turn.moves {
            match step {
                Move::CallPerson => {
                    if !human {
                        deciding.task(&TaskNote::Talk, None, Some(id), None, true);
                    }
                    human = true;
                }
                Move::EndPerson => {
                    human = false;
                    deciding.decision.tasks.push(TaskChange::DoneFor {
                        kind: TaskKind::TalkToCitizen,
                        conversation: id,
                        by: String::new(),
                    });
                }
                other => self.carry_out(&mut deciding, other, id, citizen, words, &case).await?,
            }
        }
        deciding.decision.conversation = Some(ConversationChange {
            id,
            citizen,
            address: conversation.is_none().then(|| address.clone()),
            expected: conversation.as_ref().map(|known| known.version),
            state: turn.memory.write(),
            human,
            language: language.unwrap_or_else(|| USUAL_LANGUAGE.to_owned()),
        });
        Ok((id, deciding))
    }

    /// What the conversation remembers; a draft nobody has touched for too long is forgotten.
    fn memory_of(&self, conversation: Option<&Conversation>, now: Timestamp) -> Memory {
        let Some(conversation) = conversation else {
            return Memory::new();
        };
        let mut memory = Memory::read(&conversation.state);
        if now.duration_since(conversation.updated_at) > self.banner.forget_drafts_after {
            memory.forget_draft();
        }
        memory
    }

    async fn carry_out(
        &self,
        deciding: &mut Deciding<'_>,
        step: Move,
        conversation: ConversationId,
        citizen: CitizenId,
        words: Option<PaperId>,
        case: &Case,
    ) -> Result<(), DeskError> {
        match step {
            Move::Say(notice) => deciding.tell(conversation, notice),
            Move::Summarise(summary) => deciding.summarise(conversation, &summary),
            Move::Open(draft) => self.open_order(deciding, *draft, conversation, citizen).await?,
            Move::Alert { emergency } => {
                let unit = self.banner.emergencies.get(&emergency).map(|known| known.unit.clone());
                let note = TaskNote::Emergency { code: emergency, words };
                deciding.task(&note, None, Some(conversation), unit, true);
            }
            Move::Show(no) => {
                if let Some((order, events)) = self.store.order(self.jurisdiction(), &no).await? {
                    let timeline = super::timeline::of(&order, &events);
                    deciding.tell(conversation, Notice::Timeline(Box::new(timeline)));
                }
            }
            Move::Urge(no) => self.take_for_citizen(deciding, &no, Step::Urge, conversation, case).await?,
            Move::Withdraw(no) => {
                let step = Step::Withdraw { reason: ReasonCode::new(WITHDRAWN_BY_CITIZEN) };
                self.take_for_citizen(deciding, &no, step, conversation, case).await?;
            }
            Move::Rate { no, rating } => {
                let step = Step::Rate { rating, comment: None };
                self.take_for_citizen(deciding, &no, step, conversation, case).await?;
            }
            Move::Supplement { no, words, files } => {
                let mut papers: Vec<PaperId> =
                    words.iter().map(|words| deciding.words(words, Some(&no))).collect();
                papers.extend(files);
                let step = Step::Supplement { papers };
                self.take_for_citizen(deciding, &no, step, conversation, case).await?;
            }
            Move::CallPerson | Move::EndPerson => {}
        }
        Ok(())
    }

    /// A citizen's step with an order; what its life does not allow now is said, not failed.
    async fn take_for_citizen(
        &self,
        deciding: &mut Deciding<'_>,
        no: &storage::OrderNo,
        step: Step,
        conversation: ConversationId,
        case: &Case,
    ) -> Result<(), DeskError> {
        let by_key = match &case.key {
            Some(KeyCheck::Fits(order)) if &order.no == no => Some(order.as_ref()),
            _ => None,
        };
        let Some(order) = case.own(no).or(by_key) else {
            deciding.tell(conversation, Notice::NoSuchOrder);
            return Ok(());
        };
        let citizen = Actor { role: Role::Citizen, id: conversation.to_string(), unit: None };
        match deciding.take(order, &[step], &citizen).await {
            Err(DeskError::Refused(_)) => {
                let state = order.state.name().to_owned();
                deciding.tell(conversation, Notice::NotPossibleNow { no: no.to_string(), state });
                Ok(())
            }
            Err(fault) => Err(fault),
            Ok(_) => Ok(()),
        }
    }
}

fn keep_files(deciding: &mut Deciding<'_>, arrival: &Arrival, conversation: ConversationId) -> Vec<FileRef> {
    let mut files: Vec<FileRef> = arrival
        .files
        .iter()
        .map(|file| {
            let kind = PaperKind::File { media_type: file.media_type.clone() };
            let id = deciding.paper(kind, file.bytes.clone(), None, Some(conversation));
            FileRef { id, media_type: file.media_type.clone() }
        })
        .collect();
    if let Some((latitude, longitude)) = arrival.location {
        let kind = PaperKind::File { media_type: LOCATION.to_owned() };
        let point = format!(r#"{{"type":"Point","coordinates":[{longitude},{latitude}]}}"#);
        let id = deciding.paper(kind, point.into_bytes(), None, Some(conversation));
        files.push(FileRef { id, media_type: LOCATION.to_owned() });
    }
    files
}

/// The entries of other conversations, which heard of it too, have numbers of their own streams.
fn heard_now(conversation: ConversationId, numbers: &[u64], own: &[bool]) -> Option<Heard> {
    let mut own = numbers.iter().zip(own).filter(|(_, own)| **own).map(|(number, _)| *number);
    let seq = own.next()?;
    Some(Heard { conversation, seq, last: own.next_back().unwrap_or(seq), duplicate: false })
}

fn heard_before(outcome: &storage::InboundOutcome) -> Option<Heard> {
    let (seq, last) = outcome.chat?;
    Some(Heard { conversation: outcome.conversation?, seq, last, duplicate: true })
}
