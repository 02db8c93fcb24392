//! Does a person see what a word would have changed, and does nothing change without them?

use axum::http::StatusCode;
use storage::{Altered, AlteredOrder, CategoryCode, ChangeId, OrderNo, Rehearsed, WordChange};

use super::house::{Browser, House};

/// An operator writes a call down; the order's number.
async fn called(operator: &mut Browser) -> OrderNo {
    let page = operator.get("/desk/new").await;
    let fields =
        [("story", "和平小区3号楼飞线，电话13804701234"), ("place", ""), ("phone", ""), ("kind", "投诉")];
    let answer = operator.fill(&page, "/desk/new", &fields).await;
    let to = answer.to.unwrap_or_else(|| panic!("{}", answer.body));
    to.trim_end_matches("?done=new").trim_start_matches("/desk/orders/").parse().expect("a number")
}

/// A word that waits for somebody, rehearsed on that order.
async fn proposed(house: &House, word: &str, no: &OrderNo) -> String {
    let now = house.app.clock.now();
    let code = CategoryCode::new("010404");
    let order = AlteredOrder { no: no.clone(), before: None, after: Some(code.clone()) };
    let change = WordChange {
        id: ChangeId(house.app.mint.id(now)),
        category: code,
        word: word.to_owned(),
        before: None,
        after: 3.0,
        rehearsed: Rehearsed { righted: Altered { count: 7, shown: vec![order] }, ..Rehearsed::default() },
        proposed_at: now,
        verdict: None,
    };
    let kept = house.app.clerk.propose_changes(house.app.jurisdiction(), std::slice::from_ref(&change)).await;
    assert_eq!(kept.unwrap(), 1);
    format!("/desk/learning/{}", change.id)
}

#[tokio::test]
async fn a_supervisor_sees_the_orders_and_approves() {
    let house = House::open().await;
    let no = called(&mut house.signed_in("zuoxi").await).await;
    let change = proposed(&house, "飞线", &no).await;
    let mut supervisor = house.signed_in("duban").await;
    let page = supervisor.get("/desk/learning").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for shown in ["飞线", "路灯不亮", no.as_str(), "和平小区", "会改对 7 件", "另有 6 件", "权重 3"]
    {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains("13804701234"), "the words are masked");

    let answer = supervisor.fill(&page, &format!("{change}/approve"), &[("why", "都是这么说的")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for shown in ["已采用", "010404 飞线*3", "都是这么说的"] {
        assert!(answer.body.contains(shown), "{shown}: {}", answer.body);
    }
    assert!(!answer.offers(&format!("{change}/approve")));
    let again = supervisor.fill(&page, &format!("{change}/refuse"), &[("why", "晚了")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
}

#[tokio::test]
async fn who_refuses_says_why() {
    let house = House::open().await;
    let no = called(&mut house.signed_in("zuoxi").await).await;
    let change = proposed(&house, "飞线", &no).await;
    let mut supervisor = house.signed_in("duban").await;
    let page = supervisor.get("/desk/learning").await;
    let refuse = format!("{change}/refuse");
    let mute = supervisor.fill(&page, &refuse, &[("why", " ")]).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mute.offers(&refuse), "it still waits");
    let endless = supervisor.fill(&page, &refuse, &[("why", &"长".repeat(501))]).await;
    assert_eq!(endless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = supervisor.fill(&page, &refuse, &[("why", "太宽")]).await;
    assert!(refused.body.contains("太宽") && !refused.body.contains("<pre>"), "{}", refused.body);
}

#[tokio::test]
async fn an_administrator_decides_words_and_reads_no_order() {
    let house = House::open().await;
    let no = called(&mut house.signed_in("zuoxi").await).await;
    let change = proposed(&house, "飞线", &no).await;
    let mut admin = house.administrator().await;
    let page = admin.get("/desk/learning").await;
    assert!(page.body.contains("飞线") && page.body.contains(no.as_str()), "{}", page.body);
    assert!(!page.body.contains("和平小区") && !page.body.contains("/desk/orders/"), "{}", page.body);
    let answer = admin.fill(&page, &format!("{change}/approve"), &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        admin.post("/desk/learning/nonsense/approve", &[("csrf", "x")]).await.to.as_deref(),
        Some("/desk")
    );
    let missing = admin.get("/desk/learning/nonsense/approve").await;
    assert_ne!(missing.status, StatusCode::OK);
}
