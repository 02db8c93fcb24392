//! What is made of an order's change before it is written?

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::order::{Event, Fact};
use crate::written::{Flat, document, event_kind, ms, order_stream, units, word};
use crate::{Decision, Jurisdiction, OrderChange, PaperId, Sealer, StoreError};

/// What is written of an order's change.
pub(in crate::postgres) struct ReadyOrder {
    pub(in crate::postgres) no: String,
    pub(in crate::postgres) stream: String,
    pub(in crate::postgres) expected: Option<i64>,
    pub(in crate::postgres) flat: Flat,
    pub(in crate::postgres) units: BTreeSet<String>,
    pub(in crate::postgres) events: Vec<ReadyEvent>,
    /// The blind indexes of its contact's phones.
    pub(in crate::postgres) phones: Vec<String>,
    /// Conversations that joined, and as what.
    pub(in crate::postgres) joined: Vec<(Uuid, String)>,
    /// The papers its events name.
    pub(in crate::postgres) names: Vec<PaperId>,
}

pub(in crate::postgres) struct ReadyEvent {
    pub(in crate::postgres) seq: i64,
    pub(in crate::postgres) at: i64,
    pub(in crate::postgres) kind: String,
    pub(in crate::postgres) document: String,
}

impl ReadyOrder {
    fn of(change: &OrderChange, sealer: &Sealer) -> Self {
        let event = |event: &Event| ReadyEvent {
            seq: i64::from(event.seq),
            at: ms(event.at),
            kind: event_kind(event),
            document: document(event),
        };
        let joined = |event: &Event| match &event.fact {
            Fact::Joined { conversation, part } => Some((conversation.0, word(part))),
            _ => None,
        };
        Self {
            no: change.order.no.as_str().to_owned(),
            stream: order_stream(&change.order.no),
            expected: change.expected.map(i64::from),
            flat: Flat::of(&change.order),
            units: units(&change.order),
            events: change.events.iter().map(event).collect(),
            phones: change.phones.iter().map(|phone| sealer.index("phone", phone)).collect(),
            joined: change.events.iter().filter_map(joined).collect(),
            names: change.events.iter().flat_map(|event| event.fact.papers()).collect(),
        }
    }

    /// What happened to it next, in the same decision.
    fn goes_on(&mut self, next: Self) {
        self.flat = next.flat;
        self.units = next.units;
        self.events.extend(next.events);
        self.phones.extend(next.phones);
        self.joined.extend(next.joined);
        self.names.extend(next.names);
    }
}

/// The orders of a decision, each once; and whether what happened to one twice follows from each other.
pub(super) fn ready(decision: &Decision, sealer: &Sealer) -> Result<(Vec<ReadyOrder>, bool), StoreError> {
    let mut orders: Vec<ReadyOrder> = Vec::new();
    let mut consistent = true;
    for change in &decision.orders {
        check(&decision.jurisdiction, change)?;
        let next = ReadyOrder::of(change, sealer);
        match orders.iter_mut().find(|order| order.no == next.no) {
            Some(order) => {
                consistent &= next.expected == Some(order.flat.version);
                order.goes_on(next);
            }
            None => orders.push(next),
        }
    }
    Ok((orders, consistent))
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
