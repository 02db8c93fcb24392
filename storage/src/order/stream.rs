//! Which number, time and visibility does the next event of an order get?

use jiff::Timestamp;

use super::event::{Actor, Event, Fact};
use super::work_order::{Order, State};
use crate::ReasonCode;

/// Events being written, in the order's stream.
pub(super) struct Stream<'a> {
    seq: u32,
    /// When they happen.
    pub(super) at: Timestamp,
    by: &'a Actor,
    /// So far.
    pub(super) events: Vec<Event>,
}

impl<'a> Stream<'a> {
    pub(super) fn begin(by: &'a Actor, now: Timestamp) -> Self {
        Self { seq: 0, at: whole_milliseconds(now), by, events: Vec::new() }
    }

    /// Replicas' clocks differ a little; a stream never runs backwards.
    pub(super) fn after(order: &Order, by: &'a Actor, now: Timestamp) -> Self {
        let at = whole_milliseconds(now).max(order.updated_at);
        Self { seq: order.version, at, by, events: Vec::new() }
    }

    /// What follows happens now, not when it began.
    pub(super) fn go_on(&mut self, now: Timestamp) {
        self.at = whole_milliseconds(now).max(self.at);
    }

    /// The centre decides over an order whose return is asked for: that grants the return, and it counts as one.
    pub(super) fn take_back(&mut self, order: &Order) {
        if order.state == State::ReturnRequested {
            self.write(Fact::ReturnGranted);
        }
    }

    pub(super) fn write(&mut self, fact: Fact) {
        self.push(None, is_visible(&fact), fact);
    }

    pub(super) fn write_because(&mut self, reason: &ReasonCode, fact: Fact) {
        self.push(Some(reason.clone()), is_visible(&fact), fact);
    }

    pub(super) fn write_for(&mut self, visible: bool, fact: Fact) {
        self.push(None, visible, fact);
    }

    fn push(&mut self, reason: Option<ReasonCode>, visible: bool, fact: Fact) {
        self.seq += 1;
        self.events.push(Event { seq: self.seq, at: self.at, actor: self.by.clone(), reason, visible, fact });
    }
}

/// May the citizen see it? What the offices settle among themselves, and who looked, is not news for the citizen.
fn is_visible(fact: &Fact) -> bool {
    match fact {
        Fact::Accepted { .. }
        | Fact::Triaged
        | Fact::Dispatched { .. }
        | Fact::AnsweredDirect { .. }
        | Fact::Rejected { .. }
        | Fact::Signed
        | Fact::Asked { .. }
        | Fact::Supplemented { .. }
        | Fact::Urged
        | Fact::Replied { .. }
        | Fact::Finished
        | Fact::Rated { .. }
        | Fact::Redone { .. }
        | Fact::Withdrawn
        | Fact::Closed { .. } => true,
        // Its author decides, see Step::Progress.
        Fact::Progressed { .. } => false,
        Fact::Corrected { .. }
        | Fact::ReturnRequested { .. }
        | Fact::ReturnGranted
        | Fact::ReturnRefused { .. }
        | Fact::Reminded
        | Fact::CalledBack
        | Fact::Joined { .. }
        | Fact::Revealed { .. } => false,
    }
}

/// As they are stored.
fn whole_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).expect("a timestamp in milliseconds is one in range")
}
