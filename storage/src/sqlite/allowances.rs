//! How much was said to a platform lately, by all processes together?

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::rows::{Cells, document, ms};
use super::writer::Left;
use crate::window::{Lately, arrange};
use crate::{Jurisdiction, Room, StoreError, Wish};

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
        self.writer.write(move |db| Box::pin(async move { find(db, &j, &wishes, now, ahead).await })).await
    }

    pub(super) async fn silence_window(
        &self,
        j: &Jurisdiction,
        window: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let (j, key) = (j.clone(), self.sealer.index("window", window));
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let mut rows = known(db, &j, &BTreeSet::from([key.clone()])).await?;
                    let row = rows.entry(key.clone()).or_default();
                    row.shut(until);
                    let ends_at = row.ends(SignedDuration::ZERO);
                    keep(db, &j, &key, row, ends_at).await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }

    fn blind_wishes(&self, wishes: &[Wish]) -> Vec<Wish> {
        let mut wishes = wishes.to_vec();
        for window in wishes.iter_mut().flat_map(|wish| &mut wish.windows) {
            window.key = self.sealer.index("window", &window.key);
        }
        wishes
    }
}

async fn find(
    db: &mut SqliteConnection,
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
    let mut rows = known(db, j, &windows.keys().cloned().collect()).await?;
    let rooms = arrange(&mut rows, wishes, now, ahead);
    for (key, row) in &rows {
        keep(db, j, key, row, row.ends(windows.get(key).copied().unwrap_or_default())).await?;
    }
    sqlx::query(
        "DELETE FROM allowance WHERE jurisdiction = ?1 AND key IN ( \
         SELECT key FROM allowance WHERE jurisdiction = ?1 AND ends_at < ?2 LIMIT ?3)",
    )
    .bind(j.as_str())
    .bind(ms(now))
    .bind(SWEPT)
    .execute(db)
    .await?;
    Ok(Left::Quiet(rooms))
}

async fn known(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    keys: &BTreeSet<String>,
) -> Result<BTreeMap<String, Lately>, StoreError> {
    let rows = sqlx::query(
        "SELECT key, said FROM allowance WHERE jurisdiction = ? AND key IN (SELECT value FROM json_each(?))",
    )
    .bind(j.as_str())
    .bind(document(keys))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let cells = Cells::named::<String>(row, "allowance", "key")?;
            Ok((cells.get("key")?, cells.document("said")?))
        })
        .collect()
}

async fn keep(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    key: &str,
    row: &Lately,
    ends_at: i64,
) -> Result<(), StoreError> {
    sqlx::query("INSERT OR REPLACE INTO allowance (jurisdiction, key, said, ends_at) VALUES (?, ?, ?, ?)")
        .bind(j.as_str())
        .bind(key)
        .bind(document(row))
        .bind(ends_at)
        .execute(db)
        .await?;
    Ok(())
}
