//! In which small world are orders tried out?

mod random;
mod stories;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{TimeZone, offset};

use super::calendar::{Calendar, DayKind};
use super::duty::{Duty, DutyHours};
use super::limit::Profile;
use super::{
    Actor, Dispatch, Form, Hears, Kind, Opening, Papers, Place, Rating, Role, Satisfaction, Solved, Source,
    Step, StepName, Urgency,
};
use crate::directory::{Directory, Limits, Survey};
use crate::{CitizenId, ConversationId, OrderNo, PaperId, ProfileName, ReasonCode, UnitCode};

/// Days off and shifted working days of 2025 and 2026 that the vectors touch, after the State Council's notices.
pub(crate) fn calendar() -> Calendar {
    let off = [
        ("2026-01-01", 3),
        ("2026-02-15", 9),
        ("2026-04-04", 3),
        ("2026-05-01", 5),
        ("2026-06-19", 3),
        ("2026-09-25", 3),
        ("2026-10-01", 7),
    ];
    let work =
        ["2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
    let off = off.into_iter().flat_map(|(first, days)| {
        let first: jiff::civil::Date = first.parse().unwrap();
        first.series(jiff::Span::new().days(1)).take(days).map(|date| (date, DayKind::Off))
    });
    let work = work.into_iter().map(|date| (date.parse().unwrap(), DayKind::Work));
    Calendar::new(off.chain(work), BTreeSet::from([2025, 2026]))
}

/// A banner at UTC+8 with four profiles: plain, hard, urgent, critical.
pub(crate) fn directory() -> Directory {
    let duty = |from: &str, to: &str| Duty { day: DayKind::Work, from: time(from), to: time(to) };
    let profiles = [
        profile("plain", "1wd", "5wd"),
        profile("hard", "1wd", "15wd"),
        profile("urgent", "30m", "24h"),
        profile("critical", "15m", "2h"),
    ];
    let by_kind = Kind::ALL.into_iter().map(|kind| (kind, ProfileName::new("plain"))).collect();
    let by_urgency = BTreeMap::from([
        (Urgency::Urgent, ProfileName::new("urgent")),
        (Urgency::Critical, ProfileName::new("critical")),
    ]);
    Directory {
        zone: zone(),
        calendar: calendar(),
        duty: DutyHours::new([duty("08:30", "12:00"), duty("14:30", "17:30")]).unwrap(),
        limits: Limits::new(profiles, by_kind, by_urgency, 10).unwrap(),
        survey: Survey {
            reminders: 2,
            remind_after: "1wd".parse().unwrap(),
            close_after: "3wd".parse().unwrap(),
        },
    }
}

pub(crate) fn profile(name: &str, sign: &str, finish: &str) -> Profile {
    let limit = |text: &str| text.parse().unwrap();
    Profile {
        name: ProfileName::new(name),
        title: name.to_owned(),
        sign: limit(sign),
        contact: limit("24h"),
        return_within: limit("1wd"),
        finish: limit(finish),
        callback: limit("1wd"),
    }
}

/// A moment given in local time.
pub(crate) fn at(local: &str) -> Timestamp {
    let local: DateTime = local.parse().unwrap();
    local.to_zoned(zone()).unwrap().timestamp()
}

/// A moment in local time, to the minute.
pub(crate) fn local(at: Timestamp) -> String {
    at.to_zoned(zone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

pub(crate) fn form(urgency: Urgency) -> Form {
    Form { kind: Kind::Complaint, category: None, urgency, place: Place::default() }
}

pub(crate) fn paper(n: u128) -> PaperId {
    PaperId(uuid::Uuid::from_u128(n))
}

pub(crate) fn unit(code: &str) -> UnitCode {
    UnitCode::new(code)
}

pub(crate) fn actor(role: Role, of: Option<&str>) -> Actor {
    Actor { role, id: String::new(), unit: of.map(unit) }
}

pub(crate) fn dispatch(lead: &str, helpers: &[&str]) -> Dispatch {
    let helpers = helpers.iter().map(|helper| unit(helper)).collect();
    Dispatch { lead: unit(lead), helpers, rulebook: "r1".to_owned(), row: Some(7) }
}

pub(crate) fn opening(dispatch: Option<Dispatch>) -> Opening {
    Opening {
        no: OrderNo::new(jiff::civil::date(2026, 7, 8), [1, 2, 3, 4, 5]),
        source: Source::Web,
        received_at: None,
        citizen: CitizenId(uuid::Uuid::from_u128(1)),
        conversation: None,
        form: form(Urgency::Normal),
        papers: Papers {
            story: paper(1),
            place: None,
            contact: Some(paper(2)),
            query_code: paper(3),
            reasons: None,
            files: Vec::new(),
            consent: None,
        },
        profile: None,
        dispatch,
    }
}

pub(crate) fn rating(solved: Solved, satisfaction: Satisfaction) -> Rating {
    Rating { contacted: None, solved, satisfaction }
}

pub(crate) fn good() -> Rating {
    rating(Solved::Yes, Satisfaction::Satisfied)
}

/// A step of this name that carries what it must, with this rating or for this unit where it needs one.
pub(crate) fn step(name: StepName, to: &str, rating: Rating) -> Step {
    let reason = |code: &str| ReasonCode::new(code);
    match name {
        StepName::Correct => Step::Correct { form: form(Urgency::Urgent) },
        StepName::Dispatch => Step::Dispatch { dispatch: dispatch(to, &["helper"]), profile: None },
        StepName::AnswerDirect => Step::AnswerDirect { answer: paper(10) },
        StepName::Reject => Step::Reject { reason: reason("N01"), explanation: None },
        StepName::Sign => Step::Sign,
        StepName::RequestReturn => {
            Step::RequestReturn { reason: reason("R01"), basis: paper(11), suggested: Some(unit(to)) }
        }
        StepName::GrantReturn => Step::GrantReturn,
        StepName::RefuseReturn => Step::RefuseReturn { why: paper(12) },
        StepName::Progress => Step::Progress { note: paper(13), files: Vec::new(), visible: true },
        StepName::Ask => Step::Ask { question: paper(14) },
        StepName::Supplement => Step::Supplement { papers: vec![paper(15)] },
        StepName::Urge => Step::Urge,
        StepName::Reply => Step::Reply {
            handling: paper(16),
            answer: paper(17),
            contact: paper(18),
            contacted: true,
            files: Vec::new(),
        },
        StepName::Finish => Step::Finish,
        StepName::Remind => Step::Remind,
        StepName::CallBack => Step::CallBack,
        StepName::Rate => Step::Rate { rating, comment: None },
        StepName::Withdraw => Step::Withdraw { reason: reason("W01") },
        StepName::CloseUnrated => Step::CloseUnrated,
        StepName::Join => {
            Step::Join { conversation: ConversationId(uuid::Uuid::from_u128(77)), part: Hears::Bound }
        }
        StepName::Reveal => Step::Reveal { papers: vec![paper(2)], purpose: paper(19) },
    }
}

fn zone() -> TimeZone {
    TimeZone::fixed(offset(8))
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}
