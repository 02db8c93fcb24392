//! Which letters and digits name one person: a number plate, a mail address, an account of a chat?

use super::{Mask, Private};
use crate::language::{begins, language};
use crate::plate::{self, Plate};

/// `name@domain`: the name is hidden but for its first character.
pub(super) fn mails(chars: &[char]) -> Vec<Mask> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let ats = chars.iter().enumerate().filter(|(_, c)| **c == '@').map(|(at, _)| at);
    ats.filter_map(|at| {
        let name = chars[..at].iter().rev().take_while(|c| is_part(c)).count();
        let domain = chars[at + 1..].iter().take_while(|c| is_part(c)).count();
        let end = at + 1 + domain;
        // A full stop behind it ends the sentence.
        let dots = chars[at + 1..end].iter().rev().take_while(|c| !c.is_ascii_alphanumeric()).count();
        let domain: String = chars[at + 1..end - dots].iter().collect();
        (name > 0 && domain.contains('.')).then(|| Mask {
            start: at - name,
            end: end - dots,
            private: Private::Email,
            shown: format!("{}***@{domain}", chars[at - name]),
        })
    })
    .collect()
}

/// Of a plate the province, its letter and the last two characters are shown, and the one of a special plate (学, 警).
pub(super) fn plates(chars: &[char]) -> Vec<Mask> {
    let mask =
        |Plate { number, start, end }| Mask { start, end, private: Private::Plate, shown: shown(&number) };
    plate::find(chars).into_iter().map(mask).collect()
}

fn shown(plate: &str) -> String {
    let plate: Vec<char> = plate.chars().collect();
    let kept = 2 + usize::from(plate.last().is_some_and(|last| !last.is_ascii()));
    let (first, last) = (&plate[..2], &plate[plate.len() - kept..]);
    first.iter().chain(&['*'; 3]).chain(last).collect()
}

/// The name of a chat account, where the word for it stands before: with a digit in it, or announced as a number.
pub(super) fn accounts(chars: &[char]) -> Vec<Mask> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_filler = |c: char| language().account_filler.iter().any(|word| word.starts_with(c));
    let mut accounts = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let near: String = chars[at..].iter().take(8).collect();
        let Some(word) = begins(&near, &language().account) else {
            at += 1;
            continue;
        };
        at += word.chars().count();
        let between = chars[at..].iter().take(3).take_while(|c| matches!(c, ' ' | ':') || is_filler(**c));
        let is_announced = between.clone().any(|c| *c == ':' || is_filler(*c)) || ends_in_number(word);
        let start = at + between.count();
        let length = chars[start..].iter().take_while(|c| is_part(c)).count();
        let account = &chars[start..start + length];
        let has_digit = account.iter().any(char::is_ascii_digit);
        if (5..=20).contains(&length) && (has_digit || is_announced && length > 5) {
            let shown = format!("{}***", account[0]);
            accounts.push(Mask { start, end: start + length, private: Private::Account, shown });
            at = start + length;
        }
    }
    accounts
}

fn ends_in_number(word: &str) -> bool {
    language().account_filler.iter().any(|filler| word.ends_with(filler.as_str()))
}
