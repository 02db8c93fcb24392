//! In which language, and what is held of me?

use intake::Request;
use prompts::{Choice, LANGUAGES, Notice};

use super::{Focus, Move, Talk};

impl Talk<'_> {
    /// Speaks a language from now on; one there is not is offered again.
    pub(super) fn speak(&mut self, language: &str) {
        match LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(language)) {
            Some(known) => {
                self.moves.push(Move::Speak(known.to_owned()));
                self.say(Notice::LanguageSet);
                self.resume();
            }
            None => self.say(Notice::AskLanguage),
        }
    }

    /// What is held of the citizen here.
    pub(super) fn show_held(&mut self) {
        self.say(Notice::Privacy);
        self.moves.push(Move::CountHeld);
    }

    pub(super) fn ask_erase(&mut self) {
        self.memory.turn_to(Focus::Erase);
        let open = self.held_open();
        self.say(Notice::AskErase { open });
    }

    /// Orders that are kept because they are still under way.
    fn held_open(&self) -> u32 {
        let open = self.case.held().filter(|order| !order.state.is_end()).count();
        u32::try_from(open).unwrap_or(u32::MAX)
    }

    /// What cannot be undone follows only from the question that was just asked; an old button asks it again.
    pub(super) fn erase_if_asked(&mut self) {
        if self.memory.focus != Focus::Erase && !self.is_offered_beside_person(&Choice::EraseYes) {
            return self.ask_erase();
        }
        self.memory.forget_draft();
        self.memory.proven.clear();
        self.moves.push(Move::Erase);
        let open = self.held_open();
        self.say(Notice::Erased { open });
    }

    pub(super) fn keep_all(&mut self) {
        self.say(Notice::NotErased);
        self.finish_errand();
    }

    /// Requests about the conversation itself.
    pub(super) fn take_own_request(&mut self, request: Request) {
        match request {
            Request::Language(Some(language)) => self.speak(&language),
            Request::Language(None) => self.say(Notice::AskLanguage),
            Request::Privacy => self.show_held(),
            Request::Bind(_) if self.case.pass.is_some() => self.take_pass(),
            Request::Bind(_) => self.ask_pass(),
            Request::Behalf => self.begin_behalf(),
            _ => {}
        }
    }
}
