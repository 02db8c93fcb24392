//! How does an order stand in a list?

use serde::Serialize;
use storage::order::Urgency;

use super::countdown::{Countdown, countdown};
use super::{moment, words};
use crate::app::App;
use crate::desk::Card;

/// An order in a list, ready for a template: keys of words, and names.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CardView {
    no: String,
    state: &'static str,
    kind: &'static str,
    urgency: &'static str,
    urgent: bool,
    category: Option<String>,
    area: Option<String>,
    lead: Option<String>,
    summary: String,
    accepted: String,
    due: String,
    left: Countdown,
    round: u32,
    urges: u32,
}

/// Orders of a list, in its order.
pub(crate) fn cards(app: &App, cards: Vec<Card>) -> Vec<CardView> {
    cards.into_iter().map(|card| view(app, card)).collect()
}

fn view(app: &App, card: Card) -> CardView {
    CardView {
        no: card.no.to_string(),
        state: words::state(card.state),
        kind: words::kind(card.kind),
        urgency: words::urgency(card.urgency),
        urgent: card.urgency > Urgency::Normal,
        left: countdown(card.state, card.accepted_at, card.due, &card.left),
        accepted: moment::minute(app, card.accepted_at),
        due: moment::minute(app, card.due),
        category: card.category,
        area: card.area,
        lead: card.lead,
        summary: card.summary,
        round: card.round,
        urges: card.urges,
    }
}
