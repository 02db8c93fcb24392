//! Which format does a file have?

use std::path::Path;

use super::delimited::Delimited;
use super::fault::Fault;
use super::field::{Columns, Wish};
use super::lines::Lines;
use super::list::List;
use super::row::Hear;
use super::workbook::Workbook;

/// A file of rows, of which the header is read and the rest can be.
pub(super) struct Table {
    rows: Rows,
    /// Which column tells what.
    pub(super) columns: Columns,
    /// The names of the columns.
    pub(super) names: Vec<String>,
}

enum Rows {
    Delimited(Delimited),
    Lines(Lines),
    List(List),
    Workbook(Workbook),
}

impl Table {
    /// Opens a file by the ending of its name; everything that is wrong with it as a whole is told now.
    pub(super) fn open(path: &Path, wishes: &[Wish], sheet: Option<&str>) -> Result<Self, Fault> {
        let rows = match ending(path).as_str() {
            "csv" | "tsv" => Rows::Delimited(Delimited::open(path)?),
            "jsonl" | "ndjson" => Rows::Lines(Lines::open(path)?),
            "json" => Rows::List(List::open(path)?),
            "xlsx" | "xlsm" => Rows::Workbook(Workbook::open(path, sheet, wishes)?),
            _ => return Err(Fault::UnknownFormat),
        };
        let names = match &rows {
            Rows::Delimited(file) => file.names.clone(),
            Rows::Lines(file) => file.names().to_vec(),
            Rows::List(file) => file.names().to_vec(),
            Rows::Workbook(file) => file.names.clone(),
        };
        Ok(Self { columns: Columns::find(&names, wishes)?, rows, names })
    }

    /// About how many rows it has.
    pub(super) fn count(&self) -> u64 {
        match &self.rows {
            Rows::Delimited(file) => file.rows,
            Rows::Lines(file) => file.rows,
            Rows::List(file) => file.rows,
            Rows::Workbook(file) => file.rows,
        }
    }

    /// Reads every row.
    pub(super) fn each(&self, hear: &mut Hear<'_>) -> Result<(), Fault> {
        match &self.rows {
            Rows::Delimited(file) => file.each(hear),
            Rows::Lines(file) => file.each(hear),
            Rows::List(file) => file.each(hear),
            Rows::Workbook(file) => file.each(hear),
        }
    }
}

/// The ending of a file's name, in lower case.
pub(super) fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}
