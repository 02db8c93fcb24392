//! Which parts of an order are columns of their own?

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{document, ms, ms_if_any, word};
use crate::UnitCode;
use crate::look::first_ended;
use crate::order::{Event, Order, State};

/// An order as a row: flat where pages filter and count, whole in the document.
pub(crate) struct Flat {
    pub(crate) version: i64,
    pub(crate) state: String,
    pub(crate) kind: String,
    pub(crate) source: String,
    pub(crate) lead: Option<String>,
    /// The lead and the helpers, JSON.
    pub(crate) units: String,
    pub(crate) conversation: Option<uuid::Uuid>,
    pub(crate) accepted_at: i64,
    pub(crate) done_at: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    /// The finishing date, while it binds.
    pub(crate) runs_out: Option<i64>,
    /// One number to sort by: open orders by finishing date, behind them the ended ones, latest first.
    pub(crate) place: i64,
    pub(crate) document: String,
    pub(crate) category: Option<String>,
    /// The narrowest area known.
    pub(crate) area: Option<String>,
}

impl Flat {
    pub(crate) fn of(order: &Order) -> Self {
        let place = &order.form.place;
        Self {
            version: i64::from(order.version),
            state: word(&order.state),
            kind: word(&order.form.kind),
            source: word(&order.source),
            lead: order.lead.as_ref().map(|unit| unit.as_str().to_owned()),
            units: document(&units(order)),
            conversation: order.conversation.map(|id| id.0),
            accepted_at: ms(order.accepted_at),
            done_at: ms_if_any(order.done_at),
            ended_at: ms_if_any(ended(order)),
            runs_out: ms_if_any(runs_out(order)),
            place: place_in_queue(order),
            document: document(order),
            category: order.form.category.as_ref().map(|category| category.as_str().to_owned()),
            area: place.grid.as_ref().or(place.area.as_ref()).map(|area| area.as_str().to_owned()),
        }
    }
}

/// The lead and the helpers.
pub(crate) fn units(order: &Order) -> BTreeSet<String> {
    order.lead.iter().chain(&order.helpers).map(UnitCode::as_str).map(str::to_owned).collect()
}

/// The tag of what happened, as the document has it.
pub(crate) fn event_kind(event: &Event) -> String {
    let fact = serde_json::to_value(&event.fact).expect("a fact has text keys only");
    fact["what"].as_str().expect("a fact is tagged with what happened").to_owned()
}

fn ended(order: &Order) -> Option<Timestamp> {
    order.state.is_end().then(|| order.ended_at.unwrap_or(order.updated_at))
}

/// The finishing date binds neither while the citizen is waited for, nor once the unit has finished.
fn runs_out(order: &Order) -> Option<Timestamp> {
    match order.state {
        State::Accepted
        | State::Triage
        | State::Dispatched
        | State::Signed
        | State::Handling
        | State::ReturnRequested
        | State::Replied => Some(order.dues.finish),
        State::Suspended
        | State::Done
        | State::CalledBack
        | State::Rated
        | State::Closed
        | State::AnsweredDirect
        | State::Rejected
        | State::Withdrawn => None,
    }
}

fn place_in_queue(order: &Order) -> i64 {
    let first = first_ended();
    match ended(order) {
        None => ms(order.dues.finish),
        Some(ended) => first + (first - ms(ended)),
    }
}
