//! Who asks, and may they?

use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use storage::{Account, Session};

use super::session;
use crate::app::App;
use crate::console::door::Who;
use crate::console::page::{Page, Tongue};
use crate::console::trouble;
use crate::desk::{DeskError, Staff};

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

/// May this request pass a door? Finds the session and puts a [`Signed`] beside the request, or answers in its place.
pub(crate) async fn admit(app: &Arc<App>, who: Who, request: &mut Request) -> Result<(), Response> {
    let jar = CookieJar::from_headers(request.headers());
    let tongue = Tongue::of(&jar);
    request.extensions_mut().insert(tongue);
    if who == Who::Anyone {
        return Ok(());
    }
    let page = Page::before_sign_in(app, tongue);
    let signed = match session::of(app, &jar).await {
        Ok(Some((session, account))) => Signed::new(session, account),
        Ok(None) => return Err(sign_in_first(request)),
        Err(error) => return Err(trouble::page(&page, &DeskError::Store(error))),
    };
    match who {
        Who::Anyone | Who::SignedIn => {}
        Who::Roles(roles) if !roles.contains(&signed.staff.role) => {
            return Err(trouble::not_found(&page.with(&signed)));
        }
        Who::Roles(_) if signed.must_change => return Err(Redirect::to("/desk/password").into_response()),
        Who::Roles(_) => {}
    }
    request.extensions_mut().insert(signed);
    Ok(())
}

impl Signed {
    fn new(session: Session, account: Account) -> Self {
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
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::UNAUTHORIZED)
    }
}

fn sign_in_first(request: &Request) -> Response {
    let headers = request.headers();
    let stream = headers
        .get(header::ACCEPT)
        .is_some_and(|kind| kind.as_bytes() == b"text/event-stream");
    if stream || headers.contains_key(SCRIPT) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let wanted = request
        .extensions()
        .get::<OriginalUri>()
        .map_or_else(|| request.uri().path(), |uri| uri.path());
    if *request.method() == Method::GET && wanted != "/desk" {
        Redirect::to(&format!("/desk/login?next={wanted}")).into_response()
    } else {
        Redirect::to("/desk/login").into_response()
    }
}
