//! When does somebody have to be told that many people speak of one matter?

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use storage::StoreError;

use crate::app::App;
use crate::post::Candidate;
use crate::step::Stepped;

/// One of several processes rings; when it is gone for so long, another does.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// Who has not the post asks for it so often.
const BETWEEN_WISHES: SignedDuration = SignedDuration::from_secs(15);

/// Rings for hot matters, as one of several processes.
pub(super) struct HotAlarms {
    app: Arc<App>,
    post: Candidate,
    seen: Mutex<Seen>,
}

/// What was looked at.
#[derive(Default)]
struct Seen {
    /// All that was heard until then has rung where it must.
    heard: Option<u64>,
    /// When another process had the post.
    refused_at: Option<Timestamp>,
}

impl HotAlarms {
    pub(super) fn new(app: Arc<App>) -> Self {
        let post = Candidate::new(Arc::clone(&app), "hot:ring", LEASE);
        Self { app, post, seen: Mutex::default() }
    }

    /// Looks whether anything rings, when something was heard since. While what is in the ledger is still being heard
    /// nothing rings: half of a matter could be taken for another.
    pub(super) async fn step(&self) -> Result<Stepped, StoreError> {
        let (heard, now) = (self.app.hot.heard(), self.app.clock.now());
        let waits = self.with_seen(|seen| {
            let refused = |at: Timestamp| at <= now && now.duration_since(at) < BETWEEN_WISHES;
            seen.heard == Some(heard) || seen.refused_at.is_some_and(refused)
        });
        if waits || !self.app.hot.is_whole() {
            return Ok(Stepped::Idle);
        }
        if !self.post.hold().await? {
            self.with_seen(|seen| seen.refused_at = Some(now));
            return Ok(Stepped::Idle);
        }
        let stepped = self.app.hot.ring().await?;
        self.with_seen(|seen| *seen = Seen { heard: Some(heard), refused_at: None });
        Ok(stepped)
    }

    fn with_seen<T>(&self, with: impl FnOnce(&mut Seen) -> T) -> T {
        with(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
