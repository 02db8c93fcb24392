//! How is an order written down?

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::Deserialize;

use super::change::Changed;
use super::rows::{Cells, document, ms, ms_if_any, one, run, word};
use crate::look::first_ended;
use crate::order::{Event, Fact, Order, State};
use crate::{Jurisdiction, OrderChange, OrderNo, Sealer, StoreError, UnitCode};

/// The parts of an order's change that are written out before it waits for the writer.
pub(super) struct WrittenOrder {
    /// The blind indexes under which the phones of a new order are found.
    phones: Vec<String>,
    units: BTreeSet<String>,
    order: String,
    /// Of each event, what happened and its document.
    events: Vec<(String, String)>,
}

impl WrittenOrder {
    pub(super) fn of(change: &OrderChange, sealer: &Sealer) -> Self {
        let written = |event: &Event| {
            let document = document(event);
            (kind(&document), document)
        };
        Self {
            phones: change.phones.iter().map(|phone| sealer.index("phone", phone)).collect(),
            units: units(&change.order),
            order: document(&change.order),
            events: change.events.iter().map(written).collect(),
        }
    }
}

/// The units that had an order before it is changed; none of a new one.
pub(super) type Before = BTreeSet<String>;

/// Looks whether an order stands at the expected version, or its number is free; `None`: it does not, or is not.
/// `earlier` are the changes that the same decision makes before this one.
pub(super) fn as_it_was(
    db: &Connection,
    j: &Jurisdiction,
    change: &OrderChange,
    earlier: &[OrderChange],
) -> Result<Option<Before>, StoreError> {
    check(j, change)?;
    let no = &change.order.no;
    let found = match earlier.iter().rev().find(|earlier| earlier.order.no == *no) {
        Some(earlier) => Some((earlier.order.version, units(&earlier.order))),
        None => one(
            db,
            "SELECT version, units FROM work_order WHERE jurisdiction = ? AND no = ?",
            (j.as_str(), no.as_str()),
            |row| {
                let cells = Cells::of(row, "work_order", no);
                Ok((cells.count::<u32>("version")?, cells.document("units")?))
            },
        )?,
    };
    Ok(match (change.expected, found) {
        (None, None) => Some(BTreeSet::new()),
        (Some(expected), Some((version, before))) if version == expected => Some(before),
        (None, Some(_)) | (Some(_), _) => None,
    })
}

/// Writes the events of an order that is as it was, and the order after them.
pub(super) fn change(
    db: &Connection,
    j: &Jurisdiction,
    change: &OrderChange,
    written: &WrittenOrder,
    before: &Before,
    changed: &mut Changed,
) -> Result<(), StoreError> {
    let no = &change.order.no;
    put(db, change.expected.is_none(), &change.order, written)?;
    if written.units != *before {
        assign(db, j, no, before, &written.units)?;
    }
    add_events(db, j, change, written)?;
    for phone in &written.phones {
        let sql = "INSERT INTO phone_index (jurisdiction, phone, no) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        run(db, sql, (j.as_str(), phone, no.as_str()))?;
    }
    add_listeners(db, j, change)?;
    changed.any(j);
    for unit in before.iter().chain(&written.units) {
        changed.unit(j, unit);
    }
    Ok(())
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

/// Writes the flat columns, the document and the key.
fn put(db: &Connection, is_new: bool, order: &Order, written: &WrittenOrder) -> Result<(), StoreError> {
    let sql = if is_new {
        "INSERT INTO work_order (version, state, kind, source, lead, units, conversation, accepted_at, done_at, \
         ended_at, runs_out, place, document, category, area, jurisdiction, no) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    } else {
        "UPDATE work_order SET version = ?, state = ?, kind = ?, source = ?, lead = ?, units = ?, \
         conversation = ?, accepted_at = ?, done_at = ?, ended_at = ?, runs_out = ?, place = ?, document = ?, \
         category = ?, area = ? WHERE jurisdiction = ? AND no = ?"
    };
    let place_of = &order.form.place;
    run(
        db,
        sql,
        params![
            order.version,
            word(&order.state),
            word(&order.form.kind),
            word(&order.source),
            order.lead.as_ref().map(UnitCode::as_str),
            document(&written.units),
            order.conversation.map(|id| id.0),
            ms(order.accepted_at),
            ms_if_any(order.done_at),
            ms_if_any(ended(order)),
            ms_if_any(runs_out(order)),
            place(order),
            written.order,
            order.form.category.as_ref().map(|category| category.as_str()),
            place_of.grid.as_ref().or(place_of.area.as_ref()).map(|area| area.as_str()),
            order.jurisdiction.as_str(),
            order.no.as_str(),
        ],
    )?;
    Ok(())
}

/// The conversations that joined with these events.
fn add_listeners(db: &Connection, j: &Jurisdiction, change: &OrderChange) -> Result<(), StoreError> {
    for event in &change.events {
        let Fact::Joined { conversation, part } = &event.fact else { continue };
        run(
            db,
            "INSERT OR REPLACE INTO order_listener (jurisdiction, conversation, no, part) VALUES (?, ?, ?, ?)",
            (j.as_str(), conversation.0, change.order.no.as_str(), word(part)),
        )?;
    }
    Ok(())
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
    let first = first_ended();
    match ended(order) {
        None => ms(order.dues.finish),
        Some(ended) => first + (first - ms(ended)),
    }
}

fn assign(
    db: &Connection,
    j: &Jurisdiction,
    no: &OrderNo,
    before: &BTreeSet<String>,
    units: &BTreeSet<String>,
) -> Result<(), StoreError> {
    for unit in before.difference(units) {
        let sql = "DELETE FROM order_unit WHERE jurisdiction = ? AND unit = ? AND no = ?";
        run(db, sql, (j.as_str(), unit, no.as_str()))?;
    }
    for unit in units.difference(before) {
        let sql = "INSERT INTO order_unit (jurisdiction, unit, no) VALUES (?, ?, ?)";
        run(db, sql, (j.as_str(), unit, no.as_str()))?;
    }
    Ok(())
}

fn add_events(
    db: &Connection,
    j: &Jurisdiction,
    change: &OrderChange,
    written: &WrittenOrder,
) -> Result<(), StoreError> {
    let stream = stream(&change.order.no);
    let mut insert = db.prepare_cached(
        "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    for (event, (kind, document)) in change.events.iter().zip(&written.events) {
        insert.execute((j.as_str(), &stream, event.seq, ms(event.at), kind, document))?;
    }
    Ok(())
}

/// The stream of an order.
pub(super) fn stream(no: &OrderNo) -> String {
    format!("order:{no}")
}

/// The tag of what happened, as the document of an event has it.
fn kind(document: &str) -> String {
    #[derive(Deserialize)]
    struct Tagged {
        fact: What,
    }
    #[derive(Deserialize)]
    struct What {
        what: String,
    }
    let tagged: Tagged = serde_json::from_str(document).expect("a fact is tagged with what happened");
    tagged.fact.what
}
