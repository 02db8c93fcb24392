//! What did people make of an order, and was it what the program had made of it?

use storage::order::{Event, Fact, Kind, Order, Role, State};
use storage::{CategoryCode, CitizenId, OrderNo, PaperId, UnitCode};

use super::Row;

/// How people made an order otherwise than the program did. Where they did so in several ways, the one they took most
/// pains with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// An operator gave it another leaf (更正).
    Corrected,
    /// It was given to another unit (改派).
    Moved,
    /// A unit returned it, which was granted (准退), and another has it.
    Returned,
}

impl How {
    /// The name by which it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Moved => "moved",
            Self::Returned => "returned",
        }
    }
}

/// An order as the program understood it, and as people left it.
#[derive(Clone, Debug)]
pub(super) struct Sorted {
    pub(super) no: OrderNo,
    pub(super) person: CitizenId,
    pub(super) story: PaperId,
    first: Option<CategoryCode>,
    leaf: Option<CategoryCode>,
    /// The first unit and the present one, where they differ.
    units: Option<(UnitCode, UnitCode)>,
    returned: bool,
    /// An operator has looked at the form.
    looked_at: bool,
    /// Somebody has it, or had it to the end: nobody is still to say whether it was sorted well.
    settled: bool,
}

impl Sorted {
    /// Of an order and what made it what it is; none for a stream that does not begin. Of what is sealed (举报) nothing
    /// is learned: its words may tell who said them.
    pub(super) fn of(order: &Order, events: &[Event]) -> Option<Self> {
        if order.form.kind == Kind::Report {
            return None;
        }
        let first = events.iter().find_map(|event| {
            if let Fact::Accepted { form, .. } = &event.fact { Some(form.category.clone()) } else { None }
        })?;
        let looked_at = |event: &Event| {
            matches!(event.fact, Fact::Corrected { .. }) && event.actor.role == Role::Operator
        };
        let mut leads = events.iter().filter_map(|event| {
            if let Fact::Dispatched { dispatch, .. } = &event.fact { Some(&dispatch.lead) } else { None }
        });
        let first_lead = leads.next();
        let units = first_lead.zip(leads.next_back());
        Some(Self {
            no: order.no.clone(),
            person: order.citizen,
            story: order.papers.story,
            first,
            leaf: order.form.category.clone(),
            units: units
                .filter(|(first, last)| first != last)
                .map(|(first, last)| (first.clone(), last.clone())),
            returned: events.iter().any(|event| matches!(event.fact, Fact::ReturnGranted)),
            looked_at: events.iter().any(looked_at),
            settled: is_settled(order.state),
        })
    }

    /// Whether a person gave it another leaf.
    pub(super) fn is_corrected(&self) -> bool {
        self.looked_at && self.leaf.is_some() && self.leaf != self.first
    }

    /// The leaf, where it may be believed: an operator gave it, or a unit took the order without another having had to
    /// give it up. One that went to another unit under the same leaf proves nothing: leaf or 派单目录, one was wrong.
    pub(super) fn proven(&self) -> Option<&CategoryCode> {
        let believed = self.is_corrected() || (self.settled && self.units.is_none() && !self.returned);
        self.leaf.as_ref().filter(|_| believed)
    }

    /// The row, if people made it otherwise.
    pub(super) fn into_row(self, text: String) -> Option<Row> {
        let how = match (&self.units, self.is_corrected()) {
            (Some(_), _) if self.returned => How::Returned,
            (Some(_), _) => How::Moved,
            (None, true) => How::Corrected,
            (None, false) => return None,
        };
        let Self { no, first, leaf, units, .. } = self;
        Some(Row { no, how, text, first, leaf, units })
    }
}

fn is_settled(state: State) -> bool {
    match state {
        State::Signed
        | State::Handling
        | State::Suspended
        | State::Replied
        | State::Done
        | State::CalledBack
        | State::Rated
        | State::Closed
        | State::AnsweredDirect => true,
        // Nobody has taken it yet, or nobody ever will.
        State::Accepted
        | State::Triage
        | State::Dispatched
        | State::ReturnRequested
        | State::Rejected
        | State::Withdrawn => false,
    }
}
