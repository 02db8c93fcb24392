//! What stands in an address, before anybody asks what it means?

use super::Part;
use super::lists::{Known, lists};

/// A part that may end at `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) end: usize,
    pub(super) part: Part,
    pub(super) cost: u16,
    /// Whether it joins two roads.
    pub(super) crosses: bool,
}

impl Piece {
    pub(super) fn new(end: usize, part: Part, cost: u16) -> Piece {
        Piece { end, part, cost, crosses: false }
    }
}

/// An address and all words of the lists in it.
pub(super) struct View<'c> {
    pub(super) chars: &'c [char],
    /// The endings that end before each character, longest first.
    pub(super) endings: Found,
    /// The whole parts that begin at each character.
    pub(super) words: Found,
    /// How many endings that always mean an area or a road end before each character or sooner.
    pub(super) hard: Vec<u16>,
    /// How many digits stand before each character.
    pub(super) digits: Vec<u16>,
}

/// Words of the lists by the character at which they were found.
pub(super) struct Found {
    all: Vec<&'static Known>,
    /// Where those of each character begin.
    begins: Vec<u32>,
}

impl Found {
    fn at<Words>(places: impl Iterator<Item = usize>, words: impl Fn(usize) -> Words) -> Found
    where
        Words: Iterator<Item = &'static Known>,
    {
        let mut found = Found { all: Vec::new(), begins: vec![0] };
        for at in places {
            found.all.extend(words(at));
            found.begins.push(found.all.len() as u32);
        }
        found
    }
}

impl std::ops::Index<usize> for Found {
    type Output = [&'static Known];

    fn index(&self, at: usize) -> &[&'static Known] {
        &self.all[self.begins[at] as usize..self.begins[at + 1] as usize]
    }
}

impl<'c> View<'c> {
    pub(super) fn new(chars: &'c [char]) -> View<'c> {
        let endings = Found::at(0..=chars.len(), |end| lists().endings(&chars[..end]));
        let is_hard =
            |known: &&Known| known.cost == 0 && known.part <= Part::Road && known.part != Part::Zone;
        let hard = sums((0..=chars.len()).map(|end| endings[end].iter().any(is_hard)));
        let digits = sums(std::iter::once(false).chain(chars.iter().map(char::is_ascii_digit)));
        let words = Found::at(0..=chars.len(), |at| lists().words(&chars[at..]));
        View { chars, endings, words, hard, digits }
    }

    /// Whether a run of digits or of letters goes on over this place.
    pub(super) fn splits(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = (at.checked_sub(1).map(|at| self.chars[at]), self.chars.get(at))
        else {
            return false;
        };
        before.is_ascii_digit() && after.is_ascii_digit()
            || before.is_ascii_alphabetic() && after.is_ascii_alphabetic()
    }

    /// Whether a word of a number stands here.
    pub(super) fn counts(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(|c| c.is_ascii_digit() || lists().is_numeral(*c))
    }

    pub(super) fn is_mark(&self, at: usize) -> bool {
        !self.chars[at].is_alphanumeric() && !matches!(self.chars[at], '·' | '&')
    }
}

/// How many are so, up to each.
fn sums(all: impl Iterator<Item = bool>) -> Vec<u16> {
    let sum = |sum: &mut u16, is_so: bool| {
        *sum += u16::from(is_so);
        Some(*sum)
    };
    all.scan(0, sum).collect()
}
