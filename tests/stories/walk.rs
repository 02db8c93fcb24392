//! A citizen speaks, an order is born, a unit acts, and the citizen hears every step until it is closed.

use bot::desk::Act;
use jiff::SignedDuration;
use storage::order::State;
use tests::City;
use tests::fake::UnitSystem;

const STORY: &str = "朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。";

#[tokio::test]
async fn a_citizen_hears_every_step_until_the_order_is_closed() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let community = city.unit("C0101").await;

    citizen.says(STORY).await;
    let no = citizen.presses("提交").await.order_no();
    assert_eq!(community.lists().await.unsigned.len(), 1);
    community.does(&no, Act::Sign).await;
    let note = Act::Progress { note: "网格员已到现场".to_owned(), files: Vec::new(), visible: true };
    community.does(&no, note).await;
    city.pass(SignedDuration::from_hours(4)).await;
    community.answers(&no, "社区已会同物业清理楼道，并安装了室外充电桩。").await;
    assert_eq!(city.order(&no).await.0.state, State::Done);

    citizen.presses("联系过").await;
    citizen.presses("解决了").await;
    citizen.presses("非常满意").await;
    assert_eq!(city.order(&no).await.0.state, State::Closed);
    insta::assert_snapshot!(citizen.transcript().await, @"
    群众：朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（楼道电动车停放充电）
    　　　事情：朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。
    　　　地点：朝霞社区第一网格 朝霞小区3号楼2单元楼道
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    群众：提交
    接诉：您的事，我们受理了。
    　　　编号：(编号)
    　　　查询码：(查询码)
    　　　承办单位：向阳街道朝霞社区居民委员会
    　　　预计7月9日（周四）09:00前办结。
    　　　编号和查询码您收好，别给外人。
    　　　想知道办到哪了，说“查进度”，或者打12345。
    　[查进度]
    接诉：向阳街道朝霞社区居民委员会已经接手您的事。
    　　　编号：(编号)
    接诉：向阳街道朝霞社区居民委员会告诉您：
    　　　网格员已到现场
    　　　编号：(编号)
    接诉：向阳街道朝霞社区居民委员会答复您：
    　　　社区已会同物业清理楼道，并安装了室外充电桩。
    　　　编号：(编号)
    接诉：您的事办结了，用时4小时。
    　　　编号：(编号)
    　　　办的时候，有人联系过您吗？
    　[联系过] [没联系过]
    群众：联系过
    接诉：好。那事情解决了吗？
    　[解决了] [解决了一部分] [没解决]
    群众：解决了
    接诉：解决了就好。您对这次办理满意吗？
    　[非常满意] [满意] [基本满意] [不满意] [非常不满意]
    群众：非常满意
    接诉：谢谢您，评价记下了。
    　　　有事再来找我。
    ");
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
