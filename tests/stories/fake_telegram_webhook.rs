//! Does the fake Telegram bring updates to a webhook as the real one does?

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use teloxide_core::prelude::*;
use tests::fake::TelegramFake;
use tests::fake::telegram::{End, Part};
use tokio::sync::Semaphore;

use crate::fake_telegram::{TOKEN, call, refused, teloxide};

/// A bot that is told, and answers when it is let.
struct Listener {
    /// The secret and the update, in the order they came.
    told: Mutex<Vec<(String, Value)>>,
    /// How many have come.
    came: Semaphore,
    /// How many more it may answer.
    lets: Semaphore,
    /// Its next answers, from the last; then 200.
    answers: Mutex<Vec<u16>>,
}

async fn listening(lets: usize, answers: &[u16]) -> (String, Arc<Listener>) {
    let listener = Arc::new(Listener {
        told: Mutex::new(Vec::new()),
        came: Semaphore::new(0),
        lets: Semaphore::new(lets),
        answers: Mutex::new(answers.iter().rev().copied().collect()),
    });
    let router = Router::new().route("/hook", post(hear)).with_state(Arc::clone(&listener));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("port 0 is free");
    let url = format!("http://{}/hook", socket.local_addr().expect("a bound socket has an address"));
    tokio::spawn(async move { axum::serve(socket, router).await });
    (url, listener)
}

async fn hear(
    State(listener): State<Arc<Listener>>,
    headers: HeaderMap,
    axum::Json(update): axum::Json<Value>,
) -> StatusCode {
    let secret = headers.get("x-telegram-bot-api-secret-token").and_then(|secret| secret.to_str().ok());
    let told = (secret.unwrap_or_default().to_owned(), update);
    listener.told.lock().expect("nobody panicked").push(told);
    listener.came.add_permits(1);
    listener.lets.acquire().await.expect("it is never closed").forget();
    let answer = listener.answers.lock().expect("nobody panicked").pop();
    StatusCode::from_u16(answer.unwrap_or(200)).expect("a story's status is one")
}

impl Listener {
    fn texts(&self) -> Vec<String> {
        let told = self.told.lock().expect("nobody panicked");
        told.iter().map(|(_, update)| update["message"]["text"].as_str().unwrap_or("-").to_owned()).collect()
    }
}

#[tokio::test]
async fn updates_are_brought_with_the_secret_again_until_they_are_taken() {
    let telegram = TelegramFake::started(TOKEN);
    let bot = teloxide(&telegram);
    let (url, listener) = listening(99, &[500, 404]).await;
    telegram.user(7).says("一");
    let address = reqwest::Url::parse(&url).unwrap();
    bot.set_webhook(address).secret_token("s3cret_".to_owned()).max_connections(8).await.unwrap();
    telegram.user(7).says("二");
    telegram.until("everything is taken", |telegram| telegram.pending() == 0).await;
    assert_eq!(listener.texts(), ["一", "一", "一", "二"]);
    assert!(listener.told.lock().unwrap().iter().all(|(secret, _)| secret == "s3cret_"));
    let ends: Vec<End> = telegram.deliveries().iter().map(|delivery| delivery.end).collect();
    assert_eq!(ends, [End::Answered(500), End::Answered(404), End::Answered(200), End::Answered(200)]);

    telegram.loses_answers(1);
    telegram.user(7).says("三");
    telegram.until("everything is taken", |telegram| telegram.pending() == 0).await;
    assert_eq!(listener.texts()[4..], ["三", "三"]);

    let info = bot.get_webhook_info().await.unwrap();
    assert_eq!((info.url.unwrap().as_str(), info.max_connections), (url.as_str(), Some(8)));
    assert!(refused(&telegram, "getUpdates", json!({})).await.starts_with(
        "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    ));
    bot.delete_webhook().await.unwrap();
    assert_eq!(bot.get_webhook_info().await.unwrap().url, None);
    telegram.user(7).says("四");
    assert_eq!(call(&telegram, "getUpdates", json!({})).await["result"][0]["message"]["text"], json!("四"));
}

#[tokio::test]
async fn a_chat_waits_for_its_own_messages_and_not_for_those_of_others() {
    let telegram = TelegramFake::started(TOKEN);
    let (url, listener) = listening(0, &[]).await;
    for (user, text) in [(7, "七一"), (7, "七二"), (8, "八一"), (8, "八二")] {
        telegram.user(user).says(text);
    }
    call(&telegram, "setWebhook", json!({ "url": url })).await;
    // One of each chat has come, and none of the four has been answered.
    listener.came.acquire_many(2).await.unwrap().forget();
    assert_eq!(telegram.deliveries().len(), 2);
    listener.lets.add_permits(99);
    telegram.until("everything is taken", |telegram| telegram.pending() == 0).await;
    let texts = listener.texts();
    let of = |chat: &str| texts.iter().filter(|text| text.starts_with(chat)).cloned().collect::<Vec<_>>();
    assert_eq!(
        (of("七"), of("八")),
        (vec!["七一".into(), "七二".into()], vec!["八一".into(), "八二".into()])
    );
    let mut first: Vec<String> = texts[..2].to_vec();
    first.sort();
    assert_eq!(first, ["七一", "八一"]);
}

#[tokio::test]
async fn the_parts_of_an_album_come_one_by_one_or_all_at_once() {
    let telegram = TelegramFake::started(TOKEN);
    let (url, listener) = listening(0, &[]).await;
    call(&telegram, "setWebhook", json!({ "url": url })).await;
    let parts = [Part::Photo(b"one".to_vec()), Part::Photo(b"two".to_vec()), Part::Photo(b"three".to_vec())];
    let li = telegram.user(7);
    li.sends_album(&parts, "一个一个来");
    telegram.until("a part is under way", |telegram| !telegram.deliveries().is_empty()).await;
    listener.lets.add_permits(3);
    telegram.until("the album is taken", |telegram| telegram.pending() == 0).await;

    li.sends_album_at_once(&parts, "一起来");
    telegram.until("all parts are under way", |telegram| telegram.deliveries().len() == 6).await;
    assert_eq!(telegram.pending(), 3);
    listener.lets.add_permits(3);
    telegram.until("the album is taken", |telegram| telegram.pending() == 0).await;
    let told = listener.told.lock().unwrap().clone();
    let albums: Vec<&str> =
        told.iter().map(|(_, update)| update["message"]["media_group_id"].as_str().unwrap()).collect();
    assert!(albums[..3].iter().all(|album| album == &albums[0]), "{albums:?}");
    assert!(albums[3..].iter().all(|album| album == &albums[3]) && albums[0] != albums[3], "{albums:?}");
}
