//! Who is it that sits at the desk?

mod change;
mod enrol;
mod first_run;
mod password;
mod session;
mod sign_in;
mod signed;

pub use enrol::{Enrolled, FreshPassword, Newcomer, add, leave, reset};
pub use first_run::{FirstRun, Walk, first_run};
pub(super) use session::by_hash;
pub(super) use signed::{SCRIPT, Signed, admit};

use super::door::Door;

/// Sign-in, sign-out, a new password.
pub(super) fn doors() -> Vec<Door> {
    [sign_in::doors(), change::doors()]
        .into_iter()
        .flatten()
        .collect()
}
