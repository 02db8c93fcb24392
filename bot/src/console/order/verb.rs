//! What can be done with an order, by which form?

use storage::order::{Contacted, Form, Kind, Place, Rating, Satisfaction, Solved, Urgency};
use storage::{AreaCode, CategoryCode, ReasonCode, UnitCode};

use crate::app::App;
use crate::console::filled::Filled;
use crate::console::who::{CENTRE, FINISHERS, OPERATORS, ORDERS, UNITS, Who};
use crate::desk::{Act, DeskError, Invalid};

/// A form of the order's page: the last part of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Correct,
    Dispatch,
    Answer,
    Reject,
    GrantReturn,
    RefuseReturn,
    Supplement,
    Urge,
    Withdraw,
    CallBack,
    Rate,
    Sign,
    Return,
    Progress,
    Ask,
    Reply,
    Finish,
    Reveal,
}

impl Verb {
    /// All of them.
    pub(super) const ALL: [Self; 18] = [
        Self::Correct,
        Self::Dispatch,
        Self::Answer,
        Self::Reject,
        Self::GrantReturn,
        Self::RefuseReturn,
        Self::Supplement,
        Self::Urge,
        Self::Withdraw,
        Self::CallBack,
        Self::Rate,
        Self::Sign,
        Self::Return,
        Self::Progress,
        Self::Ask,
        Self::Reply,
        Self::Finish,
        Self::Reveal,
    ];

    /// Its address.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Correct => "/desk/orders/{no}/correct",
            Self::Dispatch => "/desk/orders/{no}/dispatch",
            Self::Answer => "/desk/orders/{no}/answer",
            Self::Reject => "/desk/orders/{no}/reject",
            Self::GrantReturn => "/desk/orders/{no}/grant-return",
            Self::RefuseReturn => "/desk/orders/{no}/refuse-return",
            Self::Supplement => "/desk/orders/{no}/supplement",
            Self::Urge => "/desk/orders/{no}/urge",
            Self::Withdraw => "/desk/orders/{no}/withdraw",
            Self::CallBack => "/desk/orders/{no}/call-back",
            Self::Rate => "/desk/orders/{no}/rate",
            Self::Sign => "/desk/orders/{no}/sign",
            Self::Return => "/desk/orders/{no}/return",
            Self::Progress => "/desk/orders/{no}/progress",
            Self::Ask => "/desk/orders/{no}/ask",
            Self::Reply => "/desk/orders/{no}/reply",
            Self::Finish => "/desk/orders/{no}/finish",
            Self::Reveal => "/desk/orders/{no}/reveal",
        }
    }

    /// Its name in addresses and on the page.
    pub(super) fn name(self) -> &'static str {
        self.path().rsplit_once('/').map_or("", |(_, name)| name)
    }

    /// Who may ever do it; whether they may now is for the order's life to say.
    pub(super) fn who(self) -> Who {
        match self {
            Self::Correct
            | Self::Answer
            | Self::Reject
            | Self::Supplement
            | Self::Urge
            | Self::Withdraw
            | Self::CallBack
            | Self::Rate => OPERATORS,
            Self::Dispatch | Self::GrantReturn | Self::RefuseReturn => CENTRE,
            Self::Sign | Self::Return | Self::Progress | Self::Ask | Self::Reply => UNITS,
            Self::Finish => FINISHERS,
            Self::Reveal => ORDERS,
        }
    }

    /// Do files come with it?
    pub(super) fn takes_files(self) -> bool {
        matches!(self, Self::Progress | Self::Reply)
    }

    /// Key of the sentence once it is done.
    pub(super) fn done(self) -> &'static str {
        match self {
            Self::Correct => "desk-done-correct",
            Self::Dispatch => "desk-done-dispatch",
            Self::Answer => "desk-done-answer",
            Self::Reject => "desk-done-reject",
            Self::GrantReturn => "desk-done-grant-return",
            Self::RefuseReturn => "desk-done-refuse-return",
            Self::Supplement => "desk-done-supplement",
            Self::Urge => "desk-done-urge",
            Self::Withdraw => "desk-done-withdraw",
            Self::CallBack => "desk-done-call-back",
            Self::Rate => "desk-done-rate",
            Self::Sign => "desk-done-sign",
            Self::Return => "desk-done-return",
            Self::Progress => "desk-done-progress",
            Self::Ask => "desk-done-ask",
            Self::Reply => "desk-done-reply",
            Self::Finish => "desk-done-finish",
            Self::Reveal => "desk-done-reveal",
        }
    }

    /// What the filled-in form asks the desk to do.
    pub(super) fn read(self, app: &App, filled: &mut Filled) -> Result<Act, DeskError> {
        if let Some(most) = filled.too_much {
            return Err(DeskError::Invalid { field: "files", why: Invalid::TooLong { most } });
        }
        let files = std::mem::take(&mut filled.files);
        let text = |name: &str| filled.text(name).to_owned();
        Ok(match self {
            Self::Correct => Act::Correct { form: form(app, filled)? },
            Self::Dispatch => Act::Dispatch {
                lead: UnitCode::new(chosen(filled, "lead")?),
                helpers: filled.all("helper").map(UnitCode::new).collect(),
            },
            Self::Answer => Act::AnswerDirect { answer: text("answer") },
            Self::Reject => Act::Reject {
                reason: ReasonCode::new(chosen(filled, "reason")?),
                explanation: filled.given("explanation"),
            },
            Self::GrantReturn => Act::GrantReturn,
            Self::RefuseReturn => Act::RefuseReturn { why: text("why") },
            Self::Supplement => Act::Supplement { note: text("note") },
            Self::Urge => Act::Urge,
            Self::Withdraw => Act::Withdraw { reason: ReasonCode::new(chosen(filled, "reason")?) },
            Self::CallBack => Act::CallBack,
            Self::Rate => Act::Rate { rating: rating(filled)?, comment: filled.given("comment") },
            Self::Sign => Act::Sign,
            Self::Return => Act::RequestReturn {
                reason: ReasonCode::new(chosen(filled, "reason")?),
                basis: text("basis"),
                suggested: filled.given("suggested").map(UnitCode::new),
            },
            Self::Progress => Act::Progress { note: text("note"), visible: filled.ticked("visible"), files },
            Self::Ask => Act::Ask { question: text("question") },
            Self::Reply => Act::Reply {
                handling: text("handling"),
                answer: text("answer"),
                contact: text("contact"),
                contacted: contacted(filled)? == Some(Contacted::Yes),
                finish: filled.ticked("finish"),
                files,
            },
            Self::Finish => Act::Finish,
            Self::Reveal => Act::Reveal { purpose: text("purpose") },
        })
    }
}

/// 诉求类型 by the name the form carries.
pub(in crate::console) fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// 紧急程度 by the name the form carries.
pub(in crate::console) fn urgency(name: &str) -> Option<Urgency> {
    Urgency::ALL.into_iter().find(|urgency| urgency.name() == name)
}

fn form(app: &App, filled: &Filled) -> Result<Form, DeskError> {
    Ok(Form {
        kind: kind(filled.text("kind")).ok_or(unknown("kind"))?,
        category: filled.given("category").map(CategoryCode::new),
        urgency: urgency(filled.text("urgency")).ok_or(unknown("urgency"))?,
        place: place(app, filled.given("area")),
    })
}

/// A grid brings the community around it.
fn place(app: &App, code: Option<String>) -> Place {
    let Some(code) = code else { return Place::default() };
    let around = app.banner.areas.get(&code).filter(|area| area.level == intake::Level::Grid);
    match around.and_then(|grid| grid.parent.as_ref()) {
        Some(community) => {
            Place { area: Some(AreaCode::new(community.as_str())), grid: Some(AreaCode::new(code)) }
        }
        None => Place { area: Some(AreaCode::new(code)), grid: None },
    }
}

fn rating(filled: &Filled) -> Result<Rating, DeskError> {
    let solved = match filled.text("solved") {
        "yes" => Solved::Yes,
        "partly" => Solved::Partly,
        "no" => Solved::No,
        _ => return Err(missing("solved")),
    };
    let satisfaction = match filled.text("satisfaction") {
        "5" => Satisfaction::VerySatisfied,
        "4" => Satisfaction::Satisfied,
        "3" => Satisfaction::Fair,
        "2" => Satisfaction::Unsatisfied,
        "1" => Satisfaction::VeryUnsatisfied,
        _ => return Err(missing("satisfaction")),
    };
    let contacted = if filled.text("contacted") == "unsaid" { None } else { contacted(filled)? };
    Ok(Rating { contacted, solved, satisfaction })
}

fn contacted(filled: &Filled) -> Result<Option<Contacted>, DeskError> {
    match filled.text("contacted") {
        "yes" => Ok(Some(Contacted::Yes)),
        "no" => Ok(Some(Contacted::No)),
        _ => Err(missing("contacted")),
    }
}

fn chosen(filled: &Filled, field: &'static str) -> Result<String, DeskError> {
    filled.given(field).ok_or(missing(field))
}

fn missing(field: &'static str) -> DeskError {
    DeskError::Invalid { field, why: Invalid::Missing }
}

fn unknown(field: &'static str) -> DeskError {
    DeskError::Invalid { field, why: Invalid::UnknownCode }
}

#[cfg(test)]
mod tests {
    use storage::order::{Contacted, Satisfaction, Solved};

    use super::{Verb, rating};
    use crate::console::filled::Filled;

    #[test]
    fn every_verb_has_an_address_of_its_own() {
        let mut names: Vec<&str> = Verb::ALL.into_iter().map(Verb::name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Verb::ALL.len());
    }

    #[test]
    fn a_rating_needs_an_answer_to_every_question_but_may_leave_the_contact_unsaid() {
        let whole = Filled::of(&[("contacted", "no"), ("solved", "partly"), ("satisfaction", "3")]);
        let whole = rating(&whole).expect("every question is answered");
        assert_eq!(
            (whole.contacted, whole.solved, whole.satisfaction),
            (Some(Contacted::No), Solved::Partly, Satisfaction::Fair)
        );
        let unsaid = Filled::of(&[("contacted", "unsaid"), ("solved", "yes"), ("satisfaction", "5")]);
        assert_eq!(rating(&unsaid).expect("the contact may be left unsaid").contacted, None);
        assert!(rating(&Filled::of(&[("contacted", "yes"), ("solved", "yes")])).is_err());
    }
}
