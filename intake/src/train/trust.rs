//! How far may a feature be trusted to speak for a label, or against it, before any weights are learned?
//!
//! By how much likelier it is in messages with the label than in others, as naive Bayes counts it (Wang, Manning:
//! Baselines and Bigrams: Simple, Good Sentiment and Topic Classification, ACL 2012). What stands everywhere alike must
//! be far better proved by the messages before it weighs anything.

use super::solve::Row;

/// Messages with and without the feature that are thought to have been seen on either side.
const THOUGHT: f32 = 1.0;
/// How much of the trust in a feature depends on how one-sided it is: 0 nothing, 1 all.
const FAR: f32 = 0.5;

/// Of each feature, for each label, a number around 1; of the last, which is the bias, 1. From all alike, 1, it goes
/// [`FAR`] of the way to how one-sided the feature is, measured by what is usual for the label.
pub(super) fn trust(rows: &[Row], answers: &[usize], labels: usize, features: usize) -> Vec<f32> {
    let mut with = vec![0.0f32; features * labels];
    let mut all = vec![0.0f32; labels];
    for (row, answer) in rows.iter().zip(answers) {
        all[*answer] += 1.0;
        for (feature, _) in row {
            with[*feature as usize * labels + answer] += 1.0;
        }
    }
    let share = |with: f32, all: f32| (with + THOUGHT) / (all + 2.0 * THOUGHT);
    let mut trust = with;
    let mut usual = vec![0.0f32; labels];
    let bias = (features - 1) * labels;
    for of_feature in trust[..bias].chunks_mut(labels) {
        let anywhere: f32 = of_feature.iter().sum();
        for ((with, all), usual) in of_feature.iter_mut().zip(&all).zip(&mut usual) {
            let elsewhere = share(anywhere - *with, rows.len() as f32 - all);
            *with = (share(*with, *all) / elsewhere).ln().abs();
            *usual += *with * *with;
        }
    }
    for usual in &mut usual {
        *usual = (*usual / (features - 1) as f32).sqrt().max(f32::MIN_POSITIVE);
    }
    for of_feature in trust[..bias].chunks_mut(labels) {
        for (one_sided, usual) in of_feature.iter_mut().zip(&usual) {
            *one_sided = 1.0 - FAR + FAR * *one_sided / usual;
        }
    }
    trust[bias..].fill(1.0);
    trust
}

#[cfg(test)]
mod tests {
    use super::{Row, trust};

    #[test]
    fn what_keeps_to_a_label_is_trusted_more_than_what_stands_everywhere() {
        let rows: Vec<Row> = (0..20).map(|at| [(0, 1.0), (1, 1.0), (2, 1.0)][at % 2..].to_vec()).collect();
        let answers = [0, 1].repeat(10);
        let told = trust(&rows, &answers, 2, 3);
        assert!(told[0] > 1.1 && told[1] > 1.1, "{told:?}");
        assert_eq!(told[2..], [0.5, 0.5, 1.0, 1.0]);
    }
}
