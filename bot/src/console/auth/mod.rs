//! Who may sit at a desk, and how are they known again?

mod amend;
mod enrol;
mod first_run;
pub(super) mod password;
pub(super) mod session;

pub(super) use amend::amend;
pub use enrol::{Enrolled, FreshPassword, Newcomer, add, leave, reset};
pub use first_run::{FirstRun, Walk, first_run};
