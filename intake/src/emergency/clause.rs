//! Where do the clause and the sentence around a word begin and end?

use std::ops::Range;

/// Bytes of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// The clause: between commas and blanks.
    pub(super) clause: Range<usize>,
    /// The sentence: between full stops, or lines.
    pub(super) sentence: Range<usize>,
}

impl Clause {
    /// How far is looked for the ends of a sentence; who writes without stops means no sentence of a whole page.
    const FAR: usize = 240;

    pub(super) fn around(text: &str, word: &Range<usize>) -> Clause {
        let (first, last) =
            (floor(text, word.start.saturating_sub(Self::FAR)), ceil(text, word.end + Self::FAR));
        let (before, after) = (&text[first..word.start], &text[word.end..last]);
        let begin = |ends: fn(char) -> bool| {
            let at = before.char_indices().rev().find(|(_, character)| ends(*character));
            at.map_or(first, |(at, character)| first + at + character.len_utf8())
        };
        let end = |ends: fn(char) -> bool| after.find(ends).map_or(last, |at| word.end + at);
        Clause {
            clause: begin(Self::ends_clause)..end(Self::ends_clause),
            sentence: begin(Self::ends_sentence)..end(Self::ends_sentence),
        }
    }

    /// The sentences of a text, in its order.
    pub(super) fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
        let mut next = 0;
        text.split_inclusive(Self::ends_sentence).map(move |sentence| {
            let start = next;
            next += sentence.len();
            start..start + sentence.trim_end_matches(Self::ends_sentence).len()
        })
    }

    pub(super) fn ends_sentence(character: char) -> bool {
        matches!(character, '。' | '!' | '?' | ';' | '\n' | '…')
    }

    pub(super) fn ends_clause(character: char) -> bool {
        Self::ends_sentence(character) || matches!(character, ',' | '、' | ' ')
    }
}

/// The last character's beginning up to a byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The first character's beginning from a byte on.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::Clause;

    #[test]
    fn a_clause_ends_at_a_comma_and_a_sentence_at_a_stop() {
        let text = "你好。去年冬天,我家着火,烧了棚子。没人管";
        let at = text.find("着火").expect("in the text");
        let clause = Clause::around(text, &(at..at + 6));
        assert_eq!(&text[clause.clause], "我家着火");
        assert_eq!(&text[clause.sentence], "去年冬天,我家着火,烧了棚子");
    }
}
