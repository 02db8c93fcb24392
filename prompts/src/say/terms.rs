//! What are states, facts, kinds and degrees of urgency called?

use crate::{FALLBACK, Wording};

/// 诉求类型; each has a line `kind-…`.
pub(crate) const KINDS: [&str; 6] = ["consultation", "help", "complaint", "report", "suggestion", "praise"];

/// 紧急程度; each has a line `urgency-…`.
pub(crate) const URGENCIES: [&str; 3] = ["normal", "urgent", "critical"];

impl Wording {
    /// What staff call a state, by its name in `snake_case`: `triage` is 待预审.
    pub fn state(&self, lang: &str, state: &str) -> String {
        self.line(lang, &format!("state-{state}"), &[])
    }

    /// How a citizen is told where an order stands, by the state's name in `snake_case`.
    pub fn stand(&self, lang: &str, state: &str) -> String {
        self.line(lang, &format!("stand-{state}"), &[])
    }

    /// What an event is called, by its fact's name in `snake_case`: `dispatched` is 派单.
    pub fn fact(&self, lang: &str, fact: &str) -> String {
        self.line(lang, &format!("fact-{fact}"), &[])
    }

    /// What a kind is called in `lang`; `kind` is its name in the data, which is its name in the fallback language.
    /// A kind that is not known keeps its name.
    pub fn kind(&self, lang: &str, kind: &str) -> String {
        self.translated(lang, "kind", &KINDS, kind)
    }

    /// As [`Wording::kind`], for a degree of urgency (一般 …).
    pub fn urgency(&self, lang: &str, urgency: &str) -> String {
        self.translated(lang, "urgency", &URGENCIES, urgency)
    }

    fn translated(&self, lang: &str, group: &str, names: &[&str], said: &str) -> String {
        let mut keys = names.iter().map(|name| format!("{group}-{name}"));
        let known = keys.find(|key| self.line(FALLBACK, key, &[]) == said);
        known.map_or_else(|| said.to_owned(), |key| self.line(lang, &key, &[]))
    }
}
