//! How are the weights of keywords learned from messages that people have already sorted?
//!
//! Words, parts of words and what stands where words meet are counted if several people have used them. A linear model
//! over all of them, which trusts most those that keep to a label, tells which decide; a second one over the best of
//! them gives the weights and reads the messages just as the finished model will. How sure an answer is, is learned from
//! messages held back in turn. Nothing is left to chance but the order in which messages are looked at, and that by a
//! seed: the same messages give the same model, byte for byte.

mod calibrate;
mod chance;
mod evaluate;
mod folds;
mod lesson;
mod mine;
mod solve;
mod trust;

use jieba_rs::Jieba;
use thiserror::Error;

use crate::model::{Model, ModelRow};
use mine::{Cut, Keywords};
use solve::{Row, solve};
use trust::trust;

pub use evaluate::{Bin, Coverage, Evaluation, OfLabel, Outcome, outcomes};
pub use folds::folds;
pub use lesson::{Lesson, catalogue_lessons};

/// How a model is to be made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// How many keywords are kept, the strongest.
    pub keywords: usize,
    /// In messages of how many groups a keyword must stand: what only one person says is a name, or chance.
    pub groups: u32,
    /// In which order the messages are looked at.
    pub seed: u64,
}

impl Course {
    /// Keywords of the fast model.
    pub const KEYWORDS: usize = 5_000;
    /// Keywords of the exact model: with more of them it would be right less often.
    pub const EXACT: usize = 60_000;
}

impl Default for Course {
    fn default() -> Self {
        Course { keywords: Course::KEYWORDS, groups: 2, seed: 1 }
    }
}

/// How far the making of a model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// So many keywords have been found.
    Found(usize),
    /// So many of them have been kept, with their weights.
    Weighed(usize),
    /// The model without one part of the messages has answered that part: part, of so many.
    Tried(usize, usize),
}

/// Nothing can be learned from these messages.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum BadCorpus {
    /// There is nothing to choose from.
    #[error("all messages have the same label")]
    OneLabel,
    /// Nobody says what another says.
    #[error("no word occurs in messages of enough groups")]
    NoWords,
    /// More characters than can be numbered.
    #[error("the words hold too many different characters")]
    TooManyCharacters,
}

/// Parts in which messages are held back to learn how sure an answer is.
const HELD_BACK: usize = 3;

/// Learns a model.
pub fn train(lessons: &[Lesson], course: Course, told: &mut dyn FnMut(Stage)) -> Result<Model, BadCorpus> {
    let jieba = Jieba::new();
    let cut: Vec<Cut> = lessons.iter().map(|lesson| mine::cut(&jieba, &lesson.text)).collect();
    let all: Vec<usize> = (0..lessons.len()).collect();
    let model = learn(lessons, &cut, &all, course, told)?;
    let groups = lessons.iter().map(|lesson| lesson.group.as_str());
    let part = folds(groups, HELD_BACK, course.seed);
    let mut tried = Vec::with_capacity(lessons.len());
    for held in 0..HELD_BACK {
        let (kept, back): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&at| part[at] != held);
        // Where what is left has too little to learn from, it cannot tell either how sure it would be.
        if let Ok(model) = learn(lessons, &cut, &kept, course, &mut |_| {}) {
            tried.extend(calibrate::answers(&model, back.iter().map(|at| &lessons[*at])));
        }
        told(Stage::Tried(held + 1, HELD_BACK));
    }
    let sureness = calibrate::sureness(&tried);
    let thresholds = calibrate::thresholds(&tried, sureness);
    let groups = mine::groups(lessons, &all);
    let keywords = model.keywords();
    let made = format!(
        "{} messages in {groups} groups, {keywords} keywords of at most {}, seed {}",
        lessons.len(),
        course.keywords,
        course.seed
    );
    Ok(model.with_head(sureness, thresholds, made))
}

/// The weights from some of the messages.
fn learn(
    lessons: &[Lesson],
    cut: &[Cut],
    some: &[usize],
    course: Course,
    told: &mut dyn FnMut(Stage),
) -> Result<Model, BadCorpus> {
    let mut labels: Vec<&str> = some.iter().map(|at| lessons[*at].label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    if labels.len() < 2 {
        return Err(BadCorpus::OneLabel);
    }
    let of =
        |at: &usize| labels.binary_search(&lessons[*at].label.as_str()).expect("collected from the same");
    let answers: Vec<usize> = some.iter().map(of).collect();
    let (mut keywords, counts) = mine::mine(lessons, cut, some, course.groups);
    if keywords.words.is_empty() {
        return Err(BadCorpus::NoWords);
    }
    told(Stage::Found(keywords.words.len()));
    let weigh = |rows: &[Row], features: usize| {
        let trust = trust(rows, &answers, labels.len(), features);
        solve(rows, &answers, labels.len(), &trust, course.seed)
    };
    if keywords.words.len() > course.keywords {
        let rows: Vec<Row> = counts.iter().map(|counted| keywords.row(counted)).collect();
        let weights = weigh(&rows, keywords.words.len() + 1);
        keywords = keywords.best(&weights, labels.len(), course.keywords);
    }
    let reader = model(&keywords, &labels, None)?;
    let rows: Vec<Row> = some.iter().map(|at| keywords.row(&reader.count(&lessons[*at].text))).collect();
    let weights = weigh(&rows, keywords.words.len() + 1);
    told(Stage::Weighed(keywords.words.len()));
    model(&keywords, &labels, Some(&weights))
}

/// The model with these weights; without any, one that only counts.
fn model(keywords: &Keywords<'_>, labels: &[&str], weights: Option<&[f32]>) -> Result<Model, BadCorpus> {
    let of = |feature: usize, label: usize| {
        weights.map_or(0.0, |weights| f64::from(weights[feature * labels.len() + label]))
    };
    // Of two labels only the difference counts: one tells it all, and the list is half as long.
    let weight = |feature: usize, label: usize| match (labels.len(), label) {
        (2, 0) => of(feature, 0) - of(feature, 1),
        (2, _) => 0.0,
        _ => of(feature, label),
    };
    let mut rows = Vec::with_capacity((keywords.words.len() + 1) * labels.len());
    for (at, label) in labels.iter().enumerate() {
        rows.push(ModelRow { label, word: "", weight: weight(keywords.words.len(), at) });
        for (feature, (word, rarity)) in keywords.words.iter().zip(&keywords.rarity).enumerate() {
            rows.push(ModelRow { label, word, weight: weight(feature, at) * f64::from(*rarity) });
        }
    }
    Model::of_rows(&rows).map_err(|_| BadCorpus::TooManyCharacters)
}
