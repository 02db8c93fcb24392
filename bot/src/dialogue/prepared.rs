//! Does an answer lie ready for a question, and was it enough?

use intake::{CategoryCode, Kind, Request};
use prompts::{Choice, Notice};

use super::{Draft, Focus, Talk};

/// Letters of a remark on an answer; a matter of its own takes more, or names its place.
const LONGEST_REMARK: usize = 12;
/// Letters of 「哦」, 「这样啊」.
const LONGEST_MUMBLE: usize = 4;
/// Letters of a question that may be put as a complaint.
const LONGEST_QUESTION: usize = 30;

impl Talk<'_> {
    /// The question the draft begins with is answered at once, where the banner has an answer that is surely meant and
    /// true today; `false`: there is none, or the matter is more than a question.
    pub(super) fn answer_from_shelf(&mut self, text: &str) -> bool {
        let Some(article) = self.prepared_for(text) else {
            return false;
        };
        let is_more =
            |draft: &mut Draft| draft.behalf || !draft.files.is_empty() || !draft.matters.is_empty();
        let Some(mut draft) = self.memory.draft.take_if(|draft| !is_more(draft)) else {
            return false;
        };
        self.understand(&mut draft);
        draft.answered = Some(article.clone());
        self.memory.draft = Some(draft);
        self.memory.focus = Focus::Answered;
        self.say(Notice::Prepared { article });
        true
    }

    /// Which prepared answer these words may be answered with; none where a danger is told. 「校服太贵怎么办」 sounds like
    /// a complaint and asks all the same; whoever names a place tells what happened there.
    fn prepared_for(&self, text: &str) -> Option<String> {
        let seen = self.make_out(text);
        let only_asks = seen.place.is_none() && text.chars().count() <= LONGEST_QUESTION;
        let today = self.case.today;
        let article = if only_asks {
            self.banner.answer_to(text, &seen, today)
        } else {
            self.banner.prepared(text, &seen, today)
        }?;
        self.danger_in(text).is_none().then(|| article.id.clone())
    }

    /// Was an answer given of which the citizen has not said yet whether it was enough?
    pub(super) fn is_answered(&self) -> bool {
        self.memory.draft.as_ref().is_some_and(|draft| draft.answered.is_some())
    }

    /// Something else stands last by now, news of an order or a question about one: what is said answers that.
    pub(super) fn let_go_of_what_was_answered_before(&mut self) {
        let asks = |(choice, _): &(Choice, String)| *choice == Choice::NotEnough;
        let waits = self.memory.focus == Focus::Answered && self.message.choice.is_none();
        if waits && !self.case.offered.iter().any(asks) {
            self.let_go_of_answered();
        }
    }

    /// Is the draft all that is waited for? Behind an answer an open order may be meant as well.
    pub(super) fn is_drafting(&self) -> bool {
        self.memory.draft.is_some() && !(self.is_answered() && self.case.open().next().is_some())
    }

    /// Asks, after something else was said, whether the answer was enough; `false`: there is nothing to ask.
    pub(super) fn ask_enough(&mut self) -> bool {
        let is_answered = self.is_answered();
        if is_answered {
            self.memory.focus = Focus::Answered;
            self.say(Notice::AskEnough);
        }
        is_answered
    }

    /// 解决了: nothing is left to be done.
    pub(super) fn enough(&mut self) {
        if !self.is_answered() {
            return self.say(Notice::StaleChoice);
        }
        self.let_go_of_answered();
        self.say(Notice::Enough);
    }

    /// 没解决: the question becomes an order, as if there had been no answer.
    pub(super) fn not_enough(&mut self) {
        if !self.is_answered() {
            return self.say(Notice::StaleChoice);
        }
        let words = self.memory.waiting_words();
        self.leave_answer();
        self.keep_files_with_draft();
        if let (Some(words), Some(draft)) = (words, &mut self.memory.draft) {
            draft.tell(&words);
        }
        self.advance();
    }

    /// Words behind an answer: a matter of its own, another question, or more about the one that was answered.
    pub(super) fn hear_after_answer(&mut self, text: &str) {
        if !text.chars().any(char::is_alphanumeric) && self.files.is_empty() {
            return self.ask_again();
        }
        match self.content_with_it(text) {
            Some(true) => return self.enough(),
            Some(false) => return self.not_enough(),
            None => {}
        }
        let is_own = self.is_of_its_own(text);
        // 「没解决，打了三天没人接」: what follows belongs to the question.
        let goes_on = self.danger_in(text).is_none() && self.clauses(text).any(|said| said == Some(false));
        if is_own && !goes_on {
            self.let_go_of_answered();
            return self.begin_draft(text);
        }
        if !goes_on && self.adds_nothing(text) {
            let was_content = self.clauses(text).next() == Some(Some(true));
            return if was_content { self.enough() } else { self.ask_again() };
        }
        self.leave_answer();
        self.keep_files_with_draft();
        self.add_to_story(text);
    }

    /// 「明白了，谢谢」, 「不行，帮我登记」: whether the answer was enough, if every clause says only that.
    fn content_with_it(&self, text: &str) -> Option<bool> {
        self.clauses(text).try_fold(true, |content, said| said.map(|said| content && said))
    }

    /// Of each clause, whether it says that the answer was enough; `None`: it says something else.
    fn clauses(&self, text: &str) -> impl Iterator<Item = Option<bool>> {
        let clauses = text.split(|c: char| !c.is_alphanumeric()).filter(|clause| !clause.is_empty());
        clauses.map(|clause| match self.banner.book.request(clause)? {
            Request::Yes | Request::Thanks | Request::Cancel | Request::Together | Request::Withdraw => {
                Some(true)
            }
            Request::No | Request::NotEnough | Request::Submit => Some(false),
            _ => None,
        })
    }

    /// 「好的，那我去办」, 「哦」: words behind an answer that tell nothing and ask nothing.
    fn adds_nothing(&self, text: &str) -> bool {
        let seen = self.make_out(text);
        let is_empty = seen.category.is_none() && seen.place.is_none() && seen.kind != Kind::Consultation;
        let is_polite = self.clauses(text).next() == Some(Some(true));
        let is_mumbled = text.chars().count() <= LONGEST_MUMBLE && !text.chars().any(char::is_numeric);
        is_empty && self.files.is_empty() && (is_polite || is_mumbled)
    }

    /// Do words behind an answer begin something else? Who is not content with an answer and asks on about the same is
    /// not given it again.
    fn is_of_its_own(&self, text: &str) -> bool {
        let Some(draft) = &self.memory.draft else {
            return true;
        };
        let seen = self.make_out(text);
        // 「我的一直没到」 says nothing by itself; 「路灯不亮」 is about something else altogether.
        let is_remark = text.chars().count() <= LONGEST_REMARK && seen.place.is_none();
        let book = &self.banner.book;
        let field = |code: &CategoryCode| book.category(code).map(|leaf| leaf.level1.as_str());
        let is_elsewhere = seen.category.as_ref().and_then(field) != draft.category.as_ref().and_then(field);
        let stands_alone = !is_remark || is_elsewhere && !intake::begins_a_remark(text);
        let is_other = stands_alone
            && seen.category.is_some()
            && (&seen.category, seen.kind) != (&draft.category, draft.kind);
        let has_other_answer = || self.prepared_for(text).is_some_and(|found| draft.answered != Some(found));
        is_other || self.danger_in(text).is_some() || !self.matters_of(text).is_empty() || has_other_answer()
    }

    /// The question that was answered waits for nothing any more.
    pub(super) fn let_go_of_answered(&mut self) {
        if !self.is_answered() {
            return;
        }
        self.memory.draft = None;
        if self.memory.focus == Focus::Answered {
            self.memory.focus = Focus::Free;
        }
    }

    /// The draft goes on as if no answer had been given; what it tells of how to reach the citizen is taken now.
    pub(super) fn leave_answer(&mut self) {
        let Some(draft) = self.memory.draft.as_mut() else {
            return;
        };
        if draft.answered.take().is_none() {
            return;
        }
        let story = draft.story.clone();
        if self.memory.focus == Focus::Answered {
            self.memory.focus = Focus::Free;
        }
        self.take_contact_from_story(&story);
    }
}
