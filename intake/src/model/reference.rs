//! Does a plain, slow way of reading say the same?
//!
//! Nothing is shared with the fast way but the list of weights: the message is cut into words by Jieba, every word and
//! every part of a word is looked up in a map, and what is found is added up with floating point.

use std::collections::HashMap;

use jieba_rs::Jieba;

use super::{FIRST_LINE, Model, PARTS};
use crate::text::fold_word;
use crate::words;

/// A model read word by word.
pub struct Reference<'a> {
    jieba: Jieba,
    labels: &'a [String],
    bias: Vec<f64>,
    weights: HashMap<&'a str, Vec<f64>>,
}

impl<'a> Reference<'a> {
    /// Loads Jieba's dictionary, a tenth of a second.
    pub fn new(model: &'a Model) -> Self {
        let float = |weights: &[i32]| weights.iter().map(|weight| f64::from(*weight) / PARTS).collect();
        Reference {
            jieba: Jieba::new(),
            labels: &model.labels,
            bias: float(&model.bias),
            weights: (0..model.words.len())
                .map(|at| (model.words[at].as_str(), float(model.weights(at))))
                .collect(),
        }
    }

    /// The label of a message.
    pub fn label(&self, text: &str) -> &'a str {
        let mut sums = self.bias.clone();
        for (is_title, line) in words::lines(text) {
            let times = if is_title { FIRST_LINE as f64 } else { 1.0 };
            let folded = fold_word(line);
            for word in words::words(&self.jieba, &folded) {
                for part in words::parts(word) {
                    for (sum, weight) in sums.iter_mut().zip(self.weights.get(part).into_iter().flatten()) {
                        *sum += weight * times;
                    }
                }
            }
        }
        let best = (0..sums.len()).rev().max_by(|one, other| sums[*one].total_cmp(&sums[*other]));
        &self.labels[best.expect("a model has at least two labels")]
    }
}
