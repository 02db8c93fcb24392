//! How do we compare what people type with what the word lists say, and still point at what they typed?
//!
//! A message is folded before anything is looked up in it: full-width forms become ASCII, capitals become small,
//! invisible characters vanish, and ways of writing (`variants.csv`) become the word the lists use. Every folded
//! character remembers the characters of the message it stands for.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::BookError;

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
    /// Byte of the typed message at which each of its characters begins, and its length.
    typed_bytes: Vec<u32>,
    text: String,
    /// For every byte of `text` (and its end): which folded character it belongs to.
    char_at: Vec<u32>,
    /// For every folded character: first and last-but-one typed character it stands for.
    origin: Vec<(u32, u32)>,
}

impl<'a> Folded<'a> {
    /// Folds without variants.
    pub(crate) fn plain(typed: &'a str) -> Self {
        let mut folded = Folded::empty(typed);
        for (index, character) in typed.chars().enumerate() {
            if let Some(character) = fold(character) {
                folded.push(character, (index as u32, index as u32 + 1));
            }
        }
        folded.close()
    }

    /// The folded text; every byte range below refers to it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The typed characters behind a byte range of the folded text.
    pub(crate) fn span(&self, bytes: &Range<usize>) -> Span {
        if bytes.is_empty() {
            let at = self
                .origin
                .get(self.char_at[bytes.start] as usize)
                .map_or_else(|| self.typed_bytes.len() - 1, |&(start, _)| start as usize);
            return Span { start: at, end: at };
        }
        let first = self.char_at[bytes.start] as usize;
        let last = self.char_at[bytes.end - 1] as usize;
        Span { start: self.origin[first].0 as usize, end: self.origin[last].1 as usize }
    }

    /// What was typed there.
    pub(crate) fn typed(&self, span: Span) -> &'a str {
        &self.typed[self.typed_bytes[span.start] as usize..self.typed_bytes[span.end] as usize]
    }

    /// How many folded characters a byte range holds.
    pub(crate) fn chars(&self, bytes: &Range<usize>) -> usize {
        (self.char_at[bytes.end] - self.char_at[bytes.start]) as usize
    }

    fn empty(typed: &'a str) -> Self {
        let mut typed_bytes: Vec<u32> = typed.char_indices().map(|(byte, _)| byte as u32).collect();
        typed_bytes.push(typed.len() as u32);
        Folded {
            typed,
            text: String::with_capacity(typed.len()),
            char_at: Vec::with_capacity(typed.len() + 1),
            origin: Vec::with_capacity(typed_bytes.len()),
            typed_bytes,
        }
    }

    fn push(&mut self, character: char, origin: (u32, u32)) {
        let index = self.origin.len() as u32;
        self.text.push(character);
        self.char_at.resize(self.text.len(), index);
        self.origin.push(origin);
    }

    fn close(mut self) -> Self {
        self.char_at.push(self.origin.len() as u32);
        self
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
    automaton: AhoCorasick,
    standards: Vec<String>,
}

impl Variants {
    pub(crate) fn compile(pairs: &[(String, String)]) -> Result<Variants, BookError> {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(variant, standard)| (fold_word(variant), fold_word(standard)))
            .filter(|(variant, standard)| !variant.is_empty() && variant != standard)
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(pairs.iter().map(|(variant, _)| variant))
            .map_err(|_| BookError::TooManyWords)?;
        Ok(Variants { automaton, standards: pairs.into_iter().map(|(_, standard)| standard).collect() })
    }

    /// Folds, variants included.
    pub(crate) fn fold<'a>(&self, typed: &'a str) -> Folded<'a> {
        let plain = Folded::plain(typed);
        let mut found = self.automaton.find_iter(plain.text()).peekable();
        if found.peek().is_none() {
            return plain;
        }
        let mut folded = Folded::empty(typed);
        let mut done = 0;
        for variant in found {
            folded.copy(&plain, done..variant.start());
            let span = plain.span(&variant.range());
            for character in self.standards[variant.pattern().as_usize()].chars() {
                folded.push(character, (span.start as u32, span.end as u32));
            }
            done = variant.end();
        }
        folded.copy(&plain, done..plain.text.len());
        folded.close()
    }
}

impl Folded<'_> {
    fn copy(&mut self, other: &Folded<'_>, bytes: Range<usize>) {
        for (byte, character) in other.text[bytes.clone()].char_indices() {
            self.push(character, other.origin[other.char_at[bytes.start + byte] as usize]);
        }
    }
}

/// What one typed character becomes: nothing, itself, or its plain form.
pub(crate) fn fold(character: char) -> Option<char> {
    match character {
        'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}' => Some(character),
        // The full-width forms stand at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(character as u32 - 0xfee0).map(|ascii| ascii.to_ascii_lowercase())
        }
        '\u{3000}' | '\u{a0}' | '\t' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => None,
        '\u{2460}'..='\u{2468}' => char::from_u32(character as u32 - 0x2460 + u32::from('1')),
        _ => {
            let mut small = character.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) => Some(small),
                (Some(_) | None, _) => Some(character),
            }
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
