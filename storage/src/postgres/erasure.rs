//! What is erased, because its time is over?

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;
use sqlx::postgres::PgRow;
use tracing::warn;
use uuid::Uuid;

use super::PostgresStore;
use super::case::Case;
use super::cells::Cells;
use super::fault::Fault;
use super::ready::conversation::{sealed_state, state_in};
use super::wires::Wire;
use crate::written::ms;
use crate::{ConversationId, Erasure, Jurisdiction, StoreError};

/// How long one piece may take the server.
const TIME: Duration = Duration::from_secs(60);

/// Papers of one class, of orders that ended. What is older than its time and still there belongs to an order that is
/// open or ended not long ago: there are few of these, so the papers are read first.
pub(super) const OF_ORDERS: &str = "DELETE FROM paper WHERE (jurisdiction, id) IN ( \
    SELECT p.jurisdiction, p.id FROM paper p JOIN work_order w ON w.jurisdiction = p.jurisdiction AND w.no = p.order_no \
    WHERE p.jurisdiction = $1 AND p.kind = ANY ($2) AND p.at <= $3 AND p.order_no IS NOT NULL \
    AND w.ended_at <= $3 LIMIT $4) RETURNING order_no";

/// Papers that belong to no order.
pub(super) const LOOSE: &str = "DELETE FROM paper WHERE (jurisdiction, id) IN ( \
    SELECT jurisdiction, id FROM paper WHERE jurisdiction = $1 AND order_no IS NULL AND at <= $2 LIMIT $3)";

/// Conversations in which nothing was said for long, and whose draft, if any, is still there.
pub(super) const REMEMBERED: &str = "SELECT id, version, state FROM conversation \
    WHERE jurisdiction = $1 AND forgotten < version AND updated_at <= $2 ORDER BY updated_at LIMIT $3";

/// What was said in a conversation and belongs to no order. What somebody is still to read because an open task names
/// it (a person in danger, words that could not be decided) stays until its own time is over.
pub(super) const OF_CONVERSATION: &str = "DELETE FROM paper p WHERE jurisdiction = $1 AND conversation = $2 \
    AND order_no IS NULL AND NOT EXISTS ( \
    SELECT 1 FROM task t WHERE t.jurisdiction = p.jurisdiction AND t.conversation = p.conversation \
    AND t.done_at IS NULL AND strpos(replace(t.document, '-', ''), replace(p.id::text, '-', '')) > 0)";

/// Orders that have ended and were told in a conversation, or bound to it.
pub(super) const ENDED: &str = "SELECT no FROM work_order WHERE jurisdiction = $1 AND ended_at IS NOT NULL AND no IN ( \
    SELECT no FROM work_order WHERE jurisdiction = $1 AND conversation = $2 \
    UNION ALL SELECT no FROM order_listener WHERE jurisdiction = $1 AND conversation = $2 AND part = 'bound')";

/// Contacts and files of some orders.
pub(super) const OF_ENDED: &str =
    "DELETE FROM paper WHERE jurisdiction = $1 AND kind IN ('contact', 'file') AND order_no = ANY ($2)";

/// The kinds of papers in each class, as they are written.
const STORY: [&str; 3] = ["text", "place", "document"];
const CONTACT: [&str; 1] = ["contact"];
const FILES: [&str; 1] = ["file"];

/// A state without its draft, sealed.
struct Forgotten {
    id: ConversationId,
    version: i64,
    state: Vec<u8>,
}

/// Erases, for the citizens who want to be forgotten, what was said in their conversation and belongs to no order, and
/// contacts and files of their orders that have ended. What the offices must keep of an order goes when its own time is
/// over.
pub(super) async fn forget_citizens(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    for case in going {
        let Some(conversation) = case.ready.decision.forgets else { continue };
        let j = case.ready.j();
        wire.run(sqlx::query(OF_CONVERSATION).bind(j).bind(conversation.0)).await?;
        let rows = wire.all(sqlx::query(ENDED).bind(j).bind(conversation.0)).await?;
        let ended: Vec<String> =
            rows.iter().map(|row| row.try_get("no")).collect::<Result<_, sqlx::Error>>()?;
        wire.run(sqlx::query(OF_ENDED).bind(j).bind(&ended)).await?;
        forget_phones(wire, j, &ended).await?;
    }
    Ok(())
}

impl PostgresStore {
    pub(super) async fn erase_what_is_over(
        &self,
        j: &Jurisdiction,
        rules: &Erasure,
        now: Timestamp,
        limit: u32,
    ) -> Result<u32, Fault> {
        let before = |time: SignedDuration| ms(now.checked_sub(time).unwrap_or(Timestamp::MIN));
        let mut wire = self.wire().await?;
        wire.begin().await?;
        wire.take_time(TIME).await?;
        let mut left = i64::from(limit);
        for state in self.forgotten(&mut wire, j, rules.forget, before(rules.drafts), left).await? {
            left -= forget(&mut wire, j, &state).await?;
        }
        let contacts = of_orders(&mut wire, j, &CONTACT, before(rules.contact), left).await?;
        forget_phones(&mut wire, j.as_str(), &contacts).await?;
        left -= count(contacts.len());
        for (kinds, until) in [(&STORY[..], before(rules.story)), (&FILES[..], before(rules.files))] {
            left -= count(of_orders(&mut wire, j, kinds, until, left).await?.len());
        }
        let query = sqlx::query(LOOSE).bind(j.as_str()).bind(before(rules.chat)).bind(left);
        left -= count(wire.run(query).await?);
        wire.commit().await?;
        Ok(u32::try_from(i64::from(limit) - left).unwrap_or(limit))
    }

    /// The states to be emptied. One that does not open is emptied all the same: nobody can read it any more.
    async fn forgotten(
        &self,
        wire: &mut Wire,
        j: &Jurisdiction,
        forget: fn(&str) -> String,
        until: i64,
        limit: i64,
    ) -> Result<Vec<Forgotten>, Fault> {
        let query = sqlx::query(REMEMBERED).bind(j.as_str()).bind(until).bind(limit);
        let rows = wire.all(query).await?;
        Ok(rows.iter().map(|row| self.without_draft(j, row, forget)).collect::<Result<_, _>>()?)
    }

    fn without_draft(
        &self,
        j: &Jurisdiction,
        row: &PgRow,
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
}

/// Whatever was said meanwhile stands in a new version, and stays.
async fn forget(wire: &mut Wire, j: &Jurisdiction, forgotten: &Forgotten) -> Result<i64, Fault> {
    let query = sqlx::query(
        "UPDATE conversation SET state = $1, forgotten = version \
         WHERE jurisdiction = $2 AND id = $3 AND version = $4 AND forgotten < version",
    )
    .bind(forgotten.state.as_slice())
    .bind(j.as_str())
    .bind(forgotten.id.0)
    .bind(forgotten.version);
    Ok(count(wire.run(query).await?))
}

/// Erases up to `limit` papers of ended orders; gives the orders they belonged to.
async fn of_orders(
    wire: &mut Wire,
    j: &Jurisdiction,
    kinds: &[&str],
    until: i64,
    limit: i64,
) -> Result<Vec<String>, Fault> {
    let query = sqlx::query(OF_ORDERS).bind(j.as_str()).bind(kinds).bind(until).bind(limit);
    let rows = wire.all(query).await?;
    Ok(rows.iter().map(|row| row.try_get("order_no")).collect::<Result<_, sqlx::Error>>()?)
}

async fn forget_phones(wire: &mut Wire, j: &str, orders: &[String]) -> Result<(), Fault> {
    if orders.is_empty() {
        return Ok(());
    }
    let query = sqlx::query("DELETE FROM phone_index WHERE jurisdiction = $1 AND no = ANY ($2)");
    wire.run(query.bind(j).bind(orders)).await.map(drop)
}

/// Never more than the limit the statement was given.
fn count<T: TryInto<i64>>(rows: T) -> i64 {
    rows.try_into().unwrap_or(i64::MAX)
}
