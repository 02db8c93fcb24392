//! How is a ledger filled with a year that could have been?
//!
//! Every order is born and walks through the same pure functions as in life ([`storage::order::open`] and
//! [`storage::order::take`]); who speaks, when, and what they and the offices do is drawn by a seed. The same seed, year
//! and banner make the same ledger, to the last id. Nobody is told anything: whatever would have been sent has been.

mod centre;
mod chance;
mod citizen;
mod fill;
mod home;
mod life;
mod living;
mod matter;
mod office;
mod pattern;
mod plan;
mod rating;
mod season;
mod tally;
mod unit;
mod whole;
mod words;
mod world;

pub use fill::{Filled, Unfilled, Wish, fill};
pub use tally::Tally;
