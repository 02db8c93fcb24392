//! The key of a click or a call counts for one person and one purpose, however the order has gone on since.

use bot::desk::{Act, Call};
use serde_json::json;
use storage::order::State;
use storage::{CategoryCode, OrderNo, UnitCode};
use tests::fake::UnitSystem;
use tests::{City, Clerk};

async fn call(operator: &Clerk, key: &str) -> OrderNo {
    let call = Call {
        story: "楼道里停满了电动车".to_owned(),
        category: Some(CategoryCode::new("120301")),
        lead: Some(UnitCode::new("C0101")),
        ..Call::default()
    };
    operator.takes_call(call, key).await.no
}

#[tokio::test]
async fn one_key_for_a_call_and_for_two_orders_is_three_deeds() {
    let city = City::founded().await;
    let (operator, unit) = (city.operator().await, city.unit("C0101").await);
    let (one, other) = (call(&operator, "same").await, call(&operator, "another").await);
    for no in [&one, &other] {
        let seen = city.order(no).await.0.version;
        operator.clicks(no, seen, Act::Urge, "same").await.unwrap();
        assert_eq!(city.order(no).await.0.urges, 1);
    }
    for no in [&one, &other] {
        let seen = city.order(no).await.0.version;
        unit.clicks(no, seen, Act::Sign, "same").await.unwrap();
        assert_eq!(city.order(no).await.0.state, State::Signed);
    }
    city.close().await;
}

#[tokio::test]
async fn a_step_that_was_taken_is_answered_again_after_the_order_has_left_the_unit() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    let token = city.connect("C0101", &system).await;
    let operator = city.operator().await;
    let no = call(&operator, "call").await;
    let version = city.order(&no).await.0.version;
    let sign = async || {
        let sent = reqwest::Client::new()
            .post(city.url(&format!("/api/v1/orders/{no}/sign")))
            .bearer_auth(&token)
            .header("Idempotency-Key", "sign-1")
            .json(&json!({ "version": version }));
        sent.send().await.unwrap().status().as_u16()
    };
    assert_eq!(sign().await, 200);
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("XFD"), helpers: Vec::new() }).await;
    let before = city.order(&no).await.0.version;
    assert_eq!(sign().await, 200, "the answer had been lost on its way");
    assert_eq!(city.order(&no).await.0.version, before, "nothing was done again");
    city.close().await;
}
