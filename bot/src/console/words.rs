//! Under which keys stand the words for states, kinds, steps and roles?
//!
//! All of them are sentences of `desk.ftl`. A match that names every case means that a new state cannot be forgotten.

use minijinja::value::Kwargs;
use minijinja::{Error, ErrorKind, Value};
use prompts::{Arg, Wording};
use storage::order::{Contacted, Kind, Role, Satisfaction, Solved, Source, State, StepName, Urgency};
use storage::{AccountRole, Speaker, TaskKind};

use crate::channel::Untold;
use crate::news::Happening;

/// The language of the house, where nobody has asked for another.
pub(crate) const HOME: &str = prompts::FALLBACK;

/// The sentence under a key, with what a template gives for its gaps.
pub(crate) fn fill(wording: &Wording, lang: &str, key: &str, gaps: &Kwargs) -> Result<String, Error> {
    if !wording.has(key) {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("no sentence under the key {key:?}")));
    }
    let names: Vec<&str> = gaps.args().collect();
    let mut args = Vec::with_capacity(names.len());
    for name in names {
        let value: Value = gaps.get(name)?;
        let arg = match i64::try_from(value.clone()) {
            Ok(number) if value.is_number() => Arg::from(number),
            Ok(_) | Err(_) => Arg::from(value.to_string()),
        };
        args.push((name, arg));
    }
    Ok(wording.line(lang, key, &args))
}

/// 环节
pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Accepted => "desk-state-accepted",
        State::Triage => "desk-state-triage",
        State::Dispatched => "desk-state-dispatched",
        State::Signed => "desk-state-signed",
        State::Handling => "desk-state-handling",
        State::Suspended => "desk-state-suspended",
        State::ReturnRequested => "desk-state-return-requested",
        State::Replied => "desk-state-replied",
        State::Done => "desk-state-done",
        State::CalledBack => "desk-state-called-back",
        State::Rated => "desk-state-rated",
        State::Closed => "desk-state-closed",
        State::AnsweredDirect => "desk-state-answered-direct",
        State::Rejected => "desk-state-rejected",
        State::Withdrawn => "desk-state-withdrawn",
    }
}

/// 诉求类型
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Consultation => "desk-kind-consultation",
        Kind::Help => "desk-kind-help",
        Kind::Complaint => "desk-kind-complaint",
        Kind::Report => "desk-kind-report",
        Kind::Suggestion => "desk-kind-suggestion",
        Kind::Praise => "desk-kind-praise",
    }
}

/// 紧急程度
pub(crate) fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Normal => "desk-urgency-normal",
        Urgency::Urgent => "desk-urgency-urgent",
        Urgency::Critical => "desk-urgency-critical",
    }
}

/// 来源
pub(crate) fn source(source: Source) -> &'static str {
    match source {
        Source::Web => "desk-source-web",
        Source::Phone => "desk-source-phone",
        Source::Transcript => "desk-source-transcript",
        Source::Mailbox => "desk-source-mailbox",
        Source::Telegram => "desk-source-telegram",
        Source::Api => "desk-source-api",
    }
}

/// In what capacity somebody acted.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Citizen => "desk-role-citizen",
        Role::Bot => "desk-role-bot",
        Role::Operator => "desk-role-operator",
        Role::Unit => "desk-role-unit",
        Role::Supervisor => "desk-role-supervisor",
        Role::Clock => "desk-role-clock",
    }
}

/// What an account may do.
pub(crate) fn account_role(role: AccountRole) -> &'static str {
    match role {
        AccountRole::Operator => "desk-role-operator",
        AccountRole::Unit => "desk-role-unit",
        AccountRole::Supervisor => "desk-role-supervisor",
        AccountRole::Administrator => "desk-role-administrator",
    }
}

/// Who speaks in a conversation.
pub(crate) fn speaker(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Citizen => "desk-role-citizen",
        Speaker::Bot => "desk-role-bot",
        Speaker::Operator => "desk-role-operator",
    }
}

/// What a person must do.
pub(crate) fn task(task: TaskKind) -> &'static str {
    match task {
        TaskKind::PhoneCitizen => "desk-task-phone-citizen",
        TaskKind::PhoneUnit => "desk-task-phone-unit",
        TaskKind::DutyAlert => "desk-task-duty-alert",
        TaskKind::TalkToCitizen => "desk-task-talk",
        TaskKind::DeadLetter => "desk-task-dead-letter",
        TaskKind::CheckClaim => "desk-task-check-claim",
        TaskKind::CheckRecord => "desk-task-check-record",
        TaskKind::HotMatter => "desk-task-hot",
    }
}

/// What a unit is to be told.
pub(crate) fn happening(what: Happening) -> &'static str {
    match what {
        Happening::Dispatched => "desk-tell-dispatched",
        Happening::Helping => "desk-tell-helping",
        Happening::TakenAway => "desk-tell-taken-away",
        Happening::Supplemented => "desk-tell-supplemented",
        Happening::Urged => "desk-tell-urged",
        Happening::ReturnGranted => "desk-tell-return-granted",
        Happening::ReturnRefused => "desk-tell-return-refused",
        Happening::Rated => "desk-tell-rated",
        Happening::Redone => "desk-tell-redone",
        Happening::Withdrawn => "desk-tell-withdrawn",
        Happening::Closed => "desk-tell-closed",
    }
}

/// Why a unit's system could not be told.
pub(crate) fn untold(why: Untold) -> &'static str {
    match why {
        Untold::NoChannel => "desk-untold-no-channel",
        Untold::UnknownForm => "desk-untold-unknown-form",
        Untold::ChatClosed => "desk-untold-chat-closed",
        Untold::FileGone => "desk-untold-file-gone",
        Untold::OrderGone => "desk-untold-order-gone",
        Untold::Unreadable => "desk-untold-unreadable",
        Untold::NoEndpoint => "desk-untold-no-endpoint",
        Untold::Forbidden => "desk-untold-forbidden",
        Untold::BadSecret => "desk-untold-bad-secret",
        Untold::Answered { .. } => "desk-untold-answered",
        Untold::GivenUp { .. } => "desk-untold-given-up",
    }
}

/// 是否联系
pub(crate) fn contacted(contacted: Option<Contacted>) -> &'static str {
    match contacted {
        Some(Contacted::Yes) => "desk-contacted-yes",
        Some(Contacted::No) => "desk-contacted-no",
        None => "desk-contacted-unsaid",
    }
}

/// 是否解决
pub(crate) fn solved(solved: Solved) -> &'static str {
    match solved {
        Solved::Yes => "desk-solved-yes",
        Solved::Partly => "desk-solved-partly",
        Solved::No => "desk-solved-no",
    }
}

/// 满意度
pub(crate) fn satisfaction(satisfaction: Satisfaction) -> &'static str {
    match satisfaction {
        Satisfaction::VerySatisfied => "desk-satisfied-5",
        Satisfaction::Satisfied => "desk-satisfied-4",
        Satisfaction::Fair => "desk-satisfied-3",
        Satisfaction::Unsatisfied => "desk-satisfied-2",
        Satisfaction::VeryUnsatisfied => "desk-satisfied-1",
    }
}

/// What somebody wanted to do.
pub(crate) fn step(step: StepName) -> &'static str {
    match step {
        StepName::Correct => "desk-step-correct",
        StepName::Dispatch => "desk-step-dispatch",
        StepName::AnswerDirect => "desk-step-answer-direct",
        StepName::Reject => "desk-step-reject",
        StepName::Sign => "desk-step-sign",
        StepName::RequestReturn => "desk-step-request-return",
        StepName::GrantReturn => "desk-step-grant-return",
        StepName::RefuseReturn => "desk-step-refuse-return",
        StepName::Progress => "desk-step-progress",
        StepName::Ask => "desk-step-ask",
        StepName::Supplement => "desk-step-supplement",
        StepName::Urge => "desk-step-urge",
        StepName::Reply => "desk-step-reply",
        StepName::Finish => "desk-step-finish",
        StepName::Remind => "desk-step-remind",
        StepName::CallBack => "desk-step-call-back",
        StepName::Rate => "desk-step-rate",
        StepName::Withdraw => "desk-step-withdraw",
        StepName::CloseUnrated => "desk-step-close-unrated",
        StepName::Join => "desk-step-join",
        StepName::Reveal => "desk-step-reveal",
    }
}

/// 高 / 中 / 低 instead of figures nobody can weigh.
pub(crate) fn confidence(confidence: f64) -> &'static str {
    if confidence >= 0.75 {
        "desk-confidence-high"
    } else if confidence >= 0.5 {
        "desk-confidence-middle"
    } else {
        "desk-confidence-low"
    }
}
