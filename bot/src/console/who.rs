//! Which roles are there at the doors?

use storage::AccountRole::{self, Administrator, Operator, Supervisor, Unit};

/// Who may pass a door. Every route of the console has one; there is no way in without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Nobody has to sign in: the sign-in page itself.
    Anyone,
    /// Whoever has signed in, even one who must first choose a new password.
    SignedIn,
    /// These roles only; for everybody else the page does not exist.
    Roles(&'static [AccountRole]),
}

/// Those who answer the phone.
pub(crate) const OPERATORS: Who = Who::Roles(&[Operator]);
/// The centre: those who handle and those who watch.
pub(crate) const CENTRE: Who = Who::Roles(&[Operator, Supervisor]);
/// Those who watch.
pub(crate) const SUPERVISORS: Who = Who::Roles(&[Supervisor]);
/// Those who do the work.
pub(crate) const UNITS: Who = Who::Roles(&[Unit]);
/// Everybody who has to do with orders. An administrator has not.
pub(crate) const ORDERS: Who = Who::Roles(&[Operator, Unit, Supervisor]);
/// Those who finish an order: the unit, or the centre for it.
pub(crate) const FINISHERS: Who = Who::Roles(&[Operator, Unit]);
/// Those who keep the accounts.
pub(crate) const ADMINISTRATORS: Who = Who::Roles(&[Administrator]);
/// Those who say what the program may learn.
pub(crate) const TEACHERS: Who = Who::Roles(&[Supervisor, Administrator]);
/// Those who speak for a unit's group.
pub(crate) const GROUPS: Who = Who::Roles(&[Unit, Administrator]);
/// Everybody.
pub(crate) const STAFF: Who = Who::Roles(&[Operator, Unit, Supervisor, Administrator]);
