//! What was measured, and how is it read?

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Done;
use crate::story::Deed;

/// One run with so many clients.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) clients: usize,
    pub(crate) wall: Duration,
    /// Microseconds of every message that was accepted, sorted by [`Figures::close`].
    pub(crate) took: Vec<u32>,
    pub(crate) refused: usize,
    pub(crate) deeds: BTreeMap<Deed, usize>,
    /// Processor time of the program (and its database server) and of the load.
    pub(crate) server: Duration,
    pub(crate) load: Duration,
    /// KiB.
    pub(crate) memory: u64,
    /// Calls of `fdatasync` and `fsync`, where they were counted.
    pub(crate) syncs: Option<u64>,
}

impl Figures {
    pub(crate) fn count(&mut self, done: Done) {
        if done.ok {
            self.took.push(u32::try_from(done.took.as_micros()).unwrap_or(u32::MAX));
            *self.deeds.entry(done.deed).or_default() += 1;
        } else {
            self.refused += 1;
        }
    }

    pub(crate) fn close(mut self) -> Self {
        self.took.sort_unstable();
        self
    }

    /// Accepted messages a second.
    pub(crate) fn rate(&self) -> f64 {
        count(self.took.len()) / self.wall.as_secs_f64().max(f64::EPSILON)
    }

    /// Processor time of the program for one message, milliseconds.
    pub(crate) fn cost(&self) -> f64 {
        self.server.as_secs_f64() * 1000.0 / count(self.took.len()).max(1.0)
    }

    /// Milliseconds within which this share of the messages was answered.
    pub(crate) fn within(&self, share: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
        let at = (count(self.took.len()) * share) as usize;
        self.took
            .get(at.min(self.took.len().saturating_sub(1)))
            .map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }

    pub(crate) fn share(&self, deed: Deed) -> f64 {
        count(self.deeds.get(&deed).copied().unwrap_or_default()) / count(self.took.len()).max(1.0)
    }

    pub(crate) fn line(&self, name: &str) -> String {
        format!(
            "{name:8} {:4} clients  {:8.0}/s  p50 {:7.2} ms  p99 {:7.2} ms  max {:7.1} ms  cpu {:6.3} ms/msg  load {:6.3}  \
             rss {:4} MiB  refused {}  mix {:.2}/{:.2}/{:.2}{}",
            self.clients,
            self.rate(),
            self.within(0.5),
            self.within(0.99),
            self.within(1.0),
            self.cost(),
            self.load.as_secs_f64() * 1000.0 / count(self.took.len()).max(1.0),
            self.memory / 1024,
            self.refused,
            self.share(Deed::Story),
            self.share(Deed::Answer),
            self.share(Deed::Query),
            self.syncs_a_message().map_or_else(String::new, |syncs| format!("  syncs {syncs:.3}/msg")),
        )
    }

    /// How many times the disk was waited for, for one message.
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 syncs")]
    fn syncs_a_message(&self) -> Option<f64> {
        self.syncs.map(|syncs| syncs as f64 / count(self.took.len()).max(1.0))
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        json!({
            "server": name,
            "clients": self.clients,
            "messages": self.took.len(),
            "refused": self.refused,
            "per_second": self.rate(),
            "p50_ms": self.within(0.5),
            "p99_ms": self.within(0.99),
            "max_ms": self.within(1.0),
            "cpu_ms": self.cost(),
            "load_cpu_ms": self.load.as_secs_f64() * 1000.0 / count(self.took.len()).max(1.0),
            "rss_mib": self.memory / 1024,
            "syncs_a_message": self.syncs_a_message(),
        })
    }
}

/// A number of things, to be divided.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 messages")]
pub(crate) fn count(number: usize) -> f64 {
    number as f64
}
