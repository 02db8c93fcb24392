//! Who may do one thing, once?

use jiff::Timestamp;
use rusqlite::Connection;

use super::SqliteStore;
use super::rows::{ms, one, run};
use crate::{Jurisdiction, PassChange, Sealer, StoreError};

/// The blind indexes of the codes of a decision's passes, that of the present key first: a code may have been given out
/// under an older one.
pub(super) fn indexes(changes: &[PassChange], sealer: &Sealer) -> Vec<Vec<String>> {
    let of = |change: &PassChange| match change {
        PassChange::Give(pass) => sealer.indexes("pass", &pass.code),
        PassChange::Spend { code } => sealer.indexes("pass", code),
    };
    changes.iter().map(of).collect()
}

/// Looks whether a decision's passes can be given out and used up; `false`: one that is to be used up is not there any
/// more, or a code is somebody else's.
pub(super) fn are_there(
    db: &Connection,
    j: &Jurisdiction,
    changes: &[PassChange],
    indexes: &[Vec<String>],
    at: Timestamp,
) -> Result<bool, StoreError> {
    for (n, (change, of_code)) in changes.iter().zip(indexes).enumerate() {
        // The same decision may have done something with the code before.
        let earlier = changes[..n].iter().zip(indexes).rev().find(|(_, earlier)| *earlier == of_code);
        let is_there = match earlier {
            Some((PassChange::Give(_), _)) => true,
            Some((PassChange::Spend { code: _ }, _)) => false,
            None => document(db, j, of_code, at)?.is_some(),
        };
        let is_right = match change {
            PassChange::Give(_) => !is_there,
            PassChange::Spend { code: _ } => is_there,
        };
        if !is_right {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives out and uses up, and clears away what is over.
pub(super) fn change(
    db: &Connection,
    j: &Jurisdiction,
    changes: &[PassChange],
    indexes: &[Vec<String>],
    at: Timestamp,
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    run(db, "DELETE FROM pass WHERE jurisdiction = ? AND ends_at <= ?", (j.as_str(), ms(at)))?;
    for (change, indexes) in changes.iter().zip(indexes) {
        match change {
            PassChange::Give(pass) => {
                let sql = "INSERT INTO pass (jurisdiction, code, document, ends_at) VALUES (?, ?, ?, ?)";
                run(db, sql, (j.as_str(), &indexes[0], &pass.document, ms(pass.ends_at)))?;
            }
            PassChange::Spend { code: _ } => {
                for index in indexes {
                    run(db, "DELETE FROM pass WHERE jurisdiction = ? AND code = ?", (j.as_str(), index))?;
                }
            }
        }
    }
    Ok(())
}

impl SqliteStore {
    pub(super) fn pass_for(
        &self,
        j: &Jurisdiction,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let indexes = self.sealer.indexes("pass", code);
        self.readers.read(|db| document(db, j, &indexes, now))
    }
}

/// What a pass that is good is for.
fn document(
    db: &Connection,
    j: &Jurisdiction,
    indexes: &[String],
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT document FROM pass WHERE jurisdiction = ? AND code = ? AND ends_at > ?";
    for index in indexes {
        let found = one(db, sql, (j.as_str(), index, ms(now)), |row| Ok(row.get(0)?))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
