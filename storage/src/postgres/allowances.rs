//! How much was said to a platform lately, by all processes together?

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::MutexGuard;

use super::PostgresStore;
use super::case::column;
use super::cells::Cells;
use super::fault::Fault;
use super::wires::Wire;
use crate::window::{Lately, arrange};
use crate::written::{document, ms};
use crate::{Jurisdiction, Room, Wish};

/// So many rows of which nothing counts any more are removed at a time.
const SWEPT: i64 = 64;
/// Held, per jurisdiction, while room is found: the rows of a window that is new cannot be locked.
const FINDING: i64 = 0x6a69_6573_0000_0000;

impl PostgresStore {
    pub(super) async fn find_rooms(
        &self,
        j: &Jurisdiction,
        wishes: &[Wish],
        now: Timestamp,
        ahead: SignedDuration,
    ) -> Result<Vec<Room>, Fault> {
        let wishes = self.blind_wishes(wishes);
        let windows: BTreeMap<String, SignedDuration> = wishes
            .iter()
            .flat_map(|wish| &wish.windows)
            .map(|window| (window.key.clone(), window.within))
            .collect();
        let _turn = self.turn_to_find().await?;
        let mut wire = self.wire().await?;
        let mut rows = known(&mut wire, j, windows.keys().cloned().collect()).await?;
        let rooms = arrange(&mut rows, &wishes, now, ahead);
        let ends = |key: &str, row: &Lately| row.ends(windows.get(key).copied().unwrap_or_default());
        keep(&mut wire, j, &rows, ends, now).await?;
        wire.commit().await?;
        Ok(rooms)
    }

    pub(super) async fn silence_window(
        &self,
        j: &Jurisdiction,
        window: &str,
        until: Timestamp,
    ) -> Result<(), Fault> {
        let key = self.sealer.index("window", window);
        let _turn = self.turn_to_find().await?;
        let mut wire = self.wire().await?;
        let mut rows = known(&mut wire, j, vec![key.clone()]).await?;
        rows.entry(key).or_default().shut(until);
        keep(&mut wire, j, &rows, |_, row| row.ends(SignedDuration::ZERO), Timestamp::MIN).await?;
        wire.commit().await
    }

    /// Those of one store wait here, and not each with a connection in hand.
    async fn turn_to_find(&self) -> Result<MutexGuard<'_, ()>, Fault> {
        tokio::select! {
            turn = self.finding.lock() => Ok(turn),
            () = self.wires.watchman().next_silence() => Err(Fault::Lost("the database does not answer".to_owned())),
        }
    }

    fn blind_wishes(&self, wishes: &[Wish]) -> Vec<Wish> {
        let mut wishes = wishes.to_vec();
        for window in wishes.iter_mut().flat_map(|wish| &mut wish.windows) {
            window.key = self.sealer.index("window", &window.key);
        }
        wishes
    }
}

/// Begins a transaction in which nobody else finds room.
async fn known(
    wire: &mut Wire,
    j: &Jurisdiction,
    keys: Vec<String>,
) -> Result<BTreeMap<String, Lately>, Fault> {
    // FNV-1a: the same in every program, whatever made it.
    let hash = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let own = j.as_str().bytes().fold(0x811c_9dc5, hash);
    wire.begin_alone(FINDING | i64::from(own)).await?;
    let query = sqlx::query("SELECT key, said FROM allowance WHERE jurisdiction = $1 AND key = ANY ($2)");
    let rows = wire.all(query.bind(j.as_str()).bind(keys)).await?;
    let mut known = BTreeMap::new();
    for row in &rows {
        let cells = Cells::named::<String>(row, "allowance", "key")?;
        known.insert(cells.get("key")?, cells.document("said")?);
    }
    Ok(known)
}

/// Writes the windows back, and clears away some of which nothing counts any more.
async fn keep(
    wire: &mut Wire,
    j: &Jurisdiction,
    rows: &BTreeMap<String, Lately>,
    ends: impl Fn(&str, &Lately) -> i64,
    now: Timestamp,
) -> Result<(), Fault> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows: Vec<(&String, &Lately)> = rows.iter().collect();
    let query = sqlx::query(
        "WITH swept AS (DELETE FROM allowance WHERE jurisdiction = $1 AND key IN ( \
         SELECT key FROM allowance WHERE jurisdiction = $1 AND ends_at < $5 AND key <> ALL ($2) LIMIT $6)) \
         INSERT INTO allowance (jurisdiction, key, said, ends_at) \
         SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[]) \
         ON CONFLICT (jurisdiction, key) DO UPDATE SET said = excluded.said, ends_at = excluded.ends_at",
    )
    .bind(j.as_str())
    .bind(column(&rows, |(key, _)| key.as_str()))
    .bind(column(&rows, |(_, row)| document(row)))
    .bind(column(&rows, |(key, row)| ends(key, row)))
    .bind(ms(now))
    .bind(SWEPT);
    wire.run(query).await.map(drop)
}
