//! How is a file with one JSON object a line read?

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use serde_json::Value;

use super::decoded::{decoded, encoding_of, unreadable};
use super::fault::Fault;
use super::object::Names;
use super::row::{Hear, LARGEST_ROW, Row};

/// A JSONL file.
pub(super) struct Lines {
    path: PathBuf,
    encoding: &'static Encoding,
    names: Names,
    /// How many rows it has.
    pub(super) rows: u64,
}

impl Lines {
    /// Reads which fields its objects have.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let encoding = encoding_of(path)?;
        let mut file = Self { path: path.to_owned(), encoding, names: Names::default(), rows: 0 };
        let (mut names, mut rows) = (Names::default(), 0);
        file.parsed(&mut |_, value| {
            rows += 1;
            if let Ok(Value::Object(object)) = &value {
                names.meet(object);
            }
            true
        })?;
        if rows == 0 {
            return Err(Fault::Empty);
        }
        (file.names, file.rows) = (names, rows);
        Ok(file)
    }

    /// The fields.
    pub(super) fn names(&self) -> &[String] {
        self.names.list()
    }

    /// Reads every row. A line that is no JSON is told of, and the next one is read.
    pub(super) fn each(&self, hear: &mut Hear<'_>) -> Result<(), Fault> {
        self.parsed(&mut |line, value| {
            let cells = value.and_then(|value| self.names.cells(value));
            hear(Row { line, cells })
        })
    }

    fn parsed(&self, hear: &mut dyn FnMut(u64, Result<Value, Fault>) -> bool) -> Result<(), Fault> {
        let mut text = BufReader::new(decoded(&self.path, self.encoding)?);
        let mut bytes = Vec::new();
        let mut line = 0;
        loop {
            line += 1;
            bytes.clear();
            let most = LARGEST_ROW as u64 + 1;
            let read = text.by_ref().take(most).read_until(b'\n', &mut bytes);
            if read.map_err(|error| unreadable(&error))? == 0 {
                return Ok(());
            }
            let value = if bytes.len() > LARGEST_ROW && bytes.last() != Some(&b'\n') {
                text.skip_until(b'\n').map_err(|error| unreadable(&error))?;
                Err(Fault::RowTooLarge { megabytes: (LARGEST_ROW >> 20) as u64 })
            } else if bytes.trim_ascii().is_empty() {
                continue;
            } else {
                serde_json::from_slice(&bytes).map_err(|_| Fault::NotJson { line })
            };
            if !hear(line, value) {
                return Ok(());
            }
        }
    }
}
