//! Understands what a citizen said: what he wants, what it is about, where, how urgent, whose job it is, and why
//! we think so.
//!
//! Pure: no clock, no chance, no file, no network. A [`Book`] is compiled once from the plain rows of a banner's
//! directory ([`BookSource`]); [`Book::understand`] then answers for one message, with the words that decided, and
//! [`Book::hear_call`] for a whole telephone call ([`Transcript`]).

pub mod address;
mod area;
mod book;
mod classify;
mod code;
mod contact;
mod digits;
mod elements;
mod emergency;
mod finder;
mod fold;
mod hot;
mod identity;
mod kind;
mod knowledge;
mod language;
mod learn;
mod lexicon;
mod likeness;
mod mask;
mod model;
mod outline;
mod place;
mod plate;
mod proposals;
mod request;
mod route;
mod segment;
mod source;
mod term;
mod text;
mod train;
mod transcript;
mod understand;
mod understanding;
mod urgency;
mod words;

#[cfg(test)]
mod tests;

pub use area::{AreaKind, Level};
pub use book::{Book, BookError};
pub use code::{AreaCode, CategoryCode, EmergencyCode, UnitCode};
pub use contact::{Contact, Line, Owner, Phone};
pub use elements::{Elements, Number, NumberKind, Said, When};
pub use emergency::DangerModels;
pub use hot::{Alarm, AlarmRule, Gathering, Issue, Matter, MonthlyMatter, Same, Span, Told, alarms, opening};
pub use kind::{Kind, Urgency};
pub use knowledge::Suggested;
pub use learn::{Altered, Change, Fit, Learning, Past, Rehearsal};
pub use mask::{Audience, Hidden, Masked, Private, mask};
pub use model::{
    BadModel, Candidate, Judgement, Model, ModelRow, Reader, Reference, Sureness, Threshold, Verdict,
};
pub use outline::{BadOutlines, Outlines, Pointed};
pub use place::{Located, Placed};
pub use proposals::Proposal;
pub use request::{Request, RequestName, announces_code, begins_a_remark, takes_back};
pub use route::Routed;
pub use source::{
    AreaPattern, AreaRow, BadPattern, BookSource, CategoryPattern, CategoryRow, DomainRow, EmergencyRow,
    Handler, KnowledgeRow, PlaceRow, RequestRow, RouteRow, UnitKind, UnitRow, WordRow,
};
pub use term::{BadTerm, Term};
pub use train::{
    BadCorpus, Bin, Course, Coverage, Evaluation, Lesson, OfLabel, Outcome, Stage, catalogue_lessons, folds,
    outcomes, train,
};
pub use transcript::{
    Attribution, BadTranscript, CallHeard, Differs, Flag, Format, FourElements, Recorded, Speaker,
    Transcript, Turn, is_name,
};
pub use understanding::{Because, Field, Place, Understanding};
