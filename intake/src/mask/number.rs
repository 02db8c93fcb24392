//! Which numbers name or reach one person?

use super::words::words;
use super::{Mask, Private};
use crate::digits::{Digit, is_figure, runs, written};
use crate::language::ends;
use crate::{Line, contact, identity};

/// Identity cards, bank cards, telephones, and numbers of papers and accounts that are announced as such.
pub(super) fn find(chars: &[char]) -> Vec<Mask> {
    let mut masks = identities(chars);
    masks.extend(phones(chars));
    masks.extend(announced(chars));
    masks
}

fn identities(chars: &[char]) -> Vec<Mask> {
    let mask = |found: identity::Identity| Mask {
        start: found.start,
        end: found.end,
        private: if found.is_card { Private::BankCard } else { Private::IdCard },
        shown: hide(&found.number, 4, 4),
    };
    identity::find(chars).into_iter().map(mask).collect()
}

fn phones(chars: &[char]) -> impl Iterator<Item = Mask> {
    contact::find_in(chars).phones.into_iter().map(|phone| {
        let shown = match phone.line {
            Line::Mobile => hide(&phone.number, 3, 4),
            Line::Landline { area } => {
                let (area, own) = phone.number.split_at(area);
                format!("{area}-{}", hide(own, 0, own.len() - 4))
            }
            Line::Local => hide(&phone.number, 0, phone.number.len() - 4),
        };
        Mask { start: phone.start, end: phone.end, private: Private::Phone, shown }
    })
}

/// 「卡号6222…」, 「护照E12345678」, 「账号0502…」: long numbers of no known form that are said to be such.
fn announced(chars: &[char]) -> Vec<Mask> {
    let mut masks = Vec::new();
    for run in runs(chars) {
        let alike = |digit: &Digit| is_figure(chars[digit.at]) == is_figure(chars[run[0].at]);
        let run = &run[..run.iter().take_while(|digit| alike(digit)).count()];
        let (first, last) = (run[0].at, run[run.len() - 1].at);
        let letters = chars[..first].iter().rev().take(2).take_while(|c| c.is_ascii_alphabetic()).count();
        let is = |list: &[String]| is_announced(&chars[..first - letters], list);
        if (8..=30).contains(&run.len()) && letters == 0 && is(&words().bank) {
            masks.push(Mask {
                start: first,
                end: last + 1,
                private: Private::BankCard,
                shown: shown(run, ""),
            });
        } else if (6..=18).contains(&run.len()) && is(&words().document) {
            let letters: String = chars[first - letters..first].iter().collect();
            let start = first - letters.len();
            let shown = shown(run, &letters.to_uppercase());
            masks.push(Mask { start, end: last + 1, private: Private::Document, shown });
        }
    }
    masks
}

/// Whether a word of a list stands directly before a number, what may stand between aside.
fn is_announced(before: &[char], list: &[String]) -> bool {
    const NEAR: usize = 12;
    let near: String = before[before.len().saturating_sub(NEAR)..].iter().collect();
    let words_only = near.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | '"' | '“'));
    let fillers = words().filler.iter().filter_map(|word| words_only.strip_suffix(word.as_str()));
    std::iter::once(words_only).chain(fillers).any(|text| ends(text, list).is_some())
}

fn shown(run: &[Digit], letters: &str) -> String {
    let number = written(run);
    format!("{letters}{}", hide(&number, usize::from(letters.is_empty()), 3))
}

/// Keeps the first and last characters of an ASCII number.
fn hide(number: &str, first: usize, last: usize) -> String {
    let stars = number.len().saturating_sub(first + last);
    format!("{}{}{}", &number[..first], "*".repeat(stars), &number[number.len() - last..])
}
