//! How sure may an answer be called, judging by answers to messages that were held back?

use super::Lesson;
use crate::model::{Model, Sureness, Threshold};

/// Shares of wrong answers somebody may want not to exceed.
const ERRORS: [f64; 5] = [0.10, 0.05, 0.03, 0.02, 0.01];
/// Decimals of what is written into the model: more would pretend to know more.
const PRECISION: f64 = 10_000.0;

/// A message that was held back, and what the model without it said.
pub(super) struct Answer {
    sums: Vec<i64>,
    spots: usize,
    /// Index of the true label; none when the model has never seen it.
    truth: Option<usize>,
}

pub(super) fn answers<'a>(model: &Model, lessons: impl Iterator<Item = &'a Lesson>) -> Vec<Answer> {
    let mut reader = model.reader();
    lessons
        .map(|lesson| {
            reader.judge(&lesson.text);
            let truth = model.labels().binary_search(&lesson.label).ok();
            Answer { sums: reader.sums().to_vec(), spots: reader.spots(), truth }
        })
        .collect()
}

/// The temperature and power under which the true labels were likeliest.
pub(super) fn sureness(answers: &[Answer]) -> Sureness {
    let known: Vec<&Answer> = answers.iter().filter(|answer| answer.truth.is_some()).collect();
    if known.is_empty() {
        return Sureness::default();
    }
    let surprise = |sureness: Sureness| -> f64 {
        let mut shares = Vec::new();
        known
            .iter()
            .map(|answer| {
                shares.resize(answer.sums.len(), 0.0);
                sureness.fill(&answer.sums, answer.spots, &mut shares);
                -answer.truth.map_or(0.0, |truth| shares[truth]).max(f64::MIN_POSITIVE).ln()
            })
            .sum()
    };
    let powers = (0..=10).map(|tenth| f64::from(tenth) / 10.0);
    let fitted = powers.map(|power| {
        let of = |exponent: f64| Sureness { temperature: exponent.exp(), power };
        let exponent = lowest(-8.0, 8.0, |exponent| surprise(of(exponent)));
        let rounded = (exponent.exp() * PRECISION).round().max(1.0) / PRECISION;
        let sureness = Sureness { temperature: rounded, power };
        (surprise(sureness), sureness)
    });
    fitted
        .reduce(|best, next| if next.0 < best.0 { next } else { best })
        .map_or_else(Sureness::default, |best| best.1)
}

/// Where a function of one valley is lowest (golden section).
fn lowest(mut from: f64, mut to: f64, height: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut left, mut right) = (to - GOLDEN * (to - from), from + GOLDEN * (to - from));
    let (mut at_left, mut at_right) = (height(left), height(right));
    while to - from > 1e-3 {
        if at_left < at_right {
            (to, right, at_right) = (right, left, at_left);
            left = to - GOLDEN * (to - from);
            at_left = height(left);
        } else {
            (from, left, at_left) = (left, right, at_right);
            right = from + GOLDEN * (to - from);
            at_right = height(right);
        }
    }
    f64::midpoint(from, to)
}

/// For each share of wrong answers the lowest confidence from which on it is kept; none where it never is.
pub(super) fn thresholds(answers: &[Answer], sureness: Sureness) -> Vec<Threshold> {
    let mut told: Vec<(f64, bool)> = answers
        .iter()
        .map(|answer| {
            let shares = sureness.of(&answer.sums, answer.spots);
            let first =
                (0..shares.len()).rev().max_by(|one, other| answer.sums[*one].cmp(&answer.sums[*other]));
            let first = first.expect("a model has labels");
            (shares[first], answer.truth == Some(first))
        })
        .collect();
    told.sort_by(|one, other| other.0.total_cmp(&one.0));
    let threshold = |error: f64| {
        let mut wrong = 0;
        let mut best = None;
        for (index, (confidence, right)) in told.iter().enumerate() {
            wrong += usize::from(!right);
            let is_last_of_equals = told.get(index + 1).is_none_or(|next| next.0 < *confidence);
            if is_last_of_equals && wrong as f64 <= error * (index + 1) as f64 {
                best = Some((*confidence, index + 1));
            }
        }
        best.map(|(confidence, count)| Threshold {
            error,
            // Rounded up: so no more are let through than were counted, but for those in between.
            confidence: ((confidence * PRECISION).ceil() / PRECISION).min(1.0),
            share: (count as f64 / told.len() as f64 * PRECISION).round() / PRECISION,
        })
    };
    ERRORS.into_iter().filter_map(threshold).collect()
}

#[cfg(test)]
mod tests {
    use super::{Answer, lowest, sureness, thresholds};
    use crate::Sureness;

    fn answer(ahead: i64, right: bool) -> Answer {
        Answer { sums: vec![ahead, 0], spots: 1, truth: Some(usize::from(!right)) }
    }

    #[test]
    fn the_lowest_spot_of_a_valley_is_found() {
        assert!((lowest(-8.0, 8.0, |at| (at - 1.25).powi(2)) - 1.25).abs() < 1e-3);
    }

    #[test]
    fn an_answer_right_three_times_in_four_is_called_so_sure() {
        let answers: Vec<Answer> = (0..400).map(|at| answer(1000, at % 4 != 0)).collect();
        let share = sureness(&answers).of(&[1000, 0], 1)[0];
        assert!((share - 0.75).abs() < 0.01, "{share}");
    }

    #[test]
    fn a_threshold_lets_no_more_errors_through_than_wanted() {
        let mut answers: Vec<Answer> = (0..100).map(|at| answer(5000 + at, true)).collect();
        answers.extend((0..100).map(|at| answer(1000 - at, at % 2 == 0)));
        let thresholds = thresholds(&answers, Sureness::default());
        let of =
            |error: f64| thresholds.iter().find(|threshold| threshold.error == error).expect("one").share;
        assert!(of(0.01) >= 0.5 && of(0.01) < 0.52 && of(0.10) > 0.6 && of(0.10) < 0.65, "{thresholds:?}");
    }
}
