//! An administrator makes a backup while citizens write, and goes on from it on another machine.

use std::path::Path;

use tests::ledger::Ledger;
use tests::process::{Ended, run};
use tests::{Program, Request};

use crate::process::{Town, WALK};

fn jiesu(command: &[&str], data: &Path) -> Ended {
    run(&[command, &["--data", data.to_str().expect("a path")]].concat(), b"")
}

#[test]
fn a_backup_made_while_the_program_runs_is_where_another_machine_goes_on() {
    let town = Town::founded();
    for (number, deed) in WALK.into_iter().enumerate().take(4) {
        assert_eq!(town.asks(&town.request(number, deed)).status(), 200);
    }
    let kept = town.lines();
    let elsewhere = tempfile::tempdir().unwrap();
    let (file, data) = (elsewhere.path().join("a.jbk"), elsewhere.path().join("data"));
    let file = file.to_str().unwrap();
    let made = jiesu(&["backup", file], &town.data());
    assert_eq!((made.code, made.err.as_str()), (0, ""), "{}", made.out);
    assert!(made.out.contains("已读回核对") && made.out.contains("备份里没有加密钥匙"), "{}", made.out);
    // What is said later is not in it.
    for (number, deed) in WALK.into_iter().enumerate().skip(4) {
        assert_eq!(town.asks(&town.request(number, deed)).status(), 200);
    }
    assert!(town.lines().len() > kept.len());

    // Without the key nothing opens; with it everything is there, and the walk can be finished from there.
    std::fs::create_dir(&data).unwrap();
    assert_eq!(jiesu(&["restore", file], &data).code, 2);
    std::fs::copy(town.data().join("jiesu.key"), data.join("jiesu.key")).unwrap();
    let sound = jiesu(&["backup", "--verify", file], &data);
    assert!(sound.code == 0 && sound.out.contains("备份完好"), "{}{}", sound.out, sound.err);
    let restored = jiesu(&["restore", file], &data);
    assert!(restored.code == 0 && restored.out.contains("逐行核对一致"), "{}{}", restored.out, restored.err);
    let again = jiesu(&["restore", file], &data);
    assert!(again.code == 2 && again.err.contains("已经有账本"), "{}", again.err);
    Ledger::read(&data).is_sound();
    let program = Program::start(&data, &[]);
    let lines = |program: &Program| {
        let answer = program.asks(&Request::get("/api/v1/chats/lines").bearer(&town.chat));
        answer.json()["lines"].as_array().expect("lines").clone()
    };
    assert_eq!(lines(&program), kept);
    assert_eq!(program.asks(&town.request(4, WALK[4])).status(), 200);
    assert!(lines(&program).len() > kept.len());
    assert!(program.stop().success());
    Ledger::read(&data).is_sound();
    town.has_walked_once();
}

#[test]
fn a_damaged_backup_is_said_to_be_damaged_and_leaves_the_folder_as_it_was() {
    let town = Town::founded();
    let elsewhere = tempfile::tempdir().unwrap();
    let (file, data) = (elsewhere.path().join("a.jbk"), elsewhere.path().join("data"));
    assert_eq!(jiesu(&["backup", file.to_str().unwrap()], &town.data()).code, 0);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let bad = elsewhere.path().join("bad.jbk");
    std::fs::write(&bad, bytes).unwrap();
    std::fs::create_dir(&data).unwrap();
    std::fs::copy(town.data().join("jiesu.key"), data.join("jiesu.key")).unwrap();
    let bad = bad.to_str().unwrap();
    let damaged = jiesu(&["backup", "--verify", bad], &data);
    assert!(damaged.code == 1 && damaged.out.contains("备份坏了"), "{}{}", damaged.out, damaged.err);
    let refused = jiesu(&["restore", bad], &data);
    assert!(refused.code == 2 && refused.err.contains("damaged"), "{}", refused.err);
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1, "the key alone");
    let there = jiesu(&["backup", file.to_str().unwrap()], &town.data());
    assert!(there.code == 2 && there.err.contains("is there already"), "{}", there.err);
}
