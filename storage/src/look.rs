//! What do pages and reports ask?

use async_trait::async_trait;
use jiff::Timestamp;

use crate::order::{Event, Order, State};
use crate::{
    AreaCode, CategoryCode, ChatEntry, Conversation, ConversationId, DeadLetter, Jurisdiction, OrderNo,
    Paper, PaperId, StoreError, Task, UnitCode,
};

/// From (inclusive) to (exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Inclusive.
    pub from: Timestamp,
    /// Exclusive.
    pub to: Timestamp,
}

/// Which orders.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// In one of these states; empty: any.
    pub states: Vec<State>,
    /// With this 主办 or 协办.
    pub unit: Option<UnitCode>,
    /// Of this conversation: told in it, bound to it or followed by it.
    pub conversation: Option<ConversationId>,
    /// With this leaf of the catalogue, in this area (none: any that has none either), accepted since.
    pub alike: Option<Alike>,
    /// At most so many (0: 100), those due first ahead.
    pub limit: u32,
}

/// Where ended orders begin in the queue: open ones stand before it, by their finishing dates.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) fn first_ended() -> i64 {
    Timestamp::MAX.as_millisecond()
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
impl OrderFilter {
    /// The wanted states, apart as the queue is walked for them: one by one, for an index has each in the order of the
    /// queue; only a unit's orders, which no index has in that order, by whether they are open or have ended. However
    /// many orders there are, a list of open ones is never looked for among those that have ended.
    pub(crate) fn runs(&self) -> Vec<Vec<State>> {
        let wanted = |ended: bool| -> Vec<State> {
            State::ALL
                .into_iter()
                .filter(|state| state.is_end() == ended && self.states.contains(state))
                .collect()
        };
        let halves = [wanted(false), wanted(true)];
        if self.unit.is_some() {
            halves.into_iter().filter(|half| !half.is_empty()).collect()
        } else {
            halves.into_iter().flatten().map(|state| vec![state]).collect()
        }
    }
}

/// The condition that an order is in one of these states. They are written out, not bound: a plan that does not know
/// them looks for the few in one state as for the many in another.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) fn in_states(states: &[State]) -> String {
    let names: Vec<String> = states.iter().map(|state| format!("'{}'", state.name())).collect();
    format!("state IN ({})", names.join(", "))
}

/// The condition that an order is in the part of the queue where these states are, all open or all ended.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) fn in_run(states: &[State]) -> String {
    let side = if states.iter().all(|state| state.is_end()) { ">=" } else { "<" };
    format!("{} AND place {side} {}", in_states(states), first_ended())
}

/// Where the same matter is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// Leaf of the catalogue.
    pub category: CategoryCode,
    /// The narrowest area known.
    pub area: AreaCode,
    /// Accepted at this time or later.
    pub since: Timestamp,
}

/// One page of counts over orders accepted in a period, and what is open now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accepted in the period.
    pub accepted: u64,
    /// Accepted in the period, by state now.
    pub by_state: Vec<(State, u64)>,
    /// Accepted in the period, by kind (诉求类型, its Chinese name).
    pub by_kind: Vec<(String, u64)>,
    /// Accepted in the period, by source.
    pub by_source: Vec<(String, u64)>,
    /// Accepted in the period, by leading unit: dispatched, signed, finished, overdue now.
    pub by_unit: Vec<UnitCounts>,
    /// Open now, whenever accepted.
    pub open: u64,
    /// Open now and past the finishing date.
    pub overdue: u64,
    /// Finished in the period.
    pub finished: u64,
    /// Ratings given in the period: (rated, solved or partly, satisfied as of 基本满意).
    pub rated: (u64, u64, u64),
}

/// Counts of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCounts {
    /// The unit.
    pub unit: UnitCode,
    /// Orders it leads.
    pub led: u64,
    /// Of these, waiting to be signed.
    pub unsigned: u64,
    /// Of these, finished.
    pub finished: u64,
    /// Of these, open and past the finishing date.
    pub overdue: u64,
}

/// An order, as far as it must be known to be looked for again when it has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its number.
    pub no: OrderNo,
    /// When it was accepted.
    pub at: Timestamp,
    /// Number of its last event.
    pub version: u32,
}

/// Reads only.
#[async_trait]
pub trait Look: Send + Sync {
    /// Orders by filter.
    async fn orders(&self, j: &Jurisdiction, filter: &OrderFilter) -> Result<Vec<Order>, StoreError>;

    /// The orders accepted at this time or later, the latest first, at most so many.
    async fn accepted(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Accepted>, StoreError>;

    /// Orders of a phone number in normal form, newest first, through the blind index.
    async fn orders_of_phone(&self, j: &Jurisdiction, phone: &str) -> Result<Vec<Order>, StoreError>;

    /// A paper, opened.
    async fn paper(&self, j: &Jurisdiction, id: PaperId) -> Result<Option<Paper>, StoreError>;

    /// Several papers, opened, in any order; those missing or unreadable are left out (the latter are logged).
    async fn papers(&self, j: &Jurisdiction, ids: &[PaperId]) -> Result<Vec<Paper>, StoreError>;

    /// The same without photos and recordings, which are not even read.
    async fn papers_without_files(&self, j: &Jurisdiction, ids: &[PaperId])
    -> Result<Vec<Paper>, StoreError>;

    /// A conversation's entries after a number.
    async fn chat(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChatEntry>, StoreError>;

    /// A conversation's last entries, at most so many, oldest first.
    async fn chat_tail(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        last: u64,
    ) -> Result<Vec<ChatEntry>, StoreError>;

    /// Conversations that a person has or should have, longest waiting first.
    async fn conversations_with_people(&self, j: &Jurisdiction) -> Result<Vec<Conversation>, StoreError>;

    /// Open tasks, urgent first, then oldest.
    async fn tasks(&self, j: &Jurisdiction) -> Result<Vec<Task>, StoreError>;

    /// One page of counts.
    async fn counts(&self, j: &Jurisdiction, period: Period, now: Timestamp) -> Result<Counts, StoreError>;

    /// An opaque mark that differs when an order or task of this unit (or any, if `None`) has changed.
    async fn mark(&self, j: &Jurisdiction, unit: Option<&UnitCode>) -> Result<String, StoreError>;

    /// Depth and oldest due time of the outbox, open dead letters: for metrics and `doctor`.
    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError>;

    /// Notices that were given up, the latest first, at most so many.
    async fn dead_letters(&self, j: &Jurisdiction, limit: u32) -> Result<Vec<DeadLetter>, StoreError>;

    /// Orders accepted since, whose numbers come after that one, in the order of their numbers, at most so many; each
    /// with what made it what it is: accepted, corrected, dispatched, its return granted.
    async fn sorted_orders(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        after: Option<&OrderNo>,
        limit: u32,
    ) -> Result<Vec<(Order, Vec<Event>)>, StoreError>;

    /// An order whose number is known, if the citizen's other half of the key fits: see the bot's query.
    async fn order_state(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<Order>, StoreError>;
}

/// How much waits to be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Notices not yet settled.
    pub notices: u64,
    /// When the oldest of them became due.
    pub oldest: Option<Timestamp>,
    /// Alarms set.
    pub alarms: u64,
    /// Tasks open.
    pub tasks: u64,
    /// Notices given up.
    pub dead: u64,
}
