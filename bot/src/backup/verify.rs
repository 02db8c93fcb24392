//! Is what is in the file what was in the ledger, and is it sound?

use std::path::Path;

use storage::Sealer;
use storage::copy::{Adding, Contents, Form, Piece, Row, Sum, Value};

use super::read::Reader;
use super::{Fault, Header};

/// A backup that was read through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Its header.
    pub header: Header,
    /// Schema of the database it was made of.
    pub schema: i64,
    /// Names of its tables, and how many rows each has.
    pub tables: Vec<(String, u64)>,
    /// Whose rows these are.
    pub jurisdictions: Vec<String>,
    /// How many streams of events there are, each without a gap.
    pub streams: u64,
    /// How large the file is, in bytes.
    pub size: u64,
}

impl Verified {
    /// How many rows there are in all.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Reads a backup through.
pub(super) fn verify(path: &Path, sealer: &Sealer) -> Result<Verified, Fault> {
    let size = std::fs::metadata(path).map_or(0, |found| found.len());
    let mut reader = Reader::open(path, sealer)?;
    let Some(Piece::Contents(contents)) = reader.next()? else {
        return Err(Fault::Damaged("it does not begin with its contents".to_owned()));
    };
    let (mut adding, mut streams) = (Adding::over(&contents.tables), Streams::of(&contents));
    let mut said = Sum::default();
    while let Some(piece) = reader.next()? {
        match piece {
            Piece::Rows { table, rows } => {
                for row in &rows {
                    adding.add(table, row);
                    streams.follow(table, row)?;
                }
            }
            Piece::End(sum) => said = sum,
            Piece::Contents(_) => return Err(Fault::Damaged("its contents come twice".to_owned())),
        }
    }
    let found = adding.sum();
    if let Some(table) = found.difference(&said, &contents) {
        return Err(Fault::Damaged(format!("table {table} has not what it is said to have")));
    }
    let name = |form: &Form| form.name.clone();
    let last = reader.last.unwrap_or_default();
    Ok(Verified {
        header: reader.header,
        schema: contents.schema,
        tables: contents.tables.iter().map(name).zip(found.tables.iter().map(|table| table.rows)).collect(),
        jurisdictions: last.jurisdictions.into_iter().collect(),
        streams: streams.count,
        size,
    })
}

/// The streams of events go by one after the other, each from its first event on.
struct Streams {
    /// Which table, and which of its columns: jurisdiction, stream, number.
    place: Option<(usize, [usize; 3])>,
    last: Option<(Value, Value, i64)>,
    count: u64,
}

impl Streams {
    fn of(contents: &Contents) -> Self {
        let table = contents.tables.iter().position(|form| form.name == "event");
        let place = table.and_then(|table| {
            let column = |name| contents.tables[table].columns.iter().position(|column| column == name);
            Some((table, [column("jurisdiction")?, column("stream")?, column("seq")?]))
        });
        Self { place, last: None, count: 0 }
    }

    fn follow(&mut self, table: usize, row: &Row) -> Result<(), Fault> {
        let Some((_, [whose, stream, seq])) = self.place.filter(|(events, _)| *events == table) else {
            return Ok(());
        };
        let gap = || Fault::Damaged(format!("the events of {:?} have a gap", row[stream]));
        let Value::Number(seq) = row[seq] else { return Err(gap()) };
        let goes_on = self.last.as_ref().filter(|(w, s, _)| (w, s) == (&row[whose], &row[stream]));
        let wanted = goes_on.map_or(1, |(_, _, last)| last + 1);
        if seq != wanted {
            return Err(gap());
        }
        if seq == 1 {
            self.count += 1;
            self.last = Some((row[whose].clone(), row[stream].clone(), seq));
        } else if let Some((_, _, last)) = &mut self.last {
            *last = seq;
        }
        Ok(())
    }
}
