//! Who asks, and may they?

use std::sync::Arc;

use axum::extract::{OriginalUri, Request};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::auth::session;
use super::page::{Page, Tongue};
use super::signed::{SCRIPT, Signed};
use super::trouble;
use super::who::Who;
use crate::app::App;
use crate::desk::DeskError;

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

fn sign_in_first(request: &Request) -> Response {
    let headers = request.headers();
    let stream = headers.get(header::ACCEPT).is_some_and(|kind| kind.as_bytes() == b"text/event-stream");
    if stream || headers.contains_key(SCRIPT) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let wanted =
        request.extensions().get::<OriginalUri>().map_or_else(|| request.uri().path(), |uri| uri.path());
    if *request.method() == Method::GET && wanted != "/desk" {
        Redirect::to(&format!("/desk/login?next={wanted}")).into_response()
    } else {
        Redirect::to("/desk/login").into_response()
    }
}
