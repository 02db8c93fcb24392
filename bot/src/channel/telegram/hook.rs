//! How does Telegram bring its updates?
//!
//! To one address, with a secret. What follows is committed before the answer: until then Telegram brings it again.

use std::sync::{Arc, Weak};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use teloxide_core::payloads::SetWebhookSetters;
use teloxide_core::prelude::Requester;
use teloxide_core::types::Update;
use tokio::sync::watch;

use super::poll::KINDS;
use super::take::Taker;
use crate::app::App;
use crate::http::{Problem, body};
use crate::reach::{Brought, Receiver};
use crate::secret;

/// Where updates are brought.
const PATH: &str = "/telegram";
/// So often Telegram is asked whether it still brings them there.
const LOOKS_AGAIN: Duration = Duration::from_secs(300);
/// What Telegram shows.
const SECRET: &str = "x-telegram-bot-api-secret-token";

/// The address for updates. It answers 404 as long as nobody takes them.
pub fn routes() -> Router<Arc<App>> {
    Router::new().route(PATH, post(brought))
}

/// The secret is looked at before the body: a stranger's is not read.
async fn brought(State(app): State<Arc<App>>, headers: HeaderMap, request: Request) -> Response {
    let Some(taker) = app.telegram.get().and_then(Weak::upgrade) else {
        return Problem::not_found().into_response();
    };
    let shown = headers.get(SECRET).and_then(|secret| secret.to_str().ok()).unwrap_or_default();
    let expected = app.config.telegram.webhook_secret.as_deref().unwrap_or_default();
    if expected.is_empty() || !secret::same(expected, shown) {
        return Problem::no_token().into_response();
    }
    let raw = match body::read(request.into_body(), app.config.web.body_limit).await {
        Ok(raw) => raw,
        Err(problem) => return problem.into_response(),
    };
    match taker.brought(&raw).await {
        Brought::Taken => StatusCode::OK.into_response(),
        Brought::Again => Problem::busy().into_response(),
        Brought::Malformed => match body::typed::<Update>(&raw) {
            Err(problem) => problem.into_response(),
            Ok(_) => Problem::busy().into_response(),
        },
    }
}

#[async_trait]
impl Receiver for Taker {
    async fn brought(&self, raw: &[u8]) -> Brought {
        let Ok(update) = serde_json::from_slice::<Update>(raw) else { return Brought::Malformed };
        match self.take(update, &String::from_utf8_lossy(raw)).await {
            Ok(()) => Brought::Taken,
            Err(fault) => {
                tracing::error!(error = %fault, "an update could not be committed and is brought again");
                Brought::Again
            }
        }
    }
}

impl Taker {
    /// Tells Telegram where to bring its updates, until it has heard. Then it is asked no more.
    pub async fn stand_at(&self, url: &str, secret: &str, mut stopped: watch::Receiver<bool>) {
        let mut rest = Duration::from_secs(1);
        loop {
            if self.introduce().await && self.set_webhook(url, secret).await {
                tracing::info!("Telegram brings its updates");
                return;
            }
            tracing::warn!("Telegram cannot be told where to bring its updates; it is tried again");
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                _ = stopped.changed() => return,
            }
            rest = (rest * 2).min(Duration::from_secs(30));
        }
    }

    /// The same, and looks from time to time whether it still is so: another program with the same token may have taken
    /// it down, and then nothing more would be brought.
    pub async fn keeps_standing_at(&self, url: &str, secret: &str, mut stopped: watch::Receiver<bool>) {
        while !*stopped.borrow_and_update() {
            self.stand_at(url, secret, stopped.clone()).await;
            loop {
                tokio::select! {
                    () = tokio::time::sleep(LOOKS_AGAIN) => {}
                    _ = stopped.changed() => return,
                }
                if self.has_lost_its_stand(url).await {
                    tracing::error!(
                        "somebody else has changed where Telegram brings updates; it is told again"
                    );
                    break;
                }
            }
        }
    }

    /// Does Telegram say that it brings its updates elsewhere, or nowhere? Silent, it says neither.
    pub async fn has_lost_its_stand(&self, url: &str) -> bool {
        let Ok(info) = self.channel.asked(self.channel.bot.get_webhook_info()).await else { return false };
        info.url.as_ref().map(reqwest::Url::as_str) != address(url).as_ref().map(reqwest::Url::as_str)
    }

    async fn set_webhook(&self, url: &str, secret: &str) -> bool {
        let Some(url) = address(url) else { return false };
        let set = self
            .channel
            .bot
            .set_webhook(url)
            .secret_token(secret.to_owned())
            .max_connections(40)
            .allowed_updates(KINDS);
        self.channel.asked(set).await.is_ok()
    }
}

/// Where updates are brought of a program that is reached at this address.
fn address(url: &str) -> Option<reqwest::Url> {
    reqwest::Url::parse(&format!("{}{PATH}", url.trim_end_matches('/'))).ok()
}
