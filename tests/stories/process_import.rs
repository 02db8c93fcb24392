//! Files are brought in while the program serves, is killed, or is told to stop.

use std::process::{Command, Stdio};

use serde_json::Value;
use tests::ledger::taken;
use tests::process::{binary, eventually, signal};
use tests::{Inbox, Program};

/// Rows enough to be caught in the middle.
const ROWS: usize = 1500;

fn rows() -> String {
    let row = |n: usize| format!("{n},2024-03-01 09:00:00,朝霞小区{n}号楼楼道里停满了电动车,138{n:08}\n");
    format!("编号,时间,内容,电话\n{}", (1..=ROWS).map(row).collect::<String>())
}

fn begun(inbox: &Inbox, arguments: &[&str]) -> std::process::Child {
    let file = inbox.holds("表.csv", rows());
    Command::new(binary())
        .arg("import")
        .arg(file)
        .arg("--data")
        .arg(inbox.data())
        .args(arguments)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts")
}

/// Waits until so many rows have been taken.
fn is_under_way(inbox: &Inbox, rows: i64) {
    eventually("rows are taken", || taken(&inbox.data()) >= rows);
}

/// State of every order, without the numbers that are drawn.
fn states(inbox: &Inbox) -> Vec<String> {
    let ledger = inbox.ledger();
    ledger.is_sound();
    assert_eq!(ledger.inbound, i64::try_from(ledger.orders.len()).expect("not so many"));
    let mut states: Vec<String> = ledger.orders.into_iter().map(|(_, _, state)| state).collect();
    states.sort();
    states
}

#[test]
fn killed_in_the_middle_and_run_again_it_comes_to_the_same_end() {
    let whole = Inbox::empty();
    whole.holds("表.csv", rows());
    assert_eq!(whole.brings("表.csv", &[]).code, 0);

    let killed = Inbox::empty();
    for some in [10, 100] {
        let mut child = begun(&killed, &[]);
        is_under_way(&killed, some);
        child.kill().expect("it runs");
        child.wait().expect("it is gone");
    }
    let so_far = killed.ledger();
    so_far.is_sound();
    let (code, last) = killed.report("表.csv", &[]);
    assert_eq!(code, 0, "{last}");
    let known = last["summary"]["known"].as_u64().unwrap();
    assert_eq!(known, so_far.orders.len() as u64, "what was taken before the kill is known");
    assert!(known > 0 && known < ROWS as u64, "{known} were taken before the kill");
    assert_eq!(states(&killed), states(&whole));
    let (_, again) = killed.report("表.csv", &[]);
    assert_eq!(again["summary"]["known"], ROWS);
}

#[test]
fn told_to_stop_it_finishes_what_is_under_way_and_says_how_to_go_on() {
    let inbox = Inbox::empty();
    let child = begun(&inbox, &["--json"]);
    is_under_way(&inbox, 100);
    signal("INT", child.id());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&ended.stdout).expect("the report is whole");
    assert_eq!(report["interrupted"], true);
    let rows = report["summary"]["rows"].as_u64().unwrap();
    assert!(rows > 0 && rows < ROWS as u64, "{rows}");
    assert_eq!(states(&inbox).len() as u64, rows, "every row that was told of is taken, and no other");
    let (code, rest) = inbox.report("表.csv", &[]);
    assert_eq!((code, &rest["summary"]["known"]), (0, &rows.into()));
    assert_eq!(states(&inbox).len(), ROWS);
}

#[test]
fn rows_are_brought_while_the_program_serves_the_same_folder() {
    let inbox = Inbox::empty();
    let program = Program::start(&inbox.data(), &[]);
    inbox.holds("表.csv", rows());
    let bringing = std::thread::scope(|scope| {
        let bringing = scope.spawn(|| inbox.report("表.csv", &[]));
        let mut chats = 0;
        while !bringing.is_finished() {
            let opened = program.asks(&tests::Request::post("/api/v1/chats"));
            assert_eq!(opened.status(), 201);
            let token = opened.json()["token"].as_str().unwrap().to_owned();
            let said = tests::Request::post("/api/v1/chats/messages")
                .bearer(&token)
                .key("k1")
                .json(&serde_json::json!({ "text": "朝霞小区停水三天了" }));
            assert_eq!(program.asks(&said).status(), 200);
            chats += 1;
        }
        assert!(chats > 0);
        bringing.join().expect("the import ends")
    });
    assert_eq!((bringing.0, &bringing.1["summary"]["rows"]), (0, &ROWS.into()), "{}", bringing.1);
    assert!(program.stop().success());
    assert_eq!(inbox.ledger().orders.len(), ROWS);
    inbox.ledger().is_sound();
}
