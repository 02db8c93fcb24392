//! What are the terms of understanding called in the ledger?

use storage::order::{Kind, Urgency};

/// The ledger's kind for the kind that was understood.
pub(crate) fn kind_of(kind: intake::Kind) -> Kind {
    match kind {
        intake::Kind::Consultation => Kind::Consultation,
        intake::Kind::Help => Kind::Help,
        intake::Kind::Complaint => Kind::Complaint,
        intake::Kind::Report => Kind::Report,
        intake::Kind::Suggestion => Kind::Suggestion,
        intake::Kind::Praise => Kind::Praise,
    }
}

/// The ledger's urgency for the urgency that was understood.
pub(super) fn urgency_of(urgency: intake::Urgency) -> Urgency {
    match urgency {
        intake::Urgency::Normal => Urgency::Normal,
        intake::Urgency::Urgent => Urgency::Urgent,
        intake::Urgency::Critical => Urgency::Critical,
    }
}
