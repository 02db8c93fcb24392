//! What would the program learn from what people corrected, and who let it?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AccountId, CategoryCode, ChangeId, OrderNo};

/// One word of a leaf's list with another weight: proposed, then approved or refused by a person.
#[derive(Clone, Debug, PartialEq)]
pub struct WordChange {
    /// Its id.
    pub id: ChangeId,
    /// Leaf of the catalogue.
    pub category: CategoryCode,
    /// The word, folded.
    pub word: String,
    /// Its weight at that leaf, kept to the thousandth; `None`: it does not stand there yet.
    pub before: Option<f64>,
    /// The weight it would have.
    pub after: f64,
    /// Which orders it would have changed.
    pub rehearsed: Rehearsed,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// What a person said to it; `None`: nobody has yet.
    pub verdict: Option<Verdict>,
}

/// The orders a change would have changed, had it stood from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsed {
    /// They would have come to the leaf people gave them in the end, and did not.
    pub righted: Altered,
    /// They came to that leaf, and would not have.
    pub wronged: Altered,
    /// They came to another leaf, and would have come to yet another.
    pub otherwise: Altered,
}

/// Orders that would have changed: how many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Altered {
    /// How many.
    pub count: u32,
    /// The first of them, in the order of their numbers.
    pub shown: Vec<AlteredOrder>,
}

/// One order that would have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlteredOrder {
    /// Which.
    pub no: OrderNo,
    /// The leaf it is understood as without the change.
    pub before: Option<CategoryCode>,
    /// The leaf it is understood as with it.
    pub after: Option<CategoryCode>,
}

/// What a person said to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// May it be used?
    pub approved: bool,
    /// Who said so.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Why, in their own words; sealed where it is kept. May be empty.
    pub why: String,
}

/// A weight as it is kept: to the thousandth.
pub(crate) fn thousandths(weight: f64) -> i64 {
    (weight * 1000.0).round() as i64
}

/// A weight that was kept.
pub(crate) fn weight(thousandths: i64) -> f64 {
    thousandths as f64 / 1000.0
}
