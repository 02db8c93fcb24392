//! How does an administrator bring files of other systems in?

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::ledger::Ledger;
use crate::process::{Ended, run};

/// A folder of files, and beside it the program's data.
pub struct Inbox {
    folder: TempDir,
}

impl Inbox {
    /// An empty one.
    pub fn empty() -> Self {
        let inbox = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        std::fs::create_dir(inbox.path("in")).expect("a folder can be made");
        inbox
    }

    /// The program's data.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Puts a file in.
    pub fn holds(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("in").join(name);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder can be made");
        std::fs::write(&path, bytes).expect("a file can be written");
        path
    }

    /// `jiesu import` of a file of the folder, with further arguments; the folder's name stands as `IN`.
    pub fn brings(&self, name: &str, arguments: &[&str]) -> Ended {
        let (file, data) = (self.path("in").join(name), self.data());
        let (file, data) = (file.display().to_string(), data.display().to_string());
        let mut all = vec!["import", &file, "--data", &data];
        all.extend(arguments);
        let ended = run(&all, b"");
        let plain = |text: String| text.replace(&self.path("in").display().to_string(), "IN");
        Ended { code: ended.code, out: plain(ended.out), err: plain(ended.err) }
    }

    /// The same as a JSON document.
    pub fn report(&self, name: &str, arguments: &[&str]) -> (i32, Value) {
        let mut all = arguments.to_vec();
        all.push("--json");
        let ended = self.brings(name, &all);
        let report = serde_json::from_str(&ended.out);
        (ended.code, report.unwrap_or_else(|fault| panic!("{fault}: {}{}", ended.out, ended.err)))
    }

    /// What stands in the ledger.
    pub fn ledger(&self) -> Ledger {
        Ledger::read(&self.data())
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new(self.folder.path()).join(name)
    }
}

/// The report without what depends on the day: the numbers of orders, and how long it took.
pub fn timeless(report: &str) -> String {
    let lines = report.lines().map(|line| {
        let took = line.split_once("，用时 ").map(|(before, _)| before.to_owned());
        crate::veiled(&took.unwrap_or_else(|| line.to_owned()))
    });
    lines.collect::<Vec<_>>().join("\n")
}
