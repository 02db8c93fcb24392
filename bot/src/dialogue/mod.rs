//! What does the bot answer, and what follows?
//!
//! A pure state machine: (memory, message, case, banner) → turn. It reads no clock, draws no id and touches no
//! database; the desk loads what it needs and does what it says, in one commit.

mod answering;
mod asking;
mod choosing;
mod errand;
mod heard;
mod matters;
mod memory;
mod own_data;
mod pace;
mod placing;
mod prepared;
mod reaching;
mod requests;
mod sharing;
mod telling;
mod turn;

#[cfg(test)]
mod stories;

pub use heard::{Case, KeyCheck, Message, PassCheck};
pub use memory::{Album, Draft, Focus, Memory};
pub use pace::Flow;
pub use turn::{Move, Turn};

use std::cell::RefCell;

use intake::Understanding;
use prompts::{Choice, Errand, Notice};
use storage::{OrderNo, PaperId};

use self::answering::{added_by_number, key_in};
use crate::banner::Banner;

/// Longest message that is taken as the answer to "which code?": a code with a few words around it.
const LONGEST_CODE_MESSAGE: usize = 24;
/// Digits of a code: read out on the phone, or passed on in writing.
const PASS_DIGITS: [usize; 2] = [8, 12];

/// A decision in the making.
struct Talk<'a> {
    memory: Memory,
    message: &'a Message,
    case: &'a Case,
    banner: &'a Banner,
    moves: Vec<Move>,
    /// Files of the message that belong to nothing yet.
    files: Vec<PaperId>,
    /// The words that were understood last: what follows often asks about the same.
    made_out: RefCell<Option<(String, Understanding)>>,
}

/// What follows from one message.
pub fn step(memory: Memory, message: &Message, case: &Case, banner: &Banner) -> Turn {
    let mut talk = Talk {
        memory,
        message,
        case,
        banner,
        moves: Vec::new(),
        files: message.files.clone(),
        made_out: RefCell::default(),
    };
    talk.answer();
    Turn { memory: talk.memory, moves: talk.moves }
}

/// Which number and 查询码 a message tries, as typed, so that they can be checked (and counted) before deciding.
pub fn key_tried(memory: &Memory, message: &Message) -> Option<(OrderNo, String)> {
    let text = message.text.as_deref()?;
    // What is said to a person is theirs to read.
    if memory.focus == Focus::Person {
        return None;
    }
    if let Some(told) = key_in(text) {
        return Some(told);
    }
    let Focus::Code { no, .. } = &memory.focus else {
        return None;
    };
    // Another number is no code.
    if OrderNo::find_in(text).is_some() || text.chars().count() > LONGEST_CODE_MESSAGE {
        return None;
    }
    let has_code = text.chars().any(|c| c.is_ascii_alphanumeric() || ('０'..='ｚ').contains(&c));
    has_code.then(|| (no.clone(), text.to_owned()))
}

/// Which code a message tries that binds an order to the conversation, so that it can be checked (and counted) before
/// deciding.
pub fn pass_tried(memory: &Memory, message: &Message, banner: &Banner) -> Option<String> {
    if let Some(pass) = &message.pass {
        let is_token = pass.chars().any(|c| c.is_ascii_alphabetic());
        return if is_token { Some(pass.clone()) } else { code_in(pass) };
    }
    // What is said to a person is theirs to read.
    if memory.focus == Focus::Person {
        return None;
    }
    let text = message.text.as_deref()?;
    if let Some(intake::Request::Bind(Some(said))) = message.request(banner) {
        return code_in(said);
    }
    if memory.focus == Focus::Pass {
        return code_in(text);
    }
    // "Give them this code": who was given one sends nothing else.
    let nothing_waits =
        memory.focus == Focus::Answered || memory.focus == Focus::Free && memory.draft.is_none();
    let bare = !text.chars().any(char::is_alphabetic);
    code_in(text).filter(|code| nothing_waits && bare && PASS_DIGITS.contains(&code.len()))
}

/// The digits of a code as it was typed: full-width or not, in groups, with a few words around all of them. Words with
/// other numbers in them ("3号楼") are no try.
fn code_in(text: &str) -> Option<String> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        c if c.is_ascii_digit() => Some(c),
        _ => None,
    };
    let digits: String = text.chars().filter_map(narrow).collect();
    let worded = text.chars().any(|c| c.is_alphabetic());
    let short = text.chars().count() <= LONGEST_CODE_MESSAGE;
    (short && !digits.is_empty() && (!worded || PASS_DIGITS.contains(&digits.len()))).then_some(digits)
}

impl Talk<'_> {
    /// What understanding makes of words, without the reasons.
    fn make_out(&self, words: &str) -> Understanding {
        if let Some((last, understood)) = &*self.made_out.borrow()
            && last == words
        {
            return understood.clone();
        }
        let understood = self.banner.book.make_out(words);
        self.made_out.replace(Some((words.to_owned(), understood.clone())));
        understood
    }

    /// What was put aside is asked again as soon as nothing else waits.
    fn answer(&mut self) {
        self.answer_message();
        self.keep_what_is_left();
        if self.memory.focus == Focus::Free && self.memory.draft.is_none() {
            self.ask_what_was_put_aside();
        }
    }

    fn answer_message(&mut self) {
        if self.message.pass.is_some() {
            return self.take_pass();
        }
        let text = self.message.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if let Some(text) = text {
            self.look_for_emergency(text);
        }
        self.let_go_of_what_was_answered_before();
        let choice = self.chosen(text);
        // Whoever is told that they write too fast can always call a person.
        if self.message.flow != Flow::Calm
            && choice != Some(Choice::Human)
            && self.memory.focus != Focus::Person
        {
            if self.message.flow == Flow::TooFast {
                self.say(Notice::TooFast);
            }
            return;
        }
        if let Some(choice) = choice {
            return self.make(choice);
        }
        if self.message.choice.is_some() {
            return self.say(Notice::StaleChoice);
        }
        if self.memory.focus == Focus::Person {
            return self.hand_to_person(text);
        }
        let fits = matches!(self.case.pass, Some(PassCheck::Fits { .. }));
        if fits || self.memory.focus == Focus::Pass && self.case.pass.is_some() {
            return self.take_pass();
        }
        let Some(text) = text else {
            return if self.files.is_empty() { self.say(Notice::NotUnderstood) } else { self.take_files() };
        };
        if let Some(words) = added_by_number(text) {
            return self.begin_errand(Errand::Supplement, Some(text), Some(words));
        }
        self.keep_files_with_draft();
        let request = self.message.request(self.banner).cloned();
        let request = request.filter(|request| !self.waits_for_an_answer() || self.interrupts(request, text));
        if request.is_some_and(|request| self.take_request(request, text)) {
            return;
        }
        if self.is_about_order(text) {
            return self.hear_about_order(text);
        }
        self.hear(text);
    }

    /// Words with an order's number are about that order, unless something is waited for that they may answer.
    fn is_about_order(&self, text: &str) -> bool {
        let is_answer = matches!(
            self.memory.focus,
            Focus::Order { .. } | Focus::Supplement { .. } | Focus::Consent { .. } | Focus::FilesFor { .. }
        );
        !is_answer && !self.waits_for_an_answer() && OrderNo::find_in(text).is_some()
    }

    /// The right number comes before any question, and a person is alerted.
    fn look_for_emergency(&mut self, text: &str) {
        if let Some(code) = self.danger_in(text).map(|code| code.as_str().to_owned()) {
            self.say(Notice::Emergency { code: code.clone() });
            self.moves.push(Move::Alert { emergency: code });
        }
    }

    /// A person has the conversation: words are kept for them, the bot is silent.
    fn hand_to_person(&mut self, text: Option<&str>) {
        let asks = text.and_then(|_| self.message.request(self.banner));
        if matches!(asks, Some(intake::Request::Restart | intake::Request::Cancel)) {
            self.end_person();
        }
    }

    fn end_person(&mut self) {
        self.memory.focus = Focus::Free;
        self.moves.push(Move::EndPerson);
        self.say(Notice::HumanLeft);
        self.resume();
    }

    fn say(&mut self, notice: Notice) {
        self.moves.push(Move::Say(notice));
    }
}
