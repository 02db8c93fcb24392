//! How is a row written down outside of a database?

/// One row, in the order of the form's columns.
pub type Row = Vec<Value>;

/// One value of a row. Ids are bytes, flags are the numbers 0 and 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// These bytes are no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a row is damaged")]
pub struct BadRow;

const NULL: u8 = 0;
const NUMBER: u8 = 1;
const TEXT: u8 = 2;
const BYTES: u8 = 3;

impl Value {
    /// Appends it: a byte for what it is, then eight bytes of a number, or a length of four and the bytes.
    pub fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::Null => to.push(NULL),
            Self::Number(number) => {
                to.push(NUMBER);
                to.extend_from_slice(&number.to_be_bytes());
            }
            Self::Text(text) => write_bytes(to, TEXT, text.as_bytes()),
            Self::Bytes(bytes) => write_bytes(to, BYTES, bytes),
        }
    }

    /// Takes one from the beginning of some bytes.
    pub fn read(from: &mut &[u8]) -> Result<Self, BadRow> {
        match take(from, 1)?[0] {
            NULL => Ok(Self::Null),
            NUMBER => {
                let number = take(from, 8)?.try_into().map_err(|_| BadRow)?;
                Ok(Self::Number(i64::from_be_bytes(number)))
            }
            TEXT => String::from_utf8(read_bytes(from)?.to_vec()).map(Self::Text).map_err(|_| BadRow),
            BYTES => Ok(Self::Bytes(read_bytes(from)?.to_vec())),
            _ => Err(BadRow),
        }
    }

    /// How many bytes it takes, about.
    pub fn size(&self) -> usize {
        match self {
            Self::Null => 1,
            Self::Number(_) => 9,
            Self::Text(text) => 5 + text.len(),
            Self::Bytes(bytes) => 5 + bytes.len(),
        }
    }
}

fn write_bytes(to: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    to.push(kind);
    let length = u32::try_from(bytes.len()).expect("no value of a database is that long");
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(bytes);
}

fn read_bytes<'a>(from: &mut &'a [u8]) -> Result<&'a [u8], BadRow> {
    let length = take(from, 4)?.try_into().map_err(|_| BadRow)?;
    take(from, u32::from_be_bytes(length) as usize)
}

fn take<'a>(from: &mut &'a [u8], length: usize) -> Result<&'a [u8], BadRow> {
    let (taken, rest) = from.split_at_checked(length).ok_or(BadRow)?;
    *from = rest;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Number),
            any::<String>().prop_map(Value::Text),
            any::<Vec<u8>>().prop_map(Value::Bytes),
        ]
    }

    proptest! {
        #[test]
        fn every_row_comes_back(row in prop::collection::vec(any_value(), 0..8)) {
            let mut bytes = Vec::new();
            row.iter().for_each(|value| value.write(&mut bytes));
            let mut rest = bytes.as_slice();
            let read: Vec<Value> = row.iter().map(|_| Value::read(&mut rest).unwrap()).collect();
            prop_assert_eq!(read, row);
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn no_bytes_are_too_bad_to_be_refused(bytes in any::<Vec<u8>>()) {
            let mut rest = bytes.as_slice();
            while Value::read(&mut rest).is_ok() {}
        }
    }
}
