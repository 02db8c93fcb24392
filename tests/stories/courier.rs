//! Units' own systems are told: once, in order, again after a failure, and by telephone at the very end.

use std::sync::Arc;

use bot::channel::{Channel, Letter, NotSent, Sent};
use bot::clock::Clock;
use bot::courier::{Courier, Stepped};
use bot::desk::Act;
use jiff::SignedDuration;
use storage::{OrderNo, StoreError, TaskKind, UnitCode};
use tests::fake::{Mood, UnitSystem};
use tests::{Citizen, City, Founding};

async fn order_of(citizen: &Citizen, place: &str) -> OrderNo {
    citizen.says(&format!("{place}楼道里停满了电动车，还有人拉线充电，太危险了")).await;
    citizen.presses("提交").await.order_no()
}

fn whats(system: &UnitSystem) -> Vec<String> {
    system.told().into_iter().map(|told| told.what).collect()
}

#[tokio::test]
async fn a_letter_is_signed_names_the_order_and_hides_the_phone() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    let citizen = city.citizen().await;
    let no = order_of(&citizen, "我电话13812345678，朝霞小区3号楼").await;
    city.settle().await;
    city.settle().await;
    let told = system.told();
    assert_eq!(told.len(), 1, "taken once, told once");
    let data = &told[0].letter["data"];
    assert_eq!(data["no"], no.as_str());
    assert_eq!(data["lead"]["code"], "C0101");
    assert_eq!(data["state"], "dispatched");
    assert!(!told[0].letter.to_string().contains("13812345678"), "{}", told[0].letter);
    city.close().await;
}

#[tokio::test]
async fn a_system_that_is_down_is_told_again_at_the_configured_times_in_order() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    system.feels(Mood::Refuses(500));
    let citizen = city.citizen().await;
    let no = order_of(&citizen, "朝霞小区3号楼").await;
    citizen.says("催办").await;
    city.settle().await;
    assert_eq!(system.knocks(), 1, "what comes later waits for what came first");
    for (seconds, knocks) in [(4, 1), (1, 2), (59, 2), (1, 3)] {
        city.pass(SignedDuration::from_secs(seconds)).await;
        assert_eq!(system.knocks(), knocks, "after {seconds} s more");
    }
    system.feels(Mood::Well);
    city.pass(SignedDuration::from_secs(300)).await;
    assert_eq!(whats(&system), ["order.dispatched", "order.urged"]);
    let seqs: Vec<_> = system.told().iter().map(|told| told.letter["data"]["seq"].as_u64()).collect();
    assert!(seqs.is_sorted(), "{seqs:?}");
    assert_eq!(city.order(&no).await.0.urges, 1);
    city.close().await;
}

#[tokio::test]
async fn a_system_that_asks_for_time_gets_it() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    system.feels(Mood::Busy(120));
    let citizen = city.citizen().await;
    order_of(&citizen, "朝霞小区3号楼").await;
    city.settle().await;
    system.feels(Mood::Well);
    city.pass(SignedDuration::from_secs(119)).await;
    assert_eq!(system.knocks(), 1);
    city.pass(SignedDuration::from_secs(1)).await;
    assert_eq!(whats(&system), ["order.dispatched"]);
    city.close().await;
}

#[tokio::test]
async fn a_letter_whose_receipt_was_lost_comes_again_under_the_same_id() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    system.feels(Mood::BreaksAfterTaking);
    let citizen = city.citizen().await;
    order_of(&citizen, "朝霞小区3号楼").await;
    city.settle().await;
    system.feels(Mood::Well);
    city.pass(SignedDuration::from_secs(5)).await;
    let told = system.told();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].id, told[1].id);
    assert!(!told[0].id.is_empty());
    city.close().await;
}

#[tokio::test]
async fn a_unit_that_answers_while_the_ledger_is_away_is_told_once() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    system.feels(Mood::Thinks);
    order_of(&city.citizen().await, "朝霞小区3号楼").await;
    let away = async {
        while system.told().is_empty() {
            tokio::task::yield_now().await;
        }
        let held = city.is_held().await;
        system.feels(Mood::Well);
        // Every lease is over long before the ledger is back, and the next look is sooner than the next try to write.
        city.clock.turn(SignedDuration::from_hours(1));
        let tried = city.tries_to_carry().await;
        assert!(matches!(tried, Err(StoreError::Unavailable(_))), "{tried:?}");
        drop(held);
        city.tries_to_carry().await.expect("the ledger is back");
    };
    let (carried, ()) = tokio::join!(city.carry(), away);
    assert_eq!(carried, Stepped::Worked);
    city.settle().await;
    assert_eq!((system.told().len(), system.knocks()), (1, 1));
    city.close().await;
}

#[tokio::test]
async fn after_the_last_try_a_person_phones_the_unit() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    system.feels(Mood::Refuses(503));
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = order_of(&citizen, "朝霞小区3号楼").await;
    city.settle().await;
    for seconds in [5, 60, 300, 1800, 7200] {
        city.pass(SignedDuration::from_secs(seconds)).await;
        assert!(operator.queue().await.tasks.is_empty());
    }
    city.pass(SignedDuration::from_secs(18000)).await;
    assert_eq!(system.knocks(), 7);
    let tasks = operator.queue().await.tasks;
    assert_eq!(tasks.len(), 1);
    assert_eq!((tasks[0].kind, tasks[0].order.as_ref()), (TaskKind::PhoneUnit, Some(&no)));
    assert!(tasks[0].unit.as_deref().unwrap().contains("朝霞社区"));
    city.pass(SignedDuration::from_hours(100)).await;
    assert_eq!(system.knocks(), 7);
    city.close().await;
}

#[tokio::test]
async fn of_what_is_urgent_a_person_phones_the_unit_while_there_is_time() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("RQGS", &system).await;
    system.feels(Mood::Refuses(503));
    let operator = city.operator().await;
    let no = call(&operator, 0, storage::order::Urgency::Critical).await;
    let phones = async || operator.queue().await.tasks.into_iter().find(|it| it.kind == TaskKind::PhoneUnit);
    city.settle().await;
    let mut minutes = 0;
    while phones().await.is_none() {
        minutes += 1;
        assert!(minutes <= 20, "nobody phones, though it is urgent");
        city.pass(SignedDuration::from_mins(1)).await;
    }
    assert_eq!(phones().await.expect("somebody phones").order, Some(no));
    assert_eq!(system.knocks(), 7, "it was tried as often as anything is");
    city.close().await;
}

#[tokio::test]
async fn one_silent_unit_does_not_hold_up_another() {
    let city = City::founded().await;
    let (silent, awake) = (UnitSystem::started().await, UnitSystem::started().await);
    city.connect("C0101", &silent).await;
    city.connect("C0102", &awake).await;
    silent.feels(Mood::Refuses(500));
    let citizen = city.citizen().await;
    order_of(&citizen, "朝霞小区3号楼").await;
    order_of(&citizen, "站前小区2号楼").await;
    city.settle().await;
    assert!(silent.told().is_empty());
    assert_eq!(whats(&awake), ["order.dispatched"]);
    silent.feels(Mood::Well);
    city.pass(SignedDuration::from_secs(5)).await;
    assert_eq!(whats(&silent), ["order.dispatched"]);
    city.close().await;
}

#[tokio::test]
async fn urgent_news_goes_first() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("RQGS", &system).await;
    let operator = city.operator().await;
    for (number, urgency) in (0..20).map(|number| (number, storage::order::Urgency::Normal)) {
        call(&operator, number, urgency).await;
    }
    let urgent = call(&operator, 20, storage::order::Urgency::Critical).await;
    assert_eq!(city.carry().await, Stepped::Worked);
    let first: Vec<String> = system.told().into_iter().map(|told| told.no).collect();
    assert!(first.contains(&urgent.to_string()), "the newest, but urgent, is in the first handful");
    assert!(first.len() < 21, "{}", first.len());
    city.close().await;
}

async fn call(operator: &tests::Clerk, number: usize, urgency: storage::order::Urgency) -> OrderNo {
    let call = bot::desk::Call {
        story: "家里停气了".to_owned(),
        place: Some("朝霞小区".to_owned()),
        category: Some(storage::CategoryCode::new("030401")),
        urgency: Some(urgency),
        lead: Some(UnitCode::new("RQGS")),
        ..bot::desk::Call::default()
    };
    operator.takes_call(call, &format!("call-{number}")).await.no
}

#[tokio::test]
async fn an_address_outside_the_allowed_networks_is_never_spoken_to() {
    let city = City::found(Founding { webhooks: "10.20.0.0/16", ..Founding::default() }).await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = order_of(&citizen, "朝霞小区3号楼").await;
    city.settle().await;
    assert_eq!(system.knocks(), 0);
    let tasks = operator.queue().await.tasks;
    assert_eq!((tasks.len(), tasks[0].kind, tasks[0].order.as_ref()), (1, TaskKind::PhoneUnit, Some(&no)));
    city.close().await;
}

#[tokio::test]
async fn helpers_and_the_unit_that_loses_an_order_are_told_too() {
    let city = City::founded().await;
    let (community, brigade, housing) =
        (UnitSystem::started().await, UnitSystem::started().await, UnitSystem::started().await);
    city.connect("C0101", &community).await;
    city.connect("XFD", &brigade).await;
    city.connect("ZJJ", &housing).await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = order_of(&citizen, "朝霞小区3号楼").await;
    city.settle().await;
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("XFD"), helpers: Vec::new() }).await;
    city.settle().await;
    assert_eq!(whats(&community), ["order.dispatched", "order.taken_away"]);
    assert_eq!(whats(&brigade), ["order.helping", "order.dispatched"]);
    assert_eq!(whats(&housing), ["order.helping", "order.taken_away"]);
    city.close().await;
}

#[tokio::test]
async fn a_unit_is_pressed_once_an_hour_however_often_the_citizen_presses() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    let (mut citizen, other) = (city.citizen().await, city.citizen().await);
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let accepted = citizen.presses("提交").await;
    let (no, code) = (accepted.order_no(), accepted.code());
    assert!(citizen.says("催办").await.text().contains("已经替您催"));
    for _ in 0..5 {
        let again = citizen.says("催办").await;
        assert!(again.text().contains("刚催过了，话已经带到"), "{}", again.text());
    }
    other.says(&format!("催办 {no}")).await;
    let again = other.says(&code).await;
    assert!(again.text().contains("刚催过了"), "in whichever chat: {}", again.text());
    city.settle().await;
    assert_eq!(whats(&system), ["order.dispatched", "order.urged"]);
    let city = city.restarted().await;
    citizen.moves_to(&city.url(""));
    city.pass(SignedDuration::from_mins(59)).await;
    citizen.says("催办").await;
    assert_eq!(city.order(&no).await.0.urges, 1, "also after a restart");
    city.pass(SignedDuration::from_mins(1)).await;
    assert!(citizen.says("催办").await.text().contains("已经替您催"));
    assert_eq!(city.order(&no).await.0.urges, 2);
    city.close().await;
}

#[tokio::test]
async fn an_operator_presses_as_often_as_there_is_a_call() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let no = order_of(&citizen, "朝霞小区3号楼").await;
    for _ in 0..3 {
        operator.does(&no, Act::Urge).await;
    }
    citizen.says("催办").await;
    assert_eq!(city.order(&no).await.0.urges, 4);
    let unit = city.unit("C0101").await;
    unit.does(&no, Act::Sign).await;
    unit.answers(&no, "楼道已清理。").await;
    citizen.chooses(&format!("pick:urge:{no}")).await;
    assert!(!citizen.last_heard().await.contains("刚催过了"), "what is over cannot be hurried");
    city.close().await;
}

/// A way out with a fault of the program in it.
struct Breaks;

#[async_trait::async_trait]
impl Channel for Breaks {
    fn name(&self) -> &'static str {
        "webhook"
    }

    async fn send(&self, _: &Letter) -> Result<Sent, NotSent> {
        panic!("a letter that breaks its carrier off");
    }
}

#[tokio::test]
async fn a_letter_that_breaks_its_carrier_off_is_tried_again_and_stops_nothing_else() {
    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    order_of(&city.citizen().await, "朝霞小区3号楼").await;
    let courier = Courier::new(Arc::clone(&city.app), vec![Arc::new(Breaks)]);
    assert_eq!(courier.step().await.expect("the courier goes on"), Stepped::Worked);
    let backlog = city.app.store.backlog(city.clock.now()).await.expect("the ledger answers");
    assert_eq!((backlog.notices > 0, backlog.dead), (true, 0));
    city.pass(SignedDuration::from_mins(1)).await;
    assert!(!system.told().is_empty(), "a program without the fault tells it");
    city.close().await;
}
