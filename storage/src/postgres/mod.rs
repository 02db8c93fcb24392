//! How is everything remembered in a PostgreSQL database, by several programs at once?
//!
//! What is committed at the same moment shares one transaction (`committer`, `commit`): every theme has a file with what
//! it locks, looks at and writes for a whole batch, and with what it reads. Connections are our own affair (`wires`,
//! `hosts`, `watchman`): a server that stops is noticed within a second, one that takes over is found.

mod accounts;
mod alarms;
mod allowances;
mod case;
mod cells;
mod change;
mod chat;
mod commit;
mod committer;
mod connections;
mod conversations;
mod copies;
mod counts;
mod courier;
mod dead_letters;
mod erasure;
mod fault;
mod hosts;
mod inbound;
mod keyed;
mod learning;
mod news;
mod notices;
mod open;
mod order_look;
mod orders;
mod papers;
mod passes;
mod posted;
mod posts;
mod ready;
mod rulebook;
mod seats;
mod sessions;
mod tasks;
mod throttle;
mod watchman;
mod wires;
mod young;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use uuid::Uuid;

use self::fault::Fault;
use crate::order::{Event, Order};
use crate::{
    Accepted, Account, AccountId, Address, AlarmLease, ApiToken, Backlog, ChangeId, ChatEntry, Claimed,
    Clerk, Committed, Conversation, ConversationId, Counts, DeadLetter, Decision, Endpoint, Erasure, Holder,
    InboundOutcome, Jurisdiction, Ledger, Listener, Look, NoticeId, OrderFilter, OrderNo, Paper, PaperId,
    Period, Post, Posted, Room, Sealer, Session, Settled, Store, StoreError, Task, Throttle, UnitCode,
    Verdict, Window, Wish, WordChange,
};

pub use copies::PostgresDatabase;

/// The ledger in a PostgreSQL database. Cheap to clone; all clones are one store. Several stores on one database, in one
/// program or many, are replicas: each raises the pulse of the others.
#[derive(Clone)]
pub struct PostgresStore {
    wires: Arc<wires::Wires>,
    committer: committer::Committer,
    news: news::News,
    /// Whose turn it is to find room for letters.
    finding: Arc<allowances::Finding>,
    sealer: Sealer,
}

impl PostgresStore {
    /// Opens a database, and brings its schema up to date; programs that start at the same time do so one after the
    /// other. Needs a running `tokio`.
    ///
    /// `dsn` is `postgres://user:password@host:port/name?sslmode=…`; several servers of the same database are listed as
    /// `host:port,host:port`, and whichever takes writes is used. How durable a commit is, is the server's affair:
    /// `synchronous_commit` must be `on`, or `remote_apply` with a standby.
    ///
    /// Refuses a newer schema ([`StoreError::NewerSchema`]), a key file without every key that ever sealed here
    /// ([`StoreError::WrongKey`]) and an address that cannot be read ([`StoreError::Refused`]); a database that does
    /// not answer within seconds is [`StoreError::Unavailable`].
    pub async fn open(dsn: &str, sealer: Sealer) -> Result<Self, StoreError> {
        open::open(dsn, sealer).await
    }

    async fn wire(&self) -> Result<wires::Wire, Fault> {
        self.wires.wire().await
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").field("sealer", &self.sealer).finish_non_exhaustive()
    }
}

#[async_trait]
impl Ledger for PostgresStore {
    async fn close(&self) {
        self.committer.close().await;
        self.wires.close().await;
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn commit(&self, decision: Decision) -> Result<Committed, StoreError> {
        self.committer.commit(decision).await
    }

    async fn seen(
        &self,
        j: &Jurisdiction,
        channel: &str,
        key: &str,
    ) -> Result<Option<InboundOutcome>, StoreError> {
        Ok(self.seen_inbound(j, channel, key).await?)
    }

    async fn conversation_at(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Conversation>, StoreError> {
        Ok(self.conversation_by_address(j, address).await?)
    }

    async fn conversation(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Conversation>, StoreError> {
        Ok(self.conversation_by_id(j, id).await?)
    }

    async fn address(&self, j: &Jurisdiction, id: ConversationId) -> Result<Option<Address>, StoreError> {
        Ok(self.address_of(j, id).await?)
    }

    async fn posted(
        &self,
        j: &Jurisdiction,
        listener: &Listener,
        subject: &str,
    ) -> Result<Option<Posted>, StoreError> {
        Ok(self.posted_for(j, listener, subject).await?)
    }

    async fn pass(&self, j: &Jurisdiction, code: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        Ok(self.pass_for(j, code, now).await?)
    }

    async fn fill(&self, j: &Jurisdiction, paper: &Paper) -> Result<bool, StoreError> {
        Ok(self.fill_paper(j, paper).await?)
    }

    async fn order(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<(Order, Vec<Event>)>, StoreError> {
        Ok(self.order_with_events(j, no).await?)
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
        each: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        Ok(self.claim_notices(now, lease, limit, each).await?)
    }

    async fn settle(&self, claimed: &Claimed, settled: Settled, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.settle_notice(claimed, settled, now).await?)
    }

    async fn replay(&self, j: &Jurisdiction, id: NoticeId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.replay_notice(j, id, now).await?)
    }

    async fn rooms(
        &self,
        j: &Jurisdiction,
        wishes: &[Wish],
        now: Timestamp,
        ahead: SignedDuration,
    ) -> Result<Vec<Room>, StoreError> {
        Ok(self.find_rooms(j, wishes, now, ahead).await?)
    }

    async fn silence(&self, j: &Jurisdiction, window: &Window, until: Timestamp) -> Result<(), StoreError> {
        Ok(self.silence_window(j, window, until).await?)
    }

    async fn hold(
        &self,
        j: &Jurisdiction,
        post: &str,
        holder: Uuid,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Post>, StoreError> {
        Ok(self.hold_post(j, post, holder, now, lease).await?)
    }

    async fn leave(&self, j: &Jurisdiction, post: &Post) -> Result<(), StoreError> {
        Ok(self.leave_post(j, post).await?)
    }

    async fn ring(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<AlarmLease>, StoreError> {
        Ok(self.claim_alarms(now, lease, limit).await?)
    }

    async fn erase(
        &self,
        j: &Jurisdiction,
        rules: &Erasure,
        now: Timestamp,
        limit: u32,
    ) -> Result<u32, StoreError> {
        Ok(self.erase_what_is_over(j, rules, now, limit).await?)
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn pulse(&self) -> watch::Receiver<u64> {
        self.news.pulse()
    }
}

#[async_trait]
impl Look for PostgresStore {
    async fn orders(&self, j: &Jurisdiction, filter: &OrderFilter) -> Result<Vec<Order>, StoreError> {
        Ok(self.orders_by(j, filter).await?)
    }

    async fn accepted(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Accepted>, StoreError> {
        Ok(self.accepted_since(j, since, limit).await?)
    }

    async fn orders_of_phone(&self, j: &Jurisdiction, phone: &str) -> Result<Vec<Order>, StoreError> {
        Ok(self.orders_by_phone(j, phone).await?)
    }

    async fn paper(&self, j: &Jurisdiction, id: PaperId) -> Result<Option<Paper>, StoreError> {
        Ok(self.paper_by_id(j, id).await?)
    }

    async fn papers(&self, j: &Jurisdiction, ids: &[PaperId]) -> Result<Vec<Paper>, StoreError> {
        Ok(self.papers_by_ids(j, ids, true).await?)
    }

    async fn papers_without_files(
        &self,
        j: &Jurisdiction,
        ids: &[PaperId],
    ) -> Result<Vec<Paper>, StoreError> {
        Ok(self.papers_by_ids(j, ids, false).await?)
    }

    async fn chat(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        Ok(self.chat_after(j, id, after, limit).await?)
    }

    async fn chat_tail(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        last: u64,
    ) -> Result<Vec<ChatEntry>, StoreError> {
        Ok(self.chat_end(j, id, last).await?)
    }

    async fn conversations_with_people(&self, j: &Jurisdiction) -> Result<Vec<Conversation>, StoreError> {
        Ok(self.conversations_of_people(j).await?)
    }

    async fn tasks(&self, j: &Jurisdiction) -> Result<Vec<Task>, StoreError> {
        Ok(self.open_tasks(j).await?)
    }

    async fn counts(&self, j: &Jurisdiction, period: Period, now: Timestamp) -> Result<Counts, StoreError> {
        Ok(self.counts_of(j, period, now).await?)
    }

    async fn mark(&self, j: &Jurisdiction, unit: Option<&UnitCode>) -> Result<String, StoreError> {
        Ok(self.mark_of(j, unit).await?)
    }

    async fn backlog(&self, _now: Timestamp) -> Result<Backlog, StoreError> {
        Ok(self.what_waits().await?)
    }

    async fn dead_letters(&self, j: &Jurisdiction, limit: u32) -> Result<Vec<DeadLetter>, StoreError> {
        Ok(self.notices_given_up(j, limit).await?)
    }

    async fn sorted_orders(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        after: Option<&OrderNo>,
        limit: u32,
    ) -> Result<Vec<(Order, Vec<Event>)>, StoreError> {
        Ok(self.orders_sorted(j, since, after, limit).await?)
    }

    async fn order_state(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<Order>, StoreError> {
        Ok(self.order_alone(j, no).await?)
    }
}

#[async_trait]
impl Clerk for PostgresStore {
    async fn accounts(&self, j: &Jurisdiction) -> Result<Vec<Account>, StoreError> {
        Ok(self.all_accounts(j).await?)
    }

    async fn account_by_login(&self, j: &Jurisdiction, login: &str) -> Result<Option<Account>, StoreError> {
        Ok(self.account_called(j, login).await?)
    }

    async fn account(&self, j: &Jurisdiction, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.account_by_id(j, id).await?)
    }

    async fn add_account(&self, account: &Account) -> Result<bool, StoreError> {
        Ok(self.insert_account(account).await?)
    }

    async fn change_account(&self, was: &Account, is: &Account) -> Result<bool, StoreError> {
        Ok(self.update_account(was, is).await?)
    }

    async fn open_session(&self, j: &Jurisdiction, session: &Session) -> Result<(), StoreError> {
        Ok(self.begin_session(j, session).await?)
    }

    async fn session(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
        now: Timestamp,
        idle: SignedDuration,
        whole: SignedDuration,
    ) -> Result<Option<Session>, StoreError> {
        Ok(self.session_in_use(j, token_hash, now, idle, whole).await?)
    }

    async fn close_session(&self, j: &Jurisdiction, token_hash: &str) -> Result<(), StoreError> {
        Ok(self.end_session(j, token_hash).await?)
    }

    async fn close_sessions(&self, j: &Jurisdiction, account: AccountId) -> Result<(), StoreError> {
        Ok(self.end_sessions(j, account).await?)
    }

    async fn add_token(&self, j: &Jurisdiction, token: &ApiToken) -> Result<(), StoreError> {
        Ok(self.insert_token(j, token).await?)
    }

    async fn token(&self, j: &Jurisdiction, token_hash: &str) -> Result<Option<ApiToken>, StoreError> {
        Ok(self.token_in_force(j, token_hash).await?)
    }

    async fn revoke_tokens(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        Ok(self.take_back_tokens(j, unit, now).await?)
    }

    async fn endpoint(&self, j: &Jurisdiction, unit: &UnitCode) -> Result<Option<Endpoint>, StoreError> {
        Ok(self.endpoint_of(j, unit).await?)
    }

    async fn endpoints(&self, j: &Jurisdiction) -> Result<Vec<Endpoint>, StoreError> {
        Ok(self.all_endpoints(j).await?)
    }

    async fn set_endpoint(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        endpoint: Option<&Endpoint>,
    ) -> Result<(), StoreError> {
        Ok(self.put_endpoint(j, unit, endpoint).await?)
    }

    async fn seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
    ) -> Result<Option<String>, StoreError> {
        Ok(self.seat_of(j, channel, holder).await?)
    }

    async fn holder(&self, j: &Jurisdiction, address: &Address) -> Result<Option<Holder>, StoreError> {
        Ok(self.holder_of(j, address).await?)
    }

    async fn set_seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        Ok(self.put_seat(j, channel, holder, address, now).await?)
    }

    async fn throttle(
        &self,
        j: &Jurisdiction,
        key: &str,
        limit: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<Throttle, StoreError> {
        Ok(self.count_try(j, key, limit, window, now).await?)
    }

    async fn forgive(&self, j: &Jurisdiction, key: &str) -> Result<(), StoreError> {
        Ok(self.take_try_back(j, key).await?)
    }

    async fn publish_rulebook(
        &self,
        j: &Jurisdiction,
        hash: &str,
        content: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        Ok(self.keep_rulebook(j, hash, content, now).await?)
    }

    async fn propose_changes(&self, j: &Jurisdiction, changes: &[WordChange]) -> Result<usize, StoreError> {
        Ok(self.keep_changes(j, changes).await?)
    }

    async fn word_changes(&self, j: &Jurisdiction) -> Result<Vec<WordChange>, StoreError> {
        Ok(self.all_changes(j).await?)
    }

    async fn decide_change(
        &self,
        j: &Jurisdiction,
        id: ChangeId,
        verdict: &Verdict,
    ) -> Result<bool, StoreError> {
        Ok(self.judge_change(j, id, verdict).await?)
    }
}
