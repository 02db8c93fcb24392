//! How is a model written down, and read again?
//!
//! ```text
//! # jiesu model 1
//! # made: 5914 messages …
//! # temperature: 0.1
//! # power: 0.5
//! # blanks: passed over
//! # threshold: error 0.05 from 0.83 share 0.8
//! label,word,weight
//! 交通,,-0.012
//! 交通,公交,2.345
//! ```
//!
//! A row without a word is the label's bias. Without a line on blanks, they part keywords as all that is in none
//! does. The head may be left out: a plain table of weighted words is a model.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{LANES, Model, PARTS, Sureness, Threshold};
use crate::finder::Finder;
use crate::text::fold_word;
use crate::words::LONGEST;

/// The version of the format, which the first line tells.
const HEAD: &str = "# jiesu model ";
const VERSION: &str = "1";
/// No weight is farther from zero: so sums cannot overflow.
const HEAVIEST: f64 = 1000.0;

/// One line of a model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRow<'r> {
    /// The label it speaks of.
    pub label: &'r str,
    /// The keyword; empty: what the label has without any.
    pub word: &'r str,
    /// For the label, or against it.
    pub weight: f64,
}

/// The text is no model.
#[derive(Debug, Error)]
pub enum BadModel {
    /// There is nothing to choose from.
    #[error("a model needs at least two labels")]
    TooFewLabels,
    /// Written by a later program.
    #[error("line 1: a model of version {0:?}; this program reads version {VERSION}")]
    Version(String),
    /// A line of the head.
    #[error("line {line}: cannot read {text:?}: expected {expected}")]
    Head {
        /// The line.
        line: usize,
        /// What stands there.
        text: String,
        /// What should.
        expected: &'static str,
    },
    /// A line of the table.
    #[error("{0}")]
    Row(#[from] csv::Error),
    /// A weight is no number, or out of bounds.
    #[error("line {line}: the weight must lie between -1000 and 1000")]
    Weight {
        /// The line.
        line: u64,
    },
    /// A label without a name.
    #[error("line {line}: the label is empty")]
    NoLabel {
        /// The line.
        line: u64,
    },
    /// A keyword is too long, or reaches over a line.
    #[error("line {line}: a keyword has at most {LONGEST} characters, all of one line")]
    Word {
        /// The line.
        line: u64,
    },
    /// The keywords cannot be searched for.
    #[error("the keywords hold too many different characters")]
    TooManyCharacters,
}

impl Model {
    /// Reads a model; keywords are compared as messages are, full-width and case folded.
    pub fn read(text: &str) -> Result<Model, BadModel> {
        let text = text.trim_start_matches('\u{feff}');
        let mut head = Head::default();
        for (index, line) in text.lines().enumerate().take_while(|(_, line)| line.starts_with('#')) {
            head.read(index + 1, line)?;
        }
        let mut table = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let columns = table.headers()?.clone();
        let mut rows = Rows { across: head.across, ..Rows::default() };
        let mut record = csv::StringRecord::new();
        while table.read_record(&mut record)? {
            let line = record.position().map_or(0, csv::Position::line);
            rows.add(line, record.deserialize(Some(&columns))?)?;
        }
        Model::compile(rows, head)
    }

    /// Makes a model of rows that were just learned, which passes over blanks: so a message that was cut into words is
    /// read as it was typed.
    pub(crate) fn of_rows(learned: &[ModelRow<'_>]) -> Result<Model, BadModel> {
        let mut rows = Rows { across: true, ..Rows::default() };
        for (line, row) in (1..).zip(learned) {
            rows.add(line, *row)?;
        }
        Model::compile(rows, Head { across: true, ..Head::default() })
    }

    /// The same weights with another measure of certainty.
    pub(crate) fn with_head(self, sureness: Sureness, thresholds: Vec<Threshold>, made: String) -> Model {
        Model { sureness, thresholds, made, ..self }
    }

    fn compile(rows: Rows, head: Head) -> Result<Model, BadModel> {
        let Rows { labels, mut words, .. } = rows;
        if labels.len() < 2 {
            return Err(BadModel::TooFewLabels);
        }
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_unstable_by_key(|label| &labels[*label]);
        let in_order = |weights: &[i32]| -> Vec<i32> {
            order.iter().map(|label| weights.get(*label).copied().unwrap_or_default()).collect()
        };
        let bias = in_order(&words.remove("").unwrap_or_default());
        let keys = words.keys().map(String::as_str);
        let finder = if head.across { Finder::across(keys) } else { Finder::new(keys) };
        let finder = finder.map_err(|_| BadModel::TooManyCharacters)?;
        let lanes = labels.len().div_ceil(LANES);
        let mut flat = vec![[0; LANES]; (words.len() + 1) * lanes];
        for (of_word, weights) in flat.chunks_mut(lanes).zip(words.values()) {
            for (lane, weights) in of_word.iter_mut().zip(in_order(weights).chunks(LANES)) {
                lane[..weights.len()].copy_from_slice(weights);
            }
        }
        Ok(Model {
            bias,
            words: words.into_keys().collect(),
            finder,
            across: head.across,
            weights: flat,
            lanes,
            sureness: head.sureness,
            thresholds: head.thresholds,
            made: head.made,
            labels: order.into_iter().map(|label| labels[label].clone()).collect(),
        })
    }
}

/// The table, row by row.
#[derive(Default)]
struct Rows {
    /// In the order in which they were met.
    labels: Vec<String>,
    /// Of each word what it says for each label, of the empty word the biases; shorter where the last say nothing.
    words: BTreeMap<String, Vec<i32>>,
    across: bool,
    /// The label of the row before: mostly the same.
    label: usize,
}

impl Rows {
    fn add(&mut self, line: u64, row: ModelRow<'_>) -> Result<(), BadModel> {
        let ModelRow { label, word, weight } = row;
        if label.trim().is_empty() {
            return Err(BadModel::NoLabel { line });
        }
        if self.labels.get(self.label).is_none_or(|before| before != label) {
            let known = self.labels.iter().position(|known| known == label);
            self.label = known.unwrap_or_else(|| {
                self.labels.push(label.to_owned());
                self.labels.len() - 1
            });
        }
        let mut word = fold_word(word);
        if self.across {
            word.retain(|letter| letter != ' ');
        }
        if word.chars().count() > LONGEST || word.contains('\n') {
            return Err(BadModel::Word { line });
        }
        let of_word = self.words.entry(word).or_default();
        if of_word.len() <= self.label {
            of_word.resize(self.label + 1, 0);
        }
        let sum = f64::from(of_word[self.label]) + weight * PARTS;
        if !weight.is_finite() || sum.abs() > HEAVIEST * PARTS {
            return Err(BadModel::Weight { line });
        }
        of_word[self.label] = sum.round() as i32;
        Ok(())
    }
}

/// What stands above the table.
#[derive(Default)]
struct Head {
    sureness: Sureness,
    across: bool,
    thresholds: Vec<Threshold>,
    made: String,
}

impl Head {
    fn read(&mut self, line: usize, text: &str) -> Result<(), BadModel> {
        if let Some(version) = text.strip_prefix(HEAD) {
            return if version.trim() == VERSION {
                Ok(())
            } else {
                Err(BadModel::Version(version.to_owned()))
            };
        }
        // What is none of these is a remark.
        let Some((name, value)) = text.trim_start_matches('#').split_once(':') else { return Ok(()) };
        let bad = |expected| BadModel::Head { line, text: value.trim().to_owned(), expected };
        let number =
            |written: &str| written.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
        match name.trim() {
            "made" => value.trim().clone_into(&mut self.made),
            "temperature" => {
                self.sureness.temperature = number(value.trim()).ok_or_else(|| bad("a number"))?;
            }
            "power" => self.sureness.power = number(value.trim()).ok_or_else(|| bad("a number"))?,
            "blanks" => {
                self.across = true;
                if value.trim() != "passed over" {
                    return Err(bad("passed over"));
                }
            }
            "threshold" => {
                let expected = "error NUMBER from NUMBER share NUMBER";
                let words: Vec<&str> = value.split_whitespace().collect();
                let ["error", error, "from", confidence, "share", share] = words[..] else {
                    return Err(bad(expected));
                };
                let number = |written| number(written).ok_or_else(|| bad(expected));
                self.thresholds.push(Threshold {
                    error: number(error)?,
                    confidence: number(confidence)?,
                    share: number(share)?,
                });
            }
            _ => {}
        }
        Ok(())
    }
}

impl Display for Model {
    /// The text [`Model::read`] reads; the weightiest words of each label first.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}{VERSION}")?;
        writeln!(f, "# made: {}", self.made)?;
        writeln!(f, "# temperature: {}", self.sureness.temperature)?;
        writeln!(f, "# power: {}", self.sureness.power)?;
        if self.across {
            writeln!(f, "# blanks: passed over")?;
        }
        for Threshold { error, confidence, share } in &self.thresholds {
            writeln!(f, "# threshold: error {error} from {confidence} share {share}")?;
        }
        let mut table = csv::Writer::from_writer(Vec::new());
        for (at, label) in self.labels.iter().enumerate() {
            let bias = std::iter::once(("", self.bias[at]));
            let mut words: Vec<(&str, i32)> = self
                .words
                .iter()
                .enumerate()
                .map(|(word, text)| (text.as_str(), self.weights(word)[at]))
                .filter(|(_, weight)| *weight != 0)
                .collect();
            words.sort_by_key(|(text, weight)| (std::cmp::Reverse(*weight), *text));
            for (word, weight) in bias.chain(words) {
                let weight = f64::from(weight) / PARTS;
                let row = ModelRow { label, word, weight };
                table.serialize(row).map_err(|_| fmt::Error)?;
            }
        }
        let table = table.into_inner().map_err(|_| fmt::Error)?;
        f.write_str(&String::from_utf8(table).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Model;

    const MODEL: &str = "# jiesu model 1\n# made: by hand\n# temperature: 0.5\n# power: 0.25\n\
        # blanks: passed over\n# threshold: error 0.05 from 0.8 share 0.75\nlabel,word,weight\n教育,,-0.5\n教育,学校,2.0\n\
        \"路, 桥\",,0.0\n\"路, 桥\",公交,2.125\n\"路, 桥\",学校,-0.5\n";

    fn why(text: &str) -> String {
        Model::read(text).map_or_else(|why| why.to_string(), |_| "a model".to_owned())
    }

    #[test]
    fn a_model_is_written_as_it_was_read() {
        let model = Model::read(MODEL).expect("a model");
        assert_eq!(model.labels(), ["教育", "路, 桥"]);
        assert_eq!((model.keywords(), model.made(), model.thresholds().len()), (2, "by hand", 1));
        assert_eq!(model.to_string(), MODEL);
    }

    #[test]
    fn a_plain_table_is_a_model() {
        let model = Model::read("label,word,weight\n一,ＫＴＶ,1.5\n二,,0.1\n").expect("a model");
        assert_eq!(model.words, ["ktv"]);
    }

    #[test]
    fn where_blanks_are_passed_over_no_keyword_has_any() {
        let model = Model::read("# blanks: passed over\nlabel,word,weight\n一,有线 电视,1.5\n二,,0.1\n")
            .expect("a model");
        assert_eq!(model.words, ["有线电视"]);
        assert_eq!(model.judge("有 线电视").because[0].word, "有 线电视");
    }

    #[test]
    fn what_is_no_model_is_named_with_its_line() {
        let table = "label,word,weight\n";
        insta::assert_snapshot!(why(&format!("{table}一,a,1\n")), @"a model needs at least two labels");
        insta::assert_snapshot!(why(&format!("# one\n{table}一,a,many\n二,b,1\n")), @"CSV deserialize error: record 1 (line: 3, byte: 24): field 2: invalid float literal");
        insta::assert_snapshot!(why("label,word\n一,a\n"), @"CSV deserialize error: record 1 (line: 2, byte: 11): missing field `weight`");
        insta::assert_snapshot!(why(&format!("{table}一,a,NaN\n二,b,1\n")), @"line 2: the weight must lie between -1000 and 1000");
        insta::assert_snapshot!(why(&format!("# one\n{table}二,b,1\n一,a,1001\n")), @"line 4: the weight must lie between -1000 and 1000");
        insta::assert_snapshot!(why(&format!("{table}二,b,1\n,a,1\n")), @"line 3: the label is empty");
        insta::assert_snapshot!(why(&format!("{table}二,b,1\n一,{},1\n", "长".repeat(65))), @"line 3: a keyword has at most 64 characters, all of one line");
        insta::assert_snapshot!(why("# jiesu model 2\n"), @r#"line 1: a model of version "2"; this program reads version 1"#);
        insta::assert_snapshot!(why("# jiesu model 1\n# power: much\n"), @r#"line 2: cannot read "much": expected a number"#);
        insta::assert_snapshot!(why("# jiesu model 1\n# blanks: kept\n"), @r#"line 2: cannot read "kept": expected passed over"#);
        insta::assert_snapshot!(why("# jiesu model 1\n# threshold: error 0.1\n"), @r#"line 2: cannot read "error 0.1": expected error NUMBER from NUMBER share NUMBER"#);
        insta::assert_snapshot!(why(&format!("{table}一,a,1,2\n")), @"CSV error: record 1 (line: 2, byte: 18): found record with 4 fields, but the previous record has 3 fields");
    }
}
