//! Which choices go with a notice?
//!
//! Few: a person with the phone in one hand reads all of them. A way to a human is offered wherever somebody may be
//! stuck.

use crate::wording::LANGUAGES;
use crate::{Card, Choice, Errand, Notice, Slot, SolvedAnswer};

impl Notice {
    /// The choices that go with this notice, in the order they are shown and numbered.
    pub fn choices(&self) -> Vec<Choice> {
        match self {
            Self::Welcome => vec![Choice::Tell, Choice::Progress, Choice::Human],
            Self::NotUnderstood => vec![Choice::Tell, Choice::Progress, Choice::Help, Choice::Human],
            Self::Help => vec![
                Choice::Tell,
                Choice::Progress,
                Choice::Behalf,
                Choice::Bind,
                Choice::Held,
                Choice::Languages,
                Choice::Human,
            ],
            Self::AskStory
            | Self::Emergency { .. }
            | Self::PhoneUnclear
            | Self::Rejected { .. }
            | Self::AskCode { .. }
            | Self::NoSuchOrder
            | Self::TriedTooOften { .. }
            | Self::CodeLost => vec![Choice::Human],
            Self::AskPlace => vec![Choice::Skip, Choice::Human],
            Self::AskWhichPlace { areas } => {
                areas.iter().cloned().map(Choice::PickPlace).chain([Choice::OtherPlace]).collect()
            }
            Self::AskContact { required: true } => vec![Choice::Human],
            Self::AskContact { required: false } | Self::ContactWhy => {
                vec![Choice::Anonymous, Choice::Human]
            }
            Self::Summary { .. } => vec![
                Choice::Submit,
                Choice::Fix(Slot::Story),
                Choice::Fix(Slot::Place),
                Choice::Fix(Slot::Contact),
                Choice::Cancel,
            ],
            Self::AskFilesFor { orders, count: _ } => {
                let pick = |no: &String| Choice::Pick(Errand::Supplement, no.clone());
                orders.iter().map(pick).chain([Choice::NewMatter]).collect()
            }
            Self::Cancelled => vec![Choice::Tell],
            Self::TooFast => vec![Choice::Human],
            Self::NothingToCancel | Self::HumanLeft | Self::StaleChoice => {
                vec![Choice::Tell, Choice::Progress]
            }
            Self::Accepted { no, .. } => vec![Choice::Pick(Errand::Progress, no.clone())],
            Self::Question { no, .. } => vec![Choice::Pick(Errand::Supplement, no.clone())],
            Self::Finished { no, .. } | Self::SurveyReminder { no } => {
                [true, false].map(|yes| Choice::Contacted(no.clone(), yes)).to_vec()
            }
            Self::AskSolved { no, contacted } => [SolvedAnswer::Yes, SolvedAnswer::Partly, SolvedAnswer::No]
                .map(|solved| Choice::Solved(no.clone(), *contacted, solved))
                .to_vec(),
            Self::AskSatisfaction { no, contacted, solved } => {
                let level = |level| Choice::Satisfied(no.clone(), *contacted, *solved, level);
                (1..=5).rev().map(level).collect()
            }
            Self::AnsweredDirect { .. } => vec![Choice::Tell, Choice::Human],
            Self::AskWithdraw { no } => {
                vec![Choice::WithdrawYes(no.clone()), Choice::WithdrawNo(no.clone())]
            }
            Self::NotPossibleNow { no, state: _ } => {
                vec![Choice::Pick(Errand::Progress, no.clone()), Choice::Human]
            }
            Self::AskWhichOrder { orders, .. } if orders.is_empty() => vec![Choice::Tell, Choice::Human],
            Self::AskWhichOrder { errand, orders } => {
                orders.iter().map(|order| Choice::Pick(*errand, order.no.clone())).collect()
            }
            Self::Timeline(timeline) if timeline.due.is_some() => {
                [Errand::Urge, Errand::Supplement, Errand::Withdraw]
                    .map(|errand| Choice::Pick(errand, timeline.no.clone()))
                    .to_vec()
            }
            Self::HumanCalled | Self::HumanJoined => vec![Choice::EndHuman],
            Self::Card(card) => card_choices(card),
            Self::AskLanguage => LANGUAGES.map(|tag| Choice::Speak(tag.to_owned())).to_vec(),
            Self::AskSame { orders } => {
                orders.iter().map(|order| Choice::Same(order.no.clone())).chain([Choice::NotSame]).collect()
            }
            Self::AskApart { .. } => vec![Choice::Apart, Choice::Together],
            Self::Prepared { .. } | Self::AskEnough => {
                vec![Choice::Enough, Choice::NotEnough, Choice::Human]
            }
            Self::NoSuchPass => vec![Choice::Bind, Choice::Human],
            Self::AskConsent => vec![Choice::Consent, Choice::NoConsent],
            Self::ConsentNeeded | Self::NotErased => vec![Choice::Tell, Choice::Human],
            Self::Held { .. } => vec![Choice::Export, Choice::Erase],
            Self::AskErase { .. } => vec![Choice::EraseYes, Choice::EraseNo],
            Self::AskPass => vec![Choice::Human],
            Self::Bound { no } => vec![Choice::Pick(Errand::Progress, no.clone())],
            Self::Thanks
            | Self::Privacy
            | Self::FilesKept { .. }
            | Self::AskCorrection { .. }
            | Self::FinishFirst
            | Self::BackToDraft
            | Self::Dispatched { .. }
            | Self::Signed { .. }
            | Self::Progressed { .. }
            | Self::Replied { .. }
            | Self::Rated { .. }
            | Self::Withdrawn { .. }
            | Self::Closed { .. }
            | Self::Urged { .. }
            | Self::UrgedAlready { .. }
            | Self::AskSupplement { .. }
            | Self::Supplemented { .. }
            | Self::Timeline(_)
            | Self::CodeReminder { .. }
            | Self::KeptOrder { .. }
            | Self::OperatorSays { .. }
            | Self::Followed { .. }
            | Self::FollowsNow { .. }
            | Self::FilesLost
            | Self::LanguageSet
            | Self::NextMatter { .. }
            | Self::Enough
            | Self::BehalfBegun
            | Self::BehalfPass { .. }
            | Self::ExportReady { .. }
            | Self::Erased { .. }
            | Self::ContactNotHere => Vec::new(),
        }
    }
}

/// What its citizen can do with an order where it stands; a survey has its own question.
fn card_choices(card: &Card) -> Vec<Choice> {
    if !card.own {
        return Vec::new();
    }
    let pick = |errand| Choice::Pick(errand, card.no.clone());
    match card.state.as_str() {
        "triage" | "dispatched" | "signed" | "handling" | "suspended" | "return_requested" => {
            vec![pick(Errand::Supplement), pick(Errand::Urge), pick(Errand::Withdraw)]
        }
        "replied" => vec![pick(Errand::Supplement)],
        _ => vec![pick(Errand::Progress)],
    }
}
