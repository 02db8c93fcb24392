//! Which papers must be opened before a notice can be said?

use uuid::Uuid;

use crate::Notice;

impl Notice {
    /// The papers this notice names, each once, in the order they are named.
    pub fn papers(&self) -> Vec<Uuid> {
        let mut papers: Vec<Uuid> = match self {
            Self::Summary { paper } => vec![*paper],
            Self::Accepted { query_code, .. } => vec![*query_code],
            Self::Progressed { note, .. } => vec![*note],
            Self::Question { question, .. } => vec![*question],
            Self::Replied { answer, .. } | Self::AnsweredDirect { answer, .. } => vec![*answer],
            Self::Rejected { explanation, .. } => explanation.iter().copied().collect(),
            Self::Timeline(timeline) => timeline
                .place
                .into_iter()
                .chain([timeline.story])
                .chain(timeline.steps.iter().filter_map(|step| step.words))
                .collect(),
            Self::CodeReminder { codes } => codes.iter().map(|(_, code)| *code).collect(),
            Self::OperatorSays { words } => vec![*words],
            Self::BehalfPass { code, .. } | Self::ExportReady { code, .. } => vec![*code],
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
            | Self::AskCorrection { .. }
            | Self::AskFilesFor { .. }
            | Self::Cancelled
            | Self::NothingToCancel
            | Self::FinishFirst
            | Self::BackToDraft
            | Self::Dispatched { .. }
            | Self::Signed { .. }
            | Self::Finished { .. }
            | Self::SurveyReminder { .. }
            | Self::AskSolved { .. }
            | Self::AskSatisfaction { .. }
            | Self::Rated { .. }
            | Self::Withdrawn { .. }
            | Self::Closed { .. }
            | Self::Urged { .. }
            | Self::UrgedAlready { .. }
            | Self::AskSupplement { .. }
            | Self::Supplemented { .. }
            | Self::AskWithdraw { .. }
            | Self::KeptOrder { .. }
            | Self::NotPossibleNow { .. }
            | Self::AskWhichOrder { .. }
            | Self::AskCode { .. }
            | Self::NoSuchOrder
            | Self::Card(_)
            | Self::Followed { .. }
            | Self::FilesLost
            | Self::AskLanguage
            | Self::LanguageSet
            | Self::AskSame { .. }
            | Self::AskApart { .. }
            | Self::NextMatter { .. }
            | Self::Prepared { .. }
            | Self::AskEnough
            | Self::Enough
            | Self::FollowsNow { .. }
            | Self::AskPass
            | Self::NoSuchPass
            | Self::Bound { .. }
            | Self::AskConsent
            | Self::ConsentNeeded
            | Self::BehalfBegun
            | Self::Held { .. }
            | Self::AskErase { .. }
            | Self::Erased { .. }
            | Self::NotErased
            | Self::ContactNotHere
            | Self::TriedTooOften { .. }
            | Self::CodeLost
            | Self::HumanCalled
            | Self::HumanJoined
            | Self::HumanLeft
            | Self::StaleChoice
            | Self::TooFast
            | Self::NotUnderstood => Vec::new(),
        };
        let mut seen = Vec::new();
        papers.retain(|paper| {
            let first = !seen.contains(paper);
            seen.push(*paper);
            first
        });
        papers
    }
}
