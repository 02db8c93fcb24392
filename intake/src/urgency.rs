//! How long may it wait?

use crate::Urgency;
use crate::classify::Score;

/// What must be said for a degree before it counts: one usual word.
const ENOUGH: f64 = 2.0;

/// The fastest degree for which enough was said. `scores` have indices of `degrees` as owners.
pub(crate) fn urgency<'a>(scores: &'a [Score], degrees: &[Urgency]) -> Option<(Urgency, &'a Score)> {
    scores
        .iter()
        .filter(|score| score.weight >= ENOUGH)
        .map(|score| (degrees[score.owner], score))
        .max_by_key(|(degree, _)| *degree)
        .filter(|(degree, _)| *degree > Urgency::Normal)
}

#[cfg(test)]
mod tests {
    use super::{Score, Urgency, urgency};

    #[test]
    fn the_fastest_degree_wins_and_a_weak_hint_is_not_enough() {
        let said = |owner, weight| Score { owner, weight, ..Score::default() };
        let degrees = [Urgency::Urgent, Urgency::Critical];
        assert_eq!(
            urgency(&[said(0, 4.0), said(1, 2.0)], &degrees).map(|(degree, _)| degree),
            Some(Urgency::Critical)
        );
        assert_eq!(
            urgency(&[said(0, 2.0), said(1, 1.0)], &degrees).map(|(degree, _)| degree),
            Some(Urgency::Urgent)
        );
        assert!(urgency(&[said(1, 1.0)], &degrees).is_none());
    }
}
