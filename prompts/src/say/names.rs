//! What must be known beside the notice to say it?

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// What codes are called, what papers say, and when it is. A code nobody knows is best called by itself.
pub trait Names {
    /// Name of a unit.
    fn unit(&self, code: &str) -> String;
    /// Name of a leaf of the catalogue.
    fn category(&self, code: &str) -> String;
    /// Name of an area.
    fn area(&self, code: &str) -> String;
    /// A coded reason, if it is known.
    fn reason(&self, code: &str) -> Option<ReasonText>;
    /// An emergency, if it is known.
    fn emergency(&self, code: &str) -> Option<EmergencyText>;
    /// A prepared answer, if there still is one of that id.
    fn article(&self, id: &str) -> Option<ArticleText>;
    /// The text of a paper; `None` once it is erased.
    fn paper(&self, id: Uuid) -> Option<String>;
    /// Name of the place that answers.
    fn banner(&self) -> String;
    /// Number of the hotline.
    fn hotline(&self) -> String;
    /// Where citizens find the program's pages, without a slash at the end; `None`: nobody has said.
    fn site(&self) -> Option<String>;
    /// Where the listener's clock stands.
    fn zone(&self) -> &TimeZone;
    /// When it is said.
    fn now(&self) -> Timestamp;
}

/// Why something is not done, in the words of the place. Empty where there is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReasonText {
    /// In a few words.
    pub title: String,
    /// What the citizen reads.
    pub text: String,
    /// Where to go instead.
    pub channel: String,
    /// The rule it rests on.
    pub basis: String,
}

/// What to do in an emergency, in the words of the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmergencyText {
    /// What it is.
    pub name: String,
    /// Whom to call.
    pub number: String,
    /// What to do meanwhile.
    pub advice: String,
}

/// A prepared answer, in the words of the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleText {
    /// The answer: plain text, line by line.
    pub answer: String,
    /// What it rests on; empty where nothing is named.
    pub source: String,
}
