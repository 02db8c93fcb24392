//! Who may do one thing, once?

use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::SqliteStore;
use super::rows::{document, ms};
use crate::{Jurisdiction, PassChange, Sealer, StoreError};

const FIND: &str = "SELECT document FROM pass WHERE jurisdiction = ? \
    AND code IN (SELECT value FROM json_each(?)) AND ends_at > ?";

/// The blind indexes of the codes of a decision's passes, that of the present key first: a code may have been given out
/// under an older one.
pub(super) fn indexes(changes: &[PassChange], sealer: &Sealer) -> Vec<Vec<String>> {
    let of = |change: &PassChange| match change {
        PassChange::Give(pass) => sealer.indexes("pass", &pass.code),
        PassChange::Spend { code } => sealer.indexes("pass", code),
    };
    changes.iter().map(of).collect()
}

/// Gives out and uses up; `false`: one that is to be used up is not there any more, or a code is somebody else's.
pub(super) async fn change(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    changes: &[PassChange],
    indexes: &[Vec<String>],
    at: Timestamp,
) -> Result<bool, StoreError> {
    if changes.is_empty() {
        return Ok(true);
    }
    sqlx::query("DELETE FROM pass WHERE jurisdiction = ? AND ends_at <= ?")
        .bind(j.as_str())
        .bind(ms(at))
        .execute(&mut *db)
        .await?;
    for (change, indexes) in changes.iter().zip(indexes) {
        let done = match change {
            PassChange::Give(pass) => sqlx::query(
                "INSERT INTO pass (jurisdiction, code, document, ends_at) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS ( \
                 SELECT 1 FROM pass WHERE jurisdiction = ?1 AND code IN (SELECT value FROM json_each(?5)))",
            )
            .bind(j.as_str())
            .bind(&indexes[0])
            .bind(&pass.document)
            .bind(ms(pass.ends_at))
            .bind(document(indexes)),
            PassChange::Spend { code: _ } => sqlx::query(
                "DELETE FROM pass WHERE jurisdiction = ? AND code IN (SELECT value FROM json_each(?))",
            )
            .bind(j.as_str())
            .bind(document(indexes)),
        };
        if done.execute(&mut *db).await?.rows_affected() == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

impl SqliteStore {
    pub(super) async fn pass_for(
        &self,
        j: &Jurisdiction,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(FIND)
            .bind(j.as_str())
            .bind(document(&self.sealer.indexes("pass", code)))
            .bind(ms(now))
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Ok(row.try_get("document")?)).transpose()
    }
}
