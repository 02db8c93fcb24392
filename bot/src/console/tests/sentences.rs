//! Does every sentence that a page asks for exist in every language, and does no page bring its own?

use std::collections::BTreeSet;
use std::path::Path;

use prompts::Wording;

use crate::console::page::sources;

/// Both languages of the desk, as they are written.
const LOCALES: [(&str, &str); 2] = [
    ("zh-CN", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../prompts/locales/zh-CN/desk.ftl"))),
    ("en", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../prompts/locales/en/desk.ftl"))),
];

#[test]
fn every_sentence_asked_for_exists_in_both_languages_and_none_is_left_over() {
    let mut asked = BTreeSet::new();
    for (_, text) in sources() {
        asked.extend(keys(text));
    }
    for text in rust(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/console"))) {
        asked.extend(keys(&text));
    }
    asked.extend(keys(include_str!("../../command/user.rs")));
    let begun: Vec<String> = asked.iter().filter(|key| key.ends_with('-')).cloned().collect();
    asked.retain(|key| !key.ends_with('-'));
    for (lang, text) in LOCALES {
        let written: BTreeSet<String> = text
            .lines()
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
            .filter(|key| key.starts_with("desk-"))
            .collect();
        let missing: Vec<_> = asked.difference(&written).collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:?}");
        let spare =
            written.difference(&asked).filter(|key| !begun.iter().any(|begun| key.starts_with(begun)));
        let spare: Vec<_> = spare.collect();
        assert!(spare.is_empty(), "{lang} has {spare:?}, which nobody asks for");
    }
    assert!(Wording::embedded().has("desk-title"));
}

#[test]
fn no_template_brings_a_sentence_of_its_own() {
    for (name, text) in sources() {
        let strange: Vec<char> = text.chars().filter(|c| ('\u{2e80}'..='\u{9fff}').contains(c)).collect();
        assert!(strange.is_empty(), "{name}: {strange:?}");
        assert!(
            !text.contains("style=") && !text.contains("onclick="),
            "{name} would be stopped by the policy"
        );
        assert!(!text.contains("|safe"), "{name} lets markup through");
    }
}

/// Everything in quotation marks that begins like a key.
fn keys(text: &str) -> BTreeSet<String> {
    let quoted = text.split(['"', '\'']).filter(|piece| piece.starts_with("desk-"));
    let keys = quoted.filter(|piece| {
        piece.len() > "desk-".len()
            && piece.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    });
    keys.map(str::to_owned).collect()
}

fn rust(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in
        std::fs::read_dir(folder).expect("the source folder").map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() && !entry.ends_with("tests") {
            texts.extend(rust(&entry));
        } else if entry.extension().is_some_and(|end| end == "rs") {
            texts.push(std::fs::read_to_string(&entry).expect("a source file"));
        }
    }
    texts
}
