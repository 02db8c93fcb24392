//! Which prepared answers fit a question?
//!
//! A question and the answers are brought to the same words first: ways of writing by the banner's own list, words that
//! ask for the same thing by `alike.txt`. Then two things count, half each:
//!
//! - how near the question comes to one the clerk wrote beside the answer, or to its title: the words they share, by
//!   what each tells (Dice);
//! - how much of the question is spoken of anywhere in the answer, its unit included: Okapi BM25 (k1 = 1.2, b = 0.75,
//!   a word of the title or of a question counting like three of the body), of what the same words could reach.
//!
//! A word tells the more, the fewer answers hold it and the rarer it is in Chinese at all; one that only asks (怎么,
//! 多少) tells little. A word no answer knows counts against all of them: it is asked for, too. So a score lies between
//! 0 and 1 for every question alike, and below [`Suggested::KNOWN`] it is honest to say that nothing is known.
//!
//! An answer may be given without a person looking only where the question is one the clerk wrote down, and hardly
//! anything else is asked with it.

mod alike;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::KnowledgeRow;
use crate::language::language;
use crate::segment::Segmenter;
use crate::text::Variants;
use alike::alike;

/// A prepared answer and how well it fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    /// Its id.
    pub id: String,
    /// 0 to 1, comparable between questions; 1: the question is written beside the answer.
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
    /// Word → how many answers have it in their title or a question.
    in_questions: HashMap<String, usize>,
    /// Of each answer, its title and every question.
    asked: Vec<Vec<Written>>,
    /// The same as words only.
    questions: Vec<Vec<HashSet<String>>>,
}

/// A title or a question that was written down.
#[derive(Debug)]
struct Written {
    /// What each word tells of what is asked.
    tokens: Tokens,
    /// The sum of it.
    whole: f64,
}

/// Words of a text, and what each is worth in it.
type Tokens = BTreeMap<String, f64>;

const ASKED: f64 = 3.0;
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// What two neighbouring characters are worth, beside the words they may belong to.
const PAIR: f64 = 0.3;
/// What a word is worth that only asks.
const ASKING: f64 = 0.2;
/// Of what BM25 can give a word, so much is reached by one that is well spoken of.
const REACHED: f64 = (K1 + 1.0) * 0.8;
/// So many answers are compared question by question.
const LOOKED_AT: usize = 50;
/// What scores less has a word in common by chance.
const FAINT: f64 = 0.06;
/// So much of a written question must be asked, by the rarity of its words.
const ASKED_WHOLE: f64 = 0.8;
/// So much of what is asked must be spoken of in the answer, by the rarity of its words.
const ANSWERED_WHOLE: f64 = 0.7;

impl Suggested {
    /// The score from which an answer is meant; below it is honest to say that nothing is known.
    pub const KNOWN: f64 = 0.28;

    /// Whether it fits so well that it may be shown as an answer.
    pub fn is_known(&self) -> bool {
        self.score >= Suggested::KNOWN
    }
}

impl Shelf {
    /// `unit` names the unit that answers for a row.
    pub(crate) fn compile<'a>(
        rows: &'a [KnowledgeRow],
        unit: impl Fn(&'a KnowledgeRow) -> String,
        segmenter: &Segmenter,
        variants: &Variants,
    ) -> Shelf {
        let mut index: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::with_capacity(rows.len());
        let mut written: Vec<Vec<Tokens>> = Vec::with_capacity(rows.len());
        let mut questions = Vec::with_capacity(rows.len());
        for (answer, row) in rows.iter().enumerate() {
            let mut counts: HashMap<String, f64> = HashMap::new();
            let mut count = |tokens: &Tokens, weight: f64| {
                for word in tokens.keys() {
                    *counts.entry(word.clone()).or_default() += weight;
                }
            };
            let asked: Vec<Tokens> = std::iter::once(&row.title)
                .chain(&row.questions)
                .map(|text| tokens(variants.fold(text).text(), segmenter))
                .collect();
            for tokens in &asked {
                count(tokens, ASKED);
            }
            let texts = std::iter::once(&row.title).chain(&row.questions);
            questions.push(texts.map(|text| words(variants.fold(text).text(), segmenter)).collect());
            for line in row.body.lines().chain([unit(row).as_str()]) {
                count(&tokens(variants.fold(line).text(), segmenter), 1.0);
            }
            written.push(asked);
            lengths.push(counts.values().sum());
            for (word, count) in counts {
                index.entry(word).or_default().push((answer, count));
            }
        }
        let mut in_questions: HashMap<String, usize> = HashMap::new();
        for asked in &written {
            let words: BTreeSet<&String> = asked.iter().flat_map(Tokens::keys).collect();
            for word in words {
                *in_questions.entry(word.clone()).or_default() += 1;
            }
        }
        let weigh = |(word, worth): (String, f64)| {
            let tells = worth * rarity(rows.len(), in_questions[&word]);
            (word, tells)
        };
        let weighed = |tokens: Tokens| {
            let tokens: Tokens = tokens.into_iter().map(weigh).collect();
            Written { whole: tokens.values().sum(), tokens }
        };
        let asked = written.into_iter().map(|asked| asked.into_iter().map(weighed).collect()).collect();
        let mean = lengths.iter().sum::<f64>() / rows.len().max(1) as f64;
        Shelf {
            ids: rows.iter().map(|row| row.id.clone()).collect(),
            lengths,
            mean,
            index,
            in_questions,
            asked,
            questions,
        }
    }

    /// The answer to a question that is written beside it, where nothing else is asked; `question` is folded.
    pub(crate) fn sure(&self, question: &str, segmenter: &Segmenter) -> Option<Suggested> {
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let tells = |word: &str| !language().courtesy.contains(word) && !is_number(word);
        let mut words = words(question, segmenter);
        words.retain(|word| tells(word));
        let best = self.find(question, segmenter, 1).pop()?;
        let answer = self.ids.iter().position(|id| *id == best.id)?;
        let spoken_of = |word: &str| {
            self.index.get(word).is_some_and(|known| known.iter().any(|(one, _)| *one == answer))
        };
        let whole = |share: f64, all: f64, least: f64| all > 0.0 && share >= least * all;
        let weigh = |words: &mut dyn Iterator<Item = &str>| words.map(|word| self.rarity(word)).sum::<f64>();
        let is_asked = self.questions[answer].iter().any(|written| {
            let all = weigh(&mut written.iter().map(String::as_str));
            let said = weigh(&mut written.iter().map(String::as_str).filter(|word| words.contains(*word)));
            whole(said, all, ASKED_WHOLE)
        });
        let all = weigh(&mut words.iter().map(String::as_str));
        let answered = weigh(&mut words.iter().map(String::as_str).filter(|word| spoken_of(word)));
        (is_asked && whole(answered, all, ANSWERED_WHOLE)).then_some(best)
    }

    /// `question` is folded. The answers that may fit, best first, at most `limit`.
    pub(crate) fn find(&self, question: &str, segmenter: &Segmenter, limit: usize) -> Vec<Suggested> {
        let asked = tokens(question, segmenter);
        let all: f64 = asked.iter().map(|(word, worth)| worth * self.rarity(word)).sum();
        let all_asked: f64 = asked.iter().map(|(word, worth)| worth * self.rarity_in_questions(word)).sum();
        let mut spoken_of = vec![0.0; self.ids.len()];
        for (word, worth) in &asked {
            let tells = worth * self.rarity(word);
            for &(answer, count) in self.index.get(word).into_iter().flatten() {
                let length = 1.0 - B + B * self.lengths[answer] / self.mean;
                spoken_of[answer] += tells * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
        let mut best: Vec<(usize, f64)> =
            spoken_of.into_iter().enumerate().filter(|(_, score)| *score > 0.0).collect();
        best.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(a.cmp(b)));
        best.truncate(limit.max(LOOKED_AT));
        for (answer, score) in &mut best {
            let near = |written: &Written| {
                let shared = written.tokens.iter().filter(|(word, _)| asked.contains_key(*word));
                2.0 * shared.map(|(_, tells)| tells).sum::<f64>() / (all_asked + written.whole)
            };
            let nearest = self.asked[*answer].iter().map(near).fold(0.0, f64::max);
            *score = (nearest + (*score / (all * REACHED)).min(1.0)) / 2.0;
        }
        best.retain(|(_, score)| *score >= FAINT);
        best.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(a.cmp(b)));
        best.truncate(limit);
        best.into_iter().map(|(answer, score)| Suggested { id: self.ids[answer].clone(), score }).collect()
    }

    /// The line of an answer that says most of what is asked, without its marks; the first where none does.
    pub(crate) fn excerpt(
        &self,
        question: &str,
        body: &str,
        segmenter: &Segmenter,
        variants: &Variants,
    ) -> String {
        let asked = tokens(question, segmenter);
        let says = |line: &str| -> f64 {
            let said = tokens(variants.fold(line).text(), segmenter);
            said.keys().filter_map(|word| Some(asked.get(word)? * self.rarity(word))).sum()
        };
        // A line that only leads on to the next ones tells nothing by itself.
        let leads = |line: &str| line.ends_with([':', '：', '—']);
        let mut lines: Vec<String> =
            body.lines().map(without_marks).filter(|line| !line.is_empty()).collect();
        if lines.iter().any(|line| !leads(line)) {
            lines.retain(|line| !leads(line));
        }
        let mut best: Option<(String, f64)> = None;
        for line in lines {
            let says = says(&line);
            if best.as_ref().is_none_or(|(_, most)| says > *most) {
                best = Some((line, says));
            }
        }
        best.map(|(line, _)| line).unwrap_or_default()
    }

    /// What a word tells: the more, the fewer answers hold it.
    fn rarity(&self, word: &str) -> f64 {
        rarity(self.ids.len(), self.index.get(word).map_or(0, Vec::len))
    }

    /// What a word tells of what is asked: the more, the fewer answers have it in a title or a question.
    fn rarity_in_questions(&self, word: &str) -> f64 {
        rarity(self.ids.len(), self.in_questions.get(word).copied().unwrap_or(0))
    }
}

fn rarity(all: usize, with: usize) -> f64 {
    let (all, with) = (all as f64, with as f64);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

/// The words of a folded text, and its pairs of characters.
fn tokens(folded: &str, segmenter: &Segmenter) -> Tokens {
    let (plain, known) = alike().plain(folded);
    let mut tokens = Tokens::new();
    for word in known.into_iter().chain(segmenter.searched(&plain)) {
        let worth = if alike().only_asks(word) || language().courtesy.contains(word) { ASKING } else { 1.0 };
        tokens.insert(word.to_owned(), worth);
    }
    let chars: Vec<char> = plain.chars().filter(|c| *c != ' ').collect();
    for pair in chars.windows(2).filter(|pair| pair.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c))) {
        let word: String = pair.iter().collect();
        let worth = if alike().only_asks(&word) { ASKING * PAIR } else { PAIR };
        tokens.entry(word).or_insert(worth);
    }
    tokens
}

/// A line of Markdown as it is read: without emphasis and the marks of lists and headings.
fn without_marks(line: &str) -> String {
    let line = line.trim().trim_start_matches(['#', '-', '>', '*']).trim_start();
    let number = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let line = line[number..].strip_prefix(". ").filter(|_| number > 0).unwrap_or(line);
    line.replace("**", "")
}

/// Only the words.
fn words(folded: &str, segmenter: &Segmenter) -> HashSet<String> {
    let (plain, known) = alike().plain(folded);
    segmenter.searched(&plain).chain(known).map(str::to_owned).collect()
}
