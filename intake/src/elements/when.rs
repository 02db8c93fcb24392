//! Which words of a message name a time?

use std::ops::Range;

use serde::Serialize;

use crate::language::{begins, language};

/// A time as it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// The words.
    pub text: String,
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// How many days before the message, where it says so: 0 for 今天, 1 for 昨晚, 3 for 三天前. No date is worked out: the
    /// reader knows when the message came.
    pub days_ago: Option<u32>,
}

/// All times of a message. What follows each other directly, or joined by 的 or 到, is one: 昨天晚上十点.
pub(super) fn find(typed: &[char], chars: &[char]) -> Vec<When> {
    let mut times: Vec<(Range<usize>, Option<u32>)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let joins = |last: &Range<usize>| {
            // Far behind the last time nothing joins them, and nothing is looked at.
            let between: String = chars[last.end..at].iter().take(3).collect();
            between.is_empty() || language().time_joint.contains(&between)
        };
        let follows = times.last().is_some_and(|(last, _)| joins(last));
        let Some((length, days)) = piece(chars, at, follows) else {
            at += 1;
            continue;
        };
        match times.last_mut().filter(|_| follows) {
            Some((last, known)) => {
                last.end = at + length;
                *known = known.or(days);
            }
            None => times.push((at..at + length, days)),
        }
        at += length;
    }
    times
        .into_iter()
        .map(|(range, days_ago)| When {
            text: typed[range.clone()].iter().collect(),
            start: range.start,
            end: range.end,
            days_ago,
        })
        .collect()
}

/// A word of time, or a number with a unit of time; its length, and how many days ago.
fn piece(chars: &[char], at: usize, follows: bool) -> Option<(usize, Option<u32>)> {
    let near: String = chars[at..].iter().take(8).collect();
    if let Some(word) = begins(&near, &language().time) {
        let days = language().days_ago.iter().find_map(|pair| {
            let (days, named) = pair.split_at(1);
            (named == word).then(|| days.parse().ok()).flatten()
        });
        return Some((word.chars().count(), days));
    }
    let digits = chars[at..].iter().take(4).take_while(|&&character| is_number(character)).count();
    if digits == 0 || at > 0 && is_number(chars[at - 1]) {
        return None;
    }
    let rest: String = chars[at + digits..].iter().take(6).collect();
    let unit = begins(&rest, &language().time_unit)?;
    let mut length = digits + unit.chars().count();
    let behind: String = chars[at + length..].iter().take(4).collect();
    // 3号楼 is a house, 一点水 a little, 三分 nothing of a clock.
    let is_house = unit == "号" && begins(&behind, &language().house).is_some();
    let after = begins(&behind, &language().time_after);
    let is_little = unit == "点" && !follows && after.is_none();
    let is_minute = unit == "分" && !follows;
    if is_house || is_little || is_minute {
        return None;
    }
    let mut days = None;
    if let Some(after) = after {
        length += after.chars().count();
        let number: String = chars[at..at + digits].iter().collect();
        let is_ago = language().ago.iter().any(|word| word == after);
        days = (unit == "天" && is_ago).then(|| value(&number)).flatten();
    }
    Some((length, days))
}

fn is_number(character: char) -> bool {
    language().digit(character).is_some() || language().time_number.contains(&character.to_string())
}

/// The value of a small number.
fn value(written: &str) -> Option<u32> {
    let ten = language().ten.first()?;
    let digits = |part: &str| {
        part.chars()
            .map(|character| language().digit(character).map(u32::from))
            .try_fold(0, |number, digit| Some(number * 10 + digit?))
    };
    match written.split_once(ten.as_str()) {
        None => digits(written),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digits(tens)? };
            Some(tens * 10 + if ones.is_empty() { 0 } else { digits(ones)? })
        }
    }
}
