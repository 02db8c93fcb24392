//! A phone number stands whole in no list of those who do not phone, not even half of it.

use bot::desk::Call;
use storage::{CategoryCode, TaskKind, UnitCode};
use tests::City;

const PHONE: &str = "13812345678";

#[tokio::test]
async fn a_phone_at_the_edge_of_a_card_is_masked_whole() {
    let city = City::founded().await;
    let (operator, unit) = (city.operator().await, city.unit("C0101").await);
    for cut in 1..=PHONE.len() {
        let filler = "楼".repeat(60 - cut);
        let call = Call {
            story: format!("{filler}{PHONE}"),
            category: Some(CategoryCode::new("120301")),
            lead: Some(UnitCode::new("C0101")),
            ..Call::default()
        };
        operator.takes_call(call, &format!("call-{cut}")).await;
    }
    let cards = unit.lists().await.unsigned;
    assert_eq!(cards.len(), PHONE.len());
    for card in cards {
        assert!(!card.summary.contains("1381"), "{}", card.summary);
    }
    city.close().await;
}

#[tokio::test]
async fn what_was_heard_of_an_emergency_shows_its_phone_to_operators_only() {
    let city = City::founded().await;
    let (citizen, operator, supervisor) =
        (city.citizen().await, city.operator().await, city.supervisor().await);
    citizen.says(&format!("我家着火了快来人，打{PHONE}")).await;
    let heard = |tasks: Vec<bot::desk::TaskCard>| {
        let alert = tasks.into_iter().find(|task| task.kind == TaskKind::DutyAlert);
        alert.expect("the duty officer is alerted").words
    };
    assert!(heard(operator.queue().await.tasks).contains(PHONE));
    let masked = heard(supervisor.queue().await.tasks);
    assert!(masked.contains("着火") && !masked.contains(PHONE), "{masked}");
    city.close().await;
}
