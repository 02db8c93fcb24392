//! Which order is a notice about?

use crate::Notice;

impl Notice {
    /// The order it is about, if it is about one.
    pub fn order(&self) -> Option<&str> {
        match self {
            Self::Accepted { no, .. }
            | Self::Dispatched { no, .. }
            | Self::Signed { no, .. }
            | Self::Progressed { no, .. }
            | Self::Question { no, .. }
            | Self::Replied { no, .. }
            | Self::Finished { no, .. }
            | Self::SurveyReminder { no }
            | Self::AskSolved { no, .. }
            | Self::AskSatisfaction { no, .. }
            | Self::Rated { no, .. }
            | Self::AnsweredDirect { no, .. }
            | Self::Rejected { no, .. }
            | Self::Withdrawn { no }
            | Self::Closed { no, .. }
            | Self::Urged { no, .. }
            | Self::UrgedAlready { no }
            | Self::AskSupplement { no }
            | Self::Supplemented { no }
            | Self::AskWithdraw { no }
            | Self::KeptOrder { no }
            | Self::NotPossibleNow { no, .. }
            | Self::AskCode { no, .. }
            | Self::Followed { no, .. }
            | Self::FollowsNow { no }
            | Self::Bound { no }
            | Self::BehalfPass { no, .. } => Some(no),
            Self::Timeline(timeline) => Some(&timeline.no),
            Self::Card(card) => Some(&card.no),
            Self::Welcome
            | Self::Help
            | Self::Thanks
            | Self::Emergency { .. }
            | Self::Privacy
            | Self::AskStory
            | Self::AskPlace
            | Self::AskWhichPlace { .. }
            | Self::AskContact { .. }
            | Self::PhoneUnclear
            | Self::ContactWhy
            | Self::FilesKept { .. }
            | Self::Summary { .. }
            | Self::AskCorrection { .. }
            | Self::AskFilesFor { .. }
            | Self::Cancelled
            | Self::NothingToCancel
            | Self::FinishFirst
            | Self::BackToDraft
            | Self::AskWhichOrder { .. }
            | Self::NoSuchOrder
            | Self::TriedTooOften { .. }
            | Self::CodeReminder { .. }
            | Self::CodeLost
            | Self::HumanCalled
            | Self::HumanJoined
            | Self::HumanLeft
            | Self::OperatorSays { .. }
            | Self::StaleChoice
            | Self::TooFast
            | Self::NotUnderstood
            | Self::FilesLost
            | Self::AskLanguage
            | Self::LanguageSet
            | Self::AskSame { .. }
            | Self::AskApart { .. }
            | Self::NextMatter { .. }
            | Self::Prepared { .. }
            | Self::AskEnough
            | Self::Enough
            | Self::AskPass
            | Self::NoSuchPass
            | Self::AskConsent
            | Self::ConsentNeeded
            | Self::BehalfBegun
            | Self::Held { .. }
            | Self::ExportReady { .. }
            | Self::AskErase { .. }
            | Self::Erased { .. }
            | Self::NotErased
            | Self::ContactNotHere => None,
        }
    }
}
