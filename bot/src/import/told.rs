//! What does a row tell the desk?

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::fault::Fault;
use super::field::Field;
use super::row::Cell;
use super::table::Table;
use super::time;
use super::words::words;
use crate::desk::{Record, RecordSaid};

/// Who brings the rows, and how they are taken.
#[derive(Clone, Debug)]
pub(super) struct Bringing {
    /// Name of the source; else by what is told.
    pub(super) source: Option<String>,
    /// An operator confirms every order.
    pub(super) draft: bool,
    /// Local time.
    pub(super) zone: TimeZone,
}

/// Where messages come from if nobody says.
const MAILBOX: &str = "mailbox";

/// The record of one row.
pub(super) fn record(table: &Table, cells: &[Cell], bringing: &Bringing) -> Result<Record, Fault> {
    let row = Reading { table, cells };
    let id = row.text(Field::Id)?;
    let received_at = row.time(&bringing.zone)?;
    let (title, text) = (row.text(Field::Title)?, row.text(Field::Text)?);
    if title.is_none() && text.is_none() {
        return Err(Fault::Blank);
    }
    let said = RecordSaid::Message {
        title,
        text: text.unwrap_or_default(),
        place: row.text(Field::Place)?,
        name: row.text(Field::Name)?,
        phone: row.text(Field::Phone)?,
    };
    let source = bringing.source.clone().unwrap_or_else(|| MAILBOX.to_owned());
    Ok(Record { source, id, received_at, said, draft: bringing.draft })
}

struct Reading<'a> {
    table: &'a Table,
    cells: &'a [Cell],
}

impl Reading<'_> {
    fn cell(&self, field: Field) -> Result<&Cell, Fault> {
        let cell = self.table.columns.of(field).and_then(|column| self.cells.get(column));
        match cell {
            Some(Cell::Bad(fault)) => Err(fault.clone()),
            Some(cell) => Ok(cell),
            None => Ok(&Cell::Empty),
        }
    }

    fn text(&self, field: Field) -> Result<Option<String>, Fault> {
        let cell = self.cell(field)?;
        if let Cell::Nested(_) = cell {
            let column = self.table.columns.of(field).and_then(|column| self.table.names.get(column));
            return Err(Fault::NotAText { column: column.cloned().unwrap_or_default() });
        }
        let text = cell.text().map(|text| text.trim().to_owned());
        Ok(text.filter(|text| !words().is_empty(text)))
    }

    fn time(&self, zone: &TimeZone) -> Result<Option<Timestamp>, Fault> {
        let read = match self.cell(Field::Time)? {
            Cell::Moment(moment) => time::local(*moment, zone),
            Cell::Number(number) => time::counted(*number, zone),
            Cell::Empty | Cell::Text(_) | Cell::Nested(_) | Cell::Bad(_) => match self.text(Field::Time)? {
                Some(text) => time::written(&text, zone),
                None => return Ok(None),
            },
        };
        let bad = || Fault::BadTime {
            time: self
                .cell(Field::Time)
                .ok()
                .and_then(Cell::text)
                .unwrap_or_default()
                .chars()
                .take(40)
                .collect(),
        };
        read.map(Some).ok_or_else(bad)
    }
}
