//! A citizen speaks, an order is born, a unit acts, and the citizen hears every step until it is closed.

use bot::desk::Act;
use storage::order::State;
use tests::City;
use tests::fake::UnitSystem;

const STORY: &str = "朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。";

#[tokio::test]
async fn a_citizen_hears_every_step_until_the_order_is_closed() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let community = city.unit("C0101").await;

    let summary = citizen.says(STORY).await;
    insta::assert_snapshot!(summary.on_paper());
    let accepted = citizen.presses("提交").await;
    insta::assert_snapshot!(accepted.on_paper());
    let no = accepted.order_no();

    assert_eq!(community.lists().await.unsigned.len(), 1);
    community.does(&no, Act::Sign).await;
    city.pass(jiff::SignedDuration::from_hours(4)).await;
    community.answers(&no, "社区已会同物业清理楼道，并安装了室外充电桩。").await;

    let asked = citizen.last_heard().await;
    assert!(asked.contains("4小时"), "{asked}");
    citizen.presses("联系过").await;
    citizen.presses("已解决").await;
    let thanks = citizen.presses("非常满意").await;
    assert!(thanks.text().contains("谢谢"), "{}", thanks.text());
    assert_eq!(city.order(&no).await.0.state, State::Closed);
    insta::assert_snapshot!(citizen.transcript().await);
    city.close().await;
}

#[tokio::test]
async fn a_units_own_system_is_told_and_signs_through_the_api() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    let token = city.connect("C0101", &system).await;
    let citizen = city.citizen().await;
    citizen.says(STORY).await;
    let no = citizen.presses("提交").await.order_no();

    city.settle().await;
    let told = system.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].what.as_str(), told[0].no.as_str()), ("order.dispatched", no.as_str()));

    let answer = reqwest::Client::new()
        .post(city.url(&format!("/api/v1/orders/{no}/sign")))
        .bearer_auth(token)
        .header("Idempotency-Key", "sign-1")
        .json(&serde_json::json!({}))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    assert_eq!(city.order(&no).await.0.state, State::Signed);
    city.close().await;
}
