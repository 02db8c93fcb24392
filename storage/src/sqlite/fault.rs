//! What does a failure of the database mean for the caller?

use std::fmt::Display;

use sqlx::sqlite::SqliteError;

use crate::{SealError, StoreError};

/// Primary result codes of SQLite (<https://sqlite.org/rescode.html>) after which the same call may succeed later:
/// somebody else holds the lock, or the disk, the folder or the memory must be looked after.
const LATER: [i32; 10] = [
    5,  // BUSY
    6,  // LOCKED
    7,  // NOMEM
    8,  // READONLY
    9,  // INTERRUPT
    10, // IOERR
    11, // CORRUPT
    13, // FULL
    14, // CANTOPEN
    26, // NOTADB
];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.try_downcast_ref::<SqliteError>().and_then(primary_code);
                match code {
                    Some(code) if !LATER.contains(&code) => Self::Refused(error.to_string()),
                    Some(_) | None => Self::Unavailable(error.to_string()),
                }
            }
            sqlx::Error::ColumnDecode { index, .. } => {
                Self::Corrupt { table: "a row", key: index.clone(), why: error.to_string() }
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

/// The lower byte of the extended code.
fn primary_code(error: &SqliteError) -> Option<i32> {
    use sqlx::error::DatabaseError;
    error.code()?.parse::<i32>().ok().map(|code| code & 0xff)
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
