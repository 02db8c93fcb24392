//! How does a person at a desk read an order and act on it?

mod act;
mod bind;
mod choices;
mod history;
mod same;
mod sheet;
mod suggestion;
mod verb;

use super::door::Door;

pub(super) use choices::{categories, units};
pub(super) use same::{SameView, same_views};
pub(super) use sheet::{kinds, urgencies};
pub(super) use suggestion::Suggestion;
pub(super) use verb::{kind, urgency};

/// The order's page, its files, everything that can be done with it.
pub(super) fn doors() -> Vec<Door> {
    [sheet::doors(), act::doors(), bind::doors()].into_iter().flatten().collect()
}
