//! How does somebody come in, and choose a new password?

mod change;
mod sign_in;

use super::door::Door;

/// Sign-in, sign-out, a new password.
pub(super) fn doors() -> Vec<Door> {
    [sign_in::doors(), change::doors()].into_iter().flatten().collect()
}
