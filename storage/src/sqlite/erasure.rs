//! What is erased, because its time is over?

use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tracing::warn;
use uuid::Uuid;

use super::SqliteStore;
use super::conversations::{sealed_state, state_in};
use super::rows::{Cells, document, ms};
use super::writer::Left;
use crate::{ConversationId, Erasure, Jurisdiction, StoreError};

/// Papers of one class, of orders that ended. What is older than its time and still there belongs to an order that is
/// open or ended not long ago: there are few of these, so the papers are read first.
pub(super) const OF_ORDERS: &str = "DELETE FROM paper WHERE rowid IN ( \
    SELECT p.rowid FROM paper p CROSS JOIN work_order w ON w.jurisdiction = p.jurisdiction AND w.no = p.order_no \
    WHERE p.jurisdiction = ? AND p.kind IN (SELECT value FROM json_each(?)) AND p.at <= ? AND p.order_no IS NOT NULL \
    AND w.ended_at <= ? LIMIT ?) RETURNING order_no";

/// Papers that belong to no order.
pub(super) const LOOSE: &str = "DELETE FROM paper WHERE rowid IN ( \
    SELECT rowid FROM paper WHERE jurisdiction = ? AND order_no IS NULL AND at <= ? LIMIT ?)";

/// Conversations in which nothing was said for long, and whose draft, if any, is still there.
pub(super) const REMEMBERED: &str = "SELECT id, version, state FROM conversation \
    WHERE jurisdiction = ? AND forgotten < version AND updated_at <= ? ORDER BY updated_at LIMIT ?";

/// The kinds of papers in each class, as they are written.
const STORY: [&str; 3] = ["text", "place", "document"];
const CONTACT: [&str; 1] = ["contact"];
const FILES: [&str; 1] = ["file"];

/// What was written before these moments goes.
struct Until {
    story: i64,
    contact: i64,
    files: i64,
    chat: i64,
}

/// A state without its draft, sealed.
struct Forgotten {
    id: ConversationId,
    version: i64,
    state: Vec<u8>,
}

impl SqliteStore {
    pub(super) async fn erase_what_is_over(
        &self,
        j: &Jurisdiction,
        rules: &Erasure,
        now: Timestamp,
        limit: u32,
    ) -> Result<u32, StoreError> {
        let before = |time: SignedDuration| ms(now.checked_sub(time).unwrap_or(Timestamp::MIN));
        let until = Until {
            story: before(rules.story),
            contact: before(rules.contact),
            files: before(rules.files),
            chat: before(rules.chat),
        };
        let forgotten = self.forgotten(j, rules.forget, before(rules.drafts), limit).await?;
        let j = j.clone();
        let erased = self
            .writer
            .write(move |db| Box::pin(async move { erase(db, &j, &until, &forgotten, limit).await }))
            .await?;
        if erased > 0 {
            self.overwrite().await?;
        }
        Ok(erased)
    }

    /// The states to be emptied. One that does not open is emptied all the same: nobody can read it any more.
    async fn forgotten(
        &self,
        j: &Jurisdiction,
        forget: fn(&str) -> String,
        until: i64,
        limit: u32,
    ) -> Result<Vec<Forgotten>, StoreError> {
        let rows =
            sqlx::query(REMEMBERED).bind(j.as_str()).bind(until).bind(limit).fetch_all(&self.readers).await?;
        rows.iter().map(|row| self.without_draft(j, row, forget)).collect()
    }

    fn without_draft(
        &self,
        j: &Jurisdiction,
        row: &SqliteRow,
        forget: fn(&str) -> String,
    ) -> Result<Forgotten, StoreError> {
        let cells = Cells::named::<Uuid>(row, "conversation", "id")?;
        let id = ConversationId(cells.get("id")?);
        let state = state_in(&self.sealer, j, id, cells.get("state")?).unwrap_or_else(|error| {
            warn!(%error, "a state that cannot be opened is emptied");
            String::new()
        });
        let version = cells.get("version")?;
        let state = sealed_state(&self.sealer, j, id, &forget(&state));
        Ok(Forgotten { id, version, state })
    }

    /// Moves the log into the file: what was erased stands there until then.
    pub(super) async fn overwrite(&self) -> Result<(), StoreError> {
        sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").fetch_all(&self.readers).await?;
        Ok(())
    }
}

async fn erase(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    until: &Until,
    forgotten: &[Forgotten],
    limit: u32,
) -> Result<Left<u32>, StoreError> {
    let mut left = limit;
    for state in forgotten {
        left -= forget(db, j, state).await?;
    }
    let contacts = of_orders(db, j, &CONTACT, until.contact, left).await?;
    forget_phones(db, j, &contacts).await?;
    left -= count(contacts.len());
    for (kinds, until) in [(&STORY[..], until.story), (&FILES[..], until.files)] {
        left -= count(of_orders(db, j, kinds, until, left).await?.len());
    }
    left -= loose(db, j, until.chat, left).await?;
    let erased = limit - left;
    Ok(if erased == 0 { Left::Nothing(0) } else { Left::Quiet(erased) })
}

/// What was said in a conversation and belongs to no order. What somebody is still to read because an open task names
/// it (a person in danger, words that could not be decided) stays until its own time is over.
pub(super) const OF_CONVERSATION: &str = "DELETE FROM paper WHERE jurisdiction = ? AND conversation = ? AND order_no IS NULL AND NOT EXISTS ( \
    SELECT 1 FROM task t WHERE t.jurisdiction = paper.jurisdiction AND t.conversation = paper.conversation \
    AND t.done_at IS NULL AND instr(replace(t.document, '-', ''), lower(hex(paper.id))) > 0)";

/// Orders that have ended and were told in a conversation, or bound to it.
pub(super) const ENDED: &str = "SELECT no FROM work_order WHERE jurisdiction = ?1 AND ended_at IS NOT NULL AND no IN ( \
    SELECT no FROM work_order WHERE jurisdiction = ?1 AND conversation = ?2 \
    UNION ALL SELECT no FROM order_listener WHERE jurisdiction = ?1 AND conversation = ?2 AND part = 'bound')";

/// Contacts and files of some orders; their few papers are looked through, not all contacts and files (the sign keeps
/// the planner from these).
pub(super) const OF_ENDED: &str = "DELETE FROM paper WHERE jurisdiction = ? AND +kind IN ('contact', 'file') \
    AND order_no IN (SELECT value FROM json_each(?))";

/// Erases what was said in a conversation and belongs to no order, and contacts and files of its citizen's orders that
/// have ended. What the offices must keep of an order goes when its own time is over.
pub(super) async fn forget_citizen(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    sqlx::query(OF_CONVERSATION).bind(j.as_str()).bind(conversation.0).execute(&mut *db).await?;
    let rows = sqlx::query(ENDED).bind(j.as_str()).bind(conversation.0).fetch_all(&mut *db).await?;
    let ended: Result<Vec<String>, sqlx::Error> = rows.iter().map(|row| row.try_get("no")).collect();
    let ended = ended?;
    sqlx::query(OF_ENDED).bind(j.as_str()).bind(document(&ended)).execute(&mut *db).await?;
    forget_phones(db, j, &ended).await
}

/// Whatever was said meanwhile stands in a new version, and stays.
async fn forget(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    forgotten: &Forgotten,
) -> Result<u32, StoreError> {
    let done = sqlx::query(
        "UPDATE conversation SET state = ?, forgotten = version WHERE jurisdiction = ? AND id = ? AND version = ? \
         AND forgotten < version",
    )
    .bind(forgotten.state.as_slice())
    .bind(j.as_str())
    .bind(forgotten.id.0)
    .bind(forgotten.version)
    .execute(db)
    .await?;
    Ok(count(done.rows_affected()))
}

/// Erases up to `limit` papers of ended orders; gives the orders they belonged to.
async fn of_orders(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    kinds: &[&str],
    until: i64,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(OF_ORDERS)
        .bind(j.as_str())
        .bind(document(&kinds))
        .bind(until)
        .bind(until)
        .bind(limit)
        .fetch_all(db)
        .await?;
    let orders: Result<Vec<String>, sqlx::Error> = rows.iter().map(|row| row.try_get("order_no")).collect();
    Ok(orders?)
}

async fn forget_phones(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    orders: &[String],
) -> Result<(), StoreError> {
    if orders.is_empty() {
        return Ok(());
    }
    sqlx::query("DELETE FROM phone_index WHERE jurisdiction = ? AND no IN (SELECT value FROM json_each(?))")
        .bind(j.as_str())
        .bind(document(&orders))
        .execute(db)
        .await?;
    Ok(())
}

async fn loose(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    until: i64,
    limit: u32,
) -> Result<u32, StoreError> {
    let done = sqlx::query(LOOSE).bind(j.as_str()).bind(until).bind(limit).execute(db).await?;
    Ok(count(done.rows_affected()))
}

/// Never more than the limit the statement was given.
fn count<T: TryInto<u32>>(rows: T) -> u32 {
    rows.try_into().unwrap_or(u32::MAX)
}
