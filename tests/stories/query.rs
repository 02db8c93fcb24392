//! Somebody looks an order up by number and 查询码, from another chat or another device.

use jiff::SignedDuration;
use tests::{Citizen, City, Reply};

async fn order_of(citizen: &Citizen) -> Reply {
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    citizen.presses("提交").await
}

#[tokio::test]
async fn another_chat_needs_number_and_code() {
    let city = City::founded().await;
    let (citizen, other) = (city.citizen().await, city.citizen().await);
    let accepted = order_of(&citizen).await;
    other.says(&format!("查进度 {}", accepted.order_no())).await;
    other.says("AAAAAA").await;
    other.says(&accepted.code().to_lowercase()).await;
    let transcript = other.transcript().await.replace(&accepted.code().to_lowercase(), "(查询码)");
    insta::assert_snapshot!(transcript, @"
    群众：查进度 (编号)
    接诉：请把查询码发给我。
    　　　受理那天，和编号一起给过您。
    　　　编号：(编号)
    　[转人工]
    群众：AAAAAA
    接诉：没找到这件事。
    　　　请对一对编号和查询码。
    　　　实在找不到，打12345问问。
    　[转人工]
    接诉：请把查询码发给我。
    　　　受理那天，和编号一起给过您。
    　　　编号：(编号)
    　[转人工]
    群众：(查询码)
    接诉：时间：2026年7月8日（周三）09:00
    　　　地点：朝霞社区第一网格 朝霞小区3号楼楼道
    　　　事件：朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了
    　　　事件流程：
    　　　7月8日 09:00 受理了您的事
    　　　7月8日 09:00 转给向阳街道朝霞社区居民委员会办理
    　　　预计7月9日（周四）09:00前办结
    　[催办] [补充] [撤回]
    ");
    city.close().await;
}

#[tokio::test]
async fn with_the_code_another_chat_may_urge_and_both_hear_of_it() {
    let city = City::founded().await;
    let (citizen, other) = (city.citizen().await, city.citizen().await);
    let accepted = order_of(&citizen).await;
    other.says(&format!("催办 {}", accepted.order_no())).await;
    let urged = other.says(&accepted.code()).await;
    assert!(urged.text().contains("已经替您催"), "{}", urged.text());
    assert!(citizen.last_heard().await.contains("已经替您催"));
    assert_eq!(city.order(&accepted.order_no()).await.0.urges, 1);
    city.close().await;
}

#[tokio::test]
async fn a_stranger_learns_nothing_from_a_wrong_code_or_an_invented_number() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let accepted = order_of(&citizen).await;
    let wrong = city.query(&accepted.order_no(), "AAAAAA").await;
    let invented = storage::OrderNo::new(jiff::civil::date(2026, 7, 8), [1, 2, 3, 4, 5]);
    let unknown = city.query(&invented, &accepted.code()).await;
    assert_eq!(wrong.0, 404);
    assert_eq!(wrong, unknown);
    city.close().await;
}

#[tokio::test]
async fn after_ten_tries_even_the_right_code_must_wait() {
    let city = City::founded().await;
    let (citizen, stranger) = (city.citizen().await, city.citizen().await);
    let accepted = order_of(&citizen).await;
    stranger.says(&format!("查进度 {}", accepted.order_no())).await;
    for _ in 0..10 {
        assert!(stranger.says("AAAAAA").await.text().contains("没找到"));
    }
    let throttled = stranger.says(&accepted.code()).await;
    insta::assert_snapshot!(throttled.on_paper(), @"
    接诉：试得太多了，先歇一歇。
    　　　请在09:15以后再试。
    　　　着急就打12345。
    　[转人工]
    ");
    let (status, _) = city.query(&accepted.order_no(), &accepted.code()).await;
    assert_eq!(status, 429, "the number is guarded too, not only the asker");
    city.pass(SignedDuration::from_mins(16)).await;
    let (status, found) = city.query(&accepted.order_no(), &accepted.code()).await;
    assert_eq!(status, 200, "{found}");
    city.close().await;
}

#[tokio::test]
async fn a_lost_code_is_found_again_where_the_order_was_made() {
    let city = City::founded().await;
    let (citizen, other) = (city.citizen().await, city.citizen().await);
    let accepted = order_of(&citizen).await;
    let found = citizen.says("查询码忘了").await;
    assert!(found.text().contains(&accepted.code()), "{}", found.text());
    insta::assert_snapshot!(found.on_paper(), @"
    接诉：您的查询码在这里：
    　　　(编号)的查询码：(查询码)
    　　　您收好，别给外人。
    ");
    let elsewhere = other.says("查询码忘了").await;
    insta::assert_snapshot!(elsewhere.on_paper(), @"
    接诉：您在这里还没有登记过事情。
    　　　在别处登记的，请打12345。
    　　　工作人员核实以后，会告诉您。
    　[转人工]
    ");
    city.close().await;
}
