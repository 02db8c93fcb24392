//! Which listed words occur in a message?
//!
//! All word lists stand in one table: a message is read once, whatever the number of lists. A word means
//! something only to those who listed it, its [`Use`]s.

use std::collections::HashMap;
use std::ops::Range;

use crate::finder::Finder;
use crate::segment::Boundaries;
use crate::text::{Folded, fold_word};
use crate::{BookError, Term};

/// To which list a word belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    Category,
    Domain,
    Kind,
    Urgency,
    Emergency,
    Question,
    Place,
    Area,
}

const SENSES: usize = Sense::Area as usize + 1;

/// What a listed word is a part of: the `part` of the `term` of the `owner` (a category, a kind, a place …).
#[derive(Clone, Copy, Debug)]
struct Use {
    sense: Sense,
    owner: u32,
    term: u32,
    part: u32,
    /// Whether the word must begin and end where a word of the sentence does.
    whole: bool,
}

/// A listed word at a spot of the folded message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) owner: usize,
    pub(crate) term: usize,
    pub(crate) part: usize,
    pub(crate) bytes: Range<usize>,
}

/// All occurrences in a message, by sense, in the order of their ends.
#[derive(Debug, Default)]
pub(crate) struct Occurrences([Vec<Occurrence>; SENSES]);

impl Occurrences {
    /// Adds what a lexicon does not list.
    pub(crate) fn note(&mut self, sense: Sense, occurrence: Occurrence) {
        self.0[sense as usize].push(occurrence);
    }

    pub(crate) fn of(&self, sense: Sense) -> &[Occurrence] {
        &self.0[sense as usize]
    }

    fn add(&mut self, usage: &Use, bytes: Range<usize>) {
        let (owner, term, part) = (usage.owner as usize, usage.term as usize, usage.part as usize);
        self.0[usage.sense as usize].push(Occurrence { owner, term, part, bytes });
    }
}

/// The compiled word lists.
#[derive(Debug)]
pub(crate) struct Lexicon {
    finder: Finder,
    uses: Vec<Vec<Use>>,
}

impl Lexicon {
    /// Whether a folded word stands in any list.
    pub(crate) fn lists(&self, word: &str) -> bool {
        self.finder.all(word).iter().any(|(bytes, _)| *bytes == (0..word.len()))
    }

    pub(crate) fn find(&self, folded: &Folded<'_>, boundaries: &mut Boundaries<'_>) -> Occurrences {
        let mut occurrences = Occurrences::default();
        for (bytes, word) in self.finder.all(folded.text()) {
            for usage in &self.uses[word] {
                if usage.whole && !boundaries.hold(&bytes) {
                    continue;
                }
                occurrences.add(usage, bytes.clone());
            }
        }
        occurrences
    }

    /// Only what counts wherever it stands, of these senses: it needs no cutting into words.
    pub(crate) fn find_phrases(&self, folded: &Folded<'_>, senses: &[Sense]) -> Occurrences {
        let mut occurrences = Occurrences::default();
        for (bytes, word) in self.finder.all(folded.text()) {
            let uses = self.uses[word].iter();
            for usage in uses.filter(|usage| !usage.whole && senses.contains(&usage.sense)) {
                occurrences.add(usage, bytes.clone());
            }
        }
        occurrences
    }
}

/// A lexicon that is still being filled.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: HashMap<String, usize>,
    words: Vec<String>,
    uses: Vec<Vec<Use>>,
}

impl Words {
    /// Adds the weighted terms of one owner. A term of one short word (one or two characters) must stand at the
    /// bounds of words, else the last character of one word and the first of the next would speak; the parts of a
    /// combination support each other and need not. Emergencies need not either: none may be missed.
    pub(crate) fn add_terms(&mut self, sense: Sense, owner: usize, terms: &[Term]) {
        for (index, term) in terms.iter().enumerate() {
            for (part, word) in term.all_of.iter().enumerate() {
                let whole = sense != Sense::Emergency && term.all_of.len() == 1 && is_short(word);
                self.add(
                    word,
                    Use { sense, owner: owner as u32, term: index as u32, part: part as u32, whole },
                );
            }
        }
    }

    /// Adds the name of an owner (`term` 0) and what else it is called (1, 2, …).
    pub(crate) fn add_names<'a>(
        &mut self,
        sense: Sense,
        owner: usize,
        names: impl IntoIterator<Item = &'a str>,
    ) {
        for (term, name) in names.into_iter().enumerate() {
            let whole = is_short(name);
            self.add(name, Use { sense, owner: owner as u32, term: term as u32, part: 0, whole });
        }
    }

    /// Adds phrases that count wherever they stand.
    pub(crate) fn add_phrases(&mut self, sense: Sense, owner: usize, phrases: &[String]) {
        for (term, phrase) in phrases.iter().enumerate() {
            self.add(phrase, Use { sense, owner: owner as u32, term: term as u32, part: 0, whole: false });
        }
    }

    /// All words so far, folded.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    pub(crate) fn compile(self) -> Result<Lexicon, BookError> {
        let finder =
            Finder::new(self.words.iter().map(String::as_str)).map_err(|_| BookError::TooManyWords)?;
        Ok(Lexicon { finder, uses: self.uses })
    }

    fn add(&mut self, word: &str, usage: Use) {
        let word = fold_word(word);
        if word.is_empty() {
            return;
        }
        let id = *self.ids.entry(word).or_insert_with_key(|word| {
            self.words.push(word.clone());
            self.uses.push(Vec::new());
            self.words.len() - 1
        });
        self.uses[id].push(usage);
    }
}

/// Whether a word is so short that it easily arises by chance between two others.
pub(crate) fn is_short(word: &str) -> bool {
    word.chars().nth(2).is_none()
}
