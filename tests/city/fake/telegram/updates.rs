//! Which updates wait for the bot, and which has it confirmed?

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::asked::Asked;
use super::refusal::Refusal;
use super::{Inside, TelegramFake};

/// Telegram keeps updates no longer (core.telegram.org/bots/api#getting-updates).
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The first update of a bot has some positive number.
const FIRST: i64 = 870_000_001;
/// What is not sent unless it is asked for by name.
const ONLY_IF_NAMED: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];
/// No poll is longer, in seconds.
const LONGEST_POLL: i64 = 50;

/// What happened and was not confirmed yet.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) updates: VecDeque<Update>,
    next: i64,
    /// What the bot wants to hear of; nothing: the default.
    pub(super) allowed: Vec<String>,
    /// Which poll is the latest.
    poll: u64,
    polls: usize,
    /// Updates confirmed, in order.
    confirmed: Vec<i64>,
    /// How often each was handed over in a poll.
    handed: BTreeMap<i64, u32>,
    /// How many were never fetched and are forgotten.
    expired: usize,
}

/// One update.
#[derive(Clone, Debug)]
pub(super) struct Update {
    pub(super) id: i64,
    pub(super) chat: i64,
    pub(super) at: Timestamp,
    pub(super) json: Value,
    /// It need not wait for others of its chat.
    pub(super) hurries: bool,
    /// A webhook is being told.
    pub(super) in_flight: bool,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            updates: VecDeque::new(),
            next: FIRST,
            allowed: Vec::new(),
            poll: 0,
            polls: 0,
            confirmed: Vec::new(),
            handed: BTreeMap::new(),
            expired: 0,
        }
    }
}

impl TelegramFake {
    /// The highest update the bot has confirmed, by polling on or by answering its webhook with 2xx.
    pub fn acknowledged(&self) -> Option<i64> {
        self.inside.world().queue.confirmed.iter().max().copied()
    }

    /// Every update the bot has confirmed, in that order.
    pub fn confirmed(&self) -> Vec<i64> {
        self.inside.world().queue.confirmed.clone()
    }

    /// How often each update was handed over in a poll, confirmed or not.
    pub fn handed(&self) -> BTreeMap<i64, u32> {
        self.inside.world().queue.handed.clone()
    }

    /// How many polls have begun.
    pub fn polls(&self) -> usize {
        self.inside.world().queue.polls
    }

    /// How many updates nobody fetched for 24 hours: they are lost.
    pub fn expired(&self) -> usize {
        self.inside.world().queue.expired
    }
}

impl Queue {
    pub(super) fn waiting(&self) -> usize {
        self.updates.len()
    }

    /// Something happened in this chat; kept if the bot wants to hear of it.
    pub(super) fn add(&mut self, kind: &str, what: &Value, chat: i64, at: Timestamp) -> Option<i64> {
        let wanted = if self.allowed.is_empty() {
            !ONLY_IF_NAMED.contains(&kind)
        } else {
            self.allowed.iter().any(|allowed| allowed == kind)
        };
        wanted.then(|| {
            let id = self.next;
            self.next += 1;
            let json = json!({ "update_id": id, kind: what });
            self.updates.push_back(Update { id, chat, at, json, hurries: false, in_flight: false });
            id
        })
    }

    /// The latest so many updates need not wait for one another.
    pub(super) fn hurry_latest(&mut self, count: usize) {
        self.updates.iter_mut().rev().take(count).for_each(|update| update.hurries = true);
    }

    /// Everything below this number is confirmed and forgotten; a negative number keeps so many of the latest.
    fn confirm_below(&mut self, offset: i64) {
        let keep = usize::try_from(-offset).ok().filter(|keep| *keep > 0);
        let first_kept = match keep {
            None => offset,
            Some(keep) => {
                let skipped = self.updates.len().saturating_sub(keep);
                self.updates.get(skipped).map_or(self.next, |update| update.id)
            }
        };
        while let Some(id) = self.updates.front().map(|update| update.id).filter(|id| *id < first_kept) {
            self.updates.pop_front();
            self.confirmed.push(id);
        }
    }

    /// One update is confirmed.
    pub(super) fn confirm(&mut self, id: i64) {
        self.updates.retain(|update| update.id != id);
        self.confirmed.push(id);
    }

    /// Whatever waited too long is lost.
    pub(super) fn expire(&mut self, now: Timestamp) {
        while self.updates.front().is_some_and(|update| now.duration_since(update.at) > KEPT) {
            self.updates.pop_front();
            self.expired += 1;
        }
    }

    /// Forgets everything that waits.
    pub(super) fn drop_all(&mut self) {
        self.updates.clear();
    }

    /// Polls that are under way are over.
    pub(super) fn end_polls(&mut self) {
        self.poll += 1;
    }

    fn hand_over(&mut self, limit: usize) -> Vec<Value> {
        let batch: Vec<Value> = self.updates.iter().take(limit).map(|update| update.json.clone()).collect();
        for update in self.updates.iter().take(limit) {
            *self.handed.entry(update.id).or_default() += 1;
        }
        batch
    }
}

/// `getUpdates`
pub(super) async fn get_updates(inside: &Inside, asked: &Asked) -> Result<Value, Refusal> {
    let offset = asked.integer("offset")?.unwrap_or(0);
    let limit = usize::try_from(asked.integer("limit")?.unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let timeout = asked.integer("timeout")?.unwrap_or(0).clamp(0, LONGEST_POLL);
    let allowed = allowed_updates(asked)?;
    let now = inside.now();
    let poll = inside.change(|world| {
        if world.hook.is_some() {
            return Err(webhook_is_active());
        }
        if let Some(allowed) = allowed {
            world.queue.allowed = allowed;
        }
        world.queue.end_polls();
        world.queue.polls += 1;
        world.queue.confirm_below(offset);
        world.queue.expire(now);
        Ok(world.queue.poll)
    })?;
    let mut stirred = inside.stirred.subscribe();
    let ends = tokio::time::sleep(Duration::from_secs(timeout.unsigned_abs()));
    tokio::pin!(ends);
    loop {
        {
            let mut world = inside.world();
            if world.hook.is_some() {
                return Err(Refusal::conflict("terminated by setWebhook request"));
            }
            if world.queue.poll != poll {
                return Err(Refusal::conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            let batch = world.queue.hand_over(limit);
            if !batch.is_empty() || timeout == 0 {
                return Ok(Value::Array(batch));
            }
        }
        tokio::select! {
            changed = stirred.changed() => changed.map_err(|_| Refusal::new(500, "Internal Server Error"))?,
            () = &mut ends => return Ok(json!([])),
        }
    }
}

/// `allowed_updates`, if named.
pub(super) fn allowed_updates(asked: &Asked) -> Result<Option<Vec<String>>, Refusal> {
    let Some(tree) = asked.tree("allowed_updates")? else { return Ok(None) };
    let parsed = serde_json::from_value(tree);
    parsed.map(Some).map_err(|_| Refusal::bad("can't parse allowed_updates: Expected an Array of Strings"))
}

fn webhook_is_active() -> Refusal {
    Refusal::conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
}
