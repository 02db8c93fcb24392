//! Which words tell who speaks, what is asked and what means nothing?
//!
//! The words stand in `cues.txt`, which is part of the program: they belong to how a hotline speaks, not to one place.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::fold_word;

/// The lists of `cues.txt`, folded like a message.
#[derive(Debug)]
pub(crate) struct Words {
    lists: HashMap<String, Vec<String>>,
    cues: AhoCorasick,
    /// What each cue is worth: above zero the agent's, below the citizen's.
    weights: Vec<f64>,
}

/// The words, read once.
pub(crate) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("cues.txt")));
    &WORDS
}

impl Words {
    /// A list, the longest word first.
    pub(super) fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).expect("cues.txt is part of the program and tested to be whole")
    }

    /// The longest word of a list that a folded text begins with.
    pub(crate) fn begins<'a>(&'a self, text: &str, list: &str) -> Option<&'a str> {
        crate::language::begins(text, self.list(list))
    }

    /// The longest word of a list that a folded text ends with.
    pub(super) fn ends<'a>(&'a self, text: &str, list: &str) -> Option<&'a str> {
        crate::language::ends(text, self.list(list))
    }

    /// Whether a folded text holds a word of a list.
    pub(super) fn holds(&self, text: &str, list: &str) -> bool {
        self.list(list).iter().any(|word| text.contains(word.as_str()))
    }

    /// How much a folded text sounds like an agent (above zero) or a citizen (below). A cue said twice counts once.
    pub(super) fn sounds(&self, text: &str) -> f64 {
        let mut said: Vec<usize> = self.cues.find_iter(text).map(|cue| cue.pattern().as_usize()).collect();
        said.sort_unstable();
        said.dedup();
        said.into_iter().map(|cue| self.weights[cue]).sum()
    }

    /// The bytes of a text at which a strong cue begins.
    pub(super) fn cue_starts(&self, text: &str) -> Vec<usize> {
        const STRONG: f64 = 2.0;
        self.cues
            .find_iter(text)
            .filter(|cue| self.weights[cue.pattern().as_usize()].abs() >= STRONG)
            .map(|cue| cue.start())
            .collect()
    }

    fn read(file: &str) -> Words {
        let mut lists: HashMap<String, Vec<String>> = HashMap::new();
        let mut cues: Vec<(String, f64)> = Vec::new();
        for (name, words) in
            file.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once(" = "))
        {
            let sign = match name {
                "agent-cue" => 1.0,
                "citizen-cue" => -1.0,
                _ => {
                    lists.entry(name.to_owned()).or_default().extend(words.split(' ').map(fold_word));
                    continue;
                }
            };
            cues.extend(words.split(' ').filter_map(|cue| {
                let (word, weight) = cue.split_once('*')?;
                Some((fold_word(word), sign * weight.parse::<f64>().ok()?))
            }));
        }
        for list in lists.values_mut() {
            list.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        }
        Words {
            cues: AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(cues.iter().map(|(word, _)| word))
                .expect("the cues of the program are few"),
            weights: cues.into_iter().map(|(_, weight)| weight).collect(),
            lists,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn the_formula_of_a_hotline_sounds_like_an_agent_and_a_home_like_a_citizen() {
        assert!(words().sounds("您好,这里是12345热线,请问有什么可以帮您") > 5.0);
        assert!(words().sounds("我家暖气不热,你们管不管") < -3.0);
        assert_eq!(words().sounds("停水"), 0.0);
    }
}
