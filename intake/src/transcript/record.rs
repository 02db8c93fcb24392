//! Does the record say what the citizen said?
//!
//! A record is compared with the recording: a complaint written down as a question, a danger left out, another place
//! or telephone. What is compared are the words of the citizen, so a flag names them; a person decides who is right.

use serde::Serialize;

use super::CallHeard;
use super::said;
use crate::text::fold_word;
use crate::{Book, CategoryCode, Field, Kind, Urgency};

/// What was written down of a call; what is none was not written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// 诉求类型.
    pub kind: Option<Kind>,
    /// The leaf.
    pub category: Option<CategoryCode>,
    /// 紧急程度.
    pub urgency: Option<Urgency>,
    /// Where.
    pub place: Option<String>,
    /// Who called.
    pub name: Option<String>,
    /// Under which number.
    pub phone: Option<String>,
}

/// How a record differs from its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// A complaint or a report was written down as a question, a suggestion or a request for help.
    Softened,
    /// Another kind.
    OtherKind,
    /// Another first level of the catalogue.
    OtherCategory,
    /// Less urgent than it sounds.
    LessUrgent,
    /// Danger to life was told, and the record is not of the highest urgency.
    DangerLeftOut,
    /// Another place.
    OtherPlace,
    /// The citizen told where, the record does not.
    PlaceLeftOut,
    /// Another telephone.
    OtherPhone,
    /// Another name.
    OtherName,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// Which.
    pub differs: Differs,
    /// What was heard.
    pub heard: String,
    /// What was written down; empty when nothing was.
    pub recorded: String,
    /// The citizen's words by which it was heard so.
    pub words: Vec<String>,
}

impl Book {
    /// What a record says otherwise than the call, gravest first; nothing for a call in which nothing was said.
    pub fn compare(&self, recorded: &Recorded, heard: &CallHeard) -> Vec<Flag> {
        if heard.said_nothing {
            return Vec::new();
        }
        let flags = [
            danger(recorded, heard),
            kind(recorded, heard),
            urgency(recorded, heard),
            self.other_place(recorded, heard),
            phone(recorded, heard),
            self.other_category(recorded, heard),
            name(recorded, heard),
        ];
        flags.into_iter().flatten().collect()
    }

    fn other_place(&self, recorded: &Recorded, heard: &CallHeard) -> Option<Flag> {
        let place = heard.place.as_ref()?;
        let flag = |differs, recorded: &str| {
            let (heard, recorded) = (place.clone(), recorded.to_owned());
            Some(Flag { differs, heard, recorded, words: Vec::new() })
        };
        let Some(written) = recorded.place.as_ref().filter(|place| !place.trim().is_empty()) else {
            return flag(Differs::PlaceLeftOut, "");
        };
        let area = |text: &str| {
            let folded = self.variants.fold(text);
            self.spot(&folded, &self.read(&folded)).and_then(|spot| spot.place.narrowest().cloned())
        };
        let (one, other) = (area(place), area(written));
        let (one, other) = one.zip(other)?;
        let agree = self.areas.lies_in(&one, &other) || self.areas.lies_in(&other, &one);
        if agree { None } else { flag(Differs::OtherPlace, written) }
    }

    fn other_category(&self, recorded: &Recorded, heard: &CallHeard) -> Option<Flag> {
        let (one, other) = (heard.understanding.category.as_ref()?, recorded.category.as_ref()?);
        let (one, other) = (self.category(one)?, self.category(other)?);
        let is_sure = heard.understanding.confidence >= SURE;
        (is_sure && one.level1 != other.level1).then(|| Flag {
            differs: Differs::OtherCategory,
            heard: one.path().join("/"),
            recorded: other.path().join("/"),
            words: words(heard, Field::Category),
        })
    }
}

/// A category that was heard less surely contradicts nobody.
const SURE: f64 = 0.6;

fn danger(recorded: &Recorded, heard: &CallHeard) -> Option<Flag> {
    let danger = heard.understanding.emergency.as_ref()?;
    let urgency = recorded.urgency.unwrap_or(Urgency::Normal);
    (urgency != Urgency::Critical).then(|| Flag {
        differs: Differs::DangerLeftOut,
        heard: danger.to_string(),
        recorded: urgency.name().to_owned(),
        words: words(heard, Field::Emergency),
    })
}

/// Only what the citizen said himself: the usual kind of a category contradicts nobody.
fn kind(recorded: &Recorded, heard: &CallHeard) -> Option<Flag> {
    let (written, kind) = (recorded.kind?, heard.understanding.kind);
    let is_said = |rule: &str| rule == format!("kinds:{}", kind.name());
    let said = heard
        .understanding
        .because
        .iter()
        .filter(|because| because.field == Field::Kind && because.weight > 0.0 && is_said(&because.rule));
    let words: Vec<String> = said.map(|because| because.word.clone()).collect();
    let differs = match (kind, written) {
        (Kind::Complaint | Kind::Report, Kind::Consultation | Kind::Suggestion | Kind::Help) => {
            Differs::Softened
        }
        (_, _) => Differs::OtherKind,
    };
    (kind != written && !words.is_empty()).then(|| Flag {
        differs,
        heard: kind.name().to_owned(),
        recorded: written.name().to_owned(),
        words,
    })
}

fn urgency(recorded: &Recorded, heard: &CallHeard) -> Option<Flag> {
    let (written, urgency) = (recorded.urgency?, heard.understanding.urgency);
    let rank = |urgency: Urgency| match urgency {
        Urgency::Normal => 0,
        Urgency::Urgent => 1,
        Urgency::Critical => 2,
    };
    let is_danger = heard.understanding.emergency.is_some();
    (rank(written) < rank(urgency) && !is_danger).then(|| Flag {
        differs: Differs::LessUrgent,
        heard: urgency.name().to_owned(),
        recorded: written.name().to_owned(),
        words: words(heard, Field::Urgency),
    })
}

fn phone(recorded: &Recorded, heard: &CallHeard) -> Option<Flag> {
    let (written, phone) = (recorded.phone.as_ref()?, heard.phone.as_ref()?);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let written = digits(&fold_word(written));
    (!written.is_empty() && !written.ends_with(&digits(phone)) && !digits(phone).ends_with(&written)).then(
        || Flag { differs: Differs::OtherPhone, heard: phone.clone(), recorded: written, words: Vec::new() },
    )
}

fn name(recorded: &Recorded, heard: &CallHeard) -> Option<Flag> {
    let (written, name) = (recorded.name.as_ref()?, heard.name.as_ref()?);
    // 王女士 and 王桂兰 may be one; the surname tells.
    let (one, other) = (said::clean(written), said::clean(name));
    let differs = one.chars().next() != other.chars().next();
    (differs && !one.is_empty()).then(|| Flag {
        differs: Differs::OtherName,
        heard: name.clone(),
        recorded: written.clone(),
        words: Vec::new(),
    })
}

fn words(heard: &CallHeard, field: Field) -> Vec<String> {
    let because =
        heard.understanding.because.iter().filter(|because| because.field == field && because.weight > 0.0);
    because.map(|because| because.word.clone()).collect()
}
