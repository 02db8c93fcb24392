//! A unit's own system works an order from beginning to end through the API.

use serde_json::{Value, json};
use storage::OrderNo;
use storage::order::State;
use tests::City;
use tests::fake::UnitSystem;

struct System {
    client: reqwest::Client,
    token: String,
}

impl System {
    async fn does(&self, city: &City, no: &OrderNo, step: &str, key: &str, body: Value) -> (u16, Value) {
        let answer = self
            .client
            .post(city.url(&format!("/api/v1/orders/{no}/{step}")))
            .bearer_auth(&self.token)
            .header("Idempotency-Key", key)
            .json(&body)
            .send()
            .await
            .expect("the program answers");
        (answer.status().as_u16(), answer.json().await.expect("a document"))
    }

    async fn reads(&self, city: &City, path: &str) -> (u16, Value) {
        let answer = self.client.get(city.url(path)).bearer_auth(&self.token).send().await;
        let answer = answer.expect("the program answers");
        (answer.status().as_u16(), answer.json().await.expect("a document"))
    }
}

async fn connected(city: &City, unit: &str) -> System {
    let system = UnitSystem::started().await;
    System { client: reqwest::Client::new(), token: city.connect(unit, &system).await }
}

async fn order(city: &City) -> (tests::Citizen, OrderNo) {
    let citizen = city.citizen().await;
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，我电话13812345678").await;
    let no = citizen.presses("提交").await.order_no();
    (citizen, no)
}

#[tokio::test]
async fn sign_note_ask_reply_finish() {
    let city = City::founded().await;
    let system = connected(&city, "C0101").await;
    let (citizen, no) = order(&city).await;
    let (status, list) = system.reads(&city, "/api/v1/orders?list=unsigned").await;
    assert_eq!(status, 200, "{list}");
    assert!(list.to_string().contains(no.as_str()), "{list}");
    let (status, file) = system.reads(&city, &format!("/api/v1/orders/{no}")).await;
    assert_eq!(status, 200, "{file}");
    assert!(!file.to_string().contains("13812345678"), "{file}");
    assert_eq!(file["steps"], json!(["sign", "return"]));

    let version = &file["version"];
    let signed = system.does(&city, &no, "sign", "k1", json!({ "version": version })).await;
    assert_eq!(signed.0, 200, "{}", signed.1);
    let again = system.does(&city, &no, "sign", "k1", json!({ "version": version })).await;
    assert_eq!(again, signed, "the same key, the same answer");
    let stale =
        system.does(&city, &no, "progress", "k2", json!({ "version": version, "note": "去看过" })).await;
    assert_eq!(stale.0, 409, "{}", stale.1);
    let note = json!({ "note": "网格员已到现场", "visible": true });
    assert_eq!(system.does(&city, &no, "progress", "k3", note).await.0, 200);
    assert!(citizen.last_heard().await.contains("网格员已到现场"));
    assert_eq!(system.does(&city, &no, "ask", "k4", json!({ "question": "是几单元？" })).await.0, 200);
    assert_eq!(city.order(&no).await.0.state, State::Suspended);
    citizen.says("2单元").await;
    assert_eq!(city.order(&no).await.0.state, State::Handling);
    let reply = json!({
        "handling": "会同物业清理", "answer": "楼道已清理。", "contact": "7月8日电话", "contacted": true
    });
    assert_eq!(system.does(&city, &no, "reply", "k5", reply).await.0, 200);
    assert_eq!(city.order(&no).await.0.state, State::Replied);
    let (status, done) = system.does(&city, &no, "finish", "k6", json!({})).await;
    assert_eq!((status, done["state"].as_str()), (200, Some("done")));
    assert!(citizen.last_heard().await.contains("办结"), "{}", citizen.last_heard().await);
    city.close().await;
}

#[tokio::test]
async fn an_order_is_returned_with_reason_basis_and_suggestion() {
    let city = City::founded().await;
    let system = connected(&city, "C0101").await;
    let (_citizen, no) = order(&city).await;
    let refused =
        system.does(&city, &no, "return", "k1", json!({ "reason": "R04", "basis": "消防法" })).await;
    assert_eq!(refused.0, 422, "{}", refused.1);
    let back = json!({ "reason": "R04", "basis": "消防法", "suggested": "XFD" });
    assert_eq!(system.does(&city, &no, "return", "k2", back).await.0, 200);
    assert_eq!(city.operator().await.queue().await.returns.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn another_units_system_finds_nothing_and_a_revoked_token_opens_nothing() {
    let city = City::founded().await;
    let (own, stranger) = (connected(&city, "C0101").await, connected(&city, "C0102").await);
    let (_citizen, no) = order(&city).await;
    let (status, unknown) = stranger.reads(&city, &format!("/api/v1/orders/{no}")).await;
    assert_eq!(status, 404, "{unknown}");
    assert_eq!(stranger.does(&city, &no, "sign", "k1", json!({})).await.0, 404);
    let (status, list) = stranger.reads(&city, "/api/v1/orders?list=unsigned").await;
    assert_eq!(status, 200);
    assert!(!list.to_string().contains(no.as_str()), "{list}");

    let unit = storage::UnitCode::new("C0101");
    city.app.clerk.revoke_tokens(city.app.jurisdiction(), &unit, city.app.clock.now()).await.unwrap();
    assert_eq!(own.reads(&city, "/api/v1/orders?list=unsigned").await.0, 401);
    assert_eq!(own.does(&city, &no, "sign", "k1", json!({})).await.0, 401);
    assert_eq!(city.order(&no).await.0.state, State::Dispatched);
    city.close().await;
}
