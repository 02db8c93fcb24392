//! What does the bot make of words and photos?

use intake::{Audience, Located, Owner, Phone, Place, Private, is_name};
use prompts::{Errand, Notice, Slot};
use storage::OrderNo;

use super::asking::codes;
use super::{Draft, Focus, KeyCheck, Move, Talk};

/// Words longer than this are not only a place: they are kept with the story too.
const LONGEST_PLACE: usize = 25;
/// What stays of a message after its phone number is taken out, if it is short enough to be a name.
const LONGEST_NAME: usize = 10;

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
                if self.case.asked_by.is_some() =>
            {
                self.answer_unit(Some(text.to_owned()));
            }
            Focus::Apart => self.add_to_one_matter(text),
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
        let for_order = self.case.asked_by.is_some() || matches!(self.memory.focus, Focus::Supplement { .. });
        if for_order {
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
        self.take_contact_from_story(text);
        if !self.cries_for_help(text) {
            self.advance();
        }
    }

    /// Only an emergency, and nothing that understanding could make an order of: whoever is in need is asked nothing.
    fn cries_for_help(&self, text: &str) -> bool {
        let book = &self.banner.book;
        book.danger(text).is_some() && {
            let understood = book.make_out(text);
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
        if let Some(draft) = &mut self.memory.draft {
            draft.tell(text);
        }
        self.take_contact_from_story(text);
        if !self.cries_for_help(text) {
            self.advance();
        }
    }

    /// A few words that name a place the directory knows, while the draft has none it knows: they are the place.
    fn is_the_place(&self, text: &str) -> bool {
        let placeless = self
            .memory
            .draft
            .as_ref()
            .is_some_and(|draft| draft.area.is_none() && draft.is_settled(Slot::Place));
        placeless
            && text.chars().count() <= LONGEST_PLACE
            && matches!(self.banner.book.locate(text), Located::Found(place) if place.area.is_some())
    }

    /// Hardly more than the citizen's own phone number, where none is known yet: name and phone, not a part of the
    /// story.
    fn is_the_contact(&self, text: &str) -> bool {
        let known = self.memory.draft.as_ref().is_none_or(|draft| draft.phone.is_some());
        let contact = self.banner.book.contact(text);
        !known
            && contact.phones.first().is_some_and(|phone| {
                phone.owner != Owner::Other && without(text, phone).chars().count() <= LONGEST_NAME
            })
    }

    /// The citizen's own number told with the story is taken, and the citizen hears at once what becomes of it. A
    /// number that may be somebody else's stays a part of the story.
    pub(super) fn take_contact_from_story(&mut self, text: &str) {
        let phones = self.banner.book.contact(text).phones;
        let Some(own) = phones.into_iter().find(|phone| phone.owner == Owner::Citizen) else {
            return;
        };
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        if draft.phone.is_some() || draft.is_settled(Slot::Contact) {
            return;
        }
        draft.phone = Some(own.number);
        draft.settle(Slot::Contact);
        self.show_privacy();
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

    fn hear_place(&mut self, text: &str, fixing: bool) {
        match self.banner.book.locate(text) {
            Located::Found(place) => {
                let Some(draft) = &mut self.memory.draft else {
                    return;
                };
                (draft.area, draft.grid) = (place.area, place.grid);
            }
            Located::Ambiguous(places) => {
                return self.ask_which_place(codes(&places), text.to_owned());
            }
            Located::Unknown => {
                let Some(draft) = &mut self.memory.draft else {
                    return;
                };
                (draft.area, draft.grid) = (None, None);
            }
        }
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        if !fixing && text.chars().count() > LONGEST_PLACE {
            draft.tell(text);
        }
        draft.place = Some(text.trim().to_owned());
        draft.settle(Slot::Place);
        self.advance();
    }

    fn hear_which_place(&mut self, said: &str, text: &str) {
        let known = match self.banner.book.locate(text) {
            Located::Found(place) if place.area.is_some() => Some(place),
            Located::Found(_) | Located::Ambiguous(_) | Located::Unknown => {
                self.banner.book.make_out(said).place
            }
        };
        self.settle_place(format!("{text} {said}"), known);
    }

    /// Which of several places it is cannot be said: what they have in common is all there is.
    pub(super) fn leave_place_open(&mut self, said: String) {
        let common = self.banner.book.make_out(&said).place;
        self.settle_place(said, common);
    }

    fn settle_place(&mut self, words: String, known: Option<Place>) {
        if let Some(draft) = &mut self.memory.draft {
            (draft.area, draft.grid) = known.map_or((None, None), |place| (place.area, place.grid));
            draft.place = Some(words);
            draft.settle(Slot::Place);
        }
        self.advance();
    }

    fn hear_contact(&mut self, text: &str) {
        let contact = self.banner.book.contact(text);
        let Some(phone) = contact.phones.first() else {
            return self.hear_no_phone(text);
        };
        let name = self.name_beside(text, phone);
        if let Some(draft) = &mut self.memory.draft {
            draft.phone = Some(phone.number.clone());
            draft.name = name.or(draft.name.take());
            draft.settle(Slot::Contact);
        }
        self.advance();
    }

    /// No number was told: more of the story is kept, and the number asked for once more.
    fn hear_no_phone(&mut self, text: &str) {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let tells_more = letters > LONGEST_NAME || self.is_a_story(text);
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        if tells_more {
            draft.tell(text);
        }
        if draft.phone_unclear {
            draft.settle(Slot::Contact);
            return self.advance();
        }
        if tells_more && self.memory.focus == (Focus::Ask { slot: Slot::Contact }) {
            return self.advance();
        }
        draft.phone_unclear = true;
        self.say(Notice::PhoneUnclear);
    }

    /// The name told with a number: what is known for one, else the few letters beside it, if they answer "what is your
    /// name?" and ask for nothing (谢谢).
    fn name_beside(&self, text: &str, phone: &Phone) -> Option<String> {
        let book = &self.banner.book;
        let known = book.mask_for(text, Audience::Anyone).found;
        if let Some(name) = known.iter().find(|found| found.private == Private::Name) {
            return Some(text.chars().skip(name.start).take(name.end - name.start).collect());
        }
        let rest = without(text, phone);
        let is_short = rest.chars().count() <= LONGEST_NAME;
        (is_short && is_name(&rest) && book.request(&rest).is_none()).then_some(rest)
    }
}

/// The letters of a message without its phone number.
fn without(text: &str, phone: &Phone) -> String {
    let outside = |(at, c): &(usize, char)| !(phone.start..phone.end).contains(at) && c.is_alphabetic();
    text.chars().enumerate().filter(outside).map(|(_, c)| c).collect()
}
