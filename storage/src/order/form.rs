//! What is written on the form of an order?

use serde::{Deserialize, Serialize};

use crate::{AreaCode, CategoryCode};

/// What the citizen wants (诉求类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// 咨询
    #[serde(rename = "咨询")]
    Consultation,
    /// 求助
    #[serde(rename = "求助")]
    Help,
    /// 投诉
    #[serde(rename = "投诉")]
    Complaint,
    /// 举报: the reporter is sealed.
    #[serde(rename = "举报")]
    Report,
    /// 建议
    #[serde(rename = "建议")]
    Suggestion,
    /// 表扬
    #[serde(rename = "表扬")]
    Praise,
}

/// How soon (紧急程度).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Urgency {
    /// 一般
    #[serde(rename = "一般")]
    Normal,
    /// 紧急
    #[serde(rename = "紧急")]
    Urgent,
    /// 特急
    #[serde(rename = "特急")]
    Critical,
}

/// Where the citizen's words came from (来源).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The web chat.
    Web,
    /// A caller on the line, written down by an operator.
    Phone,
    /// A hotline transcript.
    Transcript,
    /// A message of a mailbox (书记信箱, 市长信箱, 领导留言板), or of another system's list.
    Mailbox,
    /// Telegram.
    Telegram,
    /// A system that uses the API.
    Api,
}

/// The place as far as the directory knows it; the citizen's own words are a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The narrowest town or community known.
    pub area: Option<AreaCode>,
    /// The grid, where it is known.
    pub grid: Option<AreaCode>,
}

/// The coded part of an order: what understanding proposed and an operator may correct. No personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// 诉求类型
    pub kind: Kind,
    /// Leaf of the catalogue, where one is known.
    pub category: Option<CategoryCode>,
    /// 紧急程度
    pub urgency: Urgency,
    /// 属地
    pub place: Place,
}

/// Was the citizen contacted while the order was handled (是否联系)?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contacted {
    /// Yes, says the citizen.
    Yes,
    /// No, says the citizen: a check on the unit's own claim (回访倒查).
    No,
}

/// Is the matter solved (是否解决)?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solved {
    /// 已解决
    Yes,
    /// 部分解决
    Partly,
    /// 未解决: the order is handled again (重办).
    No,
}

/// 好差评: five levels of 国办发〔2019〕51号.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Satisfaction {
    /// 非常不满意
    VeryUnsatisfied,
    /// 不满意
    Unsatisfied,
    /// 基本满意
    Fair,
    /// 满意
    Satisfied,
    /// 非常满意
    VerySatisfied,
}

/// What the citizen says at the end (评价). The comment is a paper named by the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 是否联系; `None` if not asked or not said.
    pub contacted: Option<Contacted>,
    /// 是否解决
    pub solved: Solved,
    /// 满意度
    pub satisfaction: Satisfaction,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Consultation, Self::Help, Self::Complaint, Self::Report, Self::Suggestion, Self::Praise];

    /// The name by which it is stored and counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consultation => "咨询",
            Self::Help => "求助",
            Self::Complaint => "投诉",
            Self::Report => "举报",
            Self::Suggestion => "建议",
            Self::Praise => "表扬",
        }
    }
}

impl Urgency {
    /// Every urgency.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Urgent, Self::Critical];

    /// The name by which it is stored and counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "一般",
            Self::Urgent => "紧急",
            Self::Critical => "特急",
        }
    }
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 6] =
        [Self::Web, Self::Phone, Self::Transcript, Self::Mailbox, Self::Telegram, Self::Api];

    /// The name by which it is stored and counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Phone => "phone",
            Self::Transcript => "transcript",
            Self::Mailbox => "mailbox",
            Self::Telegram => "telegram",
            Self::Api => "api",
        }
    }
}

impl Rating {
    /// Must the order be handled again (重办)? 未解决, 不满意 or 非常不满意.
    pub fn asks_for_redo(&self) -> bool {
        self.solved == Solved::No || self.satisfaction <= Satisfaction::Unsatisfied
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_written_in_documents() {
        let written = |name: serde_json::Value| name.as_str().unwrap().to_owned();
        for kind in Kind::ALL {
            assert_eq!(written(serde_json::to_value(kind).unwrap()), kind.name());
        }
        for urgency in Urgency::ALL {
            assert_eq!(written(serde_json::to_value(urgency).unwrap()), urgency.name());
        }
        for source in Source::ALL {
            assert_eq!(written(serde_json::to_value(source).unwrap()), source.name());
        }
    }

    #[test]
    fn who_is_not_helped_or_not_satisfied_is_heard_again() {
        let redo = |solved, satisfaction| Rating { contacted: None, solved, satisfaction }.asks_for_redo();
        assert!(redo(Solved::No, Satisfaction::VerySatisfied));
        assert!(redo(Solved::Yes, Satisfaction::Unsatisfied));
        assert!(redo(Solved::Partly, Satisfaction::VeryUnsatisfied));
        assert!(!redo(Solved::Partly, Satisfaction::Fair));
        assert!(!redo(Solved::Yes, Satisfaction::Satisfied));
    }
}
