//! What does a list of weighted keywords say of a message?
//!
//! A model is a list anybody can read: this keyword speaks so much for (or, below zero, against) that label. What a
//! message says for a label is the label's bias and, for every spot where a keyword stands, the keyword's weight; a
//! spot in the first line of several, a title, counts [`FIRST_LINE`] times. The label with the highest sum wins. All
//! sums are whole thousandths, so that they add up exactly, in whatever order. A model may look for its keywords across
//! blanks: then words that somebody has parted are read as one text, as they were typed.

mod file;
mod judgement;
mod reader;
mod reason;
mod reference;
mod sureness;

use crate::finder::Finder;

pub use file::{BadModel, ModelRow};
pub use judgement::{Candidate, Judgement};
pub use reader::{Reader, Verdict};
pub use reference::Reference;
pub use sureness::{Sureness, Threshold};

/// How often a spot in a title counts.
pub(crate) const FIRST_LINE: i64 = 3;

/// A weight is a whole number of these.
pub(crate) const PARTS: f64 = 1000.0;

/// So many labels are added in one step.
const LANES: usize = 8;

/// Weights of as many labels; 0 where there are fewer.
type Lanes = [i32; LANES];

/// A model ready to be asked.
#[derive(Debug)]
pub struct Model {
    labels: Vec<String>,
    /// Thousandths, as all weights.
    bias: Vec<i32>,
    words: Vec<String>,
    finder: Finder,
    /// Whether keywords are found across blanks.
    across: bool,
    /// Of each word, what it says for each label, in so many `lanes`; and nothing at all of no word, the last.
    weights: Vec<Lanes>,
    lanes: usize,
    sureness: Sureness,
    thresholds: Vec<Threshold>,
    /// How it was made, in words.
    made: String,
}

impl Model {
    /// The labels, in the order of their names.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How many keywords it has.
    pub fn keywords(&self) -> usize {
        self.words.len()
    }

    /// From which confidence on so many answers were right.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }

    /// How it was made.
    pub fn made(&self) -> &str {
        &self.made
    }

    /// Something that reads many messages.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }

    /// How often each keyword stands in a message, in the order of keywords; in a title [`FIRST_LINE`] times.
    pub(crate) fn count(&self, text: &str) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        let (title, rest) = text.split_once('\n').unwrap_or(("", text));
        for (part, times) in [(title, FIRST_LINE as usize), (rest, 1)] {
            let codes: Vec<u16> = part.chars().filter_map(|typed| self.finder.code(typed)).collect();
            for start in 0..codes.len() {
                self.finder.begin(&codes[start..], |_, word| {
                    found.extend(std::iter::repeat_n(word as u32, times));
                });
            }
        }
        found.sort_unstable();
        found.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as u32)).collect()
    }

    fn weights(&self, word: usize) -> &[i32] {
        &self.lanes_of(word).as_flattened()[..self.labels.len()]
    }

    fn lanes_of(&self, word: usize) -> &[Lanes] {
        &self.weights[word * self.lanes..][..self.lanes]
    }
}
