//! Which words ask for the same thing?
//!
//! The words stand in `alike.txt`, which is part of the program: they belong to how people speak with an office, not to
//! one place. What belongs to one place stands in the banner's `variants.csv`.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::fold_word;

/// The lists of `alike.txt`, folded like a message.
#[derive(Debug)]
pub(super) struct Alike {
    automaton: AhoCorasick,
    /// For every word the one that stands for it.
    first: Vec<String>,
    asking: HashSet<String>,
}

/// The words, read once.
pub(super) fn alike() -> &'static Alike {
    static ALIKE: LazyLock<Alike> = LazyLock::new(|| Alike::read(include_str!("alike.txt")));
    &ALIKE
}

impl Alike {
    /// A folded text with every word replaced by the one that stands for it, and those words; the longest word at a
    /// spot counts.
    pub(super) fn plain<'a>(&'a self, folded: &str) -> (String, Vec<&'a str>) {
        let mut plain = String::with_capacity(folded.len());
        let mut known = Vec::new();
        self.automaton.replace_all_with(folded, &mut plain, |word, _, plain| {
            let first = &self.first[word.pattern().as_usize()];
            known.push(first.as_str());
            // Blanks around it keep it one word.
            plain.extend([" ", first, " "]);
            true
        });
        (plain, known)
    }

    /// Whether a word only asks, and tells nothing.
    pub(super) fn only_asks(&self, word: &str) -> bool {
        self.asking.contains(word)
    }

    fn read(file: &str) -> Alike {
        let (mut words, mut first, mut asking) = (Vec::new(), Vec::new(), HashSet::new());
        for line in file.lines().filter(|line| !line.starts_with("# ")) {
            if let Some(group) = line.strip_prefix("= ") {
                let group: Vec<String> = group.split(' ').map(fold_word).collect();
                first.extend(std::iter::repeat_n(group[0].clone(), group.len()));
                words.extend(group);
            } else if let Some(list) = line.strip_prefix("asking = ") {
                asking.extend(list.split(' ').map(fold_word));
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words)
            .expect("the words of the program are few");
        Alike { automaton, first, asking }
    }
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn the_longest_word_decides_what_is_meant() {
        assert_eq!(alike().plain("住房公积金怎么支取").0, " 公积金 怎么 提取 ");
        assert_eq!(alike().plain("办公室").1, ["办公室"]);
        assert!(alike().only_asks("怎么办"));
    }
}
