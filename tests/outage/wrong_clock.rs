//! What happens when the clock is wrong for a while: an hour, a day, the year 2038, and right again?
//!
//! The clock jumps while the program runs, and between two runs; citizens and units go on all the while. A jump may
//! bring each order the one reminder that is due by it, and no more; what waits must not wait for a time that was never
//! real.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::clock::{now_ms, pause};
use crate::crowd::{Crowd, Manner};
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::shim::compiled;
use crate::town::Town;

const HOUR: i64 = 3600;
/// 20 January 2038: a day after 32 bits of seconds are over.
const Y2038: i64 = 2_147_558_400;
/// Before the first jump orders are handled to their end, so that there is something to be reminded of.
const BEFORE: Duration = Duration::from_secs(30);
const BEFORE_SHORT: Duration = Duration::from_secs(5);
/// How long the clock is wrong.
const WRONG: Duration = Duration::from_secs(10);
const WRONG_SHORT: Duration = Duration::from_millis(1500);

/// The clock of the program, in a file that both can see.
struct Hands(PathBuf);

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(1, |_| jumps(scene));
    let mut figures = vec![
        Figure::of("jumps", tally.count("jumps"), ""),
        Figure::of("reminders", tally.count("reminders"), ""),
        Figure::of("reminders_of_one_order_at_one_jump_most", tally.greatest("of one order"), "")
            .at_most(1.0),
        Figure::of("not_alive", tally.count("not alive"), "").at_most(0.0),
        Figure::of("ready_most", tally.greatest("ready ms"), "ms").at_most(10_000.0),
    ];
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn jumps(scene: &Scene) -> Tally {
    let mut town = Town::founded(scene, "clock", "");
    town.has_open_nights();
    let hands = Hands(town.folder.join("hands"));
    hands.point(0);
    let library = compiled(scene, "clock").display().to_string();
    town.way.environment.extend([
        ("LD_PRELOAD".to_owned(), library),
        ("OUTAGE_CLOCK".to_owned(), hands.0.display().to_string()),
    ]);
    town.opens();
    let mut tally = Tally::default();
    let manner = Manner { a_second: 20.0, citizens: 8, ..Manner::default() };
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &scene.chance().apart(1));
        pause(scene.either(BEFORE, BEFORE_SHORT));
        let now = i64::try_from(now_ms() / 1000).expect("seconds fit");
        for ahead in [HOUR, -HOUR, 24 * HOUR, -24 * HOUR, Y2038 - now] {
            for restarts in [false, true] {
                turns(&town, &hands, ahead, restarts, &mut tally, scene.either(WRONG, WRONG_SHORT));
                turns(&town, &hands, 0, restarts, &mut tally, scene.either(WRONG, WRONG_SHORT));
            }
        }
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    ends(scene, town, &mut tally);
    tally
}

/// The clock jumps; a while later it is looked at what that has brought.
fn turns(town: &Town, hands: &Hands, ahead: i64, restarts: bool, tally: &mut Tally, wrong: Duration) {
    let before = reminders(town);
    if restarts {
        town.stops();
    }
    hands.point(ahead);
    town.ledger.note(json!({ "e": "clock", "ahead": ahead, "restarts": restarts }));
    if restarts {
        tally.sample("ready ms", town.starts());
    }
    pause(wrong);
    tally.one("jumps");
    if !town.program(crate::program::Jiesu::is_ready) {
        tally.one("not alive");
    }
    for (order, many) in reminders(town) {
        let more = many - before.get(&order).copied().unwrap_or_default();
        if more > 0.0 {
            tally.add("reminders", more);
            tally.sample("of one order", more);
        }
    }
}

/// How often the citizen of each order was reminded so far.
fn reminders(town: &Town) -> BTreeMap<String, f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/outage/reminders.py");
    let ran = Command::new("python3").arg(script).arg(town.address()).output().expect("python3 is there");
    serde_json::from_slice(&ran.stdout).unwrap_or_else(|fault| {
        panic!("reminders cannot be counted: {fault}: {}", String::from_utf8_lossy(&ran.stderr))
    })
}

impl Hands {
    /// So many seconds ahead of the real time.
    fn point(&self, ahead: i64) {
        use std::os::unix::fs::FileExt;
        let file = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&self.0);
        let file = file.expect("the clock can be written");
        file.write_all_at(&ahead.to_ne_bytes(), 0).expect("the clock can be written");
    }
}
