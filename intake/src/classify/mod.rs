//! What is the message about, and how sure are we?

mod kind;
mod score;

pub(crate) use kind::{Told, kind};
pub(crate) use score::{Score, score};

/// Half of one usual word.
const FAINT: f64 = 1.0;

/// The likeliest leaves of the catalogue, best first, and how sure we are of the first.
#[derive(Debug, Default)]
pub(crate) struct Ranking {
    /// Scores above zero, best first; owners are indices of the catalogue.
    pub(crate) scores: Vec<Score>,
    /// Whether the first two, if they are equal, are of one part of the catalogue.
    akin: bool,
}

impl Ranking {
    pub(crate) fn of(mut scores: Vec<Score>) -> Ranking {
        scores.retain(|score| score.weight > 0.0);
        scores.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.owner.cmp(&b.owner)));
        Ranking { scores, akin: false }
    }

    /// The same with what speaks for whole parts of the catalogue: `domains_of` a leaf are owners of `domains`. Where
    /// hardly anything speaks for the leaf itself, nothing else does: the 「小区」 in a name opens no matter.
    pub(crate) fn within(scores: Vec<Score>, domains: &[Score], domains_of: &[Vec<usize>]) -> Ranking {
        let mut scores = scores;
        scores.retain(|score| score.weight >= FAINT);
        for score in &mut scores {
            let holding = &domains_of[score.owner];
            let of_leaf = domains.iter().filter(|domain| holding.contains(&domain.owner));
            score.shared = of_leaf.map(|domain| domain.weight).sum();
            score.weight += score.shared;
        }
        let mut ranking = Ranking::of(scores);
        if let [first, second, ..] = ranking.scores.as_slice()
            && first.weight - second.weight < EQUAL
        {
            ranking.akin = domains_of[first.owner].iter().any(|one| domains_of[second.owner].contains(one));
            // Of two of one part the one said first.
            if ranking.akin && second.begins() < first.begins() {
                ranking.scores.swap(0, 1);
            }
        }
        ranking
    }

    /// The winner; none when nothing spoke, or the first two are equal and of different parts of the catalogue: of
    /// two equals of one part, which mostly have one unit, the one said first is a fair guess.
    pub(crate) fn winner(&self) -> Option<&Score> {
        match self.scores.as_slice() {
            [] => None,
            [first, second, ..] if first.weight - second.weight < EQUAL && !self.akin => None,
            [first, ..] => Some(first),
        }
    }

    /// Share of a score in everything that was said: its square over the sum of all squares.
    pub(crate) fn share(&self, score: &Score) -> f64 {
        let all: f64 = self.scores.iter().map(|score| score.weight.powi(2)).sum();
        round(score.weight.powi(2) / all)
    }

    /// `(1 − e^(−s/3)) · s² / (s² + r²)` with the winner's score `s` and the runner-up's score `r`.
    ///
    /// The first factor asks whether enough was said: one usual word (2) gives 0.49, one decisive word (5) 0.81,
    /// two usual words 0.74. The second asks whether it was said of one thing only: a runner-up half as strong
    /// leaves 0.8 of it, one nearly as strong half. So at the usual threshold of 0.60 a single word of weight 3,
    /// or two usual words without a serious rival, may be dispatched without a person looking first.
    pub(crate) fn confidence(&self) -> f64 {
        let Some(winner) = self.winner() else { return 0.0 };
        let rival = self.scores.get(1).map_or(0.0, |score| score.weight);
        let enough = 1.0 - (-winner.weight / 3.0).exp();
        let alone = winner.weight.powi(2) / (winner.weight.powi(2) + rival.powi(2));
        round(enough * alone)
    }
}

/// Sums of the same weights in another order differ by less than this.
const EQUAL: f64 = 1e-9;

/// Three decimals: more would pretend a precision that is not there.
fn round(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::{Ranking, Score};

    fn ranking(weights: &[f64]) -> Ranking {
        Ranking::of(
            weights
                .iter()
                .enumerate()
                .map(|(owner, &weight)| Score { owner, weight, ..Score::default() })
                .collect(),
        )
    }

    #[test]
    fn two_equal_categories_are_none() {
        assert!(ranking(&[2.0, 2.0]).winner().is_none());
        assert_eq!(ranking(&[2.0, 2.0]).confidence(), 0.0);
    }

    #[test]
    fn confidence_rises_with_what_was_said_and_falls_with_a_rival() {
        assert_eq!(ranking(&[]).confidence(), 0.0);
        assert_eq!(ranking(&[2.0]).confidence(), 0.487);
        assert_eq!(ranking(&[3.0]).confidence(), 0.632);
        assert_eq!(ranking(&[5.0]).confidence(), 0.811);
        assert_eq!(ranking(&[6.0, 3.0]).confidence(), 0.692);
        assert_eq!(ranking(&[5.0, 4.0]).confidence(), 0.495);
    }

    #[test]
    fn what_counts_against_a_category_can_rule_it_out() {
        assert!(ranking(&[-1.0, 0.0]).winner().is_none());
    }
}
