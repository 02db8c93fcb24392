//! What does a failure of the database mean for the caller?

use sqlx::error::DatabaseError;

use crate::StoreError;

/// What went wrong, by what can be done about it.
#[derive(Debug)]
pub(super) enum Fault {
    /// The connection is gone or silent: whatever was under way on it is undone, unless it was a COMMIT.
    Lost(String),
    /// The server is there, but cannot do it now.
    Later(String),
    /// Another transaction was in the way: the same again may succeed at once.
    Again(String),
    /// Anything else.
    Store(StoreError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Lost(why) | Fault::Later(why) | Fault::Again(why) => Self::Unavailable(why),
            Fault::Store(error) => error,
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => by_state(database.as_ref(), error.to_string()),
            sqlx::Error::ColumnDecode { index, .. } => {
                let why = error.to_string();
                Self::Store(StoreError::Corrupt { table: "a row", key: index.clone(), why })
            }
            sqlx::Error::Encode(_) | sqlx::Error::ColumnNotFound(_) | sqlx::Error::Configuration(_) => {
                Self::Store(StoreError::Refused(error.to_string()))
            }
            _ => Self::Lost(error.to_string()),
        }
    }
}

/// By SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn by_state(error: &dyn DatabaseError, why: String) -> Fault {
    let code = error.code().unwrap_or_default();
    match code.as_ref() {
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => Fault::Again(why),
        // lock_not_available: of a batch, only the one that waits for it
        "55P03" => Fault::Store(StoreError::Unavailable(why)),
        // The server ends this connection, or has become a standby: the next one may find another server. A transaction
        // that failed and goes on (25P02) is of a connection nobody may use any more.
        "57P01" | "57P02" | "57P05" | "25006" | "25P02" | "25P03" => Fault::Lost(why),
        code => match code.get(..2) {
            // connection exception
            Some("08") => Fault::Lost(why),
            // authorization, catalog name; insufficient resources, operator intervention, system error, internal error
            Some("28" | "3D" | "53" | "57" | "58" | "XX") => Fault::Later(why),
            _ => Fault::Store(StoreError::Refused(why)),
        },
    }
}
