//! What is in a file: many rows, or one call?

use std::path::{Path, PathBuf};

use super::decoded::unreadable;
use super::fault::Fault;
use super::field::Wish;
use super::list::List;
use super::table::{Table, ending};
use super::words::words;

/// A file that can be brought.
pub(super) enum Parcel {
    /// Rows.
    Table(Table),
    /// One call, word for word; whether it can be read is seen when it is its turn.
    Call(PathBuf),
}

/// Endings of files with rows.
const TABLES: [&str; 7] = ["csv", "tsv", "jsonl", "ndjson", "json", "xlsx", "xlsm"];
/// Endings of files with one call.
const CALLS: [&str; 3] = ["txt", "vtt", "srt"];

impl Parcel {
    /// Looks a file over.
    /// `alone`: named by itself, not one of a folder of calls, of which some may be broken.
    pub(super) fn open(
        path: &Path,
        wishes: &[Wish],
        sheet: Option<&str>,
        alone: bool,
    ) -> Result<Self, Fault> {
        let ending = ending(path);
        let maybe_call = ending == "json" && wishes.is_empty();
        if CALLS.contains(&ending.as_str())
            || (maybe_call && is_a_call(path).or_else(|fault| if alone { Err(fault) } else { Ok(true) })?)
        {
            // That it is there is asked now: a slip of the hand should stop everything.
            path.metadata().map_err(|error| unreadable(&error))?;
            return Ok(Self::Call(path.to_owned()));
        }
        Table::open(path, wishes, sheet).map(Self::Table)
    }

    /// About how many rows it has.
    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Table(table) => table.count(),
            Self::Call(_) => 1,
        }
    }
}

/// What a speech recogniser writes: a list of turns, or no list at all.
fn is_a_call(path: &Path) -> Result<bool, Fault> {
    match List::open(path) {
        Ok(list) => Ok(words().are_of_turns(list.names())),
        Err(Fault::NoList { lists }) => Ok(lists.is_empty()
            || words().are_of_turns(&lists.split(", ").map(str::to_owned).collect::<Vec<_>>())),
        Err(fault) => Err(fault),
    }
}

/// The files of a folder that can be brought, by name, and how many others there are; a file is itself.
pub(super) fn unfold(path: &Path) -> Result<(Vec<PathBuf>, u64), Fault> {
    if !path.is_dir() {
        return Ok((vec![path.to_owned()], 0));
    }
    let (mut files, mut others) = (Vec::new(), 0);
    for entry in path.read_dir().map_err(|error| unreadable(&error))? {
        let entry = entry.map_err(|error| unreadable(&error))?.path();
        let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || entry.is_dir() {
            continue;
        }
        let ending = ending(&entry);
        if TABLES.contains(&ending.as_str()) || CALLS.contains(&ending.as_str()) {
            files.push(entry);
        } else {
            others += 1;
        }
    }
    files.sort();
    Ok((files, others))
}
