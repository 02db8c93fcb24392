//! What does each event change of an order?

use super::event::{Event, Fact};
use super::work_order::{Order, State};
use crate::{Jurisdiction, OrderNo};

impl Order {
    /// The order after all its events; `None` if the stream does not begin with 受理, or has a gap.
    pub fn fold(jurisdiction: &Jurisdiction, no: &OrderNo, events: &[Event]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut order = Self::born(jurisdiction, no, first)?;
        for event in rest {
            if event.seq != order.version + 1 || matches!(event.fact, Fact::Accepted { .. }) {
                return None;
            }
            order.apply(event);
        }
        Some(order)
    }

    /// The order after one more event. Only [`take`](super::take) decides what may happen; here it has happened.
    pub fn apply(&mut self, event: &Event) {
        self.version = event.seq;
        self.updated_at = event.at;
        match &event.fact {
            // An order is born once: `fold` refuses a second birth.
            Fact::Accepted { .. } => {}
            Fact::Triaged => self.state = State::Triage,
            Fact::Corrected { form } => self.form = form.clone(),
            Fact::Dispatched { dispatch, profile, dues, again: _ } => {
                self.leave_unit();
                self.state = State::Dispatched;
                self.lead = Some(dispatch.lead.clone());
                self.helpers.clone_from(&dispatch.helpers);
                self.dispatched_at = Some(event.at);
                self.profile = profile.clone();
                self.dues = *dues;
            }
            Fact::AnsweredDirect { .. } => {
                self.replied_at = Some(event.at);
                self.end(State::AnsweredDirect, event);
            }
            Fact::Rejected { .. } => self.end(State::Rejected, event),
            Fact::Signed => {
                self.state = State::Signed;
                self.signed_at = Some(event.at);
            }
            Fact::ReturnRequested { .. } => self.wait_in(State::ReturnRequested),
            Fact::ReturnGranted => {
                self.leave_unit();
                self.state = State::Triage;
                self.returns += 1;
            }
            Fact::ReturnRefused { .. } => self.resume(),
            // A helper's note does not begin the handling: the lead may still ask to return the order.
            Fact::Progressed { .. } => {
                if self.state == State::Signed && event.actor.unit == self.lead {
                    self.state = State::Handling;
                }
            }
            Fact::Asked { .. } => {
                self.wait_in(State::Suspended);
                self.suspended_at = Some(event.at);
            }
            Fact::Supplemented { papers: _, dues } => {
                if let Some(dues) = dues {
                    self.dues = *dues;
                    self.resume();
                }
            }
            Fact::Urged => self.urges += 1,
            Fact::Replied { dues, .. } => {
                if let Some(dues) = dues {
                    self.dues = *dues;
                }
                self.stop_waiting();
                self.state = State::Replied;
                self.replied_at = Some(event.at);
            }
            Fact::Finished => {
                self.state = State::Done;
                self.done_at = Some(event.at);
            }
            Fact::Reminded => self.reminders += 1,
            Fact::CalledBack => self.state = State::CalledBack,
            Fact::Rated { rating, comment: _ } => {
                self.rating = Some(*rating);
                if !self.state.is_end() {
                    self.state = State::Rated;
                }
            }
            Fact::Redone { round, dues } => {
                self.state = State::Handling;
                self.round = *round;
                self.reminders = 0;
                self.rating = None;
                self.dues = *dues;
            }
            Fact::Withdrawn => self.end(State::Withdrawn, event),
            Fact::Closed { unrated: _ } => self.end(State::Closed, event),
            Fact::Joined { conversation, part } => {
                self.listeners.retain(|(known, _)| known != conversation);
                self.listeners.push((*conversation, *part));
            }
            Fact::Revealed { .. } => {}
        }
    }

    fn born(jurisdiction: &Jurisdiction, no: &OrderNo, event: &Event) -> Option<Self> {
        let Fact::Accepted { source, citizen, conversation, form, papers, profile, dues } = &event.fact
        else {
            return None;
        };
        (event.seq == 1).then(|| Self {
            jurisdiction: jurisdiction.clone(),
            no: no.clone(),
            version: event.seq,
            state: State::Accepted,
            form: form.clone(),
            source: *source,
            citizen: *citizen,
            conversation: *conversation,
            listeners: Vec::new(),
            papers: papers.clone(),
            lead: None,
            helpers: Vec::new(),
            dues: *dues,
            profile: profile.clone(),
            round: 1,
            returns: 0,
            urges: 0,
            reminders: 0,
            accepted_at: event.at,
            dispatched_at: None,
            signed_at: None,
            suspended_at: None,
            resumes: None,
            replied_at: None,
            done_at: None,
            ended_at: None,
            rating: None,
            updated_at: event.at,
        })
    }

    /// No unit has it any more.
    fn leave_unit(&mut self) {
        self.stop_waiting();
        self.lead = None;
        self.helpers.clear();
        self.dispatched_at = None;
        self.signed_at = None;
        self.dues.sign = None;
    }

    fn wait_in(&mut self, state: State) {
        self.resumes = Some(self.state);
        self.state = state;
    }

    fn resume(&mut self) {
        if let Some(state) = self.resumes {
            self.state = state;
        }
        self.stop_waiting();
    }

    fn stop_waiting(&mut self) {
        self.resumes = None;
        self.suspended_at = None;
    }

    fn end(&mut self, state: State, event: &Event) {
        self.stop_waiting();
        self.state = state;
        self.ended_at = Some(event.at);
    }
}
