//! Has this process a post that one process at a time may have?

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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
    /// For a post that another process may take over when `lease` has passed without a sign of life.
    pub fn new(app: Arc<App>, name: &'static str, lease: SignedDuration) -> Self {
        let own = app.mint.id(app.clock.now());
        Self { app, name, lease, own, held: Mutex::default() }
    }

    /// Takes the post, or keeps it a while longer; `false`: another process has it.
    pub async fn hold(&self) -> Result<bool, StoreError> {
        // There is nobody to wait for, also after a death by which the post was not given up.
        if !self.app.store.is_shared() {
            return Ok(true);
        }
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

    /// Works as long as the post is ours; `None`: another process has it, and the work was given up.
    pub async fn while_held<T>(&self, work: impl Future<Output = T>) -> Result<Option<T>, StoreError> {
        tokio::pin!(work);
        let beat = Duration::from_secs(u64::try_from(self.lease.as_secs() / 3).unwrap_or(1).max(1));
        while self.hold().await? {
            tokio::select! {
                done = &mut work => return Ok(Some(done)),
                () = tokio::time::sleep(beat) => {}
            }
        }
        Ok(None)
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
