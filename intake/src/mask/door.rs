//! Which part of an address leads to somebody's door?

use super::words::words;
use super::{Mask, Private};
use crate::language::{begins, ends, language};

/// A number has no more characters.
const LONGEST: usize = 6;

/// Building, unit and room: 「3号楼2单元501」, 「12栋1203」, 「3-2-501」, 「光明路15号」. The numbers are hidden, the units
/// stay, and so does the name before them.
pub(super) fn find(chars: &[char]) -> Vec<Mask> {
    let mut masks = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match first(chars, at) {
            Some(end) => {
                let end = inside(chars, end);
                let shown = chars[at..end].iter().map(|c| if language().is_numeral(*c) { '*' } else { *c });
                masks.push(Mask { start: at, end, private: Private::Address, shown: shown.collect() });
                at = end;
            }
            None => at += 1,
        }
    }
    masks
}

/// The end of the first part of a door that begins at `at`.
fn first(chars: &[char], at: usize) -> Option<usize> {
    let number = number(chars, at)?;
    let before: String = chars[at.saturating_sub(LONGEST)..at].iter().collect();
    let before = before.trim_end();
    let joint = ends(before, &language().joint).map_or(before, |word| &before[..before.len() - word.len()]);
    let is_counted = ends(before, &words().counted).is_some();
    let end = at + number;
    let known = unit(chars, end, &words().door)
        .filter(|unit| !is_counted && begins(&text(chars, end + unit), &words().counted_behind).is_none());
    if let Some(unit) = known {
        return Some(end + unit);
    }
    let length = dashed(chars, at);
    if let Some((length, 3..)) = length {
        return Some(at + length);
    }
    let is_at_place = ends(joint, &words().place_end).is_some();
    let is_at_road = ends(joint, &words().road_end).is_some();
    if is_at_road && let Some(unit) = unit(chars, end, &words().door_of_road) {
        return Some(end + unit);
    }
    if is_at_place && let Some(unit) = unit(chars, end, &words().door_of_place) {
        return Some(end + unit);
    }
    length.filter(|_| is_at_place || is_at_road).map(|(length, _)| at + length)
}

/// How far the door goes on behind `end`.
fn inside(chars: &[char], mut end: usize) -> usize {
    loop {
        let gap = match chars.get(end) {
            Some(' ' | '-' | ',') => 1,
            Some(c) if language().joint.iter().any(|word| word.starts_with(*c)) => 1,
            Some(_) | None => 0,
        };
        let at = end + gap;
        let dashed = dashed(chars, at).map(|(length, _)| at + length);
        let next = dashed.or_else(|| {
            let behind = at + number(chars, at)?;
            let known =
                unit(chars, behind, &words().door).or_else(|| unit(chars, behind, &words().door_inside));
            known.map(|unit| behind + unit).or_else(|| {
                // 2单元501: a room without its unit.
                let counts = begins(&text(chars, behind), &language().counted).is_some();
                let is_cut = matches!(chars.get(behind), Some('*' | '-' | ':' | '.' | '/'));
                ((3..=4).contains(&(behind - at)) && !counts && !is_cut).then_some(behind)
            })
        });
        match next {
            Some(next) => end = next,
            None => return end,
        }
    }
}

/// The characters of a number that begins at `at`: 3, b, 十二, 五零一.
fn number(chars: &[char], at: usize) -> Option<usize> {
    let is_numeral = |c: &char| language().is_numeral(*c);
    // The middle of a number is none, nor is what a mask left of one.
    if at > 0 && (is_numeral(&chars[at - 1]) || chars[at - 1] == '*') {
        return None;
    }
    let length = chars.get(at..)?.iter().take(LONGEST + 1).take_while(|c| is_numeral(c)).count();
    (1..=LONGEST).contains(&length).then_some(length)
}

/// The length of the unit that stands at `at`.
fn unit(chars: &[char], at: usize, units: &[String]) -> Option<usize> {
    begins(&text(chars, at), units).map(|unit| unit.chars().count())
}

/// 3-2-501: its length and how many parts it has. The last is a room.
fn dashed(chars: &[char], at: usize) -> Option<(usize, usize)> {
    const MOST: usize = 16;
    if at > 0 && (chars[at - 1].is_ascii_alphanumeric() || matches!(chars[at - 1], '-' | '*' | '.' | '/')) {
        return None;
    }
    let is_part = |c: &char| c.is_ascii_digit() || *c == '-';
    let length = chars.get(at..)?.iter().take(MOST + 1).take_while(|c| is_part(c)).count();
    let number: String = chars[at..at + length].iter().collect();
    let parts: Vec<&str> = number.split('-').collect();
    let (room, others) = parts.split_last()?;
    let is_door = (2..=4).contains(&parts.len())
        && (3..=4).contains(&room.len())
        && others.iter().all(|part| (1..=2).contains(&part.len()));
    let is_cut = matches!(chars.get(at + length), Some('*' | '.' | '/' | ':'));
    (is_door && !is_cut).then_some((length, parts.len()))
}

fn text(chars: &[char], at: usize) -> String {
    chars.iter().skip(at).take(LONGEST).collect()
}
