//! How is an order written down?

use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::change::Changed;
use super::rows::{Cells, document, ms, ms_if_any, word};
use crate::order::{Event, Fact, Order, State};
use crate::{Jurisdiction, OrderChange, OrderNo, Sealer, StoreError, UnitCode};

/// The blind indexes under which the phones of a new order are found.
pub(super) fn phone_indexes(change: &OrderChange, sealer: &Sealer) -> Vec<String> {
    change.phones.iter().map(|phone| sealer.index("phone", phone)).collect()
}

/// Writes events and the order after them; `false`: its version is not the expected one, or its number is taken.
pub(super) async fn change(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    change: &OrderChange,
    phones: &[String],
    changed: &mut Changed,
) -> Result<bool, StoreError> {
    check(j, change)?;
    let units = units(&change.order);
    let before = match change.expected {
        None => {
            if !bear(db, &change.order, &units).await? {
                return Ok(false);
            }
            BTreeSet::new()
        }
        Some(expected) => match project(db, expected, &change.order, &units).await? {
            None => return Ok(false),
            Some(before) => before,
        },
    };
    if units != before {
        assign(db, j, &change.order.no, &before, &units).await?;
    }
    add_events(db, j, &change.order.no, &change.events).await?;
    add_phones(db, j, &change.order.no, phones).await?;
    add_listeners(db, j, change).await?;
    changed.any = true;
    changed.units.extend(before);
    changed.units.extend(units);
    Ok(true)
}

/// The events must lead from the expected version to the order's; a decision that does not is a mistake.
fn check(j: &Jurisdiction, change: &OrderChange) -> Result<(), StoreError> {
    let no = &change.order.no;
    if change.order.jurisdiction != *j {
        return Err(StoreError::Refused(format!("order {no} belongs to another jurisdiction")));
    }
    let mut last = change.expected.unwrap_or(0);
    for event in &change.events {
        last += 1;
        if event.seq != last {
            return Err(StoreError::Refused(format!("order {no}: event {} where {last} follows", event.seq)));
        }
    }
    if change.events.is_empty() || last != change.order.version {
        return Err(StoreError::Refused(format!(
            "order {no}: events up to {last} do not make version {}",
            change.order.version
        )));
    }
    Ok(())
}

async fn bear(
    db: &mut SqliteConnection,
    order: &Order,
    units: &BTreeSet<String>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO work_order (version, state, kind, source, lead, units, conversation, accepted_at, done_at, \
         ended_at, runs_out, place, document, category, area, jurisdiction, no) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    let done = flat(done, order, units).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Compares and sets the version; gives the units that had the order before.
async fn project(
    db: &mut SqliteConnection,
    expected: u32,
    order: &Order,
    units: &BTreeSet<String>,
) -> Result<Option<BTreeSet<String>>, StoreError> {
    let row = sqlx::query("SELECT version, units FROM work_order WHERE jurisdiction = ? AND no = ?")
        .bind(order.jurisdiction.as_str())
        .bind(order.no.as_str())
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let cells = Cells::of(&row, "work_order", &order.no);
    if cells.count::<u32>("version")? != expected {
        return Ok(None);
    }
    let update = sqlx::query(
        "UPDATE work_order SET version = ?, state = ?, kind = ?, source = ?, lead = ?, units = ?, conversation = ?, \
         accepted_at = ?, done_at = ?, ended_at = ?, runs_out = ?, place = ?, document = ?, category = ?, area = ? \
         WHERE jurisdiction = ? AND no = ?",
    );
    flat(update, order, units).execute(db).await?;
    cells.document("units").map(Some)
}

/// The conversations that joined with these events.
async fn add_listeners(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    change: &OrderChange,
) -> Result<(), StoreError> {
    for event in &change.events {
        let Fact::Joined { conversation, part } = &event.fact else { continue };
        sqlx::query(
            "INSERT OR REPLACE INTO order_listener (jurisdiction, conversation, no, part) VALUES (?, ?, ?, ?)",
        )
        .bind(j.as_str())
        .bind(conversation.0)
        .bind(change.order.no.as_str())
        .bind(word(part))
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

type Query<'q> = sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>;

/// Binds the flat columns, then the document, then the key.
fn flat<'q>(query: Query<'q>, order: &'q Order, units: &BTreeSet<String>) -> Query<'q> {
    query
        .bind(order.version)
        .bind(word(&order.state))
        .bind(word(&order.form.kind))
        .bind(word(&order.source))
        .bind(order.lead.as_ref().map(UnitCode::as_str))
        .bind(document(units))
        .bind(order.conversation.map(|id| id.0))
        .bind(ms(order.accepted_at))
        .bind(ms_if_any(order.done_at))
        .bind(ms_if_any(ended(order)))
        .bind(ms_if_any(runs_out(order)))
        .bind(place(order))
        .bind(document(order))
        .bind(order.form.category.as_ref().map(|category| category.as_str()))
        .bind(order.form.place.grid.as_ref().or(order.form.place.area.as_ref()).map(|area| area.as_str()))
        .bind(order.jurisdiction.as_str())
        .bind(order.no.as_str())
}

fn units(order: &Order) -> BTreeSet<String> {
    order.lead.iter().chain(&order.helpers).map(|unit| unit.as_str().to_owned()).collect()
}

fn ended(order: &Order) -> Option<Timestamp> {
    order.state.is_end().then(|| order.ended_at.unwrap_or(order.updated_at))
}

/// The finishing date, while it binds: not while the citizen is waited for, nor once the unit has finished.
fn runs_out(order: &Order) -> Option<Timestamp> {
    match order.state {
        State::Accepted
        | State::Triage
        | State::Dispatched
        | State::Signed
        | State::Handling
        | State::ReturnRequested
        | State::Replied => Some(order.dues.finish),
        State::Suspended
        | State::Done
        | State::CalledBack
        | State::Rated
        | State::Closed
        | State::AnsweredDirect
        | State::Rejected
        | State::Withdrawn => None,
    }
}

/// One number to sort by: open orders by finishing date, behind them the ended ones, latest first.
fn place(order: &Order) -> i64 {
    let latest = Timestamp::MAX.as_millisecond();
    match ended(order) {
        None => ms(order.dues.finish),
        Some(ended) => latest + (latest - ms(ended)),
    }
}

async fn assign(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    no: &OrderNo,
    before: &BTreeSet<String>,
    units: &BTreeSet<String>,
) -> Result<(), StoreError> {
    if !before.is_empty() {
        sqlx::query(
            "DELETE FROM order_unit WHERE jurisdiction = ? AND unit IN (SELECT value FROM json_each(?)) AND no = ?",
        )
        .bind(j.as_str())
        .bind(document(before))
        .bind(no.as_str())
        .execute(&mut *db)
        .await?;
    }
    sqlx::query("INSERT INTO order_unit (jurisdiction, unit, no) SELECT ?, value, ? FROM json_each(?)")
        .bind(j.as_str())
        .bind(no.as_str())
        .bind(document(units))
        .execute(db)
        .await?;
    Ok(())
}

async fn add_events(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    no: &OrderNo,
    events: &[Event],
) -> Result<(), StoreError> {
    let mut insert =
        QueryBuilder::<Sqlite>::new("INSERT INTO event (jurisdiction, stream, seq, at, kind, document) ");
    insert.push_values(events, |mut row, event| {
        row.push_bind(j.as_str())
            .push_bind(stream(no))
            .push_bind(event.seq)
            .push_bind(ms(event.at))
            .push_bind(kind(event))
            .push_bind(document(event));
    });
    insert.build().execute(db).await?;
    Ok(())
}

async fn add_phones(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    no: &OrderNo,
    phones: &[String],
) -> Result<(), StoreError> {
    if phones.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO phone_index (jurisdiction, phone, no) SELECT ?, value, ? FROM json_each(?) WHERE true \
         ON CONFLICT DO NOTHING",
    )
    .bind(j.as_str())
    .bind(no.as_str())
    .bind(document(&phones))
    .execute(db)
    .await?;
    Ok(())
}

/// The stream of an order.
pub(super) fn stream(no: &OrderNo) -> String {
    format!("order:{no}")
}

/// The tag of what happened, as the document has it.
fn kind(event: &Event) -> String {
    let fact = serde_json::to_value(&event.fact).expect("a fact has text keys only");
    fact["what"].as_str().expect("a fact is tagged with what happened").to_owned()
}
