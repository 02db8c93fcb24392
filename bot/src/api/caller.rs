//! Who calls, and with which key?

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use storage::{AccountId, AccountRole};

use crate::app::App;
use crate::desk::Staff;
use crate::http::{Problem, cookie};
use crate::secret;

/// A citizen's chat, by its token: `Authorization: Bearer`, or the cookie of the web chat.
#[derive(Clone, Debug)]
pub struct Chat {
    /// The token.
    pub token: String,
}

impl FromRequestParts<Arc<App>> for Chat {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Problem> {
        let token = match bearer(&parts.headers)? {
            Some(token) => Some(token.to_owned()).filter(|token| cookie::is_token(token)),
            None => cookie::chat(&parts.headers),
        };
        token.map(|token| Self { token }).ok_or_else(Problem::no_token)
    }
}

/// A unit's own system: acts for the unit.
#[derive(Clone, Debug)]
pub struct System(pub Staff);

impl FromRequestParts<Arc<App>> for System {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let token = bearer(&parts.headers)?.ok_or_else(Problem::no_token)?;
        let print = secret::fingerprint(token);
        let found = app.clerk.token(app.jurisdiction(), &print).await?;
        let token = found.filter(|token| token.revoked_at.is_none()).ok_or_else(Problem::no_token)?;
        let name = app.banner.units.get(token.unit.as_str()).map(|unit| unit.name.clone());
        let name = name.ok_or_else(Problem::no_token)?;
        let id = u128::from_str_radix(&print[..32], 16).expect("a fingerprint is hexadecimal");
        Ok(Self(Staff {
            account: AccountId(uuid::Builder::from_custom_bytes(id.to_be_bytes()).into_uuid()),
            login: format!("api-{}", token.unit),
            name,
            role: AccountRole::Unit,
            unit: Some(token.unit),
        }))
    }
}

/// The token of `Authorization: Bearer`; another scheme is no token of ours.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let value = value.to_str().map_err(|_| Problem::no_token())?;
    let (scheme, token) = value.split_once(' ').ok_or_else(Problem::no_token)?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
        return Err(Problem::no_token());
    }
    Ok(Some(token.trim()))
}
