//! Has this process a post that one process at a time may have?

use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;
use storage::{Post, StoreError};
use uuid::Uuid;

use crate::app::App;

/// A post this process would like to have. The ledger gives it to one; who is gone loses it when its time is over.
pub struct Candidate {
    app: Arc<App>,
    name: &'static str,
    lease: SignedDuration,
    own: Uuid,
    held: Mutex<Option<Post>>,
}

impl Candidate {
    /// For a post that is renewed well within `lease`.
    pub fn new(app: Arc<App>, name: &'static str, lease: SignedDuration) -> Self {
        let own = app.mint.id(app.clock.now());
        Self { app, name, lease, own, held: Mutex::default() }
    }

    /// Takes the post, or keeps it a while longer; `false`: another process has it.
    pub async fn hold(&self) -> Result<bool, StoreError> {
        let (j, now) = (self.app.jurisdiction(), self.app.clock.now());
        let post = self.app.store.hold(j, self.name, self.own, now, self.lease).await?;
        let mut held = self.held();
        match (&*held, &post) {
            (None, Some(_)) => tracing::info!(post = self.name, "this process has the post now"),
            (Some(_), None) => tracing::warn!(post = self.name, "another process has the post now"),
            (Some(_), Some(_)) | (None, None) => {}
        }
        *held = post;
        Ok(held.is_some())
    }

    /// Is the post still ours, as far as the clock tells?
    pub fn is_ours(&self) -> bool {
        let now = self.app.clock.now();
        self.held().as_ref().is_some_and(|post| now < post.lease.until)
    }

    /// Gives the post up, so that another process has it at once.
    pub async fn leave(&self) {
        let Some(post) = self.held().take() else { return };
        if let Err(fault) = self.app.store.leave(self.app.jurisdiction(), &post).await {
            tracing::warn!(post = self.name, error = %fault, "a post is given up only when its time is over");
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Post>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
