//! How is a piece of a copy written down as bytes?

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use storage::copy::{Piece, Row, Sum, Value};

/// What follows: contents as JSON, rows, or the end as JSON.
const CONTENTS: u8 = b'C';
const ROWS: u8 = b'R';
const END: u8 = b'E';
/// No record is longer: a file of a citizen has at most some ten megabytes.
const LONGEST: u32 = 1 << 30;

/// What stands at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Last {
    pub(super) sum: Sum,
    /// Whose rows these are.
    pub(super) jurisdictions: BTreeSet<String>,
}

/// How many rows a piece has.
pub(super) fn rows(piece: &Piece) -> u64 {
    match piece {
        Piece::Rows { rows, .. } => rows.len() as u64,
        Piece::Contents(_) | Piece::End(_) => 0,
    }
}

/// A kind, a length of four bytes, and what it says.
pub(super) fn write(piece: &Piece, last: &Last, to: &mut impl Write) -> io::Result<()> {
    let (kind, body) = match piece {
        Piece::Contents(contents) => (CONTENTS, serde_json::to_vec(contents)?),
        Piece::Rows { table, rows } => (ROWS, write_rows(*table, rows)?),
        Piece::End(sum) => {
            let last = Last { sum: sum.clone(), jurisdictions: last.jurisdictions.clone() };
            (END, serde_json::to_vec(&last)?)
        }
    };
    let length = u32::try_from(body.len()).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| io::Error::other("a record is too long"))?;
    to.write_all(&[kind])?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(&body)
}

/// The next piece, with how many columns each table has; the end comes with what else stands there.
pub(super) fn read(from: &mut impl Read, columns: &[usize]) -> io::Result<(Piece, Option<Last>)> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let [kind, length @ ..] = head;
    let length = u32::from_be_bytes(length);
    if length > LONGEST {
        return Err(damaged("a record is too long"));
    }
    let mut body = Vec::new();
    if from.take(length.into()).read_to_end(&mut body)? as u64 != u64::from(length) {
        return Err(damaged("it ends in the middle of a record"));
    }
    match kind {
        CONTENTS => Ok((Piece::Contents(serde_json::from_slice(&body)?), None)),
        ROWS => read_rows(&body, columns).map(|rows| (rows, None)),
        END => {
            let last: Last = serde_json::from_slice(&body)?;
            Ok((Piece::End(last.sum.clone()), Some(last)))
        }
        _ => Err(damaged("a record of an unknown kind")),
    }
}

/// Number of the table, how many rows, and these one behind the other.
fn write_rows(table: usize, rows: &[Row]) -> io::Result<Vec<u8>> {
    let table = u16::try_from(table).map_err(io::Error::other)?;
    let count = u32::try_from(rows.len()).map_err(io::Error::other)?;
    let size: usize = rows.iter().flatten().map(Value::size).sum();
    let mut body = Vec::with_capacity(6 + size);
    body.extend_from_slice(&table.to_be_bytes());
    body.extend_from_slice(&count.to_be_bytes());
    rows.iter().flatten().for_each(|value| value.write(&mut body));
    Ok(body)
}

fn read_rows(body: &[u8], columns: &[usize]) -> io::Result<Piece> {
    let bad = || damaged("rows are damaged");
    let (table, rest) = body.split_first_chunk::<2>().ok_or_else(bad)?;
    let (count, mut rest) = rest.split_first_chunk::<4>().ok_or_else(bad)?;
    let table = usize::from(u16::from_be_bytes(*table));
    let width = *columns.get(table).ok_or_else(bad)?;
    let read = |rest: &mut &[u8]| -> Result<Row, _> { (0..width).map(|_| Value::read(rest)).collect() };
    let rows: Result<Vec<Row>, _> = (0..u32::from_be_bytes(*count)).map(|_| read(&mut rest)).collect();
    let rows = rows.map_err(|_| bad())?;
    if rest.is_empty() { Ok(Piece::Rows { table, rows }) } else { Err(bad()) }
}

pub(super) fn damaged(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use storage::copy::{Contents, Form};

    use super::*;

    #[test]
    fn every_piece_comes_back() {
        let form = Form { name: "event".to_owned(), columns: vec!["at".to_owned(), "stream".to_owned()] };
        let rows = vec![vec![Value::Number(1), Value::Text("order".to_owned())], vec![Value::Null; 2]];
        let pieces = [
            Piece::Contents(Contents { schema: 6, tables: vec![form] }),
            Piece::Rows { table: 0, rows },
            Piece::End(Sum::default()),
        ];
        for piece in pieces {
            let mut bytes = Vec::new();
            write(&piece, &Last::default(), &mut bytes).unwrap();
            assert_eq!(read(&mut bytes.as_slice(), &[2]).unwrap().0, piece);
            assert!(read(&mut &bytes[..bytes.len() - 1], &[2]).is_err());
        }
    }

    #[test]
    fn rows_of_another_width_are_refused() {
        let mut bytes = Vec::new();
        let rows = Piece::Rows { table: 0, rows: vec![vec![Value::Number(1)]] };
        write(&rows, &Last::default(), &mut bytes).unwrap();
        assert!(read(&mut bytes.as_slice(), &[2]).is_err());
        assert!(read(&mut bytes.as_slice(), &[]).is_err());
    }
}
