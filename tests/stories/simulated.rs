//! An administrator fills an empty ledger with a year that could have been, and tries the desks out on it.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use bot::clock::Clock;
use bot::simulate::{Filled, Unfilled, Wish, fill};
use storage::order::{Order, Source, State};
use storage::{Paper, Period};
use tests::ledger::Ledger;
use tests::process::run;
use tests::{City, Founding};

const WISH: Wish = Wish { orders: 300, year: 2025, seed: 7 };

/// The first working days after the year.
async fn city() -> City {
    City::found(Founding { now: "2026-01-02 10:00", ..Founding::default() }).await
}

async fn filled(city: &City, wish: Wish) -> Result<Filled, Unfilled> {
    let mut heard = 0;
    let filled = fill(&city.app, wish, &AtomicBool::new(false), &mut |more| heard += more).await;
    if let Ok(filled) = &filled {
        assert_eq!((heard, filled.tally.orders, filled.interrupted), (wish.orders, wish.orders, false));
    }
    filled
}

#[tokio::test]
async fn a_year_stands_at_the_desks_as_if_it_had_been_worked_through() {
    let city = city().await;
    let year = filled(&city, WISH).await.unwrap();
    let orders = city.orders().await;
    assert_eq!(orders.len(), 300);
    let backlog = city.app.store.backlog(city.clock.now()).await.unwrap();
    assert_eq!(backlog.notices, 0, "nobody is told anything");

    // The pages of the centre and of every unit open, and hold what is open.
    let open: Vec<&Order> = orders.iter().filter(|order| !order.state.is_end()).collect();
    assert!((3..60).contains(&open.len()), "{} of 300 are open", open.len());
    let waiting = open.iter().filter(|order| order.state == State::Triage).count();
    assert_eq!(city.operator().await.queue().await.triage.len(), waiting);
    let unsigned = open.iter().filter(|order| order.state == State::Dispatched);
    for unit in unsigned.filter_map(|order| order.lead.clone()).collect::<BTreeSet<_>>() {
        assert!(!city.unit(unit.as_str()).await.lists().await.unsigned.is_empty(), "{unit}");
    }
    let period =
        Period { from: "2024-12-31T16:00:00Z".parse().unwrap(), to: "2025-12-31T16:00:00Z".parse().unwrap() };
    let counts = city.app.store.counts(city.app.jurisdiction(), period, city.clock.now()).await.unwrap();
    assert_eq!((counts.accepted, counts.open), (300, open.len() as u64));
    assert!(counts.by_source.len() >= 5 && counts.by_kind.len() >= 5, "{counts:?}");
    let (rated, solved, satisfied) = counts.rated;
    assert!(rated > 100 && solved * 100 > rated * 80 && satisfied * 100 > rated * 88, "{counts:?}");
    assert_eq!(year.tally.by_state.values().sum::<u64>(), 300);

    // What came due meanwhile happens; every order is the fold of its events.
    city.close().await;
}

#[tokio::test]
async fn an_order_of_the_year_answers_to_its_number_and_code_and_its_chat_reads_like_one() {
    let city = city().await;
    filled(&city, WISH).await.unwrap();
    let told_in_chat = |order: &Order| order.source == Source::Web && order.state == State::Closed;
    let order = city.orders().await.into_iter().rfind(told_in_chat).expect("somebody wrote on the web");
    let code = city.app.store.paper(city.app.jurisdiction(), order.papers.query_code).await.unwrap();
    let (status, found) = city.query(&order.no, code.as_ref().and_then(Paper::text).unwrap()).await;
    assert_eq!((status, found["no"].as_str()), (200, Some(order.no.as_str())), "{found}");
    let lines = city.app.desk.transcript(order.conversation.unwrap(), 0, "zh-CN").await.unwrap();
    assert!(lines.len() >= 8, "{lines:?}");
    assert!(lines.iter().zip(1..).all(|(line, seq)| line.seq == seq && !line.text.is_empty()), "{lines:?}");
    assert!(lines.windows(2).all(|pair| pair[0].at <= pair[1].at), "{lines:?}");
    assert!(lines.iter().any(|line| line.text.contains(order.no.as_str())), "{lines:?}");
    city.close().await;
}

#[tokio::test]
async fn the_same_seed_makes_the_same_year_and_another_seed_another() {
    let (city, twin, other) = (city().await, city().await, city().await);
    let small = Wish { orders: 40, ..WISH };
    let year = filled(&city, small).await.unwrap();
    assert_eq!(filled(&twin, small).await.unwrap(), year);
    assert_ne!(filled(&other, Wish { seed: 8, ..small }).await.unwrap().digest, year.digest);
    let numbers = |orders: Vec<Order>| orders.into_iter().map(|order| order.no).collect::<Vec<_>>();
    assert_eq!(numbers(city.orders().await), numbers(twin.orders().await));
    for city in [city, twin, other] {
        city.close().await;
    }
}

#[tokio::test]
async fn a_ledger_with_anything_in_it_and_a_year_to_come_are_refused() {
    let city = city().await;
    let citizen = city.citizen().await;
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电").await;
    citizen.presses("提交").await;
    assert!(matches!(filled(&city, WISH).await, Err(Unfilled::NotEmpty)));
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;

    let city = self::city().await;
    assert!(matches!(filled(&city, Wish { year: 2027, ..WISH }).await, Err(Unfilled::NotBegun(2027))));
    // Of the present year only what has been.
    let begun = filled(&city, Wish { orders: 20, year: 2026, seed: 7 }).await.unwrap();
    assert_eq!(begun.tally.orders, 20);
    assert!(city.orders().await.iter().all(|order| order.updated_at < city.clock.now()));
    city.close().await;
}

#[test]
fn the_command_says_what_it_made_and_makes_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let asked = ["simulate", "--orders", "25", "--year", "2025", "--data", data.to_str().unwrap()];
    let first = run(&asked, b"");
    assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", first.out);
    assert!(first.out.starts_with("造了 25 件工单："), "{}", first.out);
    Ledger::read(&data).is_sound();
    let again = run(&asked, b"");
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(again.err.contains("账本里已经有工单"), "{}", again.err);
    assert_eq!(Ledger::read(&data).orders.len(), 25);
}
