//! Which orders are there, and what happened to one?

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::SqliteStore;
use super::orders::stream;
use super::rows::{Cells, all, at_one_moment, ms, one};
use crate::look::{in_run, in_states};
use crate::order::{Event, Order};
use crate::{Accepted, ConversationId, Jurisdiction, OrderFilter, OrderNo, StoreError};

/// How many orders a page gets that does not say.
const PAGE: u32 = 100;

impl SqliteStore {
    pub(super) fn order_with_events(
        &self,
        j: &Jurisdiction,
        no: &OrderNo,
    ) -> Result<Option<(Order, Vec<Event>)>, StoreError> {
        let read = |db: &Connection| {
            let Some(order) = order_numbered(db, j, no)? else { return Ok(None) };
            let sql = "SELECT stream, document FROM event WHERE jurisdiction = ? AND stream = ? ORDER BY seq";
            let events = all(db, sql, (j.as_str(), stream(no)), |row| {
                Cells::named(row, "event", "stream").document("document")
            })?;
            Ok(Some((order, events)))
        };
        self.readers.read(|db| at_one_moment(db, read))
    }

    pub(super) fn order_alone(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<Order>, StoreError> {
        self.readers.read(|db| order_numbered(db, j, no))
    }

    /// The few orders of a conversation, or of one matter in one place, are read at once; a page of them is not.
    pub(super) async fn orders_by(
        &self,
        j: &Jurisdiction,
        filter: &OrderFilter,
    ) -> Result<Vec<Order>, StoreError> {
        if let Some(conversation) = only_conversation(filter) {
            return self.readers.read(|db| of_conversation(db, j, conversation, filter.limit));
        }
        let (sql, values) = chosen(j, filter);
        let read = move |db: &Connection| all(db, &sql, params_from_iter(&values), order);
        if filter.conversation.is_some() || filter.alike.is_some() {
            self.readers.read(read)
        } else {
            self.readers.look(read).await
        }
    }

    pub(super) async fn accepted_since(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Accepted>, StoreError> {
        let j = j.clone();
        let read = move |db: &Connection| {
            let sql = "SELECT no, accepted_at, version FROM work_order \
                WHERE jurisdiction = ? AND accepted_at >= ? ORDER BY accepted_at DESC, no DESC LIMIT ? + 0";
            all(db, sql, (j.as_str(), ms(since), limit), |row| {
                let cells = Cells::named(row, "work_order", "no");
                let no = cells.parse("no")?.ok_or_else(|| cells.corrupt(&"no number"))?;
                Ok(Accepted { no, at: cells.time("accepted_at")?, version: cells.get("version")? })
            })
        };
        self.readers.look(read).await
    }

    pub(super) async fn orders_by_phone(
        &self,
        j: &Jurisdiction,
        phone: &str,
    ) -> Result<Vec<Order>, StoreError> {
        let (j, indexes) = (j.clone(), self.sealer.indexes("phone", phone));
        let read = move |db: &Connection| {
            let sql = "SELECT DISTINCT w.no, w.document, w.accepted_at FROM phone_index p \
                JOIN work_order w ON w.jurisdiction = p.jurisdiction AND w.no = p.no \
                WHERE p.jurisdiction = ? AND p.phone IN (SELECT value FROM json_each(?)) \
                ORDER BY w.accepted_at DESC, w.no";
            all(db, sql, (j.as_str(), super::rows::document(&indexes)), order)
        };
        self.readers.look(read).await
    }
}

/// The conversation of a filter that asks for nothing else.
fn only_conversation(filter: &OrderFilter) -> Option<ConversationId> {
    let OrderFilter { states, unit, conversation, alike, limit: _ } = filter;
    conversation.filter(|_| states.is_empty() && unit.is_none() && alike.is_none())
}

/// What every message asks: without the temporary tables which the statement of any filter would need.
fn of_conversation(
    db: &Connection,
    j: &Jurisdiction,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<Order>, StoreError> {
    let placed = |row: &Row<'_>| Ok((row.get::<_, i64>("place")?, row.get::<_, String>("no")?, order(row)?));
    let mut orders = at_one_moment(db, |db| {
        let key = (j.as_str(), conversation.0);
        let told = "SELECT no, document, place FROM work_order WHERE jurisdiction = ? AND conversation = ?";
        let mut orders = all(db, told, key, placed)?;
        let heard = "SELECT w.no, w.document, w.place FROM order_listener l \
            JOIN work_order w ON w.jurisdiction = l.jurisdiction AND w.no = l.no \
            WHERE l.jurisdiction = ? AND l.conversation = ?";
        orders.extend(all(db, heard, key, placed)?);
        Ok(orders)
    })?;
    orders.sort_by(|(place, no, _), (other_place, other_no, _)| (place, no).cmp(&(other_place, other_no)));
    orders.dedup_by(|(_, no, _), (_, other_no, _)| no == other_no);
    orders.truncate(page(limit));
    Ok(orders.into_iter().map(|(_, _, order)| order).collect())
}

fn page(limit: u32) -> usize {
    usize::try_from(if limit == 0 { PAGE } else { limit }).unwrap_or(usize::MAX)
}

/// The statement that finds the orders of a filter, and what is bound to it.
pub(super) fn chosen(j: &Jurisdiction, filter: &OrderFilter) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    // The few orders of a conversation, or of one matter in one place, are sorted; they are not looked for among
    // all that are in order already (the sign keeps the planner from that index).
    let is_few = filter.conversation.is_some() || filter.alike.is_some();
    let runs = if is_few { Vec::new() } else { filter.runs() };
    let mut sql = if runs.is_empty() {
        let states = (!filter.states.is_empty()).then(|| in_states(&filter.states));
        let place = if is_few { "+place" } else { "place" };
        found_by(j, filter, states, &mut values) + &format!(" ORDER BY {place}, no")
    } else {
        // Walked side by side, each in the order of the queue, and no further than the page.
        let runs: Vec<String> =
            runs.iter().map(|states| found_by(j, filter, Some(in_run(states)), &mut values)).collect();
        runs.join(" UNION ALL ") + " ORDER BY place, no"
    };
    sql += " LIMIT ? + 0";
    values.push(if filter.limit == 0 { PAGE } else { filter.limit }.into());
    (sql, values)
}

/// The orders of a filter in some states, in no order.
fn found_by(
    j: &Jurisdiction,
    filter: &OrderFilter,
    states: Option<String>,
    values: &mut Vec<Value>,
) -> String {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut sql = "SELECT no, document, place FROM work_order WHERE jurisdiction = ?".to_owned();
    values.push(text(j.as_str()));
    if let Some(states) = states {
        sql += &format!(" AND {states}");
    }
    if let Some(unit) = &filter.unit {
        sql += " AND no IN (SELECT no FROM order_unit WHERE jurisdiction = ? AND unit = ?)";
        values.extend([text(j.as_str()), text(unit.as_str())]);
    }
    if let Some(conversation) = filter.conversation {
        sql += " AND no IN (SELECT no FROM work_order WHERE jurisdiction = ? AND conversation = ? \
                UNION ALL SELECT no FROM order_listener WHERE jurisdiction = ? AND conversation = ?)";
        let id = || Value::Blob(conversation.0.as_bytes().to_vec());
        values.extend([text(j.as_str()), id(), text(j.as_str()), id()]);
    }
    if let Some(alike) = &filter.alike {
        sql += " AND category = ? AND area = ? AND accepted_at >= ?";
        values.extend([text(alike.category.as_str()), text(alike.area.as_str()), ms(alike.since).into()]);
    }
    sql
}

fn order_numbered(db: &Connection, j: &Jurisdiction, no: &OrderNo) -> Result<Option<Order>, StoreError> {
    let sql = "SELECT no, document FROM work_order WHERE jurisdiction = ? AND no = ?";
    one(db, sql, (j.as_str(), no.as_str()), order)
}

fn order(row: &Row<'_>) -> Result<Order, StoreError> {
    Cells::named(row, "work_order", "no").document(1)
}
