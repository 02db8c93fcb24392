//! What does the program keep of its promises when everything around it fails?
//!
//! `outage list` names the rows, `outage play ROW …` plays one against the real binary and writes down what was found.
//! `tests/outage/run` builds what is needed, plays, and merges the results into deploy/records/RELIABILITY.md.

mod backlog;
mod chance;
mod check;
mod clock;
mod control;
mod crowd;
mod database;
mod delivery;
mod desk;
mod disk;
mod hooks;
mod keys;
mod ledger;
mod line;
mod lives;
mod machine;
mod outcome;
mod paused;
mod postgres;
mod program;
mod rows;
mod said;
mod scene;
mod server;
mod shim;
mod slow;
mod soak;
mod speech;
mod spoken;
mod sync;
mod town;
mod units;
mod windows;
mod wrong_clock;

use std::io::Write;
use std::process::ExitCode;

use scene::Scene;

/// Played, and something that was promised was not kept.
const BROKEN: u8 = 1;
/// Not played: the call was wrong.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((verb, _)) if verb == "list" => {
            for row in rows::rows() {
                let engines: Vec<&str> = row.on.iter().map(|engine| engine.name()).collect();
                say(&format!("{}\t{}\t{}", row.name, engines.join(","), row.question));
            }
            ExitCode::SUCCESS
        }
        Some((verb, rest)) if verb == "play" => match Scene::read(rest) {
            Ok(scene) => play(&scene),
            Err(why) => misused(&why),
        },
        Some(_) | None => misused(
            "call: outage list | outage play ROW --jiesu FILE --room DIR [--on ENGINE] [--seed N] [--short]",
        ),
    }
}

fn play(scene: &Scene) -> ExitCode {
    let row = rows::rows().into_iter().find(|row| row.name == scene.row);
    let Some(row) = row.filter(|row| row.on.contains(&scene.on)) else {
        return misused(&format!("no row {} on {}; see `outage list`", scene.row, scene.on.name()));
    };
    let begun = clock::Watch::started();
    let outcome = (row.play)(scene);
    let passed = outcome.is_kept();
    say(&outcome.to_string());
    scene.keep(&outcome, begun.elapsed());
    if passed { ExitCode::SUCCESS } else { ExitCode::from(BROKEN) }
}

fn misused(why: &str) -> ExitCode {
    say(why);
    ExitCode::from(MISUSED)
}

fn say(line: &str) {
    // Nobody may be listening any more.
    let _said = writeln!(std::io::stdout(), "{line}");
}
