//! Which orders are there, and what happened to one?

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder};

use super::PostgresStore;
use super::cells::Cells;
use super::fault::Fault;
use crate::look::{in_run, in_states};
use crate::order::{Event, Order};
use crate::written::{ms, order_stream};
use crate::{Accepted, Jurisdiction, OrderFilter, OrderNo, StoreError};

/// How many orders a page gets that does not say.
const PAGE: u32 = 100;

impl PostgresStore {
    /// Both from one moment: a commit between two statements would tear them apart.
    pub(super) async fn order_with_events(
        &self,
        j: &Jurisdiction,
        no: &OrderNo,
    ) -> Result<Option<(Order, Vec<Event>)>, Fault> {
        let query = sqlx::query(
            "SELECT w.no, w.document, \
             ARRAY (SELECT document FROM event WHERE jurisdiction = $1 AND stream = $3 ORDER BY seq) AS events \
             FROM work_order w WHERE w.jurisdiction = $1 AND w.no = $2",
        )
        .bind(j.as_str())
        .bind(no.as_str())
        .bind(order_stream(no));
        let Some(row) = self.wire().await?.any(query).await? else { return Ok(None) };
        let cells = Cells::named::<String>(&row, "event", "no")?;
        let documents: Vec<String> = cells.get("events")?;
        let read =
            |document: &String| serde_json::from_str::<Event>(document).map_err(|why| cells.corrupt(&why));
        let events: Vec<Event> = documents.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Some((order(&row)?, events)))
    }

    pub(super) async fn order_alone(&self, j: &Jurisdiction, no: &OrderNo) -> Result<Option<Order>, Fault> {
        let query = sqlx::query("SELECT no, document FROM work_order WHERE jurisdiction = $1 AND no = $2")
            .bind(j.as_str())
            .bind(no.as_str());
        let row = self.wire().await?.any(query).await?;
        Ok(row.as_ref().map(order).transpose()?)
    }

    pub(super) async fn orders_by(
        &self,
        j: &Jurisdiction,
        filter: &OrderFilter,
    ) -> Result<Vec<Order>, Fault> {
        let mut select = chosen(j, filter);
        let rows = self.wire().await?.all(select.build()).await?;
        Ok(rows.iter().map(order).collect::<Result<_, _>>()?)
    }

    pub(super) async fn accepted_since(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Accepted>, Fault> {
        let query = sqlx::query(
            "SELECT no, accepted_at, version FROM work_order WHERE jurisdiction = $1 AND accepted_at >= $2 \
             ORDER BY accepted_at DESC, no DESC LIMIT $3",
        )
        .bind(j.as_str())
        .bind(ms(since))
        .bind(i64::from(limit));
        let rows = self.wire().await?.all(query).await?;
        let accepted = rows.iter().map(|row| {
            let cells = Cells::named::<String>(row, "work_order", "no")?;
            let no = cells.parse("no")?.ok_or_else(|| cells.corrupt(&"no number"))?;
            Ok::<_, StoreError>(Accepted {
                no,
                at: cells.time("accepted_at")?,
                version: cells.count("version")?,
            })
        });
        Ok(accepted.collect::<Result<_, _>>()?)
    }

    pub(super) async fn orders_by_phone(&self, j: &Jurisdiction, phone: &str) -> Result<Vec<Order>, Fault> {
        let query = sqlx::query(
            "SELECT no, document FROM work_order WHERE jurisdiction = $1 AND no IN ( \
             SELECT p.no FROM unnest($2::text[]) AS asked (for_phone) CROSS JOIN LATERAL ( \
             SELECT no FROM phone_index WHERE jurisdiction = $1 AND phone = for_phone OFFSET 0) AS p) \
             ORDER BY accepted_at DESC, no",
        )
        .bind(j.as_str())
        .bind(self.sealer.indexes("phone", phone));
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(order).collect::<Result<_, _>>()?)
    }
}

/// The statement that finds the orders of a filter.
pub(super) fn chosen(j: &Jurisdiction, filter: &OrderFilter) -> QueryBuilder<Postgres> {
    let limit = i64::from(if filter.limit == 0 { PAGE } else { filter.limit });
    let mut select = QueryBuilder::<Postgres>::new("SELECT no, document FROM ");
    // The few orders of a conversation, or of one matter in one place, are sorted; they are not looked for among
    // all that are in order already (the sum keeps the planner from that index).
    if filter.conversation.is_some() || filter.alike.is_some() {
        few(&mut select, j, filter);
        select.push(" ORDER BY place + 0, no LIMIT ").push_bind(limit);
        return select;
    }
    let runs = filter.runs();
    if runs.is_empty() {
        select.push("work_order WHERE jurisdiction = ").push_bind(j.as_str().to_owned());
        of_unit(&mut select, j, filter);
        select.push(" ORDER BY place, no LIMIT ").push_bind(limit);
        return select;
    }
    // Each run stops at the limit by itself, so that the first of all are found without the rest of any.
    for (n, states) in runs.iter().enumerate() {
        select
            .push(if n == 0 { "((" } else { " UNION ALL (" })
            .push("SELECT no, document, place FROM work_order WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned())
            .push(" AND ")
            .push(in_run(states));
        of_unit(&mut select, j, filter);
        select.push(" ORDER BY place, no LIMIT ").push_bind(limit).push(")");
    }
    select.push(") AS runs ORDER BY place, no LIMIT ").push_bind(limit);
    select
}

/// The few orders of a conversation, or of one matter in one place, as far as the rest of the filter wants them.
fn few(select: &mut QueryBuilder<Postgres>, j: &Jurisdiction, filter: &OrderFilter) {
    match filter.conversation {
        None => select.push("work_order WHERE jurisdiction = ").push_bind(j.as_str().to_owned()),
        // These few are looked up one by one, before anything else is planned.
        Some(conversation) => select
            .push("(SELECT no AS one FROM work_order WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned())
            .push(" AND conversation = ")
            .push_bind(conversation.0)
            .push(" UNION SELECT no FROM order_listener WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned())
            .push(" AND conversation = ")
            .push_bind(conversation.0)
            .push(") AS few CROSS JOIN LATERAL (SELECT * FROM work_order WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned())
            .push(" AND no = few.one OFFSET 0) AS found WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned()),
    };
    if !filter.states.is_empty() {
        select.push(" AND ").push(in_states(&filter.states));
    }
    of_unit(select, j, filter);
    if let Some(alike) = &filter.alike {
        select.push(" AND category = ").push_bind(alike.category.as_str().to_owned());
        select.push(" AND area = ").push_bind(alike.area.as_str().to_owned());
        select.push(" AND accepted_at >= ").push_bind(ms(alike.since));
    }
}

fn of_unit(select: &mut QueryBuilder<Postgres>, j: &Jurisdiction, filter: &OrderFilter) {
    if let Some(unit) = &filter.unit {
        select
            .push(" AND no IN (SELECT no FROM order_unit WHERE jurisdiction = ")
            .push_bind(j.as_str().to_owned())
            .push(" AND unit = ")
            .push_bind(unit.as_str().to_owned())
            .push(")");
    }
}

fn order(row: &PgRow) -> Result<Order, StoreError> {
    Cells::named::<String>(row, "work_order", "no")?.document("document")
}
