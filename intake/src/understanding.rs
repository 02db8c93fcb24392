//! What did we understand, and why do we think so?

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::{AreaCode, CategoryCode, EmergencyCode, Kind, UnitCode, Urgency};

/// One message, understood.
///
/// Serialises to the published contract: `kind`, `category` (the names from the top level down), `code`, `unit`,
/// `helpers`, `place`, `urgency`, `emergency`, `confidence`, `because`. What cannot be said is `null`.
#[derive(Clone, Debug, PartialEq)]
pub struct Understanding {
    /// 诉求类型.
    pub kind: Kind,
    /// The leaf of the catalogue; none when no word spoke for any, or two spoke equally.
    pub category: Option<CategoryCode>,
    /// Names of the category from the top level down.
    pub path: Vec<String>,
    /// At most three likeliest leaves with their share of all that was said, best first.
    pub candidates: Vec<(CategoryCode, f64)>,
    /// Where it is.
    pub place: Option<Place>,
    /// 紧急程度.
    pub urgency: Urgency,
    /// Danger to life.
    pub emergency: Option<EmergencyCode>,
    /// 主办.
    pub unit: Option<UnitCode>,
    /// 协办, never the lead itself.
    pub helpers: Vec<UnitCode>,
    /// How sure we are of category and unit, 0 to 1: `(1 − e^(−s/3)) · s² / (s² + r²)` with the score `s` of the
    /// category and `r` of the next one; at most 0.5 without a unit, 0 without a category.
    pub confidence: f64,
    /// The words that decided.
    pub because: Vec<Because>,
}

/// A place as it was said, and as far as it could be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The words of the message.
    pub text: String,
    /// First character; 0 together with `end` when the place was said apart from the message.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The narrowest community or town that surely holds it.
    pub area: Option<AreaCode>,
    /// The grid, if it is known so narrowly.
    pub grid: Option<AreaCode>,
    /// Building, unit, room, side, as said.
    pub detail: String,
}

impl Place {
    /// The narrowest area known.
    pub fn narrowest(&self) -> Option<&AreaCode> {
        self.grid.as_ref().or(self.area.as_ref())
    }

    /// The detail as two are compared: 三号楼二单元幺洞三 is 3号楼2单元103.
    pub fn door(&self) -> String {
        crate::address::in_digits(&self.detail)
    }
}

/// One word that decided something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Because {
    /// What it decided.
    pub field: Field,
    /// The word as it stands in the message.
    pub word: String,
    /// First character; 0 together with `end` when the word was said apart from the message.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What it was worth.
    pub weight: f64,
    /// Which line of which file says so, e.g. `catalogue:010203`, `dispatch:17`, `gazetteer:5`; `learned:<id>` of a
    /// word that an approved change added or weighed anew.
    pub rule: String,
}

/// The fields of the form that are given a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// 诉求类型.
    Kind,
    /// The leaf of the catalogue.
    Category,
    /// Where it is.
    Place,
    /// 紧急程度.
    Urgency,
    /// Danger to life.
    Emergency,
    /// 主办.
    Unit,
}

impl Serialize for Understanding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut form = serializer.serialize_struct("Understanding", 10)?;
        form.serialize_field("kind", &self.kind)?;
        form.serialize_field("category", &self.path)?;
        form.serialize_field("code", &self.category)?;
        form.serialize_field("unit", &self.unit)?;
        form.serialize_field("helpers", &self.helpers)?;
        form.serialize_field("place", &self.place.as_ref().map(Spot::of))?;
        form.serialize_field("urgency", &self.urgency)?;
        form.serialize_field("emergency", &self.emergency)?;
        form.serialize_field("confidence", &self.confidence)?;
        form.serialize_field("because", &self.because)?;
        form.end()
    }
}

/// A place as the contract shows it: the detail is already part of the text.
#[derive(Serialize)]
struct Spot<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    area: &'a Option<AreaCode>,
    grid: &'a Option<AreaCode>,
}

impl<'a> Spot<'a> {
    fn of(place: &'a Place) -> Self {
        Spot { text: &place.text, start: place.start, end: place.end, area: &place.area, grid: &place.grid }
    }
}
