//! Where does one word end and the next begin?

use std::ops::Range;

use jieba_rs::{Jieba, Tag};

use crate::language::language;
use crate::words;

/// The frequency a listed word has at least, of the sixty million words the general dictionary was counted on. Two
/// ordinary words still prevail over a listed one that lies across their bound.
const LISTED: usize = 2000;

/// The general dictionary with the banner's own words added.
///
/// Loading the dictionary costs a tenth of a second; it happens once, when the rule book is compiled.
#[derive(Clone)]
pub(crate) struct Segmenter {
    jieba: Jieba,
}

/// Where the words of a text begin and end. It is cut stretch by stretch, and only where somebody asks: no word goes
/// beyond a stretch between two separators.
pub(crate) struct Boundaries<'t> {
    segmenter: &'t Segmenter,
    text: &'t str,
    /// For every byte of the text, and its end.
    bounds: Vec<Bound>,
}

/// Whether a word begins or ends at a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Unknown,
    Yes,
    No,
}

impl Segmenter {
    pub(crate) fn new() -> Segmenter {
        let mut segmenter = Segmenter { jieba: Jieba::new() };
        for ending in &language().ending {
            segmenter.add(ending, None, Some("n"));
        }
        segmenter
    }

    /// Adds a folded word; without a frequency it gets one that keeps it in one piece and lets it prevail over the
    /// curiosities of the general dictionary, which would cut 路灯不亮 as 路 and 灯不亮.
    pub(crate) fn add(&mut self, word: &str, freq: Option<usize>, tag: Option<&str>) {
        if word.chars().nth(1).is_some() {
            let freq = freq.unwrap_or_else(|| self.jieba.suggest_freq(word).max(LISTED));
            self.jieba.add_word(word, Some(freq), tag);
        }
    }

    /// Where words begin and end, also those that stand within a longer one: 停水两天 does not hide 停水. Guessed words
    /// (HMM) are off: a wrong guess would hide a listed word.
    pub(crate) fn boundaries<'t>(&'t self, text: &'t str) -> Boundaries<'t> {
        Boundaries { segmenter: self, text, bounds: vec![Bound::Unknown; text.len() + 1] }
    }

    /// The words of a line, guessed ones included, without digits and punctuation.
    pub(crate) fn words<'t>(&self, line: &'t str) -> Vec<&'t str> {
        words::words(&self.jieba, line)
    }

    /// Words with their parts of speech.
    pub(crate) fn tagged<'a>(&'a self, text: &'a str) -> Vec<Tag<'a>> {
        self.jieba.tag(text, false)
    }

    /// Words of two characters and more, long ones also in parts: what a search compares.
    pub(crate) fn searched<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.jieba
            .cut_for_search(text, false)
            .into_iter()
            .map(|token| token.word)
            .filter(|word| word.chars().nth(1).is_some() && word.chars().any(char::is_alphanumeric))
    }
}

impl Boundaries<'_> {
    /// Whether a word begins at the first byte and a word ends at the last.
    pub(crate) fn hold(&mut self, bytes: &Range<usize>) -> bool {
        self.is_bound(bytes.start) && self.is_bound(bytes.end)
    }

    fn is_bound(&mut self, at: usize) -> bool {
        if self.bounds[at] == Bound::Unknown {
            self.cut(stretch(self.text, at));
        }
        self.bounds[at] == Bound::Yes
    }

    fn cut(&mut self, stretch: Range<usize>) {
        self.bounds[stretch.clone()].fill(Bound::No);
        (self.bounds[stretch.start], self.bounds[stretch.end]) = (Bound::Yes, Bound::Yes);
        for token in self.segmenter.jieba.cut_for_search(&self.text[stretch.clone()], false) {
            self.bounds[stretch.start + token.byte_start] = Bound::Yes;
            self.bounds[stretch.start + token.byte_end] = Bound::Yes;
        }
    }
}

/// Whether no word, as the dictionary cuts, holds this character.
fn separates(character: char) -> bool {
    !character.is_alphanumeric() && !character.is_ascii_punctuation()
}

/// A text between its separators.
pub(crate) fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    text.split_inclusive(separates).map(move |part| {
        let start = next;
        next += part.len();
        start..start + part.trim_end_matches(separates).len()
    })
}

/// The text around a byte up to the next separators; empty between two of them.
fn stretch(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].char_indices().rev().find(|(_, before)| separates(*before));
    let start = start.map_or(0, |(byte, before)| byte + before.len_utf8());
    let end = text[at..].find(separates).map_or(text.len(), |end| at + end);
    start..end
}

#[cfg(test)]
mod tests {
    use super::Segmenter;

    #[test]
    fn a_word_of_the_banner_stays_in_one_piece() {
        let mut segmenter = Segmenter::new();
        segmenter.add("朝霞里", None, None);
        let text = "家住朝霞里";
        let name = text.find("朝霞里").expect("in the text");
        assert!(segmenter.boundaries(text).hold(&(name..text.len())));
    }

    #[test]
    fn a_listed_word_prevails_over_a_curiosity_of_the_dictionary() {
        let mut segmenter = Segmenter::new();
        segmenter.add("路灯", None, None);
        segmenter.add("不亮", None, None);
        assert!(segmenter.boundaries("路灯不亮").hold(&(0.."路灯".len())));
    }

    #[test]
    fn a_longer_word_does_not_hide_the_word_within_it() {
        let mut segmenter = Segmenter::new();
        segmenter.add("停水", None, None);
        segmenter.add("停水两天", None, None);
        assert!(segmenter.boundaries("停水两天").hold(&(0.."停水".len())));
    }

    #[test]
    fn the_end_of_one_word_and_the_beginning_of_the_next_are_no_word() {
        let text = "自来水管理所";
        let pipe = text.find("水管").expect("in the text");
        assert!(!Segmenter::new().boundaries(text).hold(&(pipe..pipe + "水管".len())));
    }
}
