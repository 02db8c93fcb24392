//! Which weights part the messages of one label best from all others?
//!
//! A linear support vector machine for each label against the rest, with squared hinge loss, solved in its dual by
//! coordinate descent (Hsieh, Chang, Lin, Keerthi, Sundararajan: A Dual Coordinate Descent Method for Large-scale
//! Linear SVM, ICML 2008, algorithm 1). All labels are solved side by side, since they share the rows. Each feature may
//! be trusted more or less to speak of a label: that is as if it were so much larger or smaller in every message, but the
//! weights are those of the features as they are.

use super::chance::Chance;

/// The features of one message, in order: which, and how much.
pub(super) type Row = Vec<(u32, f32)>;

/// What a message on the wrong side costs, beside the length of the weights.
const COST: f32 = 1.0;
/// Rounds over all messages, at most.
const ROUNDS: usize = 30;
/// It is done when nothing moves by more.
const STILL: f32 = 0.01;

/// The weight of each feature for each label; these and the `trust` in them stand feature by feature, a label each.
pub(super) fn solve(rows: &[Row], answers: &[usize], labels: usize, trust: &[f32], seed: u64) -> Vec<f32> {
    let slack = 0.5 / COST;
    // Once because the feature is larger, and once more because its weight is told for the feature as it is.
    let reach: Vec<f32> = trust.iter().map(|trust| trust * trust).collect();
    let mut weights = vec![0.0f32; trust.len()];
    let mut pull = vec![0.0f32; rows.len() * labels];
    let mut curve = vec![0.0f32; rows.len() * labels];
    for (row, curve) in rows.iter().zip(curve.chunks_mut(labels)) {
        for (feature, value) in row {
            let reach = &reach[*feature as usize * labels..][..labels];
            for (curve, reach) in curve.iter_mut().zip(reach) {
                *curve += value * value * reach;
            }
        }
        curve.iter_mut().for_each(|curve| *curve += slack);
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut chance = Chance::new(seed);
    let mut sums = vec![0.0f32; labels];
    for _ in 0..ROUNDS {
        chance.shuffle(&mut order);
        let mut farthest = 0.0f32;
        for &at in &order {
            sums.fill(0.0);
            for (feature, value) in &rows[at] {
                let weights = &weights[*feature as usize * labels..][..labels];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += weight * value;
                }
            }
            let pulls = &mut pull[at * labels..][..labels];
            for (label, (sum, pull)) in sums.iter_mut().zip(pulls).enumerate() {
                let side = if answers[at] == label { 1.0 } else { -1.0 };
                let slope = side * *sum - 1.0 + *pull * slack;
                let stronger = (*pull - slope / curve[at * labels + label]).max(0.0);
                let step = stronger - *pull;
                *pull = stronger;
                farthest = farthest.max(step.abs());
                // From here on: by how much the weights move.
                *sum = step * side;
            }
            for (feature, value) in &rows[at] {
                let of_feature = *feature as usize * labels..(*feature as usize + 1) * labels;
                let moved = weights[of_feature.clone()].iter_mut().zip(&reach[of_feature]);
                for ((weight, reach), step) in moved.zip(&sums) {
                    *weight += step * value * reach;
                }
            }
        }
        if farthest < STILL {
            break;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::{Row, solve};

    #[test]
    fn what_stands_with_a_label_speaks_for_it() {
        let rows: Vec<Row> =
            vec![vec![(0, 1.0)], vec![(1, 1.0)], vec![(0, 0.6), (2, 0.8)], vec![(1, 0.6), (2, 0.8)]];
        let weights = solve(&rows, &[0, 1, 0, 1], 2, &[1.0; 6], 1);
        assert!(weights[0] > 0.5 && weights[1] < -0.5, "{weights:?}");
        assert!(weights[2] < -0.5 && weights[3] > 0.5, "{weights:?}");
        assert!(weights[4].abs() < 0.1 && weights[5].abs() < 0.1, "{weights:?}");
    }

    #[test]
    fn of_two_that_stand_together_the_trusted_one_speaks() {
        let rows: Vec<Row> = vec![vec![(0, 0.7), (1, 0.7)], vec![(2, 1.0)]];
        let weights = solve(&rows, &[0, 1], 2, &[2.0, 2.0, 1.0, 1.0, 1.0, 1.0], 1);
        assert!((weights[0] - 4.0 * weights[2]).abs() < 1e-4 && weights[2] > 0.1, "{weights:?}");
    }
}
