//! Does it work off what has piled up, and stay usable meanwhile?
//!
//! While it was away twenty thousand messages came on Telegram and a hundred thousand notices were left in the outbox.
//! Nobody counts letters. From the start on it is asked for pages, as by people at desks and on the web.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::civil::date;
use storage::OrderNo;
use tests::fake::TelegramFake;

use crate::clock::{Watch, now_ms, pause, within};
use crate::crowd::{Crowd, Manner};
use crate::delivery::{TOKEN, on_telegram};
use crate::desk::Desk;
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::program::Jiesu;
use crate::scene::Scene;
use crate::speech::tells_and_submits;
use crate::town::Town;

/// Orders whose notices are copied, and what is left behind.
const ORDERS: usize = 2000;
const NOTICES: usize = 100_000;
const URGENT: usize = 100;
const UPDATES: usize = 20_000;
/// Few, so that a short run is over soon.
const SHORT: (usize, usize, usize, usize) = (100, 2000, 10, 500);
/// Each writes so much: more than 30 a minute would not be answered.
const EACH: usize = 20;
const FIRST: i64 = 5001;
const A_SECOND: f64 = 400.0;
const PAGE_MS: f64 = 300.0;
const RESIDENT_MIB: f64 = 300.0;
const URGENT_MS: f64 = 5000.0;
/// Looked at all the while, by whom.
const PAGES: [(&str, &str); 3] = [("zuoxi", "/desk/queue"), ("duban", "/desk/today"), ("zuoxi", "/")];

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(1, |_| works_off(scene));
    // A small backlog is gone before it can be measured, and tests run beside others.
    let promised =
        |figure: Figure, promise: fn(Figure) -> Figure| if scene.short { figure } else { promise(figure) };
    let rate = tally.count("notices told") / tally.greatest("seconds").max(0.001);
    let mut figures = vec![
        Figure::of("notices_told", tally.count("notices told"), ""),
        Figure::of("updates_taken", tally.count("updates taken"), ""),
        promised(Figure::of("notices_a_second", rate, "1/s"), |figure| figure.at_least(A_SECOND)),
        promised(Figure::of("pages_p95", tally.quantile("page ms", 0.95), "ms"), |figure| {
            figure.at_most(PAGE_MS)
        }),
        Figure::of("pages_asked", tally.measured("page ms"), "").at_least(1.0),
        Figure::of("pages_refused", tally.count("pages refused"), "").at_most(0.0),
        Figure::of("resident_most", tally.greatest("MiB"), "MiB").at_most(RESIDENT_MIB),
        promised(Figure::of("urgent_after_most", tally.greatest("urgent ms"), "ms"), |figure| {
            figure.at_most(URGENT_MS)
        }),
        Figure::of("seconds", tally.greatest("seconds"), "s"),
    ];
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn works_off(scene: &Scene) -> Tally {
    let (orders, notices, urgent, updates) = scene.either((ORDERS, NOTICES, URGENT, UPDATES), SHORT);
    let chance = scene.chance();
    let telegram = TelegramFake::started(TOKEN);
    let mut town = Town::founded(scene, "backlog", "");
    town.has_open_nights();
    town.adds(&on_telegram(&telegram.url(), 100_000));
    town.opens();
    let mut tally = Tally::default();
    opens_orders(&town, &chance, orders);
    if !town.has_told_all(Duration::from_secs(120)) {
        tally.fault("the first notices wait for ever");
    }
    town.stops();
    let urgent = fill(&town, notices, urgent);
    let before = town.hooks.taken_so_far();
    telegram.backlog(updates, |number| {
        let (person, round) = (number / EACH, number % EACH);
        let no = OrderNo::new(date(2020, 1, 1), [u8::try_from(round).expect("a few"), 0, 0, 0, 0]);
        (FIRST + i64::try_from(person).expect("few people"), format!("查进度 {no}"))
    });
    town.starts();
    let (watch, ready) = (Watch::started(), now_ms());
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| asks_for_pages(&town, &over));
        let drained = within(Duration::from_secs(1800), || {
            pause(Duration::from_millis(200));
            tally.sample("MiB", town.program(Jiesu::memory));
            town.hooks.taken_so_far() - before >= notices
        });
        tally.sample("seconds", watch.elapsed().as_secs_f64());
        if !drained {
            tally.fault("it is not worked off in half an hour");
        }
        if !within(Duration::from_secs(600), || telegram.pending() == 0) {
            tally.fault("messages wait for ever");
        }
        over.store(true, Ordering::Relaxed);
        tally.merge(asking.join().expect("nobody panics here"));
    });
    tally.add("notices told", (town.hooks.taken_so_far() - before) as f64);
    tally.add("updates taken", telegram.confirmed().len() as f64);
    for at in urgent.iter().filter_map(|id| town.hooks.taken_at(id)) {
        tally.sample("urgent ms", at.saturating_sub(ready) as f64);
    }
    if tally.measured("urgent ms") < urgent.len() as f64 {
        tally.fault("not everything urgent was told");
    }
    ends(scene, town, &mut tally);
    tally
}

/// Orders by the chat API, so that there is something to tell of.
fn opens_orders(town: &Town, chance: &crate::chance::Chance, orders: usize) {
    let manner = Manner { citizens: 0, gives_up: 0.0, units_act: false, ..Manner::default() };
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, town, &[town.url()], &manner, chance);
        let parts: Vec<_> = (0..8_u64)
            .map(|part| {
                let mut speaker = crowd.speaker(town, &[town.url()], &manner, chance.apart(100 + part));
                scope.spawn(move || {
                    (0..orders.div_ceil(8)).for_each(|number| {
                        tells_and_submits(
                            &mut speaker,
                            &format!(
                                "朝霞小区{}号楼停水一整天了，一滴水都没有",
                                1 + 8 * number + part as usize
                            ),
                        );
                    });
                })
            })
            .collect();
        parts.into_iter().for_each(|part| part.join().expect("nobody panics here"));
    });
}

/// Returns the ids of the urgent ones.
fn fill(town: &Town, notices: usize, urgent: usize) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/outage/fill.py");
    let ran = Command::new("python3")
        .args([script, "--notices", &notices.to_string(), "--urgent", &urgent.to_string(), "--database"])
        .arg(town.address())
        .output()
        .expect("python3 is there");
    assert!(ran.status.success(), "the outbox cannot be filled: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).lines().map(str::to_owned).collect()
}

/// Somebody at a desk and somebody on the web look again and again.
fn asks_for_pages(town: &Town, over: &AtomicBool) -> Tally {
    let mut tally = Tally::default();
    let password = &town.passwords.as_ref().expect("the first start printed them").others;
    let pages = PAGES.map(|(login, page)| (Desk::signed_in(&town.url(), login, password), page));
    while !over.load(Ordering::Relaxed) {
        for (desk, page) in &pages {
            let watch = Watch::started();
            match desk.opens(page) {
                Ok(answer) if answer.status() == 200 => tally.sample("page ms", watch.ms()),
                Ok(_) | Err(_) => tally.one("pages refused"),
            }
            pause(Duration::from_millis(50));
        }
    }
    tally
}
