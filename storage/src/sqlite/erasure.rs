//! What is erased, because its time is over?

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};
use tracing::warn;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::conversations::{sealed_state, state_in};
use super::rows::{Cells, all, document, ms, run};
use crate::{ConversationId, Erasure, Jurisdiction, StoreError};

/// Papers of one class, of orders that ended. What is older than its time and still there belongs to an order that is
/// open or ended not long ago: there are few of these, so the papers are read first, by kind and time (the sign keeps the
/// planner from reading those of all orders).
pub(super) const OF_ORDERS: &str = "DELETE FROM paper WHERE rowid IN ( \
    SELECT p.rowid FROM paper p CROSS JOIN work_order w ON w.jurisdiction = p.jurisdiction AND w.no = p.order_no \
    WHERE p.jurisdiction = ? AND p.kind IN (SELECT value FROM json_each(?)) AND p.at <= ? AND +p.order_no IS NOT NULL \
    AND w.ended_at <= ? LIMIT ? + 0) RETURNING order_no";

/// Papers that belong to no order.
pub(super) const LOOSE: &str = "DELETE FROM paper WHERE rowid IN ( \
    SELECT rowid FROM paper WHERE jurisdiction = ? AND order_no IS NULL AND at <= ? LIMIT ? + 0)";

/// Conversations in which nothing was said for long, and whose draft, if any, is still there.
pub(super) const REMEMBERED: &str = "SELECT id, version, state FROM conversation \
    WHERE jurisdiction = ? AND forgotten < version AND updated_at <= ? ORDER BY updated_at LIMIT ? + 0";

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
        let erased = self.writer.write(move |pen| erase(pen, &j, &until, &forgotten, limit)).await?;
        if erased > 0 {
            self.writer.overwrite().await?;
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
        let (j, store) = (j.clone(), self.clone());
        let read = move |db: &Connection| {
            all(db, REMEMBERED, (j.as_str(), until, limit), |row| store.without_draft(&j, row, forget))
        };
        self.readers.look(read).await
    }

    fn without_draft(
        &self,
        j: &Jurisdiction,
        row: &Row<'_>,
        forget: fn(&str) -> String,
    ) -> Result<Forgotten, StoreError> {
        let cells = Cells::named(row, "conversation", "id");
        let id = ConversationId(cells.get("id")?);
        let state = state_in(&self.sealer, j, id, cells.bytes("state")?).unwrap_or_else(|error| {
            warn!(%error, "a state that cannot be opened is emptied");
            String::new()
        });
        let version = cells.get("version")?;
        let state = sealed_state(&self.sealer, j, id, &forget(&state));
        Ok(Forgotten { id, version, state })
    }
}

fn erase(
    pen: &Pen<'_>,
    j: &Jurisdiction,
    until: &Until,
    forgotten: &[Forgotten],
    limit: u32,
) -> Result<Left<u32>, StoreError> {
    let mut left = limit;
    for state in forgotten {
        left -= forget(pen, j, state)?;
    }
    let contacts = of_orders(pen, j, &CONTACT, until.contact, left)?;
    forget_phones(pen, j, &contacts)?;
    left -= count(contacts.len());
    for (kinds, until) in [(&STORY[..], until.story), (&FILES[..], until.files)] {
        left -= count(of_orders(pen, j, kinds, until, left)?.len());
    }
    left -= count(run(pen, LOOSE, (j.as_str(), until.chat, left))?);
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
pub(super) fn forget_citizen(
    db: &Connection,
    j: &Jurisdiction,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    let of_whom = (j.as_str(), conversation.0);
    run(db, OF_CONVERSATION, of_whom)?;
    let ended = all(db, ENDED, of_whom, |row| Ok(row.get::<_, String>(0)?))?;
    run(db, OF_ENDED, (j.as_str(), document(&ended)))?;
    forget_phones(db, j, &ended)
}

/// Whatever was said meanwhile stands in a new version, and stays.
fn forget(db: &Connection, j: &Jurisdiction, forgotten: &Forgotten) -> Result<u32, StoreError> {
    let sql = "UPDATE conversation SET state = ?, forgotten = version WHERE jurisdiction = ? AND id = ? \
        AND version = ? AND forgotten < version";
    run(db, sql, (&forgotten.state, j.as_str(), forgotten.id.0, forgotten.version)).map(count)
}

/// Erases up to `limit` papers of ended orders; gives the orders they belonged to.
fn of_orders(
    db: &Connection,
    j: &Jurisdiction,
    kinds: &[&str],
    until: i64,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    all(db, OF_ORDERS, (j.as_str(), document(&kinds), until, until, limit), |row| Ok(row.get(0)?))
}

fn forget_phones(db: &Connection, j: &Jurisdiction, orders: &[String]) -> Result<(), StoreError> {
    for no in orders {
        run(db, "DELETE FROM phone_index WHERE jurisdiction = ? AND no = ?", (j.as_str(), no))?;
    }
    Ok(())
}

/// Never more than the limit the statement was given.
fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
