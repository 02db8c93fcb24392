//! Which systems of others stand around the program?

pub mod telegram;
mod unit_system;

pub use telegram::TelegramFake;
pub use unit_system::{Mood, Told, UnitSystem};
