//! Does a plain, slow way of reading say the same?
//!
//! Nothing is shared with the fast way but the list of weights: the message is cut into words by Jieba, every word and
//! every part of a word, and the seams of words if the model looks across them, is looked up in a map, and what is found
//! is added up with floating point.

use std::collections::HashMap;

use jieba_rs::Jieba;

use super::{FIRST_LINE, Model, PARTS};
use crate::text::fold_word;
use crate::words;

/// A model read word by word.
pub struct Reference<'a> {
    jieba: Jieba,
    labels: &'a [String],
    across: bool,
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
            across: model.across,
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
            let words = words::words(&self.jieba, &folded);
            let seams = if self.across { words::seams(&folded, &words) } else { Vec::new() };
            let parts = words.iter().flat_map(|word| words::parts(word));
            for part in parts.chain(seams.iter().map(String::as_str)) {
                for (sum, weight) in sums.iter_mut().zip(self.weights.get(part).into_iter().flatten()) {
                    *sum += weight * times;
                }
            }
        }
        let best = (0..sums.len()).rev().max_by(|one, other| sums[*one].total_cmp(&sums[*other]));
        &self.labels[best.expect("a model has at least two labels")]
    }
}
