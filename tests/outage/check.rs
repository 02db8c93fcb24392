//! What does somebody say who shares no code with the program and compares ledger and database?

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::ledger::Ledger;
use crate::outcome::Tally;

/// The checker beside these files.
const CHECKER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/outage/check.py");

/// What was found.
#[derive(Debug, Deserialize)]
pub(crate) struct Found {
    /// What must not be.
    #[serde(flatten)]
    pub(crate) wrong: Tally,
    /// What there was.
    pub(crate) seen: BTreeMap<String, f64>,
}

impl Found {
    /// Both together.
    pub(crate) fn all(self) -> Tally {
        let mut tally = self.wrong;
        self.seen.iter().for_each(|(name, many)| tally.add(name, *many));
        tally
    }
}

/// Compares the ledger with a database: a file of SQLite, or an address of PostgreSQL. Answers that came after `until`
/// prove nothing about a database as it was then.
pub(crate) fn compare(ledger: &Ledger, database: &str, until: Option<u64>) -> Found {
    let mut command = Command::new("python3");
    command.arg(CHECKER).arg("--ledger").arg(&ledger.path).arg("--database").arg(database);
    if let Some(until) = until {
        command.arg("--until").arg(until.to_string());
    }
    run(command)
}

/// Looks through what strace wrote: was every answer durable before it was given?
pub(crate) fn trace(ledger: &Ledger, trace: &Path) -> Found {
    let mut command = Command::new("python3");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/outage/check_sync.py"));
    command.arg("--ledger").arg(&ledger.path).arg("--trace").arg(trace);
    run(command)
}

/// Counts the letters on the line to Telegram, window by window.
pub(crate) fn windows(ledger: &Ledger) -> Found {
    let mut command = Command::new("python3");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/outage/windows.py")).arg(&ledger.path);
    run(command)
}

/// Spoils copies of a ledger and a database that agree, and asks the checker about each.
pub(crate) fn spoilt(ledger: &Ledger, database: &str) -> Found {
    let mut command = Command::new("python3");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/outage/spoil.py"));
    command.arg("--ledger").arg(&ledger.path).arg("--database").arg(database);
    run(command)
}

fn run(mut command: Command) -> Found {
    let ran = command.output().expect("python3 is there");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "the checker broke off: {said}");
    serde_json::from_slice(&ran.stdout).unwrap_or_else(|fault| panic!("the checker says no tally: {fault}"))
}
