//! What was given up is found, read without names, and tried again once its cause is removed.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use bot::dead_letters::{GivenUp, Replayed, given_up, replay};
use jiff::SignedDuration;
use storage::TaskKind;
use tests::fake::{Mood, UnitSystem};
use tests::process::{Ended, eventually, run};
use tests::{City, Wire};

use crate::process::{Town, WALK};

const WANG: i64 = 700_001;

/// Nothing is tried twice, so that the story is short.
const CONFIG: &str = "[webhooks]\nallow = [\"127.0.0.0/8\"]\ntimeout_seconds = 1\n\
                      [courier]\nretry_seconds = []\nlease_seconds = 2\n";

#[test]
fn a_notice_that_was_given_up_is_listed_shown_and_told_while_the_program_runs() {
    let system = Arc::new(System::default());
    let url = listening(&system);
    let mut town = Town::with(CONFIG, |_| Some(url));
    for (number, deed) in WALK.into_iter().enumerate().take(2) {
        assert_eq!(town.asks(&town.request(number, deed)).status(), 200);
    }
    let data = town.data();
    let does = |arguments: &[&str]| -> Ended {
        run(&[&["dead-letter"], arguments, &["--data", data.to_str().expect("a path")]].concat(), b"")
    };
    eventually("the notice is given up", || does(&["list"]).out.contains("没送到"));
    let listed = does(&["list"]);
    assert_eq!((listed.code, listed.out.lines().count()), (0, 1), "{}", listed.out);
    let no = town.order_no();
    for part in ["朝霞社区", "webhook", &format!("order.dispatched {no}"), "试了 1 次"] {
        assert!(listed.out.contains(part), "{part} in {}", listed.out);
    }
    let document: serde_json::Value = serde_json::from_str(&does(&["list", "--json"]).out).unwrap();
    let id = document["given_up"][0]["id"].as_str().unwrap().to_owned();
    assert!(listed.out.starts_with(&id), "{}", listed.out);
    let shown = does(&["show", &id]);
    assert!(shown.out.contains("\"what\": \"order.dispatched\""), "{}", shown.out);
    let doctor = run(&["doctor", "--data", data.to_str().expect("a path")], b"");
    assert!(doctor.out.contains("没送到的通知 1 条"), "{}", doctor.out);

    // Still broken: it is given up again. Then the unit mends its system.
    let unknown = does(&["replay", &id, "00000000-0000-7000-8000-000000000000"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""), "one that is unknown: nothing is done");
    assert!(unknown.err.contains("00000000-0000-7000-8000-000000000000"), "{}", unknown.err);
    *system.well.lock().unwrap() = true;
    let replayed = does(&["replay", "--all"]);
    assert_eq!(replayed.code, 0, "{}", replayed.err);
    assert!(replayed.out.contains(&id) && replayed.out.contains("共 1 件，处理了 1 件"), "{}", replayed.out);
    eventually("the unit's system is told", || system.told.lock().unwrap().len() == 1);
    eventually("nothing is given up", || does(&["list"]).out.contains("没有送不到的通知"));
    assert!(town.stops().success());
}

#[tokio::test]
async fn what_is_put_back_comes_before_what_was_to_follow_it() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    system.feels(Mood::Refuses(500));
    let citizen = city.citizen().await;
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    citizen.presses("提交").await;
    for _ in 0..8 {
        city.pass(SignedDuration::from_hours(6)).await;
    }
    let letters = given_up(&city.app, 10).await.unwrap();
    assert_eq!(letters.len(), 1, "{letters:#?}");
    assert_eq!(city.app.store.backlog(city.app.clock.now()).await.unwrap().dead, 1);
    system.feels(Mood::Well);
    citizen.says("催办").await;
    assert_eq!(replay(&city.app, &letters[0]).await.unwrap(), Replayed::PutBack);
    assert_eq!(replay(&city.app, &letters[0]).await.unwrap(), Replayed::Gone, "once only");
    city.settle().await;
    let whats: Vec<String> = system.told().into_iter().map(|told| told.what).collect();
    assert_eq!(whats, ["order.dispatched", "order.urged"]);
    assert!(given_up(&city.app, 10).await.unwrap().is_empty());
    city.close().await;
}

#[tokio::test]
async fn an_update_that_was_kept_raw_is_taken_after_all_and_only_once() {
    let (city, telegram) = City::on_telegram().await;
    telegram.user(WANG).says("你好");
    city.settle().await;
    let raw = serde_json::json!({ "update_id": 77, "message": {
        "message_id": 5, "date": 1_751_936_400, "text": "朝霞小区3号楼门口路灯坏了，电话13812345678",
        "chat": { "id": WANG, "type": "private", "first_name": "王" },
        "from": { "id": WANG, "is_bot": false, "first_name": "王" } } });
    let raw = format!("朝霞小区3号楼门口路灯坏了，电话13812345678\n{raw}");
    city.app.desk.keep_raw("telegram", "77", &raw).await.unwrap();
    city.clock.turn(SignedDuration::from_secs(1));
    city.app.desk.keep_raw("telegram", "78", "{\"update_id\":78,\"message_from_mars\":{}}").await.unwrap();
    let kept = given_up(&city.app, 10).await.unwrap();
    assert_eq!(kept.len(), 2, "{kept:#?}");
    let mut done = Vec::new();
    for one in &kept {
        assert!(matches!(one, GivenUp::Message(kept) if kept.task.kind == TaskKind::DeadLetter));
        done.push(replay(&city.app, one).await.unwrap());
    }
    assert_eq!(done, [Replayed::Decided, Replayed::ForAPerson]);
    // Somebody else had looked at the list, too.
    assert_eq!(replay(&city.app, &kept[0]).await.unwrap(), Replayed::Decided);
    city.settle().await;
    let conversation = city.app.desk.conversation("telegram", &WANG.to_string()).await.unwrap().unwrap();
    let lines = city.app.desk.transcript(conversation.id, 0, "zh-CN").await.unwrap();
    let own: Vec<&str> =
        lines.iter().filter(|line| line.key.is_some()).map(|line| line.text.as_str()).collect();
    assert_eq!(own, ["你好", "朝霞小区3号楼门口路灯坏了，电话13812345678"]);
    assert!(lines.last().is_some_and(|line| line.key.is_none()), "it was answered: {lines:#?}");
    assert_eq!(given_up(&city.app, 10).await.unwrap().len(), 1, "the other waits for a person");
    city.close().await;
}

/// A unit's system that breaks connections until it is well.
#[derive(Default)]
struct System {
    well: Mutex<bool>,
    told: Mutex<Vec<String>>,
}

fn listening(system: &Arc<System>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("port 0 is free");
    let address = listener.local_addr().expect("a bound socket has an address");
    let system = Arc::clone(system);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if *system.well.lock().expect("nobody panicked")
                && let Ok(mut wire) = Wire::over(stream)
                && let Ok(letter) = wire.hear()
            {
                system.told.lock().expect("nobody panicked").push(letter.text());
                let _answered = wire.send(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            }
        }
    });
    format!("http://{address}/hook")
}
