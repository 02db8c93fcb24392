//! Where do the clauses of a message begin and end?

use std::ops::Range;

/// The clauses of a message, in characters, without what stands between them; none is empty.
#[derive(Debug)]
pub(crate) struct Clauses(Vec<Range<usize>>);

impl Clauses {
    /// `chars` are the message folded character by character.
    pub(crate) fn of(chars: &[char]) -> Clauses {
        let mut clauses = Vec::new();
        let mut start = 0;
        for end in 0..=chars.len() {
            if end == chars.len() || ends(chars[end]) {
                if end > start {
                    clauses.push(start..end);
                }
                start = end + 1;
            }
        }
        Clauses(clauses)
    }

    pub(crate) fn all(&self) -> &[Range<usize>] {
        &self.0
    }

    /// The clause that holds a character.
    pub(crate) fn index(&self, at: usize) -> Option<usize> {
        let index = self.0.partition_point(|clause| clause.end <= at);
        self.0.get(index).filter(|clause| clause.start <= at).map(|_| index)
    }

    /// Where the clause of a character ends; the character itself where it is between two.
    pub(crate) fn end(&self, at: usize) -> usize {
        self.index(at).map_or(at, |index| self.0[index].end)
    }

    /// The clause before the one that begins there.
    pub(crate) fn before(&self, start: usize) -> Option<Range<usize>> {
        let index = self.index(start)?.checked_sub(1)?;
        Some(self.0[index].clone())
    }
}

fn ends(character: char) -> bool {
    matches!(character, '。' | '!' | '?' | ';' | '\n' | '\r' | '…' | ',' | '、' | ' ' | ':')
}

#[cfg(test)]
mod tests {
    use super::Clauses;

    #[test]
    fn clauses_are_what_stands_between_marks() {
        let chars: Vec<char> = "停水了,,没人管。".chars().collect();
        let clauses = Clauses::of(&chars);
        assert_eq!(clauses.all(), [0..3, 5..8]);
        assert_eq!(clauses.index(4), None);
        assert_eq!(clauses.before(5), Some(0..3));
    }
}
