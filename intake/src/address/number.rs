//! Which number of an address could stand here: of a house, a unit, a floor, a room?

use super::Part;
use super::lists::{is_dash, lists};
use super::view::{Piece, View};

/// How many numbers one number may be made of: 13-15号.
const MOST_JOINED: u16 = 2;

/// A number as it is written.
struct Number {
    /// Behind it.
    end: usize,
    digits: usize,
    has_letters: bool,
    /// Written in Chinese or after a word like 第: no number without a unit.
    needs_unit: bool,
    /// How many further numbers are joined to it.
    joined: u16,
}

/// All numbers that begin at a character, each as everything it could be.
pub(super) fn pieces(view: &View<'_>, at: usize, out: &mut Vec<Piece>) {
    if view.splits(at) {
        return;
    }
    let Some(mut number) = first(view.chars, at) else { return };
    let is_on_road = view.endings[at]
        .iter()
        .any(|known| known.cost == 0 && matches!(known.part, Part::Road | Part::Lane | Part::Community));
    loop {
        with_unit(view.chars, &number, is_on_road, out);
        bare(view.chars, &number, is_on_road, out);
        let Some(end) = next(view.chars, number.end).filter(|_| number.joined < MOST_JOINED) else { return };
        number = Number { end, joined: number.joined + 1, ..number };
    }
}

/// 12, a12, 12a, 第三, 附8; letters alone (b座), but no words.
fn first(chars: &[char], at: usize) -> Option<Number> {
    let count = |from: usize, is: fn(char) -> bool| chars[from..].iter().take_while(|c| is(**c)).count();
    let has_word = lists().is_before_number(chars[at]);
    let mut end = at + usize::from(has_word);
    let letters = count(end, |c| c.is_ascii_alphabetic());
    if letters > 3 {
        return None;
    }
    end += letters;
    let is_joined =
        letters > 0 && chars.get(end) == Some(&'-') && chars.get(end + 1).is_some_and(char::is_ascii_digit);
    end += usize::from(is_joined);
    let mut digits = count(end, |c| c.is_ascii_digit());
    let in_chinese = digits == 0 && letters == 0;
    if in_chinese {
        digits = count(end, |c| lists().is_numeral(c));
    }
    end += digits;
    if letters + digits == 0 {
        return None;
    }
    let has_tail = digits > 0 && !in_chinese && count(end, |c| c.is_ascii_alphabetic()) == 1;
    end += usize::from(has_tail);
    Some(Number { end, digits, has_letters: letters > 0, needs_unit: in_chinese || has_word, joined: 0 })
}

/// Where the number ends that is joined to one that ends here.
fn next(chars: &[char], end: usize) -> Option<usize> {
    let joint = chars.get(end).filter(|c| lists().joins_numbers(**c));
    let digit = chars.get(end + 1).filter(|c| c.is_ascii_digit());
    joint.and(digit)?;
    let length = chars[end + 1..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    Some(end + 1 + length)
}

fn with_unit(chars: &[char], number: &Number, is_on_road: bool, out: &mut Vec<Piece>) {
    let rest = &chars[number.end..];
    for unit in lists().units(rest) {
        let is_letter = number.has_letters && number.digits == 0;
        if is_letter && matches!(unit.part, Part::RoadNumber | Part::LaneNumber | Part::Road | Part::Lane) {
            continue;
        }
        let is_range = is_on_road && matches!(unit.part, Part::RoadNumber | Part::LaneNumber);
        let joined = number.joined * if is_range { 2 } else { 8 };
        let odd = match unit.part {
            Part::Floor if number.digits > 2 => 12,
            Part::Road if !number.needs_unit => 2,
            _ => 0,
        };
        out.push(Piece::new(number.end + unit.len(), unit.part, unit.cost + joined + odd));
    }
    for unit in lists().distances(rest) {
        out.push(Piece::new(number.end + unit.len(), Part::Beside, unit.cost + 4));
    }
}

/// A number without its unit. What it is its neighbours tell: 116-7-1641.
fn bare(chars: &[char], number: &Number, is_on_road: bool, out: &mut Vec<Piece>) {
    let Number { end, digits, has_letters, needs_unit, joined } = *number;
    if needs_unit {
        // 一零一.
        if digits > 2 {
            out.push(Piece::new(end, Part::Room, 10));
        }
        return;
    }
    let next = chars.get(end);
    let before_dash = u16::from(next.is_some_and(|c| is_dash(*c) || lists().is_numeral(*c)));
    let is_room = u16::from(next.is_none() || digits > 2);
    let long = |most: usize| u16::from(digits > most) * 8;
    let on_road = 8 + joined * if is_on_road { 3 } else { 10 } + u16::from(has_letters) * 6;
    out.push(Piece::new(end, Part::RoadNumber, on_road));
    out.push(Piece::new(end, Part::LaneNumber, on_road));
    out.push(Piece::new(end, Part::Building, 10 - 4 * before_dash + 10 * joined + long(3)));
    out.push(Piece::new(end, Part::Unit, 12 - 6 * before_dash + 10 * joined + long(3)));
    out.push(Piece::new(end, Part::Room, 8 - 4 * is_room + 8 * joined));
}
