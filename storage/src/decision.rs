//! What does one commit hold?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::order::{Event, Order};
use crate::{AlarmId, CitizenId, ConversationId, Jurisdiction, NoticeId, OrderNo, Paper, TaskId, UnitCode};

/// Everything that follows from one thing that arrived: committed whole or not at all.
///
/// Made by `bot`; empty parts are left empty.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Whose.
    pub jurisdiction: Jurisdiction,
    /// When it was decided.
    pub at: Timestamp,
    /// What arrived, by its idempotency key; a second commit with the same key changes nothing.
    pub inbound: Option<Inbound>,
    /// The conversation's next state.
    pub conversation: Option<ConversationChange>,
    /// Events of orders, each with the order as it stands after them.
    pub orders: Vec<OrderChange>,
    /// What was said in conversations; each gets the next number of its stream.
    pub chat: Vec<ChatEntry>,
    /// Texts, contacts and files.
    pub papers: Vec<Paper>,
    /// Who must be told by the courier.
    pub notices: Vec<Notice>,
    /// What must happen later, or no longer.
    pub alarms: Vec<AlarmChange>,
    /// What a person must do, or has done.
    pub tasks: Vec<TaskChange>,
    /// One-time passes given out and used up.
    pub passes: Vec<PassChange>,
    /// The conversation whose citizen wants to be forgotten: everything personal that no open order needs goes, before
    /// anything of this decision is written.
    pub forgets: Option<ConversationId>,
    /// The alarm that caused this decision: settled with it. A lost lease makes the commit a conflict.
    pub settles: Option<AlarmLease>,
    /// The post by which this process may decide it. A lost post makes the commit a conflict.
    pub post: Option<Post>,
}

/// The key by which a repeated delivery is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// `web`, `api`, `desk` …
    pub channel: String,
    /// Unique within the channel (and its sender).
    pub key: String,
    /// Hash of what arrived, where its sender may send other content under the same key, or what must be known of it
    /// when it comes again; given back by
    /// [`InboundOutcome`](crate::InboundOutcome). Kept sealed: the content of a short message could be guessed.
    pub digest: Option<String>,
}

/// How a citizen is reached on one channel. Personal data: kept sealed, found by a blind index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `web`, `telegram` …
    pub channel: String,
    /// Chat token, chat id …
    pub value: String,
}

/// A conversation as it was loaded.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The citizen behind it.
    pub citizen: CitizenId,
    /// `web`, `telegram` …
    pub channel: String,
    /// Version to expect when it is changed.
    pub version: u64,
    /// The dialogue's state, a document this room does not read (kept sealed).
    pub state: String,
    /// The operator who has taken the chat over, or who is asked for.
    pub human: bool,
    /// Language tag, e.g. `zh-CN`.
    pub language: String,
    /// When anything was last said.
    pub updated_at: Timestamp,
}

/// A conversation's next state.
#[derive(Clone, Debug)]
pub struct ConversationChange {
    /// Its id.
    pub id: ConversationId,
    /// The citizen behind it.
    pub citizen: CitizenId,
    /// Where it takes place; needed only when it is new.
    pub address: Option<Address>,
    /// `None`: it is new.
    pub expected: Option<u64>,
    /// The dialogue's state, a document.
    pub state: String,
    /// Does a person have it, or should one?
    pub human: bool,
    /// Language tag.
    pub language: String,
}

/// Events of one order, and the order after them.
#[derive(Clone, Debug)]
pub struct OrderChange {
    /// The version the decision was made on; `None`: the order is born.
    pub expected: Option<u32>,
    /// The events, numbered from the next number on.
    pub events: Vec<Event>,
    /// The fold of all events up to the last.
    pub order: Order,
    /// The contact's phone numbers in normal form, for the blind index; only when the order is born.
    pub phones: Vec<String>,
}

/// Who speaks in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// 群众
    Citizen,
    /// The bot, or news of an order.
    Bot,
    /// A person of the centre.
    Operator,
}

/// One entry of a conversation's stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatEntry {
    /// Whose stream.
    pub conversation: ConversationId,
    /// Number in the stream, from 1, without gaps; ignored when committed: the store gives the next one.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub speaker: Speaker,
    /// What was said, as a document this room does not read; names papers, holds no personal data.
    pub document: String,
    /// The listener must be called to hear it; `None`: they read the stream themselves, or it is their own.
    pub carried: Option<Carried>,
}

/// How an entry of a conversation's stream is carried to the citizen: it becomes a notice whose stream, number and
/// document are the entry's own, to the conversation as listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The notice's id.
    pub id: NoticeId,
    /// By which channel.
    pub channel: String,
    /// Goes before what is not urgent.
    pub urgent: bool,
    /// Not before this time (quiet hours), unless something that may be said now follows it in the same stream.
    pub not_before: Option<Timestamp>,
    /// See [`Notice::standing`].
    pub standing: Option<Standing>,
}

/// Whom a notice is for; with its stream this is what keeps news in order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Listener {
    /// A unit's own system or desk.
    Unit(UnitCode),
    /// A citizen on a channel that must be called (not the web chat, which reads its own stream).
    Conversation(ConversationId),
    /// A unit's people in their group chat.
    Group(UnitCode),
    /// Whoever reads the public event stream.
    Public,
}

/// One listener to be told of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id: the idempotency key towards the listener, the same at every try.
    pub id: NoticeId,
    /// The stream of the event, e.g. an order's number.
    pub stream: String,
    /// The event's number.
    pub seq: u64,
    /// Whom to tell.
    pub listener: Listener,
    /// By which channel: `webhook`, `telegram` …
    pub channel: String,
    /// Goes before what is not urgent.
    pub urgent: bool,
    /// What is to be said, as a document this room does not read; rendered when sent.
    pub document: String,
    /// Whether it tells where something stands.
    pub standing: Option<Standing>,
}

/// A notice tells where something stands. One that is passing need not be told any more once a newer one of the same
/// waits for the same listener in the same stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Of what, e.g. an order's number.
    pub of: String,
    /// It says nothing that lasts.
    pub passing: bool,
}

/// A claim on a notice or alarm: who comes late is fenced by the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Rises with every claim of the same row.
    pub token: i64,
    /// Until when nobody else claims it.
    pub until: Timestamp,
}

/// A post that one process at a time has: what it does by it is fenced by the lease's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// E.g. `telegram:poll`.
    pub name: String,
    /// The claim; its token rises whenever another process takes the post over.
    pub lease: Lease,
}

/// Something that stands at a platform and is edited there rather than sent anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// What it shows, e.g. `card:20260101-ABCDE2`.
    pub subject: String,
    /// The platform's own name for it.
    pub receipt: String,
    /// A digest of what it shows now: the same again need not be sent.
    pub print: String,
}

/// Who comes with it may do one thing, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// What is said or scanned. Kept as a blind index only.
    pub code: String,
    /// What it is for, as a document this room does not read.
    pub document: String,
    /// Until when.
    pub ends_at: Timestamp,
}

/// A pass is given out or used up.
#[derive(Clone, Debug)]
pub enum PassChange {
    /// Give it out; while another one with the same code is good, the commit is a conflict: draw another code.
    Give(Pass),
    /// Use it up; if it is gone, the commit is a conflict.
    Spend {
        /// Its code.
        code: String,
    },
}

/// Something that must happen later. At most one alarm stands under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Its id.
    pub id: AlarmId,
    /// What it is for, e.g. `survey:20260101-ABCDE2`.
    pub key: String,
    /// When.
    pub due: Timestamp,
    /// What to do, as a document this room does not read.
    pub document: String,
}

/// An alarm that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmLease {
    /// Whose.
    pub jurisdiction: Jurisdiction,
    /// Which.
    pub alarm: Alarm,
    /// The claim.
    pub lease: Lease,
}

/// Set or cancel an alarm.
#[derive(Clone, Debug)]
pub enum AlarmChange {
    /// Set it, replacing what stands under its key.
    Set(Alarm),
    /// Cancel what stands under the key, if anything does.
    Cancel {
        /// The key.
        key: String,
    },
}

/// What kind of thing a person must do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// 电话告知 a citizen who cannot be reached otherwise.
    PhoneCitizen,
    /// 电话告知 a unit whose system cannot be reached.
    PhoneUnit,
    /// 值班提醒: an emergency word was heard.
    DutyAlert,
    /// 转人工: a citizen asks for a person.
    TalkToCitizen,
    /// A message that could not be decided.
    DeadLetter,
    /// 回访倒查: the citizen contradicts the unit.
    CheckClaim,
    /// The same record of another system came again with other content.
    CheckRecord,
    /// 热点提醒: many people tell of one matter.
    HotMatter,
}

/// Something a person must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What kind.
    pub kind: TaskKind,
    /// The order it is about.
    pub order: Option<OrderNo>,
    /// The conversation it is about.
    pub conversation: Option<ConversationId>,
    /// The unit it is about.
    pub unit: Option<UnitCode>,
    /// Goes before what is not urgent.
    pub urgent: bool,
    /// What is to be done, as a document this room does not read.
    pub document: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// The account that did it.
    pub done_by: Option<String>,
}

/// Open or finish a task.
#[derive(Clone, Debug)]
pub enum TaskChange {
    /// Open it. The id is the idempotency key.
    Open(Task),
    /// It is done. A second time changes nothing.
    Done {
        /// Which.
        id: TaskId,
        /// The account that did it.
        by: String,
    },
    /// Everything of this kind about this conversation is done.
    DoneFor {
        /// The kind.
        kind: TaskKind,
        /// The conversation.
        conversation: ConversationId,
        /// The account that did it.
        by: String,
    },
}

impl Decision {
    /// An empty decision.
    pub fn new(jurisdiction: Jurisdiction, at: Timestamp) -> Self {
        Self {
            jurisdiction,
            at,
            inbound: None,
            conversation: None,
            orders: Vec::new(),
            chat: Vec::new(),
            papers: Vec::new(),
            notices: Vec::new(),
            alarms: Vec::new(),
            tasks: Vec::new(),
            passes: Vec::new(),
            forgets: None,
            settles: None,
            post: None,
        }
    }
}
