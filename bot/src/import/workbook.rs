//! How is a sheet of a workbook (xlsx) read?

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use jiff::civil::{Date, DateTime};
use zip::ZipArchive;

use super::decoded::unreadable;
use super::fault::Fault;
use super::field::{Columns, Wish};
use super::row::{Cell, Hear, LARGEST_ROW, Row};

/// Most bytes of all parts together, unfolded.
const MOST: u64 = 200 << 20;
/// Most bytes one byte may unfold to, in parts that are large enough to matter.
const RATIO: u64 = 100;
/// Parts smaller than this do no harm, however well they are folded.
const HARMLESS: u64 = 1 << 20;
/// Most parts.
const PARTS: usize = 2000;
/// Rows in which the header is looked for: some begin with a headline over all columns.
const HEADER_WITHIN: usize = 10;
/// Most columns of a table.
const COLUMNS: usize = 500;

/// One sheet of a workbook.
pub(super) struct Workbook {
    path: PathBuf,
    sheet: String,
    /// The columns.
    pub(super) names: Vec<String>,
    /// Row of the header, from 1.
    header: u64,
    /// About how many rows it has.
    pub(super) rows: u64,
}

impl Workbook {
    /// Looks whether the file can be unfolded at all, and reads the header of the sheet, the first one if none is named.
    pub(super) fn open(path: &Path, sheet: Option<&str>, wishes: &[Wish]) -> Result<Self, Fault> {
        guard(path)?;
        let mut book = open(path)?;
        let sheets = book.sheet_names();
        let found = match sheet {
            Some(wanted) => sheets.iter().find(|name| name.trim() == wanted.trim()),
            None => sheets.first(),
        };
        let sheet = found.cloned().ok_or_else(|| Fault::NoSheet {
            sheet: sheet.unwrap_or_default().to_owned(),
            sheets: sheets.join(", "),
        })?;
        let mut first: Vec<(u64, Vec<String>)> = Vec::new();
        let mut rows = 0;
        walk(&mut book, &sheet, &mut |row| {
            rows += 1;
            if first.len() < HEADER_WITHIN
                && let Ok(cells) = row.cells
            {
                let names = cells.iter().map(|cell| cell.text().unwrap_or_default().trim().to_owned());
                first.push((row.line, names.collect()));
            }
            true
        })?;
        let tells = |names: &[String]| Columns::find(names, wishes).is_ok();
        let header = first.iter().position(|(_, names)| tells(names)).unwrap_or_default();
        if first.is_empty() {
            return Err(Fault::Empty);
        }
        let (header, names) = first.swap_remove(header);
        Ok(Self { path: path.to_owned(), sheet, names, header, rows })
    }

    /// Reads every row below the header. One with a formula without a result is told of, and the next one is read.
    pub(super) fn each(&self, hear: &mut Hear<'_>) -> Result<(), Fault> {
        let mut book = open(&self.path)?;
        walk(&mut book, &self.sheet, &mut |mut row| {
            if row.line <= self.header {
                return true;
            }
            if let Ok(cells) = &mut row.cells {
                cells.resize(self.names.len().max(cells.len()), Cell::Empty);
            }
            hear(row)
        })
    }
}

fn open(path: &Path) -> Result<Xlsx<BufReader<File>>, Fault> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    Xlsx::new(BufReader::new(file)).map_err(|error| broken(&error))
}

/// Every part is unfolded once into nothing and counted: what a file declares of itself is not believed.
fn guard(path: &Path) -> Result<(), Fault> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let not_a_workbook = |error: zip::result::ZipError| Fault::NotAWorkbook { why: error.to_string() };
    let bomb = Fault::Bomb { megabytes: MOST >> 20, ratio: RATIO };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(not_a_workbook)?;
    if archive.len() > PARTS {
        return Err(bomb);
    }
    let mut all = 0;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(not_a_workbook)?;
        let (folded, declared) = (part.compressed_size().max(1), part.size());
        let too_much =
            |unfolded: u64| all + unfolded > MOST || (unfolded > HARMLESS && unfolded / folded > RATIO);
        if too_much(declared) {
            return Err(bomb);
        }
        let most = (MOST - all).min((folded * RATIO).max(HARMLESS)) + 1;
        let unfolded = io::copy(&mut part.take(most), &mut io::sink());
        let unfolded = unfolded.map_err(|error| Fault::NotAWorkbook { why: error.to_string() })?;
        if too_much(unfolded) || unfolded >= most {
            return Err(bomb);
        }
        all += unfolded;
    }
    Ok(())
}

/// The rows of a sheet that hold anything.
fn walk(book: &mut Xlsx<BufReader<File>>, sheet: &str, hear: &mut Hear<'_>) -> Result<(), Fault> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| broken(&error))?;
    let mut row: Option<Row> = None;
    let mut size = 0;
    loop {
        let cell = cells.next_cell_with_formula().map_err(|error| broken(&error))?;
        let line = cell.as_ref().map(|cell| u64::from(cell.pos.0) + 1);
        if row.as_ref().is_some_and(|row| Some(row.line) != line)
            && let Some(done) = row.take()
        {
            size = 0;
            let is_blank = |cells: &Vec<Cell>| cells.iter().all(|cell| *cell == Cell::Empty);
            if !done.cells.as_ref().is_ok_and(is_blank) && !hear(done) {
                return Ok(());
            }
        }
        let (Some(cell), Some(line)) = (cell, line) else {
            return Ok(());
        };
        let row = row.get_or_insert_with(|| Row { line, cells: Ok(Vec::new()) });
        let Ok(held) = &mut row.cells else { continue };
        let column = cell.pos.1 as usize;
        match value(&cell.value, cell.formula.is_some(), cell.pos) {
            Cell::Empty => {}
            _ if column >= COLUMNS => {}
            read => {
                size += if let Cell::Text(text) = &read { text.len() } else { 8 };
                held.resize(held.len().max(column + 1), Cell::Empty);
                held[column] = read;
                if size > LARGEST_ROW {
                    row.cells = Err(Fault::RowTooLarge { megabytes: (LARGEST_ROW >> 20) as u64 });
                }
            }
        }
    }
}

fn value(value: &DataRef<'_>, is_formula: bool, pos: (u32, u32)) -> Cell {
    match value {
        DataRef::Empty if is_formula => Cell::Bad(Fault::Formula { cell: address(pos) }),
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(yes) => Cell::Text(yes.to_string()),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            moment_of(year, month, day, hour, minute, second)
                .map_or(Cell::Number(moment.as_f64()), Cell::Moment)
        }
        DataRef::Error(shows) => Cell::Bad(Fault::ErrorCell { cell: address(pos), shows: shows.to_string() }),
    }
}

fn moment_of(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<DateTime> {
    let small = |number: u8| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = jiff::civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    Some(date.to_datetime(time))
}

/// `B7`
fn address((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

fn broken(error: &XlsxError) -> Fault {
    Fault::NotAWorkbook { why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_its_address() {
        assert_eq!(address((0, 0)), "A1");
        assert_eq!(address((6, 25)), "Z7");
        assert_eq!(address((99, 26)), "AA100");
        assert_eq!(address((0, 702)), "AAA1");
    }
}
