//! What speaks for a label at a character of an address?
//!
//! A feature is a template and up to five symbols: `c0c1` with 团结, or `runs3` with -0号. It is known by a fingerprint
//! of 64 bits; the model file spells it out.

use super::mix::Mix;
use super::seen::{BEFORE, BEHIND, Seen, digit};

/// The fingerprint of a feature.
pub(super) type Key = u64;

/// The names of all templates, in the order in which [`each`] tells them. c is a character with digits and letters
/// made alike, r a run of them, k the class of a character, rule what the rules say.
pub(super) const TEMPLATES: [&str; 32] = [
    "bias",
    "letter",
    "c-3",
    "c-2",
    "c-1",
    "c0",
    "c+1",
    "c+2",
    "c+3",
    "c-2c-1",
    "c-1c0",
    "c0c+1",
    "c+1c+2",
    "c-2..c0",
    "c-1..c+1",
    "c0..c+2",
    "r-1..r+1",
    "length-next",
    "length-last",
    "ends",
    "k-2..k+2",
    "ending",
    "ending-c0",
    "twice",
    "twice-rule",
    "rule",
    "rule0+1",
    "rule-1+0",
    "rule-1..+1",
    "rule-c0",
    "rule-r+1",
    "rule-r-1",
];

/// The fingerprint of a template's symbols.
pub(super) fn key(template: usize, symbols: &[char]) -> Key {
    let mut mix = Mix::default().add(template as u64);
    for &symbol in symbols {
        mix = mix.add(symbol.into());
    }
    mix.value()
}

/// Tells every feature of a character: the number of its template and its symbols.
pub(super) fn each(seen: &Seen, at: usize, mut tell: impl FnMut(usize, &[char])) {
    let c = |by: isize| near(&seen.plain, at, by);
    let run = seen.run_of[at];
    let r = |by: isize| match run.checked_add_signed(by) {
        Some(run) => seen.runs.get(run).map_or(BEHIND, |run| run.sign),
        None => BEFORE,
    };
    let u = |by: isize| near(&seen.ruled, at, by);
    let k = |by: isize| match at.checked_add_signed(by) {
        Some(at) => seen.classes.get(at).map_or(BEHIND, |class| class.sign()),
        None => BEFORE,
    };
    let mut template = 0;
    let mut add = |symbols: &[char]| {
        tell(template, symbols);
        template += 1;
    };
    add(&[]);
    add(&[seen.chars[at]]);
    for by in -3..=3 {
        add(&[c(by)]);
    }
    for by in -2..=1 {
        add(&[c(by), c(by + 1)]);
    }
    for by in -2..=0 {
        add(&[c(by), c(by + 1), c(by + 2)]);
    }
    add(&[r(-1), r(0), r(1)]);
    let len = seen.runs[run].len;
    let inner = at - seen.runs[run].start;
    let left = len - inner - 1;
    add(&[r(0), digit(len.min(5)), digit(inner.min(2)), digit(left.min(2)), r(1)]);
    add(&[r(0), digit(len.min(5)), digit(inner.min(1)), digit(left.min(1)), r(-1)]);
    add(&[digit((seen.len() - at).min(5)), digit(at.min(2)), c(0)]);
    add(&[k(-2), k(-1), k(0), k(1), k(2)]);
    let (ending, far) = seen.next[at];
    add(&[ending, far]);
    add(&[ending, far, c(0)]);
    add(&[seen.twice[at]]);
    add(&[seen.twice[at], u(0)]);
    add(&[u(0)]);
    add(&[u(0), u(1)]);
    add(&[u(-1), u(0)]);
    add(&[u(-1), u(0), u(1)]);
    add(&[u(0), c(0)]);
    add(&[u(0), r(1)]);
    add(&[u(0), r(-1)]);
}

fn near(symbols: &[char], at: usize, by: isize) -> char {
    match at.checked_add_signed(by) {
        Some(at) => symbols.get(at).copied().unwrap_or(BEHIND),
        None => BEFORE,
    }
}
