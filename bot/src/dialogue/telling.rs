//! What does the bot make of words and photos?

use intake::{Located, Phone};
use prompts::{Notice, Slot};

use super::{Draft, Focus, KeyCheck, Move, Talk};

/// Words longer than this are not only a place: they are kept with the story too.
const LONGEST_PLACE: usize = 25;
/// What stays of a message after its phone number is taken out, if it is short enough to be a name.
const LONGEST_NAME: usize = 10;

impl Talk<'_> {
    /// Words that are neither a button nor a request.
    pub(super) fn hear(&mut self, text: &str) {
        match self.memory.focus.clone() {
            Focus::Free if self.memory.draft.is_some() => self.add_to_story(text),
            Focus::Free => self.hear_something_new(text),
            Focus::Ask { slot } | Focus::Fix { slot } => self.fill(slot, text),
            Focus::WhichPlace { said, .. } => self.hear_which_place(&said, text),
            Focus::Confirm => self.add_to_story(text),
            Focus::FilesFor { files } => {
                self.memory.draft = Some(Draft::begin(text, files));
                self.advance();
            }
            Focus::Order { errand } => self.hear_number(errand, text),
            Focus::Code { no, errand } => match &self.case.key {
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
                    self.memory.focus = Focus::Free;
                    self.hear(text);
                }
            },
            Focus::Supplement { no } => {
                let files = self.message.files.clone();
                self.moves.push(Move::Supplement { no, words: Some(text.to_owned()), files });
                self.finish_errand();
            }
            Focus::Withdraw { no } => self.say(Notice::AskWithdraw { no: no.to_string() }),
            Focus::Person => {}
        }
    }

    /// Photos, voice notes or a shared location without words.
    pub(super) fn take_files(&mut self) {
        let files = self.message.files.clone();
        if let Focus::Supplement { no } = self.memory.focus.clone() {
            self.moves.push(Move::Supplement { no, words: None, files });
            return self.finish_errand();
        }
        if let Focus::FilesFor { files: waiting } = &mut self.memory.focus {
            waiting.extend(files);
            return;
        }
        if let Some(draft) = &mut self.memory.draft {
            draft.files.extend(files);
            let count = u32::try_from(draft.files.len()).unwrap_or(u32::MAX);
            if self.message.location {
                draft.settle(Slot::Place);
                return self.advance();
            }
            if !self.case.more_files {
                self.say(Notice::FilesKept { count });
                self.ask_again();
            }
            return;
        }
        if let Some(no) = self.case.asked_by.clone() {
            return self.moves.push(Move::Supplement { no, words: None, files });
        }
        let open: Vec<String> = self.case.open().map(|order| order.no.to_string()).collect();
        if open.is_empty() {
            let mut draft = Draft::begin("", files);
            if self.message.location {
                draft.settle(Slot::Place);
            }
            self.memory.draft = Some(draft);
            return self.advance();
        }
        let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
        self.memory.focus = Focus::FilesFor { files };
        self.say(Notice::AskFilesFor { orders: open, count });
    }

    fn hear_something_new(&mut self, text: &str) {
        if !text.chars().any(char::is_alphanumeric) {
            return self.say(Notice::NotUnderstood);
        }
        if let Some(no) = self.case.asked_by.clone() {
            let files = self.message.files.clone();
            return self.moves.push(Move::Supplement { no, words: Some(text.to_owned()), files });
        }
        let mut draft = Draft::begin(text, self.message.files.clone());
        if self.message.location {
            draft.settle(Slot::Place);
        }
        self.memory.draft = Some(draft);
        self.take_contact_from_story(text);
        if !self.cries_for_help(text) {
            self.advance();
        }
    }

    /// Only an emergency, and nothing that understanding could make an order of: whoever is in need is asked nothing.
    fn cries_for_help(&self, text: &str) -> bool {
        let understood = self.banner.book.understand(text);
        understood.emergency.is_some() && understood.category.is_none() && understood.place.is_none()
    }

    pub(super) fn add_to_story(&mut self, text: &str) {
        if self.is_the_place(text) {
            return self.hear_place(text, true);
        }
        if self.is_the_contact(text) {
            self.show_privacy();
            return self.hear_contact(text);
        }
        let files = self.message.files.clone();
        if let Some(draft) = &mut self.memory.draft {
            draft.tell(text);
            draft.files.extend(files);
        }
        self.take_contact_from_story(text);
        self.advance();
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

    /// Hardly more than a phone number: name and phone, not a part of the story.
    fn is_the_contact(&self, text: &str) -> bool {
        let contact = self.banner.book.contact(text);
        contact.phones.first().is_some_and(|phone| without(text, phone).chars().count() <= LONGEST_NAME)
    }

    /// A phone number told with the story is taken, and the citizen hears at once what becomes of it.
    fn take_contact_from_story(&mut self, text: &str) {
        let Some(phone) = self.banner.book.contact(text).phones.into_iter().next() else {
            return;
        };
        if let Some(draft) = &mut self.memory.draft {
            draft.phone = Some(phone.number);
            draft.settle(Slot::Contact);
        }
        self.show_privacy();
    }

    /// The answer to a question about one part of the draft.
    pub(super) fn fill(&mut self, slot: Slot, text: &str) {
        let fixing = matches!(self.memory.focus, Focus::Fix { .. });
        match slot {
            Slot::Story => {
                let files = self.message.files.clone();
                if let Some(draft) = &mut self.memory.draft {
                    if fixing {
                        text.trim().clone_into(&mut draft.story);
                    } else {
                        draft.tell(text);
                    }
                    draft.files.extend(files);
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
                let areas: Vec<String> = places
                    .iter()
                    .filter_map(|place| place.grid.as_ref().or(place.area.as_ref()))
                    .map(|area| area.as_str().to_owned())
                    .collect();
                self.memory.focus = Focus::WhichPlace { areas: areas.clone(), said: text.to_owned() };
                return self.say(Notice::AskWhichPlace { areas });
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
        draft.picked = false;
        if !fixing && text.chars().count() > LONGEST_PLACE {
            draft.tell(text);
        }
        draft.place = Some(text.trim().to_owned());
        draft.settle(Slot::Place);
        self.advance();
    }

    fn hear_which_place(&mut self, said: &str, text: &str) {
        let both = format!("{text} {said}");
        let found = match self.banner.book.locate(text) {
            Located::Found(place) => Some(place),
            Located::Ambiguous(_) | Located::Unknown => None,
        };
        if let Some(draft) = &mut self.memory.draft {
            (draft.area, draft.grid) = found.map_or((None, None), |place| (place.area, place.grid));
            draft.picked = draft.area.is_some();
            draft.place = Some(both);
            draft.settle(Slot::Place);
        }
        self.advance();
    }

    fn hear_contact(&mut self, text: &str) {
        let contact = self.banner.book.contact(text);
        let Some(phone) = contact.phones.first() else {
            let Some(draft) = &mut self.memory.draft else {
                return;
            };
            if draft.phone_unclear {
                draft.settle(Slot::Contact);
                return self.advance();
            }
            draft.phone_unclear = true;
            self.say(Notice::PhoneUnclear);
            return;
        };
        let rest = without(text, phone);
        if let Some(draft) = &mut self.memory.draft {
            draft.phone = Some(phone.number.clone());
            if !rest.is_empty() && rest.chars().count() <= LONGEST_NAME {
                draft.name = Some(rest);
            }
            draft.settle(Slot::Contact);
        }
        self.advance();
    }
}

/// The letters of a message without its phone number.
fn without(text: &str, phone: &Phone) -> String {
    let outside = |(at, c): &(usize, char)| !(phone.start..phone.end).contains(at) && c.is_alphabetic();
    text.chars().enumerate().filter(outside).map(|(_, c)| c).collect()
}
