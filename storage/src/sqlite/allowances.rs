//! How much was said to a platform lately, by all processes together?

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::rows::{Cells, document, ms, one, run};
use crate::window::{Lately, arrange};
use crate::{Jurisdiction, Room, StoreError, Window, Wish};

/// So many rows of which nothing counts any more are removed at a time.
const SWEPT: i64 = 64;

impl SqliteStore {
    pub(super) async fn find_rooms(
        &self,
        j: &Jurisdiction,
        wishes: &[Wish],
        now: Timestamp,
        ahead: SignedDuration,
    ) -> Result<Vec<Room>, StoreError> {
        let (j, wishes) = (j.clone(), self.blind_wishes(wishes));
        self.writer.write(move |pen| find(pen, &j, &wishes, now, ahead)).await
    }

    pub(super) async fn silence_window(
        &self,
        j: &Jurisdiction,
        window: &Window,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let (j, within, key) = (j.clone(), window.within, self.sealer.index("window", &window.key));
        let silence = move |pen: &Pen<'_>| {
            let mut row = known(pen, &j, &key)?.unwrap_or_default();
            row.shut(until);
            keep(pen, &j, &key, &row, row.ends(within))?;
            Ok(Left::Quiet(()))
        };
        self.writer.write(silence).await
    }

    fn blind_wishes(&self, wishes: &[Wish]) -> Vec<Wish> {
        let mut wishes = wishes.to_vec();
        for window in wishes.iter_mut().flat_map(|wish| &mut wish.windows) {
            window.key = self.sealer.index("window", &window.key);
        }
        wishes
    }
}

fn find(
    pen: &Pen<'_>,
    j: &Jurisdiction,
    wishes: &[Wish],
    now: Timestamp,
    ahead: SignedDuration,
) -> Result<Left<Vec<Room>>, StoreError> {
    let windows: BTreeMap<_, _> = wishes
        .iter()
        .flat_map(|wish| &wish.windows)
        .map(|window| (window.key.clone(), window.within))
        .collect();
    let mut rows = BTreeMap::new();
    for key in windows.keys() {
        rows.extend(known(pen, j, key)?.map(|row| (key.clone(), row)));
    }
    let rooms = arrange(&mut rows, wishes, now, ahead);
    for (key, row) in &rows {
        keep(pen, j, key, row, row.ends(windows.get(key).copied().unwrap_or_default()))?;
    }
    let sweep = "DELETE FROM allowance WHERE jurisdiction = ?1 AND key IN ( \
        SELECT key FROM allowance WHERE jurisdiction = ?1 AND ends_at < ?2 LIMIT ?3 + 0)";
    run(pen, sweep, (j.as_str(), ms(now), SWEPT))?;
    Ok(Left::Quiet(rooms))
}

fn known(db: &Connection, j: &Jurisdiction, key: &str) -> Result<Option<Lately>, StoreError> {
    let sql = "SELECT said FROM allowance WHERE jurisdiction = ? AND key = ?";
    one(db, sql, (j.as_str(), key), |row| Cells::of(row, "allowance", &key).document("said"))
}

fn keep(db: &Connection, j: &Jurisdiction, key: &str, row: &Lately, ends_at: i64) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO allowance (jurisdiction, key, said, ends_at) VALUES (?, ?, ?, ?)";
    run(db, sql, (j.as_str(), key, document(row), ends_at))?;
    Ok(())
}
