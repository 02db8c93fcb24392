//! How is the event stream written?
//!
//! By publishing to NATS JetStream and waiting for the acknowledgement. Every letter bears its notice's id as
//! `Nats-Msg-Id`, so that what is published again, because nobody heard the acknowledgement, stands there once. A
//! server that is away is waited for as long as it takes: nobody can be phoned instead, and the ledger keeps what is
//! to be told.

mod keep;
mod link;
mod look;

use std::sync::Arc;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::Context;
use async_nats::jetstream::context::{ContextBuilder, PublishErrorKind};
use async_nats::{Client, HeaderMap};
use async_trait::async_trait;
use jiff::SignedDuration;
use storage::{Clerk, Jurisdiction, UnitCode};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::timeout;

use super::signature::signed;
use super::{Body, Channel, EVENT_STREAM, Letter, NotSent, Sent, To, Untold};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{ConfigError, Events as Rules};
use crate::event_stream::Subjects;
use link::Link;

pub use look::{Found, look};

/// So many letters wait for a server that is away, holding their claims; the others are put back.
const WAITING: usize = 64;
/// Soonest and latest time after which a letter that was put back is tried again.
const SOONEST: SignedDuration = SignedDuration::from_secs(1);
const LATEST: SignedDuration = SignedDuration::from_secs(30);
/// The answer of an HTTP server to what is too large.
const TOO_LARGE: u16 = 413;

/// The way to whoever reads what happens.
pub struct EventStream {
    client: Client,
    context: Context,
    link: Arc<Link>,
    subjects: Subjects,
    rules: Rules,
    clerk: Arc<dyn Clerk>,
    clock: Arc<dyn Clock>,
    jurisdiction: Jurisdiction,
    patience: Duration,
    waiting: Semaphore,
    /// One at a time looks whether the stream is there.
    laying: Mutex<()>,
}

/// Why a letter does not stand in the stream.
enum Trouble {
    /// The server takes no letters of this size.
    TooLarge,
    /// It may stand there later.
    Later(String),
}

impl EventStream {
    /// The channel of a running program; `None`: there is no event stream. It does not wait for a server.
    pub async fn of(app: &App) -> Result<Option<Self>, ConfigError> {
        let rules = app.config.events.clone();
        if !rules.is_on() {
            return Ok(None);
        }
        let link = Arc::new(Link::new(Arc::clone(&app.clock)));
        let patience = Duration::from_secs(rules.timeout_seconds);
        let hears = Arc::clone(&link);
        let options = keep::options(&rules)?.retry_on_initial_connect().event_callback(move |event| {
            hears.hear(&event);
            std::future::ready(())
        });
        let client = keep::connect(&rules, options).await.map_err(|_| ConfigError::Value {
            field: "events.nats".to_owned(),
            value: rules.nats.clone().unwrap_or_default(),
            wanted: "addresses such as nats://n1:4222,nats://n2:4222",
        })?;
        Ok(Some(Self {
            context: ContextBuilder::new().timeout(patience).build(client.clone()),
            client,
            link,
            subjects: Subjects::new(&rules.prefix, app.jurisdiction()),
            rules,
            clerk: Arc::clone(&app.clerk),
            clock: Arc::clone(&app.clock),
            jurisdiction: app.jurisdiction().clone(),
            patience,
            waiting: Semaphore::new(WAITING),
            laying: Mutex::new(()),
        }))
    }

    /// Where a letter belongs, and what stands above it.
    async fn addressed(&self, letter: &Letter, body: &str) -> Result<(String, HeaderMap), NotSent> {
        let mut headers = HeaderMap::new();
        headers.insert("Nats-Msg-Id", letter.id.to_string());
        match &letter.to {
            To::Public { event } => {
                headers.insert("Content-Type", "application/cloudevents+json; charset=utf-8");
                Ok((self.subjects.of_event(event), headers))
            }
            To::System(unit) => {
                headers.insert("Content-Type", "application/json; charset=utf-8");
                for (name, value) in self.signature(unit, letter, body).await? {
                    headers.insert(name, value);
                }
                Ok((self.subjects.of_unit(unit), headers))
            }
            To::Chat(_) => Err(NotSent::Never { why: Untold::NoChannel }),
        }
    }

    async fn signature(
        &self,
        unit: &UnitCode,
        letter: &Letter,
        body: &str,
    ) -> Result<[(&'static str, String); 3], NotSent> {
        match self.clerk.endpoint(&self.jurisdiction, unit).await? {
            Some(endpoint) => signed(&endpoint, letter, body),
            None => Err(NotSent::Never { why: Untold::NoEndpoint }),
        }
    }

    /// Is there a server, now or soon?
    async fn is_reached(&self) -> bool {
        // The client's own word, should its news have been lost.
        if self.link.is_up() || self.client.connection_state() == State::Connected {
            return true;
        }
        let Ok(_seat) = self.waiting.try_acquire() else { return false };
        timeout(self.patience, self.link.comes_up()).await.is_ok()
    }

    /// Publishes, and makes the stream where there is none yet.
    async fn publish(&self, subject: &str, headers: HeaderMap, body: &str) -> Result<(), Trouble> {
        let (missing, trouble) = match self.publish_once(subject, headers.clone(), body).await {
            Ok(()) => return Ok(()),
            Err((missing, trouble)) => (missing, trouble),
        };
        if !missing {
            return Err(trouble);
        }
        {
            let _alone = self.laying.lock().await;
            keep::lay(&self.context, &self.rules).await.map_err(Trouble::Later)?;
        }
        self.publish_once(subject, headers, body).await.map_err(|(_, trouble)| trouble)
    }

    /// On failure says whether nobody keeps what is published there.
    async fn publish_once(
        &self,
        subject: &str,
        headers: HeaderMap,
        body: &str,
    ) -> Result<(), (bool, Trouble)> {
        let published = async {
            let sent = self.context.publish_with_headers(subject.to_owned(), headers, body.to_owned().into());
            sent.await?.await
        };
        let fault = match published.await {
            Ok(_) => return Ok(()),
            Err(fault) => fault,
        };
        let later = || Trouble::Later(fault.to_string());
        Err(match fault.kind() {
            PublishErrorKind::StreamNotFound => (true, later()),
            PublishErrorKind::MaxPayloadExceeded => (false, Trouble::TooLarge),
            PublishErrorKind::TimedOut
            | PublishErrorKind::BrokenPipe
            | PublishErrorKind::MaxAckPending
            | PublishErrorKind::WrongLastMessageId
            | PublishErrorKind::WrongLastSequence
            | PublishErrorKind::Other => (false, later()),
        })
    }

    /// The longer the server has been away, the later it is tried again.
    fn later(&self) -> NotSent {
        let away = self.clock.now().duration_since(self.link.since());
        NotSent::NoTurn { after: (away / 2).clamp(SOONEST, LATEST) }
    }
}

#[async_trait]
impl Channel for EventStream {
    fn name(&self) -> &'static str {
        EVENT_STREAM
    }

    async fn send(&self, letter: &Letter) -> Result<Sent, NotSent> {
        let Body::Document(body) = &letter.body else {
            return Err(NotSent::Never { why: Untold::NoChannel });
        };
        let (subject, headers) = self.addressed(letter, body).await?;
        if !self.is_reached().await {
            return Err(self.later());
        }
        if self.clock.now() >= letter.ours_until {
            return Err(NotSent::NotOurs);
        }
        let why = match timeout(self.patience, self.publish(&subject, headers, body)).await {
            Ok(Ok(())) => {
                self.link.is_well();
                return Ok(Sent::default());
            }
            Ok(Err(Trouble::TooLarge)) => {
                return Err(NotSent::Never { why: Untold::Answered { status: TOO_LARGE } });
            }
            Ok(Err(Trouble::Later(why))) => why,
            Err(_) => "no acknowledgement in time".to_owned(),
        };
        self.link.is_ill(&why);
        Err(self.later())
    }
}
