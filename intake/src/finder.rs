//! Where in a message do keywords stand?
//!
//! A trie over folded characters in one array: the children of a node lie at its base plus their character's code, and
//! each slot names the node it belongs to. Folding happens in the table of codes, so that a message is read once as it
//! was typed and nothing is copied but one small number a character.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::fold::fold;

/// The code of whatever no keyword contains: nothing is found across it.
pub(crate) const GAP: u16 = 0;
/// The code of what is invisible: it is passed over.
const INVISIBLE: u16 = u16::MAX;
/// The parent of a free slot, and of what no message reaches.
const NOBODY: u32 = u32::MAX;
/// The parent of a first character: no slot has this number.
const BEGINNING: u32 = u32::MAX - 1;
/// Characters of the basic plane; those beyond it are few and stand in a map.
const BASIC: usize = 0x1_0000;

/// Where so many places in a row did not do, those before are full enough to be passed over from then on.
const PATIENCE: usize = 4096;

/// Finds all keywords, also those inside others.
#[derive(Debug)]
pub(crate) struct Finder {
    codes: Vec<u16>,
    beyond: BTreeMap<char, u16>,
    /// The slot of a first character is its code.
    slots: Vec<Slot>,
    longest: usize,
    /// Stands for no keyword: one more than the last.
    none: u32,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    /// Where the children begin: child of code `c` in slot `base + c`.
    base: u32,
    /// The node this one is a child of.
    parent: u32,
    /// The keyword that ends here.
    word: u32,
}

/// What a character and the one after it begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    /// The keyword of the one character; [`Finder::none`] if it is none.
    pub(crate) one: usize,
    /// The keyword of the two.
    pub(crate) two: usize,
    /// Whether longer keywords begin with the two.
    pub(crate) goes_on: bool,
}

/// The keywords hold more different characters than can be numbered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooManyCharacters;

/// Children by code, before they have a place in the array.
#[derive(Default)]
struct Branch {
    children: BTreeMap<u16, usize>,
    word: Option<u32>,
}

impl Finder {
    /// Of folded keywords, each known by its index; none is empty, none stands twice.
    pub(crate) fn new<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Result<Finder, TooManyCharacters> {
        Finder::built(words, false)
    }

    /// The same, which finds them across blanks, too: these are passed over as what is invisible, and no keyword has any.
    pub(crate) fn across<'a>(
        words: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<Finder, TooManyCharacters> {
        Finder::built(words, true)
    }

    fn built<'a>(
        words: impl Iterator<Item = &'a str> + Clone,
        across: bool,
    ) -> Result<Finder, TooManyCharacters> {
        let mut letters: Vec<char> = words.clone().flat_map(str::chars).collect();
        letters.sort_unstable();
        letters.dedup();
        if letters.len() >= usize::from(INVISIBLE) {
            return Err(TooManyCharacters);
        }
        let code = |letter: char| letters.binary_search(&letter).map_or(GAP, |index| index as u16 + 1);
        let seen = |letter: &char| !(across && *letter == ' ');
        let of = |typed: char| fold(typed).filter(seen).map_or(INVISIBLE, code);
        let codes = (0..BASIC as u32).map(|at| char::from_u32(at).map_or(GAP, of)).collect();
        let beyond =
            letters.iter().filter(|letter| **letter as usize >= BASIC).map(|&letter| (letter, code(letter)));
        let mut branches = vec![Branch::default()];
        let mut longest = 0;
        // Of equal words the last is found, so there may be more of them than are found.
        let none = words.clone().count() as u32;
        for (index, word) in (0..).zip(words) {
            let mut at = 0;
            for letter in word.chars() {
                let next = branches.len();
                at = *branches[at].children.entry(code(letter)).or_insert(next);
                if at == next {
                    branches.push(Branch::default());
                }
            }
            branches[at].word = Some(index);
            longest = longest.max(word.chars().count());
        }
        let slots = lay(&branches, letters.len(), none);
        Ok(Finder { codes, beyond: beyond.collect(), slots, longest, none })
    }

    /// Every keyword in a folded text, also those inside others, in the order of their ends, the longest first: its
    /// bytes, and which it is.
    pub(crate) fn all(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let (codes, starts) = self.read(text);
        let mut found = Vec::new();
        for at in 0..codes.len() {
            self.begin(&codes[at..], |length, word| found.push((starts[at]..starts[at + length], word)));
        }
        found.sort_by_key(|(bytes, _)| bytes.end);
        found
    }

    /// The keywords in a folded text from the left, of those that begin at one spot the longest, none inside another.
    pub(crate) fn leftmost(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let (codes, starts) = self.read(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < codes.len() {
            let mut longest = None;
            self.begin(&codes[at..], |length, word| longest = Some((length, word)));
            let next = at + longest.map_or(1, |(length, _)| length);
            found.extend(longest.map(|(_, word)| (starts[at]..starts[next], word)));
            at = next;
        }
        found
    }

    /// Whether any keyword stands in a folded text.
    pub(crate) fn is_any_in(&self, text: &str) -> bool {
        let (codes, _) = self.read(text);
        let mut any = false;
        (0..codes.len()).any(|at| {
            self.begin(&codes[at..], |_, _| any = true);
            any
        })
    }

    /// The codes of a text, and at which byte each of its characters begins; behind the last one, where the text ends.
    fn read(&self, text: &str) -> (Vec<u16>, Vec<usize>) {
        let (mut codes, mut starts) =
            (Vec::with_capacity(text.len() / 2), Vec::with_capacity(text.len() / 2));
        for (byte, typed) in text.char_indices() {
            if let Some(code) = self.code(typed) {
                codes.push(code);
                starts.push(byte);
            }
        }
        starts.push(text.len());
        (codes, starts)
    }

    /// Characters of the longest keyword.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// The code of a typed character; none for what is invisible.
    #[inline]
    pub(crate) fn code(&self, typed: char) -> Option<u16> {
        let code = match self.codes.get(typed as usize) {
            Some(&code) => code,
            None => fold(typed).and_then(|letter| self.beyond.get(&letter).copied()).unwrap_or(GAP),
        };
        (code != INVISIBLE).then_some(code)
    }

    /// The number that stands for no keyword.
    pub(crate) fn none(&self) -> usize {
        self.none as usize
    }

    /// Tells every keyword that begins at the first of these codes: its length, and which it is.
    #[inline]
    pub(crate) fn begin(&self, codes: &[u16], mut tell: impl FnMut(usize, usize)) {
        let mut parent = BEGINNING;
        let mut base = 0;
        for (index, &code) in codes.iter().enumerate() {
            let at = base + u32::from(code);
            let slot = self.slots[at as usize];
            if slot.parent != parent || code == GAP {
                return;
            }
            if slot.word != self.none {
                tell(index + 1, slot.word as usize);
            }
            (parent, base) = (at, slot.base);
        }
    }

    /// The keywords of one and of two characters that begin with these codes, without a branch: whether there is one
    /// changes from character to character, and a processor that guesses wrong has lost more than an addition costs.
    #[inline]
    pub(crate) fn pair(&self, first: u16, second: u16) -> Pair {
        let one = self.slots[usize::from(first)];
        let two = self.slots[one.base as usize + usize::from(second)];
        let is_there = two.parent == u32::from(first);
        let word = if is_there { two.word } else { self.none };
        Pair { one: one.word as usize, two: word as usize, goes_on: is_there & (two.base != 0) }
    }
}

/// Gives every branch a slot, parents before children.
fn lay(branches: &[Branch], letters: usize, none: u32) -> Vec<Slot> {
    let free = Slot { base: 0, parent: NOBODY, word: none };
    let mut slots = vec![free; letters + 2];
    let mut waiting = std::collections::VecDeque::from([(0_usize, 0_usize)]);
    // The slots of all codes are kept for the root's children: a slot there tells by itself what begins with a code.
    let mut first_free = letters + 1;
    while let Some((branch, slot)) = waiting.pop_front() {
        let children = &branches[branch].children;
        let is_root = branch == 0;
        slots[slot].word = branches[branch].word.unwrap_or(none);
        let (Some((&first, _)), Some((&last, _))) = (children.first_key_value(), children.last_key_value())
        else {
            continue;
        };
        while slots.get(first_free).is_some_and(|slot| slot.parent != NOBODY) {
            first_free += 1;
        }
        let is_free = |slots: &[Slot], at: usize| slots.get(at).is_none_or(|slot| slot.parent == NOBODY);
        // The children of the root lie at their own codes.
        let least = if is_root { 0 } else { first_free.saturating_sub(usize::from(first)).max(1) };
        let base = (least..)
            .find(|base| children.keys().all(|code| is_free(&slots, base + usize::from(*code))))
            .expect("behind the last slot all are free");
        if base - least > PATIENCE {
            first_free = base + usize::from(first);
        }
        // Every code may be asked for at every base.
        let needed = base + usize::from(last).max(letters) + 1;
        if slots.len() < needed {
            slots.resize(needed, free);
        }
        slots[slot].base = base as u32;
        for (&code, &child) in children {
            let at = base + usize::from(code);
            slots[at].parent = if is_root { BEGINNING } else { slot as u32 };
            waiting.push_back((child, at));
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::{Finder, GAP};

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        found_by(&Finder::new(words.iter().copied()).expect("few characters"), text)
    }

    fn found_by(finder: &Finder, text: &str) -> Vec<(usize, usize, usize)> {
        let codes: Vec<u16> = text.chars().filter_map(|typed| finder.code(typed)).collect();
        let mut found = Vec::new();
        for start in 0..codes.len() {
            finder.begin(&codes[start..], |length, word| found.push((start, start + length, word)));
        }
        found
    }

    #[test]
    fn a_keyword_inside_another_is_found_too() {
        assert_eq!(
            found(&["停水", "停水通知", "通知", "水"], "小区停水通知"),
            [(2, 4, 0), (2, 6, 1), (3, 4, 3), (4, 6, 2)]
        );
    }

    #[test]
    fn what_no_keyword_contains_parts_the_text() {
        assert_eq!(found(&["停水"], "停，水 停 水"), []);
        let finder = Finder::new(["停水"].into_iter()).expect("few characters");
        assert_eq!((finder.code('，'), finder.code('\u{200b}')), (Some(GAP), None));
    }

    #[test]
    fn in_a_text_they_are_told_by_their_bytes() {
        let finder =
            Finder::new(["停水", "停水通知", "通知", "水", "区停"].into_iter()).expect("few characters");
        let text = "小区停水通知";
        assert_eq!(finder.all(text), [(3..9, 4), (6..12, 0), (9..12, 3), (6..18, 1), (12..18, 2)]);
        assert_eq!(finder.leftmost(text), [(3..9, 4), (9..12, 3), (12..18, 2)]);
        assert_eq!(finder.leftmost("停水通知"), [(0..12, 1)]);
        assert!(finder.is_any_in(text) && !finder.is_any_in("小区"));
    }

    #[test]
    fn blanks_part_nothing_when_keywords_are_found_across_them() {
        let finder = Finder::across(["停水"].into_iter()).expect("few characters");
        assert_eq!(found_by(&finder, "停 \u{3000}水，停，水"), [(0, 2, 0)]);
    }

    #[test]
    fn characters_are_folded_while_they_are_read() {
        assert_eq!(found(&["ktv", "𠮷"], "ＫＴＶ、K\u{200b}tv、𠮷"), [(0, 3, 0), (4, 7, 0), (8, 9, 1)]);
    }
}
