//! Every message of a whole walk arrives twice, at once and again after a restart: one order, one answer.

use bot::desk::Act;
use futures::future::join;
use serde_json::{Value, json};
use storage::order::State;
use tests::{Citizen, City, Reply};

/// Posts the message twice at once; both hear the same, one of them as a repetition.
async fn twice(citizen: &Citizen, sent: &mut Vec<(String, Value, Reply)>, body: Value) -> Reply {
    let key = format!("walk-{}", sent.len());
    let (one, other) = join(citizen.sends(&key, body.clone()), citizen.sends(&key, body.clone())).await;
    let (one, other) = (one.expect("taken"), other.expect("taken"));
    assert!(one.duplicate != other.duplicate, "exactly one is a repetition: {one:#?} {other:#?}");
    assert_eq!((one.seq, &one.said), (other.seq, &other.said));
    sent.push((key, body, one.clone()));
    one
}

async fn press(citizen: &Citizen, sent: &mut Vec<(String, Value, Reply)>, label: &str) -> Reply {
    let lines = citizen.hears_since(0).await;
    let choice = lines.iter().rev().flat_map(|line| &line.choices).find(|choice| choice.label == label);
    let id = choice.unwrap_or_else(|| panic!("nothing says {label}")).id.clone();
    twice(citizen, sent, json!({ "choice": id })).await
}

#[tokio::test]
async fn a_walk_of_repetitions_is_one_walk() {
    let city = City::founded().await;
    let mut citizen = city.citizen().await;
    let community = city.unit("C0101").await;
    let mut sent = Vec::new();

    twice(&citizen, &mut sent, json!({ "text": "你好" })).await;
    let story = "楼道里停满了电动车，还有人拉线充电，太危险了，电话13800001234";
    twice(&citizen, &mut sent, json!({ "text": story })).await;
    twice(&citizen, &mut sent, json!({ "location": { "lat": 49.2, "lon": 119.7 } })).await;
    twice(&citizen, &mut sent, json!({ "text": "地址是朝霞小区3号楼" })).await;
    let photos = join(citizen.shows_under("photos", 2, None), citizen.shows_under("photos", 2, None)).await;
    assert_eq!((photos.0.seq, &photos.0.said), (photos.1.seq, &photos.1.said));
    assert!(photos.0.duplicate != photos.1.duplicate);
    citizen.says("改地址，是朝霞小区3号楼").await;
    let no = press(&citizen, &mut sent, "提交").await.order_no();
    twice(&citizen, &mut sent, json!({ "text": "催办" })).await;
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    press(&citizen, &mut sent, "联系过").await;
    press(&citizen, &mut sent, "解决了").await;
    press(&citizen, &mut sent, "满意").await;

    let (order, events) = city.order(&no).await;
    assert_eq!((order.state, order.urges, order.papers.files.len()), (State::Closed, 1, 3));
    let before = citizen.transcript().await;

    let city = city.restarted().await;
    citizen.moves_to(&city.url(""));
    for (key, body, first) in sent {
        let (one, other) = join(citizen.sends(&key, body.clone()), citizen.sends(&key, body)).await;
        for reply in [one.expect("taken"), other.expect("taken")] {
            assert!(reply.duplicate, "{key}");
            assert_eq!((reply.seq, reply.said), (first.seq, first.said.clone()), "{key}");
        }
    }
    assert_eq!(city.orders().await.len(), 1);
    assert_eq!(city.order(&no).await.1, events);
    assert_eq!(citizen.transcript().await, before, "nothing was said twice");
    city.close().await;
}

#[tokio::test]
async fn the_same_key_in_two_chats_is_two_messages() {
    let city = City::founded().await;
    let (one, other) = (city.citizen().await, city.citizen().await);
    let story = json!({ "text": "朝霞街的路灯坏了一个礼拜了，晚上太黑" });
    assert!(!one.sends("same", story.clone()).await.unwrap().duplicate);
    assert!(!other.sends("same", story).await.unwrap().duplicate);
    city.close().await;
}
