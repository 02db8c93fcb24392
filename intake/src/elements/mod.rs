//! Who, when, where, why, what: which words of a message say so?
//!
//! The five elements an operator is asked to write down of every matter (要素: 人物, 时间, 地点, 原因, 经过), as they stand in
//! the message, and the numbers that name somebody, as they are dialled or written on a card. Found by rule, nothing
//! is made up: an element nobody named is empty.

mod answer;
mod clauses;
mod when;

use std::ops::Range;

use serde::Serialize;

use self::clauses::Clauses;
use crate::language::{begins, language};
use crate::text::fold_each;
use crate::{Book, Field, Place, Understanding, contact, identity, plate};

pub use self::when::When;

/// What was said of the five elements.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Elements {
    /// 人物: the citizen by name, relatives, the other side.
    pub who: Vec<Said>,
    /// 时间, in the order of the message.
    pub when: Vec<When>,
    /// 地点, as it was understood.
    pub place: Option<Place>,
    /// 原因: what a clause with 因为, 由于, 导致 names.
    pub cause: Vec<Said>,
    /// 经过: the clauses that tell the matter.
    pub course: Option<Said>,
    /// Telephones, identity and bank cards, number plates.
    pub numbers: Vec<Number>,
}

/// Words of the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// As they stand there.
    pub text: String,
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// A number that names or reaches somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// What it is.
    pub kind: NumberKind,
    /// As it is written without blanks: `13800001234`, `15010219900307123X`, `蒙E12345`.
    pub number: String,
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// The kinds of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberKind {
    /// 电话.
    Phone,
    /// 身份证.
    Identity,
    /// 银行卡.
    Card,
    /// 车牌.
    Plate,
}

impl Book {
    /// The five elements of a message, given what was understood of it.
    pub fn elements(&self, text: &str, understood: &Understanding) -> Elements {
        let typed: Vec<char> = text.chars().collect();
        let chars = fold_each(text);
        let clauses = Clauses::of(&chars);
        let said = |range: Range<usize>| Said {
            text: typed[range.clone()].iter().collect(),
            start: range.start,
            end: range.end,
        };
        Elements {
            who: who(&chars, &clauses).into_iter().map(said).collect(),
            when: when::find(&typed, &chars),
            place: understood.place.clone(),
            cause: cause(&chars, &clauses).into_iter().map(said).collect(),
            course: course(&clauses, understood).map(said),
            numbers: numbers(text, &chars),
        }
    }
}

/// Everybody named, once each: a name behind 我叫, a relative, the other side.
fn who(chars: &[char], clauses: &Clauses) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let near: String = chars[at..].iter().take(8).collect();
        let length = match begins(&near, &language().named) {
            Some(word) => {
                let name = at + word.chars().count();
                let end = clauses.end(name).min(name + LONGEST_NAME);
                let is_name = (2..=LONGEST_NAME).contains(&(end - name))
                    && chars[name..end].iter().all(|c| c.is_alphabetic() && !c.is_ascii());
                if is_name { Some((name, end - name)) } else { None }
            }
            None => begins(&near, &language().person).map(|word| (at, word.chars().count())),
        };
        match length {
            Some((start, length)) => {
                let range = start..start + length;
                if !found.iter().any(|known| chars[known.clone()] == chars[range.clone()]) {
                    found.push(range.clone());
                }
                at = range.end;
            }
            None => at += 1,
        }
    }
    found
}

/// A name of four characters is rare among Han people and usual among Mongols (乌云其其格 has five).
const LONGEST_NAME: usize = 5;

/// 因为…, 由于… to the end of the clause; from its beginning to …导致, …造成.
fn cause(chars: &[char], clauses: &Clauses) -> Vec<Range<usize>> {
    let mut causes = Vec::new();
    for clause in clauses.all() {
        let position = |list: &[String]| {
            (0..clause.len()).find_map(|at| {
                let rest: String = chars[clause.start + at..clause.end].iter().collect();
                begins(&rest, list).map(|word| (clause.start + at, word.chars().count()))
            })
        };
        if let Some((at, length)) = position(&language().because) {
            if at + length < clause.end {
                causes.push(at + length..clause.end);
            }
        } else if let Some((at, _)) = position(&language().therefore) {
            // 「，导致漏水」: the clause before it is the cause.
            let before =
                if at > clause.start { Some(clause.start..at) } else { clauses.before(clause.start) };
            causes.extend(before.filter(|before| !before.is_empty()));
        }
    }
    causes
}

/// From the clause of the first word that spoke for the category to that of the last, at most a few clauses.
fn course(clauses: &Clauses, understood: &Understanding) -> Option<Range<usize>> {
    const CLAUSES: usize = 6;
    let words = understood.because.iter().filter(|because| {
        because.field == Field::Category && because.weight > 0.0 && because.end > because.start
    });
    let spots: Vec<usize> = words.map(|because| because.start).collect();
    let first = clauses.index(*spots.iter().min()?)?;
    let last = clauses.index(*spots.iter().max()?)?.min(first + CLAUSES - 1);
    Some(clauses.all()[first].start..clauses.all()[last].end)
}

/// All numbers, in the order of the message; of two that overlap the one that names a person more surely.
fn numbers(text: &str, chars: &[char]) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let identities = identity::find(chars).into_iter().map(|found| Number {
        kind: if found.is_card { NumberKind::Card } else { NumberKind::Identity },
        number: found.number,
        start: found.start,
        end: found.end,
    });
    let plates = plate::find(chars).into_iter().map(|found| Number {
        kind: NumberKind::Plate,
        number: found.number,
        start: found.start,
        end: found.end,
    });
    let phones = contact::find(text).phones.into_iter().map(|found| Number {
        kind: NumberKind::Phone,
        number: found.number,
        start: found.start,
        end: found.end,
    });
    for number in identities.chain(plates).chain(phones) {
        if numbers.iter().all(|known| known.end <= number.start || number.end <= known.start) {
            numbers.push(number);
        }
    }
    numbers.sort_by_key(|number| number.start);
    numbers
}
