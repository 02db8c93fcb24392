//! What was found, and is it what was promised?

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What was counted in a part of a row; parts add up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// How many of each.
    #[serde(default)]
    pub(crate) counts: BTreeMap<String, f64>,
    /// What was measured, each time.
    #[serde(default)]
    pub(crate) samples: BTreeMap<String, Vec<f64>>,
    /// What went wrong, in words.
    #[serde(default)]
    pub(crate) faults: Vec<String>,
}

/// What a row has found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// In the order in which they are told.
    pub(crate) figures: Vec<Figure>,
    /// The first things that went wrong, in words.
    pub(crate) faults: Vec<String>,
}

/// One figure, with what was promised of it, if anything was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// E.g. `lost`.
    pub(crate) what: String,
    pub(crate) value: f64,
    /// E.g. `ms`; empty: a count.
    pub(crate) unit: String,
    /// It may be at most this.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) most: Option<f64>,
    /// It must be at least this.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) least: Option<f64>,
}

/// So many faults are told; more of them say no more.
const TOLD: usize = 20;

impl Tally {
    pub(crate) fn add(&mut self, name: &str, many: f64) {
        *self.counts.entry(name.to_owned()).or_default() += many;
    }

    pub(crate) fn one(&mut self, name: &str) {
        self.add(name, 1.0);
    }

    pub(crate) fn sample(&mut self, name: &str, value: f64) {
        self.samples.entry(name.to_owned()).or_default().push(value);
    }

    pub(crate) fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(what.into());
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (name, many) in other.counts {
            self.add(&name, many);
        }
        for (name, values) in other.samples {
            self.samples.entry(name).or_default().extend(values);
        }
        self.faults.extend(other.faults);
    }

    /// How many; none if nobody counted.
    pub(crate) fn count(&self, name: &str) -> f64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// So that this share of what was measured is not above it; 0 if nothing was measured.
    pub(crate) fn quantile(&self, name: &str, share: f64) -> f64 {
        let mut values = self.samples.get(name).cloned().unwrap_or_default();
        values.sort_by(f64::total_cmp);
        // The nearest rank: always something that was really measured.
        let rank = (values.len() as f64 * share).ceil() as usize;
        values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    pub(crate) fn measured(&self, name: &str) -> f64 {
        self.samples.get(name).map_or(0.0, |values| values.len() as f64)
    }

    pub(crate) fn greatest(&self, name: &str) -> f64 {
        self.quantile(name, 1.0)
    }

    /// The outcome with these figures.
    pub(crate) fn told(self, figures: Vec<Figure>) -> Outcome {
        Outcome { figures, faults: self.faults.into_iter().take(TOLD).collect() }
    }
}

impl Figure {
    /// Told, nothing is promised of it.
    pub(crate) fn of(what: &str, value: f64, unit: &str) -> Self {
        Self { what: what.to_owned(), value, unit: unit.to_owned(), most: None, least: None }
    }

    #[must_use]
    pub(crate) fn at_most(self, most: f64) -> Self {
        Self { most: Some(most), ..self }
    }

    #[must_use]
    pub(crate) fn at_least(self, least: f64) -> Self {
        Self { least: Some(least), ..self }
    }

    pub(crate) fn is_kept(&self) -> bool {
        self.most.is_none_or(|most| self.value <= most) && self.least.is_none_or(|least| self.value >= least)
    }
}

impl Outcome {
    pub(crate) fn is_kept(&self) -> bool {
        self.faults.is_empty() && self.figures.iter().all(Figure::is_kept)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for figure in &self.figures {
            let kept = if figure.is_kept() { "ok " } else { "NOT" };
            let value = (figure.value * 1000.0).round() / 1000.0;
            write!(f, "  {kept} {:<44} {value} {}", figure.what, figure.unit)?;
            let bounds = [("most", figure.most), ("least", figure.least)];
            for (name, bound) in bounds.into_iter().filter_map(|(name, bound)| Some((name, bound?))) {
                write!(f, " (at {name} {bound})")?;
            }
            writeln!(f)?;
        }
        for fault in &self.faults {
            writeln!(f, "  fault: {fault}")?;
        }
        f.write_str(if self.is_kept() { "kept" } else { "NOT kept" })
    }
}
