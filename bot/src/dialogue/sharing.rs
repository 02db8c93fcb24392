//! Who else hears of an order: a caller with a code, a helper, somebody who met with the same?

use prompts::Notice;
use storage::OrderNo;

use super::{Focus, Move, PassCheck, Talk};

impl Talk<'_> {
    /// 绑定: the code that was read out on the phone.
    pub(super) fn ask_pass(&mut self) {
        self.memory.turn_to(Focus::Pass);
        self.say(Notice::AskPass);
    }

    /// A code was typed, or came with a link.
    pub(super) fn take_pass(&mut self) {
        match self.case.pass.clone() {
            Some(PassCheck::Fits { code, order }) => {
                self.moves.push(Move::Bind { no: order.no.clone(), code });
                self.say(Notice::Bound { no: order.no.to_string() });
                self.leave_pass();
            }
            Some(PassCheck::Wait(until)) => {
                self.say(Notice::TriedTooOften { until });
                self.leave_pass();
            }
            // The digits alone are enough the next time.
            Some(PassCheck::Wrong) | None => {
                self.say(Notice::NoSuchPass);
                if self.memory.focus != Focus::Person {
                    self.memory.turn_to(Focus::Pass);
                }
            }
        }
    }

    /// Back to the draft, if there is one; a person who has the conversation keeps it.
    pub(super) fn leave_pass(&mut self) {
        if self.memory.focus != Focus::Person {
            self.memory.turn_to(Focus::Free);
            self.finish_errand();
        }
    }

    /// 代办: whose consent comes first.
    pub(super) fn begin_behalf(&mut self) {
        self.let_go_of_answered();
        if self.memory.draft.is_some() {
            self.say(Notice::FinishFirst);
            return self.resume();
        }
        if matches!(self.memory.focus, Focus::Consent { .. }) {
            return self.wait_for_consent();
        }
        self.memory.turn_to(Focus::Consent { files: Vec::new() });
        self.say(Notice::AskConsent);
    }

    /// What comes before the answer is kept, and the question asked again.
    pub(super) fn wait_for_consent(&mut self) {
        if let Focus::Consent { files } = &mut self.memory.focus {
            files.append(&mut self.files);
        }
        self.say(Notice::AskConsent);
    }

    pub(super) fn consent(&mut self, given: bool) {
        let Focus::Consent { files } = self.memory.focus.clone() else {
            return self.say(Notice::StaleChoice);
        };
        self.memory.focus = Focus::Free;
        self.memory.behalf = given;
        self.say(if given { Notice::BehalfBegun } else { Notice::ConsentNeeded });
        if given && !files.is_empty() {
            self.files = files;
            self.begin_draft("");
        }
    }

    /// Before the draft is submitted: is it one of these? `false`: there is nothing to ask.
    pub(super) fn offer_same(&mut self) -> bool {
        let Some(draft) = &mut self.memory.draft else { return false };
        if self.case.alike.is_empty() || std::mem::replace(&mut draft.compared, true) {
            return false;
        }
        let orders = self.case.alike.iter().filter_map(|line| line.no.parse().ok()).collect();
        self.memory.focus = Focus::Same { orders };
        self.say(Notice::AskSame { orders: self.case.alike.clone() });
        true
    }

    /// The question is asked again, as things are now; where nothing is left to ask, the draft is shown.
    pub(super) fn offer_same_again(&mut self) {
        if let Some(draft) = &mut self.memory.draft {
            draft.compared = false;
        }
        if !self.offer_same() {
            self.summarise();
        }
    }

    /// 我也遇到
    pub(super) fn same(&mut self, no: &str) {
        let Focus::Same { orders } = &self.memory.focus else {
            return self.say(Notice::StaleChoice);
        };
        match orders.iter().find(|order| order.as_str() == no).cloned() {
            Some(no) => self.follow(no),
            None => self.say(Notice::StaleChoice),
        }
    }

    /// "是": the only one; which of several, is still to be said.
    pub(super) fn same_as_offered(&mut self, orders: &[OrderNo]) {
        match orders {
            [only] => self.follow(only.clone()),
            _ => self.offer_same_again(),
        }
    }

    /// The draft is let go; the order is followed. One that has come to its end meanwhile is no answer to the draft.
    fn follow(&mut self, no: OrderNo) {
        if !self.case.alike.iter().any(|line| line.no == no.as_str()) {
            self.say(Notice::StaleChoice);
            return self.offer_same_again();
        }
        let told = self.memory.draft.take();
        self.memory.focus = Focus::Free;
        self.moves.push(Move::Follow(no));
        if let Some(told) = told {
            self.begin_next(&told);
        }
    }

    /// None of them: the draft is submitted as it stands.
    pub(super) fn not_same(&mut self) {
        if !matches!(self.memory.focus, Focus::Same { .. }) {
            return self.say(Notice::StaleChoice);
        }
        self.memory.focus = Focus::Confirm;
        self.submit();
    }
}
