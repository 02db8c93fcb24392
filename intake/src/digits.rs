//! Which digits follow one another, however they are written or spoken?

use crate::language::language;

/// A digit of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digit {
    pub(crate) value: u8,
    /// Its character in the message.
    pub(crate) at: usize,
    /// Whether the digit before it stands directly before it, written the same way: in 「15000001111两个」 the 两 begins
    /// another number.
    pub(crate) joined: bool,
}

/// How many separators may stand between two digits of one number: `（0470） 822` has two.
const SEPARATORS: usize = 2;

/// Digits of one number or of several that follow one another: 138 0000 1234, 138-0000-1234, １３８…, 幺三八…,
/// split over lines.
pub(crate) fn runs(chars: &[char]) -> Vec<Vec<Digit>> {
    let mut runs: Vec<Vec<Digit>> = Vec::new();
    let mut since = usize::MAX;
    for (at, &character) in chars.iter().enumerate() {
        if let Some(value) = language().digit(character) {
            let is_alike = || at > 0 && is_figure(chars[at - 1]) == is_figure(character);
            match runs.last_mut() {
                Some(run) if since <= SEPARATORS => {
                    run.push(Digit { value, at, joined: since == 0 && is_alike() });
                }
                Some(_) | None => runs.push(vec![Digit { value, at, joined: false }]),
            }
            since = 0;
        } else if since <= SEPARATORS && separates(chars, at) {
            since += 1;
        } else {
            since = usize::MAX;
        }
    }
    runs
}

/// The number of digits from `first` on that could be one number of `length` digits: they are there, and none
/// follows directly.
pub(crate) fn stands(run: &[Digit], first: usize, length: usize) -> bool {
    first + length <= run.len() && run.get(first + length).is_none_or(|next| !next.joined)
}

/// The digits as text.
pub(crate) fn written(digits: &[Digit]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit.value)).collect()
}

/// Whether a digit is written as a figure, not as a word.
pub(crate) fn is_figure(character: char) -> bool {
    matches!(character, '0'..='9' | '\u{ff10}'..='\u{ff19}')
}

fn separates(chars: &[char], at: usize) -> bool {
    match chars[at] {
        ' '
        | '-'
        | '.'
        | '·'
        | '('
        | ')'
        | '_'
        | '\n'
        | '\r'
        | '\u{2010}'..='\u{2015}'
        | '\u{200b}'..='\u{200f}' => true,
        // Spoken numbers are written down with commas between the groups; written ones mean several numbers by it.
        ',' | '、' => at > 0 && !chars[at - 1].is_ascii_digit(),
        _ => false,
    }
}
