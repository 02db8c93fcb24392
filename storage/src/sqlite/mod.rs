//! How is everything remembered in one file?
//!
//! SQLite with a write-ahead log, synced at every commit. One connection writes (`writer`), a few read beside it
//! (`readers`). Every theme has a file with its statements; this one only says which answers what.

mod accounts;
mod alarms;
mod allowances;
mod batch;
mod change;
mod chat;
mod commit;
mod connect;
mod connections;
mod conversations;
mod copies;
mod counts;
mod dead_letters;
mod erasure;
mod fault;
mod inbound;
mod learning;
mod listeners;
mod log;
mod migrations;
mod notices;
mod open;
mod order_look;
mod orders;
mod papers;
mod passes;
mod posted;
mod posts;
mod queue;
mod readers;
mod rows;
mod rulebook;
mod seats;
mod sessions;
mod tasks;
mod throttle;
mod writer;

#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::path::Path;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use uuid::Uuid;

use crate::order::{Event, Order};
use crate::{
    Accepted, Account, AccountId, Address, AlarmLease, ApiToken, Backlog, ChangeId, ChatEntry, Claimed,
    Clerk, Committed, Conversation, ConversationId, Counts, DeadLetter, Decision, Endpoint, Erasure, Holder,
    InboundOutcome, Jurisdiction, Ledger, Listener, Look, NoticeId, OrderFilter, OrderNo, Paper, PaperId,
    Period, Post, Posted, Room, Sealer, Session, Settled, Store, StoreError, Task, Throttle, UnitCode,
    Verdict, Window, Wish, WordChange,
};

pub use copies::SqliteFile;

/// The ledger in one SQLite file. Cheap to clone; all clones are one store.
#[derive(Clone)]
pub struct SqliteStore {
    writer: writer::Writer,
    readers: readers::Readers,
    sealer: Sealer,
    pulse: watch::Sender<u64>,
}

impl SqliteStore {
    /// Opens a database, creates it (readable to this user only) or brings its schema up to date. Needs a running
    /// `tokio`.
    ///
    /// Refuses a newer schema ([`StoreError::NewerSchema`]) and a key file without every key that ever sealed here
    /// ([`StoreError::WrongKey`]); a folder or file that cannot be written is [`StoreError::Unavailable`].
    pub async fn open(path: &Path, sealer: Sealer) -> Result<Self, StoreError> {
        open::open(path, sealer).await
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("sealer", &self.sealer).finish_non_exhaustive()
    }
}

#[async_trait]
impl Ledger for SqliteStore {
    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn commit(&self, decision: Decision) -> Result<Committed, StoreError> {
        self.commit_decision(decision).await
    }

    async fn seen(
        &self,
        j: &Jurisdiction,
        channel: &str,
        key: &str,
    ) -> Result<Option<InboundOutcome>, StoreError> {
        self.seen_inbound(j, channel, key)
    }

    async fn conversation_at(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Conversation>, StoreError> {
        self.conversation_by_address(j, address)
    }

    async fn conversation(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError> {
        self.conversation_by_id(j, id)
    }

    async fn address(&self, j: &Jurisdiction, id: ConversationId) -> Result<Option<Address>, StoreError> {
        self.address_of(j, id)
    }

    async fn posted(
        &self,
        j: &Jurisdiction,
        listener: &Listener,
        subject: &str,
    ) -> Result<Option<Posted>, StoreError> {
        self.posted_for(j, listener, subject)
    }

    async fn pass(&self, j: &Jurisdiction, code: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.pass_for(j, code, now)
    }

    async fn fill(&self, j: &Jurisdiction, paper: &Paper) -> Result<bool, StoreError> {
        self.fill_paper(j, paper).await
    }

    async fn order(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<(Order, Vec<Event>)>, StoreError> {
        self.order_with_events(j, no)
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
        each: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        self.claim_notices(now, lease, limit, each).await
    }

    async fn settle(&self, claimed: &Claimed, settled: Settled, now: Timestamp) -> Result<bool, StoreError> {
        self.settle_notice(claimed, settled, now).await
    }

    async fn replay(&self, j: &Jurisdiction, id: NoticeId, now: Timestamp) -> Result<bool, StoreError> {
        self.replay_notice(j, id, now).await
    }

    async fn rooms(
        &self,
        j: &Jurisdiction,
        wishes: &[Wish],
        now: Timestamp,
        ahead: SignedDuration,
    ) -> Result<Vec<Room>, StoreError> {
        self.find_rooms(j, wishes, now, ahead).await
    }

    async fn silence(&self, j: &Jurisdiction, window: &Window, until: Timestamp) -> Result<(), StoreError> {
        self.silence_window(j, window, until).await
    }

    async fn hold(
        &self,
        j: &Jurisdiction,
        post: &str,
        holder: Uuid,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Post>, StoreError> {
        self.hold_post(j, post, holder, now, lease).await
    }

    async fn leave(&self, j: &Jurisdiction, post: &Post) -> Result<(), StoreError> {
        self.leave_post(j, post).await
    }

    async fn ring(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<AlarmLease>, StoreError> {
        self.claim_alarms(now, lease, limit).await
    }

    async fn erase(
        &self,
        j: &Jurisdiction,
        rules: &Erasure,
        now: Timestamp,
        limit: u32,
    ) -> Result<u32, StoreError> {
        self.erase_what_is_over(j, rules, now, limit).await
    }

    /// A file belongs to the one process that serves it; the command line only visits.
    fn is_shared(&self) -> bool {
        false
    }

    fn pulse(&self) -> watch::Receiver<u64> {
        self.pulse.subscribe()
    }
}

#[async_trait]
impl Look for SqliteStore {
    async fn orders(&self, j: &Jurisdiction, filter: &OrderFilter) -> Result<Vec<Order>, StoreError> {
        self.orders_by(j, filter).await
    }

    async fn accepted(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Accepted>, StoreError> {
        self.accepted_since(j, since, limit).await
    }

    async fn orders_of_phone(&self, j: &Jurisdiction, phone: &str) -> Result<Vec<Order>, StoreError> {
        self.orders_by_phone(j, phone).await
    }

    async fn paper(&self, j: &Jurisdiction, id: PaperId) -> Result<Option<Paper>, StoreError> {
        self.paper_by_id(j, id)
    }

    async fn papers(&self, j: &Jurisdiction, ids: &[PaperId]) -> Result<Vec<Paper>, StoreError> {
        self.papers_by_ids(j, ids, papers::ANY)
    }

    async fn papers_without_files(
        &self,
        j: &Jurisdiction,
        ids: &[PaperId],
    ) -> Result<Vec<Paper>, StoreError> {
        self.papers_by_ids(j, ids, papers::NO_FILE)
    }

    async fn chat(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        self.chat_after(j, id, after, limit)
    }

    async fn chat_tail(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        last: u64,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        self.chat_end(j, id, last)
    }

    async fn conversations_with_people(&self, j: &Jurisdiction) -> Result<Vec<Conversation>, StoreError> {
        self.conversations_of_people(j).await
    }

    async fn tasks(&self, j: &Jurisdiction) -> Result<Vec<Task>, StoreError> {
        self.open_tasks(j).await
    }

    async fn counts(&self, j: &Jurisdiction, period: Period, now: Timestamp) -> Result<Counts, StoreError> {
        self.counts_of(j, period, now).await
    }

    async fn mark(&self, j: &Jurisdiction, unit: Option<&UnitCode>) -> Result<String, StoreError> {
        self.mark_of(j, unit)
    }

    async fn backlog(&self, _now: Timestamp) -> Result<Backlog, StoreError> {
        self.what_waits().await
    }

    async fn dead_letters(&self, j: &Jurisdiction, limit: u32) -> Result<Vec<DeadLetter>, StoreError> {
        self.notices_given_up(j, limit).await
    }

    async fn sorted_orders(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        after: Option<&OrderNo>,
        limit: u32,
    ) -> Result<Vec<(Order, Vec<Event>)>, StoreError> {
        self.orders_sorted(j, since, after, limit).await
    }

    async fn order_state(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<Order>, StoreError> {
        self.order_alone(j, no)
    }
}

#[async_trait]
impl Clerk for SqliteStore {
    async fn accounts(&self, j: &Jurisdiction) -> Result<Vec<Account>, StoreError> {
        self.all_accounts(j).await
    }

    async fn account_by_login(&self, j: &Jurisdiction, login: &str) -> Result<Option<Account>, StoreError> {
        self.account_called(j, login)
    }

    async fn account(&self, j: &Jurisdiction, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.account_by_id(j, id)
    }

    async fn add_account(&self, account: &Account) -> Result<bool, StoreError> {
        self.insert_account(account.clone()).await
    }

    async fn change_account(&self, was: &Account, is: &Account) -> Result<bool, StoreError> {
        self.update_account(was.clone(), is.clone()).await
    }

    async fn open_session(&self, j: &Jurisdiction, session: &Session) -> Result<(), StoreError> {
        self.begin_session(j, session.clone()).await
    }

    async fn session(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
        now: Timestamp,
        idle: SignedDuration,
        whole: SignedDuration,
    ) -> Result<Option<Session>, StoreError> {
        self.session_in_use(j, token_hash, now, idle, whole).await
    }

    async fn close_session(&self, j: &Jurisdiction, token_hash: &str) -> Result<(), StoreError> {
        self.end_session(j, token_hash).await
    }

    async fn close_sessions(&self, j: &Jurisdiction, account: AccountId) -> Result<(), StoreError> {
        self.end_sessions(j, account).await
    }

    async fn add_token(&self, j: &Jurisdiction, token: &ApiToken) -> Result<(), StoreError> {
        self.insert_token(j, token.clone()).await
    }

    async fn token(&self, j: &Jurisdiction, token_hash: &str) -> Result<Option<ApiToken>, StoreError> {
        self.token_in_force(j, token_hash)
    }

    async fn revoke_tokens(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.take_back_tokens(j, unit, now).await
    }

    async fn endpoint(&self, j: &Jurisdiction, unit: &UnitCode) -> Result<Option<Endpoint>, StoreError> {
        self.endpoint_of(j, unit)
    }

    async fn endpoints(&self, j: &Jurisdiction) -> Result<Vec<Endpoint>, StoreError> {
        self.all_endpoints(j).await
    }

    async fn set_endpoint(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        endpoint: Option<&Endpoint>,
    ) -> Result<(), StoreError> {
        self.put_endpoint(j, unit, endpoint).await
    }

    async fn seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
    ) -> Result<Option<String>, StoreError> {
        self.seat_of(j, channel, holder)
    }

    async fn holder(&self, j: &Jurisdiction, address: &Address) -> Result<Option<Holder>, StoreError> {
        self.holder_of(j, address)
    }

    async fn set_seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.put_seat(j, channel, holder, address, now).await
    }

    async fn throttle(
        &self,
        j: &Jurisdiction,
        key: &str,
        limit: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<Throttle, StoreError> {
        self.count_try(j, key, limit, window, now).await
    }

    async fn forgive(&self, j: &Jurisdiction, key: &str) -> Result<(), StoreError> {
        self.take_try_back(j, key).await
    }

    async fn publish_rulebook(
        &self,
        j: &Jurisdiction,
        hash: &str,
        content: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.keep_rulebook(j, hash, content.to_vec(), now).await
    }

    async fn propose_changes(&self, j: &Jurisdiction, changes: &[WordChange]) -> Result<usize, StoreError> {
        self.keep_changes(j, changes).await
    }

    async fn word_changes(&self, j: &Jurisdiction) -> Result<Vec<WordChange>, StoreError> {
        self.all_changes(j).await
    }

    async fn decide_change(
        &self,
        j: &Jurisdiction,
        id: ChangeId,
        verdict: &Verdict,
    ) -> Result<bool, StoreError> {
        self.judge_change(j, id, verdict).await
    }
}
