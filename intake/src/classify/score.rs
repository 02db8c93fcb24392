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
    let mut order: Vec<Place> = occurrences.iter().zip(0..).map(Place::of).collect();
    order.sort_unstable();
    let mut spots = Vec::new();
    let of_owners = order.chunk_by(|one, next| one.owner == next.owner);
    let scores = of_owners.map(|of_owner| {
        let owner = of_owner[0].owner as usize;
        let mut reasons = Vec::new();
        fill(&mut spots, of_owner, occurrences, &terms[owner], &share);
        for of_term in spots.chunk_by(|one, next| one.found.term == next.found.term) {
            add_term(&mut reasons, of_term, &terms[owner][of_term[0].found.term]);
        }
        Score { owner, weight: reasons.iter().map(|(_, weight)| weight).sum(), shared: 0.0, reasons }
    });
    scores.filter(|score| !score.reasons.is_empty()).collect()
}

/// Where an occurrence stands among others: by owner, by its start, the longer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    owner: u32,
    start: u32,
    end: Reverse<u32>,
    index: u32,
}

impl Place {
    fn of((found, index): (&Occurrence, u32)) -> Self {
        let (start, end) = (found.bytes.start as u32, Reverse(found.bytes.end as u32));
        Place { owner: found.owner as u32, start, end, index }
    }
}

/// A word where it stands.
struct Spot<'o> {
    found: &'o Occurrence,
    /// Whether no longer single word of the same owner, speaking for the same side, stands around it.
    is_alone: bool,
    share: f64,
}

/// The occurrences of one owner by term and part. One pass over them in their order suffices: what covers a word begins
/// before it or with it, so it is known by then, and of all such the one that reaches farthest decides.
fn fill<'o>(
    spots: &mut Vec<Spot<'o>>,
    of_owner: &[Place],
    occurrences: &'o [Occurrence],
    terms: &[Term],
    share: &impl Fn(&Range<usize>) -> f64,
) {
    let mut farthest: [Range<usize>; 2] = [0..0, 0..0];
    spots.clear();
    spots.extend(of_owner.iter().map(|place| {
        let found = &occurrences[place.index as usize];
        let term = &terms[found.term];
        let around = &mut farthest[usize::from(term.weight < 0.0)];
        let is_alone = around.end < found.bytes.end || *around == found.bytes;
        if term.all_of.len() == 1 && around.end < found.bytes.end {
            *around = found.bytes.clone();
        }
        Spot { found, is_alone, share: share(&found.bytes) }
    }));
    spots.sort_by_key(|spot| (spot.found.term, spot.found.part));
}

/// What one term adds: one reason for each of its parts, or none at all. Of several spots the one that stands alone
/// is taken, then the most valuable, then the first.
fn add_term(reasons: &mut Vec<(Range<usize>, f64)>, of_term: &[Spot<'_>], term: &Term) {
    let (parts, before) = (term.all_of.len(), reasons.len());
    let mut says_more = false;
    for of_part in of_term.chunk_by(|a, b| a.found.part == b.found.part) {
        let better = |a: &Spot<'_>, b: &Spot<'_>| (a.is_alone, a.share) > (b.is_alone, b.share);
        let best = of_part.iter().reduce(|best, next| if better(next, best) { next } else { best });
        if let Some(spot) = best {
            says_more |= spot.is_alone;
            reasons.push((spot.found.bytes.clone(), spot.share * term.weight / parts as f64));
        }
    }
    if !says_more || reasons.len() - before < parts {
        reasons.truncate(before);
    }
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
