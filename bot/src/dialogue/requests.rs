//! What follows when a citizen asks something of the bot itself?

use intake::Request;
use prompts::{Errand, Notice, Slot};

use super::answering::{is_only_key, without_number};
use super::{Focus, Move, Talk};

/// Words longer than this beside an order's number tell something.
const LONGEST_ASKING: usize = 30;

impl Talk<'_> {
    /// Does what is asked; `false` when, here, the words are no request but part of the story.
    pub(super) fn take_request(&mut self, request: Request, text: &str) -> bool {
        match request {
            // "路灯坏了怎么还没处理": from somebody who has no order, it is the story of one.
            Request::Progress(None) | Request::Urge | Request::Hurry | Request::Withdraw
                if self.case.orders.is_empty()
                    && self.case.followed.is_empty()
                    && storage::OrderNo::find_in(text).is_none()
                    && self.is_a_story(text) =>
            {
                return false;
            }
            // "路灯不亮，还有一件事，垃圾没人收": the first is told too.
            Request::Another(_)
                if (self.memory.draft.is_none() || self.is_answered())
                    && !self.matters_of(text).is_empty() =>
            {
                return false;
            }
            // The number that was asked for: it is for what is to be done with the order.
            Request::Progress(Some(_))
                if matches!(self.memory.focus, Focus::Order { .. }) && is_only_key(text) =>
            {
                return false;
            }
            // A number mistyped where one was asked for.
            Request::Progress(Some(_))
                if storage::OrderNo::find_in(text).is_none() && self.waits_for_contact() =>
            {
                return false;
            }
            // Number and code where the code was asked for: they are for what was to be done.
            Request::Progress(Some(_)) if is_only_key(text) => self.begin_asked_errand(text),
            // 「不用」: nothing more is wanted.
            Request::Together if self.memory.focus == Focus::Answered => self.enough(),
            Request::Apart | Request::Together if self.memory.focus != Focus::Apart => return false,
            Request::NotEnough if !self.is_answered() => return false,
            Request::NotEnough => self.not_enough(),
            Request::Apart => self.tell_apart(),
            Request::Together => self.tell_together(),
            Request::Progress(_) => self.begin_errand(Errand::Progress, Some(text), None),
            // Said in the middle of a matter, it is the bot that is too slow.
            Request::Hurry if self.memory.draft.is_some() => self.ask_again(),
            Request::Urge | Request::Hurry => self.begin_errand(Errand::Urge, Some(text), None),
            Request::Supplement(value) => self.supplement(value, text),
            Request::Withdraw => return self.withdraw(text),
            Request::Human => self.call_person(),
            Request::Cancel => self.cancel(),
            Request::Help => {
                self.say(Notice::Help);
                self.resume();
            }
            Request::LostCode => self.remind_of_codes(),
            Request::Restart => {
                self.memory.forget_draft();
                self.new_matter();
            }
            Request::Another(value) => self.another(value),
            Request::Greeting if self.memory.draft.is_none() => {
                self.say(Notice::Welcome);
                self.resume();
            }
            Request::Thanks if self.memory.draft.is_none() => {
                self.say(Notice::Thanks);
                self.resume();
            }
            Request::Thanks if self.memory.focus == Focus::Answered => self.enough(),
            Request::Greeting | Request::Thanks => self.ask_again(),
            Request::Submit => return self.submit_if_told(),
            Request::Yes => return self.yes(),
            Request::No => return self.no(),
            // "13800001234，请给我保密" gives a number, it does not take one back.
            Request::Anonymous if !self.banner.book.contact(text).phones.is_empty() => return false,
            // 「可以匿名吗」 may be the next question.
            Request::Anonymous if self.memory.focus == Focus::Answered => return false,
            Request::Anonymous => return self.only_with_draft(Self::leave_contact_out),
            Request::Skip => return self.only_with_draft(Self::skip),
            // "绑定的银行卡被扣了300元": no code, but something that happened.
            Request::Bind(Some(said)) if self.case.pass.is_none() && is_more_than_a_code(&said) => {
                return false;
            }
            Request::Language(_) | Request::Privacy | Request::Bind(_) | Request::Behalf => {
                self.take_own_request(request);
            }
            Request::CorrectPlace(value) => return self.correct(Slot::Place, value, text),
            Request::CorrectContact(value) => return self.correct(Slot::Contact, value, text),
            Request::CorrectStory(value) => return self.correct(Slot::Story, value, text),
        }
        true
    }

    pub(super) fn waits_for_contact(&self) -> bool {
        matches!(self.memory.focus, Focus::Ask { slot: Slot::Contact } | Focus::Fix { slot: Slot::Contact })
    }

    /// A number without a word: for the errand its code was asked for, else to see how the order stands.
    fn begin_asked_errand(&mut self, text: &str) {
        let errand = match self.memory.focus {
            Focus::Code { errand, .. } => errand,
            _ => Errand::Progress,
        };
        let words = self.memory.waiting_words();
        self.begin_errand(errand, Some(text), words);
    }

    /// Words with an order's number that ask for nothing by name: what a clause of them asks for; a long telling is
    /// added to the order, and a few words ask how it stands.
    pub(super) fn hear_about_order(&mut self, text: &str) {
        let book = &self.banner.book;
        let asked = text.split(|c: char| !c.is_alphanumeric() && c != '-');
        let errand = asked.filter_map(|clause| book.request(clause)).find_map(|request| match request {
            Request::Progress(None) => Some(Errand::Progress),
            Request::Urge | Request::Hurry => Some(Errand::Urge),
            Request::Withdraw => Some(Errand::Withdraw),
            _ => None,
        });
        // Who only follows an order adds nothing to it.
        let follows = storage::OrderNo::find_in(text).is_some_and(|no| self.case.follows(&no));
        let words = without_number(text).filter(|words| !follows && words.chars().count() > LONGEST_ASKING);
        match (errand, words) {
            // What was told is not lost, whatever else is asked: it reaches the unit, and the unit sees it at once.
            (_, Some(words)) => self.begin_errand(Errand::Supplement, Some(text), Some(words)),
            (Some(errand), None) => self.begin_errand(errand, Some(text), None),
            (None, None) => self.begin_errand(Errand::Progress, Some(text), None),
        }
    }

    /// "提交": it may be said that it is not the same; and where nothing is told yet, there is nothing to submit.
    fn submit_if_told(&mut self) -> bool {
        match self.memory.focus {
            Focus::Same { .. } => self.not_same(),
            // They want to get on.
            Focus::Apart => self.tell_together(),
            Focus::Answered => self.not_enough(),
            Focus::Ask { slot } if self.is_told_by_files() => self.settle_by_files(slot),
            Focus::Free if self.memory.draft.is_none() => self.begin_to_tell(),
            _ => return self.yes(),
        }
        true
    }

    pub(super) fn call_person(&mut self) {
        self.memory.hand_to_person();
        self.moves.push(Move::CallPerson);
        self.say(Notice::HumanCalled);
    }

    pub(super) fn cancel(&mut self) {
        match self.memory.focus {
            // Said to the question whether all is to go, or for which code: nothing else is meant by it.
            Focus::Erase => return self.keep_all(),
            Focus::Pass if self.memory.draft.is_some() => return self.finish_errand(),
            // "不用了": it need not be taken apart.
            Focus::Apart => return self.tell_together(),
            Focus::Answered => return self.enough(),
            _ => {}
        }
        let told = self.memory.draft.take();
        let had_draft = told.is_some() | std::mem::take(&mut self.memory.behalf);
        let waited = std::mem::replace(&mut self.memory.focus, Focus::Free) != Focus::Free;
        self.say(if had_draft || waited { Notice::Cancelled } else { Notice::NothingToCancel });
        if let Some(told) = told {
            self.begin_next(&told);
        }
    }

    pub(super) fn submit(&mut self) {
        if self.memory.focus != Focus::Confirm {
            return self.say(Notice::StaleChoice);
        }
        if self.offer_same() {
            return;
        }
        let Some(draft) = self.memory.draft.take() else {
            return self.say(Notice::StaleChoice);
        };
        self.memory.focus = Focus::Free;
        self.moves.push(Move::Open(Box::new(draft.clone())));
        self.begin_next(&draft);
    }

    pub(super) fn fix(&mut self, slot: Slot) {
        if self.memory.draft.is_none() {
            return self.say(Notice::StaleChoice);
        }
        if slot == Slot::Contact && self.case.no_contact_here {
            self.say(Notice::ContactNotHere);
            return self.resume();
        }
        self.leave_answer();
        if slot == Slot::Contact {
            self.show_privacy();
        }
        self.memory.focus = Focus::Fix { slot };
        self.say(Notice::AskCorrection { slot });
    }

    /// The contact is left out: at once where it is not needed, after a word of why where it is.
    pub(super) fn leave_contact_out(&mut self) {
        let Some(draft) = &mut self.memory.draft else {
            return self.say(Notice::StaleChoice);
        };
        (draft.phone, draft.name) = (None, None);
        let insists = draft.phone_unclear || self.memory.focus != (Focus::Ask { slot: Slot::Contact });
        if insists {
            draft.settle(Slot::Contact);
            return self.advance();
        }
        draft.phone_unclear = true;
        self.say(Notice::ContactWhy);
    }

    pub(super) fn skip(&mut self) {
        if let Focus::WhichPlace { said, .. } = &self.memory.focus {
            return self.leave_place_open(said.clone());
        }
        if self.memory.focus == Focus::Apart {
            return self.tell_together();
        }
        let Focus::Ask { slot } = self.memory.focus.clone() else {
            return self.resume();
        };
        if slot == Slot::Contact {
            return self.leave_contact_out();
        }
        if let Some(draft) = &mut self.memory.draft {
            draft.settle(slot);
        }
        self.advance();
    }

    pub(super) fn pick_place(&mut self, area: &str) {
        let Focus::WhichPlace { areas, said } = self.memory.focus.clone() else {
            return self.say(Notice::StaleChoice);
        };
        if !areas.iter().any(|offered| offered == area) {
            return self.say(Notice::StaleChoice);
        }
        let (community, grid) = self.banner.area_and_grid(area);
        if let Some(draft) = &mut self.memory.draft {
            (draft.area, draft.grid) = (community, grid);
            draft.place = Some(said);
            draft.settle(Slot::Place);
        }
        self.advance();
    }

    pub(super) fn other_place(&mut self) {
        let Focus::WhichPlace { said, .. } = self.memory.focus.clone() else {
            return self.say(Notice::StaleChoice);
        };
        if let Some(draft) = &mut self.memory.draft {
            (draft.area, draft.grid) = (None, None);
            draft.place = Some(said);
        }
        self.memory.focus = Focus::Fix { slot: Slot::Place };
        self.say(Notice::AskCorrection { slot: Slot::Place });
    }

    /// 补充: to the draft while there is one, else to an order; at once, where what is added was said with it.
    fn supplement(&mut self, value: Option<String>, text: &str) {
        if storage::OrderNo::find_in(text).is_some() {
            let words = value.as_deref().and_then(without_number);
            return self.begin_errand(Errand::Supplement, Some(text), words);
        }
        let mut open = self.case.open();
        match (self.is_drafting(), value, open.next(), open.next()) {
            (true, Some(value), _, _) => self.add_to_story(&value),
            (true, None, _, _) if self.is_answered() => self.not_enough(),
            (true, None, _, _) => self.fix(Slot::Story),
            (false, Some(value), Some(order), None) => {
                let no = order.no.clone();
                self.add_to_order(no, Some(value));
            }
            (false, value, _, _) => self.begin_errand(Errand::Supplement, None, value),
        }
    }

    /// 另一件事: the one being told is finished first, so that neither is lost.
    fn another(&mut self, value: Option<String>) {
        self.let_go_of_answered();
        if self.memory.draft.is_some() {
            self.say(Notice::FinishFirst);
            return self.resume();
        }
        match value {
            Some(value) => {
                self.take_waiting_photos();
                self.memory.focus = Focus::Free;
                self.hear_something_new(&value);
            }
            None => self.new_matter(),
        }
    }

    fn withdraw(&mut self, text: &str) -> bool {
        // 「撤单」 behind an answer is for an order, where there is one; 「问题解决了」 is not.
        let is_drafting = self.is_drafting() || self.is_answered() && !intake::takes_back(text);
        if is_drafting && storage::OrderNo::find_in(text).is_none() {
            self.cancel();
        } else {
            self.begin_errand(Errand::Withdraw, Some(text), None);
        }
        true
    }

    /// The codes of this conversation's orders; who has none here learns another way.
    fn remind_of_codes(&mut self) {
        if self.case.orders.is_empty() {
            self.say(Notice::CodeLost);
        } else {
            let codes = self.case.orders.iter().take(5);
            let codes = codes.map(|order| (order.no.to_string(), order.papers.query_code.0)).collect();
            self.say(Notice::CodeReminder { codes });
        }
        self.resume();
    }

    fn yes(&mut self) -> bool {
        match self.memory.focus.clone() {
            Focus::Confirm => self.submit(),
            Focus::Withdraw { no } => {
                self.moves.push(Move::Withdraw(no));
                self.finish_errand();
            }
            Focus::Consent { .. } => self.consent(true),
            Focus::Erase => self.erase_if_asked(),
            Focus::Same { orders } => self.same_as_offered(&orders),
            Focus::Apart => self.tell_apart(),
            Focus::Answered => self.enough(),
            // "提交" before the question is answered: the citizen wants to get on.
            Focus::Ask { slot: Slot::Place | Slot::Contact } => self.skip(),
            Focus::Ask { slot: Slot::Story }
            | Focus::Fix { .. }
            | Focus::WhichPlace { .. }
            | Focus::FilesFor { .. }
            | Focus::Order { .. }
            | Focus::Code { .. }
            | Focus::Pass
            | Focus::Supplement { .. } => self.ask_again(),
            Focus::Free | Focus::Person => return false,
        }
        true
    }

    fn no(&mut self) -> bool {
        match self.memory.focus.clone() {
            Focus::Confirm => self.fix(Slot::Story),
            Focus::Withdraw { no } => {
                self.say(Notice::KeptOrder { no: no.to_string() });
                self.finish_errand();
            }
            Focus::Consent { .. } => self.consent(false),
            Focus::Erase => self.keep_all(),
            Focus::Same { .. } => self.not_same(),
            Focus::Apart => self.tell_together(),
            Focus::Answered => self.not_enough(),
            Focus::Ask { slot: Slot::Contact } => self.leave_contact_out(),
            Focus::WhichPlace { .. } => self.other_place(),
            Focus::Ask { .. } | Focus::Fix { .. } => self.skip(),
            // For none of those that were named.
            Focus::FilesFor { .. } => self.new_matter(),
            Focus::Order { .. } | Focus::Code { .. } | Focus::Pass | Focus::Supplement { .. } => {
                self.finish_errand();
            }
            Focus::Free | Focus::Person => return false,
        }
        true
    }

    fn only_with_draft(&mut self, act: fn(&mut Self)) -> bool {
        if self.memory.draft.is_none() {
            return false;
        }
        act(self);
        true
    }

    /// "地址错了，是…": one part of the draft; or, once it is an order, something to add to it.
    fn correct(&mut self, slot: Slot, value: Option<String>, text: &str) -> bool {
        if self.is_drafting() {
            self.leave_answer();
            self.memory.focus = Focus::Fix { slot };
            match value {
                Some(value) => self.fill(slot, &value),
                None => self.fix(slot),
            }
            return true;
        }
        let mut open = self.case.open();
        match (open.next(), open.next()) {
            (None, _) => return false,
            (Some(order), None) if value.is_some() => {
                let no = order.no.clone();
                self.add_to_order(no, Some(text.to_owned()));
            }
            (Some(_), _) => {
                let words = value.map(|_| text.to_owned());
                self.begin_errand(Errand::Supplement, None, words);
            }
        }
        true
    }
}

/// Words behind 绑定 that are no way of saying "the code".
fn is_more_than_a_code(said: &str) -> bool {
    const A_FEW: usize = 6;
    said.chars().filter(|c| c.is_alphabetic()).count() > A_FEW
}
