//! Which orders are there, and what happened to one?

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

use super::SqliteStore;
use super::orders::stream;
use super::rows::{Cells, document, ms, word};
use crate::order::{Event, Order};
use crate::{Jurisdiction, OrderFilter, OrderNo, StoreError};

/// How many orders a page gets that does not say.
const PAGE: u32 = 100;

impl SqliteStore {
    /// Both from one snapshot: a commit between two statements would tear them apart.
    pub(super) async fn order_with_events(
        &self,
        j: &Jurisdiction,
        no: &OrderNo,
    ) -> Result<Option<(Order, Vec<Event>)>, StoreError> {
        let mut snapshot = self.readers.begin().await?;
        let row = sqlx::query("SELECT no, document FROM work_order WHERE jurisdiction = ? AND no = ?")
            .bind(j.as_str())
            .bind(no.as_str())
            .fetch_optional(&mut *snapshot)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let events = sqlx::query(
            "SELECT stream, document FROM event WHERE jurisdiction = ? AND stream = ? ORDER BY seq",
        )
        .bind(j.as_str())
        .bind(stream(no))
        .fetch_all(&mut *snapshot)
        .await?;
        let events: Result<Vec<Event>, StoreError> = events
            .iter()
            .map(|row| Cells::named::<String>(row, "event", "stream")?.document("document"))
            .collect();
        Ok(Some((order(&row)?, events?)))
    }

    pub(super) async fn order_alone(
        &self,
        j: &Jurisdiction,
        no: &OrderNo,
    ) -> Result<Option<Order>, StoreError> {
        let row = sqlx::query("SELECT no, document FROM work_order WHERE jurisdiction = ? AND no = ?")
            .bind(j.as_str())
            .bind(no.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(order).transpose()
    }

    pub(super) async fn orders_by(
        &self,
        j: &Jurisdiction,
        filter: &OrderFilter,
    ) -> Result<Vec<Order>, StoreError> {
        let rows = chosen(j, filter).build().fetch_all(&self.readers).await?;
        rows.iter().map(order).collect()
    }

    pub(super) async fn orders_by_phone(
        &self,
        j: &Jurisdiction,
        phone: &str,
    ) -> Result<Vec<Order>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT w.no, w.document, w.accepted_at FROM phone_index p \
             JOIN work_order w ON w.jurisdiction = p.jurisdiction AND w.no = p.no \
             WHERE p.jurisdiction = ? AND p.phone IN (SELECT value FROM json_each(?)) \
             ORDER BY w.accepted_at DESC, w.no",
        )
        .bind(j.as_str())
        .bind(document(&self.sealer.indexes("phone", phone)))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(order).collect()
    }
}

/// The statement that finds the orders of a filter.
pub(super) fn chosen(j: &Jurisdiction, filter: &OrderFilter) -> QueryBuilder<Sqlite> {
    let mut select = QueryBuilder::<Sqlite>::new("SELECT no, document FROM work_order WHERE jurisdiction = ");
    select.push_bind(j.as_str().to_owned());
    if !filter.states.is_empty() {
        select.push(" AND state IN (");
        let mut states = select.separated(", ");
        for state in &filter.states {
            states.push_bind(word(state));
        }
        select.push(")");
    }
    if let Some(unit) = &filter.unit {
        select
            .push(" AND no IN (SELECT no FROM order_unit WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned());
        select.push(" AND unit = ").push_bind(unit.as_str().to_owned()).push(")");
    }
    if let Some(conversation) = filter.conversation {
        select
            .push(" AND no IN (SELECT no FROM work_order WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned())
            .push(" AND conversation = ")
            .push_bind(conversation.0)
            .push(" UNION ALL SELECT no FROM order_listener WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned())
            .push(" AND conversation = ")
            .push_bind(conversation.0)
            .push(")");
    }
    if let Some(alike) = &filter.alike {
        select.push(" AND category = ").push_bind(alike.category.as_str().to_owned());
        select.push(" AND area = ").push_bind(alike.area.as_str().to_owned());
        select.push(" AND accepted_at >= ").push_bind(ms(alike.since));
    }
    let limit = if filter.limit == 0 { PAGE } else { filter.limit };
    // The few orders of a conversation, or of one matter in one place, are sorted; they are not looked for among
    // all that are in order already (the sign keeps the planner from that index).
    let order = if filter.conversation.is_some() || filter.alike.is_some() { "+place" } else { "place" };
    select.push(" ORDER BY ").push(order).push(", no LIMIT ").push_bind(limit);
    select
}

fn order(row: &SqliteRow) -> Result<Order, StoreError> {
    Cells::named::<String>(row, "work_order", "no")?.document("document")
}
