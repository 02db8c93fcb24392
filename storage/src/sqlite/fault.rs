//! What does a failure of the database mean for the caller?

use std::fmt::Display;

use rusqlite::ffi;

use crate::{SealError, StoreError};

/// Primary result codes of SQLite (<https://sqlite.org/rescode.html>) after which the same call may succeed later:
/// somebody else holds the lock, or the disk, the folder or the memory must be looked after.
const LATER: [i32; 10] = [
    ffi::SQLITE_BUSY,
    ffi::SQLITE_LOCKED,
    ffi::SQLITE_NOMEM,
    ffi::SQLITE_READONLY,
    ffi::SQLITE_INTERRUPT,
    ffi::SQLITE_IOERR,
    ffi::SQLITE_CORRUPT,
    ffi::SQLITE_FULL,
    ffi::SQLITE_CANTOPEN,
    ffi::SQLITE_NOTADB,
];

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, _) => {
                // The lower byte of the extended code.
                if LATER.contains(&(failure.extended_code & 0xff)) {
                    Self::Unavailable(error.to_string())
                } else {
                    Self::Refused(error.to_string())
                }
            }
            rusqlite::Error::FromSqlConversionFailure(column, ..)
            | rusqlite::Error::IntegralValueOutOfRange(column, _)
            | rusqlite::Error::InvalidColumnType(column, ..)
            | rusqlite::Error::Utf8Error(column, _) => {
                Self::Corrupt { table: "a row", key: format!("column {column}"), why: error.to_string() }
            }
            // Mistakes of a statement, or of what is bound to it.
            _ => Self::Refused(error.to_string()),
        }
    }
}

/// A row that cannot be read, with its address.
pub(super) fn corrupt(table: &'static str, key: &dyn Display, why: &dyn Display) -> StoreError {
    StoreError::Corrupt { table, key: key.to_string(), why: why.to_string() }
}

/// A sealed value that does not open. A missing key is said as such: nothing is wrong with the row.
pub(super) fn unopened(table: &'static str, key: &dyn Display, why: &SealError) -> StoreError {
    match why {
        SealError::UnknownKey(_) => StoreError::WrongKey,
        SealError::NotAnEnvelope
        | SealError::Forged
        | SealError::Unreadable(_)
        | SealError::NotAKey(_)
        | SealError::NoKey => corrupt(table, key, why),
    }
}
