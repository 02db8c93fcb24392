//! Can an operator urge and withdraw for a caller, and read what a unit must be told by telephone?

use axum::http::StatusCode;
use storage::order::State;
use storage::{Decision, Task, TaskChange, TaskId, TaskKind};

use super::house::{Browser, House};
use crate::channel::Untold;
use crate::desk::TaskNote;
use crate::news::Happening;

async fn called(operator: &mut Browser) -> String {
    let page = operator.get("/desk/new").await;
    let to = operator.fill(&page, "/desk/new", &[("story", "暖气不热"), ("lead", "RLGS")]).await.to;
    to.expect("an order").trim_end_matches("?done=new").to_owned()
}

#[tokio::test]
async fn a_caller_urges_and_withdraws_through_an_operator() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let order = called(&mut operator).await;
    let page = operator.get(&order).await;
    let urged = operator.fill(&page, &format!("{order}/urge"), &[]).await;
    assert_eq!(urged.to, Some(format!("{order}?done=urge")), "{}", urged.body);
    let page = operator.get(&format!("{order}?done=urge")).await;
    assert!(page.body.contains("已催办") && page.body.contains("催办 1 次"), "{}", page.body);

    let without = operator.fill(&page, &format!("{order}/withdraw"), &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let withdrawn = operator.fill(&page, &format!("{order}/withdraw"), &[("reason", "W03")]).await;
    assert_eq!(withdrawn.to, Some(format!("{order}?done=withdraw")), "{}", withdrawn.body);
    let page = operator.get(&order).await;
    assert!(!page.offers(&format!("{order}/urge")) && !page.offers(&format!("{order}/withdraw")));
    let no = order.rsplit('/').next().and_then(|no| no.parse().ok()).expect("a number");
    let kept = house.app.store.order_state(house.app.jurisdiction(), &no).await.expect("the ledger answers");
    assert_eq!(kept.map(|order| order.state), Some(State::Withdrawn));
}

#[tokio::test]
async fn a_unit_withdraws_nothing() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let order = called(&mut operator).await;
    let page = unit.get(&order).await;
    assert!(!page.offers(&format!("{order}/withdraw")) && !page.offers(&format!("{order}/urge")));
}

#[tokio::test]
async fn what_a_unit_must_be_told_and_why_is_said_in_words() {
    let house = House::open().await;
    let (app, now) = (&house.app, house.app.clock.now());
    for why in [
        Untold::NoChannel,
        Untold::UnknownForm,
        Untold::OrderGone,
        Untold::Unreadable,
        Untold::NoEndpoint,
        Untold::Forbidden,
        Untold::BadSecret,
        Untold::Answered { status: 410 },
        Untold::GivenUp { tries: 7 },
    ] {
        let mut decision = Decision::new(app.jurisdiction().clone(), now);
        decision.tasks.push(TaskChange::Open(Task {
            id: TaskId(app.mint.id(now)),
            kind: TaskKind::PhoneUnit,
            order: None,
            conversation: None,
            unit: Some(storage::UnitCode::new("RLGS")),
            urgent: false,
            document: TaskNote::TellUnit { what: Some(Happening::Urged), why }.write(),
            opened_at: now,
            done_at: None,
            done_by: None,
        }));
        app.store.commit(decision).await.expect("the ledger answers");
    }
    let page = house.signed_in("zuoxi").await.get("/desk/queue").await;
    assert_eq!(page.body.matches("群众催办").count(), 9, "{}", page.body);
    assert!(page.body.contains("状态码 410") && page.body.contains("推送了 7 次"), "{}", page.body);
    assert!(!page.body.contains("given up") && !page.body.contains("desk-"), "{}", page.body);
}
