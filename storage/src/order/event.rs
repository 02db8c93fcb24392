//! What has happened to an order?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clock::Dues;
use super::form::{Form, Rating, Source};
use super::step::Dispatch;
use super::work_order::{Hears, Papers};
use crate::{CitizenId, ConversationId, PaperId, ProfileName, ReasonCode, UnitCode};

/// In what capacity somebody acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 群众
    Citizen,
    /// The program itself, deciding from what a citizen said.
    Bot,
    /// 坐席
    Operator,
    /// 承办单位 (a person of it, or its system).
    Unit,
    /// 督办
    Supervisor,
    /// The program itself, because a time came.
    Clock,
}

impl Role {
    /// The name by which it is stored and told.
    pub fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Bot => "bot",
            Self::Operator => "operator",
            Self::Unit => "unit",
            Self::Supervisor => "supervisor",
            Self::Clock => "clock",
        }
    }
}

/// Who acted. Holds no personal data: ids and codes only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// In what capacity.
    pub role: Role,
    /// Account id, conversation id or API token id; empty for the program itself.
    pub id: String,
    /// The unit acted for, where the role is [`Role::Unit`].
    pub unit: Option<UnitCode>,
}

/// One event of an order's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Number in the order's stream, from 1, without gaps.
    pub seq: u32,
    /// When, in whole milliseconds.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Why, as a coded reason, where the step needs one.
    pub reason: Option<ReasonCode>,
    /// May the citizen see it?
    pub visible: bool,
    /// What.
    pub fact: Fact,
}

/// What happened. Texts, contacts and files are papers named by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Fact {
    /// 受理: the order is born.
    Accepted {
        /// Where the words came from.
        source: Source,
        /// The citizen, if any channel or phone ties one to it.
        citizen: CitizenId,
        /// The conversation that hears of it, if there is one.
        conversation: Option<ConversationId>,
        /// What understanding proposed.
        form: Form,
        /// Story, place, contact, query code, files.
        papers: Papers,
        /// The profile the dates come from.
        profile: ProfileName,
        /// The dates promised to the citizen; this clock never restarts.
        dues: Dues,
    },
    /// 预审: a person looks before it is dispatched.
    Triaged,
    /// The form was corrected by an operator.
    Corrected {
        /// The form as it now stands.
        form: Form,
    },
    /// 派单 or 改派 (`again`).
    Dispatched {
        /// To whom, by which version of the rule book.
        dispatch: Dispatch,
        /// The profile the dates come from.
        profile: ProfileName,
        /// The dates that bind the unit.
        dues: Dues,
        /// True when an earlier unit gives it up.
        again: bool,
    },
    /// 直接答复
    AnsweredDirect {
        /// The answer.
        answer: PaperId,
    },
    /// 不予受理; the reason code is the event's.
    Rejected {
        /// A word of explanation beside the coded text, if any.
        explanation: Option<PaperId>,
    },
    /// 签收
    Signed,
    /// 退单申请; the reason code is the event's.
    ReturnRequested {
        /// The basis (三定, 权责清单 …).
        basis: PaperId,
        /// The unit that should have it, in the view of the one that returns it.
        suggested: Option<UnitCode>,
    },
    /// 准退: back to 预审.
    ReturnGranted,
    /// 驳回退单: the clock has kept running.
    ReturnRefused {
        /// Why.
        why: PaperId,
    },
    /// 办理 note; the first one begins the handling.
    Progressed {
        /// The note.
        note: PaperId,
        /// Photos and files.
        files: Vec<PaperId>,
    },
    /// 待补充: the unit needs something from the citizen.
    Asked {
        /// The question.
        question: PaperId,
    },
    /// 补充 from the citizen.
    Supplemented {
        /// What was added.
        papers: Vec<PaperId>,
        /// Where the order was waiting for it: the dates with the wait added.
        dues: Option<Dues>,
    },
    /// 催办 from the citizen.
    Urged,
    /// 答复
    Replied {
        /// 办理情况, for the centre only.
        handling: PaperId,
        /// 公开答复, for the citizen.
        answer: PaperId,
        /// When and how the citizen was contacted, or why not: evidence for 响应率.
        contact: PaperId,
        /// Was the citizen contacted, says the unit?
        contacted: bool,
        /// Photos and files.
        files: Vec<PaperId>,
        /// Where the order was waiting for the citizen: the dates with the wait added.
        #[serde(default)]
        dues: Option<Dues>,
    },
    /// 办结
    Finished,
    /// The citizen was asked again to rate.
    Reminded,
    /// 回访
    CalledBack,
    /// 评价
    Rated {
        /// What the citizen says.
        rating: Rating,
        /// In their own words, if any.
        comment: Option<PaperId>,
    },
    /// 重办
    Redone {
        /// The round that now begins; the first handling was round 1.
        round: u32,
        /// New dates for this round.
        dues: Dues,
    },
    /// 撤单; the reason code is the event's.
    Withdrawn,
    /// 结案
    Closed {
        /// True when nobody rated in time; the order stays outside 满意率.
        unrated: bool,
    },
    /// One more conversation hears of it.
    Joined {
        /// Which.
        conversation: ConversationId,
        /// As what.
        part: Hears,
    },
    /// Somebody looked at sealed papers and said why.
    Revealed {
        /// Which papers.
        papers: Vec<PaperId>,
        /// The stated purpose.
        purpose: PaperId,
    },
}

impl Fact {
    /// The name by which it is stored and told.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Triaged => "triaged",
            Self::Corrected { .. } => "corrected",
            Self::Dispatched { .. } => "dispatched",
            Self::AnsweredDirect { .. } => "answered_direct",
            Self::Rejected { .. } => "rejected",
            Self::Signed => "signed",
            Self::ReturnRequested { .. } => "return_requested",
            Self::ReturnGranted => "return_granted",
            Self::ReturnRefused { .. } => "return_refused",
            Self::Progressed { .. } => "progressed",
            Self::Asked { .. } => "asked",
            Self::Supplemented { .. } => "supplemented",
            Self::Urged => "urged",
            Self::Replied { .. } => "replied",
            Self::Finished => "finished",
            Self::Reminded => "reminded",
            Self::CalledBack => "called_back",
            Self::Rated { .. } => "rated",
            Self::Redone { .. } => "redone",
            Self::Withdrawn => "withdrawn",
            Self::Closed { .. } => "closed",
            Self::Joined { .. } => "joined",
            Self::Revealed { .. } => "revealed",
        }
    }

    /// The papers it names.
    pub fn papers(&self) -> Vec<PaperId> {
        match self {
            Self::Accepted { papers, .. } => {
                let mut named = vec![papers.story, papers.query_code];
                let one_each = papers.place.iter().chain(&papers.contact).chain(&papers.consent);
                named.extend(one_each.chain(&papers.reasons).chain(&papers.files));
                named
            }
            Self::AnsweredDirect { answer } => vec![*answer],
            Self::Rejected { explanation } => explanation.iter().copied().collect(),
            Self::ReturnRequested { basis, .. } => vec![*basis],
            Self::ReturnRefused { why } => vec![*why],
            Self::Progressed { note, files } => std::iter::once(note).chain(files).copied().collect(),
            Self::Asked { question } => vec![*question],
            Self::Supplemented { papers, .. } => papers.clone(),
            Self::Replied { handling, answer, contact, files, .. } => {
                [handling, answer, contact].into_iter().chain(files).copied().collect()
            }
            Self::Rated { comment, .. } => comment.iter().copied().collect(),
            Self::Revealed { papers, purpose } => papers.iter().chain([purpose]).copied().collect(),
            Self::Triaged
            | Self::Corrected { .. }
            | Self::Dispatched { .. }
            | Self::Signed
            | Self::ReturnGranted
            | Self::Urged
            | Self::Finished
            | Self::Reminded
            | Self::CalledBack
            | Self::Redone { .. }
            | Self::Withdrawn
            | Self::Joined { .. }
            | Self::Closed { .. } => Vec::new(),
        }
    }
}
