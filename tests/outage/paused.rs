//! Can a process that stood still act late, when another has long taken over what it had begun?
//!
//! Two processes carry letters, both from one database. One is stopped (SIGSTOP) longer than its claims last: every
//! second time just when a unit's system has its letter and has not answered yet, else at any moment. Then it goes on.

use std::time::Duration;

use serde_json::json;
use tests::process::signal;

use crate::clock::{Watch, pause, within};
use crate::crowd::{Crowd, Manner};
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::town::Town;

/// Pauses of one ledger.
const PAUSES: usize = 4;
const PAUSES_SHORT: usize = 2;
/// How long a claim lasts, and how long the process stands still.
const LEASE: u64 = 60;
const LEASE_SHORT: u64 = 5;
const STILL: Duration = Duration::from_secs(90);
const STILL_SHORT: Duration = Duration::from_secs(12);
/// After it goes on, what it does late it has done by now.
const LATE: Duration = Duration::from_secs(3);

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(scene.either(5, 1), |round| stands_still(scene, round));
    let lease = scene.either(LEASE, LEASE_SHORT) as f64;
    let mut figures = vec![
        Figure::of("pauses", tally.count("pauses"), ""),
        Figure::of("of_them_in_the_middle_of_a_letter", tally.count("caught"), "").at_least(1.0),
        Figure::of("fenced", tally.count("fenced"), "").at_least(tally.count("caught")),
        Figure::of("taken_over_after_most", tally.greatest("taken over ms"), "ms")
            .at_most(scene.within(2000.0 * lease)),
        Figure::of("repeats", tally.count("repeats"), ""),
    ];
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn stands_still(scene: &Scene, round: usize) -> Tally {
    let mut chance = scene.chance().apart(round as u64);
    let lease = scene.either(LEASE, LEASE_SHORT);
    let mut town = Town::founded(scene, &format!("round-{round}"), "");
    town.replaces("lease_seconds = 3", &format!("lease_seconds = {lease}"));
    town.replaces("filter = \"warn\"", "filter = \"info\"");
    town.opens();
    let other = town.replica(1);
    let (second, _) = other.start();
    let both =
        [(town.program(crate::program::Jiesu::pid), town.way.log.clone()), (second.pid(), other.log.clone())];
    let mut tally = Tally::default();
    let manner = Manner { a_second: 20.0, ..Manner::default() };
    let still = scene.either(STILL, STILL_SHORT);
    std::thread::scope(|scope| {
        let urls = [town.url(), second.url.clone()];
        let crowd = Crowd::gathers(scope, &town, &urls, &manner, &chance.apart(1));
        for number in 0..scene.either(PAUSES, PAUSES_SHORT) {
            pause(Duration::from_millis(1000 + chance.below(2000) as u64));
            let pids = both.each_ref().map(|(pid, _)| *pid);
            let (pid, caught) = if number % 2 == 0 {
                match town.hooks.catches(&pids, Duration::from_secs(30)) {
                    Some((pid, id)) => (pid, Some(id)),
                    None => {
                        tally.fault("no letter was on its way for half a minute");
                        continue;
                    }
                }
            } else {
                let pid = *chance.one_of(&pids);
                signal("STOP", pid);
                (pid, None)
            };
            let watch = Watch::started();
            town.ledger.note(json!({ "e": "paused", "pid": pid, "id": caught }));
            let log =
                both.iter().find(|(own, _)| *own == pid).map(|(_, log)| log.clone()).unwrap_or_default();
            let before = fenced(&log);
            if let Some(id) = &caught {
                tally.one("caught");
                // Somebody else tells it once the claim is over.
                if within(still, || town.hooks.times_taken(id) > 1) {
                    tally.sample("taken over ms", watch.ms());
                } else {
                    tally.fault(format!("nobody took {id} over"));
                }
            }
            pause(still.saturating_sub(watch.elapsed()));
            town.ledger.note(json!({ "e": "goes on", "pid": pid }));
            signal("CONT", pid);
            pause(LATE);
            tally.one("pauses");
            if caught.is_some() && fenced(&log) > before {
                tally.one("fenced");
            }
        }
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    if !second.stop().0.success() {
        tally.fault("a replica did not end well");
    }
    ends(scene, town, &mut tally);
    tally
}

/// How often this process has said that it came too late.
fn fenced(log: &std::path::Path) -> usize {
    let said = std::fs::read_to_string(log).unwrap_or_default();
    let late = |line: &&str| line.contains("fenced=true") || line.contains("its time was over");
    said.lines().filter(late).count()
}
