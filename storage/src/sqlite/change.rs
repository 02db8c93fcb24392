//! How does a page know that it is old?

use std::collections::BTreeSet;

use sqlx::{Row, SqliteConnection};

use super::SqliteStore;
use super::rows::document;
use crate::{Jurisdiction, StoreError, UnitCode};

/// The whole jurisdiction, among the units.
const ANY: &str = "";

/// Whose orders or tasks one transaction changes.
#[derive(Default)]
pub(super) struct Changed {
    /// Something of the jurisdiction.
    pub(super) any: bool,
    /// Something of these units.
    pub(super) units: BTreeSet<String>,
}

/// Counts the change, in the transaction that makes it.
pub(super) async fn count(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    changed: Changed,
) -> Result<(), StoreError> {
    let Changed { any, mut units } = changed;
    if !any && units.is_empty() {
        return Ok(());
    }
    units.insert(ANY.to_owned());
    sqlx::query(
        "INSERT INTO change (jurisdiction, unit, n) SELECT ?, value, 1 FROM json_each(?) WHERE true \
         ON CONFLICT DO UPDATE SET n = n + 1",
    )
    .bind(j.as_str())
    .bind(document(&units))
    .execute(db)
    .await?;
    Ok(())
}

impl SqliteStore {
    pub(super) async fn mark_of(
        &self,
        j: &Jurisdiction,
        unit: Option<&UnitCode>,
    ) -> Result<String, StoreError> {
        let row = sqlx::query("SELECT n FROM change WHERE jurisdiction = ? AND unit = ?")
            .bind(j.as_str())
            .bind(unit.map_or(ANY, UnitCode::as_str))
            .fetch_optional(&self.readers)
            .await?;
        let n: i64 = row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default();
        Ok(n.to_string())
    }
}
