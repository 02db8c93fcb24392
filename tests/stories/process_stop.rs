//! Does the program come to a good end when it is told to stop?

use std::sync::Mutex;

use serde_json::{Value, json};
use tests::Request;
use tests::ledger::Ledger;

use crate::process::{Town, gist};
use crate::process_stream::{listen, next};

/// Citizens who go on talking while the program is told to stop.
const TALKERS: usize = 8;
/// So many answers are read before that.
const SETTLED: usize = 24;

#[test]
fn told_to_stop_while_citizens_talk_it_ends_well_and_has_kept_what_it_answered() {
    let mut town = Town::founded();
    let chats: Vec<String> = (0..TALKERS).map(|_| open_chat(&town)).collect();
    let mut stream = listen(&town, &[]);
    let heard: Mutex<Vec<(Request, Option<Value>)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for chat in &chats {
            let (town, heard) = (&town, &heard);
            scope.spawn(move || talk(town, chat, heard));
        }
        tests::process::eventually("citizens talk", || answered(&heard) >= SETTLED);
        town.program().asked_to_stop();
    });
    assert!(next(&mut stream).is_none(), "the stream has come to its end");
    assert_eq!(town.stops_by_itself().code(), Some(0));

    town.starts();
    let heard = heard.into_inner().expect("nobody panicked");
    for (request, before) in &heard {
        let again = town.asks(request);
        if let Some(before) = before {
            assert_eq!(again.json()["duplicate"], true);
            assert_eq!(&gist(&again), before);
        }
    }
    assert!(town.stops().success());
    let ledger = Ledger::read(&town.data());
    ledger.is_sound();
    assert_eq!(ledger.inbound, i64::try_from(heard.len()).expect("few messages"));
}

#[test]
fn nothing_a_citizen_says_stands_in_the_log() {
    let mut town = Town::with("[log]\nfilter = \"trace\"\n", |_| None);
    let said = ["朝霞小区的路灯坏了，我叫布仁，电话13847012345。", "转人工"];
    for (number, text) in said.into_iter().enumerate() {
        let request = Request::post("/api/v1/chats/messages").bearer(&town.chat);
        let request = request.key(&format!("said-{number}")).json(&json!({ "text": text }));
        assert_eq!(town.asks(&request).status(), 200);
    }
    let secrets = ["朝霞小区的路灯", "布仁", "13847012345", &town.chat.clone(), crate::process::TOKEN];
    assert!(town.stops().success());
    let log = tests::process::log_of(&town.data());
    assert!(log.contains("told to stop"), "{log}");
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
}

fn open_chat(town: &Town) -> String {
    let opened = town.asks(&Request::post("/api/v1/chats"));
    opened.json()["token"].as_str().expect("a chat has a token").to_owned()
}

/// Says one thing after the other until the program does not answer any more.
fn talk(town: &Town, chat: &str, heard: &Mutex<Vec<(Request, Option<Value>)>>) {
    for number in 0.. {
        let request = Request::post("/api/v1/chats/messages").bearer(chat).key(&format!("talk-{number}"));
        let request = request.json(&json!({ "text": format!("朝霞小区3号楼第{number}盏路灯不亮") }));
        let answer = town.program().tries(&request).ok();
        let goes_on = answer.is_some();
        let answer = answer.map(|answer| gist(&answer));
        heard.lock().expect("nobody panicked").push((request, answer));
        if !goes_on {
            return;
        }
    }
}

fn answered(heard: &Mutex<Vec<(Request, Option<Value>)>>) -> usize {
    heard.lock().expect("nobody panicked").iter().filter(|(_, answer)| answer.is_some()).count()
}
