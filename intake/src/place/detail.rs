//! Which building, which door, on which side?

use std::ops::Range;

use crate::address::distance;
use crate::language::{begins, language};

/// The rest of an address behind its name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tail {
    /// Byte at which the address ends; where it was asked from, when nothing follows.
    pub(crate) end: usize,
    /// 3号楼, 2单元, 对面, as byte ranges.
    pub(crate) pieces: Vec<Range<usize>>,
}

/// Numbers and sides that directly follow byte `from`.
pub(crate) fn tail(text: &str, from: usize) -> Tail {
    let mut tail = Tail { end: from, pieces: Vec::new() };
    loop {
        let gap = gap(&text[tail.end..]);
        let start = tail.end + gap;
        let rest = &text[start..];
        let length = numbered(rest, true)
            .or_else(|| distance(rest))
            .or_else(|| begins(rest, &language().side).map(str::len))
            .or_else(|| if tail.pieces.is_empty() { None } else { bare(rest) });
        let Some(length) = length else { return tail };
        tail.pieces.push(start..start + length);
        tail.end = start + length;
    }
}

/// The first building said anywhere in the message: 「阳光小区停水了，我家三号楼二单元」.
pub(crate) fn elsewhere(text: &str) -> Vec<Range<usize>> {
    let mut before = ' ';
    for (start, character) in text.char_indices() {
        let begins_number = language().is_numeral(character) && !language().is_numeral(before);
        if begins_number && let Some(length) = numbered(&text[start..], false) {
            let end = start + length;
            return std::iter::once(start..end).chain(tail(text, end).pieces).collect();
        }
        before = character;
    }
    Vec::new()
}

/// One blank, one dash or one 的 between the parts of an address belongs to it.
fn gap(rest: &str) -> usize {
    match rest.chars().next() {
        Some(' ' | '-') => 1,
        Some(_) | None => begins(rest, &language().joint).map_or(0, str::len),
    }
}

/// A number with its unit: 3号楼, 十二栋, b座, 3-2-501. The units that also count other things (5号, 2层) only
/// when the number stands in an address.
fn numbered(rest: &str, in_address: bool) -> Option<usize> {
    const LONGEST: usize = 6;
    let number: usize =
        rest.chars().take(LONGEST).take_while(|c| language().is_numeral(*c)).map(char::len_utf8).sum();
    if number == 0 {
        return None;
    }
    let after = &rest[number..];
    if let Some(unit) = begins(after, &language().building) {
        return Some(number + unit.len());
    }
    if !in_address {
        return None;
    }
    if let Some(unit) = begins(after, &language().number) {
        return Some(number + unit.len());
    }
    dashed(rest)
}

/// 3-2-501: building, unit, room.
fn dashed(rest: &str) -> Option<usize> {
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
    let parts: Vec<&str> = rest[..length].split('-').collect();
    let is_number = |part: &&str| (1..=4).contains(&part.len());
    ((2..=4).contains(&parts.len()) && parts.iter().all(is_number)).then_some(length)
}

/// 2单元501, 2单元幺洞三: a room without its unit.
fn bare(rest: &str) -> Option<usize> {
    let is_digit = |c: &char| c.is_ascii_digit();
    let is_spoken = |c: &char| !c.is_ascii_digit() && language().digit(*c).is_some();
    let run = |is: &dyn Fn(&char) -> bool| {
        rest.chars().take_while(is).map(char::len_utf8).fold((0, 0), |(n, all), len| (n + 1, all + len))
    };
    let (count, length) = match run(&is_digit) {
        (0, _) => run(&is_spoken),
        digits => digits,
    };
    let counts = begins(&rest[length..], &language().counted).is_some();
    ((3..=4).contains(&count) && !counts).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::{elsewhere, tail};

    fn detail(text: &str, name: &str) -> String {
        tail(text, name.len()).pieces.into_iter().map(|piece| &text[piece]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn buildings_units_rooms_and_sides_belong_to_the_address() {
        assert_eq!(detail("阳光小区3号楼2单元501室漏水", "阳光小区"), "3号楼|2单元|501室");
        assert_eq!(detail("阳光小区三号楼二单元501漏水", "阳光小区"), "三号楼|二单元|501");
        assert_eq!(detail("阳光小区的十二栋北门堆着垃圾", "阳光小区"), "十二栋|北门");
        assert_eq!(detail("阳光小区3-2-501漏水", "阳光小区"), "3-2-501");
        assert_eq!(detail("光明路12号对面", "光明路"), "12号|对面");
        assert_eq!(detail("阳光小区b座", "阳光小区"), "b座");
    }

    #[test]
    fn what_is_counted_is_no_detail() {
        assert_eq!(detail("阳光小区300户都停水", "阳光小区"), "");
        assert_eq!(detail("阳光小区500元物业费", "阳光小区"), "");
        assert_eq!(detail("阳光小区停水三天", "阳光小区"), "");
    }

    #[test]
    fn a_building_may_be_said_later() {
        let text = "停水了,我家三号楼二单元501,3月5号开始的";
        let pieces: Vec<&str> = elsewhere(text).into_iter().map(|piece| &text[piece]).collect();
        assert_eq!(pieces, ["三号楼", "二单元", "501"]);
        assert!(elsewhere("3月5号开始停水").is_empty());
    }
}
