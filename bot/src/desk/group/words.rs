//! By which words do people of a unit ask for something?
//!
//! The words are data: `words.txt`.

use std::sync::LazyLock;

/// What a word can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// 签收
    Sign,
    /// 退单
    Return,
    /// 反馈
    Progress,
    /// 答复办结
    Finish,
    /// Show the order's card.
    Show,
    /// The unit's orders.
    List,
    /// Untie.
    Unbind,
    /// Tie.
    Bind,
    /// The citizen was contacted.
    Contacted,
    /// The citizen was not.
    NotContacted,
    /// Label of 办理情况.
    Handling,
    /// Label of 公开答复.
    Answer,
    /// Label of 联系情况.
    Contact,
    /// Label of the unit that should have the order instead.
    Suggested,
    /// Label of the basis of a return.
    Basis,
}

impl Meaning {
    const ALL: [Self; 15] = [
        Self::Sign,
        Self::Return,
        Self::Progress,
        Self::Finish,
        Self::Show,
        Self::List,
        Self::Unbind,
        Self::Bind,
        Self::Contacted,
        Self::NotContacted,
        Self::Handling,
        Self::Answer,
        Self::Contact,
        Self::Suggested,
        Self::Basis,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Return => "return",
            Self::Progress => "progress",
            Self::Finish => "finish",
            Self::Show => "show",
            Self::List => "list",
            Self::Unbind => "unbind",
            Self::Bind => "bind",
            Self::Contacted => "contacted",
            Self::NotContacted => "not_contacted",
            Self::Handling => "handling",
            Self::Answer => "answer",
            Self::Contact => "contact",
            Self::Suggested => "suggested",
            Self::Basis => "basis",
        }
    }

    /// The word that the bot itself writes for it.
    pub(super) fn word(self) -> &'static str {
        let own = WORDS.iter().find(|(meaning, _)| *meaning == self);
        own.and_then(|(_, words)| words.first()).expect("a test finds words for every meaning")
    }

    /// What a text says after one of the words of this meaning, if it begins with one; the longest word counts.
    pub(super) fn strip(self, text: &str) -> Option<&str> {
        let words = WORDS.iter().filter(|(meaning, _)| *meaning == self).flat_map(|(_, words)| words);
        let rests = words.filter_map(|word| after(text, word));
        rests.min_by_key(|rest| rest.len())
    }
}

static WORDS: LazyLock<Vec<(Meaning, Vec<&'static str>)>> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    let read = |line: &'static str| {
        let (name, words) = line.split_once(':')?;
        let meaning = Meaning::ALL.into_iter().find(|meaning| meaning.name() == name)?;
        Some((meaning, words.split_whitespace().collect()))
    };
    lines.filter_map(read).collect()
});

/// What follows a word that a text begins with, whatever its capitals and their width.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in word.chars() {
        if !narrow(rest.next()?).eq_ignore_ascii_case(&wanted) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Full-width forms (U+FF01 … U+FF5E) and the wide blank as ASCII.
pub(super) fn narrow(sign: char) -> char {
    match u32::from(sign) {
        0x3000 => ' ',
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(sign),
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_has_words_and_no_word_has_two_meanings() {
        let mut seen = Vec::new();
        for meaning in Meaning::ALL {
            assert!(!meaning.word().is_empty(), "{meaning:?}");
        }
        for word in WORDS.iter().flat_map(|(_, words)| words) {
            assert!(!seen.contains(word), "{word}");
            seen.push(word);
        }
        let lines = include_str!("words.txt").lines();
        let written = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!((WORDS.len(), written), (Meaning::ALL.len(), Meaning::ALL.len()));
    }

    #[test]
    fn the_longest_word_counts_and_capitals_do_not() {
        assert_eq!(Meaning::Finish.strip("答复办结 20261121"), Some(" 20261121"));
        assert_eq!(Meaning::Bind.strip("BIND abc"), Some(" abc"));
        assert_eq!(Meaning::Bind.strip("ｂｉｎｄ　abc"), Some("　abc"));
        assert_eq!(Meaning::Sign.strip("已签收"), None);
    }
}
