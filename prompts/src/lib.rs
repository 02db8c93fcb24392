//! Speaks.
//!
//! What is said to a person begins as a [`Notice`]: facts without language and without personal data. When it is
//! read or sent, [`Wording::say`] renders it in the listener's language: it opens the papers the notice names, asks
//! [`Names`] what codes are called, and answers with a [`Spoken`]: a text and the [`Choice`]s that go with it.
//!
//! The sentences themselves stand in `locales/<language>/*.ftl` (Project Fluent). Every such file is embedded, those
//! for pages and reports too, whose lines are asked for by key with [`Wording::line`]. A place can correct any
//! sentence without a new program: [`Wording::with_overrides`].
//!
//! No database, no network, no clock: the time is one of the facts.

mod about;
mod choice;
mod facts;
mod notice;
mod offer;
mod papers;
mod say;
mod wording;

#[cfg(test)]
mod check;

pub use choice::Choice;
pub use facts::{
    AlikeLine, Card, Errand, MatterLine, OrderLine, Slot, SolvedAnswer, SummaryPaper, Timeline, TimelineStep,
};
pub use notice::Notice;
pub use say::{ArticleText, EmergencyText, Names, ReasonText, Spoken, SpokenChoice, masked_phone};
pub use wording::{Arg, FALLBACK, Fault, LANGUAGES, Wording, WordingError};
