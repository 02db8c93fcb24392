//! What may be asked of an order?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::form::{Form, Rating, Source};
use super::work_order::{Hears, Papers};
use crate::{CitizenId, ConversationId, OrderNo, PaperId, ProfileName, ReasonCode, UnitCode};

/// To whom an order goes, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// 主办
    pub lead: UnitCode,
    /// 协办
    pub helpers: Vec<UnitCode>,
    /// Content hash of the rule book that said so.
    pub rulebook: String,
    /// Line of the 派单目录, or `None` when a person chose.
    pub row: Option<u32>,
}

/// Everything a new order begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Its number.
    pub no: OrderNo,
    /// Where the words came from.
    pub source: Source,
    /// When another system received it, where that was before now: the citizen's clock began then.
    pub received_at: Option<Timestamp>,
    /// Whose it is.
    pub citizen: CitizenId,
    /// Which conversation hears of it.
    pub conversation: Option<ConversationId>,
    /// The form as proposed.
    pub form: Form,
    /// Its papers.
    pub papers: Papers,
    /// The time-limit profile of the catalogue leaf, if it names one.
    pub profile: Option<ProfileName>,
    /// The unit, when understanding is sure enough; otherwise it goes to 预审.
    pub dispatch: Option<Dispatch>,
}

/// A step that somebody wants to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Correct the form (operator).
    Correct {
        /// The form as it should be.
        form: Form,
    },
    /// 派单, or 改派 when a unit already has it.
    Dispatch {
        /// To whom.
        dispatch: Dispatch,
        /// The time-limit profile of the catalogue leaf, if it names one.
        profile: Option<ProfileName>,
    },
    /// 直接答复
    AnswerDirect {
        /// The answer.
        answer: PaperId,
    },
    /// 不予受理
    Reject {
        /// N..
        reason: ReasonCode,
        /// A word beside the coded text.
        explanation: Option<PaperId>,
    },
    /// 签收
    Sign,
    /// 退单申请
    RequestReturn {
        /// R..
        reason: ReasonCode,
        /// The basis.
        basis: PaperId,
        /// Who should have it.
        suggested: Option<UnitCode>,
    },
    /// 准退
    GrantReturn,
    /// 驳回退单
    RefuseReturn {
        /// Why.
        why: PaperId,
    },
    /// 办理
    Progress {
        /// What was done.
        note: PaperId,
        /// Photos and files.
        files: Vec<PaperId>,
        /// May the citizen read it?
        visible: bool,
    },
    /// Ask the citizen (→ 待补充).
    Ask {
        /// The question.
        question: PaperId,
    },
    /// 补充
    Supplement {
        /// What is added.
        papers: Vec<PaperId>,
    },
    /// 催办
    Urge,
    /// 答复
    Reply {
        /// 办理情况, inside.
        handling: PaperId,
        /// 公开答复, to the citizen.
        answer: PaperId,
        /// Evidence of contact, or the reason for none.
        contact: PaperId,
        /// Was the citizen contacted?
        contacted: bool,
        /// Photos and files.
        files: Vec<PaperId>,
    },
    /// 办结
    Finish,
    /// Remind the citizen to rate.
    Remind,
    /// 回访 without a rating (no answer, or declined).
    CallBack,
    /// 评价; brings 结案 or 重办 with it.
    Rate {
        /// What the citizen says.
        rating: Rating,
        /// In their own words.
        comment: Option<PaperId>,
    },
    /// 撤单
    Withdraw {
        /// W..
        reason: ReasonCode,
    },
    /// 结案 because nobody rated in time.
    CloseUnrated,
    /// One more conversation hears of it.
    Join {
        /// Which.
        conversation: ConversationId,
        /// As what.
        part: Hears,
    },
    /// Look at sealed papers, saying why.
    Reveal {
        /// Which.
        papers: Vec<PaperId>,
        /// The stated purpose.
        purpose: PaperId,
    },
}

/// The name of a step, without what it carries: the key of the life table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// [`Step::Correct`]
    Correct,
    /// [`Step::Dispatch`]
    Dispatch,
    /// [`Step::AnswerDirect`]
    AnswerDirect,
    /// [`Step::Reject`]
    Reject,
    /// [`Step::Sign`]
    Sign,
    /// [`Step::RequestReturn`]
    RequestReturn,
    /// [`Step::GrantReturn`]
    GrantReturn,
    /// [`Step::RefuseReturn`]
    RefuseReturn,
    /// [`Step::Progress`]
    Progress,
    /// [`Step::Ask`]
    Ask,
    /// [`Step::Supplement`]
    Supplement,
    /// [`Step::Urge`]
    Urge,
    /// [`Step::Reply`]
    Reply,
    /// [`Step::Finish`]
    Finish,
    /// [`Step::Remind`]
    Remind,
    /// [`Step::CallBack`]
    CallBack,
    /// [`Step::Rate`]
    Rate,
    /// [`Step::Withdraw`]
    Withdraw,
    /// [`Step::CloseUnrated`]
    CloseUnrated,
    /// [`Step::Join`]
    Join,
    /// [`Step::Reveal`]
    Reveal,
}

impl Step {
    /// Its name, without what it carries.
    pub fn name(&self) -> StepName {
        match self {
            Self::Correct { .. } => StepName::Correct,
            Self::Dispatch { .. } => StepName::Dispatch,
            Self::AnswerDirect { .. } => StepName::AnswerDirect,
            Self::Reject { .. } => StepName::Reject,
            Self::Sign => StepName::Sign,
            Self::RequestReturn { .. } => StepName::RequestReturn,
            Self::GrantReturn => StepName::GrantReturn,
            Self::RefuseReturn { .. } => StepName::RefuseReturn,
            Self::Progress { .. } => StepName::Progress,
            Self::Ask { .. } => StepName::Ask,
            Self::Supplement { .. } => StepName::Supplement,
            Self::Urge => StepName::Urge,
            Self::Reply { .. } => StepName::Reply,
            Self::Finish => StepName::Finish,
            Self::Remind => StepName::Remind,
            Self::CallBack => StepName::CallBack,
            Self::Rate { .. } => StepName::Rate,
            Self::Withdraw { .. } => StepName::Withdraw,
            Self::CloseUnrated => StepName::CloseUnrated,
            Self::Join { .. } => StepName::Join,
            Self::Reveal { .. } => StepName::Reveal,
        }
    }
}

impl StepName {
    /// Every step.
    pub const ALL: [Self; 21] = [
        Self::Correct,
        Self::Dispatch,
        Self::AnswerDirect,
        Self::Reject,
        Self::Sign,
        Self::RequestReturn,
        Self::GrantReturn,
        Self::RefuseReturn,
        Self::Progress,
        Self::Ask,
        Self::Supplement,
        Self::Urge,
        Self::Reply,
        Self::Finish,
        Self::Remind,
        Self::CallBack,
        Self::Rate,
        Self::Withdraw,
        Self::CloseUnrated,
        Self::Join,
        Self::Reveal,
    ];

    /// The name by which it is stored and addressed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Dispatch => "dispatch",
            Self::AnswerDirect => "answer_direct",
            Self::Reject => "reject",
            Self::Sign => "sign",
            Self::RequestReturn => "request_return",
            Self::GrantReturn => "grant_return",
            Self::RefuseReturn => "refuse_return",
            Self::Progress => "progress",
            Self::Ask => "ask",
            Self::Supplement => "supplement",
            Self::Urge => "urge",
            Self::Reply => "reply",
            Self::Finish => "finish",
            Self::Remind => "remind",
            Self::CallBack => "call_back",
            Self::Rate => "rate",
            Self::Withdraw => "withdraw",
            Self::CloseUnrated => "close_unrated",
            Self::Join => "join",
            Self::Reveal => "reveal",
        }
    }
}

impl std::fmt::Display for StepName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_written_in_documents() {
        for step in StepName::ALL {
            assert_eq!(serde_json::to_value(step).unwrap(), step.name());
        }
    }
}
