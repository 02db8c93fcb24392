//! How are updates asked for, so that none is lost?
//!
//! Telegram forgets the updates below the offset of the next request. So the offset moves only over updates that are
//! committed: what was under way when the program was killed comes again, and is known by its key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use jiff::SignedDuration;
use teloxide_core::payloads::{DeleteWebhookSetters, GetUpdatesSetters};
use teloxide_core::prelude::Requester;
use teloxide_core::types::{AllowedUpdate, Update, UpdateKind};
use tokio::sync::watch;

use super::take::Taker;
use super::{LONG_POLL, Refused};
use crate::post::Candidate;
use crate::step::Stepped;

/// So many chats are taken side by side.
const CHATS: usize = 32;
/// The kinds of updates that are asked for.
pub(super) const KINDS: [AllowedUpdate; 3] =
    [AllowedUpdate::Message, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];
/// Rest after a failure, doubled at each further one up to the last.
const FIRST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(30);
/// Rest while another process asks for the updates.
const OTHERS_REST: Duration = Duration::from_secs(5);
/// Who asks and gives no sign of life for so long is gone.
const LEASE: SignedDuration = SignedDuration::from_secs(15);

/// Whose turn was it?
enum Turn {
    Asked,
    Others,
}

/// Asks for updates and takes them.
pub struct Poller {
    taker: Arc<Taker>,
    /// The first update that is not committed yet.
    offset: AtomicI32,
    /// Updates beyond it that are.
    done: Mutex<BTreeSet<i32>>,
    /// Telegram speaks with one process at a time.
    post: Candidate,
}

impl Poller {
    /// For a bot.
    pub fn new(taker: Arc<Taker>) -> Self {
        let post = Candidate::new(Arc::clone(&taker.app), "telegram:poll", LEASE);
        Self { taker, offset: AtomicI32::new(0), done: Mutex::default(), post }
    }

    /// Asks and takes until it is told to stop. Whatever Telegram does, the program runs on.
    pub async fn run(&self, mut stopped: watch::Receiver<bool>) {
        let mut rest = FIRST_REST;
        while !*stopped.borrow_and_update() {
            let worked = tokio::select! {
                worked = self.begin_and_step() => worked,
                _ = stopped.changed() => break,
            };
            rest = match worked {
                Ok(Turn::Asked) => FIRST_REST,
                Ok(Turn::Others) => OTHERS_REST,
                Err(NoUpdates) => (rest * 2).min(LONGEST_REST),
            };
            if matches!(worked, Ok(Turn::Asked)) {
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                _ = stopped.changed() => break,
            }
        }
        self.post.leave().await;
    }

    async fn begin_and_step(&self) -> Result<Turn, NoUpdates> {
        if !self.taker.introduce().await {
            tracing::warn!("Telegram cannot be reached; it is tried again");
            return Err(NoUpdates);
        }
        match self.post.while_held(self.step(LONG_POLL)).await {
            Ok(Some(stepped)) => stepped.map(|_| Turn::Asked),
            Ok(None) => Ok(Turn::Others),
            Err(fault) => {
                tracing::error!(error = %fault, "whose turn it is to ask for updates is not known");
                Err(NoUpdates)
            }
        }
    }

    /// One request for updates, held open so long; `Err`: Telegram or the ledger did not answer.
    pub async fn step(&self, held: Duration) -> Result<Stepped, NoUpdates> {
        let offset = self.offset.load(Ordering::Relaxed);
        let seconds = u32::try_from(held.as_secs()).unwrap_or(u32::MAX);
        let channel = &self.taker.channel;
        let request =
            channel.patient.get_updates().offset(offset).limit(100).timeout(seconds).allowed_updates(KINDS);
        let asked = tokio::time::timeout(held + channel.timeout, request).await;
        let asked = asked
            .map_or(Err(Refused::Silent), |asked| asked.map_err(|refused| Refused::Said(Box::new(refused))));
        let updates = match asked {
            Ok(updates) => updates,
            Err(refused) => {
                self.recover(&refused).await;
                return Err(NoUpdates);
            }
        };
        if updates.is_empty() {
            return Ok(Stepped::Idle);
        }
        self.take_all(updates).await
    }

    /// Of each chat one after the other, different chats side by side; the offset moves up to the first update that is
    /// not committed.
    async fn take_all(&self, updates: Vec<Update>) -> Result<Stepped, NoUpdates> {
        let ids: Vec<i32> = updates.iter().map(number).collect();
        let mut by_chat: BTreeMap<i64, Vec<Update>> = BTreeMap::new();
        for update in updates {
            by_chat.entry(update.chat().map_or(0, |chat| chat.id.0)).or_default().push(update);
        }
        let open: Vec<Option<i32>> = stream::iter(by_chat.into_values())
            .map(|of_chat| self.take_chat(of_chat))
            .buffer_unordered(CHATS)
            .collect()
            .await;
        let first_open = open.into_iter().flatten().min();
        let done = ids.iter().filter(|id| first_open.is_none_or(|open| **id < open)).max();
        if let Some(done) = done {
            self.offset.store(done + 1, Ordering::Relaxed);
            let behind = done + 1;
            self.with_done(|done| done.retain(|id| *id >= behind));
        }
        if first_open.is_some() { Err(NoUpdates) } else { Ok(Stepped::Worked) }
    }

    /// The first update of a chat that could not be committed, if one could not: those after it wait for it.
    async fn take_chat(&self, updates: Vec<Update>) -> Option<i32> {
        for update in updates {
            let id = number(&update);
            // What was taken behind one that is not is not taken again while that one waits.
            if self.with_done(|done| done.contains(&id)) {
                continue;
            }
            let raw = match &update.kind {
                UpdateKind::Error(value) => value.to_string(),
                _ => serde_json::to_string(&update).unwrap_or_default(),
            };
            if let Err(fault) = self.taker.take(update, &raw).await {
                tracing::error!(telegram.update = id, error = %fault, "an update could not be committed and waits");
                return Some(id);
            }
            self.with_done(|done| done.insert(id));
        }
        None
    }

    fn with_done<T>(&self, with: impl FnOnce(&mut BTreeSet<i32>) -> T) -> T {
        with(&mut self.done.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A webhook that stands from before is taken down; another program that asks for the same updates is reported.
    async fn recover(&self, refused: &Refused) {
        if !refused.is_conflict() {
            tracing::warn!("Telegram did not answer a request for updates");
            return;
        }
        tracing::error!("another program asks for this bot's updates, or a webhook is set");
        let channel = &self.taker.channel;
        let down = channel.bot.delete_webhook().drop_pending_updates(false);
        if channel.asked(down).await.is_err() {
            tracing::warn!("the webhook could not be taken down");
        }
    }
}

/// No updates could be had, or not all of them could be committed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no updates, or not all of them could be committed")]
pub struct NoUpdates;

fn number(update: &Update) -> i32 {
    i32::try_from(update.id.0).unwrap_or(i32::MAX - 1)
}
