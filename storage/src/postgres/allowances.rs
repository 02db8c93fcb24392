//! How much was said to a platform lately, by all processes together?

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::PoisonError;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, MutexGuard, oneshot};

use super::PostgresStore;
use super::case::column;
use super::cells::Cells;
use super::fault::Fault;
use super::keyed::keyed;
use super::wires::Wire;
use crate::window::{Lately, arrange};
use crate::written::{document, ms};
use crate::{Jurisdiction, Room, Window, Wish};

/// So many rows of which nothing counts any more are removed at a time.
const SWEPT: i64 = 64;
/// Held, per jurisdiction, while room is found: the rows of a window that is new cannot be locked.
const FINDING: i64 = 0x6a69_6573_0000_0000;

/// Whose turn it is to find room for letters, and who waits for it.
#[derive(Default)]
pub(super) struct Finding {
    turn: Mutex<()>,
    waiting: std::sync::Mutex<Vec<Asking>>,
}

struct Asking {
    j: Jurisdiction,
    wishes: Vec<Wish>,
    now: Timestamp,
    ahead: SignedDuration,
    to: oneshot::Sender<Vec<Room>>,
}

impl Finding {
    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Asking>> {
        // A list is whole at every moment.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PostgresStore {
    pub(super) async fn find_rooms(
        &self,
        j: &Jurisdiction,
        wishes: &[Wish],
        now: Timestamp,
        ahead: SignedDuration,
    ) -> Result<Vec<Room>, Fault> {
        let (to, answer) = oneshot::channel();
        let wishes = self.blind_wishes(wishes);
        self.finding.waiting().push(Asking { j: j.clone(), wishes, now, ahead, to });
        let gone = || Fault::Later("whoever looked for room has given up".to_owned());
        let mut answer = pin!(answer);
        let turn = tokio::select! {
            biased;
            rooms = &mut answer => return rooms.map_err(|_| gone()),
            turn = self.turn_to_find() => turn?,
        };
        // Whoever has the turn looks for all who wait: one transaction, however many they are.
        let all = std::mem::take(&mut *self.finding.waiting());
        for (j, asking) in by_jurisdiction(all) {
            self.find_for(&j, asking).await?;
        }
        drop(turn);
        answer.await.map_err(|_| gone())
    }

    async fn find_for(&self, j: &Jurisdiction, all: Vec<Asking>) -> Result<(), Fault> {
        let windows: BTreeMap<String, SignedDuration> = all
            .iter()
            .flat_map(|asking| &asking.wishes)
            .flat_map(|wish| &wish.windows)
            .map(|window| (window.key.clone(), window.within))
            .collect();
        let mut wire = self.wire().await?;
        let mut rows = known(&mut wire, j, windows.keys().cloned().collect()).await?;
        let now = all.iter().map(|asking| asking.now).max().unwrap_or(Timestamp::MIN);
        let found: Vec<(Vec<Room>, oneshot::Sender<Vec<Room>>)> = all
            .into_iter()
            .map(|asking| (arrange(&mut rows, &asking.wishes, now, asking.ahead), asking.to))
            .collect();
        let ends = |key: &str, row: &Lately| row.ends(windows.get(key).copied().unwrap_or_default());
        keep(&mut wire, j, &rows, ends, now).await?;
        wire.commit().await?;
        for (rooms, to) in found {
            // Whoever has gone away leaves the room empty.
            let _gone = to.send(rooms);
        }
        Ok(())
    }

    pub(super) async fn silence_window(
        &self,
        j: &Jurisdiction,
        window: &Window,
        until: Timestamp,
    ) -> Result<(), Fault> {
        let key = self.sealer.index("window", &window.key);
        let _turn = self.turn_to_find().await?;
        let mut wire = self.wire().await?;
        let mut rows = known(&mut wire, j, vec![key.clone()]).await?;
        rows.entry(key).or_default().shut(until);
        keep(&mut wire, j, &rows, |_, row| row.ends(window.within), Timestamp::MIN).await?;
        wire.commit().await
    }

    /// Those of one store wait here, and not each with a connection in hand.
    async fn turn_to_find(&self) -> Result<MutexGuard<'_, ()>, Fault> {
        tokio::select! {
            turn = self.finding.turn.lock() => Ok(turn),
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

fn by_jurisdiction(all: Vec<Asking>) -> BTreeMap<Jurisdiction, Vec<Asking>> {
    let mut by = BTreeMap::<Jurisdiction, Vec<Asking>>::new();
    for asking in all {
        by.entry(asking.j.clone()).or_default().push(asking);
    }
    by
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
    let query = sqlx::query(keyed!("key, said", "allowance", "jurisdiction = $1", "key" any "$2::text[]"));
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
