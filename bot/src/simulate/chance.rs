//! How does chance decide, the same way for the same seed?

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Of a normal distribution: so far from the middle lie the first and the last tenth.
const TENTH: f64 = 1.2816;

/// Draws. The same parts give the same draws.
pub(super) struct Chance(StdRng);

impl Chance {
    /// The draws that belong to these parts: a seed, and what it is drawn for.
    pub(super) fn of(parts: &[u64]) -> Self {
        Self(StdRng::seed_from_u64(seed_of(parts)))
    }

    /// True in this share of all cases.
    pub(super) fn yes(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// From 0 to 1.
    pub(super) fn share(&mut self) -> f64 {
        self.0.random()
    }

    /// From 0 to below `n`; 0 for none.
    pub(super) fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.0.random_range(0..n) }
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of several words.
    pub(super) fn word<'a>(&mut self, from: &'a [String]) -> &'a str {
        &from[self.below(from.len())]
    }

    /// One place of a list of weights.
    pub(super) fn weighed(&mut self, weights: &[f64]) -> usize {
        let mut left = self.share() * weights.iter().sum::<f64>();
        let found = weights.iter().position(|weight| {
            left -= weight;
            left < 0.0
        });
        found.unwrap_or(weights.len().saturating_sub(1))
    }

    /// One place of running sums of weights.
    pub(super) fn among(&mut self, sums: &[f64]) -> usize {
        let at = self.share() * sums.last().copied().unwrap_or_default();
        sums.partition_point(|sum| *sum <= at).min(sums.len().saturating_sub(1))
    }

    /// Something that is mostly `middle`, in one case of ten under `fast` and in one of ten over `slow`.
    pub(super) fn spread(&mut self, [fast, middle, slow]: [f64; 3]) -> f64 {
        let z = self.normal() / TENTH;
        let tenth = if z < 0.0 { fast } else { slow };
        middle * (tenth / middle).powf(z.abs())
    }

    /// From a table of shares and values, between two rows in proportion of their logarithms.
    pub(super) fn quantile(&mut self, table: &[[f64; 2]]) -> f64 {
        let at = self.share();
        let next = table.partition_point(|[share, _]| *share <= at).clamp(1, table.len() - 1);
        let ([before, low], [after, high]) = (table[next - 1], table[next]);
        low * (high / low).powf(((at - before) / (after - before)).clamp(0.0, 1.0))
    }

    /// How long until something happens that happens once in `mean` on average.
    pub(super) fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }

    /// A normal distribution around 0 (Box and Muller).
    fn normal(&mut self) -> f64 {
        let (one, other) = (1.0 - self.share(), self.share());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }
}

/// One number out of several (the mixing step of SplitMix64).
pub(super) fn seed_of(parts: &[u64]) -> u64 {
    parts.iter().fold(0, |seed, part| {
        let mut mixed = (seed ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_draw_the_same() {
        let draw = |parts| Chance::of(parts).below(1_000_000);
        assert_eq!(draw(&[1, 2]), draw(&[1, 2]));
        assert_ne!(draw(&[1, 2]), draw(&[2, 1]));
    }

    #[test]
    fn a_spread_has_its_tenths_where_they_were_asked_for() {
        let mut chance = Chance::of(&[7]);
        let mut drawn: Vec<f64> = (0..20_000).map(|_| chance.spread([1.0, 5.0, 40.0])).collect();
        drawn.sort_by(f64::total_cmp);
        let near = |share: usize, value: f64| (drawn[200 * share] / value - 1.0).abs() < 0.12;
        assert!(near(10, 1.0) && near(50, 5.0) && near(90, 40.0), "{:?}", (drawn[2000], drawn[10_000]));
    }

    #[test]
    fn a_table_is_met_at_its_rows() {
        let mut chance = Chance::of(&[7]);
        let table = [[0.0, 0.1], [0.5, 10.0], [1.0, 100.0]];
        let mut drawn: Vec<f64> = (0..20_000).map(|_| chance.quantile(&table)).collect();
        drawn.sort_by(f64::total_cmp);
        assert!(drawn[0] >= 0.1 && drawn[19_999] <= 100.0);
        assert!((drawn[10_000] / 10.0 - 1.0).abs() < 0.1, "{}", drawn[10_000]);
    }

    #[test]
    fn weights_are_kept() {
        let mut chance = Chance::of(&[3]);
        let drawn = (0..10_000).filter(|_| chance.weighed(&[3.0, 0.0, 1.0]) == 0).count();
        assert!((7_300..7_700).contains(&drawn), "{drawn}");
        assert!((0..1000).all(|_| chance.among(&[3.0, 3.0, 4.0]) != 1), "what has no weight is never drawn");
    }
}
