//! Does a message as a whole read like one of people in danger, and in which?
//!
//! Who is in need seldom names it: 「叫不醒，嘴里吐沫子」 has no word of danger in it. So beside the rules stand two lists of
//! weighted keywords, learned from what the banner's lessons call danger and what they do not: one says whether, the
//! other, asked only then, says which. Both are tables anybody can read ([`Model`]).

use std::ops::Range;
use std::sync::Arc;

use super::clause::{Clause, ceil, floor};
use crate::{Because, BookError, EmergencyRow, Model};

/// What the first of the two lists calls danger; everything else is its other label.
const DANGER: &str = "danger";

/// As sure as this a message is one of danger, though no rule says so.
const ALARMING: f64 = 0.45;
/// As sure as this it is one, though a rule took its word of danger back.
const IN_SPITE_OF_A_RULE: f64 = 0.6;
/// One sentence makes a danger of the whole if no more than this, divided by the number of sentences, is lacking to
/// certainty: of the many sentences of a telephone call one sounds alarming by chance.
const DOUBT: f64 = 0.5;
/// As little sure as this it is none, though a word of danger stands in it.
const HARMLESS: f64 = 0.3;
/// As sure as this of the clause of a word of danger, the whole is not harmless.
const NAMED: f64 = 0.9;
/// As sure as this which danger it is, another that a word names is not meant: 「要跳河」 is no drowning yet.
const SURE: f64 = 0.9;
/// Of a clause without punctuation so many bytes around the word are heard (some twelve characters on either side).
const NEAR: usize = 36;
/// Of fewer bytes (some ten characters) the list has seen too little to overrule a word of danger (「救命」), or to be one
/// by themselves among others.
const SHORT: usize = 30;
/// The list was learned from Chinese: with fewer characters of it a message says nothing by its sound (「hello」, a code).
const CHINESE: usize = 3;

/// The two lists.
#[derive(Clone, Debug)]
pub struct DangerModels {
    /// Labels `danger` and one other.
    pub whether: Arc<Model>,
    /// Labels are codes of `emergencies.csv`.
    pub which: Arc<Model>,
}

/// The two lists, ready to be asked.
#[derive(Debug)]
pub(crate) struct Learned {
    models: DangerModels,
    /// Index of `danger` among the labels of the first.
    danger: usize,
    /// Index of the emergency of each label of the second.
    owners: Vec<usize>,
}

/// What the first list makes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sounds {
    /// By these bytes: the whole message, or a sentence of it.
    Alarming(Range<usize>),
    /// It decides nothing.
    Open,
    Harmless,
}

impl Learned {
    pub(crate) fn compile(models: DangerModels, rows: &[EmergencyRow]) -> Result<Learned, BookError> {
        let labels = models.whether.labels();
        let danger = labels.iter().position(|label| label == DANGER).filter(|_| labels.len() == 2);
        let danger = danger.ok_or(BookError::NoDangerModel)?;
        let owner = |label: &String| {
            let found = rows.iter().position(|row| row.code.as_str() == label);
            found.ok_or_else(|| BookError::UnknownDanger { code: label.clone() })
        };
        let owners = models.which.labels().iter().map(owner).collect::<Result<_, _>>()?;
        Ok(Learned { models, danger, owners })
    }

    /// How the message sounds. `taken_back` says that words of danger stand in it which a rule cancelled; `named` are
    /// those that none did. Sentences, and the clauses of such words, are heard by themselves: a harmless matter told
    /// beside a danger, or a long greeting before it, hides it in the whole.
    pub(crate) fn sounds(&self, text: &str, taken_back: bool, named: &[Range<usize>]) -> Sounds {
        if text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).take(CHINESE).count() < CHINESE {
            return Sounds::Open;
        }
        let alarming = if taken_back { IN_SPITE_OF_A_RULE } else { ALARMING };
        let mut reader = self.models.whether.reader();
        let mut sure = |text: &str| {
            reader.judge(text);
            reader.confidences()[self.danger]
        };
        let whole = sure(text);
        if whole >= alarming {
            return Sounds::Alarming(0..text.len());
        }
        let sentences = || Clause::sentences(text).filter(|said| (SHORT..text.len()).contains(&said.len()));
        let doubt = DOUBT / sentences().count().max(1) as f64;
        if let Some(sentence) = sentences().find(|said| 1.0 - sure(&text[said.clone()]) <= doubt) {
            return Sounds::Alarming(sentence);
        }
        let mut near =
            named.iter().map(|word| &text[around(text, word)]).filter(|said| said.len() < text.len());
        if whole >= HARMLESS || text.len() < SHORT || near.any(|said| sure(said) >= NAMED) {
            return Sounds::Open;
        }
        Sounds::Harmless
    }

    /// The likeliest danger, and whether it is so sure that what words name does not matter.
    pub(crate) fn which(&self, text: &str) -> (usize, bool) {
        let verdict = self.models.which.reader().judge(text);
        (self.owners[verdict.label], verdict.confidence >= SURE)
    }

    /// Which words made these bytes of the text sound so: where, how much for (or, below zero, against) danger, and by
    /// which keywords.
    pub(crate) fn reasons(&self, text: &str, part: &Range<usize>) -> Vec<(Range<usize>, f64, String)> {
        let said = &text[part.clone()];
        let judged = self.models.whether.judge(said);
        let is_danger = judged.candidates.first().is_some_and(|first| first.label == DANGER);
        let sign = if is_danger { 1.0 } else { -1.0 };
        let ends = std::iter::once(said.len());
        let starts: Vec<usize> =
            said.char_indices().map(|(byte, _)| byte).chain(ends).map(|byte| part.start + byte).collect();
        let reason = |because: Because| {
            let keywords = because.rule.split_once(':').map_or("", |(_, keywords)| keywords);
            (starts[because.start]..starts[because.end], sign * because.weight, format!("dangers:{keywords}"))
        };
        judged.because.into_iter().map(reason).collect()
    }
}

/// The clause of a word, not farther than [`NEAR`] to either side.
fn around(text: &str, word: &Range<usize>) -> Range<usize> {
    let clause = Clause::around(text, word).clause;
    let start = floor(text, word.start.saturating_sub(NEAR)).max(clause.start).min(word.start);
    let end = ceil(text, word.end + NEAR).min(clause.end).max(word.end);
    start..end
}
