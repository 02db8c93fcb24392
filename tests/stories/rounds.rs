//! A citizen rates: content, discontent (重办), late, against the unit's word.

use bot::desk::Act;
use storage::order::{Solved, State};
use storage::{OrderNo, TaskKind};
use tests::fake::UnitSystem;
use tests::{Citizen, City, Clerk};

async fn done(citizen: &Citizen, community: &Clerk) -> OrderNo {
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    no
}

#[tokio::test]
async fn an_unsolved_order_is_handled_again_and_the_unit_is_told() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = done(&citizen, &community).await;
    city.becomes("2026-07-09 10:00").await;
    let before = citizen.last_line().await;
    citizen.presses("联系过").await;
    citizen.presses("没解决").await;
    citizen.presses("不满意").await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    群众：联系过
    接诉：好。那事情解决了吗？
    　[解决了] [解决了一部分] [没解决]
    群众：没解决
    接诉：对不起，没给您办好。您对这次办理满意吗？
    　[非常满意] [满意] [基本满意] [不满意] [非常不满意]
    群众：不满意
    接诉：评价记下了，给您添麻烦了。
    　　　这件事会重新办。
    　　　预计7月10日（周五）10:00前办结。
    　　　编号：(编号)
    ");
    let (order, _) = city.order(&no).await;
    assert_eq!((order.state, order.round), (State::Handling, 2));
    assert_eq!(tests::date_of(order.dues.finish).to_string(), "2026-07-10", "a round has dates of its own");
    city.settle().await;
    let told: Vec<String> = system.told().into_iter().map(|told| told.what).collect();
    assert_eq!(told, ["order.dispatched", "order.rated", "order.redone"]);

    community.answers(&no, "这次连充电线也拆了。").await;
    citizen.presses("联系过").await;
    citizen.presses("解决了").await;
    citizen.presses("满意").await;
    let (order, _) = city.order(&no).await;
    assert_eq!((order.state, order.round), (State::Closed, 2));
    city.close().await;
}

#[tokio::test]
async fn solved_but_badly_is_handled_again_too() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = done(&citizen, &community).await;
    citizen.presses("联系过").await;
    citizen.presses("解决了").await;
    citizen.presses("非常不满意").await;
    assert_eq!(city.order(&no).await.0.round, 2);
    city.close().await;
}

#[tokio::test]
async fn a_late_rating_is_recorded_and_reopens_nothing() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = done(&citizen, &community).await;
    city.becomes("2026-07-20 09:00").await;
    let (order, _) = city.order(&no).await;
    assert_eq!((order.state, order.rating), (State::Closed, None));
    let buttons = citizen.hears_since(0).await;
    let survey =
        buttons.iter().rev().find(|line| line.choices.iter().any(|choice| choice.label == "没联系过"));
    let asked = survey.unwrap().choices.iter().find(|choice| choice.label == "联系过").unwrap();
    citizen.chooses(&asked.id).await;
    citizen.presses("没解决").await;
    let thanks = citizen.presses("不满意").await;
    assert!(thanks.text().contains("评价记下了"), "{}", thanks.text());
    let (order, _) = city.order(&no).await;
    assert_eq!((order.state, order.round), (State::Closed, 1));
    assert_eq!(order.rating.unwrap().solved, Solved::No);
    city.close().await;
}

#[tokio::test]
async fn a_citizen_who_was_not_contacted_contradicts_the_unit_and_a_person_checks() {
    let city = City::founded().await;
    let (citizen, community, operator) =
        (city.citizen().await, city.unit("C0101").await, city.operator().await);
    let no = done(&citizen, &community).await;
    citizen.presses("没联系过").await;
    citizen.presses("解决了").await;
    citizen.presses("满意").await;
    let queue = operator.queue().await;
    assert_eq!(queue.tasks.len(), 1);
    assert_eq!((queue.tasks[0].kind, queue.tasks[0].order.as_ref()), (TaskKind::CheckClaim, Some(&no)));
    city.close().await;
}

#[tokio::test]
async fn a_unit_that_said_it_could_not_reach_the_citizen_is_not_suspected() {
    let city = City::founded().await;
    let (citizen, community, operator) =
        (city.citizen().await, city.unit("C0101").await, city.operator().await);
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    community.does(&no, Act::Sign).await;
    let reply = Act::Reply {
        handling: "清理完毕".to_owned(),
        answer: "楼道已清理。".to_owned(),
        contact: "没有留电话".to_owned(),
        contacted: false,
        files: Vec::new(),
        finish: true,
    };
    community.does(&no, reply).await;
    citizen.presses("没联系过").await;
    citizen.presses("解决了").await;
    citizen.presses("满意").await;
    assert!(operator.queue().await.tasks.is_empty());
    city.close().await;
}
