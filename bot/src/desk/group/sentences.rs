//! Does every sentence that is asked for here exist, and is none left that nobody asks for?

use std::collections::BTreeSet;
use std::path::Path;

/// The sentences in the language of the house; `prompts` sees to it that the others have the same.
const WRITTEN: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../prompts/locales/zh-CN/group.ftl"));

#[test]
fn the_sentences_written_are_the_sentences_asked_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/desk/group");
    let mut asked = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|end| end == "rs") && !file.ends_with("sentences.rs") {
            let text = std::fs::read_to_string(&file).unwrap();
            let keys = text.split('"').filter(|piece| piece.starts_with("group-"));
            asked.extend(keys.map(str::to_owned));
        }
    }
    let written: BTreeSet<String> = WRITTEN
        .lines()
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key.to_owned()))
        .filter(|key| key.starts_with("group-"))
        .collect();
    assert_eq!(asked, written);
}
