//! Is every answer durable before it is given?
//!
//! strace watches every write and every fdatasync of the program while it is spoken to as fast as it answers. A checker
//! that knows the form of SQLite's log ties each answer to the commit that holds its message. That the proof can fail
//! is shown with a library between program and system that swallows every fdatasync.

use std::path::Path;
use std::time::Duration;

use crate::check;
use crate::clock::within;
use crate::crowd::{Crowd, Manner};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::shim::compiled;
use crate::town::Town;

/// Acknowledged messages of one trace, which grows by some 100 kB with each.
const MESSAGES: f64 = 1100.0;
const MESSAGES_SHORT: f64 = 200.0;
/// Acknowledged without any sync: enough to see the proof fail.
const WITHOUT: f64 = 100.0;
/// Longest text of one call that strace writes out: more than a page.
const LONGEST: &str = "20000";

pub(crate) fn play(scene: &Scene) -> Outcome {
    let messages = scene.either(MESSAGES, MESSAGES_SHORT);
    let tally = scene.rounds(scene.either(11, 2), |round| match round {
        // The last round is the one in which the proof must fail.
        last if last + 1 == scene.either(11, 2) => renamed(&watched(scene, round, WITHOUT, true)),
        _ => watched(scene, round, messages, false),
    });
    let figures = vec![
        Figure::of("acknowledged", tally.count("traced"), ""),
        Figure::of("proved", tally.count("proved"), "").at_least(tally.count("traced")),
        Figure::of("answered_before_sync", tally.count("answered_before_sync"), "").at_most(0.0),
        Figure::of("not_in_the_log", tally.count("not_in_the_log"), "").at_most(0.0),
        Figure::of("syncs", tally.count("syncs"), ""),
        Figure::of("without_sync_proved", tally.count("without: proved"), "").at_most(0.0),
        Figure::of("without_sync_noticed", tally.count("without: answered_before_sync"), "")
            .at_least(WITHOUT),
        Figure::of("lost", tally.count("lost"), "").at_most(0.0),
        Figure::of("half_done", tally.count("half_done"), "").at_most(0.0),
    ];
    tally.told(figures)
}

fn watched(scene: &Scene, round: usize, messages: f64, without: bool) -> Tally {
    let chance = scene.chance().apart(round as u64);
    let mut town = Town::founded(scene, &format!("round-{round}"), "");
    town.opens();
    town.stops();
    let trace = town.folder.join("trace");
    town.way.through = strace(&trace);
    if without {
        let library = compiled(scene, "nosync").display().to_string();
        town.way.through.extend(["-E".to_owned(), format!("LD_PRELOAD={library}")]);
    }
    town.starts();
    // As fast as it answers.
    let manner = Manner { a_second: 10_000.0, calls: 5.0, ..Manner::default() };
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &chance.apart(1));
        let enough = within(Duration::from_secs(300), || crowd.counted().count("acknowledged") >= messages);
        if !enough {
            tally.fault("too slow under strace");
        }
        crowd.disperses();
    });
    town.stops();
    if !without {
        tally.merge(check::compare(&town.ledger, &town.address(), None).wrong);
        // What the units were not told yet is not the question here.
        tally.faults.retain(|fault| !fault.starts_with("untold"));
        tally.counts.remove("untold");
    }
    let found = check::trace(&town.ledger, &trace).all();
    tally.merge(found);
    town.ends(scene.keeps || !tally.faults.is_empty() && !without);
    tally
}

/// Under other names, and no fault: this one had to be found.
fn renamed(tally: &Tally) -> Tally {
    let mut renamed = Tally::default();
    tally.counts.iter().for_each(|(name, many)| renamed.add(&format!("without: {name}"), *many));
    renamed
}

fn strace(trace: &Path) -> Vec<String> {
    // The program stays a child of ours (-D); one file for all threads, in the order in which they were seen.
    let words = ["strace", "-D", "-f", "-y", "-s", LONGEST, "-o"].map(str::to_owned);
    let calls = "trace=write,pwrite64,pwritev,writev,sendto,sendmsg,fdatasync,fsync";
    words.into_iter().chain([trace.display().to_string(), "-e".to_owned(), calls.to_owned()]).collect()
}
