//! Which place was told?

use intake::{Located, Place};
use prompts::Slot;

use super::asking::codes;
use super::{Focus, Talk};

/// Words longer than this are not only a place: they are kept with the story too.
const LONGEST_PLACE: usize = 25;

/// 「哪儿来着，我想想」: more letters say something of the place.
const LONGEST_THOUGHT: usize = 8;

impl Talk<'_> {
    /// A few words that name a place the directory knows, while the draft has none it knows: they are the place.
    pub(super) fn is_the_place(&self, text: &str) -> bool {
        let placeless = self
            .memory
            .draft
            .as_ref()
            .is_some_and(|draft| draft.area.is_none() && draft.is_settled(Slot::Place));
        placeless
            && text.chars().count() <= LONGEST_PLACE
            && matches!(self.banner.book.locate(text), Located::Found(place) if place.area.is_some())
    }

    /// 「不对，是…」 with a place behind it, while a matter is told; a long one, or one that tells a matter, is a story.
    pub(super) fn corrected_place(&self, text: &str) -> Option<String> {
        self.memory.draft.as_ref()?;
        let place = self.banner.book.corrected_place(text)?;
        let is_short = place.chars().count() <= LONGEST_PLACE;
        (is_short && !self.tells_beside_place(place)).then(|| place.to_owned())
    }

    /// Is a matter told beside the place that words name: 「朝霞小区的电动车乱停」?
    fn tells_beside_place(&self, words: &str) -> bool {
        let book = &self.banner.book;
        let rest = match book.locate(words) {
            Located::Found(place) => words.replacen(&place.text, "", 1),
            Located::Ambiguous(_) | Located::Unknown => words.to_owned(),
        };
        book.make_out(&rest).category.is_some()
    }

    /// The place that was given instead of the one understood.
    pub(super) fn hear_corrected_place(&mut self, text: &str) {
        if let Some(place) = self.corrected_place(text) {
            self.memory.focus = Focus::Fix { slot: Slot::Place };
            self.hear_place(&place, true);
        }
    }

    /// The answer to "where?". The citizen's number may stand beside it, and what is no place is asked for again.
    pub(super) fn hear_place(&mut self, text: &str, fixing: bool) {
        let Some(text) = self.place_without_contact(text) else {
            return;
        };
        if self.banner.book.is_no_place(&text) {
            return self.hear_no_place(&text);
        }
        self.take_place(&text, fixing);
    }

    /// What of an answer is the place; the number beside it is taken. Nothing: there is only a number.
    pub(super) fn place_without_contact(&mut self, text: &str) -> Option<String> {
        let contact = self.banner.book.contact(text);
        let Some(own) = contact.own() else {
            return Some(text.to_owned());
        };
        if self.is_only_the_contact(text) {
            self.take_contact_and_ask_again(text);
            return None;
        }
        let place = self.place_beside(text, own);
        self.show_privacy();
        self.keep_contact(text);
        Some(place)
    }

    /// What is plainly no place: the matter it tells of is kept, and the place asked for once more.
    pub(super) fn hear_no_place(&mut self, text: &str) {
        let tells_more = self.is_a_story(text);
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        if tells_more {
            draft.tell(text);
        }
        if !std::mem::replace(&mut draft.place_unclear, true) {
            return self.ask_again();
        }
        if let Focus::WhichPlace { said, .. } = self.memory.focus.clone() {
            return self.leave_place_open(said);
        }
        if let Some(draft) = &mut self.memory.draft {
            // Asked twice, somebody who says more than that they think about it says all that can be said of it.
            if !tells_more && text.chars().filter(|c| c.is_alphabetic()).count() > LONGEST_THOUGHT {
                draft.place = Some(text.trim().to_owned());
            }
            draft.settle(Slot::Place);
        }
        self.advance();
    }

    fn take_place(&mut self, text: &str, fixing: bool) {
        let book = &self.banner.book;
        let before = self.memory.draft.as_ref().and_then(|draft| draft.place.clone());
        // A door alone is at the place that is known.
        let whole = before.and_then(|place| book.with_door(&place, text));
        let place = whole.as_deref().unwrap_or(text);
        let (area, grid) = match book.locate(place) {
            Located::Found(place) => (place.area, place.grid),
            Located::Ambiguous(places) => {
                return self.ask_which_place(codes(&places), place.to_owned());
            }
            Located::Unknown => (None, None),
        };
        let Some(draft) = &mut self.memory.draft else {
            return;
        };
        (draft.area, draft.grid) = (area, grid);
        if !fixing && text.chars().count() > LONGEST_PLACE {
            draft.tell(text);
        }
        draft.place = Some(place.trim().to_owned());
        draft.settle(Slot::Place);
        self.advance();
    }

    pub(super) fn hear_which_place(&mut self, said: &str, text: &str) {
        let Some(text) = self.place_without_contact(text) else {
            return;
        };
        if self.banner.book.is_no_place(&text) {
            return self.hear_no_place(&text);
        }
        let known = match self.banner.book.locate(&text) {
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
}
