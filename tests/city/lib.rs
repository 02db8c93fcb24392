//! Where do the stories of the tests take place?
//!
//! In a small city around the real program: citizens who talk to it over HTTP, people at desks, units with systems of
//! their own, and a clock that moves only when a story turns it. [`City::close`] fails when anything is left unsaid.

mod archive;
mod citizen;
mod city;
mod desk;
pub mod fake;
pub mod inbox;
pub mod ledger;
pub mod nats;
pub mod process;
pub mod sheets;
mod veil;
pub mod wire;

pub use archive::Archive;
pub use citizen::{Citizen, Reply};
pub use city::{City, CourierRuns, Founding, OnTelegram, TOKEN_PREFIX, date_of, local};
pub use desk::Clerk;
pub use inbox::Inbox;
pub use nats::{NatsServer, Reader, Stood};
pub use process::{Program, binary};
pub use veil::veiled;
pub use wire::{Message, Request, Wire};
