//! How is what happened remembered, and what may happen next?
//!
//! The story of one order: a step is asked for ([`order::Step`]); one pure function ([`order::take`]) answers
//! with events or a refusal; the caller puts the events, the papers they name and everyone who must hear of
//! them into one [`Decision`]; a [`Store`] commits it whole or not at all; a [`Look`] reads it back.

mod account;
mod clerk;
mod code;
#[cfg(test)]
#[cfg(any(feature = "sqlite", feature = "postgres"))]
#[macro_use]
mod contract;
pub mod copy;
mod decision;
pub mod directory;
mod erasure;
mod learning;
mod ledger;
mod look;
mod number;
pub mod order;
mod paper;
mod seal;
mod store;
mod window;
#[cfg(feature = "postgres")]
mod written;

#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "sqlite")]
pub mod sqlite;

pub use account::{Account, AccountRole, ApiToken, Endpoint, Holder, Session};
pub use clerk::{Clerk, Throttle};
pub use code::{
    AccountId, AlarmId, AreaCode, CategoryCode, ChangeId, CitizenId, ConversationId, Jurisdiction, NoticeId,
    PaperId, ProfileName, ReasonCode, TaskId, UnitCode,
};
pub use decision::{
    Address, Alarm, AlarmChange, AlarmLease, Carried, ChatEntry, Conversation, ConversationChange, Decision,
    Inbound, Lease, Listener, Notice, OrderChange, Pass, PassChange, Post, Posted, Speaker, Standing, Task,
    TaskChange, TaskKind,
};
pub use erasure::Erasure;
pub use learning::{Altered, AlteredOrder, Rehearsed, Verdict, WordChange};
pub use ledger::Ledger;
pub use look::{Accepted, Alike, Backlog, Counts, Look, OrderFilter, Period, UnitCounts};
pub use number::{OrderNo, UnknownOrderNo};
pub use paper::{Paper, PaperKind};
pub use seal::{SealError, Sealer};
pub use store::{Claimed, Committed, DeadLetter, InboundOutcome, PUBLIC_SHARE, Settled, Store, StoreError};
pub use window::{Room, Window, Wish};
