//! How does a page know that it is old?

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::SqliteStore;
use super::rows::{one, run};
use crate::{Jurisdiction, StoreError, UnitCode};

/// The whole jurisdiction, among the units.
const ANY: &str = "";

/// Whose orders or tasks are changed: jurisdictions and their units.
#[derive(Default)]
pub(super) struct Changed(BTreeSet<(String, String)>);

impl Changed {
    /// Something of the jurisdiction.
    pub(super) fn any(&mut self, j: &Jurisdiction) {
        self.unit(j, ANY);
    }

    /// Something of a unit, and so of its jurisdiction.
    pub(super) fn unit(&mut self, j: &Jurisdiction, unit: &str) {
        self.0.insert((j.as_str().to_owned(), unit.to_owned()));
        if unit != ANY {
            self.any(j);
        }
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// Counts the change, in the transaction that makes it.
pub(super) fn count(db: &Connection, changed: &Changed) -> Result<(), StoreError> {
    for (j, unit) in &changed.0 {
        run(
            db,
            "INSERT INTO change (jurisdiction, unit, n) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1",
            (j, unit),
        )?;
    }
    Ok(())
}

impl SqliteStore {
    pub(super) fn mark_of(&self, j: &Jurisdiction, unit: Option<&UnitCode>) -> Result<String, StoreError> {
        let sql = "SELECT n FROM change WHERE jurisdiction = ? AND unit = ?";
        let unit = unit.map_or(ANY, UnitCode::as_str);
        let n = self.readers.read(|db| one(db, sql, (j.as_str(), unit), |row| Ok(row.get::<_, i64>(0)?)))?;
        Ok(n.unwrap_or_default().to_string())
    }
}
