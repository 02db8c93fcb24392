//! How does a row look to `COPY … FROM STDIN`?
//!
//! The text format of <https://www.postgresql.org/docs/current/sql-copy.html>: one line a row, tabs between values.

use std::fmt::Write;

use super::shape::{Column, Kind, Table};
use crate::StoreError;
use crate::copy::{Row, Value};

/// Appends a row.
pub(super) fn write(row: &Row, table: &Table, to: &mut String) -> Result<(), StoreError> {
    if row.len() != table.columns.len() {
        return Err(wrong(table, "a row"));
    }
    for (n, (value, column)) in row.iter().zip(&table.columns).enumerate() {
        if n > 0 {
            to.push('\t');
        }
        write_value(value, column, to).ok_or_else(|| wrong(table, &column.name))?;
    }
    to.push('\n');
    Ok(())
}

fn write_value(value: &Value, column: &Column, to: &mut String) -> Option<()> {
    match (value, column.kind) {
        (Value::Null, _) => to.push_str("\\N"),
        (Value::Number(number), Kind::Number) => write!(to, "{number}").ok()?,
        (Value::Number(0), Kind::Flag) => to.push('f'),
        (Value::Number(1), Kind::Flag) => to.push('t'),
        (Value::Text(text), Kind::Text) => escape(text, to),
        (Value::Bytes(bytes), Kind::Id) => to.push_str(&hexadecimal(bytes)),
        (Value::Bytes(bytes), Kind::Bytes) => {
            to.push_str("\\\\x");
            to.push_str(&hexadecimal(bytes));
        }
        (Value::Number(_) | Value::Text(_) | Value::Bytes(_), _) => return None,
    }
    Some(())
}

fn escape(text: &str, to: &mut String) {
    for sign in text.chars() {
        match sign {
            '\\' => to.push_str("\\\\"),
            '\t' => to.push_str("\\t"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            other => to.push(other),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 16] = b"0123456789abcdef";
    let signs = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    signs.map(|half| char::from(SIGNS[usize::from(half)])).collect()
}

fn wrong(table: &Table, what: &str) -> StoreError {
    StoreError::Refused(format!("{what} of {} is not of the form it should have", table.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(kinds: &[Kind]) -> Table {
        let column = |kind: &Kind| Column { name: "a".to_owned(), kind: *kind };
        Table { name: "t".to_owned(), columns: kinds.iter().map(column).collect(), key: Vec::new() }
    }

    #[test]
    fn values_are_written_as_the_server_reads_them() {
        let table = table(&[Kind::Text, Kind::Number, Kind::Flag, Kind::Id, Kind::Bytes, Kind::Text]);
        let row = vec![
            Value::Text("一\t\\二\n\r".to_owned()),
            Value::Number(-7),
            Value::Number(1),
            Value::Bytes(vec![0xab; 2]),
            Value::Bytes(vec![0, 255]),
            Value::Null,
        ];
        let mut written = String::new();
        write(&row, &table, &mut written).unwrap();
        assert_eq!(written, "一\\t\\\\二\\n\\r\t-7\tt\tabab\t\\\\x00ff\t\\N\n");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (kind, value) in [
            (Kind::Flag, Value::Number(2)),
            (Kind::Number, Value::Text("1".to_owned())),
            (Kind::Text, Value::Bytes(Vec::new())),
        ] {
            assert!(write(&vec![value], &table(&[kind]), &mut String::new()).is_err());
        }
        assert!(write(&Vec::new(), &table(&[Kind::Text]), &mut String::new()).is_err());
    }
}
