//! How is the draft read back?

use uuid::Uuid;

use super::{Voice, in_a_line, lines, masked_phone};
use crate::SummaryPaper;

impl Voice<'_> {
    /// What was understood, line by line, to be confirmed or corrected.
    pub(super) fn summary(&self, paper: Uuid) -> String {
        let draft = self.names.paper(paper).and_then(|text| serde_json::from_str::<SummaryPaper>(&text).ok());
        let Some(draft) = draft else {
            return self.plain("notice-paper-gone");
        };
        let mut parts = vec![self.plain("notice-summary"), self.summary_kind(&draft)];
        parts.push(self.line("notice-summary-story", &[("story", in_a_line(&draft.story).into())]));
        if let Some(place) = self.place(draft.area.as_deref(), draft.place.as_deref()) {
            parts.push(self.line("notice-summary-place", &[("place", place.into())]));
        }
        parts.push(self.summary_contact(&draft));
        if draft.files > 0 {
            parts.push(self.line("notice-summary-files", &[("count", draft.files.into())]));
        }
        parts.push(self.plain("notice-summary-foot"));
        lines(parts)
    }

    fn summary_kind(&self, draft: &SummaryPaper) -> String {
        let kind = self.wording.kind(self.lang, &draft.kind);
        match &draft.category {
            Some(code) => {
                let category = self.names.category(code);
                self.line("notice-summary-category", &[("kind", kind.into()), ("category", category.into())])
            }
            None => self.line("notice-summary-kind", &[("kind", kind.into())]),
        }
    }

    fn summary_contact(&self, draft: &SummaryPaper) -> String {
        let parts = [draft.name.clone(), draft.phone.as_deref().map(masked_phone)];
        let contact = in_a_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
        if contact.is_empty() {
            return self.plain("notice-summary-anonymous");
        }
        self.line("notice-summary-contact", &[("contact", contact.into())])
    }

    /// The area as the directory names it and the citizen's own words, without saying the same thing twice.
    pub(super) fn place(&self, area: Option<&str>, words: Option<&str>) -> Option<String> {
        let area = area.map(|code| self.names.area(code)).filter(|area| !area.is_empty());
        let words = words.map(in_a_line).filter(|words| !words.is_empty());
        match (area, words) {
            (Some(area), Some(words)) if words.contains(&area) => Some(words),
            (Some(area), Some(words)) => Some(format!("{area} {words}")),
            (Some(only), None) | (None, Some(only)) => Some(only),
            (None, None) => None,
        }
    }
}
