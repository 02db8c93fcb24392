//! A citizen does not rate: one survey, two reminders, then 结案 without a rating, on working days.

use bot::desk::Act;
use storage::OrderNo;
use storage::order::{Fact, State};
use tests::{Citizen, City};

#[tokio::test]
async fn one_survey_two_reminders_and_then_the_order_is_closed_unrated() {
    let city = City::found(tests::Founding { now: "2026-09-24 09:00", ..tests::Founding::default() }).await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    let before = citizen.last_line().await;

    // 25 to 27 September is 中秋节: 28, 29 and 30 are the three working days.
    for day in ["2026-09-25", "2026-09-26", "2026-09-27"] {
        city.becomes(&format!("{day} 23:00")).await;
        assert_eq!(citizen.last_line().await, before, "{day} is a holiday");
    }
    city.becomes("2026-09-28 17:30").await;
    assert_eq!(city.order(&no).await.0.reminders, 1);
    city.becomes("2026-09-29 17:30").await;
    assert_eq!(city.order(&no).await.0.reminders, 2);
    assert_eq!(city.order(&no).await.0.state, State::Done);
    city.becomes("2026-09-30 17:30").await;
    let (order, events) = city.order(&no).await;
    assert_eq!((order.state, order.reminders, order.rating), (State::Closed, 2, None));
    assert!(matches!(events.last().unwrap().fact, Fact::Closed { unrated: true }));
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    接诉：您的事办结了，想听您说说办得怎么样。
    　　　编号：(编号)
    　　　办的时候，有人联系过您吗？
    　[联系过] [没联系过]
    接诉：您的事办结了，想听您说说办得怎么样。
    　　　编号：(编号)
    　　　办的时候，有人联系过您吗？
    　[联系过] [没联系过]
    接诉：没等到您的评价，这件事先结束了。
    　　　还有问题，您随时说。
    　　　编号：(编号)
    ");

    city.becomes("2026-10-20 09:00").await;
    assert_eq!(city.order(&no).await.1.len(), events.len(), "nothing more happens");
    city.close().await;
}

#[tokio::test]
async fn a_rating_ends_the_reminding() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    citizen.presses("联系过").await;
    citizen.presses("解决了").await;
    citizen.presses("基本满意").await;
    let events = city.order(&no).await.1.len();
    city.becomes("2026-07-31 18:00").await;
    assert_eq!(city.order(&no).await.1.len(), events);
    city.close().await;
}

/// The unit has asked, and finished without the answer.
async fn finished_though_it_asked(city: &City) -> (Citizen, OrderNo) {
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    community.does(&no, Act::Sign).await;
    community.does(&no, Act::Ask { question: "是几单元？".to_owned() }).await;
    community.answers(&no, "楼道已清理。").await;
    (citizen, no)
}

#[tokio::test]
async fn a_question_whose_order_was_finished_waits_for_no_answer() {
    let city = City::founded().await;
    let (citizen, no) = finished_though_it_asked(&city).await;
    for number in ["1", "1", "1"] {
        citizen.says(number).await;
    }
    let (order, _) = city.order(&no).await;
    assert_eq!(
        (order.state, order.rating.is_some()),
        (State::Closed, true),
        "{}",
        citizen.transcript().await
    );
    city.close().await;
}

#[tokio::test]
async fn what_is_told_after_the_end_is_a_new_matter() {
    let city = City::founded().await;
    let (citizen, _) = finished_though_it_asked(&city).await;
    let told = citizen.says("站前街上的路灯坏了三天，晚上看不见路").await;
    assert!(told.text().contains("路灯不亮"), "{}", told.text());
    citizen.presses("提交").await;
    assert_eq!(city.orders().await.len(), 2);
    city.close().await;
}
