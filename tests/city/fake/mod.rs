//! Which systems of others stand around the program?

mod unit_system;

pub use unit_system::{Mood, Told, UnitSystem};
