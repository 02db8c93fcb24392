//! How does a member of staff choose a new password?

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::CookieJar;
use minijinja::context;
use storage::StoreError;

use crate::app::App;
use crate::console::auth::amend;
use crate::console::auth::password::{self, Weakness};
use crate::console::auth::session;
use crate::console::door::Door;
use crate::console::filled::Filled;
use crate::console::page::{Page, Tongue};
use crate::console::signed::Signed;
use crate::console::trouble;
use crate::console::who::Who;
use crate::desk::DeskError;

/// The page for a new password.
pub(crate) fn doors() -> Vec<Door> {
    vec![Door::new("/desk/password", Who::SignedIn, get(form).post(change))]
}

async fn form(State(app): State<Arc<App>>, tongue: Tongue, who: Signed) -> Response {
    shown(&Page::of(&app, tongue, &who), &who, StatusCode::OK, "")
}

fn shown(page: &Page<'_>, who: &Signed, status: StatusCode, refused: &str) -> Response {
    let facts =
        context! { refused, must_change => who.must_change, least => page.app.config.staff.password_length };
    page.show(status, "desk/password.html", facts)
}

async fn change(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    jar: CookieJar,
    form: Filled,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    match changed(&app, &who, &form).await {
        Ok(Changed::Yes) => match session::open(&app, who.staff.account).await {
            Ok(cookie) => (jar.add(cookie), Redirect::to("/desk?done=password")).into_response(),
            Err(error) => trouble::page(&page, &DeskError::Store(error)),
        },
        Ok(Changed::Refused(why)) => shown(&page, &who, StatusCode::UNPROCESSABLE_ENTITY, why),
        Err(error) => trouble::page(&page, &DeskError::Store(error)),
    }
}

enum Changed {
    Yes,
    /// Key of the sentence that says why not.
    Refused(&'static str),
}

async fn changed(app: &App, who: &Signed, form: &Filled) -> Result<Changed, StoreError> {
    let j = app.jurisdiction();
    let (before, after) = (form.text("before"), form.text("after"));
    let Some(account) = app.clerk.account(j, who.staff.account).await? else {
        return Ok(Changed::Refused("desk-password-wrong"));
    };
    if !password::fits(before, Some(&account.password)).await {
        return Ok(Changed::Refused("desk-password-wrong"));
    }
    if after != form.text("again") {
        return Ok(Changed::Refused("desk-password-differs"));
    }
    let least = app.config.staff.password_length;
    if let Some(weakness) = password::weakness(after, Some(before), &account.login, &account.name, least) {
        return Ok(Changed::Refused(sentence(weakness)));
    }
    let hash = password::hash(&app.mint, after).await;
    let choose = |now: &mut storage::Account| {
        let still = now.password == account.password;
        now.password.clone_from(&hash);
        now.must_change = false;
        still
    };
    if amend(app, account.id, choose).await?.is_none() {
        return Ok(Changed::Refused("desk-password-wrong"));
    }
    app.clerk.close_sessions(j, account.id).await?;
    tracing::info!(staff.login = %account.login, "password changed");
    Ok(Changed::Yes)
}

fn sentence(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::TooShort => "desk-password-short",
        Weakness::TooLong => "desk-password-long",
        Weakness::HasLogin => "desk-password-login",
        Weakness::Unchanged => "desk-password-unchanged",
        Weakness::Guessable => "desk-password-guessable",
    }
}
