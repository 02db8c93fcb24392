//! What follows from a button?

use prompts::{Choice, Errand, Notice, SolvedAnswer};
use storage::OrderNo;
use storage::order::{Contacted, Rating, Satisfaction, Solved};

use super::{Draft, Focus, Move, Talk};

impl Talk<'_> {
    /// The choice a message stands for: its button, or the number or label of one that was offered last.
    pub(super) fn chosen(&self, text: Option<&str>) -> Option<Choice> {
        if let Some(id) = &self.message.choice {
            return Choice::parse(id);
        }
        let text = text?;
        // To a person, or to a unit's question, a number is an answer.
        if as_number(text).is_some() && (self.memory.focus == Focus::Person || self.stands_last()) {
            return None;
        }
        let settled =
            |choice: &Choice| matches!(choice, Choice::Enough | Choice::NotEnough) && !self.is_answered();
        named(&self.case.offered, text).filter(|choice| !settled(choice))
    }

    /// A unit's question stands last: no other choices were offered after it.
    fn stands_last(&self) -> bool {
        let is_its_own = |no: &OrderNo| {
            let answer = Choice::Pick(Errand::Supplement, no.to_string());
            self.case.offered.is_empty() || self.case.offered.iter().any(|(offered, _)| *offered == answer)
        };
        self.case.asked_by.as_ref().is_some_and(is_its_own)
    }

    /// Was this choice offered last while a person has the conversation? What is asked there changes nothing of what
    /// the bot waits for.
    pub(super) fn is_offered_beside_person(&self, choice: &Choice) -> bool {
        self.memory.focus == Focus::Person && self.case.offered.iter().any(|(offered, _)| offered == choice)
    }

    /// Does what a button says; a person who has the conversation keeps it.
    pub(super) fn make(&mut self, choice: Choice) {
        let with_person = self.memory.focus == Focus::Person && choice != Choice::EndHuman;
        self.choose(choice);
        if with_person {
            self.memory.focus = Focus::Person;
        }
    }

    fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Submit => self.submit(),
            Choice::Cancel => self.cancel(),
            Choice::Fix(slot) => self.fix(slot),
            Choice::Anonymous => self.leave_contact_out(),
            Choice::Skip => self.skip(),
            Choice::PickPlace(area) => self.pick_place(&area),
            Choice::OtherPlace => self.other_place(),
            Choice::Pick(Errand::Progress, no) => self.look_at(&no),
            Choice::Pick(errand, no) => self.with_number(&no, |talk, no| talk.run_as_picked(errand, no)),
            Choice::NewMatter => self.new_matter(),
            Choice::WithdrawYes(no) => self.with_number(&no, Self::withdraw_if_asked),
            Choice::WithdrawNo(no) => {
                self.say(Notice::KeptOrder { no });
                self.finish_errand();
            }
            Choice::Contacted(no, contacted) => self.say(Notice::AskSolved { no, contacted }),
            Choice::Solved(no, contacted, solved) => {
                self.say(Notice::AskSatisfaction { no, contacted, solved });
            }
            Choice::Satisfied(no, contacted, solved, level) => {
                self.with_number(&no, |talk, no| {
                    talk.moves.push(rate(no, contacted, solved, level));
                    talk.finish_errand();
                });
            }
            Choice::Human => self.call_person(),
            Choice::EndHuman => self.end_person(),
            Choice::Progress => self.begin_errand(Errand::Progress, None, None),
            Choice::Tell => self.new_matter(),
            Choice::Welcome => {
                self.say(Notice::Welcome);
                self.resume();
            }
            Choice::Help => {
                self.say(Notice::Help);
                self.resume();
            }
            Choice::Errand(errand) => self.begin_errand(errand, None, None),
            Choice::Languages => self.say(Notice::AskLanguage),
            Choice::Speak(language) => self.speak(&language),
            Choice::Same(no) => self.same(&no),
            Choice::NotSame => self.not_same(),
            Choice::Apart => self.tell_apart(),
            Choice::Together => self.tell_together(),
            Choice::Enough => self.enough(),
            Choice::NotEnough => self.not_enough(),
            Choice::Bind => self.ask_pass(),
            Choice::Behalf => self.begin_behalf(),
            Choice::Consent => self.consent(true),
            Choice::NoConsent => self.consent(false),
            Choice::Held => self.show_held(),
            Choice::Export => self.moves.push(Move::Export),
            Choice::Erase => self.ask_erase(),
            Choice::EraseYes => self.erase_if_asked(),
            Choice::EraseNo => self.keep_all(),
        }
    }

    /// Buttons travel through other people's hands: only a number of this conversation is acted on.
    fn with_number(&mut self, no: &str, then: impl FnOnce(&mut Self, OrderNo)) {
        match no.parse::<OrderNo>() {
            Ok(no) if self.case.own(&no).is_some() => then(self, no),
            Ok(_) | Err(_) => self.say(Notice::StaleChoice),
        }
    }

    /// Who only follows an order may ask how it stands.
    fn look_at(&mut self, no: &str) {
        match no.parse::<OrderNo>() {
            Ok(no) if self.case.follows(&no) => self.run_as_picked(Errand::Progress, no),
            Ok(_) | Err(_) => self.with_number(no, |talk, no| talk.run_as_picked(Errand::Progress, no)),
        }
    }

    /// What cannot be undone follows only from the question that was just asked; an old button asks it again.
    fn withdraw_if_asked(&mut self, no: OrderNo) {
        let is_asked = self.memory.focus == (Focus::Withdraw { no: no.clone() });
        if !is_asked && !self.is_offered_beside_person(&Choice::WithdrawYes(no.to_string())) {
            return self.run_as_picked(Errand::Withdraw, no);
        }
        self.moves.push(Move::Withdraw(no));
        self.finish_errand();
    }

    pub(super) fn begin_to_tell(&mut self) {
        self.let_go_of_answered();
        if self.memory.draft.is_some() {
            return self.resume();
        }
        self.memory.focus = Focus::Free;
        self.say(Notice::AskStory);
    }

    /// Something new; the photos that wait belong to it.
    pub(super) fn new_matter(&mut self) {
        self.let_go_of_answered();
        self.take_waiting_photos();
        let files = std::mem::take(&mut self.files);
        if files.is_empty() || self.memory.draft.is_some() {
            self.files = files;
            self.keep_files_with_draft();
            return self.begin_to_tell();
        }
        let behalf = std::mem::take(&mut self.memory.behalf);
        self.memory.draft = Some(Draft { behalf, ..Draft::begin("", files) });
        self.advance();
    }
}

/// The offered choice that words name by its number or label.
pub(super) fn named(offered: &[(Choice, String)], text: &str) -> Option<Choice> {
    let found = match as_number(text) {
        Some(number) => offered.get(number.checked_sub(1)?),
        None => offered.iter().find(|(_, label)| label.eq_ignore_ascii_case(text)),
    };
    found.map(|(choice, _)| choice.clone())
}

/// A bare number, full-width or not, as in 「回复 1」.
fn as_number(text: &str) -> Option<usize> {
    let digits: String = text
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            other => other,
        })
        .collect();
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

fn rate(no: OrderNo, contacted: bool, solved: SolvedAnswer, level: u8) -> Move {
    let satisfaction = match level {
        5.. => Satisfaction::VerySatisfied,
        4 => Satisfaction::Satisfied,
        3 => Satisfaction::Fair,
        2 => Satisfaction::Unsatisfied,
        0 | 1 => Satisfaction::VeryUnsatisfied,
    };
    let solved = match solved {
        SolvedAnswer::Yes => Solved::Yes,
        SolvedAnswer::Partly => Solved::Partly,
        SolvedAnswer::No => Solved::No,
    };
    let contacted = Some(if contacted { Contacted::Yes } else { Contacted::No });
    Move::Rate { no, rating: Rating { contacted, solved, satisfaction } }
}
