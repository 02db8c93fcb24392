//! How is a decision made durable, and who may carry out what follows?

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::order::{Event, Order};
use crate::{
    Address, AlarmLease, Conversation, ConversationId, Decision, Erasure, Jurisdiction, Lease, Listener,
    Look, Notice, NoticeId, OrderNo, Paper, Post, Posted, Room, Task, Window, Wish,
};

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is durable. Holds the numbers given to the chat entries, in the decision's order.
    Saved {
        /// Numbers of the chat entries.
        chat: Vec<u64>,
    },
    /// The inbound key was already committed: nothing was changed; this is what followed the first time.
    Duplicate(InboundOutcome),
    /// Something changed since it was loaded: load again and decide again.
    Conflict,
}

/// What followed when an inbound key was first committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundOutcome {
    /// The conversation, if the message was one of a conversation.
    pub conversation: Option<ConversationId>,
    /// First and last number of the chat entries committed with it, if any, in that conversation.
    pub chat: Option<(u64, u64)>,
    /// The orders changed with it.
    pub orders: Vec<OrderNo>,
    /// The hash it arrived with ([`Inbound::digest`](crate::Inbound::digest)): another one now is other content under
    /// the same key.
    pub digest: Option<String>,
}

/// A notice somebody has claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Whose.
    pub jurisdiction: Jurisdiction,
    /// The notice.
    pub notice: Notice,
    /// The claim.
    pub lease: Lease,
    /// How often it was tried before.
    pub attempts: u32,
}

/// A notice that was given up: nobody was told by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// The notice.
    pub notice: Notice,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it was given up, without personal data.
    pub why: String,
    /// When.
    pub at: Timestamp,
}

/// What became of a notice.
#[derive(Clone, Debug)]
pub enum Settled {
    /// The listener has it.
    Delivered {
        /// What stands at the platform now, where it is edited later.
        posted: Option<Posted>,
    },
    /// Not now; try again.
    Later {
        /// When.
        at: Timestamp,
        /// Why, without personal data.
        why: String,
    },
    /// It was not tried: there is no room for it in the channel's budget. Not counted as an attempt, and not hurried by
    /// what is said behind it: it was told a turn of its own.
    Waits {
        /// Until when.
        until: Timestamp,
    },
    /// Never.
    Never {
        /// Why, without personal data.
        why: String,
        /// A person tells instead, where it is worth it.
        task: Option<Box<Task>>,
    },
}

/// The public is told of so many times as much at once as any other listener.
pub const PUBLIC_SHARE: u32 = 16;

/// So many a listener is told at once who may be told `each`: letters that hang do not keep what is urgent from them.
pub(crate) fn at_once(each: u32, urgent: bool) -> i64 {
    i64::from(each) + i64::from(urgent)
}

/// The store failed: somebody must look.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer, is full or read-only: try again later.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A row cannot be read: it has an address.
    #[error("corrupt row in {table} at {key}: {why}")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Key of the row.
        key: String,
        /// What is wrong with it.
        why: String,
    },
    /// The database was made by a newer program.
    #[error("the database has schema {found}, this program knows {known}")]
    NewerSchema {
        /// Version found.
        found: i64,
        /// Version this program knows.
        known: i64,
    },
    /// The database refused what was to be written: a mistake of the program, not of the time. Do not try again.
    #[error("the database refused it: {0}")]
    Refused(String),
    /// The sealing key does not open this database's papers.
    #[error("the sealing key does not fit this database")]
    WrongKey,
}

/// Writes. Few, large methods; every one is one transaction.
#[async_trait]
pub trait Store: Look {
    /// Commits a decision whole, or says why not.
    async fn commit(&self, decision: Decision) -> Result<Committed, StoreError>;

    /// What followed when this inbound key was committed, if it was.
    async fn seen(
        &self,
        j: &Jurisdiction,
        channel: &str,
        key: &str,
    ) -> Result<Option<InboundOutcome>, StoreError>;

    /// The conversation at an address.
    async fn conversation_at(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Conversation>, StoreError>;

    /// A conversation by its id.
    async fn conversation(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError>;

    /// Where a conversation takes place, unsealed.
    async fn address(&self, j: &Jurisdiction, id: ConversationId) -> Result<Option<Address>, StoreError>;

    /// What stands at a platform for a listener under a subject.
    async fn posted(
        &self,
        j: &Jurisdiction,
        listener: &Listener,
        subject: &str,
    ) -> Result<Option<Posted>, StoreError>;

    /// What a pass that is still good is for.
    async fn pass(&self, j: &Jurisdiction, code: &str, now: Timestamp) -> Result<Option<String>, StoreError>;

    /// Puts the content into a paper that was kept empty until it could be fetched; `false`: it is gone or full.
    async fn fill(&self, j: &Jurisdiction, paper: &Paper) -> Result<bool, StoreError>;

    /// An order with all its events, as committed.
    async fn order(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<(Order, Vec<Event>)>, StoreError>;

    /// Claims up to `limit` notices that are due: per (stream, listener) only the oldest unsettled one; urgent first.
    /// One that is outdated ([`Notice::standing`]) is settled on the way and not claimed.
    /// No listener has more than `each` of them at once, counting those that anybody holds a lease on, so that one who
    /// does not answer holds up only its own; one more, if it is urgent. The public, which hears of all orders, has
    /// [`PUBLIC_SHARE`] times as many, after everybody else; however much waits for it, nobody else is found more slowly.
    /// A row that cannot be read is put off until the lease would end, and logged.
    async fn claim(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
        each: u32,
    ) -> Result<Vec<Claimed>, StoreError>;

    /// Settles a claimed notice. `false`: the lease was lost to somebody else and nothing was changed.
    async fn settle(&self, claimed: &Claimed, settled: Settled, now: Timestamp) -> Result<bool, StoreError>;

    /// Puts a notice that was given up back to be told now, as if it had never been tried; `false`: it was not given up.
    async fn replay(&self, j: &Jurisdiction, id: NoticeId, now: Timestamp) -> Result<bool, StoreError>;

    /// Finds room for letters, each in turn, in windows that all processes on this database share; none is placed
    /// further ahead than `ahead`.
    async fn rooms(
        &self,
        j: &Jurisdiction,
        wishes: &[Wish],
        now: Timestamp,
        ahead: SignedDuration,
    ) -> Result<Vec<Room>, StoreError>;

    /// The platform has said "too many": nothing finds room in this window before then.
    async fn silence(&self, j: &Jurisdiction, window: &Window, until: Timestamp) -> Result<(), StoreError>;

    /// Takes a post that one process at a time may have, or keeps it a while longer; `None`: another process has it.
    async fn hold(
        &self,
        j: &Jurisdiction,
        post: &str,
        holder: Uuid,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Post>, StoreError>;

    /// Gives a post up, so that another process may have it at once.
    async fn leave(&self, j: &Jurisdiction, post: &Post) -> Result<(), StoreError>;

    /// Claims up to `limit` alarms that are due. They are settled by the commit of what follows from them.
    async fn ring(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<AlarmLease>, StoreError>;

    /// Erases what is personal and whose time is over (see [`Erasure`]), up to `limit` papers and drafts; how many
    /// these were. 0: nothing is left to be erased now. Events, orders and numbers stay. Asked twice, at once or
    /// after a crash, it does no harm.
    async fn erase(
        &self,
        j: &Jurisdiction,
        rules: &Erasure,
        now: Timestamp,
        limit: u32,
    ) -> Result<u32, StoreError>;

    /// Can other processes have this database, too?
    fn is_shared(&self) -> bool;

    /// Raised after every commit of this process: a wake-up, never the only way to learn of news.
    fn pulse(&self) -> tokio::sync::watch::Receiver<u64>;
}
