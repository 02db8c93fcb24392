//! How does a word list take a change that somebody approved?

use crate::text::fold_word;
use crate::{BookSource, CategoryCode, Term};

/// One word of a leaf's list with another weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The leaf.
    pub category: CategoryCode,
    /// The word: a single one, no combination.
    pub word: String,
    /// Its weight at that leaf; `None`: it does not stand there yet.
    pub before: Option<f64>,
    /// The weight it is to have; positive.
    pub after: f64,
}

/// Does a change fit the lists as a clerk keeps them?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// It was made.
    Made,
    /// The list says so already: a clerk has copied it.
    Stands,
    /// A clerk has given the word a third weight, or taken it out: the list stays as it is.
    Overruled,
    /// There is no such leaf any more.
    NoLeaf,
}

/// Weights closer than this are the same: they are kept to the thousandth.
const SAME: f64 = 0.0005;

impl BookSource {
    /// Makes an approved change, if the list still says what it said when the change was proposed: what a clerk wrote
    /// since goes before it. Reasons name the change by its id.
    pub fn apply(&mut self, id: &str, change: &Change) -> Fit {
        let Some(leaf) = self.categories.iter_mut().find(|leaf| leaf.code == change.category) else {
            return Fit::NoLeaf;
        };
        let same = |one: f64, other: f64| (one - other).abs() < SAME;
        match (standing(&mut leaf.words, &change.word), change.before) {
            (Some(term), _) if same(term.weight, change.after) => return Fit::Stands,
            (Some(term), Some(before)) if same(term.weight, before) => term.weight = change.after,
            (None, None) => {
                leaf.words.push(Term { all_of: vec![change.word.clone()], weight: change.after });
            }
            (Some(_), Some(_) | None) | (None, Some(_)) => return Fit::Overruled,
        }
        self.learned.retain(|(category, word, _)| (category, word) != (&change.category, &change.word));
        self.learned.push((change.category.clone(), change.word.clone(), id.to_owned()));
        Fit::Made
    }
}

/// The term of a list that is just this word.
fn standing<'t>(terms: &'t mut [Term], word: &str) -> Option<&'t mut Term> {
    let word = fold_word(word);
    terms.iter_mut().find(|term| is_word(term, &word))
}

/// Whether a term is this folded word and nothing else.
pub(super) fn is_word(term: &Term, folded: &str) -> bool {
    matches!(term.all_of.as_slice(), [only] if fold_word(only) == folded)
}
