//! What does the centre see of hot issues?

use std::sync::Arc;

use axum::http::StatusCode;
use storage::{AccountRole, TaskKind};

use super::house::House;
use crate::desk::{Call, Staff};
use crate::hot::Hot;
use crate::step::Stepped;
use crate::watch::Watch;

/// Six neighbours of one estate call about cold radiators, and a dog's neighbour calls six times.
async fn a_cold_morning(house: &House) {
    let account = house.app.clerk.account_by_login(house.app.jurisdiction(), "zuoxi").await.unwrap().unwrap();
    let operator = Staff {
        account: account.id,
        login: account.login,
        name: account.name,
        role: AccountRole::Operator,
        unit: None,
    };
    let cold = ["暖气不热，屋里只有十三度", "暖气片冰凉，孩子冻感冒了", "供暖不达标，室温太低"];
    for n in 0..6 {
        let told = [
            (format!("{}，我叫刘桂芳，住3单元401", cold[n % 3]), format!("1380000000{n}")),
            (format!("遛狗不拴绳，第{n}回了"), "13900000000".to_owned()),
        ];
        for (story, phone) in told {
            let call = Call {
                story,
                place: Some("朝霞小区".to_owned()),
                phone: Some(phone.clone()),
                ..Call::default()
            };
            house.app.desk.accept_call(&operator, call, format!("{n}-{phone}")).await.unwrap();
        }
    }
}

async fn everything_is_heard(house: &House) {
    while house.app.hot.step().await.unwrap() == Stepped::Worked {}
    let watch = Watch::new(Arc::clone(&house.app));
    while watch.step().await.unwrap() == Stepped::Worked {}
}

#[tokio::test]
async fn an_issue_is_listed_with_people_place_and_orders_and_without_names() {
    let house = House::open().await;
    a_cold_morning(&house).await;
    let mut browser = house.signed_in("duban").await;
    let page = browser.get("/desk/hot").await;
    assert!(page.body.contains("数还不全"), "nothing was heard yet: {}", page.body);
    everything_is_heard(&house).await;
    for address in ["/desk/hot", "/desk/hot?days=1", "/desk/hot?days=nonsense", "/desk/hot?month=2026-07"] {
        let page = browser.get(address).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.body.matches("class=\"summary\"").count(), 1, "{address}: {}", page.body);
        for said in ["6人 / 6件", "朝霞小区", "投诉 6", "最近24小时6人", "/desk/orders/20260708-"]
        {
            assert!(page.body.contains(said), "{address} says {said}: {}", page.body);
        }
        for hidden in ["刘桂芳", "401", "138", "数还不全", "狗"] {
            assert!(!page.body.contains(hidden), "{address} says {hidden}");
        }
    }
    let month = browser.get("/desk/hot?month=").await;
    assert!(month.body.contains("2026-07 每月一题") && month.body.contains("当月以前0人"), "{}", month.body);
    assert!(month.body.contains("href=\"/desk/hot?month=2026-06\"") && !month.body.contains("month=2026-08"));
}

#[tokio::test]
async fn who_watches_sees_the_alarm_today_and_who_answers_the_phone_in_the_list() {
    let house = House::open().await;
    a_cold_morning(&house).await;
    everything_is_heard(&house).await;
    for (login, address) in [("duban", "/desk/today"), ("zuoxi", "/desk/queue")] {
        let page = house.signed_in(login).await.get(address).await;
        assert!(
            page.body.contains("自2026-07-08 09:00起，6人反映同一件事（6件）"),
            "{address}: {}",
            page.body
        );
        assert!(page.body.contains("/desk/hot?days=1"), "{address}: {}", page.body);
    }
    let mut unit = house.signed_in("c0101").await;
    assert_eq!(unit.get("/desk/hot").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_process_hears_the_same_and_does_not_ring_again() {
    let house = House::open().await;
    a_cold_morning(&house).await;
    everything_is_heard(&house).await;
    let app = &house.app;
    let other = Hot::new(
        Arc::clone(&app.banner),
        Arc::clone(&app.store),
        Arc::clone(&app.clock),
        Arc::clone(&app.mint),
    );
    assert!(!other.is_whole());
    while other.step().await.unwrap() == Stepped::Worked {}
    assert!(other.is_whole());
    assert_eq!(other.ring().await.unwrap(), Stepped::Idle);
    let tasks = app.store.tasks(app.jurisdiction()).await.unwrap();
    assert_eq!(tasks.iter().filter(|task| task.kind == TaskKind::HotMatter).count(), 1);
    let no = tasks[0].order.as_ref().unwrap();
    assert_eq!(app.hot.companions(no).len(), 5);
    assert_eq!(other.companions(no), app.hot.companions(no));
}

#[tokio::test]
async fn who_writes_a_call_down_sees_who_told_of_the_same() {
    let house = House::open().await;
    a_cold_morning(&house).await;
    let mut browser = house.signed_in("zuoxi").await;
    let page = browser.get("/desk/new").await;
    let told = [("story", "我家暖气片冰凉，孩子冻感冒了"), ("place", "朝霞小区")];
    let proposal = browser.fill(&page, "/desk/new", &[&told[..], &[("preview", "1")]].concat()).await;
    assert_eq!(proposal.body.matches("href=\"/desk/orders/").count(), 2, "{}", proposal.body);
    assert!(proposal.body.contains("可能是同一件事") && proposal.body.contains("都说到："));
    let saved = browser.fill(&page, "/desk/new", &told).await;
    let order = browser.get(saved.to.as_deref().unwrap()).await;
    assert!(order.body.contains("可能是同一件事"), "{}", order.body);
}
