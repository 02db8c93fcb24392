//! How is the citizen reached: which number was told, and by whom?

use intake::{Audience, Located, Owner, Phone, Private, is_name};
use prompts::{Notice, Slot};

use super::{Focus, Talk};

/// What stays of a message after its phone number is taken out, if it is short enough to be a name.
const LONGEST_NAME: usize = 10;
/// More letters than these beside a number tell more than who is to be called.
const LONGEST_COURTESY: usize = 16;
/// So many digits are meant as a number, even where they are none.
const MEANT: usize = 5;

impl Talk<'_> {
    /// Hardly more than the citizen's own phone number: name and phone, not a part of the story. Where one is known,
    /// only a number that is surely theirs takes its place.
    pub(super) fn is_the_contact(&self, text: &str) -> bool {
        let known = self.memory.draft.as_ref().is_none_or(|draft| draft.phone.is_some());
        let contact = self.banner.book.contact(text);
        let told = contact.own().or_else(|| contact.phones.first().filter(|_| !known));
        told.is_some_and(|phone| {
            let rest = without(text, phone);
            let is_short = rest.chars().count() <= LONGEST_NAME;
            let says_nothing_else = || is_short && !self.is_a_story(&rest) && self.is_nowhere(&rest);
            phone.owner != Owner::Other && (self.names_nobody_else(text, phone) || says_nothing_else())
        })
    }

    /// The same where a place is asked for: whatever is no name beside the number may be the place.
    pub(super) fn is_only_the_contact(&self, text: &str) -> bool {
        let contact = self.banner.book.contact(text);
        contact.own().is_some_and(|phone| self.names_nobody_else(text, phone))
    }

    /// Nothing beside the number but what announces it, the citizen's name, or a word to the bot.
    fn names_nobody_else(&self, text: &str, phone: &Phone) -> bool {
        let rest = without(text, phone);
        let is_announced = self.place_beside(text, phone).is_empty();
        is_announced || self.banner.book.request(&rest).is_some()
    }

    /// What was said beside the number, without the words that announce it and without the citizen's name.
    pub(super) fn place_beside(&self, text: &str, phone: &Phone) -> String {
        let chars: Vec<char> = text.chars().collect();
        let name = self.name_beside(text, phone);
        let is_said = |part: &str| part.chars().any(char::is_alphanumeric);
        let bare = |part: &str| part.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let unnamed = |part: String| match &name {
            Some(name) => part.strip_suffix(name.as_str()).map_or(part.clone(), str::to_owned),
            None => part,
        };
        let before: String = chars[..phone.start].iter().collect();
        let before = unnamed(self.banner.book.unannounced(&before).to_owned());
        let before = self.banner.book.unannounced(&before).to_owned();
        // What stands behind a number announces none.
        let behind = unnamed(bare(&chars[phone.end..].iter().collect::<String>()));
        [before, behind].into_iter().filter(|part| is_said(part)).collect::<Vec<_>>().join(" ")
    }

    /// The citizen's own number told with the story is taken, and the citizen hears at once what becomes of it. A
    /// number that may be somebody else's stays a part of the story.
    pub(super) fn take_contact_from_story(&mut self, text: &str) {
        let contact = self.banner.book.contact(text);
        let Some(own) = contact.own() else {
            return;
        };
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        if draft.phone.is_some() {
            return;
        }
        draft.phone = Some(own.number.clone());
        draft.settle(Slot::Contact);
        self.show_privacy();
    }

    /// The number that was told instead of what was asked for is taken, and the question asked again; it is not counted.
    pub(super) fn take_contact_and_ask_again(&mut self, text: &str) {
        self.show_privacy();
        self.keep_contact(text);
        match self.memory.focus {
            Focus::Free | Focus::Confirm => self.advance(),
            _ => self.ask_again(),
        }
    }

    /// Name and number; `false`: there is no number.
    pub(super) fn keep_contact(&mut self, text: &str) -> bool {
        let contact = self.banner.book.contact(text);
        let Some(phone) = contact.own().or_else(|| contact.phones.first()) else {
            return false;
        };
        let name = self.name_beside(text, phone);
        if let Some(draft) = &mut self.memory.draft {
            draft.phone = Some(phone.number.clone());
            draft.name = name.or(draft.name.take());
            draft.settle(Slot::Contact);
        }
        true
    }

    pub(super) fn hear_contact(&mut self, text: &str) {
        if !self.keep_contact(text) {
            return self.hear_no_phone(text);
        }
        let beside = self.banner.book.contact(text).phones.first().map(|phone| without(text, phone));
        let tells_more = beside.is_some_and(|rest| rest.chars().count() > LONGEST_COURTESY);
        if let Some(draft) = self.memory.draft.as_mut().filter(|_| tells_more) {
            draft.tell(text);
        }
        self.advance();
    }

    /// No number was told: more of the story is kept, and the number asked for once more. Who mistypes one may try again.
    fn hear_no_phone(&mut self, text: &str) {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let is_meant = is_meant_as_number(text);
        let tells_more = letters > LONGEST_NAME || !is_meant && self.is_a_story(text);
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        if tells_more {
            draft.tell(text);
        }
        if draft.phone_unclear && !is_meant {
            draft.settle(Slot::Contact);
            return self.advance();
        }
        if tells_more && self.memory.focus == (Focus::Ask { slot: Slot::Contact }) {
            return self.advance();
        }
        draft.phone_unclear = true;
        self.say(Notice::PhoneUnclear);
    }

    /// Digits alone that are no number anybody can call: they are asked for again, and no part of the story.
    pub(super) fn hear_mistyped_phone(&mut self) {
        self.show_privacy();
        self.memory.focus = Focus::Fix { slot: Slot::Contact };
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
        let fits = if self.waits_for_contact() {
            rest.chars().count() <= LONGEST_NAME && is_name(&rest)
        } else {
            self.is_only_a_name(&rest)
        };
        (fits && book.request(&rest).is_none()).then_some(rest)
    }

    /// Nobody asked for a name: it must be nothing else. 「路灯不亮」 begins as a name does, and 「云杉市场」 is a place.
    fn is_only_a_name(&self, words: &str) -> bool {
        self.banner.book.is_only_a_name(words) && !self.is_a_story(words) && self.is_nowhere(words)
    }

    fn is_nowhere(&self, words: &str) -> bool {
        matches!(self.banner.book.locate(words), Located::Unknown)
    }
}

/// Only digits, and more than stand on a door.
pub(super) fn is_meant_as_number(text: &str) -> bool {
    !text.chars().any(char::is_alphabetic) && text.chars().filter(|c| c.is_numeric()).count() >= MEANT
}

/// The letters of a message without its phone number.
fn without(text: &str, phone: &Phone) -> String {
    let outside = |(at, c): &(usize, char)| !(phone.start..phone.end).contains(at) && c.is_alphabetic();
    text.chars().enumerate().filter(outside).map(|(_, c)| c).collect()
}
