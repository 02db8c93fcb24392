//! Does the person ask, complain, report, suggest, praise, or want help?

use std::ops::Range;

use super::Score;
use crate::Kind;

/// What the usual kind of the category is worth before a word was said about the kind.
const USUAL: f64 = 1.5;

/// What the form of a question is worth; less than the usual kind, because complaints are often put as questions.
const QUESTION: f64 = 1.0;

/// What a danger is worth: whoever is in it, or sees it, wants help first. As much as the plainest word of another kind.
const DANGER: f64 = 3.0;

/// The kind, and who said so.
#[derive(Debug, PartialEq)]
pub(crate) struct Told {
    /// The kind.
    pub(crate) kind: Kind,
    /// Words of the kind's own list.
    pub(crate) words: Vec<(Range<usize>, f64)>,
    /// The word that makes it a question, when that spoke for the kind.
    pub(crate) question: Option<(Range<usize>, f64)>,
    /// What the category's usual kind added.
    pub(crate) usual: Option<f64>,
    /// What tells of danger, when that spoke for the kind.
    pub(crate) danger: Option<(Range<usize>, f64)>,
}

/// The kind with the most behind it. `scores` have indices of `kinds` as owners. When all are equal the category's
/// usual kind wins, then 求助: whoever writes without saying what he wants mostly wants it mended.
pub(crate) fn kind(
    scores: &[Score],
    kinds: &[Kind],
    usual: Option<Kind>,
    question: Option<&Range<usize>>,
    danger: Option<&Range<usize>>,
) -> Told {
    let of = |kind: Kind| {
        let words: Vec<_> = scores
            .iter()
            .filter(|score| kinds[score.owner] == kind)
            .flat_map(|score| score.reasons.iter().cloned())
            .collect();
        let question = question.filter(|_| kind == Kind::Consultation).map(|bytes| (bytes.clone(), QUESTION));
        let usual = usual.filter(|usual| *usual == kind).map(|_| USUAL);
        let danger = danger.filter(|_| kind == Kind::Help).map(|bytes| (bytes.clone(), DANGER));
        Told { kind, words, question, usual, danger }
    };
    let fallback = of(usual.unwrap_or(Kind::Help));
    Kind::ALL
        .into_iter()
        .map(of)
        .fold(fallback, |best, next| if next.weight() > best.weight() { next } else { best })
}

impl Told {
    fn weight(&self) -> f64 {
        let of = |said: &Option<(Range<usize>, f64)>| said.as_ref().map_or(0.0, |(_, weight)| *weight);
        let words: f64 = self.words.iter().map(|(_, weight)| weight).sum();
        words + of(&self.question) + of(&self.danger) + self.usual.unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Score, kind};
    use crate::Kind;

    fn said(owner: usize, weight: f64) -> Score {
        Score { owner, weight, shared: 0.0, reasons: vec![(0..6, weight)] }
    }

    const KINDS: [Kind; 2] = [Kind::Complaint, Kind::Praise];

    #[test]
    fn the_usual_kind_of_the_category_holds_until_a_word_says_otherwise() {
        assert_eq!(kind(&[], &KINDS, Some(Kind::Report), None, None).kind, Kind::Report);
        assert_eq!(kind(&[said(1, 2.0)], &KINDS, Some(Kind::Report), None, None).kind, Kind::Praise);
        assert_eq!(kind(&[said(1, 1.0)], &KINDS, Some(Kind::Report), None, None).kind, Kind::Report);
    }

    #[test]
    fn a_question_about_nothing_we_know_is_a_consultation() {
        assert_eq!(kind(&[], &KINDS, None, Some(&(0..3)), None).kind, Kind::Consultation);
        assert_eq!(kind(&[], &KINDS, None, None, None).kind, Kind::Help);
    }

    #[test]
    fn who_is_in_danger_wants_help() {
        assert_eq!(kind(&[said(0, 3.0)], &KINDS, None, None, Some(&(0..3))).kind, Kind::Help);
        assert_eq!(kind(&[said(0, 3.5)], &KINDS, None, None, Some(&(0..3))).kind, Kind::Complaint);
    }

    #[test]
    fn a_complaint_put_as_a_question_is_still_a_complaint() {
        assert_eq!(
            kind(&[said(0, 2.0)], &KINDS, Some(Kind::Help), Some(&(0..3)), None).kind,
            Kind::Complaint
        );
    }
}
