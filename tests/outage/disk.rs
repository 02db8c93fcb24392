//! What does the program do when its disk is full, and afterwards?
//!
//! Its data lies on a file system of 256 MiB that is filled from outside: first so far that little is left, then whole;
//! then the room is given back. Mounting needs root, or `unshare --user --map-root-user --mount`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use tests::Request;

use crate::check;
use crate::clock::{Watch, pause, within};
use crate::crowd::{Crowd, Manner};
use crate::lives::kept;
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::speech::tells;
use crate::town::Town;

/// Of the file system.
const MEBIBYTES: usize = 256;
/// What the filler leaves while files are to be refused and words still taken: between 1 % and 5 % of the whole, and
/// enough for all that is said in that time.
const LITTLE: usize = 12 << 20;
/// A picture larger than what is left beyond the reserve.
const PICTURE: usize = 300 << 10;
/// How long each state of the disk lasts.
const STATE: Duration = Duration::from_secs(6);
const STATE_SHORT: Duration = Duration::from_secs(2);
const RECOVERS_MS: f64 = 10_000.0;

/// A file system of its own, gone with the row.
struct Disk(PathBuf);

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(scene.either(5, 1), |round| fills(scene, round));
    let mut figures = vec![Figure::of("fillings", tally.count("fillings"), "")];
    figures.extend(kept(&tally));
    figures.extend([
        Figure::of("answered_503_when_full", tally.count("full: answered 503"), "").at_least(1.0),
        Figure::of("answered_200_when_full", tally.count("full: answered 200"), ""),
        Figure::of("other_answers_when_full", tally.count("full: other"), "").at_most(0.0),
        Figure::of("files_taken_when_little_is_left", tally.count("little: files taken"), "").at_most(0.0),
        Figure::of("words_refused_when_little_is_left", tally.count("little: words refused"), "")
            .at_most(0.0),
        Figure::of("words_taken_when_little_is_left", tally.count("little: words taken"), "").at_least(1.0),
        Figure::of("not_alive", tally.count("not alive"), "").at_most(0.0),
        Figure::of("said_in_the_log", tally.count("said in the log"), "").at_least(tally.count("fillings")),
        Figure::of("recovered_most", tally.greatest("recovered ms"), "ms").at_most(RECOVERS_MS),
    ]);
    tally.told(figures)
}

fn fills(scene: &Scene, round: usize) -> Tally {
    let chance = scene.chance().apart(round as u64);
    let mut tally = Tally::default();
    let folder = scene.room.join(format!("disk-{round}"));
    let disk = match Disk::mounted(&folder) {
        Ok(disk) => disk,
        Err(why) => {
            tally.fault(why);
            return tally;
        }
    };
    let mut town = Town::founded(scene, &format!("round-{round}"), "");
    town.way.data = disk.0.join("data");
    town.opens();
    let state = scene.either(STATE, STATE_SHORT);
    // What nobody kept is said once: whoever is refused decides for themselves.
    let manner = Manner { a_second: 20.0, ..Manner::default() };
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &chance.apart(1));
        let alive = scope.spawn(|| watches(&town, &over));
        pause(state);
        disk.fills(LITTLE);
        town.ledger.note(json!({ "e": "little is left" }));
        // It looks once a second how much is left.
        pause(Duration::from_millis(1500));
        little(&town, &crowd, &manner, &mut tally, state);
        disk.fills(0);
        let full = Watch::started();
        town.ledger.note(json!({ "e": "full" }));
        full_now(&town, &crowd, &manner, &mut tally, state, full);
        disk.empties();
        let free = Watch::started();
        town.ledger.note(json!({ "e": "free" }));
        let mut speaker = once(&town, &crowd, &manner, 91);
        let back = within(Duration::from_secs(60), || {
            tells(&mut speaker, None).is_some_and(|answer| answer.status() == 200)
        });
        if back {
            tally.sample("recovered ms", free.ms());
        } else {
            tally.fault("it takes nothing a minute after there is room again");
        }
        pause(state);
        crowd.disperses();
        over.store(true, Ordering::Relaxed);
        tally.add("not alive", alive.join().expect("nobody panics here"));
        let mut counted = crowd.counted();
        counted.counts.retain(|name, _| name == "acknowledged");
        tally.merge(counted);
    });
    tally.one("fillings");
    let log = std::fs::read_to_string(&town.way.log).unwrap_or_default();
    if ["disk", "full", "space"].iter().any(|word| log.contains(word)) {
        tally.one("said in the log");
    }
    ended(scene, town, &mut tally);
    tally
}

/// Files are refused, words are taken.
fn little(town: &Town, crowd: &Crowd, manner: &Manner, tally: &mut Tally, state: Duration) {
    let mut speaker = once(town, crowd, manner, 92);
    let watch = Watch::started();
    while watch.elapsed() < state {
        let file = tells(&mut speaker, Some(PICTURE)).map(|answer| answer.status());
        tally.one(if file == Some(200) { "little: files taken" } else { "little: files refused" });
        let words = tells(&mut speaker, None).map(|answer| answer.status());
        tally.one(if words == Some(200) { "little: words taken" } else { "little: words refused" });
        pause(Duration::from_millis(100));
    }
}

/// Nothing is taken, and that is said.
fn full_now(town: &Town, crowd: &Crowd, manner: &Manner, tally: &mut Tally, state: Duration, full: Watch) {
    let mut speaker = once(town, crowd, manner, 93);
    while full.elapsed() < state {
        tells(&mut speaker, None);
        tally.one(match speaker.last {
            Some(503) => "full: answered 503",
            // The log has pages of its own that are used again: what fits there is kept.
            Some(200) => "full: answered 200",
            Some(_) | None => "full: other",
        });
        pause(Duration::from_millis(50));
    }
}

fn once(town: &Town, crowd: &Crowd, manner: &Manner, name: u64) -> crate::spoken::Speaker {
    let chance = crate::chance::Chance::of(name);
    let mut speaker = crowd.speaker(town, &[town.url()], manner, chance);
    speaker.patience = Duration::ZERO;
    speaker
}

/// How often it did not say that it is alive.
fn watches(town: &Town, over: &AtomicBool) -> f64 {
    let mut not_alive = 0.0;
    while !over.load(Ordering::Relaxed) {
        let alive = town.program(|jiesu| jiesu.asks(&Request::get("/livez")));
        if !alive.is_ok_and(|answer| answer.status() == 200) {
            not_alive += 1.0;
        }
        pause(Duration::from_millis(200));
    }
    not_alive
}

fn ended(scene: &Scene, town: Town, tally: &mut Tally) {
    if !town.has_told_all(Duration::from_secs(60)) {
        tally.fault("notices wait for ever");
    }
    if !town.stops().1 {
        tally.fault(format!("it did not end well: {}", town.way.said()));
    }
    tally.merge(check::compare(&town.ledger, &town.address(), None).all());
    town.ends(scene.keeps || !tally.faults.is_empty());
}

impl Disk {
    fn mounted(folder: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(folder).expect("a folder can be made");
        let size = format!("size={MEBIBYTES}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder).status();
        if mounted.is_ok_and(|status| status.success()) {
            Ok(Self(folder.to_owned()))
        } else {
            Err("a file system cannot be mounted: run as root, or under unshare --user --map-root-user --mount".to_owned())
        }
    }

    /// Fills it up to so many bytes.
    fn fills(&self, left: usize) {
        // What is written meanwhile fills it, too.
        for _ in 0..20 {
            let fill = self.free().saturating_sub(left);
            if fill == 0 {
                return;
            }
            let amount = format!("count={fill}");
            let target = format!("of={}", self.0.join("filler").display());
            let _full = Command::new("dd")
                .args([
                    "if=/dev/zero",
                    &target,
                    "bs=64K",
                    &amount,
                    "iflag=count_bytes",
                    "oflag=append",
                    "conv=notrunc",
                    "status=none",
                ])
                .status();
        }
    }

    fn empties(&self) {
        std::fs::remove_file(self.0.join("filler")).expect("the filler is there");
    }

    fn free(&self) -> usize {
        let said =
            Command::new("df").args(["--output=avail", "-B1"]).arg(&self.0).output().expect("df is there");
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        said.lines().nth(1).and_then(|line| line.trim().parse().ok()).expect("df says a number")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg(&self.0).status();
        let _gone = std::fs::remove_dir(&self.0);
    }
}
