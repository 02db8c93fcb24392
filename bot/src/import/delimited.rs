//! How is a file of comma, semicolon or tab separated values read?

use std::cell::Cell as Held;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use encoding_rs::Encoding;

use super::decoded::{decoded, encoding_of, unreadable};
use super::fault::Fault;
use super::row::{Cell, Hear, LARGEST_ROW, Row};

/// What may stand between two cells.
const DELIMITERS: [u8; 3] = *b",;\t";
/// Bytes the reader of the format takes at once.
const CHUNK: usize = 64 << 10;
/// What the reader says when a row is too large.
const TOO_LARGE: &str = "the row is too large";

/// A file whose first row names its columns.
pub(super) struct Delimited {
    path: PathBuf,
    encoding: &'static Encoding,
    delimiter: u8,
    /// The columns.
    pub(super) names: Vec<String>,
    /// About how many rows it has.
    pub(super) rows: u64,
}

impl Delimited {
    /// Reads the encoding, the delimiter and the header.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let encoding = encoding_of(path)?;
        let mut lines = BufReader::new(decoded(path, encoding)?);
        let mut header = String::new();
        while header.trim().is_empty() {
            header.clear();
            let most = LARGEST_ROW as u64;
            let read =
                lines.by_ref().take(most).read_line(&mut header).map_err(|error| unreadable(&error))?;
            if read == 0 {
                return Err(Fault::Empty);
            }
        }
        let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
        let delimiter = DELIMITERS.into_iter().rev().max_by_key(count).unwrap_or(b',');
        let mut file = Self { path: path.to_owned(), encoding, delimiter, names: Vec::new(), rows: 0 };
        file.names = file.header()?;
        file.rows = newlines(lines).map_err(|error| unreadable(&error))?;
        Ok(file)
    }

    fn header(&self) -> Result<Vec<String>, Fault> {
        let (mut reader, _) = self.reader()?;
        let mut record = csv::ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(|error| fault_of(&error))?;
        Ok(record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect())
    }

    /// Reads every row. One that has not as many cells as the header is told of, and the next one is read.
    pub(super) fn each(&self, hear: &mut Hear<'_>) -> Result<(), Fault> {
        let (mut reader, taken) = self.reader()?;
        let mut record = csv::ByteRecord::new();
        let mut is_header = true;
        loop {
            taken.set(0);
            let line = reader.position().line();
            match reader.read_byte_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => {}
                // Where the row ends is not known any more.
                Err(error) => {
                    hear(Row::bad(line, fault_of(&error)));
                    return Ok(());
                }
            }
            if std::mem::take(&mut is_header) || record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let line = record.position().map_or(line, csv::Position::line);
            if !hear(Row { line, cells: self.cells(&record) }) {
                return Ok(());
            }
        }
    }

    fn cells(&self, record: &csv::ByteRecord) -> Result<Vec<Cell>, Fault> {
        // Cells that a spreadsheet leaves behind the last column say nothing.
        let beyond = record.iter().skip(self.names.len()).any(|cell| !cell.trim_ascii().is_empty());
        if record.len() < self.names.len() || beyond {
            return Err(Fault::CellCount { found: record.len(), expected: self.names.len() });
        }
        Ok(record.iter().map(|cell| Cell::Text(String::from_utf8_lossy(cell).into_owned())).collect())
    }

    fn reader(&self) -> Result<(csv::Reader<impl Read + use<>>, Rc<Held<usize>>), Fault> {
        let taken = Rc::new(Held::new(0));
        let bounded = Bounded { inner: decoded(&self.path, self.encoding)?, taken: Rc::clone(&taken) };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .buffer_capacity(CHUNK)
            .from_reader(bounded);
        Ok((reader, taken))
    }
}

/// Refuses to read on once one row has taken too much: a quotation mark that is not closed would swallow the rest.
struct Bounded<R> {
    inner: R,
    taken: Rc<Held<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken.get() > LARGEST_ROW {
            return Err(io::Error::other(TOO_LARGE));
        }
        let read = self.inner.read(into)?;
        self.taken.set(self.taken.get() + read);
        Ok(read)
    }
}

fn fault_of(error: &csv::Error) -> Fault {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.to_string() == TOO_LARGE => {
            Fault::RowTooLarge { megabytes: (LARGEST_ROW >> 20) as u64 }
        }
        _ => Fault::Unreadable { why: error.to_string() },
    }
}

fn newlines(mut text: impl BufRead) -> io::Result<u64> {
    let mut lines = 0;
    loop {
        let held = text.fill_buf()?;
        if held.is_empty() {
            return Ok(lines);
        }
        lines += held.iter().filter(|byte| **byte == b'\n').count() as u64;
        let read = held.len();
        text.consume(read);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (Vec<String>, Vec<(u64, Result<String, Fault>)>) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let table = Delimited::open(file.path()).unwrap();
        let mut rows = Vec::new();
        let join = |cells: Vec<Cell>| cells.iter().filter_map(Cell::text).collect::<Vec<_>>().join("|");
        let all = table.each(&mut |row| {
            rows.push((row.line, row.cells.map(join)));
            true
        });
        all.unwrap();
        (table.names, rows)
    }

    #[test]
    fn the_delimiter_is_seen_in_the_header() {
        for delimiter in [",", ";", "\t"] {
            let (names, rows) = rows(&["编号", "内容\n1", "路灯，不亮\n"].join(delimiter));
            assert_eq!(names, ["编号", "内容"]);
            assert_eq!(rows, [(2, Ok("1|路灯，不亮".to_owned()))]);
        }
    }

    #[test]
    fn a_row_with_a_missing_cell_is_named_and_the_next_ones_are_read() {
        let (_, rows) = rows("编号,内容,电话\n1,\"路灯\n不亮\",a\n2,停水\n\n3,噪音,b,\n4,x,y,z\n");
        assert_eq!(rows[0], (2, Ok("1|路灯\n不亮|a".to_owned())));
        assert_eq!(rows[1], (4, Err(Fault::CellCount { found: 2, expected: 3 })));
        assert_eq!(rows[2], (6, Ok("3|噪音|b|".to_owned())));
        assert_eq!(rows[3], (7, Err(Fault::CellCount { found: 4, expected: 3 })));
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_does_not_fill_the_memory() {
        let (_, rows) = rows(&format!("编号,内容\n1,好\n2,\"{}", "长".repeat(LARGEST_ROW)));
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1], (3, Err(Fault::RowTooLarge { megabytes: 4 })));
    }
}
