//! What does the bot make of words and photos?

use prompts::{Errand, Notice, Slot};
use storage::OrderNo;

use super::reaching::is_meant_as_number;
use super::{Draft, Focus, KeyCheck, Move, Talk};

impl Talk<'_> {
    /// Words that are neither a button nor a request.
    pub(super) fn hear(&mut self, text: &str) {
        match self.memory.focus.clone() {
            Focus::Supplement { no } => self.add_to_order(no, Some(text.to_owned())),
            Focus::Code { no, errand, .. } => self.hear_code(&no, errand, text),
            Focus::Order { errand, .. } => self.hear_number(errand, text),
            Focus::Withdraw { no } if self.case.asked_by.is_none() => {
                self.say(Notice::AskWithdraw { no: no.to_string() });
            }
            Focus::FilesFor { .. } if self.case.asked_by.is_some() => self.answer_unit(Some(text.to_owned())),
            Focus::FilesFor { .. } if !text.chars().any(char::is_alphanumeric) => self.ask_again(),
            Focus::FilesFor { .. } => {
                self.take_waiting_photos();
                self.hear_something_new(text);
            }
            Focus::Person => {}
            Focus::Same { .. } => {
                self.memory.focus = Focus::Confirm;
                self.hear(text);
            }
            Focus::Pass
                if self.memory.draft.is_none() && self.case.asked_by.is_none() && !self.is_a_story(text) =>
            {
                self.say(Notice::NoSuchPass);
            }
            Focus::Consent { .. } => self.wait_for_consent(),
            Focus::Pass | Focus::Erase | Focus::Withdraw { .. } => {
                self.take_up_what_was_put_aside();
                self.hear(text);
            }
            // A unit's question stands last in the conversation: these words are its answer.
            Focus::Free
            | Focus::Confirm
            | Focus::Ask { .. }
            | Focus::Fix { .. }
            | Focus::WhichPlace { .. }
            | Focus::Apart
            | Focus::Answered
                if self.case.asked_by.is_some() =>
            {
                self.answer_unit(Some(text.to_owned()));
            }
            Focus::Apart | Focus::Ask { slot: Slot::Story } if self.is_only_the_contact(text) => {
                self.take_contact_and_ask_again(text);
            }
            Focus::Apart => self.add_to_one_matter(text),
            Focus::Answered => self.hear_after_answer(text),
            Focus::Free | Focus::Confirm | Focus::Ask { .. } | Focus::Fix { slot: Slot::Place }
                if self.corrected_place(text).is_some() =>
            {
                self.hear_corrected_place(text);
            }
            Focus::Free if self.memory.draft.is_none() => self.hear_something_new(text),
            Focus::Free | Focus::Confirm => self.add_to_story(text),
            Focus::Ask { slot } | Focus::Fix { slot } => self.fill(slot, text),
            Focus::WhichPlace { said, .. } => self.hear_which_place(&said, text),
        }
    }

    /// Photos, voice notes or a shared location without words.
    pub(super) fn take_files(&mut self) {
        if self.memory.aside.is_some() && matches!(self.memory.focus, Focus::Pass | Focus::Erase) {
            self.take_up_what_was_put_aside();
        }
        match self.memory.focus.clone() {
            Focus::Supplement { no } => return self.add_to_order(no, None),
            Focus::FilesFor { mut files } => {
                files.append(&mut self.files);
                self.memory.focus = Focus::FilesFor { files };
                return;
            }
            Focus::Consent { .. } => return self.wait_for_consent(),
            Focus::Order { errand: Errand::Supplement, .. } if self.case.asked_by.is_none() => {
                self.memory.put_aside(std::mem::take(&mut self.files));
                return self.ask_which_order_again(Errand::Supplement);
            }
            Focus::Free
            | Focus::Ask { .. }
            | Focus::WhichPlace { .. }
            | Focus::Apart
            | Focus::Answered
            | Focus::Confirm
            | Focus::Fix { .. }
            | Focus::Order { .. }
            | Focus::Code { .. }
            | Focus::Withdraw { .. }
            | Focus::Same { .. }
            | Focus::Pass
            | Focus::Erase
            | Focus::Person => {}
        }
        if self.case.asked_by.is_some() {
            return self.answer_unit(None);
        }
        if self.memory.draft.is_some() {
            self.leave_answer();
            return self.take_files_for_draft();
        }
        self.ask_what_files_are_for();
    }

    /// The question that was put aside stands again, else that of the draft; nothing is said.
    pub(super) fn take_up_what_was_put_aside(&mut self) {
        self.memory.focus = self.memory.aside.take().unwrap_or_else(|| self.draft_focus());
    }

    /// The question that was put aside is asked again.
    pub(super) fn ask_what_was_put_aside(&mut self) {
        match self.memory.aside.take() {
            Some(Focus::FilesFor { files }) => {
                self.files = files;
                self.ask_what_files_are_for();
            }
            Some(consent @ Focus::Consent { .. }) => {
                self.memory.focus = consent;
                self.say(Notice::AskConsent);
            }
            Some(_) | None => {}
        }
    }

    /// The photos that waited come first among those of this message.
    pub(super) fn take_waiting_photos(&mut self) {
        let photos = self.memory.waiting_photos();
        self.files.splice(0..0, photos);
    }

    pub(super) fn ask_what_files_are_for(&mut self) {
        self.take_waiting_photos();
        let open: Vec<String> = self.case.open().map(|order| order.no.to_string()).collect();
        if open.is_empty() {
            return self.begin_draft("");
        }
        let count = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.memory.focus = Focus::FilesFor { files: std::mem::take(&mut self.files) };
        self.say(Notice::AskFilesFor { orders: open, count });
    }

    /// What came with words belongs to the matter being told, unless the words are for an order.
    pub(super) fn keep_files_with_draft(&mut self) {
        // Behind an answer it is not known yet whether the words are of the same matter.
        let waits = matches!(self.memory.focus, Focus::Supplement { .. } | Focus::Answered);
        if waits || self.case.asked_by.is_some() {
            return;
        }
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        draft.keep(self.files.drain(..));
        if self.message.location {
            draft.settle(Slot::Place);
        }
    }

    /// Adds words and the message's files to an order.
    pub(super) fn add_to_order(&mut self, no: OrderNo, words: Option<String>) {
        self.take_waiting_photos();
        let files = std::mem::take(&mut self.files);
        self.moves.push(Move::Supplement { no, words, files });
        self.finish_errand();
    }

    /// The answer to a unit's question; the draft's own question is asked again after it.
    fn answer_unit(&mut self, words: Option<String>) {
        if let Some(no) = self.case.asked_by.clone() {
            self.add_to_order(no, words);
        }
    }

    fn hear_code(&mut self, no: &OrderNo, errand: Errand, text: &str) {
        match &self.case.key {
            Some(KeyCheck::Fits(order)) => self.run_with_key(errand, &order.no),
            Some(KeyCheck::Wait(until)) => {
                self.say(Notice::TriedTooOften { until: *until });
                self.finish_errand();
            }
            Some(KeyCheck::Wrong) => {
                self.say(Notice::NoSuchOrder);
                self.say(Notice::AskCode { no: no.to_string(), errand });
            }
            None => {
                self.take_up_what_was_put_aside();
                self.hear(text);
            }
        }
    }

    /// Nothing was said in words, and there are photos or voice notes that may say it.
    pub(super) fn is_told_by_files(&self) -> bool {
        self.memory.draft.as_ref().is_some_and(|draft| draft.story.is_empty() && !draft.files.is_empty())
    }

    /// What was asked for is said by voice, or seen on photos: it is not asked for again, a person looks.
    pub(super) fn settle_by_files(&mut self, slot: Slot) {
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        draft.settle(slot);
        let count = u32::try_from(draft.files.len()).unwrap_or(u32::MAX);
        self.say(Notice::FilesKept { count });
        self.advance();
    }

    fn take_files_for_draft(&mut self) {
        let is_told_by_files = self.is_told_by_files();
        self.keep_files_with_draft();
        if self.message.location {
            return self.advance();
        }
        if self.case.more_files {
            return;
        }
        // Files came before, and it was asked what they mean: these are the answer.
        if let Focus::Ask { slot } = self.memory.focus
            && is_told_by_files
        {
            return self.settle_by_files(slot);
        }
        let count = self.memory.draft.as_ref().map_or(0, |draft| draft.files.len());
        self.say(Notice::FilesKept { count: u32::try_from(count).unwrap_or(u32::MAX) });
        self.ask_again();
    }

    /// The beginning of a new matter.
    pub(super) fn hear_something_new(&mut self, text: &str) {
        if text.chars().any(char::is_alphanumeric) {
            return self.begin_draft(text);
        }
        if self.files.is_empty() { self.say(Notice::NotUnderstood) } else { self.ask_what_files_are_for() }
    }

    pub(super) fn begin_draft(&mut self, text: &str) {
        let mut draft = Draft::begin(text, std::mem::take(&mut self.files));
        draft.behalf = std::mem::take(&mut self.memory.behalf);
        draft.matters = self.matters_of(text);
        self.memory.draft = Some(draft);
        self.keep_files_with_draft();
        if self.is_only_the_contact(text) {
            return self.begin_with_contact(text);
        }
        if self.answer_from_shelf(text) {
            return;
        }
        self.take_contact_from_story(text);
        if !self.cries_for_help(text) {
            self.advance();
        }
    }

    /// Somebody tells how to be reached before anything else.
    fn begin_with_contact(&mut self, text: &str) {
        if let Some(draft) = &mut self.memory.draft {
            draft.story.clear();
        }
        self.take_contact_and_ask_again(text);
    }

    /// Only an emergency, and nothing that understanding could make an order of: whoever is in need is asked nothing.
    fn cries_for_help(&self, text: &str) -> bool {
        let book = &self.banner.book;
        book.danger(text).is_some() && {
            let understood = self.make_out(text);
            understood.category.is_none() && understood.place.is_none()
        }
    }

    pub(super) fn add_to_story(&mut self, text: &str) {
        if self.is_the_place(text) {
            return self.hear_place(text, true);
        }
        if self.is_the_contact(text) {
            self.show_privacy();
            return self.hear_contact(text);
        }
        if is_meant_as_number(text) && self.banner.book.contact(text).phones.is_empty() {
            return self.hear_mistyped_phone();
        }
        if let Some(draft) = &mut self.memory.draft {
            draft.tell(text);
        }
        self.take_contact_from_story(text);
        if !self.cries_for_help(text) {
            self.advance();
        }
    }

    /// The answer to a question about one part of the draft.
    pub(super) fn fill(&mut self, slot: Slot, text: &str) {
        let fixing = matches!(self.memory.focus, Focus::Fix { .. });
        match slot {
            Slot::Story => {
                if let Some(draft) = &mut self.memory.draft {
                    if fixing {
                        draft.story.clear();
                    }
                    draft.tell(text);
                    draft.settle(Slot::Story);
                }
                self.take_contact_from_story(text);
                self.advance();
            }
            Slot::Place => self.hear_place(text, fixing),
            Slot::Contact => self.hear_contact(text),
        }
    }
}
