//! What would a book have to know to understand what people had to correct?
//!
//! From messages that people gave another leaf than the book did, words are looked for that stand in several of them,
//! said by several persons. One word with one weight at one leaf is a [`Change`]; it is rehearsed on every message whose
//! leaf is known, and proposed only if it rights far more than it wrongs. Nothing is changed here: a person decides.
//! The same messages give the same proposals.

mod change;
mod mine;
mod trial;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::{Book, CategoryCode, Term};

pub use change::{Change, Fit};

use change::is_word;
use trial::Word;

/// A message of before, and the leaf that people let it have in the end.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// What it is known by, e.g. the number of its order.
    pub id: &'a str,
    /// Who said it: what only one person says proves nothing.
    pub person: &'a str,
    /// What was said.
    pub text: &'a str,
    /// Its leaf in the end.
    pub leaf: &'a CategoryCode,
    /// Whether a person gave it that leaf instead of another: only these are learned from, all are tried.
    pub corrected: bool,
}

/// How much is learned at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learning {
    /// So many persons must have been misunderstood in the same way, and so many messages be righted.
    pub least: usize,
    /// So many changes are proposed at most, those that right most first.
    pub most: usize,
}

impl Default for Learning {
    fn default() -> Self {
        Learning { least: 3, most: 30 }
    }
}

/// A change, and what it would have done to the messages of before.
#[derive(Clone, Debug, PartialEq)]
pub struct Rehearsal {
    /// The change.
    pub change: Change,
    /// They would have come to their leaf, and do not without it.
    pub righted: Vec<Altered>,
    /// They come to their leaf, and would not have with it.
    pub wronged: Vec<Altered>,
    /// They come to a wrong leaf, and would have come to another one.
    pub otherwise: Vec<Altered>,
}

/// A message that would be understood otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Altered {
    /// What it is known by.
    pub id: String,
    /// Its leaf as the book has it.
    pub before: Option<CategoryCode>,
    /// Its leaf as a book with the change would have it.
    pub after: Option<CategoryCode>,
}

/// For one message that is wronged, more than so many must be righted.
const WORTH: usize = 3;
/// Words that are tried for one leaf in one round: those that the most persons used, and others the least.
const TRIED: usize = 12;
/// Changes for one leaf.
const ROUNDS: usize = 3;
/// Weights of a new word: usual, strong, decisive.
const NEW: [f64; 3] = [2.0, 3.0, 5.0];
/// A weight is raised or lowered by so much.
const STEPS: [f64; 2] = [1.0, 2.0];
/// No word weighs more.
const HEAVIEST: f64 = 5.0;

impl Book {
    /// Changes that would have righted messages which people had to correct, the best first, each rehearsed alone on all
    /// messages. `shunned` are leaves and words that are not to be proposed (again), nor anything that holds such a word
    /// or is part of it.
    pub fn learn(
        &self,
        past: &[Past<'_>],
        shunned: &[(CategoryCode, String)],
        learning: Learning,
    ) -> Vec<Rehearsal> {
        let school = School::of(self, past, shunned);
        let mut wrong: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, heard) in school.heard.iter().enumerate() {
            if heard.past.corrected && heard.leaf != Some(heard.past.leaf) {
                wrong.entry(heard.past.leaf.as_str()).or_default().push(at);
            }
        }
        let mut all: Vec<Rehearsal> =
            wrong.into_values().flat_map(|wrong| school.lessons(wrong, learning)).collect();
        // Stable: of equals the leaf that comes first.
        all.sort_by_key(|rehearsal| Reverse(rehearsal.gain()));
        all.truncate(learning.most);
        all
    }
}

impl Rehearsal {
    /// Whether it rights enough, and far more than it wrongs.
    fn is_worth(&self, learning: Learning) -> bool {
        self.righted.len() >= learning.least && self.righted.len() > WORTH * self.wronged.len()
    }

    fn gain(&self) -> isize {
        self.righted.len() as isize - (WORTH * self.wronged.len()) as isize
    }
}

/// A message with what the book makes of it.
struct Heard<'a> {
    past: &'a Past<'a>,
    folded: String,
    leaf: Option<&'a CategoryCode>,
}

/// A book, and all messages it is tried on.
struct School<'a> {
    book: &'a Book,
    heard: Vec<Heard<'a>>,
    shunned: Vec<(&'a CategoryCode, String)>,
}

/// A word that may be worth a trial: new weights, fewer others who use it, longer ones first.
struct Candidate {
    word: String,
    leaf: CategoryCode,
    before: Option<f64>,
    weights: Vec<f64>,
    users: usize,
    elsewhere: usize,
}

impl<'a> School<'a> {
    /// Messages whose leaf is not in the catalogue any more teach nothing.
    fn of(book: &'a Book, past: &'a [Past<'a>], shunned: &'a [(CategoryCode, String)]) -> Self {
        let known = past.iter().filter(|past| book.category(past.leaf).is_some());
        let heard = known.map(|past| {
            let folded = book.variants.fold(past.text);
            let found = book.read(&folded);
            let spot = book.spot(&folded, &found);
            let (ranking, _) = book.rank(&folded, &found, spot.as_ref(), &book.category_terms);
            let leaf = ranking.winner().map(|winner| &book.leaves()[winner.owner].code);
            Heard { past, folded: folded.text().to_owned(), leaf }
        });
        let fold = |word: &str| book.variants.fold(word).text().to_owned();
        let shunned = shunned.iter().map(|(leaf, word)| (leaf, fold(word))).collect();
        Self { book, heard: heard.collect(), shunned }
    }

    /// Changes for messages of one leaf that come to another: the best, then the best for those it does not right.
    fn lessons(&self, mut wrong: Vec<usize>, learning: Learning) -> Vec<Rehearsal> {
        let mut all = Vec::new();
        while all.len() < ROUNDS && self.persons(&wrong) >= learning.least {
            let Some(best) = self.best(&wrong, learning) else { break };
            let righted: BTreeSet<&str> = best.righted.iter().map(|altered| altered.id.as_str()).collect();
            let before = wrong.len();
            wrong.retain(|at| !righted.contains(self.heard[*at].past.id));
            let rights_none = wrong.len() == before;
            all.push(best);
            if rights_none {
                break;
            }
        }
        all
    }

    fn persons(&self, some: &[usize]) -> usize {
        some.iter().map(|at| self.heard[*at].past.person).collect::<BTreeSet<_>>().len()
    }

    /// The change that gains most for these messages.
    fn best(&self, wrong: &[usize], learning: Learning) -> Option<Rehearsal> {
        let mut best: Option<Rehearsal> = None;
        for candidate in self.candidates(wrong, learning) {
            let word = Word::of(self.book, &candidate.word);
            for after in candidate.weights {
                let change = Change {
                    category: candidate.leaf.clone(),
                    word: candidate.word.clone(),
                    before: candidate.before,
                    after,
                };
                let Some(rehearsal) = self.rehearse(&word, change) else { continue };
                // Of equals the first: candidates come best first, and the smallest weights before the others.
                let better = best.as_ref().is_none_or(|best| rehearsal.gain() > best.gain());
                if better && rehearsal.is_worth(learning) {
                    best = Some(rehearsal);
                }
            }
        }
        best
    }

    /// Words that several persons used in these messages, and few others: to be added or weighed more at their leaf, or
    /// weighed less where they led astray.
    fn candidates(&self, wrong: &[usize], learning: Learning) -> Vec<Candidate> {
        let right = self.heard[wrong[0]].past.leaf;
        let messages = wrong.iter().map(|at| (self.heard[*at].past.person, self.heard[*at].past.text));
        let used = self.book.used(messages, learning.least);
        let mut all: Vec<Candidate> = Vec::new();
        for (word, users) in &used {
            let holding = self.heard.iter().filter(|heard| heard.folded.contains(word.as_str()));
            let (here, elsewhere): (Vec<&Heard<'_>>, Vec<_>) =
                holding.partition(|heard| heard.past.leaf == right);
            let (here, elsewhere) = (here.len(), elsewhere.len());
            let before = self.standing(right, word).map(|term| term.weight);
            // Words of everybody's speech right an order now and then, by chance.
            if before.is_none() && here < WORTH * elsewhere {
                continue;
            }
            let weights = match before {
                None => NEW.to_vec(),
                Some(before) => {
                    STEPS.map(|step| before + step).into_iter().filter(|after| *after <= HEAVIEST).collect()
                }
            };
            let (word, leaf, users) = (word.clone(), right.clone(), users.len());
            all.push(Candidate { word, leaf, before, weights, users, elsewhere });
        }
        for (leaf, users) in self.astray(wrong) {
            let Some(row) = self.book.category(leaf).filter(|_| users.len() >= learning.least) else {
                continue;
            };
            for (word, users) in &used {
                let Some(term) = row.words.iter().find(|term| is_word(term, word)) else { continue };
                let weights = STEPS.map(|step| term.weight - step).into_iter().filter(|after| *after > 0.0);
                all.push(Candidate {
                    word: word.clone(),
                    leaf: leaf.clone(),
                    before: Some(term.weight),
                    weights: weights.collect(),
                    users: users.len(),
                    elsewhere: usize::MAX,
                });
            }
        }
        all.retain(|candidate| !candidate.weights.is_empty() && !self.is_shunned(candidate));
        all.sort_by(|one, other| {
            let place = |of: &Candidate| (Reverse(of.users), of.elsewhere, Reverse(of.word.chars().count()));
            place(one)
                .cmp(&place(other))
                .then_with(|| (&one.word, &one.leaf).cmp(&(&other.word, &other.leaf)))
        });
        all.truncate(TRIED);
        all
    }

    fn standing(&self, leaf: &CategoryCode, word: &str) -> Option<&Term> {
        self.book.category(leaf)?.words.iter().find(|term| is_word(term, word))
    }

    /// The leaves these messages came to instead, with the persons to whom it happened.
    fn astray(&self, wrong: &[usize]) -> BTreeMap<&CategoryCode, BTreeSet<&str>> {
        let mut all: BTreeMap<&CategoryCode, BTreeSet<&str>> = BTreeMap::new();
        for heard in wrong.iter().map(|at| &self.heard[*at]) {
            if let Some(leaf) = heard.leaf {
                all.entry(leaf).or_default().insert(heard.past.person);
            }
        }
        all
    }

    fn is_shunned(&self, candidate: &Candidate) -> bool {
        self.shunned.iter().any(|(leaf, word)| {
            **leaf == candidate.leaf
                && (word.contains(&candidate.word) || candidate.word.contains(word.as_str()))
        })
    }

    /// What a change would do to every message that holds its word: the others stay as they are.
    fn rehearse(&self, word: &Word<'_>, change: Change) -> Option<Rehearsal> {
        let trial = word.trial(&change)?;
        let (mut righted, mut wronged, mut otherwise) = (Vec::new(), Vec::new(), Vec::new());
        for heard in self.heard.iter().filter(|heard| heard.folded.contains(change.word.as_str())) {
            let after = trial.leaf(heard.past.text);
            if after == heard.leaf {
                continue;
            }
            let list = if after == Some(heard.past.leaf) {
                &mut righted
            } else if heard.leaf == Some(heard.past.leaf) {
                &mut wronged
            } else {
                &mut otherwise
            };
            let (before, after) = (heard.leaf.cloned(), after.cloned());
            list.push(Altered { id: heard.past.id.to_owned(), before, after });
        }
        Some(Rehearsal { change, righted, wronged, otherwise })
    }
}
