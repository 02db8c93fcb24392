//! What has the year come to, in numbers?

use std::collections::BTreeMap;

use storage::order::{Contacted, Fact, Satisfaction, Solved};

use super::living::Living;

/// Counts over the orders of a simulated year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Orders.
    pub orders: u64,
    /// Their events.
    pub events: u64,
    /// Texts, contacts and files.
    pub papers: u64,
    /// Entries of conversations.
    pub said: u64,
    /// Orders by state at the end of the year.
    pub by_state: BTreeMap<&'static str, u64>,
    /// Orders by source.
    pub by_source: BTreeMap<&'static str, u64>,
    /// Finished at least once, and of these by the date.
    pub finished: (u64, u64),
    /// Ratings, and how many of them say: contacted, solved or partly, satisfied as of 基本满意.
    pub rated: (u64, u64, u64, u64),
}

impl Tally {
    pub(super) fn add(&mut self, life: &Living<'_>) {
        self.orders += 1;
        self.events += life.events.len() as u64;
        self.papers += life.papers.len() as u64;
        self.said += life.said.len() as u64;
        *self.by_state.entry(life.order.state.name()).or_default() += 1;
        *self.by_source.entry(life.order.source.name()).or_default() += 1;
        let mut finish = life.order.dues.finish;
        for event in &life.events {
            match &event.fact {
                Fact::Finished => {
                    self.finished.0 += 1;
                    self.finished.1 += u64::from(event.at <= finish);
                }
                Fact::Rated { rating, .. } => {
                    self.rated.0 += 1;
                    self.rated.1 += u64::from(rating.contacted == Some(Contacted::Yes));
                    self.rated.2 += u64::from(rating.solved != Solved::No);
                    self.rated.3 += u64::from(rating.satisfaction >= Satisfaction::Fair);
                }
                Fact::Accepted { dues, .. } | Fact::Dispatched { dues, .. } | Fact::Redone { dues, .. } => {
                    finish = dues.finish;
                }
                Fact::Supplemented { dues, .. } | Fact::Replied { dues, .. } => {
                    finish = dues.map_or(finish, |dues| dues.finish);
                }
                _ => {}
            }
        }
    }

    /// Takes the counts of another part of the year in.
    pub(super) fn merge(&mut self, other: &Self) {
        self.orders += other.orders;
        self.events += other.events;
        self.papers += other.papers;
        self.said += other.said;
        for (state, count) in &other.by_state {
            *self.by_state.entry(state).or_default() += count;
        }
        for (source, count) in &other.by_source {
            *self.by_source.entry(source).or_default() += count;
        }
        self.finished.0 += other.finished.0;
        self.finished.1 += other.finished.1;
        self.rated.0 += other.rated.0;
        self.rated.1 += other.rated.1;
        self.rated.2 += other.rated.2;
        self.rated.3 += other.rated.3;
    }
}
