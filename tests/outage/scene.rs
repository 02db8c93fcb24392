//! With what is a row played, and where is it written down?

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::machine;
use crate::outcome::{Outcome, Tally};

/// Which database the program writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// One call of a row.
pub(crate) struct Scene {
    pub(crate) row: String,
    pub(crate) on: Engine,
    pub(crate) seed: u64,
    /// As in every run of the tests: the same deeds, few of them.
    pub(crate) short: bool,
    /// The program.
    pub(crate) binary: PathBuf,
    /// A folder of its own, for data that is thrown away when all is well.
    pub(crate) room: PathBuf,
    /// Data is kept also when all is well.
    pub(crate) keeps: bool,
    /// Where results and what is done of a long row are kept.
    results: PathBuf,
}

impl Engine {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

impl Scene {
    /// `ROW --jiesu FILE --room DIR [--results DIR] [--on sqlite|postgres] [--seed N] [--short] [--keep]`
    pub(crate) fn read(arguments: &[String]) -> Result<Self, String> {
        let (row, mut rest) = arguments.split_first().ok_or("which row?")?;
        let (mut on, mut seed, mut short, mut keeps) = (Engine::Sqlite, 1, false, false);
        let (mut binary, mut room, mut results) = (None, None, None);
        while let Some((option, after)) = rest.split_first() {
            rest = after;
            let flag = match option.as_str() {
                "--short" => Some(&mut short),
                "--keep" => Some(&mut keeps),
                _ => None,
            };
            if let Some(flag) = flag {
                *flag = true;
                continue;
            }
            let (value, after) = rest.split_first().ok_or_else(|| format!("{option}: a value is missing"))?;
            rest = after;
            match option.as_str() {
                "--on" if value == "sqlite" => on = Engine::Sqlite,
                "--on" if value == "postgres" => on = Engine::Postgres,
                "--seed" => seed = value.parse().map_err(|_| format!("--seed {value}: not a number"))?,
                "--jiesu" => binary = Some(PathBuf::from(value)),
                "--room" => room = Some(PathBuf::from(value)),
                "--results" => results = Some(PathBuf::from(value)),
                _ => return Err(format!("{option} {value}: unknown")),
            }
        }
        let binary = binary.ok_or("--jiesu: where is the program?")?;
        if !binary.exists() {
            return Err(format!("{} is missing: build it first", binary.display()));
        }
        let room = room.ok_or("--room: where may data be kept?")?;
        let results = results.unwrap_or_else(|| room.clone());
        for folder in [&room, &results] {
            std::fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        }
        // What the program reads must not depend on where it is started.
        let whole = |path: PathBuf| path.canonicalize().map_err(|why| format!("{}: {why}", path.display()));
        let (binary, room, results) = (whole(binary)?, whole(room)?, whole(results)?);
        Ok(Self { row: row.clone(), on, seed, short, binary, room, keeps, results })
    }

    pub(crate) fn chance(&self) -> Chance {
        Chance::of(self.seed)
    }

    /// One number for a whole run, another for a short one.
    pub(crate) fn either<T>(&self, whole: T, short: T) -> T {
        if self.short { short } else { whole }
    }

    /// So many milliseconds, for a whole run. A short one plays the build for tests beside three other rows: it holds
    /// the program to a multiple, by which what hangs is told from what is slow.
    pub(crate) fn within(&self, ms: f64) -> f64 {
        ms * self.either(1.0, 5.0)
    }

    /// Plays so many rounds and adds them up. Rounds that were played by an earlier call are not played again.
    pub(crate) fn rounds(&self, many: usize, mut play: impl FnMut(usize) -> Tally) -> Tally {
        let file = self.results.join(format!("{}.rounds", self.stem()));
        let known = std::fs::read_to_string(&file).unwrap_or_default();
        // A line that was broken off is a round that is played again.
        let known: Vec<Tally> =
            known.lines().map_while(|line| serde_json::from_str(line).ok()).take(many).collect();
        let mut done = known.len();
        if done > 0 {
            crate::say(&format!("{done} of {many} rounds were played before"));
        }
        let lines: Vec<String> = known.iter().filter_map(|tally| serde_json::to_string(tally).ok()).collect();
        std::fs::write(&file, lines.iter().map(|line| format!("{line}\n")).collect::<String>())
            .expect("results can be written");
        let mut whole = Tally::default();
        known.into_iter().for_each(|tally| whole.merge(tally));
        while done < many {
            let tally = play(done);
            let line = serde_json::to_string(&tally).expect("a tally has only string keys");
            let mut file =
                std::fs::OpenOptions::new().append(true).open(&file).expect("results can be written");
            writeln!(file, "{line}").expect("results can be written");
            done += 1;
            crate::say(&format!("round {done} of {many}: {} faults", tally.faults.len()));
            whole.merge(tally);
        }
        whole
    }

    /// Writes the outcome down, with what it must be read with.
    pub(crate) fn keep(&self, outcome: &Outcome, took: Duration) {
        let mut result = json!({
            "row": self.row,
            "on": self.on.name(),
            "seed": self.seed,
            "short": self.short,
            "kept": outcome.is_kept(),
            "seconds": took.as_secs(),
            "figures": outcome.figures,
            "faults": outcome.faults,
        });
        let machine = machine::described(&self.binary, &self.room);
        if let (Value::Object(result), Value::Object(machine)) = (&mut result, machine) {
            result.extend(machine);
        }
        let text = serde_json::to_string_pretty(&result).expect("a result has only string keys");
        let file = self.results.join(format!("{}.json", self.stem()));
        std::fs::write(&file, text + "\n").expect("results can be written");
        // The next call begins anew.
        let _none = std::fs::remove_file(self.results.join(format!("{}.rounds", self.stem())));
    }

    fn stem(&self) -> String {
        let short = if self.short { "-short" } else { "" };
        format!("{}-{}-{}{short}", self.row, self.on.name(), self.seed)
    }
}
