//! What stands in the rows of a CSV file, and which cells are not as they must be?

use std::collections::BTreeMap;
use std::str::FromStr;

use csv::{ReaderBuilder, StringRecord};
use intake::Term;

use super::fault::{Fault, Form};
use super::folder::Folder;
use super::problem::{Problems, nearest};

/// The columns of a file.
pub(super) struct Columns {
    /// Those without which the file cannot be read.
    pub(super) must: &'static [&'static str],
    /// Those a clerk may leave out.
    pub(super) may: &'static [&'static str],
}

/// The rows of a file that could be read, and what is known of those that could not.
#[derive(Debug)]
pub(super) struct Rows<T> {
    /// What was read.
    pub(super) rows: Vec<T>,
    /// Code to line, of every row that has one, faulty rows included: whoever refers to a faulty row is not to blame.
    pub(super) codes: BTreeMap<String, usize>,
    /// Whether every row of the file was read.
    pub(super) whole: bool,
    /// Whether the file has a header that can be worked with; if not, nothing is known of its codes.
    pub(super) readable: bool,
}

/// One row under examination. What is wrong with a cell is reported as the cell is asked for.
pub(super) struct Row<'a> {
    file: &'a str,
    /// Line of the file, from 1.
    pub(super) line: usize,
    header: &'a [String],
    cells: &'a StringRecord,
    codes: &'a mut BTreeMap<String, usize>,
    problems: &'a Problems,
}

impl<T> Rows<T> {
    /// Whether a code may be referred to; true when the file could not be read, which was reported already.
    pub(super) fn knows(&self, code: &str) -> bool {
        !self.readable || self.codes.contains_key(code)
    }

    /// The code most like a wrong one.
    pub(super) fn nearest(&self, code: &str) -> Option<String> {
        nearest(code, self.codes.keys())
    }
}

/// Reads a file row by row; `each` makes one thing of a row, or none when a cell it needs is faulty.
pub(super) fn read<T>(
    folder: &Folder,
    file: &str,
    columns: &Columns,
    problems: &Problems,
    mut each: impl FnMut(&mut Row<'_>) -> Option<T>,
) -> Rows<T> {
    let mut out = Rows { rows: Vec::new(), codes: BTreeMap::new(), whole: false, readable: false };
    let Some(text) = folder.text(file) else { return out };
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut record = StringRecord::new();
    let mut header: Option<Vec<String>> = None;
    out.whole = true;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.error(file, lines.of(start), "", Fault::Syntax { why: error.to_string() }, None);
                out.whole = false;
                break;
            }
        }
        let line = lines.of(start);
        record.trim();
        let Some(header) = &header else {
            header = Some(record.iter().map(str::to_owned).collect());
            out.readable = fits(file, line, &record.iter().collect::<Vec<_>>(), columns, problems);
            if !out.readable {
                out.whole = false;
                break;
            }
            continue;
        };
        // A spreadsheet leaves rows of commas behind where rows were emptied.
        if record.iter().all(str::is_empty) {
            continue;
        }
        let broken = record.iter().zip(header).find(|(cell, _)| cell.contains(['\n', '\r']));
        if let Some((_, column)) = broken {
            problems.error(file, line, column, Fault::LineBreak, None);
            out.whole = false;
            continue;
        }
        if record.len() != header.len() {
            let fault = Fault::CellCount { found: record.len(), expected: header.len() };
            problems.error(file, line, "", fault, None);
            out.whole = false;
            continue;
        }
        let mut row = Row { file, line, header, cells: &record, codes: &mut out.codes, problems };
        match each(&mut row) {
            Some(thing) => out.rows.push(thing),
            None => out.whole = false,
        }
    }
    if header.is_none() {
        problems.error(file, 1, "", Fault::Empty, None);
        out.whole = false;
    }
    out
}

/// Whether the header can be worked with.
fn fits(file: &str, line: usize, header: &[&str], columns: &Columns, problems: &Problems) -> bool {
    let known = || columns.must.iter().chain(columns.may);
    let mut missing: Vec<&str> = columns.must.iter().copied().filter(|name| !header.contains(name)).collect();
    let complete = missing.is_empty();
    // A column without a name is the clerk's own, or what a spreadsheet left behind.
    for (index, name) in header.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if !known().any(|known| known == name) {
            let absent = known().filter(|known| !header.contains(*known));
            let suggestion = nearest(name, absent);
            // A misspelt column is one mistake, not two.
            missing.retain(|missing| Some(*missing) != suggestion.as_deref());
            problems.error(file, line, name, Fault::UnknownName, suggestion);
        } else if header[..index].contains(name) {
            problems.error(file, line, name, Fault::Twice { code: (*name).to_owned(), first: line }, None);
        }
    }
    for name in missing {
        problems.error(file, line, name, Fault::MissingName, None);
    }
    complete
}

impl Row<'_> {
    /// Reports a fault of a cell of this row.
    pub(super) fn fault(&mut self, column: &str, fault: Fault, suggestion: Option<String>) {
        self.problems.error(self.file, self.line, column, fault, suggestion);
    }

    /// The cell as it stands; empty when the column was left out.
    pub(super) fn cell(&self, column: &str) -> String {
        let index = self.header.iter().position(|name| name == column);
        index.and_then(|index| self.cells.get(index)).unwrap_or_default().to_owned()
    }

    /// The cell, or none when it is empty.
    pub(super) fn optional(&self, column: &str) -> Option<String> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// The cell, which must not be empty.
    pub(super) fn required(&mut self, column: &str) -> Option<String> {
        let cell = self.optional(column);
        if cell.is_none() {
            self.fault(column, Fault::Empty, None);
        }
        cell
    }

    /// The row's own code, which no other row has.
    pub(super) fn code(&mut self, column: &str) -> Option<String> {
        let code = self.required(column)?;
        if !code.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-') {
            self.fault(column, Fault::Malformed { value: code, form: Form::Code }, None);
            return None;
        }
        self.only(column, code)
    }

    /// A value no other row has, whatever it looks like.
    pub(super) fn only(&mut self, column: &str, value: String) -> Option<String> {
        if let Some(&first) = self.codes.get(&value) {
            self.fault(column, Fault::Twice { code: value, first }, None);
            return None;
        }
        self.codes.insert(value.clone(), self.line);
        Some(value)
    }

    /// The words of the cell, separated by blanks.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        self.cell(column).split_whitespace().map(str::to_owned).collect()
    }

    /// One of few values; `names` are all of them.
    pub(super) fn one_of<T: Copy>(&mut self, column: &str, choices: &[(&'static str, T)]) -> Option<T> {
        let value = self.required(column)?;
        let found = choices.iter().find(|(name, _)| *name == value);
        if found.is_none() {
            let names = || choices.iter().map(|(name, _)| *name);
            let suggestion = nearest(&value, names());
            let allowed = names().collect::<Vec<_>>().join(" ");
            self.fault(column, Fault::NotOneOf { value, allowed }, suggestion);
        }
        found.map(|(_, choice)| *choice)
    }

    /// One of few values, or none when the cell is empty: `Some(None)`; `None` when it is none of them.
    pub(super) fn one_of_or_none<T: Copy>(
        &mut self,
        column: &str,
        choices: &[(&'static str, T)],
    ) -> Option<Option<T>> {
        match self.optional(column) {
            None => Some(None),
            Some(_) => self.one_of(column, choices).map(Some),
        }
    }

    /// A value with a form of its own, which must not be empty.
    pub(super) fn parsed<T: FromStr>(&mut self, column: &str, form: Form) -> Option<T> {
        let value = self.required(column)?;
        self.parse(column, value, form)
    }

    /// A value with a form of its own, or none when the cell is empty: `Some(None)`.
    pub(super) fn parsed_or_none<T: FromStr>(&mut self, column: &str, form: Form) -> Option<Option<T>> {
        match self.optional(column) {
            None => Some(None),
            Some(value) => self.parse(column, value, form).map(Some),
        }
    }

    /// Values with a form of their own, separated by blanks; every faulty one is reported.
    pub(super) fn parsed_list<T: FromStr>(&mut self, column: &str, form: Form) -> Option<Vec<T>> {
        let values: Vec<Option<T>> =
            self.list(column).into_iter().map(|value| self.parse(column, value, form)).collect();
        values.into_iter().collect()
    }

    /// Entries of a word list.
    pub(super) fn terms(&mut self, column: &str) -> Option<Vec<Term>> {
        self.parsed_list(column, Form::Term)
    }

    fn parse<T: FromStr>(&mut self, column: &str, value: String, form: Form) -> Option<T> {
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.fault(column, Fault::Malformed { value, form }, None);
        }
        parsed
    }
}

/// Counts lines up to a byte. The reader's own count is one short after a CRLF, and it does not count blank lines
/// before the row they stand above.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the first byte from `start` on that is no line break; `start` never goes back.
    fn of(&mut self, start: usize) -> usize {
        while self.at < self.text.len() && (self.at < start || matches!(self.text[self.at], b'\n' | b'\r')) {
            self.line += usize::from(self.text[self.at] == b'\n');
            self.at += 1;
        }
        self.line
    }
}
