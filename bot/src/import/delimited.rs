//! How is a file of comma, semicolon or tab separated values read?

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::decoded::{decoded, encoding_of, unreadable};
use super::fault::Fault;
use super::row::{Cell, Hear, LARGEST_ROW, Row};

/// What may stand between two cells.
const DELIMITERS: [u8; 3] = *b",;\t";

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
        let (delimiter, names) = header(path, encoding)?;
        let rows = newlines(BufReader::new(decoded(path, encoding)?)).map_err(|error| unreadable(&error))?;
        Ok(Self { path: path.to_owned(), encoding, delimiter, names, rows })
    }

    /// Reads every row. One that has not as many cells as the header is told of, and the next one is read.
    pub(super) fn each(&self, hear: &mut Hear<'_>) -> Result<(), Fault> {
        let mut records = Records::of(decoded(&self.path, self.encoding)?, self.delimiter);
        let mut is_header = true;
        while let Some(record) = records.next()? {
            if record.is_blank() || std::mem::take(&mut is_header) {
                continue;
            }
            let (line, is_last) = (record.line, record.is_too_large);
            // Where a row that is too large ends is not known: a quotation mark is not closed.
            if !hear(Row { line, cells: self.cells(&record) }) || is_last {
                return Ok(());
            }
        }
        Ok(())
    }

    fn cells(&self, record: &Record<'_>) -> Result<Vec<Cell>, Fault> {
        let mut cells = record.cells(self.delimiter)?;
        // Cells that a spreadsheet leaves behind the last column say nothing.
        let beyond = cells.iter().skip(self.names.len()).any(|cell| !cell.trim().is_empty());
        if cells.len() < self.names.len() || beyond {
            return Err(Fault::CellCount { found: cells.len(), expected: self.names.len() });
        }
        cells.truncate(self.names.len());
        Ok(cells.into_iter().map(Cell::Text).collect())
    }
}

/// The records of a file, one after the other, each with the line on which it begins.
struct Records<R> {
    text: BufReader<R>,
    delimiter: u8,
    bytes: Vec<u8>,
    line: u64,
}

struct Record<'a> {
    line: u64,
    bytes: &'a [u8],
    is_too_large: bool,
}

/// Where a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// A cell begins here.
    Begin,
    /// In a cell without quotation marks.
    Plain,
    /// In a cell with quotation marks.
    Quoted,
    /// After a quotation mark in such a cell: its end, or one of two.
    Closed,
}

impl<R: Read> Records<R> {
    fn of(text: R, delimiter: u8) -> Self {
        Self { text: BufReader::new(text), delimiter, bytes: Vec::new(), line: 1 }
    }

    fn next(&mut self) -> Result<Option<Record<'_>>, Fault> {
        self.bytes.clear();
        let (line, mut within, mut read) = (self.line, Within::Begin, 0);
        loop {
            let most = (LARGEST_ROW + 1 - self.bytes.len()) as u64;
            let more = self.text.by_ref().take(most).read_until(b'\n', &mut self.bytes);
            if more.map_err(|error| unreadable(&error))? == 0 {
                return Ok((read > 0).then_some(Record { line, bytes: &self.bytes, is_too_large: false }));
            }
            within =
                self.bytes[read..].iter().fold(within, |within, byte| within.after(*byte, self.delimiter));
            read = self.bytes.len();
            self.line += u64::from(self.bytes.ends_with(b"\n"));
            if read > LARGEST_ROW {
                return Ok(Some(Record { line, bytes: &self.bytes, is_too_large: true }));
            }
            if within != Within::Quoted {
                return Ok(Some(Record { line, bytes: &self.bytes, is_too_large: false }));
            }
        }
    }
}

impl Within {
    fn after(self, byte: u8, delimiter: u8) -> Self {
        match (self, byte) {
            (Self::Quoted, b'"') => Self::Closed,
            (Self::Begin, b'"') | (Self::Closed, b'"') | (Self::Quoted, _) => Self::Quoted,
            (_, byte) if byte == delimiter || byte == b'\n' => Self::Begin,
            (Self::Begin | Self::Plain | Self::Closed, _) => Self::Plain,
        }
    }
}

impl Record<'_> {
    fn is_blank(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    fn cells(&self, delimiter: u8) -> Result<Vec<String>, Fault> {
        if self.is_too_large {
            return Err(Fault::RowTooLarge { megabytes: (LARGEST_ROW >> 20) as u64 });
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter)
            .buffer_capacity(self.bytes.len().max(1))
            .from_reader(self.bytes);
        let mut record = csv::StringRecord::new();
        reader.read_record(&mut record).map_err(|error| Fault::Unreadable { why: error.to_string() })?;
        Ok(record.iter().map(str::to_owned).collect())
    }
}

/// The first record that says anything names the columns: divided by what divides it into the most.
fn header(path: &Path, encoding: &'static Encoding) -> Result<(u8, Vec<String>), Fault> {
    let mut best = (b',', Vec::new());
    for delimiter in DELIMITERS {
        let mut records = Records::of(decoded(path, encoding)?, delimiter);
        while let Some(record) = records.next()? {
            if record.is_blank() {
                continue;
            }
            let names = record.cells(delimiter)?;
            if names.len() > best.1.len() {
                best = (delimiter, names.iter().map(|name| name.trim().to_owned()).collect());
            }
            break;
        }
    }
    if best.1.is_empty() { Err(Fault::Empty) } else { Ok(best) }
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

    /// A row as one text, with its line.
    type Read = (u64, Result<String, Fault>);

    fn rows(text: &str) -> (Vec<String>, Vec<Read>) {
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
        let (_, rows) = rows("编号,内容,电话\n1,\"路灯\n不亮\",a\n2,停水\r\n\r\n3,噪音,b,\n4,x,y,z\n");
        assert_eq!(rows[0], (2, Ok("1|路灯\n不亮|a".to_owned())));
        assert_eq!(rows[1], (4, Err(Fault::CellCount { found: 2, expected: 3 })));
        assert_eq!(rows[2], (6, Ok("3|噪音|b".to_owned())));
        assert_eq!(rows[3], (7, Err(Fault::CellCount { found: 4, expected: 3 })));
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_does_not_fill_the_memory() {
        let (_, rows) = rows(&format!("编号,内容\n1,好\n2,\"{}", "长".repeat(LARGEST_ROW)));
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1], (3, Err(Fault::RowTooLarge { megabytes: 4 })));
    }
}
