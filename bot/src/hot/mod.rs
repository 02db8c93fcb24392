//! Of what do many people speak just now?
//!
//! One [`intake::Gathering`] over the orders of the last two months, at most the newest [`MOST`]: read from the ledger
//! after the start, in the background, and kept up by looking there again and again, so that every replica knows of
//! every order, whichever decided it. Twenty thousand orders take some 20 MB of memory; whoever follows one (我也遇到)
//! tells it once more, up to as many again. What was told is opened in memory only; of who told it there is a number that
//! means nothing elsewhere.

mod alarm;
mod board;
mod memory;
mod reading;
mod worker;

use std::collections::HashMap;
use std::hash::RandomState;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;
use storage::{Jurisdiction, OrderNo, Store};

use crate::banner::Banner;
use crate::clock::Clock;
use crate::mint::Mint;

pub use board::{Board, HotIssue, Shown};

use memory::Memory;
use reading::Reading;
use worker::Worker;

/// So many orders are kept, the newest.
pub const MOST: u32 = 20_000;
/// So long they are kept: a month, and the one before.
pub const KEPT: SignedDuration = SignedDuration::from_hours(62 * 24);
/// So many of the same matter are named for one order.
const COMPANIONS: usize = 50;

/// What many people speak of.
pub struct Hot {
    banner: Arc<Banner>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    mint: Arc<Mint>,
    kept: Arc<Kept>,
}

/// What was heard.
#[derive(Default)]
struct Kept {
    memory: Mutex<Memory>,
    worker: Worker,
    reading: tokio::sync::Mutex<Reading>,
    /// Everything in the ledger was heard once.
    whole: AtomicBool,
    /// Rises whenever something is heard.
    heard: AtomicU64,
    /// How many people told of a matter when it rang last, by its first order: what the ledger need not be asked again.
    rung: Mutex<HashMap<OrderNo, usize>>,
    /// By which people are numbered: another one in every process.
    people: RandomState,
}

impl Hot {
    /// Nothing is heard yet.
    pub fn new(banner: Arc<Banner>, store: Arc<dyn Store>, clock: Arc<dyn Clock>, mint: Arc<Mint>) -> Self {
        Self { banner, store, clock, mint, kept: Arc::default() }
    }

    /// Goes on with what another has heard of the same ledger: it need not be heard again by a banner that is hardly
    /// another one.
    pub fn go_on(&mut self, other: &Hot) {
        self.kept = Arc::clone(&other.kept);
    }

    /// Has everything that is in the ledger been heard once?
    pub fn is_whole(&self) -> bool {
        self.kept.whole.load(Ordering::Acquire)
    }

    /// Rises whenever something is heard.
    pub fn heard(&self) -> u64 {
        self.kept.heard.load(Ordering::Acquire)
    }

    /// The latest other orders that tell of the same matter. None while much is being heard: who looks at an order
    /// does not wait for that.
    pub fn companions(&self, no: &OrderNo) -> Vec<OrderNo> {
        self.kept.memory.try_lock().map(|memory| memory.companions(no, COMPANIONS)).unwrap_or_default()
    }

    /// How many orders are kept; nothing while much is being heard.
    pub fn orders(&self) -> Option<usize> {
        self.kept.memory.try_lock().map(|memory| memory.known.len()).ok()
    }

    fn jurisdiction(&self) -> &Jurisdiction {
        &self.banner.jurisdiction
    }

    /// Works with what is kept, on the thread where that may take its time.
    async fn remember<T: Send + 'static>(&self, with: impl FnOnce(&mut Memory) -> T + Send + 'static) -> T {
        let kept = Arc::clone(&self.kept);
        // Nothing personal depends on it: what broke off half-way is counted all the same.
        let work = move || with(&mut kept.memory.lock().unwrap_or_else(PoisonError::into_inner));
        self.kept.worker.does(work).await
    }
}
