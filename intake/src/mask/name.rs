//! Which words are the name of a person?

use std::collections::{BTreeSet, HashSet};

use super::words::words;
use super::{Mask, Private};
use crate::language::{begins, ends};
use crate::segment::Segmenter;
use crate::transcript::spoken;

/// No name has more characters.
const LONGEST: usize = 8;

/// Names that were announced (「我叫…」, 「联系人：…」), that stand behind a title (「村民…」, 「司机…」) or beside a
/// telephone number, or are all that was said, and the same names wherever else they stand. The first character stays:
/// `王**`.
pub(super) fn find(chars: &[char], segmenter: &Segmenter) -> Vec<Mask> {
    let mut names: Vec<(usize, usize)> = Vec::new();
    for at in 0..chars.len() {
        let near = text(&chars[at..], LONGEST);
        if let Some(lead) = begins(&near, &words().named) {
            let from = at + lead.chars().count();
            names.extend(name(chars, from + gap(chars, from), false, segmenter));
        }
        if let Some(lead) = begins(&near, &words().titled) {
            let from = at + lead.chars().count();
            names.extend(name(chars, from + gap(chars, from), true, segmenter));
        }
    }
    names.extend(beside_numbers(chars, segmenter));
    names.extend(at_beginnings(chars, segmenter));
    names.extend(alone(chars, segmenter));
    let known: HashSet<&[char]> =
        names.iter().map(|(start, end)| &chars[*start..*end]).filter(|name| name.len() > 2).collect();
    let lengths: BTreeSet<usize> = known.iter().map(|name| name.len()).collect();
    let mut again = Vec::new();
    for length in lengths {
        let spots = chars.windows(length).enumerate().filter(|(_, window)| known.contains(window));
        again.extend(spots.map(|(at, _)| (at, at + length)));
    }
    names.extend(again);
    let mask = |(start, end): (usize, usize)| {
        let shown = format!("{}{}", chars[start], "*".repeat(end - start - 1));
        Mask { start, end, private: Private::Name, shown }
    };
    names.into_iter().map(mask).chain(given_apart(chars)).collect()
}

/// What may stand between a lead and the name: 「姓名：」, 「联系人是」.
fn gap(chars: &[char], from: usize) -> usize {
    let is_gap = |c: &&char| matches!(**c, ' ' | ':' | '(' | '"' | '“' | '[' | '【');
    let marks = chars[from..].iter().take(2).take_while(is_gap).count();
    let near = text(&chars[from + marks..], LONGEST);
    marks + begins(&near, &words().name_filler).map_or(0, |word| word.chars().count())
}

/// The name that begins at `from`, if one does. Behind a title it must look like one.
fn name(chars: &[char], from: usize, strict: bool, segmenter: &Segmenter) -> Option<(usize, usize)> {
    let clause: Vec<char> = chars[from..].iter().copied().take_while(is_han).take(LONGEST).collect();
    let length = steppe_name(&clause, strict, segmenter).or_else(|| surnamed(&clause, strict, segmenter))?;
    // 联系人：金沙公司
    (!is_organised(&chars[from..from + length], &chars[from + length..])).then_some((from, from + length))
}

/// 敖登格日勒: the characters Mongolian names are written with.
fn steppe_name(clause: &[char], strict: bool, segmenter: &Segmenter) -> Option<usize> {
    let is_steppe = |c: &char| spoken().begins(c.encode_utf8(&mut [0; 4]), "steppe").is_some();
    let run = clause.iter().take_while(|c| is_steppe(c)).count();
    let end = (2..run).find(|&end| follows(&clause[end..])).unwrap_or(run);
    let near = text(clause, LONGEST);
    let is_ordinary = || segmenter.tagged(&near).first().is_some_and(|first| is_ordinary(first, 1));
    let least = if strict && run == 2 && is_ordinary() { 3 } else { 2 };
    let stands = stands(&clause[end..]);
    let has_surname = spoken().begins(&text(clause, 2), "surname").is_some();
    let is_name = end >= least && end <= LONGEST && stands && !(strict && has_surname && end < 3);
    (is_name && !is_word(clause)).then_some(end)
}

/// A surname and one or two characters more.
fn surnamed(clause: &[char], strict: bool, segmenter: &Segmenter) -> Option<usize> {
    let near = text(clause, LONGEST);
    let surname = spoken().begins(&near, "surname")?.chars().count();
    if is_word(clause) || strict && surname == 1 && words().weak_surname.contains(&clause[0]) {
        return None;
    }
    let most = (surname + 2).min(clause.len());
    let end = (surname..most).find(|&end| follows(&clause[end..])).unwrap_or(most);
    if end == surname {
        return None;
    }
    let tokens = segmenter.tagged(&near);
    let first = tokens.first()?;
    if is_ordinary(first, surname) && (strict || first.word.chars().count() > 3) {
        return None;
    }
    if let Some(end) = (surname + 1..=end).rev().find(|&end| stands(&clause[end..])) {
        return Some(end);
    }
    // The text goes on with something else: the name ends where a word does.
    let mut bound = 0;
    let bounds: Vec<usize> = tokens
        .iter()
        .map(|token| {
            bound += token.word.chars().count();
            bound
        })
        .collect();
    let is_given = |token: &jieba_rs::Tag<'_>| token.word.chars().count() == 1 || token.tag.starts_with("nr");
    let looks_like_one =
        tokens.iter().zip(&bounds).filter(|(_, bound)| **bound <= end).all(|(token, _)| is_given(token));
    (surname + 1..=end).rev().find(|end| bounds.contains(end) && (!strict || looks_like_one))
}

/// 「王建国 13800001234」, 「13800001234（王建国）」: a clause beside a number that is nothing but a name.
fn beside_numbers(chars: &[char], segmenter: &Segmenter) -> Vec<(usize, usize)> {
    let is_number = |c: &char| c.is_ascii_digit() || *c == '*';
    let mut names = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|c| is_number(c) || **c == '-').count();
        let number = &chars[at..at + length];
        // What a mask left of a telephone.
        if length >= 7 && number.windows(4).any(|four| four == ['*'; 4]) {
            names.extend(name_before(chars, at, segmenter));
            names.extend(name_behind(chars, at + length, segmenter));
        }
        at += length.max(1);
    }
    names
}

/// 「王建国，住朝霞小区」 and 「王建国举报…」 at the very beginning, and long Mongolian names at the beginning of any clause.
fn at_beginnings(chars: &[char], segmenter: &Segmenter) -> Vec<(usize, usize)> {
    const LONG: usize = 4;
    let clause_at = |from: usize| chars[from..].iter().take(LONGEST).take_while(|c| is_han(c)).count();
    let mut names = Vec::new();
    for from in
        (0..chars.len()).filter(|&at| is_han(&chars[at]) && (at == 0 || !chars[at - 1].is_alphanumeric()))
    {
        let length = clause_at(from);
        let clause = &chars[from..from + length];
        let behind = &chars[(from + length + 1).min(chars.len())..];
        let goes_on = begins(&text(behind, LONGEST), &words().of_person).is_some();
        if from == 0 && goes_on && whole(clause, segmenter) {
            names.push((from, from + length));
        } else if from == 0
            && let Some(end) =
                (2..length).find(|&end| tells(&clause[end..]) && whole(&clause[..end], segmenter))
        {
            names.push((from, from + end));
        } else if let Some(end) = steppe_name(clause, true, segmenter).filter(|&end| end >= LONG)
            && !is_organised(&clause[..end], &clause[end..])
        {
            names.push((from, from + end));
        }
    }
    names
}

/// 「王建国」, with or without a full stop: the answer to who speaks.
fn alone(chars: &[char], segmenter: &Segmenter) -> Option<(usize, usize)> {
    let from = chars.iter().take_while(|c| !c.is_alphanumeric()).count();
    let length = chars[from..].iter().take(LONGEST + 1).take_while(|c| is_han(c)).count();
    let is_all = !chars[from + length..].iter().any(|c| c.is_alphanumeric());
    (is_all && whole(&chars[from..from + length], segmenter)).then_some((from, from + length))
}

/// 「我姓王，叫建国」: a given name that is told apart from its surname, which stays.
fn given_apart(chars: &[char]) -> Vec<Mask> {
    let is_gap = |c: &&char| matches!(**c, ' ' | ',' | '、');
    let apart = |at: usize| {
        let from = at + begins(&text(&chars[at..], LONGEST), &words().surname_lead)?.chars().count();
        let surname = from + spoken().begins(&text(&chars[from..], LONGEST), "surname")?.chars().count();
        let lead = surname + chars[surname..].iter().take(2).take_while(is_gap).count();
        let start = lead + begins(&text(&chars[lead..], LONGEST), &words().given_lead)?.chars().count();
        let clause: Vec<char> = chars[start..].iter().copied().take_while(is_han).take(LONGEST).collect();
        let most = clause.len().min(2);
        let length = (0..most).find(|&end| follows(&clause[end..])).unwrap_or(most);
        let mask = Mask { start, end: start + length, private: Private::Name, shown: "*".repeat(length) };
        (length > 0 && stands(&clause[length..])).then_some(mask)
    };
    (0..chars.len()).filter_map(apart).collect()
}

/// Whether it is rather the name of an organisation or a place: 联系人：金沙公司, 我是巴音嘎查的.
fn is_organised(name: &[char], behind: &[char]) -> bool {
    let ends_so =
        ends(&text(name, LONGEST), &words().organisation).is_some_and(|word| word.chars().nth(1).is_some());
    ends_so || begins(&text(behind, LONGEST), &words().organisation).is_some()
}

fn name_before(chars: &[char], number: usize, segmenter: &Segmenter) -> Option<(usize, usize)> {
    let is_mark = |c: &char| !c.is_alphanumeric() && !matches!(*c, '\n' | '*');
    let mut end = number;
    for _ in 0..2 {
        end -= chars[..end].iter().rev().take(2).take_while(|c| is_mark(c)).count();
        let before = text(&chars[end.saturating_sub(LONGEST)..end], LONGEST);
        end -= ends(&before, &words().phone).map_or(0, |word| word.chars().count());
    }
    let length = chars[..end].iter().rev().take(LONGEST).take_while(|c| is_han(c)).count();
    whole(&chars[end - length..end], segmenter).then_some((end - length, end))
}

fn name_behind(chars: &[char], number: usize, segmenter: &Segmenter) -> Option<(usize, usize)> {
    let marks = chars[number..].iter().take(2).take_while(|c| matches!(c, ' ' | '(' | ',' | '、')).count();
    let from = number + marks;
    let length = chars[from..].iter().take(LONGEST).take_while(|c| is_han(c)).count();
    whole(&chars[from..from + length], segmenter).then_some((from, from + length))
}

/// Whether characters are nothing but a name, or a surname with a title.
pub(super) fn is_all(chars: &[char], segmenter: &Segmenter) -> bool {
    let said = text(chars, LONGEST);
    let is_titled = || {
        let title = ends(&said, &words().title)?;
        let surname = &said[..said.len() - title.len()];
        (spoken().begins(surname, "surname") == Some(surname)).then_some(())
    };
    chars.len() <= LONGEST && chars.iter().all(is_han) && (whole(chars, segmenter) || is_titled().is_some())
}

/// Whether a clause is nothing but a name.
fn whole(clause: &[char], segmenter: &Segmenter) -> bool {
    let near = text(clause, LONGEST);
    let is_title = ends(&near, &words().title).is_some() || ends(&near, &words().place_end).is_some();
    let whole = Some(clause.len());
    let is_name =
        || surnamed(clause, true, segmenter) == whole || steppe_name(clause, true, segmenter) == whole;
    (2..=LONGEST).contains(&clause.len()) && !is_title && is_name()
}

/// Whether a word begins there that is no part of a name.
fn follows(rest: &[char]) -> bool {
    let near = text(rest, LONGEST);
    begins(&near, &words().after_name).is_some() || begins(&near, &words().title).is_some()
}

/// Whether somebody is said to tell something: 「王建国举报…」.
fn tells(rest: &[char]) -> bool {
    begins(&text(rest, LONGEST), &words().tells).is_some()
}

/// Whether a name can end before these words.
fn stands(rest: &[char]) -> bool {
    rest.is_empty() || follows(rest) || begins(&text(rest, LONGEST), &words().goes_on).is_some()
}

/// Whether a word of the dictionary is more than a surname, and no name.
fn is_ordinary(word: &jieba_rs::Tag<'_>, surname: usize) -> bool {
    word.word.chars().count() > surname && !word.tag.starts_with("nr")
}

fn is_word(clause: &[char]) -> bool {
    (2..=clause.len().min(4)).any(|end| words().no_name.contains(&text(&clause[..end], end)))
}

fn is_han(c: &char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(c)
}

fn text(chars: &[char], most: usize) -> String {
    chars.iter().take(most).collect()
}
