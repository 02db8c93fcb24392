//! Does one message tell of several matters, and which comes next?

use intake::{EmergencyCode, Proposal};
use prompts::{MatterLine, Notice, Slot};

use super::{Draft, Focus, Talk};

impl Talk<'_> {
    /// The parts of a message that tells of several matters; empty when it tells of one, and where somebody is in
    /// danger: they are not asked to sort their words.
    pub(super) fn matters_of(&self, text: &str) -> Vec<String> {
        let Some(proposals) = self.banner.book.several(text) else {
            return Vec::new();
        };
        let sorted = proposals.iter().all(|proposal| proposal.understanding.category.is_some());
        if !sorted || self.danger_in(text).is_some() {
            return Vec::new();
        }
        proposals.iter().map(|proposal| words_of(text, proposal)).collect()
    }

    /// The danger that a message tells of; told beside a harmless matter, it counts by itself.
    pub(super) fn danger_in(&self, text: &str) -> Option<&EmergencyCode> {
        let book = &self.banner.book;
        let in_part = |proposal: &Proposal| book.danger(&words_of(text, proposal));
        book.danger(text).or_else(|| book.several(text)?.iter().find_map(in_part))
    }

    /// Asks whether the matters of the draft are told apart; `false`: there is nothing to ask.
    pub(super) fn ask_apart(&mut self) -> bool {
        let parts = self.memory.draft.iter().flat_map(|draft| &draft.matters);
        let matters: Vec<MatterLine> = parts.filter_map(|words| self.line_of(words)).collect();
        if matters.is_empty() {
            return false;
        }
        self.memory.focus = Focus::Apart;
        self.say(Notice::AskApart { matters });
        true
    }

    /// What a matter is about and where; nothing of what was said.
    fn line_of(&self, words: &str) -> Option<MatterLine> {
        let understood = self.banner.book.make_out(words);
        let area = understood.place.and_then(|place| place.area);
        Some(MatterLine {
            category: understood.category?.as_str().to_owned(),
            area: area.map(|area| area.as_str().to_owned()),
        })
    }

    /// 分开办: the first is the draft now, the others wait.
    pub(super) fn tell_apart(&mut self) {
        let Some(draft) = self.memory.draft.as_mut().filter(|draft| !draft.matters.is_empty()) else {
            return self.say(Notice::StaleChoice);
        };
        let mut matters = std::mem::take(&mut draft.matters);
        draft.story = matters.remove(0);
        self.memory.later = matters;
        self.advance();
    }

    /// 一起办: all that was said is one matter.
    pub(super) fn tell_together(&mut self) {
        let Some(draft) = self.memory.draft.as_mut().filter(|draft| !draft.matters.is_empty()) else {
            return self.say(Notice::StaleChoice);
        };
        draft.matters.clear();
        self.advance();
    }

    /// Other words than an answer: whoever goes on telling tells one matter.
    pub(super) fn add_to_one_matter(&mut self, text: &str) {
        if let Some(draft) = &mut self.memory.draft {
            draft.matters.clear();
        }
        self.memory.focus = Focus::Free;
        self.add_to_story(text);
    }

    /// The next of the matters that were told at once: by whom and, where it names no place, at which, was told with
    /// the one before it.
    pub(super) fn begin_next(&mut self, before: &Draft) {
        if self.memory.later.is_empty() {
            return;
        }
        let words = self.memory.later.remove(0);
        let understood = self.banner.book.make_out(&words);
        let mut draft = Draft::begin(&words, Vec::new());
        draft.behalf = before.behalf;
        (draft.name, draft.phone) = (before.name.clone(), before.phone.clone());
        if before.is_settled(Slot::Contact) {
            draft.settle(Slot::Contact);
        }
        if understood.place.is_none() && before.place.is_some() {
            draft.place.clone_from(&before.place);
            (draft.area, draft.grid) = (before.area.clone(), before.grid.clone());
            draft.settle(Slot::Place);
        }
        self.memory.draft = Some(draft);
        self.say(Notice::NextMatter { category: understood.category.map(|code| code.as_str().to_owned()) });
        self.advance();
    }
}

/// The words of a part, without the mark that leads to the next.
fn words_of(text: &str, proposal: &Proposal) -> String {
    let part: String = text.chars().skip(proposal.start).take(proposal.end - proposal.start).collect();
    part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '，' | ',' | '；' | ';' | '、')).to_owned()
}
