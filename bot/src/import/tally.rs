//! What became of the rows?

use std::collections::BTreeMap;

use serde::Serialize;
use storage::OrderNo;

use super::fault::Fault;
use crate::desk::{Outcome, Why};

/// What became of one row.
#[derive(Clone, Debug)]
pub enum Fate {
    /// A new order; no number where nothing is committed.
    Opened {
        /// Its number.
        no: Option<OrderNo>,
        /// Where it went.
        outcome: Outcome,
    },
    /// It was taken before.
    Known {
        /// The order it was.
        no: Option<OrderNo>,
    },
    /// The same id was taken before with other content.
    Conflict {
        /// The order it was.
        no: Option<OrderNo>,
    },
    /// It was not taken.
    Refused(Fault),
}

/// One row and what became of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The file, as it was named.
    pub file: String,
    /// Line, row or place in the list, from 1; `None`: the file as a whole.
    pub line: Option<u64>,
    /// The source's own id of it, where it could be read.
    pub id: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Why it was understood as it was, where that was asked for.
    pub explained: Option<Box<intake::Understanding>>,
}

/// Sums over rows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tally {
    /// Rows that were read.
    pub rows: u64,
    /// 派单
    pub dispatched: u64,
    /// 预审
    pub triaged: u64,
    /// Why 预审.
    pub triaged_because: BTreeMap<Why, u64>,
    /// 直接答复
    pub answered_direct: u64,
    /// Taken before.
    pub known: u64,
    /// Taken before with other content.
    pub conflicts: u64,
    /// Not taken.
    pub refused: u64,
}

impl Tally {
    /// Adds a row.
    pub fn add(&mut self, fate: &Fate) {
        self.rows += 1;
        match fate {
            Fate::Opened { outcome: Outcome::Dispatched, .. } => self.dispatched += 1,
            Fate::Opened { outcome: Outcome::AnsweredDirect, .. } => self.answered_direct += 1,
            Fate::Opened { outcome: Outcome::Triaged(why), .. } => {
                self.triaged += 1;
                *self.triaged_because.entry(*why).or_default() += 1;
            }
            Fate::Known { .. } => self.known += 1,
            Fate::Conflict { .. } => self.conflicts += 1,
            Fate::Refused(_) => self.refused += 1,
        }
    }

    /// New orders.
    pub fn opened(&self) -> u64 {
        self.dispatched + self.triaged + self.answered_direct
    }
}
