//! When is it a letter's turn, on a platform that goes deaf if it is spoken to too fast?
//!
//! The windows stand in the ledger (`storage::Window`), so that all processes together stay within what the platform
//! allows, and what it says itself ("too many") is obeyed by all.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use storage::{Jurisdiction, Room, Store, StoreError, Window, Wish};

use crate::clock::Clock;

/// So far ahead a letter may be given its turn: it waits here, holding its claim.
const AHEAD: SignedDuration = SignedDuration::from_secs(1);
/// Who comes this much after their turn asks for another one.
const LATE: SignedDuration = SignedDuration::from_millis(40);
/// The ledger is not expected to take longer than this.
const LONGEST_ANSWER: SignedDuration = SignedDuration::from_millis(500);
/// So often, before the letter is put back.
const ASKS: usize = 4;

/// What a platform allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowances {
    /// Letters to everybody together in a second.
    pub whole_in_a_second: u32,
    /// Letters to one private chat in a second.
    pub chat_in_a_second: u32,
    /// Letters to one group in a minute.
    pub group_in_a_minute: u32,
}

/// Gives letters to one platform their turns.
pub struct Turns {
    store: Arc<dyn Store>,
    jurisdiction: Jurisdiction,
    clock: Arc<dyn Clock>,
    platform: &'static str,
    allowances: Allowances,
    /// How long the ledger takes to answer now, in milliseconds: nobody is given a turn that has passed by then.
    answers_in: AtomicI64,
    /// By the key of its window: when a chat that is to be left alone may be written to again, as this process runs. The
    /// ledger tells all processes, but only those who ask: not who has been given their turn before.
    left_alone: Mutex<HashMap<String, SignedDuration>>,
}

/// It is not this letter's turn.
#[derive(Debug)]
pub enum NoTurn {
    /// Not before this time has passed.
    Wait(SignedDuration),
    /// The ledger does not answer.
    Unknown(StoreError),
}

impl Turns {
    /// On a platform.
    pub fn on(
        platform: &'static str,
        allowances: Allowances,
        store: Arc<dyn Store>,
        jurisdiction: Jurisdiction,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (answers_in, left_alone) = (AtomicI64::default(), Mutex::default());
        Self { store, jurisdiction, clock, platform, allowances, answers_in, left_alone }
    }

    /// Returns when it is this letter's turn, which is soon; or says how long there will be none.
    pub async fn wait(&self, chat: &str, is_group: bool, urgent: bool) -> Result<(), NoTurn> {
        let own = self.own_window(chat, is_group);
        self.may_be_written_to(&own.key)?;
        let windows = vec![self.whole_window(), own.clone()];
        if windows.iter().all(Window::is_open) {
            return Ok(());
        }
        let wish = Wish { windows, urgent };
        for _ in 0..ASKS {
            let (now, asked) = (self.clock.now(), self.clock.running());
            let answered = now + SignedDuration::from_millis(self.answers_in.load(Ordering::Relaxed));
            let rooms =
                self.store.rooms(&self.jurisdiction, std::slice::from_ref(&wish), answered, AHEAD).await;
            self.has_answered(self.clock.running().saturating_sub(asked));
            match rooms.map_err(NoTurn::Unknown)?.first() {
                Some(Room::At(at)) => {
                    self.clock.rest_until(*at).await;
                    self.may_be_written_to(&own.key)?;
                    if self.clock.now() <= *at + LATE {
                        self.count("taken");
                        return Ok(());
                    }
                    self.count("missed");
                }
                Some(Room::NotBefore(at)) => {
                    self.count("none");
                    return Err(NoTurn::Wait(at.duration_since(now)));
                }
                None => return Ok(()),
            }
        }
        Err(NoTurn::Wait(AHEAD))
    }

    /// Turns that were `taken`, `missed` because the letter came too late for its own, and `none` yet.
    fn count(&self, became: &'static str) {
        metrics::counter!("jiesu_turns_total", "platform" => self.platform, "outcome" => became).increment(1);
    }

    /// Believes a slow answer at once, and quick ones little by little.
    fn has_answered(&self, took: SignedDuration) {
        let took = i64::try_from(took.min(LONGEST_ANSWER).as_millis()).unwrap_or_default();
        let before = self.answers_in.load(Ordering::Relaxed);
        // Two that answer at once may overwrite each other: it is an estimate.
        self.answers_in.store(took.max(before - before / 8 - 1), Ordering::Relaxed);
    }

    /// The platform has said "too many": nothing more to this chat before so much time has passed.
    pub async fn heed(&self, chat: &str, is_group: bool, retry_after: SignedDuration) {
        let until = self.clock.now().checked_add(retry_after).unwrap_or(Timestamp::MAX);
        let window = self.own_window(chat, is_group);
        self.leave_alone(window.key.clone(), retry_after);
        if let Err(fault) = self.store.silence(&self.jurisdiction, &window, until).await {
            tracing::warn!(error = %fault, "a platform's wish to wait could not be written down");
        }
    }

    /// Has the platform said "too many" of this chat, and is that not over yet?
    pub fn is_left_alone(&self, chat: &str, is_group: bool) -> bool {
        self.may_be_written_to(&self.own_window(chat, is_group).key).is_err()
    }

    fn leave_alone(&self, window: String, time: SignedDuration) {
        let now = self.clock.running();
        let mut left_alone = self.left_alone();
        left_alone.retain(|_, until| *until > now);
        left_alone.insert(window, now.saturating_add(time));
    }

    fn may_be_written_to(&self, window: &str) -> Result<(), NoTurn> {
        let left = self.left_alone().get(window).map(|until| until.saturating_sub(self.clock.running()));
        match left.filter(SignedDuration::is_positive) {
            Some(left) => {
                self.count("none");
                Err(NoTurn::Wait(left))
            }
            None => Ok(()),
        }
    }

    fn left_alone(&self) -> MutexGuard<'_, HashMap<String, SignedDuration>> {
        self.left_alone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time by which turns are given.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn whole_window(&self) -> Window {
        Window {
            key: self.platform.to_owned(),
            letters: self.allowances.whole_in_a_second,
            within: SignedDuration::from_secs(1),
        }
    }

    fn own_window(&self, chat: &str, is_group: bool) -> Window {
        let (letters, within) = if is_group {
            (self.allowances.group_in_a_minute, SignedDuration::from_mins(1))
        } else {
            (self.allowances.chat_in_a_second, SignedDuration::from_secs(1))
        };
        Window { key: format!("{}:{chat}", self.platform), letters, within }
    }
}
