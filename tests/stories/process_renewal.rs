//! Does a clerk's correction hold without a restart, and does a mistake do no harm?

use std::path::Path;

use serde_json::json;
use tests::process::{eventually, log_of, run, signal};
use tests::{Program, Request};

/// Replaces a piece of a file of the banner.
fn corrects(banner: &Path, file: &str, before: &str, after: &str) {
    let path = banner.join(file);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    assert!(text.contains(before), "{file} holds {before}");
    std::fs::write(&path, text.replacen(before, after, 1)).expect("the file can be written");
}

/// What the bot makes of a message: the leaf's name in the summary it shows.
fn understood(program: &Program, words: &str, key: &str) -> String {
    let opened = program.asks(&Request::post("/api/v1/chats")).json();
    let chat = opened["token"].as_str().expect("a chat has a token").to_owned();
    let said = Request::post("/api/v1/chats/messages").bearer(&chat).key(key).json(&json!({ "text": words }));
    program.asks(&said).text()
}

#[test]
fn a_correction_holds_when_the_program_is_asked_to_read_its_files_again() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (banner, data) = (folder.path().join("banner"), folder.path().join("data"));
    let copied = run(&["init", &banner.display().to_string()], b"");
    assert_eq!(copied.code, 0, "{}", copied.err);
    let program = Program::start(&data, &["--banner", &banner.display().to_string()]);
    let home = || program.asks(&Request::get("/")).text();
    assert!(home().contains("示例旗"));

    corrects(&banner, "banner.toml", "name = \"示例旗\"", "name = \"改名旗\"");
    signal("HUP", program.pid());
    eventually("the new name is shown", || home().contains("改名旗"));
    let answer = understood(&program, "朝霞小区3号楼路灯不亮", "after-the-correction");
    assert!(answer.contains("朝霞小区"), "{answer}");

    corrects(&banner, "units.csv", "code,name", "code,nmae");
    signal("HUP", program.pid());
    eventually("the mistake is told", || log_of(&data).contains("units.csv"));
    assert!(home().contains("改名旗"), "the program goes on with what it has");
    assert_eq!(program.stop().code(), Some(0));
}
