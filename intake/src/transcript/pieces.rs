//! Which pieces of an address stand in one turn?

use std::ops::Range;

use super::words::words;
use crate::language::{begins, ends, language};
use crate::place::Mention;
use crate::text::{Folded, fold_word};
use crate::{Book, Level};

/// How much a piece is to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Mentioned in the story.
    Told,
    /// Said in answer to the question for the place.
    Answered,
    /// Read back by the agent and agreed to.
    Agreed,
}

/// A name of a place, or several that follow one another, with what directly follows.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// As said.
    pub(super) text: String,
    pub(super) weight: Weight,
    /// The narrowest level known; none for a name no file knows.
    pub(super) level: Option<Level>,
    /// Whether it is a spot, and not only a town or a community.
    pub(super) is_spot: bool,
    /// Said to be the home, which need not be where it happened.
    pub(super) is_home: bool,
    /// Only told to say where something else is, or repeated after the agent, who named it first.
    pub(super) is_aside: bool,
    pub(super) details: Vec<Detail>,
    pub(super) order: usize,
}

/// A part of an address behind the name: 3号楼.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Detail {
    pub(super) slot: Slot,
    pub(super) text: String,
}

/// Which part it is, in the order of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// 二期, 东区, 三组.
    Section,
    /// 12号.
    Number,
    /// 3号楼, b座.
    Building,
    /// 2单元.
    Unit,
    /// 4楼.
    Floor,
    /// 501室.
    Room,
    /// 门口, 对面.
    Side,
}

/// What one turn tells of the place.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) names: Vec<Named>,
    pub(super) parts: Vec<Detail>,
    /// Behind 不是: 「不是三号楼」.
    pub(super) denied: Vec<Detail>,
    pub(super) refused: Vec<String>,
}

pub(super) fn hear(book: &Book, typed: &str, weight: Weight, order: usize) -> Heard {
    let folded = book.variants.fold(typed);
    let text = folded.text();
    let mentions = book.gazetteer.mentions(text, &book.read(&folded), &book.areas);
    let shown = |range: &Range<usize>| folded.typed(folded.span(range)).to_owned();
    let mut heard = Heard::default();
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (name, known) in spots(book, text, &mentions) {
        let tail = crate::place::tail(text, name.end);
        let before = text[..name.start].trim_end();
        taken.push(name.start..tail.end);
        if ends(before, denial()).is_some() {
            heard.refused.push(shown(&name));
            continue;
        }
        let details = tail.pieces.iter().map(|piece| detail(&shown(piece), true)).collect();
        let (level, is_spot) = known.map_or((None, true), |(level, is_spot)| (level, is_spot));
        heard.names.push(Named {
            text: shown(&name),
            weight,
            level,
            is_spot,
            is_home: ends(before, &language().home).is_some(),
            is_aside: words().ends(before, "toward").is_some(),
            details,
            order,
        });
    }
    for (range, in_address) in loose(text, &taken, weight > Weight::Told) {
        let part = detail(&shown(&range), in_address);
        if ends(text[..range.start].trim_end(), denial()).is_some() {
            heard.parts.retain(|other| *other != part);
            heard.denied.push(part);
        } else {
            heard.parts.push(part);
        }
    }
    heard
}

/// Where a name stands; its level and whether it is a spot, when a file knows it.
type Spot = (Range<usize>, Option<(Option<Level>, bool)>);

/// Names in a text, with what the files know of them: neighbours joined, then what only looks like a name.
fn spots(book: &Book, text: &str, mentions: &[Mention]) -> Vec<Spot> {
    let mut found: Vec<Spot> = Vec::new();
    for names in crate::place::join(text, mentions) {
        if names.iter().all(Mention::is_banner) {
            continue;
        }
        let level = names.iter().filter_map(|name| name.area(&book.areas)).map(|area| area.level).max();
        let end = names[names.len() - 1].bytes.end;
        let beyond = if level == Some(Level::Community) { hamlet(&text[end..]) } else { 0 };
        let range = names[0].bytes.start..end + beyond;
        found.push((range, Some((level, names.iter().any(Mention::is_spot)))));
    }
    let known: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
    for clause in clauses(text) {
        let mut from = clause.start;
        while let Some(name) = crate::place::named(&text[from..clause.end], &book.segmenter) {
            let name = from + name.start..from + name.end;
            from = name.end;
            let behind = &known[..known.partition_point(|known| known.start < name.end)];
            let is_known = behind.last().is_some_and(|known| name.start < known.end);
            let counts = words().begins(&text[name.clone()], "no-name").is_some();
            if !is_known && !counts {
                found.push((name, None));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The clauses of a text, none longer than a name could fill many times.
fn clauses(text: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 600;
    let mut found = Vec::new();
    let mut from = 0;
    for (at, character) in text.char_indices() {
        let ends = matches!(character, ',' | '，' | '。' | '!' | '！' | '?' | '？' | ';' | '；' | ' ' | '\n');
        if ends || at - from > LONGEST {
            found.push(from..at);
            from = at;
        }
    }
    found.push(from..text.len());
    found
}

/// Buildings, units and rooms that do not directly follow a name, and whether they stand in an answer, where a mere
/// 「五号」 is one too.
fn loose(text: &str, taken: &[Range<usize>], answer: bool) -> Vec<(Range<usize>, bool)> {
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    let mut before = ' ';
    let mut done = 0;
    for (at, character) in text.char_indices() {
        let begins_number = language().is_numeral(character) && !language().is_numeral(before);
        before = character;
        if !begins_number || at < done || holds(taken, at) {
            continue;
        }
        // 「这一栋楼」 counts, 「一栋楼」 of an address names.
        if words().ends(text[..at].trim_end(), "before-count").is_some() {
            continue;
        }
        let pieces = if answer {
            crate::place::tail(text, at).pieces
        } else {
            // A building is looked for right here, not in all that follows.
            const NEAR: usize = 16;
            let near = text[at..].char_indices().nth(NEAR).map_or(text.len(), |(end, _)| at + end);
            let stands =
                crate::place::elsewhere(&text[at..near]).first().is_some_and(|first| first.start == 0);
            let pieces = if stands { crate::place::elsewhere(&text[at..]) } else { Vec::new() };
            pieces.into_iter().map(|piece| at + piece.start..at + piece.end).collect()
        };
        for piece in pieces {
            done = piece.end;
            found.push((piece, answer));
        }
    }
    if answer && found.is_empty() && taken.is_empty() {
        // 「就在南门口」: a side alone.
        let side = text
            .char_indices()
            .find_map(|(at, _)| begins(&text[at..], &language().side).map(|side| at..at + side.len()));
        found.extend(side.map(|side| (side, true)));
    }
    found
}

/// How many bytes of what directly follows a village name a hamlet of it: a word of two or three characters up to the
/// end of the clause, 「白桦村后梁」. No file has them all.
fn hamlet(behind: &str) -> usize {
    let clause = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_name = (2..=3).contains(&clause.chars().count())
        && words().ends(clause, "hamlet-end").is_some()
        && !clause.chars().any(|c| language().is_numeral(c));
    if is_name { clause.len() } else { 0 }
}

/// Whether one of some ranges, in the order of their beginnings, holds a byte; the last few that begin before it are
/// looked at, for hardly any overlap.
fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    const NEAR: usize = 8;
    let before = &ranges[..ranges.partition_point(|range| range.start <= at)];
    before.iter().rev().take(NEAR).any(|range| range.contains(&at))
}

fn denial() -> &'static [String] {
    words().list("not-it")
}

fn detail(text: &str, in_address: bool) -> Detail {
    let folded = fold_word(text);
    let is_digits = folded.chars().all(|c| c.is_ascii_digit());
    let slot = |name: &str| words().ends(&folded, name).is_some();
    let slot = if slot("unit-end") {
        Slot::Unit
    } else if slot("building-end") {
        Slot::Building
    } else if slot("room-end") || is_digits || folded.contains('-') {
        Slot::Room
    } else if slot("floor-end") {
        Slot::Floor
    } else if slot("section-end") {
        Slot::Section
    } else if slot("number-end")
        || in_address && folded.chars().next().is_some_and(|c| language().is_numeral(c))
    {
        Slot::Number
    } else {
        Slot::Side
    };
    Detail { slot, text: text.to_owned() }
}

/// All bytes of a folded text that belong to an address.
pub(super) fn ranges(book: &Book, folded: &Folded<'_>) -> Vec<Range<usize>> {
    let text = folded.text();
    let mentions = book.gazetteer.mentions(text, &book.read(folded), &book.areas);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (name, _) in spots(book, text, &mentions) {
        let tail = crate::place::tail(text, name.end);
        found.push(name);
        found.extend(tail.pieces);
    }
    found.extend(loose(text, &[], true).into_iter().map(|(range, _)| range));
    found
}
