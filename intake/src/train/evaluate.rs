//! How often is a model right, how often does it know when it is not, and where is it wrong?

use std::collections::BTreeMap;

use serde::Serialize;

use super::Lesson;
use crate::model::Model;
use crate::understanding::Because;

/// Wrong answers shown with their reasons.
const WORST: usize = 100;
/// Bins of the calibration table.
const BINS: usize = 10;
/// Shares of all messages, the surest first.
const SHARES: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.5, 0.25];

/// What a model said of a message whose label is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// What the message is known by.
    pub id: String,
    /// Its label.
    pub label: String,
    /// The label the model gives it.
    pub said: String,
    /// The runner-up.
    pub next: String,
    /// How sure it was.
    pub confidence: f64,
    /// Why; only where it was wrong.
    pub because: Vec<Because>,
}

impl Outcome {
    /// Whether the model said what is true.
    pub fn is_right(&self) -> bool {
        self.said == self.label
    }
}

/// One label's figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfLabel {
    /// The label.
    pub label: String,
    /// Messages that have it.
    pub rows: usize,
    /// Messages the model gave it.
    pub said: usize,
    /// Right among those it was given to.
    pub precision: f64,
    /// Right among those that have it.
    pub recall: f64,
    /// The harmonic mean of the two; 0 when nothing was right.
    pub f1: f64,
}

/// Answers whose confidence lay in a tenth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// From this confidence on.
    pub from: f64,
    /// Up to this one.
    pub to: f64,
    /// How many.
    pub rows: usize,
    /// How sure they were on average.
    pub confidence: f64,
    /// How many of them were right, as a share.
    pub right: f64,
}

/// What is had when only answers from a confidence on are used and the others go to a person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// From this confidence on.
    pub confidence: f64,
    /// Share of all messages that reach it.
    pub share: f64,
    /// Right among those.
    pub accuracy: f64,
    /// The error rate the threshold of the model was made for; none where the share was wanted.
    pub wanted: Option<f64>,
}

/// All figures of a model on messages with labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Messages.
    pub rows: usize,
    /// Share of right answers.
    pub accuracy: f64,
    /// Mean of the labels' F1, each label counted the same.
    pub macro_f1: f64,
    /// Share of messages whose label was said first or second.
    pub top_2: f64,
    /// Mean distance of confidence and share of right answers over ten bins, weighted by their size (ECE).
    pub calibration_error: f64,
    /// Label by label.
    pub labels: Vec<OfLabel>,
    /// How often a message of the row's label was given the column's, in the order of `labels`.
    pub confusion: Vec<Vec<usize>>,
    /// Bins that are not empty.
    pub calibration: Vec<Bin>,
    /// The surest first, then the model's own thresholds.
    pub coverage: Vec<Coverage>,
    /// The wrong answers that were surest, at most a hundred.
    pub worst: Vec<Outcome>,
}

/// What a model says of each message.
pub fn outcomes<'a>(model: &Model, lessons: impl IntoIterator<Item = &'a Lesson>) -> Vec<Outcome> {
    let mut reader = model.reader();
    let outcome = |lesson: &Lesson| {
        let verdict = reader.judge(&lesson.text);
        let name = |label: usize| model.labels()[label].clone();
        let is_right = model.labels()[verdict.label] == lesson.label;
        let because = if is_right { Vec::new() } else { model.judge(&lesson.text).because };
        Outcome {
            id: lesson.id.clone(),
            label: lesson.label.clone(),
            said: name(verdict.label),
            next: name(verdict.next),
            confidence: verdict.confidence,
            because,
        }
    };
    lessons.into_iter().map(outcome).collect()
}

impl Evaluation {
    /// Counts; `thresholds` are pairs of a wanted error rate and the confidence that promises it.
    pub fn of(outcomes: &[Outcome], thresholds: &[(f64, f64)]) -> Evaluation {
        let share = |part: usize, all: usize| if all == 0 { 0.0 } else { part as f64 / all as f64 };
        let right = outcomes.iter().filter(|outcome| outcome.is_right()).count();
        let second = outcomes.iter().filter(|outcome| outcome.next == outcome.label).count();
        let mut places: BTreeMap<&str, usize> = outcomes
            .iter()
            .flat_map(|outcome| [(outcome.label.as_str(), 0), (outcome.said.as_str(), 0)])
            .collect();
        places.values_mut().enumerate().for_each(|(at, place)| *place = at);
        let mut confusion = vec![vec![0; places.len()]; places.len()];
        for outcome in outcomes {
            confusion[places[outcome.label.as_str()]][places[outcome.said.as_str()]] += 1;
        }
        let of_label = |(label, &at): (&&str, &usize)| {
            let (rows, said) = (confusion[at].iter().sum(), confusion.iter().map(|row| row[at]).sum());
            OfLabel {
                label: (*label).to_owned(),
                rows,
                said,
                precision: share(confusion[at][at], said),
                recall: share(confusion[at][at], rows),
                f1: share(2 * confusion[at][at], rows + said),
            }
        };
        let labels: Vec<OfLabel> = places.iter().map(of_label).collect();
        let calibration = bins(outcomes);
        let off =
            calibration.iter().map(|bin| (bin.confidence - bin.right).abs() * bin.rows as f64).sum::<f64>();
        let mut worst: Vec<Outcome> =
            outcomes.iter().filter(|outcome| !outcome.is_right()).cloned().collect();
        worst.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
        worst.truncate(WORST);
        Evaluation {
            rows: outcomes.len(),
            accuracy: share(right, outcomes.len()),
            macro_f1: labels.iter().map(|label| label.f1).sum::<f64>() / labels.len().max(1) as f64,
            top_2: share(right + second, outcomes.len()),
            calibration_error: off / outcomes.len().max(1) as f64,
            coverage: coverage(outcomes, thresholds),
            labels,
            confusion,
            calibration,
            worst,
        }
    }
}

fn bins(outcomes: &[Outcome]) -> Vec<Bin> {
    let bin = |at: usize| {
        let is_inside =
            |outcome: &&Outcome| ((outcome.confidence * BINS as f64) as usize).min(BINS - 1) == at;
        let inside: Vec<&Outcome> = outcomes.iter().filter(is_inside).collect();
        let rows = inside.len();
        (rows > 0).then(|| Bin {
            from: at as f64 / BINS as f64,
            to: (at + 1) as f64 / BINS as f64,
            rows,
            confidence: inside.iter().map(|outcome| outcome.confidence).sum::<f64>() / rows as f64,
            right: inside.iter().filter(|outcome| outcome.is_right()).count() as f64 / rows as f64,
        })
    };
    (0..BINS).filter_map(bin).collect()
}

fn coverage(outcomes: &[Outcome], thresholds: &[(f64, f64)]) -> Vec<Coverage> {
    let mut surest: Vec<&Outcome> = outcomes.iter().collect();
    surest.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    let of = |count: usize, confidence: f64, wanted: Option<f64>| {
        let right = surest[..count].iter().filter(|outcome| outcome.is_right()).count();
        let (count, all) = (count as f64, outcomes.len() as f64);
        Coverage { confidence, share: count / all, accuracy: right as f64 / count, wanted }
    };
    let shares = SHARES.iter().filter_map(|share| {
        let count = (share * surest.len() as f64).round() as usize;
        (count > 0).then(|| of(count, surest[count - 1].confidence, None))
    });
    let promised = thresholds.iter().filter_map(|&(error, confidence)| {
        let count = surest.partition_point(|outcome| outcome.confidence >= confidence);
        (count > 0).then(|| of(count, confidence, Some(error)))
    });
    shares.chain(promised).collect()
}

#[cfg(test)]
mod tests {
    use super::{Evaluation, Outcome};

    fn outcome(label: &str, said: &str, next: &str, confidence: f64) -> Outcome {
        let [label, said, next] = [label, said, next].map(str::to_owned);
        Outcome { id: String::new(), label, said, next, confidence, because: Vec::new() }
    }

    #[test]
    fn every_figure_is_counted_from_the_same_answers() {
        let told = [
            outcome("水", "水", "电", 0.95),
            outcome("水", "水", "路", 0.85),
            outcome("水", "电", "水", 0.65),
            outcome("电", "电", "水", 0.75),
            outcome("路", "电", "水", 0.55),
        ];
        let seen = Evaluation::of(&told, &[(0.1, 0.7)]);
        assert_eq!((seen.rows, seen.accuracy, seen.top_2), (5, 0.6, 0.8));
        let f1: Vec<(&str, f64)> = seen.labels.iter().map(|label| (label.label.as_str(), label.f1)).collect();
        assert_eq!(f1, [("水", 0.8), ("电", 0.5), ("路", 0.0)]);
        assert!((seen.macro_f1 - 1.3 / 3.0).abs() < 1e-12);
        assert_eq!(seen.confusion, [[2, 1, 0], [0, 1, 0], [0, 1, 0]]);
        // 0.05 + 0.15 + 0.25 too unsure, 0.65 + 0.55 too sure.
        assert!((seen.calibration_error - 1.65 / 5.0).abs() < 1e-9);
        let promised = seen.coverage.last().expect("a threshold");
        assert_eq!((promised.share, promised.accuracy, promised.wanted), (0.6, 1.0, Some(0.1)));
        assert_eq!(seen.worst.iter().map(|worst| worst.confidence).collect::<Vec<_>>(), [0.65, 0.55]);
    }

    #[test]
    fn of_no_messages_there_is_nothing_to_say() {
        let seen = Evaluation::of(&[], &[]);
        assert_eq!((seen.rows, seen.accuracy, seen.coverage.len()), (0, 0.0, 0));
    }
}
