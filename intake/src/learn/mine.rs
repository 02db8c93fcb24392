//! Which words could have told what a message is about?

use std::collections::{BTreeMap, BTreeSet};

use super::change::is_word;
use crate::segment::Segmenter;
use crate::text::Folded;
use crate::words::parts;
use crate::{Audience, Book};

/// A word of one character speaks of everything.
const SHORTEST: usize = 2;
/// Longer ones are sentences, and nobody says the same one again.
const LONGEST: usize = 6;

/// Who has used each word of some messages: of a word the persons.
pub(super) type Used<'p> = BTreeMap<String, BTreeSet<&'p str>>;

impl Book {
    /// The words, parts of words and neighbouring words of messages that at least so many persons used, each with
    /// them. What names or reaches a person is masked before anything is cut, and names of places are left out: they
    /// say where.
    pub(super) fn used<'p>(
        &self,
        messages: impl Iterator<Item = (&'p str, &'p str)>,
        least: usize,
    ) -> Used<'p> {
        let mut used = Used::new();
        for (person, text) in messages {
            let masked = self.mask_for(text, Audience::Anyone).text;
            for line in self.variants.fold(&masked).text().split('\n') {
                for piece in pieces(&self.segmenter, line) {
                    used.entry(piece).or_default().insert(person);
                }
            }
        }
        used.retain(|word, persons| persons.len() >= least && !self.names_place(word));
        used
    }

    /// Whether a word is a part of the name of a place, or holds one. What a leaf lists already is a word of its own:
    /// that there is a 人民医院 does not make 医院 a name.
    fn names_place(&self, word: &str) -> bool {
        if self.leaves().iter().flat_map(|leaf| &leaf.words).any(|term| is_word(term, word)) {
            return false;
        }
        let places = self.places().iter().flat_map(|row| std::iter::once(&row.name).chain(&row.aliases));
        let areas = self.areas.rows().iter().flat_map(|row| std::iter::once(&row.name).chain(&row.aliases));
        places.chain(areas).any(|name| {
            let name = Folded::plain(name);
            name.text().contains(word) || word.contains(name.text())
        })
    }
}

/// Words and their parts, and what two words make that stand side by side.
fn pieces(segmenter: &Segmenter, line: &str) -> BTreeSet<String> {
    let words = segmenter.words(line);
    let mut all: BTreeSet<&str> = words.iter().flat_map(|word| parts(word)).collect();
    let place = |word: &str| word.as_ptr() as usize - line.as_ptr() as usize;
    for pair in words.windows(2) {
        let (first, second) = (place(pair[0]), place(pair[1]));
        if first + pair[0].len() == second {
            all.insert(&line[first..second + pair[1].len()]);
        }
    }
    let fits = |word: &&str| (SHORTEST..=LONGEST).contains(&word.chars().count());
    all.into_iter().filter(fits).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::segment::Segmenter;

    #[test]
    fn neighbours_make_a_word_where_nothing_stands_between_them() {
        let found = pieces(&Segmenter::new(), "楼道飞线充电,3天没人管");
        for word in ["充电", "飞线充电", "楼道"] {
            assert!(found.contains(word), "{word}: {found:?}");
        }
        for word in ["充电没人", "电", "天没"] {
            assert!(!found.contains(word), "{word}");
        }
    }
}
