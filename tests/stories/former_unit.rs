//! A unit that has an order no longer: it hears that much, and no more.

use bot::desk::{Act, Call};
use jiff::SignedDuration;
use storage::{CategoryCode, OrderNo, ReasonCode, UnitCode};
use tests::fake::{Mood, UnitSystem};
use tests::{City, Clerk};

async fn call(operator: &Clerk) -> OrderNo {
    let call = Call {
        story: "楼道里停满了电动车，还有人拉线充电".to_owned(),
        place: Some("朝霞小区3号楼".to_owned()),
        category: Some(CategoryCode::new("120301")),
        lead: Some(UnitCode::new("C0101")),
        ..Call::default()
    };
    operator.takes_call(call, "call-1").await.no
}

fn whats(system: &UnitSystem) -> Vec<String> {
    system.told().into_iter().map(|told| told.what).collect()
}

fn to(lead: &str, helpers: &[&str]) -> Act {
    Act::Dispatch { lead: UnitCode::new(lead), helpers: helpers.iter().copied().map(UnitCode::new).collect() }
}

#[tokio::test]
async fn a_letter_that_comes_late_says_nothing_of_the_order_to_who_has_lost_it() {
    let city = City::founded().await;
    let (former, now) = (UnitSystem::started().await, UnitSystem::started().await);
    city.connect("C0101", &former).await;
    city.connect("XFD", &now).await;
    former.feels(Mood::Refuses(500));
    let operator = city.operator().await;
    let no = call(&operator).await;
    city.settle().await;
    operator.does(&no, to("XFD", &[])).await;
    former.feels(Mood::Well);
    city.pass(SignedDuration::from_secs(5)).await;
    assert_eq!(whats(&former), ["order.dispatched", "order.taken_away"]);
    for told in former.told() {
        let data = told.letter["data"].as_object().unwrap();
        assert_eq!(data.keys().collect::<Vec<_>>(), ["no", "seq"], "{}", told.letter);
        assert_eq!(data["no"], no.as_str());
    }
    let last = now.told().pop().unwrap();
    let letter = &last.letter["data"];
    assert_eq!(letter["lead"]["code"], "XFD");
    assert!(letter["story"].as_str().unwrap().contains("电动车"), "{letter}");
    city.close().await;
}

#[tokio::test]
async fn helpers_hear_that_it_is_over_for_them() {
    let city = City::founded().await;
    let (brigade, housing) = (UnitSystem::started().await, UnitSystem::started().await);
    city.connect("XFD", &brigade).await;
    city.connect("ZJJ", &housing).await;
    let operator = city.operator().await;
    let no = call(&operator).await;
    operator.does(&no, to("C0101", &["XFD", "ZJJ"])).await;
    city.settle().await;
    let (before, still) = (brigade.told().len(), housing.told().len());
    operator.does(&no, to("C0101", &["ZJJ"])).await;
    operator.does(&no, Act::Withdraw { reason: ReasonCode::new("W02") }).await;
    city.settle().await;
    assert_eq!(whats(&brigade)[before..], ["order.taken_away"]);
    assert_eq!(whats(&housing)[still..], ["order.helping", "order.withdrawn"]);
    city.close().await;
}

#[tokio::test]
async fn helpers_of_a_returned_order_hear_of_it_once() {
    let city = City::founded().await;
    let (community, brigade, housing) =
        (UnitSystem::started().await, UnitSystem::started().await, UnitSystem::started().await);
    for (code, system) in [("C0101", &community), ("XFD", &brigade), ("ZJJ", &housing)] {
        city.connect(code, system).await;
    }
    let (operator, unit) = (city.operator().await, city.unit("C0101").await);
    let no = call(&operator).await;
    operator.does(&no, to("C0101", &["XFD", "ZJJ"])).await;
    let back = Act::RequestReturn {
        reason: ReasonCode::new("R01"),
        basis: "不属于本单位职责".to_owned(),
        suggested: None,
    };
    unit.does(&no, back).await;
    city.settle().await;
    let before = [&community, &brigade, &housing].map(|system| system.told().len());
    operator.does(&no, to("ZJJ", &[])).await;
    city.settle().await;
    assert_eq!(whats(&community)[before[0]..], ["order.return_granted"]);
    assert_eq!(whats(&brigade)[before[1]..], ["order.taken_away"]);
    assert_eq!(whats(&housing)[before[2]..], ["order.dispatched"]);
    city.close().await;
}
