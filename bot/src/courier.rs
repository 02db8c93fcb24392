//! How does news reach those who must be called?
//!
//! The courier claims a notice for a while, renders it now, sends it without holding a transaction, and settles what
//! became of it. It never decides. Per (stream, listener) only the oldest unsettled notice is due, so news stays in
//! order; a courier who comes back too late is fenced by its token.

use std::sync::Arc;

use futures::future::join_all;
use jiff::SignedDuration;
use storage::{Claimed, Listener, Settled, StoreError, Task, TaskId};

use crate::app::App;
use crate::channel::{Channel, Letter, NotSent};
use crate::desk::TaskNote;
use crate::news::UnitNews;

mod letter;

/// So many notices are carried at once.
const HANDFUL: u32 = 16;

/// Did a step find anything to do?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// Nothing was due.
    Idle,
    /// Something was done; there may be more.
    Worked,
}

/// Carries notices out.
pub struct Courier {
    app: Arc<App>,
    channels: Vec<Arc<dyn Channel>>,
}

impl Courier {
    /// With the channels that must be called.
    pub fn new(app: Arc<App>, channels: Vec<Arc<dyn Channel>>) -> Self {
        Self { app, channels }
    }

    /// Claims a handful of notices, carries them side by side, and settles each.
    pub async fn step(&self) -> Result<Stepped, StoreError> {
        let lease =
            SignedDuration::from_secs(i64::try_from(self.app.config.courier.lease_seconds).unwrap_or(60));
        let claimed = self.app.store.claim(self.app.clock.now(), lease, HANDFUL).await?;
        if claimed.is_empty() {
            return Ok(Stepped::Idle);
        }
        for settled in join_all(claimed.iter().map(|claimed| self.carry(claimed))).await {
            settled?;
        }
        Ok(Stepped::Worked)
    }

    async fn carry(&self, claimed: &Claimed) -> Result<(), StoreError> {
        let sent = self.send(claimed).await?;
        let now = self.app.clock.now();
        let settled = match sent {
            Ok(()) => Settled::Delivered,
            Err(NotSent::Later { after, why }) => match self.wait(claimed.attempts) {
                Some(own) => Settled::Later { at: now + after.map_or(own, |asked| asked.max(own)), why },
                None => self.never(claimed, format!("given up after {} tries: {why}", claimed.attempts + 1)),
            },
            Err(NotSent::Never { why }) => self.never(claimed, why),
        };
        let outcome = match &settled {
            Settled::Delivered => "delivered",
            Settled::Later { .. } => "later",
            Settled::Never { .. } => "never",
        };
        let ours = self.app.store.settle(claimed, settled, now).await?;
        let channel = claimed.notice.channel.clone();
        metrics::counter!("jiesu_notices_total", "channel" => channel, "outcome" => outcome).increment(1);
        tracing::info!(
            notice.id = %claimed.notice.id,
            notice.channel = %claimed.notice.channel,
            notice.attempt = claimed.attempts + 1,
            notice.outcome = outcome,
            notice.fenced = !ours,
            "a notice was carried"
        );
        Ok(())
    }

    async fn send(&self, claimed: &Claimed) -> Result<Result<(), NotSent>, StoreError> {
        let never = |why: &str| Ok(Err(NotSent::Never { why: why.to_owned() }));
        let Some(channel) = self.channels.iter().find(|channel| channel.name() == claimed.notice.channel)
        else {
            return never("no such channel is set up");
        };
        let Ok(news) = serde_json::from_str::<UnitNews>(&claimed.notice.document) else {
            return never("the notice is of an unknown form");
        };
        let Some(body) = letter::body(&self.app, claimed, &news).await? else {
            return never("the order is gone");
        };
        let sent_at = self.app.clock.now().as_second();
        let letter =
            Letter { id: claimed.notice.id, listener: claimed.notice.listener.clone(), body, sent_at };
        Ok(channel.send(&letter).await)
    }

    /// How long to wait before the next try; `None` when there is none.
    fn wait(&self, attempts: u32) -> Option<SignedDuration> {
        let rules = &self.app.config.courier.retry_seconds;
        let seconds = rules.get(usize::try_from(attempts).ok()?)?;
        Some(SignedDuration::from_secs(i64::try_from(*seconds).ok()?))
    }

    /// A person tells instead.
    fn never(&self, claimed: &Claimed, why: String) -> Settled {
        let now = self.app.clock.now();
        let what =
            serde_json::from_str::<UnitNews>(&claimed.notice.document).map(|news| (news.what, news.no));
        let (what, no) = what.unwrap_or_default();
        let unit = match &claimed.notice.listener {
            Listener::Unit(unit) => Some(unit.clone()),
            Listener::Conversation(_) => None,
        };
        let note = TaskNote::TellUnit { what, why: why.clone() };
        let task = Task {
            id: TaskId(self.app.mint.id(now)),
            kind: note.kind(),
            order: no.parse().ok(),
            conversation: None,
            unit,
            urgent: claimed.notice.urgent,
            document: note.write(),
            opened_at: now,
            done_at: None,
            done_by: None,
        };
        Settled::Never { why, task: Box::new(task) }
    }
}
