//! How does a member of staff sign in and out?

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use jiff::SignedDuration;
use minijinja::context;
use serde::Deserialize;
use storage::{Account, StoreError, Throttle};
use tokio::sync::Mutex;

use crate::app::App;
use crate::config::StaffRules;
use crate::console::auth::{amend, password, session};
use crate::console::door::Door;
use crate::console::filled::{Filled, Open};
use crate::console::moment;
use crate::console::page::{Page, Tongue};
use crate::console::signed::Signed;
use crate::console::trouble;
use crate::console::who::Who;
use crate::desk::DeskError;
use crate::http::Peer;
use crate::secret::fingerprint;

/// Sign-ins that one network address may try within a minute: a whole shift signs in from one address.
const TRIES_A_MINUTE: u32 = 20;

/// Sign-in, sign-out.
pub(crate) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/login", Who::Anyone, get(form).post(sign_in)),
        Door::new("/desk/logout", Who::SignedIn, post(sign_out)),
    ]
}

#[derive(Deserialize)]
struct Wish {
    next: Option<String>,
    done: Option<String>,
}

async fn form(State(app): State<Arc<App>>, tongue: Tongue, Query(wish): Query<Wish>) -> Response {
    let page = Page::before_sign_in(&app, tongue);
    let greeting = match wish.done.as_deref() {
        Some("out") => "desk-login-out",
        Some("idle") => "desk-login-idle",
        Some(_) | None => "",
    };
    shown(&page, StatusCode::OK, wish.next.as_deref(), "", Refusal::None, greeting)
}

/// Why the sign-in page is shown again.
enum Refusal {
    None,
    /// One sentence for a wrong password, an unknown login, a lock and a leaver: nobody learns which logins exist.
    DoesNotFit,
    /// Too many tries from this address.
    Wait(String),
}

fn shown(
    page: &Page<'_>,
    status: StatusCode,
    next: Option<&str>,
    login: &str,
    refusal: Refusal,
    greeting: &str,
) -> Response {
    let (refused, until) = match refusal {
        Refusal::None => ("", String::new()),
        Refusal::DoesNotFit => ("desk-login-wrong", String::new()),
        Refusal::Wait(until) => ("desk-login-wait", until),
    };
    page.show(
        status,
        "desk/login.html",
        context! {
            next => next.map(inside), login, refused, until, greeting,
            lock_minutes => page.app.config.staff.lock_minutes, failures => page.app.config.staff.failures,
        },
    )
}

async fn sign_in(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    Peer(peer): Peer,
    jar: CookieJar,
    Open(form): Open,
) -> Response {
    let page = Page::before_sign_in(&app, tongue);
    match admit(&app, &peer, &form).await {
        Ok(Admission::In(account)) => match enter(&app, &jar, &account).await {
            Ok(cookie) => {
                let to = if account.must_change { "/desk/password" } else { inside(form.text("next")) };
                (jar.add(cookie), Redirect::to(to)).into_response()
            }
            Err(error) => trouble::page(&page, &DeskError::Store(error)),
        },
        Ok(Admission::Wait(until)) => {
            let until = Refusal::Wait(moment::minute(&app, until));
            shown(
                &page,
                StatusCode::TOO_MANY_REQUESTS,
                Some(form.text("next")),
                form.text("login"),
                until,
                "",
            )
        }
        Ok(Admission::DoesNotFit) => {
            let refusal = Refusal::DoesNotFit;
            shown(&page, StatusCode::UNAUTHORIZED, Some(form.text("next")), form.text("login"), refusal, "")
        }
        Err(error) => trouble::page(&page, &DeskError::Store(error)),
    }
}

/// A new token at every sign-in; the old one, should somebody have planted it, opens nothing any more.
async fn enter(
    app: &App,
    jar: &CookieJar,
    account: &Account,
) -> Result<axum_extra::extract::cookie::Cookie<'static>, StoreError> {
    session::close(app, jar).await?;
    tracing::info!(staff.login = %account.login, "signed in");
    session::open(app, account.id).await
}

enum Admission {
    In(Box<Account>),
    DoesNotFit,
    Wait(jiff::Timestamp),
}

/// Failures are counted one after another: of many tries at the same moment no more pass than of tries in a row.
static COUNTING: Mutex<()> = Mutex::const_new(());

async fn admit(app: &App, peer: &str, form: &Filled) -> Result<Admission, StoreError> {
    let j = app.jurisdiction();
    let key = format!("sign-in:{}", fingerprint(peer));
    let minute = SignedDuration::from_mins(1);
    if let Throttle::Wait(until) =
        app.clerk.throttle(j, &key, TRIES_A_MINUTE, minute, app.clock.now()).await?
    {
        return Ok(Admission::Wait(until));
    }
    let login = form.text("login").trim().to_lowercase();
    let known = app.clerk.account_by_login(j, &login).await?;
    let fits =
        password::fits(form.text("password"), known.as_ref().map(|account| account.password.as_str())).await;
    let Some(known) = known else {
        return Ok(Admission::DoesNotFit);
    };

    let _one_after_another = COUNTING.lock().await;
    let now = app.clock.now();
    let judged = amend(app, known.id, |account| {
        let locked = account.locked_until.is_some_and(|until| until > now);
        let replaced = account.password != known.password;
        if locked || replaced || account.disabled_at.is_some() {
            return false;
        }
        if fits {
            account.failures = 0;
            account.locked_until = None;
        } else {
            count_failure(&app.config.staff, account, now);
        }
        true
    });
    Ok(match judged.await? {
        Some(account) if fits => Admission::In(Box::new(account)),
        Some(_) | None => Admission::DoesNotFit,
    })
}

fn count_failure(rules: &StaffRules, account: &mut Account, now: jiff::Timestamp) {
    account.failures += 1;
    if account.failures >= rules.failures {
        account.failures = 0;
        account.locked_until = Some(now + SignedDuration::from_mins(i64::from(rules.lock_minutes)));
        tracing::warn!(staff.login = %account.login, "locked after too many failed sign-ins");
    }
}

async fn sign_out(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    jar: CookieJar,
    form: Filled,
) -> Response {
    match session::close(&app, &jar).await {
        Ok(()) => {
            let to =
                if form.text("why") == "idle" { "/desk/login?done=idle" } else { "/desk/login?done=out" };
            (jar.add(session::forgotten(&app)), Redirect::to(to)).into_response()
        }
        Err(error) => trouble::page(&Page::of(&app, tongue, &who), &DeskError::Store(error)),
    }
}

/// Where to go after the sign-in: only ever inside the console.
fn inside(next: &str) -> &str {
    let plain = next.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_'));
    if plain && next.starts_with("/desk/") && !next.contains("//") { next } else { "/desk" }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_sign_in_never_leads_out_of_the_console() {
        assert_eq!(inside("/desk/orders/20260105-ABCDE2"), "/desk/orders/20260105-ABCDE2");
        for elsewhere in [
            "",
            "https://example.org",
            "//example.org",
            "/desk//example.org",
            "/chat",
            "/desk/\r\nx",
            "/desk/..%2f",
        ] {
            assert_eq!(inside(elsewhere), "/desk", "{elsewhere:?}");
        }
    }
}
