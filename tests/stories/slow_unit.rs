//! A unit's system that listens and never answers: nobody else waits for it.

use std::time::Duration;

use bot::channel::Untold;
use bot::desk::{Call, TaskNote};
use bot::news::Happening;
use jiff::SignedDuration;
use storage::{CategoryCode, OrderNo, TaskKind, UnitCode};
use tests::fake::{Mood, UnitSystem};
use tests::{City, Clerk};

/// As long as anybody may be kept waiting by somebody else.
const LONGEST: Duration = Duration::from_secs(2);

async fn sent(operator: &Clerk, lead: &str, number: usize) -> OrderNo {
    let call = Call {
        story: "楼道里停满了电动车".to_owned(),
        category: Some(CategoryCode::new("120301")),
        lead: Some(UnitCode::new(lead)),
        ..Call::default()
    };
    operator.takes_call(call, &format!("{lead}-{number}")).await.no
}

async fn hears_of(system: &UnitSystem, orders: usize) {
    let told = async {
        while system.told().len() < orders {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let in_time = tokio::time::timeout(LONGEST, told).await;
    assert!(in_time.is_ok(), "{} of {orders} are told in time", system.told().len());
}

#[tokio::test]
async fn a_system_that_never_answers_delays_nobody_else() {
    let city = City::founded().await;
    let (silent, awake) = (UnitSystem::started().await, UnitSystem::started().await);
    city.connect("C0101", &silent).await;
    city.connect("C0102", &awake).await;
    silent.feels(Mood::Silent);
    let operator = city.operator().await;
    let runs = city.courier_runs();
    for number in 0..30 {
        sent(&operator, "C0101", number).await;
    }
    for number in 0..20 {
        sent(&operator, "C0102", number).await;
        hears_of(&awake, number + 1).await;
    }
    assert!((1..=4).contains(&silent.knocks()), "it takes up its own share only: {}", silent.knocks());
    drop(runs);
    silent.feels(Mood::Well);
    city.pass(SignedDuration::from_secs(61)).await;
    assert_eq!((silent.told().len(), awake.told().len()), (30, 20), "nothing is lost, nothing told twice");
    city.close().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_told_by_telephone_and_stops_nothing() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    let operator = city.operator().await;
    let torn = sent(&operator, "C0101", 1).await;
    city.is_damaged("UPDATE paper SET content = x'00'").await;
    let whole = sent(&operator, "C0101", 2).await;
    city.settle().await;
    let told: Vec<String> = system.told().into_iter().map(|told| told.no).collect();
    assert_eq!(told, [whole.to_string()]);
    let tasks = city.app.store.tasks(city.app.jurisdiction()).await.unwrap();
    assert_eq!(tasks.len(), 1);
    assert_eq!((tasks[0].kind, tasks[0].order.as_ref()), (TaskKind::PhoneUnit, Some(&torn)));
    let told = TaskNote::TellUnit { what: Some(Happening::Dispatched), why: Untold::Unreadable };
    assert_eq!(TaskNote::read(&tasks[0]), Some(told));
    city.close().await;
}
