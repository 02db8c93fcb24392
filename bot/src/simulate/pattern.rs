//! What is a year like: when do people speak, what about, and how soon is it handled?
//!
//! The figures are in `year.toml`, the sentences in `words.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

/// The figures of a year.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pattern {
    pub(super) source: Sources,
    pub(super) hours: Hours,
    pub(super) days: Days,
    pub(super) callers: Callers,
    pub(super) bursts: Bursts,
    pub(super) weight: Vec<Weight>,
    pub(super) season: Vec<Season>,
    pub(super) spring_festival: SpringFestivals,
    pub(super) urgency: Urgencies,
    pub(super) centre: Centre,
    pub(super) unit: Office,
    pub(super) reply: Replies,
    pub(super) citizen: Citizens,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sources {
    pub(super) phone: f64,
    pub(super) transcript: f64,
    pub(super) mailbox: f64,
    pub(super) web: f64,
    pub(super) telegram: f64,
    pub(super) api: f64,
}

/// Weights of the 24 hours.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hours {
    pub(super) call: [f64; 24],
    pub(super) write: [f64; 24],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Days {
    pub(super) week: [f64; 7],
    pub(super) holiday: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Callers {
    pub(super) tail: f64,
    pub(super) most: u32,
    pub(super) loudest: Loudest,
    pub(super) same_matter: f64,
    pub(super) anonymous: f64,
    pub(super) from_elsewhere: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Loudest {
    pub(super) most: u32,
    pub(super) share: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bursts {
    pub(super) share: f64,
    pub(super) callers: f64,
    pub(super) hours: f64,
}

/// Leaves of the catalogue whose name holds one of the words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weight {
    pub(super) words: Vec<String>,
    pub(super) times: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Season {
    pub(super) words: Vec<String>,
    pub(super) months: [f64; 12],
    pub(super) before_spring_festival: Option<Before>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Before {
    pub(super) days: i32,
    pub(super) times: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpringFestivals {
    pub(super) days: Vec<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Urgencies {
    pub(super) urgent: f64,
    pub(super) critical: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Centre {
    pub(super) operators: usize,
    pub(super) supervisors: usize,
    pub(super) dispatched_on_the_line: f64,
    pub(super) look_minutes: [f64; 3],
    pub(super) answered: f64,
    pub(super) rejected: f64,
    pub(super) corrected: f64,
    pub(super) calls_back: f64,
    pub(super) reached: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Office {
    pub(super) sign_minutes: [f64; 3],
    pub(super) around_the_clock: Vec<String>,
    pub(super) returned: f64,
    pub(super) returned_when_wrong: f64,
    pub(super) granted: f64,
    pub(super) helper_notes: f64,
    pub(super) progress: f64,
    pub(super) progress_visible: f64,
    pub(super) asks: f64,
    pub(super) reveals: f64,
    pub(super) contacted: f64,
    pub(super) finishes_at_once: f64,
    pub(super) finish_hours: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replies {
    pub(super) days: Vec<[f64; 2]>,
    pub(super) hours: [f64; 12],
    pub(super) in_time: f64,
    pub(super) in_time_fast: f64,
    pub(super) fraction: Vec<[f64; 2]>,
    pub(super) late_fast: f64,
    pub(super) kind: BTreeMap<String, f64>,
    pub(super) unit: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Citizens {
    pub(super) place_in_story: f64,
    pub(super) answers_question: f64,
    pub(super) answer_hours: [f64; 3],
    pub(super) adds: f64,
    pub(super) urges_per_week: f64,
    pub(super) withdraws: f64,
    pub(super) rates: f64,
    pub(super) rates_when_reminded: f64,
    pub(super) rate_hours: [f64; 3],
    pub(super) says_contacted: f64,
    pub(super) solved: [f64; 3],
    pub(super) satisfied: [f64; 5],
    pub(super) unsolved_satisfied: [f64; 5],
    pub(super) second_round_solved: f64,
    pub(super) comments: f64,
}

impl Pattern {
    /// The year of `year.toml`.
    pub(super) fn read() -> Self {
        toml::from_str(include_str!("year.toml")).expect("a test reads the figures of this program")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_can_be_read_and_worked_with() {
        let pattern = Pattern::read();
        for table in [&pattern.reply.days, &pattern.reply.fraction] {
            assert!(table.windows(2).all(|rows| rows[0][0] < rows[1][0] && rows[0][1] < rows[1][1]));
            assert_eq!((table[0][0], table[table.len() - 1][0]), (0.0, 1.0));
        }
        assert!(pattern.callers.tail > 2.0, "else the mean of the callers' counts has no end");
        assert_eq!(pattern.reply.kind.len(), storage::order::Kind::ALL.len());
        assert_eq!(pattern.reply.unit.len(), intake::UnitKind::ALL.len());
    }
}
