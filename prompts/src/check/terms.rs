//! Which words of the field must have a name in every language?

const STATES: [&str; 15] = [
    "accepted",
    "triage",
    "dispatched",
    "signed",
    "handling",
    "suspended",
    "return_requested",
    "replied",
    "done",
    "called_back",
    "rated",
    "closed",
    "answered_direct",
    "rejected",
    "withdrawn",
];

const FACTS: [&str; 24] = [
    "accepted",
    "triaged",
    "corrected",
    "dispatched",
    "answered_direct",
    "rejected",
    "signed",
    "return_requested",
    "return_granted",
    "return_refused",
    "progressed",
    "asked",
    "supplemented",
    "urged",
    "replied",
    "finished",
    "reminded",
    "called_back",
    "rated",
    "redone",
    "withdrawn",
    "closed",
    "joined",
    "revealed",
];

/// Keys of terms that pages and reports ask for by a state's, a fact's or an answer's own name.
pub(super) fn all() -> Vec<String> {
    let groups: [(&str, &[&str]); 10] = [
        ("state", &STATES),
        ("stand", &STATES),
        ("fact", &FACTS),
        ("kind", &crate::say::KINDS),
        ("urgency", &crate::say::URGENCIES),
        ("source", &["web", "phone", "transcript", "mailbox", "telegram", "api"]),
        ("role", &["citizen", "bot", "operator", "unit", "supervisor", "clock"]),
        ("satisfaction", &["very_satisfied", "satisfied", "fair", "unsatisfied", "very_unsatisfied"]),
        ("solved", &["yes", "partly", "no"]),
        ("contacted", &["yes", "no"]),
    ];
    groups.iter().flat_map(|(group, names)| names.iter().map(move |name| format!("{group}-{name}"))).collect()
}
