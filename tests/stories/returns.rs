//! A unit says that an order is not its own: 退单, reviewed by the centre, and 改派.

use bot::desk::{Act, DeskError, Invalid};
use storage::order::{Refusal, State};
use storage::{OrderNo, ReasonCode, UnitCode};
use tests::{Citizen, City};

async fn order_of(citizen: &Citizen) -> OrderNo {
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    citizen.presses("提交").await.order_no()
}

fn to_fire_brigade() -> Act {
    Act::RequestReturn {
        reason: ReasonCode::new("R04"),
        basis: "消防法规定由消防救援机构查处".to_owned(),
        suggested: Some(UnitCode::new("XFD")),
    }
}

#[tokio::test]
async fn a_granted_return_goes_to_triage_and_from_there_to_the_other_unit() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let (community, brigade) = (city.unit("C0101").await, city.unit("XFD").await);
    let no = order_of(&citizen).await;
    let promised = city.order(&no).await.0.dues.finish;
    let before = citizen.last_line().await;
    community.does(&no, to_fire_brigade()).await;
    assert_eq!(community.lists().await.waiting.len(), 1);
    assert_eq!(operator.queue().await.returns.len(), 1);
    operator.does(&no, Act::GrantReturn).await;
    assert_eq!(operator.queue().await.triage.len(), 1);
    assert!(community.reads(&no).await.is_none(), "the order has left the unit");
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("XFD"), helpers: Vec::new() }).await;
    brigade.does(&no, Act::Sign).await;
    // What offices settle among themselves is not the citizen's business; the new unit is.
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    接诉：您的事改由示例旗消防救援大队来办。
    　　　您不用再说一遍。
    　　　预计7月9日（周四）09:00前办结。
    　　　编号：(编号)
    接诉：示例旗消防救援大队已经接手您的事。
    　　　编号：(编号)
    ");
    let (order, _) = city.order(&no).await;
    assert_eq!((order.returns, order.dues.finish), (1, promised), "the citizen's clock never restarts");
    city.close().await;
}

#[tokio::test]
async fn a_refused_return_goes_back_and_the_clock_has_kept_running() {
    let city = City::founded().await;
    let (citizen, operator, community) =
        (city.citizen().await, city.operator().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    community.does(&no, Act::Sign).await;
    let promised = city.order(&no).await.0.dues;
    community.does(&no, to_fire_brigade()).await;
    city.pass(jiff::SignedDuration::from_hours(1)).await;
    operator.does(&no, Act::RefuseReturn { why: "派单目录写明由社区牵头".to_owned() }).await;
    let (order, _) = city.order(&no).await;
    assert_eq!((order.state, order.dues, order.returns), (State::Signed, promised, 0));
    let file = community.reads(&no).await.unwrap();
    assert!(file.words.values().any(|words| words == "派单目录写明由社区牵头"), "the unit reads why");
    city.close().await;
}

#[tokio::test]
async fn a_return_needs_a_reason_a_basis_and_a_suggestion_in_time() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    let asks = |reason: &str, basis: &str, suggested: Option<&str>| Act::RequestReturn {
        reason: ReasonCode::new(reason),
        basis: basis.to_owned(),
        suggested: suggested.map(UnitCode::new),
    };
    let refused = community.tries(&no, asks("R01", " ", None)).await;
    assert!(
        matches!(refused, Err(DeskError::Invalid { field: "basis", why: Invalid::Missing })),
        "{refused:?}"
    );
    let refused = community.tries(&no, asks("R04", "依据", None)).await;
    assert!(matches!(refused, Err(DeskError::Refused(Refusal::Missing { .. }))), "{refused:?}");
    let refused = community.tries(&no, asks("N01", "依据", None)).await;
    assert!(matches!(refused, Err(DeskError::Refused(Refusal::WrongReason { .. }))), "{refused:?}");
    let refused = community.tries(&no, asks("R01", "依据", Some("NOBODY"))).await;
    assert!(matches!(refused, Err(DeskError::Invalid { why: Invalid::UnknownCode, .. })), "{refused:?}");
    // 日清日结: four hours to return it.
    city.pass(jiff::SignedDuration::from_hours(5)).await;
    let refused = community.tries(&no, asks("R01", "依据", None)).await;
    assert!(matches!(refused, Err(DeskError::Refused(Refusal::TooLate { .. }))), "{refused:?}");
    city.close().await;
}

#[tokio::test]
async fn an_order_is_given_to_another_unit_and_the_first_loses_it() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let (community, brigade) = (city.unit("C0101").await, city.unit("XFD").await);
    let no = order_of(&citizen).await;
    community.does(&no, Act::Sign).await;
    let helpers = vec![UnitCode::new("ZJJ")];
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("XFD"), helpers }).await;
    assert!(citizen.last_heard().await.contains("消防救援大队"), "{}", citizen.last_heard().await);
    assert!(community.reads(&no).await.is_none());
    assert!(matches!(community.tries(&no, Act::Sign).await, Err(DeskError::Unknown)));
    brigade.does(&no, Act::Sign).await;
    city.close().await;
}
