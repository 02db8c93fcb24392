//! What does one row of a file hold?

use jiff::civil::DateTime;

use super::fault::Fault;

/// Largest row, in bytes: a call of two hours with room to spare.
pub(super) const LARGEST_ROW: usize = 4 << 20;

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A date of a workbook: local time.
    Moment(DateTime),
    /// A list or an object of JSON.
    Nested(serde_json::Value),
    /// What cannot be read; no harm where nobody asks for the column.
    Bad(Fault),
}

/// A row: its line (of a text), row (of a workbook) or place in the list, from 1, and its cells in the order of the
/// columns; or why it cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) cells: Result<Vec<Cell>, Fault>,
}

impl Cell {
    /// Its words, as somebody would read them.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Empty | Self::Nested(_) | Self::Bad(_) => None,
            Self::Text(text) => Some(text.clone()),
            // Ids and phones that a spreadsheet took for numbers.
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                Some(format!("{number:.0}"))
            }
            Self::Number(number) => Some(number.to_string()),
            Self::Moment(moment) => Some(moment.to_string()),
        }
    }
}

/// Hears of every row; `false`: no more.
pub(super) type Hear<'a> = dyn FnMut(Row) -> bool + 'a;
