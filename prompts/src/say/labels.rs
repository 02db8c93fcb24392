//! What stands on a choice?

use super::Voice;
use crate::{Choice, Errand, Notice, Slot, SolvedAnswer};

impl Voice<'_> {
    /// The words on a choice; an order is named where there are several, and its errand where there is one.
    pub(super) fn label(&self, notice: Option<&Notice>, choice: &Choice) -> String {
        match choice {
            Choice::Submit => self.plain("choice-submit"),
            Choice::Cancel => self.plain("choice-cancel"),
            Choice::Fix(Slot::Story) => self.plain("choice-fix-story"),
            Choice::Fix(Slot::Place) => self.plain("choice-fix-place"),
            Choice::Fix(Slot::Contact) => self.plain("choice-fix-contact"),
            Choice::Anonymous => self.plain("choice-anonymous"),
            Choice::Skip => self.plain("choice-skip"),
            Choice::PickPlace(area) => self.names.area(area),
            Choice::OtherPlace => self.plain("choice-other-place"),
            Choice::Pick(errand, no) => self.pick(notice, *errand, no),
            Choice::NewMatter => self.plain("choice-new-matter"),
            Choice::WithdrawYes(_) => self.plain("choice-withdraw-yes"),
            Choice::WithdrawNo(_) => self.plain("choice-withdraw-no"),
            Choice::Contacted(_, true) => self.plain("choice-contacted-yes"),
            Choice::Contacted(_, false) => self.plain("choice-contacted-no"),
            Choice::Solved(_, _, SolvedAnswer::Yes) => self.plain("choice-solved-yes"),
            Choice::Solved(_, _, SolvedAnswer::Partly) => self.plain("choice-solved-partly"),
            Choice::Solved(_, _, SolvedAnswer::No) => self.plain("choice-solved-no"),
            Choice::Satisfied(_, _, _, level) => {
                self.line("choice-satisfied", &[("level", u32::from(*level).into())])
            }
            Choice::Human => self.plain(match notice {
                // A person takes the matter up again: what the coded reasons call 申请复核.
                Some(Notice::Rejected { .. }) => "choice-appeal",
                _ => "choice-human",
            }),
            Choice::EndHuman => self.plain("choice-end-human"),
            Choice::Progress => self.plain("choice-progress"),
            Choice::Tell => self.plain("choice-tell"),
            Choice::Welcome => self.plain("choice-help"),
            Choice::Help => self.plain("choice-help"),
            Choice::Errand(errand) => self.plain(errand_label(*errand)),
            Choice::Languages => self.plain("choice-languages"),
            // A language is called by its own name, so that its speakers find it.
            Choice::Speak(language) => self.plain(&format!("chat-language-{language}")),
            Choice::Same(no) => self.same(notice, no),
            Choice::NotSame => self.plain("choice-not-same"),
            Choice::Apart => self.plain("choice-apart"),
            Choice::Together => self.plain("choice-together"),
            Choice::Enough => self.plain("choice-enough"),
            Choice::NotEnough => self.plain("choice-not-enough"),
            Choice::Bind => self.plain("choice-bind"),
            Choice::Behalf => self.plain("choice-behalf"),
            Choice::Consent => self.plain("choice-consent"),
            Choice::NoConsent => self.plain("choice-no-consent"),
            Choice::Held => self.plain("choice-held"),
            Choice::Export => self.plain("choice-export"),
            Choice::Erase => self.plain("choice-erase"),
            Choice::EraseYes => self.plain("choice-erase-yes"),
            Choice::EraseNo => self.plain("choice-erase-no"),
        }
    }

    fn pick(&self, notice: Option<&Notice>, errand: Errand, no: &str) -> String {
        if let Some(Notice::AskWhichOrder { orders, .. }) = notice
            && let Some(order) = orders.iter().find(|order| order.no == no)
        {
            return self.order_line(order);
        }
        if let Some(Notice::AskFilesFor { .. }) = notice {
            return no.to_owned();
        }
        if let Some(Notice::Question { .. }) = notice {
            return self.plain("choice-answer");
        }
        self.plain(errand_label(errand))
    }

    /// The same matter; where it is one of several, with its number.
    fn same(&self, notice: Option<&Notice>, no: &str) -> String {
        match notice {
            Some(Notice::AskSame { orders }) if orders.len() > 1 => {
                self.line("choice-same-of", &[("no", no.into())])
            }
            _ => self.plain("choice-same"),
        }
    }
}

fn errand_label(errand: Errand) -> &'static str {
    match errand {
        Errand::Progress => "choice-progress",
        Errand::Urge => "choice-urge",
        Errand::Supplement => "choice-supplement",
        Errand::Withdraw => "choice-withdraw",
    }
}
