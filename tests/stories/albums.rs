//! Photos that were sent as one and come one by one are one message.

use bot::desk::{Act, Arrival, ArrivedFile, Heard};
use futures::future::join_all;
use jiff::SignedDuration;
use tests::City;

const STORY: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";
const CHAT: &str = "a chat";

fn message(key: &str) -> Arrival {
    Arrival { channel: "web", address: CHAT.to_owned(), key: key.to_owned(), ..Arrival::default() }
}

fn part(album: &str, key: &str, text: Option<&str>) -> Arrival {
    Arrival {
        album: Some(album.to_owned()),
        text: text.map(str::to_owned),
        files: vec![ArrivedFile { media_type: "image/png".to_owned(), bytes: b"\x89PNG".to_vec() }],
        ..message(key)
    }
}

fn words(key: &str, text: &str) -> Arrival {
    Arrival { text: Some(text.to_owned()), ..message(key) }
}

async fn hears(city: &City, arrival: Arrival) -> Heard {
    city.app.desk.receive(arrival).await.expect("the message is taken")
}

/// What the bot has said so far.
async fn said(city: &City) -> Vec<String> {
    let chat = city.app.desk.conversation("web", CHAT).await.expect("the ledger answers").expect("a chat");
    let lines = city.app.desk.transcript(chat.id, 0, "zh-CN").await.expect("the ledger answers");
    lines.into_iter().filter(|line| line.who == storage::Speaker::Bot).map(|line| line.text).collect()
}

async fn presses(city: &City, key: &str, choice: &str) {
    hears(city, Arrival { choice: Some(choice.to_owned()), ..message(key) }).await;
}

async fn a_moment(city: &City) {
    city.pass(SignedDuration::from_secs(2)).await;
}

#[tokio::test]
async fn photos_of_one_album_in_any_order_are_one_answer_and_one_order() {
    for first_words in 0..3 {
        let city = City::founded().await;
        let mut parts: Vec<Arrival> = (0..3).map(|n| part("a", &format!("p{n}"), None)).collect();
        parts[first_words].text = Some(STORY.to_owned());
        let heard = join_all(parts.into_iter().map(|part| hears(&city, part))).await;
        assert!(heard.iter().all(|heard| heard.last == heard.seq), "nothing is answered yet: {heard:?}");
        assert!(said(&city).await.is_empty());
        city.pass(SignedDuration::from_millis(1999)).await;
        assert!(said(&city).await.is_empty(), "there may be more");
        city.pass(SignedDuration::from_millis(1)).await;
        let said = said(&city).await;
        assert_eq!(said.len(), 1, "{said:#?}");
        assert!(said[0].contains("材料：3份"), "{}", said[0]);
        presses(&city, "submit", "submit").await;
        let orders = city.orders().await;
        assert_eq!((orders.len(), orders[0].papers.files.len()), (1, 3));
        city.close().await;
    }
}

#[tokio::test]
async fn the_next_message_closes_the_album_at_once() {
    let city = City::founded().await;
    for n in 0..2 {
        hears(&city, part("a", &format!("p{n}"), (n == 0).then_some(STORY))).await;
    }
    let heard = hears(&city, words("submit", "提交")).await;
    assert!(heard.last > heard.seq);
    let orders = city.orders().await;
    assert_eq!((orders.len(), orders[0].papers.files.len()), (1, 2), "{:#?}", said(&city).await);
    let before = said(&city).await.len();
    a_moment(&city).await;
    assert_eq!(said(&city).await.len(), before, "the alarm has nothing left to do");
    city.close().await;
}

#[tokio::test]
async fn two_albums_are_two_messages() {
    let city = City::founded().await;
    hears(&city, part("a", "p0", Some(STORY))).await;
    hears(&city, part("b", "p1", None)).await;
    a_moment(&city).await;
    presses(&city, "submit", "submit").await;
    assert_eq!(city.orders().await[0].papers.files.len(), 2);
    city.close().await;
}

#[tokio::test]
async fn each_part_puts_the_end_off() {
    let city = City::founded().await;
    for n in 0..4 {
        hears(&city, part("a", &format!("p{n}"), (n == 3).then_some(STORY))).await;
        city.pass(SignedDuration::from_millis(1500)).await;
        assert!(said(&city).await.is_empty());
    }
    city.pass(SignedDuration::from_millis(500)).await;
    assert_eq!(said(&city).await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_part_delivered_twice_is_one_photo() {
    let city = City::founded().await;
    for _ in 0..2 {
        hears(&city, part("a", "p0", Some(STORY))).await;
    }
    a_moment(&city).await;
    assert!(hears(&city, part("a", "p0", Some(STORY))).await.duplicate, "also after the end");
    assert!(said(&city).await[0].contains("材料：1份"));
    city.close().await;
}

#[tokio::test]
async fn an_album_for_a_draft_is_kept_with_it_and_said_so() {
    let city = City::founded().await;
    hears(&city, words("story", "楼道里停满了电动车，还有人拉线充电，太危险了")).await;
    let before = said(&city).await.len();
    for n in 0..3 {
        hears(&city, part("a", &format!("p{n}"), None)).await;
    }
    a_moment(&city).await;
    let said = said(&city).await;
    assert!(said[before..].iter().any(|line| line.contains("3份")), "{said:#?}");
    city.close().await;
}

#[tokio::test]
async fn an_album_answers_a_units_question() {
    let city = City::founded().await;
    hears(&city, words("story", STORY)).await;
    presses(&city, "submit", "submit").await;
    let no = city.orders().await[0].no.clone();
    let community = city.unit("C0101").await;
    community.does(&no, Act::Sign).await;
    community.does(&no, Act::Ask { question: "请拍照。".to_owned() }).await;
    for n in 0..3 {
        hears(&city, part("a", &format!("p{n}"), (n == 1).then_some("就是这样"))).await;
    }
    a_moment(&city).await;
    let file = community.reads(&no).await.unwrap();
    assert_eq!(file.files.len(), 3, "{:#?}", said(&city).await);
    assert_eq!(file.order.state, storage::order::State::Signed, "back where it was");
    city.close().await;
}

#[tokio::test]
async fn an_album_to_a_person_is_theirs() {
    let city = City::founded().await;
    hears(&city, words("human", "转人工")).await;
    let before = said(&city).await.len();
    hears(&city, part("a", "p0", Some(STORY))).await;
    a_moment(&city).await;
    assert_eq!(said(&city).await.len(), before);
    assert!(city.orders().await.is_empty());
    city.close().await;
}

#[tokio::test]
async fn words_under_an_album_that_mean_danger_reach_the_duty_officer() {
    let city = City::founded().await;
    hears(&city, part("a", "p0", Some("朝霞小区5号楼煤气泄漏了，味道很大"))).await;
    a_moment(&city).await;
    let tasks = city.operator().await.queue().await.tasks;
    assert!(tasks.iter().any(|task| task.words.contains("煤气泄漏")), "{tasks:#?}");
    city.close().await;
}

#[tokio::test]
async fn an_album_is_whole_after_a_restart() {
    let city = City::founded().await;
    hears(&city, part("a", "p0", Some(STORY))).await;
    hears(&city, part("a", "p1", None)).await;
    let city = city.restarted().await;
    a_moment(&city).await;
    assert!(said(&city).await[0].contains("材料：2份"));
    city.close().await;
}
