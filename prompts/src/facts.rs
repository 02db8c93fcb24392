//! Which facts do several sentences share?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How an order stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Order number.
    pub no: String,
    /// State's name in `snake_case`.
    pub state: String,
    /// Category code, if one is known.
    pub category: Option<String>,
    /// The unit, if there is one.
    pub unit: Option<String>,
    /// By when it will be finished, while it is open.
    pub due: Option<Timestamp>,
    /// When anything last happened.
    pub changed: Timestamp,
    /// It is being handled again (重办).
    pub again: bool,
    /// The listener's own; one who only follows cannot do anything with it.
    pub own: bool,
}

/// One order that may be about the same matter. Holds nothing that its citizen said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikeLine {
    /// Order number.
    pub no: String,
    /// Category code.
    pub category: String,
    /// Area code.
    pub area: String,
    /// State's name in `snake_case`.
    pub state: String,
    /// When it was accepted.
    pub accepted: Timestamp,
}

/// One of several matters that were told at once. Holds nothing of what was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterLine {
    /// Category code.
    pub category: String,
    /// Area code, if a place was said.
    pub area: Option<String>,
}

/// How an order went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// Order number.
    pub no: String,
    /// 时间: when it was accepted.
    pub accepted: Timestamp,
    /// 地点, in the citizen's words.
    pub place: Option<Uuid>,
    /// 地点, the area as the directory names it.
    pub area: Option<String>,
    /// 事件: what the citizen said.
    pub story: Uuid,
    /// 事件流程, oldest first.
    pub steps: Vec<TimelineStep>,
    /// When it will be finished, while it is open.
    pub due: Option<Timestamp>,
}

/// One visible event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineStep {
    /// When.
    pub at: Timestamp,
    /// The fact's name in `snake_case`: `accepted`, `triaged`, `dispatched`, `signed`, `progressed`, `asked`,
    /// `supplemented`, `urged`, `replied`, `finished`, `rated`, `redone`, `answered_direct`, `rejected`,
    /// `withdrawn`, `closed`.
    pub what: String,
    /// The unit that acted or got it.
    pub unit: Option<String>,
    /// The words that go with it.
    pub words: Option<Uuid>,
    /// Coded reason.
    pub reason: Option<String>,
}

/// One line of a list of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Order number.
    pub no: String,
    /// State's name in `snake_case`.
    pub state: String,
    /// Category code.
    pub category: Option<String>,
}

/// A part of the draft that can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// What happened.
    Story,
    /// Where.
    Place,
    /// Name and phone.
    Contact,
}

/// Why an order is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// 查进度
    Progress,
    /// 催办
    Urge,
    /// 补充
    Supplement,
    /// 撤回
    Withdraw,
}

/// Is it solved, as a citizen answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolvedAnswer {
    /// 已解决
    Yes,
    /// 部分解决
    Partly,
    /// 未解决
    No,
}

/// What the paper of a [`Notice::Summary`] holds (JSON): the citizen's own words, hence a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryPaper {
    /// 诉求类型, as the banner's data names it (投诉 …).
    pub kind: String,
    /// Category code, if one is known.
    pub category: Option<String>,
    /// What happened.
    pub story: String,
    /// Where, in the citizen's words.
    pub place: Option<String>,
    /// Area code, if the place was found.
    pub area: Option<String>,
    /// Name, if given.
    pub name: Option<String>,
    /// Phone, if given; shown masked.
    pub phone: Option<String>,
    /// How many photos, voice notes and locations.
    pub files: u32,
}
