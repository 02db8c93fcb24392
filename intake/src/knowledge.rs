//! Which prepared answers fit a question?
//!
//! Okapi BM25 over the words of title, questions and body (k1 = 1.2, b = 0.75). A word of the title or of a question
//! counts like three of the body, because a clerk writes there what people ask.

use std::collections::HashMap;

use crate::KnowledgeRow;
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
}

const ASKED: f64 = 3.0;
const K1: f64 = 1.2;
const B: f64 = 0.75;

impl Shelf {
    pub(crate) fn compile(rows: &[KnowledgeRow], segmenter: &Segmenter) -> Shelf {
        let mut index: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::with_capacity(rows.len());
        for (answer, row) in rows.iter().enumerate() {
            let asked = std::iter::once(&row.title).chain(&row.questions).map(|text| (text, ASKED));
            let mut counts: HashMap<String, f64> = HashMap::new();
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
        Shelf { ids: rows.iter().map(|row| row.id.clone()).collect(), lengths, mean, index }
    }

    /// `question` is folded. Every word of it counts once.
    pub(crate) fn find(&self, question: &str, segmenter: &Segmenter, limit: usize) -> Vec<Suggested> {
        let mut words: Vec<&str> = segmenter.searched(question).collect();
        words.sort_unstable();
        words.dedup();
        let mut scores = vec![0.0; self.ids.len()];
        for answers in words.into_iter().filter_map(|word| self.index.get(word)) {
            let (all, with) = (self.ids.len() as f64, answers.len() as f64);
            let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
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
