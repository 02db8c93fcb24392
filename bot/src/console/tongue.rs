//! In which language does a person at the desk want to read?

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::door::Door;
use super::page::{TONGUE, Tongue};
use super::who::Who;
use crate::app::App;

/// The way to another language. It changes nothing but what this browser is shown.
pub(super) fn doors() -> Vec<Door> {
    vec![Door::new("/desk/language/{tag}", Who::Anyone, get(choose))]
}

async fn choose(State(app): State<Arc<App>>, Path(tag): Path<String>, jar: CookieJar) -> Response {
    let encrypted = app.config.is_https();
    let cookie = Cookie::build((TONGUE, Tongue::named(&tag).tag()))
        .path("/desk")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(encrypted)
        .permanent()
        .build();
    (jar.add(cookie), Redirect::to("/desk")).into_response()
}
