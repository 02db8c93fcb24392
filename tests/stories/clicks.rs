//! Two people click at once; one person clicks twice.

use bot::desk::{Act, DeskError};
use futures::future::join;
use storage::order::State;
use storage::{OrderNo, UnitCode};
use tests::{Citizen, City};

async fn order_of(citizen: &Citizen) -> OrderNo {
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    citizen.presses("提交").await.order_no()
}

#[tokio::test]
async fn of_two_clicks_on_the_same_page_one_counts_and_the_other_looks_again() {
    let city = City::founded().await;
    let (citizen, operator, community) =
        (city.citizen().await, city.operator().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    let seen = city.order(&no).await.0.version;
    let dispatch = Act::Dispatch { lead: UnitCode::new("XFD"), helpers: Vec::new() };
    let (one, other) =
        join(community.clicks(&no, seen, Act::Sign, "a"), operator.clicks(&no, seen, dispatch, "b")).await;
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let late = one.err().or(other.err()).unwrap();
    assert!(matches!(late, DeskError::Changed | DeskError::Unknown), "{late:?}");
    assert_eq!(city.order(&no).await.0.version, seen + 1);
    city.close().await;
}

#[tokio::test]
async fn a_page_that_has_grown_old_changes_nothing() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    let seen = city.order(&no).await.0.version;
    citizen.says("催办").await;
    let late = community.clicks(&no, seen, Act::Sign, "a").await;
    assert!(matches!(late, Err(DeskError::Changed)), "{late:?}");
    assert_eq!(city.order(&no).await.0.state, State::Dispatched);
    city.close().await;
}

#[tokio::test]
async fn a_double_click_is_one_event_and_both_hear_success() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    let seen = city.order(&no).await.0.version;
    let (one, other) =
        join(community.clicks(&no, seen, Act::Sign, "a"), community.clicks(&no, seen, Act::Sign, "a")).await;
    assert_eq!((one.unwrap().state, other.unwrap().state), (State::Signed, State::Signed));
    assert_eq!(city.order(&no).await.0.version, seen + 1);
    let signed = citizen.transcript().await.matches("已经接手").count();
    assert_eq!(signed, 1);
    city.close().await;
}

#[tokio::test]
async fn a_call_written_down_twice_under_one_key_is_one_order() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let call = bot::desk::Call {
        story: "朝霞小区3号楼楼道里停满了电动车".to_owned(),
        phone: Some("13800001234".to_owned()),
        ..bot::desk::Call::default()
    };
    let (one, other) =
        join(operator.takes_call(call.clone(), "call-1"), operator.takes_call(call, "call-1")).await;
    assert_eq!(one.no, other.no);
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}
