//! How strongly do the words of a message speak for each owner of a word list?

use std::cmp::Reverse;
use std::ops::Range;

use crate::Term;
use crate::lexicon::Occurrence;

/// What was said for one owner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Score {
    /// Index of the owner.
    pub(crate) owner: usize,
    /// Sum of the reasons, and of what is shared.
    pub(crate) weight: f64,
    /// What speaks for its neighbours just as much.
    pub(crate) shared: f64,
    /// The words and what each was worth; a combination shares its weight among its parts.
    pub(crate) reasons: Vec<(Range<usize>, f64)>,
}

impl Score {
    /// Where its first word stands.
    pub(crate) fn begins(&self) -> Option<usize> {
        self.reasons.iter().map(|(bytes, _)| bytes.start).min()
    }
}

/// Sums the weights of distinct terms of every owner that has one; owners without an occurrence are left out.
///
/// A term counts once however often it occurs. A term inside a longer one of the same owner does not count beside
/// it: 「停水」 adds nothing to 「停水通知」, nor does 「停+水」 to 「停水」. `share` says what an occurrence at a spot is
/// worth, 1 for all of it.
pub(crate) fn score(
    occurrences: &[Occurrence],
    terms: &[Vec<Term>],
    share: impl Fn(&Range<usize>) -> f64,
) -> Vec<Score> {
    let mut occurrences: Vec<&Occurrence> = occurrences.iter().collect();
    occurrences.sort_by_key(|found| (found.owner, found.bytes.start, Reverse(found.bytes.end)));
    occurrences
        .chunk_by(|a, b| a.owner == b.owner)
        .map(|of_owner| {
            let owner = of_owner[0].owner;
            let mut spots = spots(of_owner, &terms[owner], &share);
            spots.sort_by_key(|spot| (spot.found.term, spot.found.part));
            let reasons: Vec<_> = spots
                .chunk_by(|a, b| a.found.term == b.found.term)
                .flat_map(|of_term| term(of_term, &terms[owner][of_term[0].found.term]))
                .collect();
            Score { owner, weight: reasons.iter().map(|(_, weight)| weight).sum(), shared: 0.0, reasons }
        })
        .filter(|score| !score.reasons.is_empty())
        .collect()
}

/// A word where it stands.
struct Spot<'o> {
    found: &'o Occurrence,
    /// Whether no longer single word of the same owner, speaking for the same side, stands around it.
    is_alone: bool,
    share: f64,
}

/// The occurrences of one owner, ordered by their start, the longer first. One pass suffices: what covers a word
/// begins before it or with it, so it is known by then, and of all such the one that reaches farthest decides.
fn spots<'o>(
    of_owner: &[&'o Occurrence],
    terms: &[Term],
    share: &impl Fn(&Range<usize>) -> f64,
) -> Vec<Spot<'o>> {
    let mut farthest: [Range<usize>; 2] = [0..0, 0..0];
    of_owner
        .iter()
        .map(|found| {
            let term = &terms[found.term];
            let around = &mut farthest[usize::from(term.weight < 0.0)];
            let is_alone = around.end < found.bytes.end || *around == found.bytes;
            if term.all_of.len() == 1 && around.end < found.bytes.end {
                *around = found.bytes.clone();
            }
            Spot { found, is_alone, share: share(&found.bytes) }
        })
        .collect()
}

/// What one term adds: one reason for each of its parts, or none at all. Of several spots the one that stands alone
/// is taken, then the most valuable, then the first.
fn term(of_term: &[Spot<'_>], term: &Term) -> Vec<(Range<usize>, f64)> {
    let parts = term.all_of.len();
    let mut reasons = Vec::with_capacity(parts);
    let mut says_more = false;
    for of_part in of_term.chunk_by(|a, b| a.found.part == b.found.part) {
        let better = |a: &Spot<'_>, b: &Spot<'_>| (a.is_alone, a.share) > (b.is_alone, b.share);
        let best = of_part.iter().reduce(|best, next| if better(next, best) { next } else { best });
        if let Some(spot) = best {
            says_more |= spot.is_alone;
            reasons.push((spot.found.bytes.clone(), spot.share * term.weight / parts as f64));
        }
    }
    if says_more && reasons.len() == parts { reasons } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::{Occurrence, Score, score};
    use crate::Term;

    fn terms(written: &str) -> Vec<Vec<Term>> {
        vec![written.split(' ').map(|term| term.parse().expect("a term")).collect()]
    }

    fn at(term: usize, part: usize, bytes: std::ops::Range<usize>) -> Occurrence {
        Occurrence { owner: 0, term, part, bytes }
    }

    #[test]
    fn a_word_said_twice_counts_once() {
        let scores = score(&[at(0, 0, 0..6), at(0, 0, 9..15)], &terms("停水*3"), |_| 1.0);
        assert_eq!(scores, [Score { owner: 0, weight: 3.0, shared: 0.0, reasons: vec![(0..6, 3.0)] }]);
    }

    #[test]
    fn a_word_inside_a_longer_one_counts_only_where_it_stands_alone() {
        let terms = terms("停水*2 停水通知*4");
        let inside = [at(0, 0, 0..6), at(1, 0, 0..12)];
        assert_eq!(score(&inside, &terms, |_| 1.0)[0].weight, 4.0);
        let alone = [at(0, 0, 0..6), at(1, 0, 0..12), at(0, 0, 15..21)];
        assert_eq!(score(&alone, &terms, |_| 1.0)[0].weight, 6.0);
    }

    #[test]
    fn a_combination_needs_all_its_parts() {
        let terms = terms("水+浑*3");
        assert!(score(&[at(0, 0, 0..3)], &terms, |_| 1.0).is_empty());
        let both = score(&[at(0, 0, 0..3), at(0, 1, 6..9)], &terms, |_| 1.0);
        assert_eq!(both[0].reasons, [(0..3, 1.5), (6..9, 1.5)]);
    }

    #[test]
    fn a_combination_inside_one_word_says_nothing_new() {
        let terms = terms("停水*3 停+水*2");
        let inside = [at(0, 0, 0..6), at(1, 0, 0..3), at(1, 1, 3..6)];
        assert_eq!(score(&inside, &terms, |_| 1.0)[0].weight, 3.0);
        let apart = [at(0, 0, 0..6), at(1, 0, 0..3), at(1, 1, 3..6), at(1, 1, 9..12)];
        assert_eq!(score(&apart, &terms, |_| 1.0)[0].weight, 5.0);
    }

    #[test]
    fn the_most_valuable_spot_is_the_reason() {
        let found = [at(0, 0, 0..6), at(0, 0, 9..15)];
        let scores = score(&found, &terms("医院"), |bytes| if bytes.start == 0 { 0.5 } else { 1.0 });
        assert_eq!(scores[0].reasons, [(9..15, 2.0)]);
    }
}
