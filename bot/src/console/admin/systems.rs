//! Which units' own systems may call us, and where do we call them?

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use prompts::Names;
use serde::Serialize;
use storage::{ApiToken, Endpoint, StoreError, UnitCode};

use super::{Word, overview, secret};
use crate::app::App;
use crate::console::door::Door;
use crate::console::filled::Filled;
use crate::console::page::{Page, Tongue};
use crate::console::signed::Signed;
use crate::console::who::ADMINISTRATORS;
use crate::console::{moment, trouble};
use crate::desk::DeskError;
use crate::reach::IN_THE_STREAM;
use crate::secret::fingerprint;

/// Longest address that is taken, in characters.
const LONGEST_URL: usize = 500;

/// Tokens and endpoints of a unit's own system.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/admin/systems/token", ADMINISTRATORS, post(add_token)),
        Door::new("/desk/admin/systems/revoke", ADMINISTRATORS, post(revoke)),
        Door::new("/desk/admin/systems/endpoint", ADMINISTRATORS, post(set_endpoint)),
        Door::new("/desk/admin/systems/{unit}/forget", ADMINISTRATORS, post(forget_endpoint)),
    ]
}

async fn add_token(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Some(unit) = known(&app, filled.text("unit")) else {
        return refused(&page, "desk-admin-unit-unfit", &filled).await;
    };
    let token = app.mint.token();
    let kept = ApiToken {
        token_hash: fingerprint(&token),
        unit: unit.clone(),
        created_at: app.clock.now(),
        revoked_at: None,
    };
    match app.clerk.add_token(app.jurisdiction(), &kept).await {
        Ok(()) => {
            secret(&page, &who, "desk-secret-token", &app.names(Vec::new()).unit(unit.as_str()), &token)
        }
        Err(error) => trouble::page(&page, &DeskError::Store(error)),
    }
}

async fn revoke(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Some(unit) = known(&app, filled.text("unit")) else {
        return refused(&page, "desk-admin-unit-unfit", &filled).await;
    };
    let done = app.clerk.revoke_tokens(app.jurisdiction(), &unit, app.clock.now()).await;
    tracing::info!(staff.login = %who.staff.login, unit = %unit, "api tokens revoked");
    said(&page, done, "desk-admin-revoked").await
}

async fn set_endpoint(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Some(unit) = known(&app, filled.text("unit")) else {
        return refused(&page, "desk-admin-unit-unfit", &filled).await;
    };
    let url = match address(filled.text("url"), app.config.events.is_on()) {
        Ok(url) => url,
        Err(why) => return refused(&page, why, &filled).await,
    };
    // Standard Webhooks: 24 to 64 random bytes, base64, with this prefix.
    let key = format!("whsec_{}", STANDARD.encode(app.mint.bytes::<32>()));
    let endpoint = Endpoint { unit: unit.clone(), url, secret: key.clone(), set_at: app.clock.now() };
    match app.clerk.set_endpoint(app.jurisdiction(), &unit, Some(&endpoint)).await {
        Ok(()) => {
            secret(&page, &who, "desk-secret-webhook", &app.names(Vec::new()).unit(unit.as_str()), &key)
        }
        Err(error) => trouble::page(&page, &DeskError::Store(error)),
    }
}

async fn forget_endpoint(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(unit): Path<String>,
    _filled: Filled,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Some(unit) = known(&app, &unit) else {
        return trouble::not_found(&page);
    };
    let done = app.clerk.set_endpoint(app.jurisdiction(), &unit, None).await;
    tracing::info!(staff.login = %who.staff.login, unit = %unit, "webhook endpoint removed");
    said(&page, done, "desk-admin-forgotten").await
}

async fn said(page: &Page<'_>, done: Result<(), StoreError>, key: &'static str) -> Response {
    match done {
        Ok(()) => overview(page, StatusCode::OK, Word { key, ..Word::default() }).await,
        Err(error) => trouble::page(page, &DeskError::Store(error)),
    }
}

async fn refused(page: &Page<'_>, key: &'static str, filled: &Filled) -> Response {
    overview(page, StatusCode::UNPROCESSABLE_ENTITY, Word { key, refused: true, typed: filled.typed() }).await
}

fn known(app: &App, unit: &str) -> Option<UnitCode> {
    app.banner.units.contains_key(unit).then(|| UnitCode::new(unit))
}

/// A plain address over HTTP or HTTPS, without a name and password in it; where it leads is checked again, by its
/// network address, whenever something is sent. Or the event stream, where there is one. An error is the key of the
/// sentence that says what is wrong.
fn address(said: &str, has_stream: bool) -> Result<String, &'static str> {
    if said.trim() == IN_THE_STREAM {
        return if has_stream { Ok(IN_THE_STREAM.to_owned()) } else { Err("desk-admin-no-stream") };
    }
    let url = reqwest::Url::parse(said.trim()).map_err(|_| "desk-admin-url-unfit")?;
    let plain =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if plain && url.has_host() && said.len() <= LONGEST_URL {
        Ok(url.to_string())
    } else {
        Err("desk-admin-url-unfit")
    }
}

/// A unit's own system, as far as it may be shown.
#[derive(Serialize)]
pub(super) struct SystemView {
    code: String,
    unit: String,
    url: String,
    since: String,
}

/// Where units' systems are told.
pub(super) async fn connected(app: &App) -> Result<Vec<SystemView>, DeskError> {
    let names = app.names(Vec::new());
    let endpoints = app.clerk.endpoints(app.jurisdiction()).await?;
    let systems = endpoints.into_iter().map(|endpoint| SystemView {
        unit: names.unit(endpoint.unit.as_str()),
        code: endpoint.unit.to_string(),
        url: endpoint.url,
        since: moment::minute(app, endpoint.set_at),
    });
    Ok(systems.collect())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_units_system_reads_the_event_stream_only_where_there_is_one() {
        assert_eq!(address(" nats: ", true), Ok("nats:".to_owned()));
        assert_eq!(address("nats:", false), Err("desk-admin-no-stream"));
        assert_eq!(address("nats://10.0.0.5:4222", true), Err("desk-admin-url-unfit"));
    }

    #[test]
    fn an_endpoint_is_a_plain_web_address() {
        let hook = "https://oa.example.org/hook".to_owned();
        assert_eq!(address(" https://oa.example.org/hook ", false), Ok(hook));
        for unfit in [
            "",
            "oa.example.org",
            "ftp://oa.example.org",
            "javascript:alert(1)",
            "http://a:b@oa.example.org/",
        ] {
            assert_eq!(address(unfit, true), Err("desk-admin-url-unfit"), "{unfit:?}");
        }
    }
}
