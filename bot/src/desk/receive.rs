//! How does a citizen's message become a commit?

use std::cmp::Reverse;

use intake::Understanding;
use jiff::Timestamp;
use prompts::Notice;
use storage::order::{
    Actor, Dispatch, Form, Kind, Opening, Order, Papers, Place, Role, Source, Step, Urgency, open,
};
use storage::{
    Address, CitizenId, Committed, Conversation, ConversationChange, ConversationId, Inbound, OrderFilter,
    PaperId, PaperKind, ProfileName, ReasonCode, Speaker, TaskChange, TaskKind,
};

use super::act::ArrivedFile;
use super::casefile::ContactPaper;
use super::decide::Deciding;
use super::entry::{Entry, FileRef, LOCATION};
use super::task::TaskNote;
use super::{ATTEMPTS, Desk, DeskError, Invalid};
use crate::dialogue::{self, Case, Draft, KeyCheck, Memory, Message, Move};

/// Longest message that is taken, in characters.
const LONGEST_MESSAGE: usize = 4000;
/// So many of the last entries are looked through for buttons and questions.
const RECENT: u64 = 40;
/// Photos sent one by one within this time count as one sending.
const ONE_SENDING_MS: i64 = 30_000;
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
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { chat } => {
                    let (Some(first), Some(last)) = (chat.first(), chat.last()) else {
                        return Err(DeskError::Busy);
                    };
                    return Ok(Heard { conversation: id, seq: *first, last: *last, duplicate: false });
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
            choice: arrival.choice.clone(),
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
        let turn = dialogue::step(memory, &message, &case, &self.banner);

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

    async fn load_case(
        &self,
        conversation: Option<&Conversation>,
        memory: &Memory,
        message: &Message,
        sender: &str,
    ) -> Result<Case, DeskError> {
        let mut case = Case::default();
        if let Some((no, code)) = dialogue::key_tried(memory, message) {
            case.key = Some(match self.try_key(&no, &code, sender).await? {
                super::query::Key::Fits(order) => KeyCheck::Fits(order),
                super::query::Key::Wrong => KeyCheck::Wrong,
                super::query::Key::Wait(until) => KeyCheck::Wait(until),
            });
        }
        let Some(conversation) = conversation else {
            return Ok(case);
        };
        let filter = OrderFilter { conversation: Some(conversation.id), limit: 50, ..OrderFilter::default() };
        case.orders = self.store.orders(self.jurisdiction(), &filter).await?;
        case.orders.sort_by_key(|order| Reverse(order.accepted_at));
        self.load_last_words(conversation, &mut case).await?;
        Ok(case)
    }

    /// The buttons last offered, the question last asked by a unit, and whether files were just sent.
    async fn load_last_words(&self, conversation: &Conversation, case: &mut Case) -> Result<(), DeskError> {
        let recent = self.store.chat_tail(self.jurisdiction(), conversation.id, RECENT).await?;
        let now = self.now().as_millisecond();
        let mut said_since: Vec<(Option<PaperId>, Option<String>)> = Vec::new();
        let mut offer_found = false;
        for entry in recent.iter().rev() {
            match Entry::read(entry) {
                Some(Entry::Told { notice }) => {
                    if !offer_found && !notice.choices().is_empty() {
                        offer_found = true;
                        case.offered = self.still_offered(conversation, &notice, &said_since).await?;
                    }
                    if said_since.is_empty()
                        && let Notice::Question { no, .. } = &notice
                    {
                        case.asked_by = no.parse().ok();
                    }
                }
                Some(Entry::Said { words, choice, files, .. }) => {
                    if said_since.is_empty() {
                        let alone = words.is_none() && choice.is_none() && !files.is_empty();
                        case.more_files = alone && now - entry.at.as_millisecond() < ONE_SENDING_MS;
                    }
                    said_since.push((words, choice));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// A notice's choices with their labels; none if one of them was made since: its number or label, said again,
    /// means something else.
    async fn still_offered(
        &self,
        conversation: &Conversation,
        notice: &Notice,
        said_since: &[(Option<PaperId>, Option<String>)],
    ) -> Result<Vec<(prompts::Choice, String)>, DeskError> {
        let spoken = self.wording.say(&conversation.language, notice, &self.names(Vec::new()));
        let labels = spoken.choices.into_iter().map(|choice| choice.label);
        let offered: Vec<_> = notice.choices().into_iter().zip(labels).collect();
        let wanted: Vec<PaperId> = said_since.iter().filter_map(|(words, _)| *words).collect();
        let names = self.names(self.store.papers(self.jurisdiction(), &wanted).await?);
        let made = said_since.iter().any(|(words, choice)| {
            let text = words.and_then(|words| names.text(words));
            Case::is_made(&offered, choice.as_deref(), text.as_deref())
        });
        Ok(if made { Vec::new() } else { offered })
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

    async fn open_order(
        &self,
        deciding: &mut Deciding<'_>,
        draft: Draft,
        conversation: ConversationId,
        citizen: CitizenId,
    ) -> Result<(), DeskError> {
        let now = deciding.now;
        let date = now.to_zoned(self.banner.directory.zone.clone()).date();
        let no = self.mint.order_no(date);
        let understood = self.understand_draft(&draft);
        let code = self.mint.query_code();
        let papers = Papers {
            story: deciding.words(&draft.story, Some(&no)),
            place: draft
                .place
                .as_ref()
                .map(|place| deciding.paper(PaperKind::Place, place.as_bytes().to_vec(), Some(&no), None)),
            contact: draft.phone.as_ref().map(|phone| {
                let contact = ContactPaper { name: draft.name.clone(), phone: Some(phone.clone()) };
                deciding.paper(PaperKind::Contact, contact.write(), Some(&no), None)
            }),
            query_code: deciding.paper(PaperKind::QueryCode, code.into_bytes(), Some(&no), None),
            reasons: Some(keep_reasons(deciding, &understood, &no)),
            files: draft.files.clone(),
        };
        let dispatch = self.sure_dispatch(&draft, &understood);
        let opening = Opening {
            no: no.clone(),
            source: Source::Web,
            citizen,
            conversation: Some(conversation),
            form: form_of(&draft),
            papers,
            profile: self.profile_of(draft.category.as_ref()),
            dispatch,
        };
        let bot = Actor { role: Role::Bot, id: String::new(), unit: None };
        let (order, events) = open(&opening, self.jurisdiction(), &bot, &self.banner.directory, now);
        deciding.tell(conversation, first_reply(&order));
        deciding.record(None, order, events, draft.phone.into_iter().collect()).await
    }

    fn understand_draft(&self, draft: &Draft) -> Understanding {
        match &draft.place {
            Some(place) => self.banner.book.understand_at(&draft.story, place),
            None => self.banner.book.understand(&draft.story),
        }
    }

    /// The unit, when understanding is sure; with the area the citizen picked, if they did. Otherwise a person looks.
    fn sure_dispatch(&self, draft: &Draft, understood: &Understanding) -> Option<Dispatch> {
        let category = draft.category.as_ref()?;
        let leaf = self.banner.book.category(category)?;
        if !leaf.anonymous && draft.phone.is_none() {
            return None;
        }
        let area = draft.grid.as_ref().or(draft.area.as_ref());
        let routed = self.banner.book.route(category, area, draft.kind);
        let intake::Routed::To { lead, helpers, row, .. } = routed else {
            return None;
        };
        let mut seen = understood.clone();
        seen.unit = Some(lead.clone());
        self.banner.book.is_sure(&seen).then(|| self.dispatch(&lead, &helpers, Some(row)))
    }

    /// A dispatch by this version of the rule book.
    pub(super) fn dispatch(
        &self,
        lead: &intake::UnitCode,
        helpers: &[intake::UnitCode],
        row: Option<usize>,
    ) -> Dispatch {
        Dispatch {
            lead: storage::UnitCode::new(lead.as_str()),
            helpers: helpers.iter().map(|unit| storage::UnitCode::new(unit.as_str())).collect(),
            rulebook: self.banner.hash.clone(),
            row: row.and_then(|row| u32::try_from(row).ok()),
        }
    }

    /// The time-limit profile the catalogue leaf names.
    pub(super) fn profile_of(&self, category: Option<&intake::CategoryCode>) -> Option<ProfileName> {
        let leaf = self.banner.book.category(category?)?;
        leaf.limit.as_ref().map(ProfileName::new)
    }
}

/// The first reply: number, code, unit or "being determined", date.
pub(super) fn first_reply(order: &Order) -> Notice {
    Notice::Accepted {
        no: order.no.to_string(),
        query_code: order.papers.query_code.0,
        unit: order.lead.as_ref().map(|unit| unit.as_str().to_owned()),
        due: order.dues.finish,
        assumed: order.dues.assumed,
    }
}

/// Why understanding proposed what it did, kept beside the story.
pub(super) fn keep_reasons(
    deciding: &mut Deciding<'_>,
    understood: &Understanding,
    no: &storage::OrderNo,
) -> PaperId {
    let document = serde_json::to_vec(understood).expect("an understanding has only string keys");
    deciding.paper(PaperKind::Document, document, Some(no), None)
}

/// The ledger's kind for the kind that was understood.
pub(super) fn kind_of(kind: intake::Kind) -> Kind {
    match kind {
        intake::Kind::Consultation => Kind::Consultation,
        intake::Kind::Help => Kind::Help,
        intake::Kind::Complaint => Kind::Complaint,
        intake::Kind::Report => Kind::Report,
        intake::Kind::Suggestion => Kind::Suggestion,
        intake::Kind::Praise => Kind::Praise,
    }
}

/// The ledger's urgency for the urgency that was understood.
pub(super) fn urgency_of(urgency: intake::Urgency) -> Urgency {
    match urgency {
        intake::Urgency::Normal => Urgency::Normal,
        intake::Urgency::Urgent => Urgency::Urgent,
        intake::Urgency::Critical => Urgency::Critical,
    }
}

fn form_of(draft: &Draft) -> Form {
    Form {
        kind: kind_of(draft.kind),
        category: draft.category.as_ref().map(|code| storage::CategoryCode::new(code.as_str())),
        urgency: urgency_of(draft.urgency),
        place: Place {
            area: draft.area.as_ref().map(|area| storage::AreaCode::new(area.as_str())),
            grid: draft.grid.as_ref().map(|area| storage::AreaCode::new(area.as_str())),
        },
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

fn heard_before(outcome: &storage::InboundOutcome) -> Option<Heard> {
    let (seq, last) = outcome.chat?;
    Some(Heard { conversation: outcome.conversation?, seq, last, duplicate: true })
}
