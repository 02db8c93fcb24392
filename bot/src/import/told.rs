//! What does a row tell the desk?

use std::io::Read;
use std::path::Path;

use intake::Transcript;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::decoded::{decoded, encoding_of, unreadable};
use super::fault::Fault;
use super::row::{Cell, LARGEST_ROW};
use super::table::Table;
use super::time;
use super::words::Field;
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
/// Where calls come from if nobody says.
const HOTLINE: &str = "hotline";

/// The record of one row.
pub(super) fn record(table: &Table, cells: &[Cell], bringing: &Bringing) -> Result<Record, Fault> {
    let row = Reading { table, cells };
    let id = row.text(Field::Id)?;
    let received_at = row.time(&bringing.zone)?;
    let (place, name, phone) = (row.text(Field::Place)?, row.text(Field::Name)?, row.text(Field::Phone)?);
    let taken = |source: &str, said| Record {
        source: bringing.source.clone().unwrap_or_else(|| source.to_owned()),
        id,
        received_at,
        said,
        draft: bringing.draft,
    };
    if let Some(transcript) = row.transcript()? {
        return Ok(taken(HOTLINE, RecordSaid::Call { transcript, place, name, phone }));
    }
    let (title, text) = (row.text(Field::Title)?, row.text(Field::Text)?);
    if title.is_none() && text.is_none() {
        return Err(Fault::Blank);
    }
    let text = text.unwrap_or_default();
    Ok(taken(MAILBOX, RecordSaid::Message { title, text, place, name, phone }))
}

/// The record of a file that is one call; its name is the call's id.
pub(super) fn call(path: &Path, bringing: &Bringing) -> Result<Record, Fault> {
    let size = path.metadata().map_err(|error| unreadable(&error))?.len();
    if size > LARGEST_ROW as u64 {
        return Err(Fault::RowTooLarge { megabytes: (LARGEST_ROW >> 20) as u64 });
    }
    let mut text = String::new();
    decoded(path, encoding_of(path)?)?.read_to_string(&mut text).map_err(|error| unreadable(&error))?;
    Ok(Record {
        source: bringing.source.clone().unwrap_or_else(|| HOTLINE.to_owned()),
        id: path.file_stem().map(|stem| stem.to_string_lossy().into_owned()),
        received_at: None,
        said: RecordSaid::Call { transcript: transcript(&text)?, place: None, name: None, phone: None },
        draft: bringing.draft,
    })
}

fn transcript(text: &str) -> Result<Transcript, Fault> {
    Transcript::read(text, None).map_err(Fault::BadTranscript)
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

    fn transcript(&self) -> Result<Option<Transcript>, Fault> {
        match self.cell(Field::Transcript)? {
            Cell::Nested(turns) => transcript(&turns.to_string()).map(Some),
            Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Moment(_) | Cell::Bad(_) => {
                self.text(Field::Transcript)?.map(|text| transcript(&text)).transpose()
            }
        }
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
