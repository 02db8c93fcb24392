//! How does a notice become words?

mod dates;
mod draft;
mod labels;
mod mask;
mod names;
mod orders;
mod own_data;
mod standing;
mod terms;
mod timeline;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Arg, Notice, Slot, SolvedAnswer, Wording};

pub use mask::masked_phone;
pub use names::{ArticleText, EmergencyText, Names, ReasonText};
#[cfg(test)]
pub(crate) use terms::{KINDS, URGENCIES};

/// A notice in somebody's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// Plain text; lines end with `\n`, the last one without.
    pub text: String,
    /// What can be pressed, in this order. The channel numbers them where it has no buttons.
    pub choices: Vec<SpokenChoice>,
}

/// A choice in somebody's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenChoice {
    /// [`crate::Choice::id`]
    pub id: String,
    /// What stands on it.
    pub label: String,
}

impl Wording {
    /// Renders a notice. The papers it needs ([`Notice::papers`]) are asked of `names`; one that is gone is said
    /// to be gone.
    pub fn say(&self, lang: &str, notice: &Notice, names: &dyn Names) -> Spoken {
        let voice = Voice { wording: self, lang: self.language(lang), names };
        let spoken = |choice: &crate::Choice| SpokenChoice {
            id: choice.id(),
            label: voice.label(Some(notice), choice),
        };
        Spoken { text: voice.text(notice), choices: notice.choices().iter().map(spoken).collect() }
    }
}

impl Wording {
    /// The choices that go with a notice, each with what stands on it, and nothing else of it.
    pub fn offered(&self, lang: &str, notice: &Notice, names: &dyn Names) -> Vec<(crate::Choice, String)> {
        let voice = Voice { wording: self, lang: self.language(lang), names };
        let with_label = |choice: crate::Choice| {
            let label = voice.label(Some(notice), &choice);
            (choice, label)
        };
        notice.choices().into_iter().map(with_label).collect()
    }

    /// The words of a choice by itself, as when a citizen's pressed button is read again.
    pub fn label(&self, lang: &str, choice: &crate::Choice, names: &dyn Names) -> String {
        let voice = Voice { wording: self, lang: self.language(lang), names };
        voice.label(None, choice)
    }
}

/// One listener's language, and what is known when they are spoken to.
struct Voice<'a> {
    wording: &'a Wording,
    lang: &'a str,
    names: &'a dyn Names,
}

impl Voice<'_> {
    fn text(&self, notice: &Notice) -> String {
        match notice {
            Notice::Welcome => self.line(
                "notice-welcome",
                &[("banner", self.names.banner().into()), ("hotline", self.names.hotline().into())],
            ),
            Notice::Help => self.with_hotline("notice-help"),
            Notice::Thanks => self.plain("notice-thanks"),
            Notice::Emergency { code } => self.emergency(code),
            Notice::Privacy => self.plain("notice-privacy"),
            Notice::AskStory => self.plain("notice-ask-story"),
            Notice::AskPlace => self.plain("notice-ask-place"),
            Notice::AskWhichPlace { areas: _ } => self.plain("notice-ask-which-place"),
            Notice::AskContact { required: true } => self.plain("notice-ask-contact-required"),
            Notice::AskContact { required: false } => self.plain("notice-ask-contact"),
            Notice::PhoneUnclear => self.plain("notice-phone-unclear"),
            Notice::ContactWhy => self.plain("notice-contact-why"),
            Notice::FilesKept { count } => self.line("notice-files-kept", &[("count", (*count).into())]),
            Notice::Summary { paper } => self.summary(*paper),
            Notice::AskCorrection { slot } => self.plain(match slot {
                Slot::Story => "notice-ask-correction-story",
                Slot::Place => "notice-ask-correction-place",
                Slot::Contact => "notice-ask-correction-contact",
            }),
            Notice::AskFilesFor { orders: _, count } => {
                self.line("notice-ask-files-for", &[("count", (*count).into())])
            }
            Notice::Cancelled => self.plain("notice-cancelled"),
            Notice::NothingToCancel => self.plain("notice-nothing-to-cancel"),
            Notice::FinishFirst => self.plain("notice-finish-first"),
            Notice::BackToDraft => self.plain("notice-back-to-draft"),
            Notice::Accepted { no, query_code, unit, due, assumed } => {
                self.accepted(no, *query_code, unit.as_deref(), *due, *assumed)
            }
            Notice::Dispatched { no, unit, due, again } => {
                let key = if *again { "notice-dispatched-again" } else { "notice-dispatched" };
                let args = [("unit", self.unit(unit).into()), ("due", self.moment(*due).into())];
                self.of_order(no, self.line(key, &args))
            }
            Notice::Signed { no, unit } => {
                self.of_order(no, self.line("notice-signed", &[("unit", self.unit(unit).into())]))
            }
            Notice::Progressed { no, unit, note } => self.unit_says("notice-progressed", no, unit, *note),
            Notice::Question { no, unit, question } => self.unit_says("notice-question", no, unit, *question),
            Notice::Replied { no, unit, answer } => self.unit_says("notice-replied", no, unit, *answer),
            Notice::Finished { no, took_ms } => {
                let took = self.wording.duration(self.lang, *took_ms);
                let news = self.line("notice-finished", &[("took", took.into())]);
                lines([self.of_order(no, news), self.plain("notice-ask-contacted")])
            }
            Notice::SurveyReminder { no } => {
                let news = self.of_order(no, self.plain("notice-survey-reminder"));
                lines([news, self.plain("notice-ask-contacted")])
            }
            Notice::AskSolved { no: _, contacted: true } => self.plain("notice-ask-solved-contacted"),
            Notice::AskSolved { no: _, contacted: false } => self.plain("notice-ask-solved-uncontacted"),
            Notice::AskSatisfaction { no: _, contacted: _, solved } => self.plain(match solved {
                SolvedAnswer::Yes => "notice-ask-satisfaction-solved",
                SolvedAnswer::Partly => "notice-ask-satisfaction-partly",
                SolvedAnswer::No => "notice-ask-satisfaction-unsolved",
            }),
            Notice::Rated { no: _, redo: None } => self.plain("notice-rated"),
            Notice::Rated { no, redo: Some(due) } => {
                self.of_order(no, self.line("notice-rated-redo", &[("due", self.moment(*due).into())]))
            }
            Notice::AnsweredDirect { no, answer } => {
                let args = [("answer", self.paper(*answer).into())];
                let news = self.of_order(no, self.line("notice-answered-direct", &args));
                lines([news, self.plain("notice-answered-direct-foot")])
            }
            Notice::Rejected { no, reason, explanation } => self.rejected(no, reason, *explanation),
            Notice::Withdrawn { no } => self.of_order(no, self.plain("notice-withdrawn")),
            Notice::Closed { no, unrated } => self
                .of_order(no, self.plain(if *unrated { "notice-closed-unrated" } else { "notice-closed" })),
            Notice::Urged { no, unit: Some(unit) } => {
                self.of_order(no, self.line("notice-urged", &[("unit", self.unit(unit).into())]))
            }
            Notice::Urged { no, unit: None } => self.of_order(no, self.plain("notice-urged-pending")),
            Notice::UrgedAlready { no } => self.of_order(no, self.plain("notice-urged-already")),
            Notice::AskSupplement { no } => self.of_order(no, self.plain("notice-ask-supplement")),
            Notice::Supplemented { no } => self.of_order(no, self.plain("notice-supplemented")),
            Notice::KeptOrder { no } => self.of_order(no, self.plain("notice-kept-order")),
            Notice::AskWithdraw { no } => self.of_order(no, self.plain("notice-ask-withdraw")),
            Notice::NotPossibleNow { no, state } => {
                let stand = self.wording.stand(self.lang, state);
                self.of_order(no, self.line("notice-not-possible-now", &[("stand", stand.into())]))
            }
            Notice::AskWhichOrder { errand, orders } => self.ask_which_order(*errand, orders),
            Notice::AskCode { no, errand: _ } => self.of_order(no, self.plain("notice-ask-code")),
            Notice::NoSuchOrder => self.with_hotline("notice-no-such-order"),
            Notice::TriedTooOften { until } => {
                let args = [("until", self.soon(*until).into()), ("hotline", self.names.hotline().into())];
                self.line("notice-tried-too-often", &args)
            }
            Notice::Timeline(timeline) => self.timeline(timeline),
            Notice::CodeReminder { codes } => self.code_reminder(codes),
            Notice::CodeLost => self.with_hotline("notice-code-lost"),
            Notice::HumanCalled => self.with_hotline("notice-human-called"),
            Notice::HumanJoined => self.plain("notice-human-joined"),
            Notice::HumanLeft => self.plain("notice-human-left"),
            Notice::OperatorSays { words } => {
                self.line("notice-operator-says", &[("words", self.paper(*words).into())])
            }
            Notice::StaleChoice => self.plain("notice-stale-choice"),
            Notice::TooFast => self.plain("notice-too-fast"),
            Notice::NotUnderstood => self.plain("notice-not-understood"),
            Notice::Card(card) => self.card(card),
            Notice::Followed { no, state, unit } => self.followed(no, state, unit.as_deref()),
            Notice::FilesLost => self.plain("notice-files-lost"),
            Notice::AskLanguage => self.plain("notice-ask-language"),
            Notice::LanguageSet => self.plain("notice-language-set"),
            Notice::AskSame { orders } => self.ask_same(orders),
            Notice::AskApart { matters } => self.ask_apart(matters),
            Notice::Prepared { article } => self.prepared(article),
            Notice::AskEnough => self.plain("notice-ask-enough"),
            Notice::Enough => self.plain("notice-enough"),
            Notice::NextMatter { category: None } => self.plain("notice-next-matter-unnamed"),
            Notice::NextMatter { category: Some(category) } => {
                self.line("notice-next-matter", &[("category", self.names.category(category).into())])
            }
            Notice::FollowsNow { no } => self.of_order(no, self.plain("notice-follows-now")),
            Notice::AskPass => self.plain("notice-ask-pass"),
            Notice::NoSuchPass => self.with_hotline("notice-no-such-pass"),
            Notice::Bound { no } => self.of_order(no, self.plain("notice-bound")),
            Notice::AskConsent => self.plain("notice-ask-consent"),
            Notice::ConsentNeeded => self.with_hotline("notice-consent-needed"),
            Notice::BehalfBegun => self.plain("notice-behalf-begun"),
            Notice::BehalfPass { no, code, until } => {
                let args =
                    [("code", grouped(&self.paper(*code)).into()), ("until", self.soon(*until).into())];
                self.of_order(no, self.line("notice-behalf-pass", &args))
            }
            Notice::Held { orders, open, draft } => self.held(*orders, *open, *draft),
            Notice::ExportReady { code, until } => self.export_ready(*code, *until),
            Notice::AskErase { open } => self.erasing("notice-ask-erase", *open),
            Notice::Erased { open } => self.erasing("notice-erased", *open),
            Notice::NotErased => self.plain("notice-not-erased"),
            Notice::ContactNotHere => self.plain("notice-contact-not-here"),
        }
    }

    fn emergency(&self, code: &str) -> String {
        match self.names.emergency(code) {
            Some(EmergencyText { name: _, number, advice }) => lines([
                self.line("notice-emergency", &[("number", number.into())]),
                advice,
                self.plain("notice-emergency-foot"),
            ]),
            None => lines([self.plain("notice-emergency-unnamed"), self.plain("notice-emergency-foot")]),
        }
    }

    /// The answer, what it rests on, and whether it was enough.
    fn prepared(&self, article: &str) -> String {
        let Some(ArticleText { answer, source }) = self.names.article(article) else {
            return lines([self.plain("notice-prepared-gone"), self.plain("notice-prepared-foot")]);
        };
        lines([
            self.line("notice-prepared", &[("answer", answer.into())]),
            if source.is_empty() {
                source
            } else {
                self.line("notice-prepared-source", &[("source", source.into())])
            },
            self.plain("notice-prepared-foot"),
        ])
    }

    fn plain(&self, key: &str) -> String {
        self.line(key, &[])
    }

    fn with_hotline(&self, key: &str) -> String {
        self.line(key, &[("hotline", self.names.hotline().into())])
    }

    fn line(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.wording.line(self.lang, key, args)
    }

    /// News first, then the number it is about: read aloud, the number is the part one lets pass.
    fn of_order(&self, no: &str, news: String) -> String {
        lines([news, self.line("notice-no", &[("no", no.into())])])
    }

    fn unit(&self, code: &str) -> String {
        let name = self.names.unit(code);
        if name.is_empty() { self.plain("notice-some-unit") } else { name }
    }

    fn paper(&self, id: Uuid) -> String {
        let text = self.names.paper(id);
        text.map_or_else(|| self.plain("notice-paper-gone"), |text| text.trim().to_owned())
    }

    /// A paper where one line is meant: a line break in it must not begin a part of its own.
    fn paper_in_a_line(&self, id: Uuid) -> String {
        in_a_line(&self.paper(id))
    }

    fn moment(&self, at: Timestamp) -> String {
        self.wording.moment(self.lang, at, self.names.now(), self.names.zone())
    }

    fn soon(&self, at: Timestamp) -> String {
        self.wording.soon(self.lang, at, self.names.now(), self.names.zone())
    }
}

fn lines(parts: impl IntoIterator<Item = String>) -> String {
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("\n")
}

/// Blanks and line breaks become one blank, or none after a full-width sign such as 「，」.
fn in_a_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() && !line.ends_with(is_full_width_sign) {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn is_full_width_sign(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// A long code of digits in groups of four, as it is read and typed.
fn grouped(code: &str) -> String {
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return code.to_owned();
    }
    let groups: Vec<String> =
        code.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
