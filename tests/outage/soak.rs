//! Does it grow, slow down or wear out while it is spoken to for an hour?

use std::fs;
use std::time::Duration;

use crate::clock::{Watch, pause, within};
use crate::crowd::{Crowd, Manner};
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::program::Jiesu;
use crate::scene::Scene;
use crate::town::Town;

const TIME: Duration = Duration::from_secs(3600);
const TIME_SHORT: Duration = Duration::from_secs(10);
/// What is measured before that is the beginning, not the course.
const WARM: Duration = Duration::from_secs(600);
const WARM_SHORT: Duration = Duration::from_secs(2);
const A_SECOND: f64 = 20.0;
/// At first more is said, until the program searches as many orders for hot issues as it ever does: a centre at work
/// has them, and what is learned until then is no growth. The hour begins ten minutes before it has, at the latest.
const A_SECOND_AT_FIRST: f64 = 220.0;
const A_SECOND_AT_FIRST_SHORT: f64 = 40.0;
const KNOWN: f64 = bot::hot::MOST as f64;
const KNOWN_SHORT: f64 = 50.0;
const LEARNS_WITHIN: Duration = Duration::from_secs(2400);
const LOOK: Duration = Duration::from_secs(5);
const LOOK_SHORT: Duration = Duration::from_millis(500);

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(1, |_| soaks(scene));
    let growth = slope(&tally, "resident MiB");
    let (early, late) = (tally.quantile("early ms", 0.99), tally.quantile("late ms", 0.99));
    let mut figures = vec![
        Figure::of(
            "messages_a_second",
            tally.count("acknowledged") / tally.greatest("seconds").max(1.0),
            "1/s",
        ),
        Figure::of("answer_p50", tally.quantile("answer ms", 0.5), "ms"),
        Figure::of("answer_p99", tally.quantile("answer ms", 0.99), "ms"),
        Figure::of("p99_early", early, "ms"),
        Figure::of("p99_late", late, "ms"),
        Figure::of("learned_after", tally.greatest("learned s"), "s"),
        Figure::of("resident_most", tally.greatest("resident MiB"), "MiB"),
        Figure::of("open_files_most", tally.greatest("open files"), ""),
        Figure::of("open_files_grew_by", grew(&tally, "open files"), "").at_most(8.0),
        Figure::of("log_most", tally.greatest("log MiB"), "MiB").at_most(64.0),
    ];
    let resident = Figure::of("resident_grows", growth, "MiB/h");
    // In a minute the course cannot be told from its beginning.
    figures.push(if scene.short { resident } else { resident.at_most(1.0) });
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn soaks(scene: &Scene) -> Tally {
    let mut town = Town::founded(scene, "soak", "");
    town.opens();
    let mut tally = Tally::default();
    let manner = Manner { a_second: A_SECOND, citizens: 8, ..Manner::default() };
    let (time, warm, look) = scene.either((TIME, WARM, LOOK), (TIME_SHORT, WARM_SHORT, LOOK_SHORT));
    let watch = Watch::started();
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &scene.chance().apart(1));
        let learned = learns(scene, &town, &watch, warm);
        tally.sample("learned s", learned.as_secs_f64());
        let mut answered = 0;
        while watch.elapsed() < learned - warm + time {
            pause(look);
            let log = fs::metadata(town.way.data.join("jiesu.db-wal")).map_or(0, |log| log.len());
            tally.sample("resident MiB", town.program(Jiesu::memory));
            tally.sample("open files", town.program(Jiesu::open_files) as f64);
            tally.sample("log MiB", log as f64 / f64::from(1 << 20));
            tally.sample("hours", watch.elapsed().as_secs_f64() / 3600.0);
            let answers = crowd.counted().samples.remove("answer ms").unwrap_or_default();
            let early = watch.elapsed() < learned + (time - warm) / 2;
            answers[answered..]
                .iter()
                .for_each(|ms| tally.sample(if early { "early ms" } else { "late ms" }, *ms));
            answered = answers.len();
        }
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    tally.sample("seconds", watch.elapsed().as_secs_f64());
    ends(scene, town, &mut tally);
    tally
}

/// More is said, for as long as the beginning lasts; says when it has ended.
fn learns(scene: &Scene, town: &Town, watch: &Watch, warm: Duration) -> Duration {
    let (known, look) = scene.either((KNOWN, LOOK), (KNOWN_SHORT, LOOK_SHORT));
    let knows = || {
        pause(look);
        town.program(|jiesu| jiesu.gauge("jiesu_hot_orders")).is_some_and(|orders| orders >= known)
    };
    std::thread::scope(|scope| {
        let a_second = scene.either(A_SECOND_AT_FIRST, A_SECOND_AT_FIRST_SHORT);
        let manner = Manner { a_second, citizens: 64, units_act: false, ..Manner::default() };
        let crowd = Crowd::gathers(scope, town, &[town.url()], &manner, &scene.chance().apart(2));
        let learned = within(LEARNS_WITHIN, knows);
        crowd.disperses();
        assert!(learned, "it never knows {known} orders");
    });
    pause(warm.saturating_sub(watch.elapsed()));
    watch.elapsed()
}

/// By how much an hour, by the straight line that lies nearest to what was measured.
fn slope(tally: &Tally, name: &str) -> f64 {
    let (Some(hours), Some(values)) = (tally.samples.get("hours"), tally.samples.get(name)) else {
        return 0.0;
    };
    let many = hours.len() as f64;
    let mean = |all: &[f64]| all.iter().sum::<f64>() / many;
    let (at, of) = (mean(hours), mean(values));
    let both: f64 = hours.iter().zip(values).map(|(hour, value)| (hour - at) * (value - of)).sum();
    let spread: f64 = hours.iter().map(|hour| (hour - at).powi(2)).sum();
    if spread == 0.0 { 0.0 } else { both / spread }
}

/// From the most of the first quarter to the most of the last.
fn grew(tally: &Tally, name: &str) -> f64 {
    let values = tally.samples.get(name).map(Vec::as_slice).unwrap_or_default();
    let quarter = values.len() / 4;
    let most = |part: &[f64]| part.iter().copied().fold(0.0, f64::max);
    most(&values[values.len() - quarter..]) - most(&values[..quarter])
}
