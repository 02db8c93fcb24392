//! How sure is the label with the highest sum?
//!
//! The soft maximum of the sums, each multiplied by `temperature / spots^power`: a long message has higher sums than a
//! short one without being clearer. Both numbers are fitted on messages the weights were not learned from.

use super::PARTS;

/// What turns sums into shares of certainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sureness {
    /// By how much a sum is multiplied.
    pub temperature: f64,
    /// How far the number of spots holds it down: 0 not at all, 1 entirely.
    pub power: f64,
}

/// From which confidence on no more than a share of the answers is wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// Wrong among those answered, at most.
    pub error: f64,
    /// The confidence from which on it holds.
    pub confidence: f64,
    /// Share of all messages that reach it; the others go to a person.
    pub share: f64,
}

impl Default for Sureness {
    /// The plain soft maximum.
    fn default() -> Self {
        Sureness { temperature: 1.0, power: 0.0 }
    }
}

impl Sureness {
    /// The share of each label, together 1, of sums in thousandths.
    pub(crate) fn of(self, sums: &[i64], spots: usize) -> Vec<f64> {
        let mut shares = vec![0.0; sums.len()];
        self.fill(sums, spots, &mut shares);
        shares
    }

    /// The same into what is already there.
    pub(crate) fn fill(self, sums: &[i64], spots: usize, shares: &mut [f64]) {
        let scale = self.temperature / (spots.max(1) as f64).powf(self.power) / PARTS;
        let highest = sums.iter().copied().max().unwrap_or(0);
        let mut all = 0.0;
        for (share, sum) in shares.iter_mut().zip(sums) {
            *share = ((sum - highest) as f64 * scale).exp();
            all += *share;
        }
        for share in shares {
            *share /= all;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sureness;

    #[test]
    fn the_shares_are_together_one_and_a_longer_message_needs_more() {
        let sureness = Sureness { temperature: 2.0, power: 0.5 };
        let (short, long) = (sureness.of(&[3000, 1000, 0], 4), sureness.of(&[3000, 1000, 0], 400));
        assert!((short.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(short[0] > long[0] && long[0] > 1.0 / 3.0);
        let plain = Sureness::default().of(&[1000, 0], 9);
        assert!((plain[0] - 1.0 / (1.0 + (-1.0f64).exp())).abs() < 1e-12);
    }
}
