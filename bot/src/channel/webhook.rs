//! How is a unit's own system told?
//!
//! By a POST signed as Standard Webhooks prescribe (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Only
//! networks that the configuration names are spoken to, whatever a name resolves to; redirects are not followed.

mod guard;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use storage::{Clerk, Endpoint, Jurisdiction};

use super::signature::signed;
use super::{Body, Channel, Letter, NotSent, Sent, To, Untold};
use crate::app::App;
use crate::clock::Clock;
use crate::network::Network;

pub use guard::{Forbidden, check_url};

/// Longest wait a listener may ask for.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// The way to units' own systems.
pub struct WebhookChannel {
    clerk: Arc<dyn Clerk>,
    clock: Arc<dyn Clock>,
    jurisdiction: Jurisdiction,
    allow: Arc<[Network]>,
    client: reqwest::Client,
}

impl WebhookChannel {
    /// The channel of a running program, with the networks its configuration allows.
    pub fn of(app: &App) -> reqwest::Result<Self> {
        let rules = &app.config.webhooks;
        let allow: Arc<[Network]> = rules.allow.iter().filter_map(|network| network.parse().ok()).collect();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(rules.timeout_seconds))
            .dns_resolver(Arc::new(guard::Resolver::new(Arc::clone(&allow))))
            .no_proxy()
            .build()?;
        let (clerk, clock) = (Arc::clone(&app.clerk), Arc::clone(&app.clock));
        Ok(Self { clerk, clock, jurisdiction: app.jurisdiction().clone(), allow, client })
    }

    async fn post(&self, endpoint: &Endpoint, letter: &Letter, body: &str) -> Result<(), NotSent> {
        let never = |why| NotSent::Never { why };
        let url = check_url(&endpoint.url, &self.allow).map_err(|_| never(Untold::Forbidden))?;
        let mut request = self.client.post(url).header("content-type", "application/json; charset=utf-8");
        for (name, value) in signed(endpoint, letter, body)? {
            request = request.header(name, value);
        }
        let sent = request.body(body.to_owned()).send().await;
        match sent {
            Ok(answer) => verdict(answer.status(), answer.headers().get(RETRY_AFTER)),
            // A URL may carry a secret of the unit's: it stays out of what is kept.
            Err(fault) => Err(NotSent::Later { after: None, why: fault.without_url().to_string() }),
        }
    }
}

#[async_trait]
impl Channel for WebhookChannel {
    fn name(&self) -> &'static str {
        "webhook"
    }

    async fn send(&self, letter: &Letter) -> Result<Sent, NotSent> {
        let (To::System(unit), Body::Document(body)) = (&letter.to, &letter.body) else {
            return Err(NotSent::Never { why: Untold::NoChannel });
        };
        match self.clerk.endpoint(&self.jurisdiction, unit).await? {
            Some(_) if self.clock.now() >= letter.ours_until => Err(NotSent::NotOurs),
            Some(endpoint) => self.post(&endpoint, letter, body).await.map(|()| Sent::default()),
            None => Err(NotSent::Never { why: Untold::NoEndpoint }),
        }
    }
}

/// 2xx is received; 410 Gone is final, as are answers that the same letter can never change; the rest is tried again.
fn verdict(status: StatusCode, retry_after: Option<&reqwest::header::HeaderValue>) -> Result<(), NotSent> {
    if status.is_success() {
        return Ok(());
    }
    match status {
        StatusCode::GONE | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::METHOD_NOT_ALLOWED => {
            Err(NotSent::Never { why: Untold::Answered { status: status.as_u16() } })
        }
        _ => {
            let asked =
                retry_after.and_then(|value| value.to_str().ok()).and_then(|value| value.parse().ok());
            let after = asked
                .map(|seconds| SignedDuration::from_secs(seconds).clamp(SignedDuration::ZERO, LONGEST_WAIT));
            Err(NotSent::Later { after, why: format!("answered {}", status.as_u16()) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_success_is_received_and_a_redirect_is_none() {
        assert_eq!(verdict(StatusCode::NO_CONTENT, None), Ok(()));
        assert!(matches!(verdict(StatusCode::FOUND, None), Err(NotSent::Later { .. })));
        assert!(matches!(verdict(StatusCode::GONE, None), Err(NotSent::Never { .. })));
    }

    #[test]
    fn a_wish_to_wait_is_kept_within_reason() {
        let wish = |seconds: &'static str| match verdict(
            StatusCode::TOO_MANY_REQUESTS,
            Some(&seconds.parse().unwrap()),
        ) {
            Err(NotSent::Later { after, .. }) => after,
            other => panic!("{other:?}"),
        };
        assert_eq!(wish("30"), Some(SignedDuration::from_secs(30)));
        assert_eq!(wish("999999"), Some(LONGEST_WAIT));
        assert_eq!(wish("soon"), None);
    }
}
