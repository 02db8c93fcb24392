//! What was sent, what came back and what the fakes received: what the program is held to?
//!
//! One JSON document a line, appended and handed to the system before anything else happens, so that the file says
//! what was so at any moment. `at` is in milliseconds since 1970 and taken after what it tells of.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::clock::now_ms;

/// The file.
pub(crate) struct Ledger {
    pub(crate) path: PathBuf,
    file: Mutex<File>,
    next: AtomicU64,
}

impl Ledger {
    pub(crate) fn at(path: &Path) -> Self {
        let file =
            OpenOptions::new().create(true).append(true).open(path).expect("the ledger can be written");
        Self { path: path.to_owned(), file: Mutex::new(file), next: AtomicU64::new(1) }
    }

    /// A number for what is about to be sent.
    pub(crate) fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Notes something that has happened: a document with an `e` that names it. Returns when.
    pub(crate) fn note(&self, mut entry: Value) -> u64 {
        let at = now_ms();
        entry["at"] = at.into();
        let line = format!("{entry}\n");
        self.file.lock().expect("nobody panics here").write_all(line.as_bytes()).expect("the disk has room");
        at
    }
}
