//! What can be asked about an order: 查进度, 催办, 补充, 撤回?

use prompts::{Errand, Notice, OrderLine};
use storage::OrderNo;
use storage::order::Order;

use super::{Focus, KeyCheck, Move, Talk};

/// Words longer than this, where a number was expected, are a new story.
const LONGEST_NUMBER_MESSAGE: usize = 30;

impl Talk<'_> {
    /// Begins an errand; the number may have been said with it, and the words that are to be added to the order.
    pub(super) fn begin_errand(&mut self, errand: Errand, said: Option<&str>, words: Option<String>) {
        if let Some(no) = said.and_then(OrderNo::find_in) {
            return self.with_or_without_key(errand, no, words);
        }
        let followed = self.case.followed.iter();
        let fitting: Vec<&Order> = match errand {
            Errand::Progress => self.case.orders.iter().chain(followed).collect(),
            Errand::Urge | Errand::Supplement | Errand::Withdraw => self.case.open().collect(),
        };
        let open: Vec<&Order> = fitting.iter().filter(|order| !order.state.is_end()).copied().collect();
        if let [only] = open.as_slice() {
            return self.run(errand, only.no.clone(), words);
        }
        if let [only] = fitting.as_slice() {
            return self.run(errand, only.no.clone(), words);
        }
        let orders = fitting.into_iter().take(9).map(line).collect();
        self.memory.turn_to(Focus::Order { errand, words });
        self.say(Notice::AskWhichOrder { errand, orders });
    }

    /// Words where a number was expected; a story, or the answer to the draft's question, is heard as one.
    pub(super) fn hear_number(&mut self, errand: Errand, text: &str) {
        if let Some(no) = OrderNo::find_in(text) {
            let words = self.memory.waiting_words();
            return self.with_or_without_key(errand, no, words);
        }
        let waiting = self.memory.draft.is_some() || self.case.asked_by.is_some();
        if waiting || text.chars().count() > LONGEST_NUMBER_MESSAGE || self.is_a_story(text) {
            self.take_up_what_was_put_aside();
            return self.hear(text);
        }
        self.say(Notice::NoSuchOrder);
        self.ask_which_order_again(errand);
    }

    /// Which order is asked again; what was said with the errand goes on waiting.
    pub(super) fn ask_which_order_again(&mut self, errand: Errand) {
        let words = self.memory.waiting_words();
        self.begin_errand(errand, None, words);
    }

    /// Can an order be made of these words?
    pub(super) fn is_a_story(&self, text: &str) -> bool {
        let understood = self.make_out(text);
        understood.category.is_some() || understood.place.is_some_and(|place| place.area.is_some())
    }

    fn with_or_without_key(&mut self, errand: Errand, no: OrderNo, words: Option<String>) {
        let may_look = errand == Errand::Progress && self.case.follows(&no);
        if may_look || self.case.own(&no).is_some() {
            return self.run(errand, no, words);
        }
        match &self.case.key {
            // The code was told with the number.
            Some(KeyCheck::Fits(order)) if order.no == no => {
                self.memory.prove(&no);
                return self.run(errand, no, words);
            }
            Some(KeyCheck::Wait(until)) => {
                self.say(Notice::TriedTooOften { until: *until });
                return self.finish_errand();
            }
            Some(KeyCheck::Wrong) => self.say(Notice::NoSuchOrder),
            Some(KeyCheck::Fits(_)) | None => {}
        }
        self.say(Notice::AskCode { no: no.to_string(), errand });
        self.memory.turn_to(Focus::Code { no, errand, words });
    }

    /// The key fitted: the order may be looked at, and acted on, as its owner, also by later messages.
    pub(super) fn run_with_key(&mut self, errand: Errand, no: &OrderNo) {
        self.memory.prove(no);
        self.run_as_picked(errand, no.clone());
    }

    /// The order was picked: what was said before it was known which, is for it.
    pub(super) fn run_as_picked(&mut self, errand: Errand, no: OrderNo) {
        let words = self.memory.waiting_words();
        self.run(errand, no, words);
    }

    fn run(&mut self, errand: Errand, no: OrderNo, words: Option<String>) {
        match errand {
            Errand::Progress => self.moves.push(Move::Show(no)),
            Errand::Urge => self.moves.push(Move::Urge(no)),
            Errand::Supplement => {
                self.take_waiting_photos();
                if !self.files.is_empty() || words.is_some() {
                    return self.add_to_order(no, words);
                }
                self.say(Notice::AskSupplement { no: no.to_string() });
                self.memory.turn_to(Focus::Supplement { no });
                return;
            }
            Errand::Withdraw => {
                self.say(Notice::AskWithdraw { no: no.to_string() });
                self.memory.turn_to(Focus::Withdraw { no });
                return;
            }
        }
        self.finish_errand();
    }

    /// The errand is done: back to the draft, if there is one.
    pub(super) fn finish_errand(&mut self) {
        self.memory.turn_to(Focus::Free);
        if self.memory.draft.is_some() {
            if !self.is_answered() {
                self.say(Notice::BackToDraft);
            }
            self.resume();
        }
    }
}

fn line(order: &Order) -> OrderLine {
    OrderLine {
        no: order.no.to_string(),
        state: order.state.name().to_owned(),
        category: order.form.category.as_ref().map(|code| code.as_str().to_owned()),
    }
}
