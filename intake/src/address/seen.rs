//! What is seen of an address before its parts are weighed?

use super::Part;
use super::lists::{is_dash, lists};
use super::rule;
use super::view::View;
use crate::text::fold_each;

/// Before the first character, and behind the last.
pub(super) const BEFORE: char = '«';
pub(super) const BEHIND: char = '»';
/// Any blank, so that no feature breaks a line of the model file.
const BLANK: char = '␣';

/// What kind of character it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Word,
    Digit,
    Letter,
    Numeral,
    Dash,
    Mark,
}

impl Class {
    pub(super) const ALL: [Class; 6] =
        [Class::Word, Class::Digit, Class::Letter, Class::Numeral, Class::Dash, Class::Mark];

    fn of(plain: char) -> Class {
        match plain {
            '0' => Class::Digit,
            'a' => Class::Letter,
            c if lists().is_numeral(c) => Class::Numeral,
            c if is_dash(c) || matches!(c, '.' | '~') => Class::Dash,
            c if c.is_alphanumeric() => Class::Word,
            _ => Class::Mark,
        }
    }

    /// Its sign in features and in the model file.
    pub(super) fn sign(self) -> char {
        match self {
            Class::Word => 'w',
            Class::Digit => 'd',
            Class::Letter => 'l',
            Class::Numeral => 'n',
            Class::Dash => '-',
            Class::Mark => 'm',
        }
    }
}

/// A run of digits or of letters, or any other character alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) sign: char,
    pub(super) start: usize,
    pub(super) len: usize,
}

/// The part that an ending ends, and how far away it is.
pub(super) type Ending = (char, char);

/// An address as the features look at it.
#[derive(Debug)]
pub(super) struct Seen {
    /// Folded.
    pub(super) chars: Vec<char>,
    /// All digits as 0, all letters as a.
    pub(super) plain: Vec<char>,
    pub(super) classes: Vec<Class>,
    pub(super) runs: Vec<Run>,
    /// The run of each character.
    pub(super) run_of: Vec<usize>,
    /// What the rules take each character for: a letter for the part, a capital one where it begins.
    pub(super) ruled: Vec<char>,
    /// Whether the two characters from here on stand elsewhere, too: - no, < before, > later.
    pub(super) twice: Vec<char>,
    /// The next ending of a name that ends here or later: what it ends, and how far it is.
    pub(super) next: Vec<Ending>,
}

impl Seen {
    pub(super) fn new(text: &str) -> Seen {
        let chars: Vec<char> = fold_each(text)
            .into_iter()
            .map(|c| if c.is_whitespace() || c.is_control() { BLANK } else { c })
            .collect();
        let plain: Vec<char> = chars.iter().map(|&c| plain(c)).collect();
        let classes = plain.iter().map(|&c| Class::of(c)).collect();
        let (runs, run_of) = runs(&plain);
        let view = View::new(&chars);
        let ruled = ruled(&view);
        let next = endings(&view);
        let twice = twice(&chars);
        Seen { chars, plain, classes, runs, run_of, ruled, twice, next }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }
}

fn plain(c: char) -> char {
    if c.is_ascii_digit() {
        '0'
    } else if c.is_ascii_alphabetic() {
        'a'
    } else {
        c
    }
}

fn runs(plain: &[char]) -> (Vec<Run>, Vec<usize>) {
    let mut runs: Vec<Run> = Vec::with_capacity(plain.len());
    let mut run_of = Vec::with_capacity(plain.len());
    for (start, &sign) in plain.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if matches!(sign, '0' | 'a') && run.sign == sign => run.len += 1,
            Some(_) | None => runs.push(Run { sign, start, len: 1 }),
        }
        run_of.push(runs.len() - 1);
    }
    (runs, run_of)
}

/// The letter of a part.
fn letter(part: Part) -> char {
    char::from(b'a' + part as u8)
}

fn ruled(view: &View<'_>) -> Vec<char> {
    let mut ruled = Vec::with_capacity(view.chars.len());
    for (start, end, part) in rule::parts(view) {
        ruled.push(letter(part).to_ascii_uppercase());
        ruled.extend(std::iter::repeat_n(letter(part), end - start - 1));
    }
    ruled
}

fn twice(chars: &[char]) -> Vec<char> {
    let pairs: Vec<u64> =
        chars.windows(2).map(|pair| u64::from(pair[0]) << 32 | u64::from(pair[1])).collect();
    let sign = |at: usize| {
        let Some(pair) = pairs.get(at).filter(|_| chars[at].is_alphabetic() && chars[at + 1].is_alphabetic())
        else {
            return '-';
        };
        if pairs[at + 1..].contains(pair) {
            '>'
        } else if pairs[..at].contains(pair) {
            '<'
        } else {
            '-'
        }
    };
    (0..chars.len()).map(sign).collect()
}

/// How far an ending is looked for.
const AHEAD: usize = 8;

fn endings(view: &View<'_>) -> Vec<Ending> {
    let length = view.chars.len();
    let sure = |end: usize| {
        let mut sure = view.endings[end].iter().filter(|known| known.cost <= 20);
        sure.next().map(|known| letter(known.part))
    };
    let at_end: Vec<Option<char>> = (1..=length).map(sure).collect();
    let next = |at: usize| {
        let ahead = &at_end[at..length.min(at + AHEAD)];
        ahead.iter().zip(0..).find_map(|(part, far)| Some(((*part)?, digit(far)))).unwrap_or(('-', '9'))
    };
    (0..length).map(next).collect()
}

/// A small number as a symbol.
pub(super) fn digit(number: usize) -> char {
    char::from(b'0' + number.min(9) as u8)
}
