//! Of what do many people speak at once, and was one matter told before?
//!
//! A [`Gathering`] hears messages one by one and keeps them in groups, each of one matter at one place; its
//! [`Issue`]s are ranked by how many people told, not by how many messages came. [`alarms`] says when many people tell
//! of one thing within a time; [`crate::Book::same_matters`] which of a few orders are of the matter now told.

mod alarm;
mod gather;
mod group;
mod key;
mod place;
mod rank;
mod same;

pub use alarm::{Alarm, AlarmRule, alarms};
pub use gather::{Gathering, Told, opening};
pub(crate) use place::Landmarks;
pub use rank::{Issue, MonthlyMatter, Span};
pub use same::{Matter, Same};
