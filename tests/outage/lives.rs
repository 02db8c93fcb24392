//! Is anything lost or done twice when the program's life is cut into many, by `kill -9` or by `kill -TERM`?
//!
//! Citizens, the hotline and units' systems speak to it all the while. After every end the database is compared as it
//! lies there, before the program has touched it again; whoever got no answer asks again with the same key, or does
//! not: a quarter of them leave it at that.

use std::time::Duration;

use crate::check;
use crate::clock::pause;
use crate::crowd::{Crowd, Manner};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::town::Town;

/// Ends of one ledger.
const ENDS: usize = 10;
const ENDS_SHORT: usize = 5;
/// Between being ready and the next end, at most.
const LONGEST_LIFE_MS: usize = 3000;
const READY_MS: f64 = 3000.0;
/// Told to stop, it has this long.
const DRAINS_MS: f64 = 10_000.0;

/// How a life ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Killed,
    Stopped,
}

/// `kill -9` at random moments, two hundred times.
pub(crate) fn kills(scene: &Scene) -> Outcome {
    let tally = scene.rounds(scene.either(20, 1), |round| lives(scene, round, End::Killed));
    let mut figures = vec![Figure::of("kills", tally.count("ends"), "")];
    figures.extend(kept(&tally));
    figures.extend([
        Figure::of("ready_p50", tally.quantile("ready ms", 0.5), "ms"),
        Figure::of("ready_p95", tally.quantile("ready ms", 0.95), "ms").at_most(scene.within(READY_MS)),
    ]);
    tally.told(figures)
}

/// `kill -TERM` under load, a hundred times.
pub(crate) fn shutdown(scene: &Scene) -> Outcome {
    let tally = scene.rounds(scene.either(10, 1), |round| lives(scene, round, End::Stopped));
    let mut figures = vec![Figure::of("stops", tally.count("ends"), "")];
    figures.extend(kept(&tally));
    figures.extend([
        Figure::of("drained_p95", tally.quantile("drained ms", 0.95), "ms"),
        Figure::of("drained_most", tally.greatest("drained ms"), "ms").at_most(DRAINS_MS),
        Figure::of("cut_off", tally.count("cut off"), ""),
    ]);
    tally.told(figures)
}

/// What every row says of ledger and database.
pub(crate) fn kept(tally: &Tally) -> Vec<Figure> {
    let told = ["acknowledged", "unknown", "orders", "events", "notices"];
    let never = [
        "lost",
        "twice",
        "orders_twice",
        "gaps",
        "illegal_paths",
        "half_done",
        "not_sound",
        "told_twice",
        "inversions",
        "untold",
    ];
    let told = told.into_iter().map(|name| Figure::of(name, tally.count(name), ""));
    told.chain(never.into_iter().map(|name| Figure::of(name, tally.count(name), "").at_most(0.0))).collect()
}

fn lives(scene: &Scene, round: usize, end: End) -> Tally {
    let mut chance = scene.chance().apart(round as u64);
    let mut town = Town::founded(scene, &format!("round-{round}"), "");
    town.opens();
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &Manner::default(), &chance.apart(1));
        for _ in 0..scene.either(ENDS, ENDS_SHORT) {
            pause(Duration::from_millis(chance.below(LONGEST_LIFE_MS) as u64));
            // Every second end comes while somebody waits for an answer.
            if chance.happens(50.0) {
                crowd.awaits_a_question();
                pause(Duration::from_micros(chance.below(8000) as u64));
            }
            let until = match end {
                End::Killed => town.is_killed(),
                End::Stopped => stopped(&town, &mut tally),
            };
            if town.has_server() {
                // What the server had begun to commit is committed.
                pause(Duration::from_millis(200));
                tally.merge(check::compare(&town.ledger, &town.as_it_lies(), Some(until)).wrong);
                tally.sample("ready ms", town.starts());
            } else {
                let copy = town.as_it_lies();
                tally.sample("ready ms", town.starts());
                tally.merge(check::compare(&town.ledger, &copy, Some(until)).wrong);
            }
            tally.one("ends");
        }
        pause(Duration::from_secs(1));
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    ends(scene, town, &mut tally);
    tally
}

/// Everybody is told, the program stops, and everything is compared for the last time.
pub(crate) fn ends(scene: &Scene, town: Town, tally: &mut Tally) {
    if !town.has_told_all(Duration::from_secs(60)) {
        tally.fault("notices wait for ever");
    }
    stopped(&town, tally);
    tally.merge(check::compare(&town.ledger, &town.address(), None).all());
    town.ends(scene.keeps || !tally.faults.is_empty());
}

fn stopped(town: &Town, tally: &mut Tally) -> u64 {
    let (took, well) = town.stops();
    tally.sample("drained ms", took.as_secs_f64() * 1000.0);
    if !well {
        tally.fault(format!("it did not end well: {}", town.way.said()));
    }
    crate::clock::now_ms()
}
