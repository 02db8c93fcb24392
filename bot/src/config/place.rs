//! Where is the ledger, and what does this process do with it?

use std::fmt;

use serde::Deserialize;

/// The address of a PostgreSQL database. It may hold a password and is never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Dsn(String);

impl Dsn {
    /// As it is written in the configuration.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it one at all?
    pub(super) fn is_postgres(&self) -> bool {
        self.0.starts_with("postgres://") || self.0.starts_with("postgresql://")
    }
}

impl fmt::Debug for Dsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dsn(…)")
    }
}

/// One kind of work. Processes that share a database may share the work between them, or each do all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Pages, the API, and what platforms bring.
    Web,
    /// Telling those who must be called.
    Courier,
    /// What comes when its time is there, and asking platforms for what is new.
    Watch,
}
