//! How does a page know that it is old?

use std::collections::BTreeSet;

use sqlx::Row;

use super::PostgresStore;
use super::fault::Fault;
use super::wires::Wire;
use crate::{Jurisdiction, UnitCode};

/// The whole jurisdiction, among the units.
const ANY: &str = "";
/// In how many slots the changes of a unit are counted: writers at the same time seldom share one.
const SLOTS: i32 = 16;

/// Whose orders or tasks one transaction changes.
#[derive(Default)]
pub(super) struct Changed {
    units: BTreeSet<(String, String)>,
}

impl Changed {
    /// Something of the jurisdiction.
    pub(super) fn any_of(&mut self, j: &str) {
        self.units.insert((j.to_owned(), ANY.to_owned()));
    }

    /// Something of a unit.
    pub(super) fn of(&mut self, j: &str, unit: &str) {
        self.any_of(j);
        self.units.insert((j.to_owned(), unit.to_owned()));
    }
}

/// Counts the change, in the transaction that makes it.
pub(super) async fn count(wire: &mut Wire, changed: Changed) -> Result<(), Fault> {
    if changed.units.is_empty() {
        return Ok(());
    }
    let (j, units): (Vec<String>, Vec<String>) = changed.units.into_iter().unzip();
    let query = sqlx::query(
        "INSERT INTO change (jurisdiction, unit, slot, n) \
         SELECT j, unit, pg_backend_pid() % $3, 1 FROM unnest($1::text[], $2::text[]) AS k (j, unit) \
         ON CONFLICT (jurisdiction, unit, slot) DO UPDATE SET n = change.n + 1",
    );
    wire.run(query.bind(j).bind(units).bind(SLOTS)).await.map(drop)
}

impl PostgresStore {
    pub(super) async fn mark_of(&self, j: &Jurisdiction, unit: Option<&UnitCode>) -> Result<String, Fault> {
        let query = sqlx::query(
            "SELECT coalesce(sum(n), 0)::bigint FROM change WHERE jurisdiction = $1 AND unit = $2",
        )
        .bind(j.as_str())
        .bind(unit.map_or(ANY, UnitCode::as_str));
        let n: i64 = self.wire().await?.one(query).await?.try_get(0)?;
        Ok(n.to_string())
    }
}
