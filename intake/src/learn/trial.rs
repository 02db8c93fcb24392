//! How would a message be understood if one word had another weight?
//!
//! A rule book takes a tenth of a second to compile, nearly all of it for the general dictionary. A trial borrows the
//! book and brings only what differs: the terms of the leaves, and the dictionary with the word in it. It answers as a
//! book compiled with the change does.

use super::Change;
use super::change::is_word;
use crate::lexicon::{Occurrence, Sense, is_short};
use crate::segment::Segmenter;
use crate::{Book, CategoryCode, Term};

/// A book that knows a word more.
pub(super) struct Word<'b> {
    book: &'b Book,
    folded: String,
    segmenter: Segmenter,
}

impl<'b> Word<'b> {
    /// Adds a folded word to the dictionary, as a list that holds it would.
    pub(super) fn of(book: &'b Book, folded: &str) -> Self {
        let mut segmenter = book.segmenter.clone();
        // A listed word is in the dictionary already.
        if !book.lexicon.lists(folded) {
            segmenter.add(folded, None, None);
        }
        Self { book, folded: folded.to_owned(), segmenter }
    }

    /// A trial of one weight of it.
    pub(super) fn trial(&self, change: &Change) -> Option<Trial<'_>> {
        let leaf = self.book.leaves().iter().position(|leaf| leaf.code == change.category)?;
        let mut terms = self.book.category_terms.clone();
        let standing = terms[leaf].iter_mut().find(|term| is_word(term, &self.folded));
        let added = match standing {
            Some(term) => {
                term.weight = change.after;
                None
            }
            None => {
                terms[leaf].push(Term { all_of: vec![self.folded.clone()], weight: change.after });
                Some(terms[leaf].len() - 1)
            }
        };
        Some(Trial { word: self, terms, leaf, added })
    }
}

/// A book in which one word has another weight.
pub(super) struct Trial<'w> {
    word: &'w Word<'w>,
    terms: Vec<Vec<Term>>,
    leaf: usize,
    /// The term that the book's own lexicon does not know.
    added: Option<usize>,
}

impl Trial<'_> {
    /// The leaf of a message.
    pub(super) fn leaf(&self, text: &str) -> Option<&CategoryCode> {
        let book = self.word.book;
        let folded = book.variants.fold(text);
        let mut boundaries = self.word.segmenter.boundaries(folded.text());
        let mut found = book.lexicon.find(&folded, &mut boundaries);
        if let Some(term) = self.added {
            let word = &self.word.folded;
            let text = folded.text();
            for (at, _) in text.char_indices().filter(|(at, _)| text[*at..].starts_with(word.as_str())) {
                let bytes = at..at + word.len();
                if !is_short(word) || boundaries.hold(&bytes) {
                    found.note(Sense::Category, Occurrence { owner: self.leaf, term, part: 0, bytes });
                }
            }
        }
        let spot = book.spot(&folded, &found);
        let (ranking, _) = book.rank(&folded, &found, spot.as_ref(), &self.terms);
        ranking.winner().map(|winner| &book.leaves()[winner.owner].code)
    }
}

#[cfg(test)]
impl Book {
    /// The leaf of a message in a book with this change.
    pub(crate) fn tried(&self, change: &Change, text: &str) -> Option<CategoryCode> {
        Word::of(self, &change.word).trial(change)?.leaf(text).cloned()
    }
}
