//! Which prepared answers fit a question?
//!
//! Okapi BM25 over the words of title, questions and body (k1 = 1.2, b = 0.75). A word of the title or of a question
//! counts like three of the body, because a clerk writes there what people ask.
//!
//! An answer may be given without a person looking only where the question is one the clerk wrote down, and hardly
//! anything else is asked with it.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::KnowledgeRow;
use crate::language::language;
use crate::segment::Segmenter;
use crate::text::fold_word;

/// A prepared answer and how well it fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    /// Its id.
    pub id: String,
    /// Comparable only within one question.
    pub score: f64,
}

/// The prepared answers, indexed.
#[derive(Debug)]
pub(crate) struct Shelf {
    ids: Vec<String>,
    /// Length of each answer, in weighted words.
    lengths: Vec<f64>,
    mean: f64,
    /// Word → (answer, how often).
    index: HashMap<String, Vec<(usize, f64)>>,
    /// Of each answer, the words of its title and of every question.
    asked: Vec<Vec<BTreeSet<String>>>,
}

const ASKED: f64 = 3.0;
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// So much of a written question must be asked, by the rarity of its words.
const ASKED_WHOLE: f64 = 0.8;
/// So much of what is asked must be spoken of in the answer, by the rarity of its words.
const ANSWERED_WHOLE: f64 = 0.7;

impl Shelf {
    pub(crate) fn compile(rows: &[KnowledgeRow], segmenter: &Segmenter) -> Shelf {
        let mut index: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::with_capacity(rows.len());
        let mut written = Vec::with_capacity(rows.len());
        for (answer, row) in rows.iter().enumerate() {
            let asked = std::iter::once(&row.title).chain(&row.questions).map(|text| (text, ASKED));
            let mut counts: HashMap<String, f64> = HashMap::new();
            let words = |text: &String| segmenter.searched(&fold_word(text)).map(str::to_owned).collect();
            written.push(asked.clone().map(|(text, _)| words(text)).collect());
            for (text, weight) in asked.chain([(&row.body, 1.0)]) {
                for word in segmenter.searched(&fold_word(text)) {
                    *counts.entry(word.to_owned()).or_default() += weight;
                }
            }
            lengths.push(counts.values().sum());
            for (word, count) in counts {
                index.entry(word).or_default().push((answer, count));
            }
        }
        let mean = lengths.iter().sum::<f64>() / rows.len().max(1) as f64;
        Shelf { ids: rows.iter().map(|row| row.id.clone()).collect(), lengths, mean, index, asked: written }
    }

    /// The answer to a question that is written beside it, where nothing else is asked; `question` is folded.
    pub(crate) fn sure(&self, question: &str, segmenter: &Segmenter) -> Option<Suggested> {
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let tells = |word: &&str| !language().courtesy.contains(*word) && !is_number(word);
        let words: HashSet<&str> = segmenter.searched(question).filter(tells).collect();
        let best = self.find(question, segmenter, 1).pop()?;
        let answer = self.ids.iter().position(|id| *id == best.id)?;
        let spoken_of = |word: &str| {
            self.index.get(word).is_some_and(|known| known.iter().any(|(one, _)| *one == answer))
        };
        let whole = |share: f64, all: f64, least: f64| all > 0.0 && share >= least * all;
        let weigh = |words: &mut dyn Iterator<Item = &str>| words.map(|word| self.rarity(word)).sum::<f64>();
        let is_asked = self.asked[answer].iter().any(|written| {
            let all = weigh(&mut written.iter().map(String::as_str));
            let said = weigh(&mut written.iter().map(String::as_str).filter(|word| words.contains(word)));
            whole(said, all, ASKED_WHOLE)
        });
        let all = weigh(&mut words.iter().copied());
        let answered = weigh(&mut words.iter().copied().filter(|word| spoken_of(word)));
        (is_asked && whole(answered, all, ANSWERED_WHOLE)).then_some(best)
    }

    /// What a word tells: the more, the fewer answers hold it.
    fn rarity(&self, word: &str) -> f64 {
        let (all, with) = (self.ids.len() as f64, self.index.get(word).map_or(0, Vec::len) as f64);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// `question` is folded. Every word of it counts once.
    pub(crate) fn find(&self, question: &str, segmenter: &Segmenter, limit: usize) -> Vec<Suggested> {
        let mut words: Vec<&str> = segmenter.searched(question).collect();
        words.sort_unstable();
        words.dedup();
        let mut scores = vec![0.0; self.ids.len()];
        for (word, answers) in words.into_iter().filter_map(|word| Some((word, self.index.get(word)?))) {
            let rarity = self.rarity(word);
            for &(answer, count) in answers {
                let length = 1.0 - B + B * self.lengths[answer] / self.mean;
                scores[answer] += rarity * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
        let mut best: Vec<(usize, f64)> =
            scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0).collect();
        best.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(a.cmp(b)));
        best.truncate(limit);
        best.into_iter().map(|(answer, score)| Suggested { id: self.ids[answer].clone(), score }).collect()
    }
}
