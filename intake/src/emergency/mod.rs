//! Is somebody in danger at this moment?
//!
//! A missed danger costs more than a needless warning. So a word counts wherever it stands, and is cancelled only
//! for a reason that stands near it and can be shown: it is denied, only feared, long ago, a drill, over (see
//! [`Rule`]); or because the whole message, each of its sentences and the word's own clause sound like no danger at all
//! (see [`Learned`]). Which reasons a danger knows is written beside its words: who threatens to jump "if nobody comes"
//! is in danger, whatever the "if".

mod clause;
mod learned;
mod rule;
mod unless;

use std::cmp::Reverse;
use std::ops::Range;

use self::clause::Clause;
pub use self::learned::DangerModels;
use self::learned::{Learned, Sounds};
pub(crate) use self::rule::Rule;
use self::unless::Unless;
use crate::classify::Score;
use crate::lexicon::Occurrence;
use crate::text::Folded;
use crate::{BookError, EmergencyRow, Term};

/// What must be said before it is a danger: one usual word.
const ENOUGH: f64 = 2.0;

/// How many bytes may stand between the parts of a combination (some fifteen characters): 「燃气」 at the beginning of a
/// letter and 「漏」 at its end are no leak.
const APART: usize = 45;

/// The dangers, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Alarm {
    terms: Vec<Vec<Term>>,
    unless: Unless,
    learned: Option<Learned>,
}

/// What was heard of dangers.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// The danger: owner and reasons.
    pub(crate) danger: Option<Score>,
    /// The words of danger that are none here, in the order of the message.
    pub(crate) cancelled: Vec<Cancelled>,
    /// The bytes whose sound decided, for danger or against it ([`Alarm::sounded`] tells by which words): the whole
    /// message, or a sentence of it; none if words did.
    pub(crate) by_sound: Option<Range<usize>>,
}

/// A word of danger that is none here: 没着火, 消防演练.
#[derive(Clone, Debug)]
pub(crate) struct Cancelled {
    /// Index of the emergency.
    pub(crate) owner: usize,
    /// The word, or all between the parts of a combination.
    pub(crate) bytes: Range<usize>,
    /// What it would have been worth.
    pub(crate) weight: f64,
    /// What cancels it.
    pub(crate) by: Range<usize>,
    /// The rule; none: a phrase of the row itself.
    pub(crate) rule: Option<Rule>,
}

impl Alarm {
    pub(crate) fn compile(rows: &[EmergencyRow], models: Option<DangerModels>) -> Result<Alarm, BookError> {
        let terms = rows.iter().map(|row| row.words.clone()).collect();
        let learned = models.map(|models| Learned::compile(models, rows)).transpose()?;
        Ok(Alarm { terms, unless: Unless::compile(rows)?, learned })
    }

    pub(crate) fn terms(&self) -> &[Vec<Term>] {
        &self.terms
    }

    /// `words` are all occurrences of words of danger in the message. The rules go first; a message that as a whole, or
    /// in one sentence, sounds like danger is one without them, and one that does not at all is none in spite of them.
    pub(crate) fn hear(&self, folded: &Folded<'_>, words: &[Occurrence]) -> Heard {
        let (mut dangers, cancelled) = self.by_rules(folded, words);
        let Some(learned) = &self.learned else {
            return Heard { danger: dangers.into_iter().next(), cancelled, by_sound: None };
        };
        let text = folded.text();
        let named: Vec<Range<usize>> =
            dangers.iter().flat_map(|danger| danger.reasons.iter().map(|(word, _)| word.clone())).collect();
        let sounds = learned.sounds(text, !cancelled.is_empty(), &named);
        let (danger, by_sound) = match sounds {
            Sounds::Open => (dangers.into_iter().next(), None),
            Sounds::Harmless => (None, (!dangers.is_empty()).then_some(0..text.len())),
            Sounds::Alarming(part) => {
                let (owner, sure) = learned.which(&text[part.clone()]);
                match dangers.iter().position(|danger| danger.owner == owner) {
                    Some(named) => (Some(dangers.swap_remove(named)), None),
                    None if sure || dangers.is_empty() => {
                        (Some(Score { owner, ..Score::default() }), Some(part))
                    }
                    None => (dangers.into_iter().next(), None),
                }
            }
        };
        Heard { danger, cancelled, by_sound }
    }

    /// The danger that words alone tell of, whatever was learned.
    pub(crate) fn named(&self, folded: &Folded<'_>, words: &[Occurrence]) -> Option<Score> {
        self.by_rules(folded, words).0.into_iter().next()
    }

    /// Which words made that part of a folded text sound like danger (or, below zero, not): bytes of the text, weight and
    /// rule.
    pub(crate) fn sounded(&self, text: &str, part: &Range<usize>) -> Vec<(Range<usize>, f64, String)> {
        self.learned.as_ref().map(|learned| learned.reasons(text, part)).unwrap_or_default()
    }

    /// The dangers that words tell of, the one with the most behind it first, of equals the first listed; and what was
    /// taken back.
    fn by_rules(&self, folded: &Folded<'_>, words: &[Occurrence]) -> (Vec<Score>, Vec<Cancelled>) {
        if words.is_empty() {
            return Default::default();
        }
        let told = self.told(folded.text(), words);
        if told.is_empty() {
            return Default::default();
        }
        let cues = self.unless.cues(folded.text());
        let mut cancelled = Vec::new();
        let mut scores: Vec<Score> = Vec::new();
        let mut counted = Vec::new();
        for told in &told {
            let weight = self.terms[told.owner][told.term].weight;
            if let Some((by, rule)) = self.unless.cancels(folded, &cues, told.owner, &told.parts) {
                cancelled.push(Cancelled { owner: told.owner, bytes: told.span(), weight, by, rule });
                continue;
            }
            if counted.contains(&(told.owner, told.term)) {
                continue;
            }
            counted.push((told.owner, told.term));
            let share = weight / told.parts.len() as f64;
            let reasons = told.parts.iter().map(|part| (part.clone(), share));
            match scores.iter_mut().find(|score| score.owner == told.owner) {
                Some(score) => {
                    score.weight += weight;
                    score.reasons.extend(reasons);
                }
                None => {
                    let (owner, reasons) = (told.owner, reasons.collect());
                    scores.push(Score { owner, weight, shared: 0.0, reasons });
                }
            }
        }
        scores.retain(|score| score.weight >= ENOUGH);
        scores.sort_by(|one, other| other.weight.total_cmp(&one.weight).then(one.owner.cmp(&other.owner)));
        (scores, cancelled)
    }

    /// What is told, in the order of the message: single words, and combinations whose parts stand near each other
    /// in one sentence.
    fn told(&self, text: &str, words: &[Occurrence]) -> Vec<Told> {
        let mut words: Vec<&Occurrence> = words.iter().collect();
        words.sort_by_key(|word| (word.owner, word.term, word.part, word.bytes.end));
        let mut all: Vec<Told> = Vec::new();
        for of_term in words.chunk_by(|a, b| (a.owner, a.term) == (b.owner, b.term)) {
            let parts: Vec<_> = of_term.chunk_by(|a, b| a.part == b.part).collect();
            let (owner, term) = (of_term[0].owner, of_term[0].term);
            if parts.len() < self.terms[owner][term].all_of.len() {
                continue;
            }
            all.extend(parts[0].iter().filter_map(|first| {
                let mut spots = vec![first.bytes.clone()];
                for part in &parts[1..] {
                    spots.push(nearest(text, part, &first.bytes)?);
                }
                let told = Told { owner, term, parts: spots };
                told.is_together(text).then_some(told)
            }));
        }
        all.sort_by_key(|told| {
            let span = told.span();
            (told.owner, span.start, Reverse(span.end), told.term)
        });
        // A word inside a longer one of the same danger says nothing beside it: 「着火」 in 「着火了」.
        let mut longest = (usize::MAX, 0..0);
        all.retain(|told| {
            let span = told.span();
            let is_inside = longest.0 == told.owner && span.end <= longest.1.end && span != longest.1;
            if told.parts.len() == 1 && !is_inside {
                longest = (told.owner, span);
            }
            told.parts.len() > 1 || !is_inside
        });
        all.sort_by_key(|told| (told.span().start, told.owner, told.term));
        all
    }
}

/// A term that is said, and where.
struct Told {
    owner: usize,
    term: usize,
    parts: Vec<Range<usize>>,
}

impl Told {
    fn span(&self) -> Range<usize> {
        span(&self.parts)
    }

    fn is_together(&self, text: &str) -> bool {
        let mut parts: Vec<&Range<usize>> = self.parts.iter().collect();
        parts.sort_by_key(|part| part.start);
        parts.windows(2).all(|pair| {
            let gap = pair[0].end.min(pair[1].start)..pair[1].start;
            gap.len() <= APART && !text[gap].contains(Clause::ends_sentence)
        })
    }
}

/// From the first of some words to the last.
fn span(parts: &[Range<usize>]) -> Range<usize> {
    let start = parts.iter().map(|part| part.start).min().unwrap_or(0);
    let end = parts.iter().map(|part| part.end).max().unwrap_or(start);
    start..end
}

/// The occurrence nearest to a spot in its sentence; they are in the order of their ends.
fn nearest(text: &str, occurrences: &[&Occurrence], spot: &Range<usize>) -> Option<Range<usize>> {
    let joined = |part: &&Range<usize>| {
        let gap = spot.end.min(part.end)..spot.start.max(part.start);
        !text[gap].contains(Clause::ends_sentence)
    };
    let at = occurrences.partition_point(|occurrence| occurrence.bytes.end <= spot.start);
    let before = at.checked_sub(1).map(|before| &occurrences[before].bytes).filter(joined);
    let after = occurrences[at..].iter().map(|occurrence| &occurrence.bytes).find(|b| b.start >= spot.end);
    match (before, after.filter(joined)) {
        (Some(before), Some(after)) if spot.start - before.end < after.start - spot.end => {
            Some(before.clone())
        }
        (_, Some(after)) => Some(after.clone()),
        (before, None) => before.cloned(),
    }
}
