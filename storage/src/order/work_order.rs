//! What is an order now, after all that has happened to it?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clock::Dues;
use super::form::{Form, Rating, Source};
use crate::{CitizenId, ConversationId, Jurisdiction, OrderNo, PaperId, ProfileName, UnitCode};

/// Where an order stands (环节).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已受理; only between the first event and the second.
    Accepted,
    /// 待预审
    Triage,
    /// 已派单, 待签收
    Dispatched,
    /// 已签收
    Signed,
    /// 办理中
    Handling,
    /// 待补充
    Suspended,
    /// 退单申请, under review
    ReturnRequested,
    /// 已答复
    Replied,
    /// 已办结, 待回访
    Done,
    /// 已回访, no rating yet
    CalledBack,
    /// 已评价; only between the rating and what follows from it.
    Rated,
    /// 结案
    Closed,
    /// 直接答复
    AnsweredDirect,
    /// 不予受理
    Rejected,
    /// 撤单
    Withdrawn,
}

/// The papers an order is born with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// What the citizen said.
    pub story: PaperId,
    /// Where, in the citizen's words.
    pub place: Option<PaperId>,
    /// Name and phone; `None` when anonymous.
    pub contact: Option<PaperId>,
    /// The 查询码.
    pub query_code: PaperId,
    /// Why understanding proposed what it did (no personal data beyond the story's own words, hence a paper).
    pub reasons: Option<PaperId>,
    /// Photos, voice, shared location.
    pub files: Vec<PaperId>,
    /// 代办: who told it for the citizen, and how the citizen agreed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<PaperId>,
}

/// As what a conversation hears of an order that was not told in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hears {
    /// As its citizen: may do what the one who told it may do, and is told everything.
    Bound,
    /// As somebody who met with the same (我也遇到): is told how it stands, not what others said.
    Also,
}

/// A work order: the fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Whose order it is.
    pub jurisdiction: Jurisdiction,
    /// Its number.
    pub no: OrderNo,
    /// Number of the last event.
    pub version: u32,
    /// Where it stands.
    pub state: State,
    /// Its form.
    pub form: Form,
    /// Where it came from.
    pub source: Source,
    /// Whose it is.
    pub citizen: CitizenId,
    /// Which conversation hears of it.
    pub conversation: Option<ConversationId>,
    /// The other conversations that hear of it, in the order in which they joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listeners: Vec<(ConversationId, Hears)>,
    /// Its papers.
    pub papers: Papers,
    /// 主办, once dispatched.
    pub lead: Option<UnitCode>,
    /// 协办
    pub helpers: Vec<UnitCode>,
    /// The dates that bind.
    pub dues: Dues,
    /// The profile the dates came from.
    pub profile: ProfileName,
    /// 1 at first, one more at each 重办.
    pub round: u32,
    /// How often it was returned (准退).
    pub returns: u32,
    /// How often the citizen urged.
    pub urges: u32,
    /// Reminders to rate in this round.
    pub reminders: u32,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// When the present unit got it.
    pub dispatched_at: Option<Timestamp>,
    /// When the present unit signed.
    pub signed_at: Option<Timestamp>,
    /// Since when it waits for the citizen.
    pub suspended_at: Option<Timestamp>,
    /// The state to return to from 待补充 or a refused return.
    pub resumes: Option<State>,
    /// When it was last answered.
    pub replied_at: Option<Timestamp>,
    /// When it was last finished.
    pub done_at: Option<Timestamp>,
    /// When it came to its end.
    pub ended_at: Option<Timestamp>,
    /// The rating of this round.
    pub rating: Option<Rating>,
    /// When anything last happened.
    pub updated_at: Timestamp,
}

impl Order {
    /// The conversations of its citizen: the one it was told in, and those that were bound to it.
    pub fn own_conversations(&self) -> impl Iterator<Item = ConversationId> {
        let bound = self.listeners.iter().filter(|(_, part)| *part == Hears::Bound).map(|(id, _)| *id);
        self.conversation.into_iter().chain(bound)
    }

    /// The conversations that follow it without being its citizen's.
    pub fn followers(&self) -> impl Iterator<Item = ConversationId> {
        self.listeners.iter().filter(|(_, part)| *part == Hears::Also).map(|(id, _)| *id)
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 15] = [
        Self::Accepted,
        Self::Triage,
        Self::Dispatched,
        Self::Signed,
        Self::Handling,
        Self::Suspended,
        Self::ReturnRequested,
        Self::Replied,
        Self::Done,
        Self::CalledBack,
        Self::Rated,
        Self::Closed,
        Self::AnsweredDirect,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The name by which it is stored and counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Triage => "triage",
            Self::Dispatched => "dispatched",
            Self::Signed => "signed",
            Self::Handling => "handling",
            Self::Suspended => "suspended",
            Self::ReturnRequested => "return_requested",
            Self::Replied => "replied",
            Self::Done => "done",
            Self::CalledBack => "called_back",
            Self::Rated => "rated",
            Self::Closed => "closed",
            Self::AnsweredDirect => "answered_direct",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Has the order come to an end (结案, 直接答复, 不予受理, 撤单)?
    pub fn is_end(self) -> bool {
        match self {
            Self::Closed | Self::AnsweredDirect | Self::Rejected | Self::Withdrawn => true,
            Self::Accepted
            | Self::Triage
            | Self::Dispatched
            | Self::Signed
            | Self::Handling
            | Self::Suspended
            | Self::ReturnRequested
            | Self::Replied
            | Self::Done
            | Self::CalledBack
            | Self::Rated => false,
        }
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_written_in_documents() {
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        }
    }
}
