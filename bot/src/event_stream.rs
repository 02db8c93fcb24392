//! Which events may everybody hear of, and where in the event stream does each thing stand?

use serde::{Deserialize, Serialize};
use storage::order::{Event, Fact, State};
use storage::{Jurisdiction, OrderNo, UnitCode};

/// What whoever reads the stream is told of: one event of an order, by the number of the notice. What is said of it is
/// read from the ledger when it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicNews {
    /// The order.
    pub no: OrderNo,
}

/// May everybody hear of an event? What its citizen may see, and whatever changes where the order stands or what the
/// stream says of it. Who looked at what, who listens, and what is passed on inside stays inside.
pub fn is_public(event: &Event, before: Option<State>, after: State) -> bool {
    match &event.fact {
        Fact::Accepted { .. }
        | Fact::Triaged
        | Fact::Corrected { .. }
        | Fact::Dispatched { .. }
        | Fact::AnsweredDirect { .. }
        | Fact::Rejected { .. }
        | Fact::Signed
        | Fact::ReturnRequested { .. }
        | Fact::ReturnGranted
        | Fact::ReturnRefused { .. }
        | Fact::Asked { .. }
        | Fact::Supplemented { .. }
        | Fact::Urged
        | Fact::Replied { .. }
        | Fact::Finished
        | Fact::CalledBack
        | Fact::Rated { .. }
        | Fact::Redone { .. }
        | Fact::Withdrawn
        | Fact::Closed { .. } => true,
        // A note of inside work says nothing, unless with it the handling begins.
        Fact::Progressed { .. } => event.visible || before != Some(after),
        Fact::Reminded | Fact::Joined { .. } | Fact::Revealed { .. } => false,
    }
}

/// The subjects of one banner: `<prefix>.<jurisdiction>.order.<event>` and `<prefix>.<jurisdiction>.unit.<code>`. The
/// codes of a banner are letters, digits and hyphens, which are plain parts of a subject.
#[derive(Clone, Debug)]
pub struct Subjects {
    root: String,
}

impl Subjects {
    /// Under a prefix.
    pub fn new(prefix: &str, jurisdiction: &Jurisdiction) -> Self {
        Self { root: format!("{prefix}.{jurisdiction}") }
    }

    /// Where events of this name stand.
    pub fn of_event(&self, name: &str) -> String {
        format!("{}.order.{name}", self.root)
    }

    /// Where a unit's letters stand.
    pub fn of_unit(&self, unit: &UnitCode) -> String {
        format!("{}.unit.{unit}", self.root)
    }

    /// All that stand in a stream of this prefix, of whatever banner.
    pub fn all(prefix: &str) -> Vec<String> {
        vec![format!("{prefix}.*.order.*"), format!("{prefix}.*.unit.*")]
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use storage::PaperId;
    use storage::order::{Actor, Role};
    use uuid::Uuid;

    use super::*;

    fn happens(visible: bool, fact: Fact) -> Event {
        let actor = Actor { role: Role::Unit, id: String::new(), unit: None };
        Event { seq: 3, at: Timestamp::UNIX_EPOCH, actor, reason: None, visible, fact }
    }

    #[test]
    fn a_note_is_told_if_the_citizen_may_read_it_or_the_handling_begins_with_it() {
        let note = || Fact::Progressed { note: PaperId(Uuid::nil()), files: Vec::new() };
        let told = |visible, before, after| is_public(&happens(visible, note()), Some(before), after);
        assert!(told(true, State::Handling, State::Handling));
        assert!(told(false, State::Signed, State::Handling));
        assert!(!told(false, State::Handling, State::Handling));
    }

    #[test]
    fn nobody_hears_who_looked_who_listens_or_who_was_reminded() {
        let purpose = PaperId(Uuid::nil());
        for fact in [Fact::Revealed { papers: Vec::new(), purpose }, Fact::Reminded] {
            assert!(!is_public(&happens(false, fact), Some(State::Done), State::Done));
        }
    }

    #[test]
    fn a_subject_names_banner_and_event_or_unit() {
        let subjects = Subjects::new("jiesu", &Jurisdiction::new("shili"));
        assert_eq!(subjects.of_event("signed"), "jiesu.shili.order.signed");
        assert_eq!(subjects.of_unit(&UnitCode::new("C0101")), "jiesu.shili.unit.C0101");
    }
}
