//! In which words is it said?

use serde::Deserialize;

/// The sentences of `words.toml`. A name in braces stands for what is put in its place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) surnames: Vec<String>,
    pub(super) given: Vec<String>,
    pub(super) mongolian: Vec<String>,
    pub(super) mongolian_share: f64,
    pub(super) phone_prefix: String,
    pub(super) openings: Vec<String>,
    pub(super) since: Vec<String>,
    pub(super) effects: Vec<String>,
    pub(super) tried: Vec<String>,
    pub(super) wishes: Vec<String>,
    pub(super) details: Vec<String>,
    pub(super) village_details: Vec<String>,
    pub(super) supplements: Vec<String>,
    pub(super) urges: Vec<String>,
    pub(super) comments_good: Vec<String>,
    pub(super) comments_bad: Vec<String>,
    pub(super) direct_answers: Vec<String>,
    pub(super) reject_words: Vec<String>,
    pub(super) refuse_words: Vec<String>,
    pub(super) return_bases: Vec<String>,
    pub(super) reasons_to_return: Vec<String>,
    pub(super) reject_reasons: Vec<String>,
    pub(super) withdraw_reasons: Vec<String>,
    pub(super) purposes: Vec<String>,
    pub(super) progress: Vec<String>,
    pub(super) helper_notes: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) contacts: Vec<String>,
    pub(super) no_contacts: Vec<String>,
    pub(super) handling: Vec<String>,
    pub(super) answers: Vec<String>,
    pub(super) consultation_answers: Vec<String>,
    pub(super) report_answers: Vec<String>,
    pub(super) praise_answers: Vec<String>,
    pub(super) second_answers: Vec<String>,
}

impl Words {
    /// The sentences of `words.toml`.
    pub(super) fn read() -> Self {
        toml::from_str(include_str!("words.toml")).expect("a test reads the sentences of this program")
    }
}

/// A sentence with everything put in its place.
pub(super) fn filled(sentence: &str, with: &[(&str, &str)]) -> String {
    let mut said = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        said.push_str(&rest[..open]);
        if let Some((_, value)) = with.iter().find(|(known, _)| *known == name) {
            said.push_str(value);
        }
        rest = &rest[open + close + 1..];
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_can_be_read_and_filled() {
        let words = Words::read();
        assert!(words.openings.len() > 5 && words.answers.len() > 5);
        assert_eq!(filled("在{place}，{n}号楼", &[("place", "朝霞小区"), ("n", "3")]), "在朝霞小区，3号楼");
        assert_eq!(filled("没有{nothing}", &[]), "没有");
        assert_eq!(filled("{", &[]), "{");
    }
}
