//! Is there a server, and does it take what is told?

use std::sync::{Arc, Mutex, PoisonError};

use async_nats::Event;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::clock::Clock;

/// What is known of the server. An outage is said once, and once more when it is over.
pub(super) struct Link {
    clock: Arc<dyn Clock>,
    up: watch::Sender<bool>,
    health: Mutex<Health>,
}

struct Health {
    /// `None`: nothing is known yet.
    well: Option<bool>,
    since: Timestamp,
}

impl Link {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        metrics::gauge!("jiesu_event_stream_up").set(0.0);
        let since = clock.now();
        Self { clock, up: watch::Sender::new(false), health: Mutex::new(Health { well: None, since }) }
    }

    /// What the client says of its connection.
    pub(super) fn hear(&self, event: &Event) {
        match event {
            Event::Connected => {
                self.up.send_replace(true);
                self.is_well();
            }
            Event::Disconnected | Event::Closed => {
                self.up.send_replace(false);
                self.is_ill(&event.to_string());
            }
            Event::ServerError(_) | Event::ClientError(_) => {
                if !self.is_up() {
                    self.is_ill(&event.to_string());
                }
            }
            Event::LameDuckMode | Event::Draining | Event::SlowConsumer(_) => {}
        }
    }

    pub(super) fn is_up(&self) -> bool {
        *self.up.borrow()
    }

    /// Returns when there is a server.
    pub(super) async fn comes_up(&self) {
        let mut up = self.up.subscribe();
        // The sender lives as long as this.
        let _up = up.wait_for(|up| *up).await;
    }

    /// Since when it is as it is.
    pub(super) fn since(&self) -> Timestamp {
        self.health.lock().unwrap_or_else(PoisonError::into_inner).since
    }

    pub(super) fn is_well(&self) {
        if self.becomes(true) {
            tracing::info!("the event stream takes what is told");
        }
    }

    pub(super) fn is_ill(&self, why: &str) {
        if self.becomes(false) {
            tracing::warn!(
                error = why,
                "the event stream takes nothing; what is to be told waits in the ledger"
            );
        }
    }

    /// Was it otherwise until now?
    fn becomes(&self, well: bool) -> bool {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        if health.well == Some(well) {
            return false;
        }
        *health = Health { well: Some(well), since: self.clock.now() };
        metrics::gauge!("jiesu_event_stream_up").set(if well { 1.0 } else { 0.0 });
        true
    }
}
