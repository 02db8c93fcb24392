//! How do we compare what people type with what the word lists say, and still point at what they typed?
//!
//! A message is folded before anything is looked up in it: full-width forms become ASCII, capitals become small,
//! invisible characters vanish, and ways of writing (`variants.csv`) become the word the lists use. Every folded
//! character remembers the characters of the message it stands for.

use std::ops::Range;

use crate::BookError;
use crate::finder::Finder;
use crate::fold::fold;

/// Characters of the message as it was typed, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A message and its folded form.
#[derive(Debug)]
pub(crate) struct Folded<'a> {
    typed: &'a str,
    text: String,
    /// Where each folded character stands, and what of the message it stands for; in order.
    pieces: Vec<Piece>,
}

/// One folded character.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Its first byte in the folded text.
    at: u32,
    /// What was typed for it, in characters and in bytes: the first, and the one after the last.
    chars: (u32, u32),
    bytes: (u32, u32),
}

impl<'a> Folded<'a> {
    /// Folds without variants.
    pub(crate) fn plain(typed: &'a str) -> Self {
        let mut folded = Folded::empty(typed);
        for (index, (byte, character)) in (0..).zip(typed.char_indices()) {
            if let Some(small) = fold(character) {
                let bytes = (byte as u32, (byte + character.len_utf8()) as u32);
                folded.push(small, (index, index + 1), bytes);
            }
        }
        folded
    }

    /// The folded text; every byte range below refers to it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The typed characters behind a byte range of the folded text.
    pub(crate) fn span(&self, bytes: &Range<usize>) -> Span {
        let first = self.index(bytes.start);
        if bytes.is_empty() {
            let end = || self.typed.chars().count();
            let at = self.pieces.get(first).map_or_else(end, |piece| piece.chars.0 as usize);
            return Span { start: at, end: at };
        }
        let last = self.index(bytes.end - 1);
        Span { start: self.pieces[first].chars.0 as usize, end: self.pieces[last].chars.1 as usize }
    }

    /// What was typed there.
    pub(crate) fn typed(&self, span: Span) -> &'a str {
        if span.start == span.end {
            return "";
        }
        let first = self.pieces.partition_point(|piece| (piece.chars.0 as usize) < span.start);
        let last = self.pieces.partition_point(|piece| (piece.chars.1 as usize) < span.end);
        &self.typed[self.pieces[first].bytes.0 as usize..self.pieces[last].bytes.1 as usize]
    }

    /// How many folded characters a byte range holds.
    pub(crate) fn chars(&self, bytes: &Range<usize>) -> usize {
        self.index(bytes.end) - self.index(bytes.start)
    }

    fn empty(typed: &'a str) -> Self {
        // Most of what is typed is Chinese, three bytes a character.
        let pieces = Vec::with_capacity(typed.len() / 2);
        Folded { typed, text: String::with_capacity(typed.len()), pieces }
    }

    fn push(&mut self, character: char, chars: (u32, u32), bytes: (u32, u32)) {
        self.pieces.push(Piece { at: self.text.len() as u32, chars, bytes });
        self.text.push(character);
    }

    /// Which folded character holds a byte.
    fn index(&self, byte: usize) -> usize {
        if byte >= self.text.len() {
            return self.pieces.len();
        }
        self.pieces.partition_point(|piece| piece.at as usize <= byte) - 1
    }
}

/// A word of a list in the same form as a folded message.
pub(crate) fn fold_word(word: &str) -> String {
    word.chars().flat_map(fold).collect()
}

/// The message character by character: every typed character as one folded one, what is invisible as it is.
pub(crate) fn fold_each(typed: &str) -> Vec<char> {
    typed.chars().map(|character| fold(character).unwrap_or(character)).collect()
}

/// Ways of writing that stand for another word.
#[derive(Debug)]
pub(crate) struct Variants {
    finder: Finder,
    standards: Vec<String>,
}

impl Variants {
    pub(crate) fn compile(pairs: &[(String, String)]) -> Result<Variants, BookError> {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(variant, standard)| (fold_word(variant), fold_word(standard)))
            .filter(|(variant, standard)| !variant.is_empty() && variant != standard)
            .collect();
        let variants = pairs.iter().map(|(variant, _)| variant.as_str());
        let finder = Finder::new(variants).map_err(|_| BookError::TooManyWords)?;
        Ok(Variants { finder, standards: pairs.into_iter().map(|(_, standard)| standard).collect() })
    }

    /// Folds, variants included.
    pub(crate) fn fold<'a>(&self, typed: &'a str) -> Folded<'a> {
        let plain = Folded::plain(typed);
        let found = self.finder.leftmost(plain.text());
        if found.is_empty() {
            return plain;
        }
        let mut folded = Folded::empty(typed);
        let mut done = 0;
        for (bytes, variant) in found {
            folded.copy(&plain, done..bytes.start);
            let (first, last) = (plain.index(bytes.start), plain.index(bytes.end - 1));
            let (first, last) = (plain.pieces[first], plain.pieces[last]);
            let (chars, typed) = ((first.chars.0, last.chars.1), (first.bytes.0, last.bytes.1));
            for character in self.standards[variant].chars() {
                folded.push(character, chars, typed);
            }
            done = bytes.end;
        }
        folded.copy(&plain, done..plain.text.len());
        folded
    }
}

impl Folded<'_> {
    fn copy(&mut self, other: &Folded<'_>, bytes: Range<usize>) {
        let pieces = &other.pieces[other.index(bytes.start)..other.index(bytes.end)];
        for (piece, character) in pieces.iter().zip(other.text[bytes].chars()) {
            self.push(character, piece.chars, piece.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Folded, Span, Variants};

    #[test]
    fn full_width_and_capital_letters_are_folded_in_place() {
        let folded = Folded::plain("Ａ座　ＫＴＶ吵");
        assert_eq!(folded.text(), "a座 ktv吵");
        let ktv = folded.text().find("ktv").expect("folded");
        let span = folded.span(&(ktv..ktv + 3));
        assert_eq!(span, Span { start: 3, end: 6 });
        assert_eq!(folded.typed(span), "ＫＴＶ");
    }

    #[test]
    fn a_variant_points_at_what_was_typed() {
        let variants = Variants::compile(&[("么得".to_owned(), "没有".to_owned())]).expect("variants");
        let folded = variants.fold("家里么得水，么得电");
        assert_eq!(folded.text(), "家里没有水,没有电");
        let electricity = folded.text().rfind("没有电").expect("folded");
        let span = folded.span(&(electricity..folded.text().len()));
        assert_eq!(folded.typed(span), "么得电");
    }

    #[test]
    fn an_invisible_character_belongs_to_nothing() {
        let folded = Folded::plain("停\u{200b}水");
        assert_eq!(folded.text(), "停水");
        assert_eq!(folded.typed(folded.span(&(0..6))), "停\u{200b}水");
        assert_eq!(folded.span(&(6..6)), Span { start: 3, end: 3 });
    }
}
