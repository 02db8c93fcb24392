//! Where is everything decided?
//!
//! Every message, call, click and clock tick comes here: load the case, let a pure function decide, commit. The desk
//! never sends: whoever must hear is part of the commit, and the courier or the reader's own stream tells them.

mod act;
mod again;
mod album;
mod alike;
mod answer;
mod call;
mod casefile;
mod chat;
mod clockwork;
mod consent;
mod decide;
mod entry;
mod fault;
mod group;
mod hear;
mod hearing;
mod lane;
mod lists;
mod load;
mod moves;
mod opening;
mod own_data;
mod passes;
mod publish;
mod query;
mod receive;
mod record;
mod room;
mod spoken;
mod spoken_call;
mod staff;
mod sureness;
mod taking;
mod task;
mod terms;
mod timeline;

use std::sync::Arc;

use jiff::Timestamp;
use prompts::Wording;
use storage::{Clerk, Jurisdiction, Store};

use crate::banner::Banner;
use crate::clock::Clock;
use crate::config::Config;
use crate::dialogue;
use crate::disk::Reserve;
use crate::mint::Mint;

pub use act::{Act, ArrivedFile, Proposal};
pub use again::{Again, Undecided};
pub use alike::SameCard;
pub use call::{Behalf, Call};
pub(crate) use casefile::ContactPaper;
pub use casefile::{CaseFile, ContactCard, ReadReasons, Word};
pub use clockwork::AlarmNote;
pub(crate) use clockwork::{Winding, windings};
pub use consent::Consent;
pub use entry::{Entry, FileRef, LOCATION};
pub use fault::{DeskError, Invalid};
pub use group::{GroupAnswer, GroupSaid, GroupWhat};
pub use hearing::worth_a_call;
pub use lists::{Card, ChatCard, HotCard, Queue, TaskCard, UnitLists};
pub(crate) use opening::first_reply;
pub use own_data::{OwnData, OwnLine, OwnOrder};
pub use passes::{GivenPass, PassNote};
pub use query::{OrderView, Query};
pub use receive::{Arrival, Heard, Reply, ToFetch};
pub use record::{Outcome, Record, RecordSaid, Taken};
pub use spoken::Line;
pub use staff::Staff;
pub(crate) use sureness::Sought;
pub use sureness::Why;
pub use taking::Foreseen;
pub(crate) use taking::form_of;
pub use task::TaskNote;
pub(crate) use terms::kind_of;

use answer::Dialogue;
use lane::Lanes;

/// How often a decision is made again on fresh facts before the caller is asked to come back later.
const ATTEMPTS: usize = 6;

/// The desk: decides and commits.
pub struct Desk {
    banner: Arc<Banner>,
    store: Arc<dyn Store>,
    clerk: Arc<dyn Clerk>,
    wording: Arc<Wording>,
    clock: Arc<dyn Clock>,
    mint: Arc<Mint>,
    config: Arc<Config>,
    lanes: Lanes,
    disk: Reserve,
    dialogue: Dialogue,
}

impl Desk {
    /// A desk over a store.
    pub fn new(
        banner: Arc<Banner>,
        store: Arc<dyn Store>,
        clerk: Arc<dyn Clerk>,
        wording: Arc<Wording>,
        clock: Arc<dyn Clock>,
        mint: Arc<Mint>,
        config: Arc<Config>,
    ) -> Self {
        let (lanes, disk) = (Lanes::default(), Reserve::of(&config));
        Self { banner, store, clerk, wording, clock, mint, config, lanes, disk, dialogue: dialogue::step }
    }

    fn jurisdiction(&self) -> &Jurisdiction {
        &self.banner.jurisdiction
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
