//! What does the person want: to ask, to be helped, to complain, to report, to suggest, to praise?

use serde::{Deserialize, Serialize};

/// 诉求类型, the six kinds a 12345 hotline tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// 咨询: wants to know.
    #[serde(rename = "咨询")]
    Consultation,
    /// 求助: wants something done.
    #[serde(rename = "求助")]
    Help,
    /// 投诉: was treated badly.
    #[serde(rename = "投诉")]
    Complaint,
    /// 举报: tells of somebody breaking the law.
    #[serde(rename = "举报")]
    Report,
    /// 建议: has an idea.
    #[serde(rename = "建议")]
    Suggestion,
    /// 表扬: is grateful.
    #[serde(rename = "表扬")]
    Praise,
}

impl Kind {
    /// All kinds, in the order of the catalogue.
    pub const ALL: [Kind; 6] =
        [Kind::Consultation, Kind::Help, Kind::Complaint, Kind::Report, Kind::Suggestion, Kind::Praise];

    /// The 12345 term, as it stands in the files and on the form.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Consultation => "咨询",
            Kind::Help => "求助",
            Kind::Complaint => "投诉",
            Kind::Report => "举报",
            Kind::Suggestion => "建议",
            Kind::Praise => "表扬",
        }
    }

    /// The kind of that 12345 term.
    pub fn parse(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// 紧急程度, from the slowest to the fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Urgency {
    /// 一般.
    #[serde(rename = "一般")]
    Normal,
    /// 紧急: basic supplies or many people are affected.
    #[serde(rename = "紧急")]
    Urgent,
    /// 特急: life or property is in danger.
    #[serde(rename = "特急")]
    Critical,
}

impl Urgency {
    /// All degrees, slowest first.
    pub const ALL: [Urgency; 3] = [Urgency::Normal, Urgency::Urgent, Urgency::Critical];

    /// The term, as it stands in the files and on the form.
    pub fn name(self) -> &'static str {
        match self {
            Urgency::Normal => "一般",
            Urgency::Urgent => "紧急",
            Urgency::Critical => "特急",
        }
    }

    /// The degree of that term.
    pub fn parse(name: &str) -> Option<Urgency> {
        Urgency::ALL.into_iter().find(|urgency| urgency.name() == name)
    }
}
