//! Somebody telephones: an operator writes it down, and whatever must be told is told by telephone.

use bot::desk::{Act, Call};
use storage::order::{Contacted, Fact, Rating, Satisfaction, Solved, State};
use storage::{ReasonCode, TaskKind, UnitCode};
use tests::City;

fn corridor() -> Call {
    Call {
        story: "楼道里停满了电动车，还有人拉线充电".to_owned(),
        place: Some("朝霞小区3号楼".to_owned()),
        name: Some("赵女士".to_owned()),
        phone: Some("13800001234".to_owned()),
        ..Call::default()
    }
}

#[tokio::test]
async fn a_caller_has_no_chat_so_a_person_phones_answer_and_survey() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let no = operator.takes_call(corridor(), "call-1").await.no;
    assert_eq!(city.order(&no).await.0.state, State::Triage, "an operator confirms what was written down");
    let lead = UnitCode::new("C0101");
    operator.does(&no, Act::Dispatch { lead, helpers: Vec::new() }).await;
    community.does(&no, Act::Sign).await;
    assert!(operator.queue().await.tasks.is_empty(), "nobody is phoned because somebody signed");
    community.does(&no, Act::Ask { question: "是几单元？".to_owned() }).await;
    let tasks = operator.queue().await.tasks;
    assert_eq!(tasks[0].kind, TaskKind::PhoneCitizen);
    insta::assert_snapshot!(tests::veiled(&tasks[0].words), @"
    向阳街道朝霞社区居民委员会想问您：
    是几单元？
    您直接回复我就行。
    编号：(编号)
    ");
    operator.does(&no, Act::Supplement { note: "来电答：2单元".to_owned() }).await;
    community.answers(&no, "楼道已清理。").await;
    assert_eq!(operator.queue().await.tasks.len(), 2);
    assert_eq!(operator.queue().await.to_call_back.len(), 1);

    operator.does(&no, Act::CallBack).await;
    assert_eq!(city.order(&no).await.0.state, State::CalledBack);
    let rating =
        Rating { contacted: Some(Contacted::Yes), solved: Solved::Partly, satisfaction: Satisfaction::Fair };
    operator.does(&no, Act::Rate { rating, comment: Some("还有一辆没挪".to_owned()) }).await;
    let (order, events) = city.order(&no).await;
    assert_eq!(order.state, State::Closed);
    assert!(events.iter().any(|event| matches!(event.fact, Fact::Rated { comment: Some(_), .. })));
    city.close().await;
}

#[tokio::test]
async fn a_caller_urges_and_takes_the_order_back_by_telephone() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let call = Call { lead: Some(UnitCode::new("C0101")), ..corridor() };
    let no = operator.takes_call(call, "call-1").await.no;
    let found = city.app.desk.search(&operator.staff, "13800001234").await.unwrap();
    assert_eq!(found[0].no, no);
    operator.does(&no, Act::Urge).await;
    assert_eq!(community.lists().await.unsigned[0].urges, 1);
    operator.does(&no, Act::Withdraw { reason: ReasonCode::new("W01") }).await;
    assert_eq!(city.order(&no).await.0.state, State::Withdrawn);
    assert!(community.lists().await.unsigned.is_empty());
    city.close().await;
}

#[tokio::test]
async fn nobody_is_reminded_who_has_no_chat() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let call = Call { lead: Some(UnitCode::new("C0101")), ..corridor() };
    let no = operator.takes_call(call, "call-1").await.no;
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    city.becomes("2026-07-13 18:00").await;
    let (order, events) = city.order(&no).await;
    assert_eq!((order.state, order.reminders), (State::Closed, 0));
    assert!(matches!(events.last().unwrap().fact, Fact::Closed { unrated: true }));
    city.close().await;
}

#[tokio::test]
async fn what_is_no_phone_number_is_not_taken_for_one() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let call = Call { phone: Some("没有电话".to_owned()), ..corridor() };
    assert!(city.app.desk.accept_call(&operator.staff, call, "call-1".to_owned()).await.is_err());
    assert!(city.orders().await.is_empty());
    city.close().await;
}
