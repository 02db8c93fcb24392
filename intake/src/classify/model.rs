//! What does a flat model of weighted words say of a message?
//!
//! A model is a list anybody can read: this word speaks so much for (or, below zero, against) that label. The labels
//! are the model's own; a message belongs to the label with the highest sum.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use thiserror::Error;

use crate::text::{Folded, fold_word};
use crate::understanding::{Because, Field};
use crate::{Understanding, UnitCode};

/// One line of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRow {
    /// Line of the file.
    pub row: usize,
    /// The label it speaks of.
    pub label: String,
    /// The word; empty: what the label has without any word.
    pub word: String,
    /// For the label, or against it.
    pub weight: f64,
}

/// A compiled model.
#[derive(Debug)]
pub struct Model {
    labels: Vec<String>,
    bias: Vec<f64>,
    words: AhoCorasick,
    /// Of each word: label, weight, line.
    weights: Vec<Vec<(usize, f64, usize)>>,
}

/// The rows are no model.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum BadModel {
    /// There is nothing to choose from.
    #[error("a model needs at least two labels")]
    TooFewLabels,
    /// A weight is no number.
    #[error("line {row}: the weight is not finite")]
    NotFinite {
        /// The line.
        row: usize,
    },
    /// The words cannot be searched for.
    #[error("the words cannot be compiled: {0}")]
    Words(String),
}

impl Model {
    /// Compiles the rows of a model; words are compared as messages are, full-width and case folded.
    pub fn compile(rows: &[ModelRow]) -> Result<Model, BadModel> {
        let mut labels: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
        labels.sort();
        labels.dedup();
        if labels.len() < 2 {
            return Err(BadModel::TooFewLabels);
        }
        let mut bias = vec![0.0; labels.len()];
        let mut weights: BTreeMap<String, Vec<(usize, f64, usize)>> = BTreeMap::new();
        for row in rows {
            if !row.weight.is_finite() {
                return Err(BadModel::NotFinite { row: row.row });
            }
            let label = labels.binary_search(&row.label).expect("every row's label is among the labels");
            let word = fold_word(&row.word);
            if word.is_empty() {
                bias[label] += row.weight;
            } else {
                weights.entry(word).or_default().push((label, row.weight, row.row));
            }
        }
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(weights.keys())
            .map_err(|why| BadModel::Words(why.to_string()))?;
        Ok(Model { labels, bias, words, weights: weights.into_values().collect() })
    }

    /// The understanding with the model's label in place of catalogue and unit; kind, place and urgency stay.
    ///
    /// `confidence` is the label's share by the soft maximum of the sums. A word counts once however often it stands.
    pub fn label(&self, text: &str, mut understanding: Understanding) -> Understanding {
        let folded = Folded::plain(text);
        let mut sums = self.bias.clone();
        let mut found = BTreeMap::new();
        for hit in self.words.find_overlapping_iter(folded.text()) {
            found.entry(hit.pattern().as_usize()).or_insert(hit.range());
        }
        for word in found.keys() {
            for (label, weight, _) in &self.weights[*word] {
                sums[*label] += weight;
            }
        }
        let best = (0..sums.len()).max_by(|one, other| sums[*one].total_cmp(&sums[*other]));
        let best = best.expect("a model has at least two labels");
        let share: f64 = sums.iter().map(|sum| (sum - sums[best]).exp()).sum();
        understanding.because.retain(|because| !matches!(because.field, Field::Category | Field::Unit));
        for (word, range) in &found {
            let span = folded.span(range);
            let of_best = self.weights[*word].iter().filter(|(label, _, _)| *label == best);
            understanding.because.extend(of_best.map(|(_, weight, row)| Because {
                field: Field::Category,
                word: folded.typed(span).to_owned(),
                start: span.start,
                end: span.end,
                weight: *weight,
                rule: format!("model:{row}"),
            }));
        }
        Understanding {
            category: None,
            path: vec![self.labels[best].clone()],
            candidates: Vec::new(),
            unit: None::<UnitCode>,
            helpers: Vec::new(),
            confidence: 1.0 / share,
            ..understanding
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BadModel, Model, ModelRow};
    use crate::tests::book;

    fn row(row: usize, label: &str, word: &str, weight: f64) -> ModelRow {
        ModelRow { row, label: label.to_owned(), word: word.to_owned(), weight }
    }

    fn model() -> Model {
        let rows = [
            row(2, "教育", "学校", 2.0),
            row(3, "交通", "公交", 2.0),
            row(4, "交通", "学校", -0.5),
            row(5, "交通", "", 0.25),
        ];
        Model::compile(&rows).expect("a model")
    }

    #[test]
    fn the_label_with_the_highest_sum_is_the_category_and_says_why() {
        let book = book();
        let text = "学校门口的公交，公交太少";
        let seen = model().label(text, book.understand(text));
        assert_eq!((seen.path.as_slice(), seen.category), (&["教育".to_owned()][..], None));
        // 教育 2.0, 交通 2.0 − 0.5 + 0.25: the second 公交 counts no more.
        assert!((seen.confidence - 1.0 / (1.0 + (-0.25f64).exp())).abs() < 1e-9);
        let because: Vec<_> = seen.because.iter().filter(|because| because.rule == "model:2").collect();
        assert_eq!(because.len(), 1);
        assert_eq!((because[0].word.as_str(), because[0].start, because[0].end), ("学校", 0, 2));
    }

    #[test]
    fn a_message_without_any_word_goes_by_what_the_labels_have() {
        let seen = model().label("你好", book().understand("你好"));
        assert_eq!(seen.path, ["交通"]);
    }

    #[test]
    fn what_is_no_model_is_refused() {
        assert_eq!(Model::compile(&[row(2, "一", "a", 1.0)]).err(), Some(BadModel::TooFewLabels));
        let rows = [row(2, "一", "a", f64::NAN), row(3, "二", "b", 1.0)];
        assert_eq!(Model::compile(&rows).err(), Some(BadModel::NotFinite { row: 2 }));
    }
}
