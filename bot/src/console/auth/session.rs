//! How does a browser prove that its person has signed in?

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use jiff::SignedDuration;
use storage::{Account, AccountId, Session, StoreError};

use crate::app::App;
use crate::secret::fingerprint;

/// Name of the cookie that carries the session's token.
pub(crate) const COOKIE: &str = "jiesu_desk";

/// Begins a session; the token goes into the cookie, only its hash into the database.
pub(crate) async fn open(app: &App, account: AccountId) -> Result<Cookie<'static>, StoreError> {
    let token = app.mint.token();
    let now = app.clock.now();
    let session = Session {
        token_hash: fingerprint(&token),
        account,
        csrf: app.mint.token(),
        created_at: now,
        seen_at: now,
    };
    app.clerk.open_session(app.jurisdiction(), &session).await?;
    Ok(cookie(app, token))
}

/// The session of this browser and its account, if it still holds; counts as use of the session.
pub(crate) async fn of(app: &App, jar: &CookieJar) -> Result<Option<(Session, Account)>, StoreError> {
    match jar.get(COOKIE) {
        Some(cookie) => by_hash(app, &fingerprint(cookie.value())).await,
        None => Ok(None),
    }
}

/// The same, for one who kept the hash of the token.
pub(crate) async fn by_hash(app: &App, token_hash: &str) -> Result<Option<(Session, Account)>, StoreError> {
    let j = app.jurisdiction();
    let rules = &app.config.staff;
    let idle = SignedDuration::from_mins(i64::from(rules.idle_minutes));
    let whole = SignedDuration::from_hours(i64::from(rules.whole_hours));
    let Some(session) = app.clerk.session(j, token_hash, app.clock.now(), idle, whole).await? else {
        return Ok(None);
    };
    let account = app.clerk.account(j, session.account).await?;
    Ok(account.filter(|account| account.disabled_at.is_none()).map(|account| (session, account)))
}

/// Ends the session of this browser, if there is one.
pub(crate) async fn close(app: &App, jar: &CookieJar) -> Result<(), StoreError> {
    match jar.get(COOKIE) {
        Some(cookie) => app.clerk.close_session(app.jurisdiction(), &fingerprint(cookie.value())).await,
        None => Ok(()),
    }
}

/// A cookie that makes the browser forget its token.
pub(crate) fn forgotten(app: &App) -> Cookie<'static> {
    let mut cookie = cookie(app, String::new());
    cookie.make_removal();
    cookie
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    let encrypted = app.config.is_https();
    Cookie::build((COOKIE, token))
        .path("/desk")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(encrypted)
        .build()
}
