//! Who must hear of an event, and of what?
//!
//! The second law: whatever anyone is told is rendered from an event. This is the one place where an event of an
//! order becomes something to be said; the commit that records the event records who must hear of it.

use jiff::Timestamp;
use prompts::Notice;
use serde::{Deserialize, Serialize};
use storage::UnitCode;
use storage::order::{Event, Fact, Order, Role, Urgency};

/// What one event asks to be said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// To the citizen.
    pub citizen: Option<Notice>,
    /// To units' own systems.
    pub units: Vec<(UnitCode, UnitNews)>,
    /// Urgent news goes first.
    pub urgent: bool,
}

/// What a unit's system is told: the name of what happened. What the order then holds is read when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitNews {
    /// What happened.
    pub what: Happening,
    /// Order number.
    pub no: String,
}

/// What can happen that a unit is told of, by the names its system reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Happening {
    /// 派单 to it as 主办.
    #[serde(rename = "order.dispatched")]
    Dispatched,
    /// 派单 to it as 协办.
    #[serde(rename = "order.helping")]
    Helping,
    /// Others have the order now.
    #[serde(rename = "order.taken_away")]
    TakenAway,
    /// 补充
    #[serde(rename = "order.supplemented")]
    Supplemented,
    /// 催办
    #[serde(rename = "order.urged")]
    Urged,
    /// 准退
    #[serde(rename = "order.return_granted")]
    ReturnGranted,
    /// 驳回退单
    #[serde(rename = "order.return_refused")]
    ReturnRefused,
    /// 评价
    #[serde(rename = "order.rated")]
    Rated,
    /// 重办
    #[serde(rename = "order.redone")]
    Redone,
    /// 撤单
    #[serde(rename = "order.withdrawn")]
    Withdrawn,
    /// 结案
    #[serde(rename = "order.closed")]
    Closed,
}

/// What an event asks to be said; `order` is the order after all that happened with it, `had` the units that had it
/// just before the event, the lead first.
pub fn of(order: &Order, had: &[UnitCode], event: &Event) -> News {
    News { citizen: to_citizen(order, event), units: to_units(order, had, event), urgent: is_urgent(order) }
}

/// The units that have an order, the lead first.
pub fn holders(order: &Order) -> Vec<UnitCode> {
    order.lead.iter().chain(&order.helpers).cloned().collect()
}

/// The unit that acted, where one did: a helper's note is the helper's.
pub fn unit_of(event: &Event) -> Option<&UnitCode> {
    event.actor.unit.as_ref().filter(|_| event.actor.role == Role::Unit)
}

/// Does news of this order go first?
pub fn is_urgent(order: &Order) -> bool {
    order.form.urgency != Urgency::Normal
}

fn to_citizen(order: &Order, event: &Event) -> Option<Notice> {
    let no = order.no.to_string();
    let unit = || {
        let unit = unit_of(event).or(order.lead.as_ref());
        unit.map(|unit| unit.as_str().to_owned()).unwrap_or_default()
    };
    match &event.fact {
        // Said by the desk with what follows it: the first reply names number, code, unit and date at once.
        Fact::Accepted { .. } => None,
        Fact::Dispatched { dispatch, dues, again, .. } => Some(Notice::Dispatched {
            no,
            unit: dispatch.lead.as_str().to_owned(),
            due: dues.finish,
            again: *again,
        }),
        Fact::AnsweredDirect { answer } => Some(Notice::AnsweredDirect { no, answer: answer.0 }),
        Fact::Rejected { explanation } => Some(Notice::Rejected {
            no,
            reason: event.reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default(),
            explanation: explanation.map(|paper| paper.0),
        }),
        Fact::Signed => Some(Notice::Signed { no, unit: unit() }),
        // Its author decides whether the citizen may read it.
        Fact::Progressed { note, .. } if event.visible => {
            Some(Notice::Progressed { no, unit: unit(), note: note.0 })
        }
        Fact::Asked { question } => Some(Notice::Question { no, unit: unit(), question: question.0 }),
        Fact::Supplemented { .. } => Some(Notice::Supplemented { no }),
        Fact::Urged => {
            Some(Notice::Urged { no, unit: order.lead.as_ref().map(|unit| unit.as_str().to_owned()) })
        }
        Fact::Replied { answer, .. } => Some(Notice::Replied { no, unit: unit(), answer: answer.0 }),
        Fact::Finished => Some(Notice::Finished { no, took_ms: took(order.accepted_at, event.at) }),
        Fact::Withdrawn => Some(Notice::Withdrawn { no }),
        Fact::Rated { rating, .. } => {
            let redo = rating.asks_for_redo() && !order.state.is_end();
            Some(Notice::Rated { no, redo: redo.then_some(order.dues.finish) })
        }
        Fact::Reminded => Some(Notice::SurveyReminder { no }),
        Fact::Closed { unrated: true } => Some(Notice::Closed { no, unrated: true }),
        // What the rating's own answer already says.
        Fact::Closed { unrated: false } | Fact::Redone { .. } => None,
        // 预审 is said by the first reply ("being determined"); the rest is inside work.
        Fact::Triaged
        | Fact::Progressed { .. }
        | Fact::Corrected { .. }
        | Fact::ReturnRequested { .. }
        | Fact::ReturnGranted
        | Fact::ReturnRefused { .. }
        | Fact::CalledBack
        | Fact::Joined { .. }
        | Fact::Revealed { .. } => None,
    }
}

fn to_units(order: &Order, had: &[UnitCode], event: &Event) -> Vec<(UnitCode, UnitNews)> {
    let news = |what| UnitNews { what, no: order.no.to_string() };
    let lead = |what| order.lead.iter().map(|unit| (unit.clone(), news(what))).collect::<Vec<_>>();
    let all = |what| holders(order).into_iter().map(|unit| (unit, news(what))).collect::<Vec<_>>();
    let former = || {
        let has = holders(order);
        had.iter()
            .filter(move |unit| !has.contains(unit))
            .map(|unit| (unit.clone(), news(Happening::TakenAway)))
    };
    match &event.fact {
        Fact::Dispatched { dispatch, .. } => {
            let mut told = vec![(dispatch.lead.clone(), news(Happening::Dispatched))];
            told.extend(dispatch.helpers.iter().map(|unit| (unit.clone(), news(Happening::Helping))));
            told.extend(former());
            told
        }
        // The unit that gave it back hears that it may; those who helped it hear that it is over.
        Fact::ReturnGranted => {
            let back = had.first();
            let mut told: Vec<_> =
                back.iter().map(|unit| ((*unit).clone(), news(Happening::ReturnGranted))).collect();
            told.extend(former().filter(|(unit, _)| Some(unit) != back));
            told
        }
        Fact::Supplemented { .. } => lead(Happening::Supplemented),
        Fact::Urged => lead(Happening::Urged),
        Fact::ReturnRefused { .. } => lead(Happening::ReturnRefused),
        Fact::Rated { .. } => lead(Happening::Rated),
        Fact::Redone { .. } => lead(Happening::Redone),
        Fact::Withdrawn => all(Happening::Withdrawn),
        Fact::Closed { .. } => all(Happening::Closed),
        Fact::Accepted { .. }
        | Fact::Triaged
        | Fact::Corrected { .. }
        | Fact::AnsweredDirect { .. }
        | Fact::Rejected { .. }
        | Fact::Signed
        | Fact::ReturnRequested { .. }
        | Fact::Progressed { .. }
        | Fact::Asked { .. }
        | Fact::Replied { .. }
        | Fact::Finished
        | Fact::Reminded
        | Fact::CalledBack
        | Fact::Joined { .. }
        | Fact::Revealed { .. } => Vec::new(),
    }
}

fn took(from: Timestamp, to: Timestamp) -> i64 {
    to.as_millisecond() - from.as_millisecond()
}
