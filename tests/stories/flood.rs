//! Somebody writes faster than anybody can be answered: nothing is lost, nobody is drowned, and a person can be called.

use axum::http::StatusCode;
use jiff::SignedDuration;
use storage::TaskKind;
use tests::City;

fn chatter(n: usize) -> String {
    format!("在吗在吗在吗{n}")
}

#[tokio::test]
async fn who_writes_too_fast_is_told_once_and_answered_again_in_a_minute() {
    let city = City::founded().await;
    let wang = city.citizen().await;
    for n in 0..30 {
        wang.says(&chatter(n)).await;
    }
    let told = wang.says(&chatter(30)).await;
    assert!(told.text().contains("发得太快"), "{}", told.text());
    let before = wang.last_line().await;
    wang.says(&chatter(31)).await;
    assert_eq!(wang.last_line().await, before + 1, "it is kept and not answered");

    let danger = wang.says("我家煤气漏了，快来人").await;
    assert!(danger.text().contains("119"), "danger is answered at once: {}", danger.text());

    city.pass(SignedDuration::from_mins(1)).await;
    assert!(wang.says("帮助").await.text().len() > 20, "a minute later it is as before");
    city.close().await;
}

#[tokio::test]
async fn a_flood_is_refused_until_the_minute_is_over_and_a_person_can_still_be_called() {
    let city = City::founded().await;
    let flooder = city.citizen().await;
    for n in 0..89 {
        flooder.says(&chatter(n)).await;
    }
    flooder.chooses("human").await;
    let refused = flooder.sends("one-more", serde_json::json!({ "text": "还在吗" })).await;
    assert_eq!(refused.unwrap_err(), StatusCode::TOO_MANY_REQUESTS);
    let other = city.citizen().await;
    assert!(!other.says("你好").await.text().contains("发得太快"), "others do not notice");

    let tasks = city.app.store.tasks(city.app.jurisdiction()).await.unwrap();
    assert!(tasks.iter().any(|task| task.kind == TaskKind::TalkToCitizen), "a person is called");
    city.pass(SignedDuration::from_mins(1)).await;
    assert!(flooder.sends("one-more", serde_json::json!({ "text": "还在吗" })).await.is_ok());
    city.close().await;
}
