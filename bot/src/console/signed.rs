//! Who has signed in?

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use storage::{Account, Session};

use crate::desk::Staff;

/// A member of staff who has signed in and may see what they ask for.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    /// The person, as the desk knows them.
    pub staff: Staff,
    /// The token every form of this session carries.
    pub csrf: String,
    /// Hash of the session's token.
    pub session: String,
    /// Must choose a new password before anything else.
    pub must_change: bool,
}

/// Header by which the console's script says that it asks, not the person's browser window.
pub(crate) const SCRIPT: &str = "x-desk";

impl Signed {
    /// The person of a session.
    pub(crate) fn new(session: Session, account: Account) -> Self {
        Self {
            staff: Staff {
                account: account.id,
                login: account.login,
                name: account.name,
                role: account.role,
                unit: account.unit,
            },
            csrf: session.csrf,
            session: session.token_hash,
            must_change: account.must_change,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::UNAUTHORIZED)
    }
}
