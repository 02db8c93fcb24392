//! How does news reach those who must be called?
//!
//! The courier claims a notice for a while, renders it now, sends it without holding a transaction, and settles what
//! became of it. It never decides. Per (stream, listener) only the oldest unsettled notice is due, so news stays in
//! order; a courier who comes back too late is fenced by its token.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use jiff::SignedDuration;
use storage::{Claimed, Listener, Settled, StoreError, Task, TaskId};
use tokio::sync::watch;

use crate::app::App;
use crate::channel::{Channel, Letter, NotSent, Untold};
use crate::desk::TaskNote;
use crate::news::UnitNews;

mod letter;

/// So many notices are carried at once: many times what one listener may take up.
const AT_ONCE: usize = 256;
/// So many of them to one listener, so that one who does not answer leaves room for everybody else.
const EACH: u32 = 4;
/// So many notices are carried in one step.
const HANDFUL: usize = 16;
/// How long the courier rests when nothing is due and nothing wakes it.
const REST: Duration = Duration::from_secs(1);
/// How long it rests when the ledger does not answer.
const TROUBLE: Duration = Duration::from_secs(3);

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

    /// Carries notices until it is told to stop, then settles what is under way. Whoever is slow takes up their own
    /// share only: what has been carried makes room at once.
    pub async fn run(&self, mut stopped: watch::Receiver<bool>) {
        let mut pulse = self.app.pulse();
        let mut under_way = FuturesUnordered::new();
        while !*stopped.borrow_and_update() {
            // Seen before looking: what is committed meanwhile wakes the courier again.
            pulse.borrow_and_update();
            let rest = match self.claim(AT_ONCE - under_way.len()).await {
                Ok(claimed) => {
                    under_way.extend(claimed.into_iter().map(|claimed| self.carry(claimed)));
                    REST
                }
                Err(fault) => {
                    tracing::error!(error = %fault, "the courier cannot work");
                    TROUBLE
                }
            };
            tokio::select! {
                Some(settled) = under_way.next() => noted(settled),
                () = tokio::time::sleep(rest) => {}
                _ = pulse.changed() => {}
                _ = stopped.changed() => {}
            }
            while let Some(Some(settled)) = under_way.next().now_or_never() {
                noted(settled);
            }
        }
        while let Some(settled) = under_way.next().await {
            noted(settled);
        }
    }

    /// Claims a handful of notices, carries them side by side, and settles each.
    pub async fn step(&self) -> Result<Stepped, StoreError> {
        let claimed = self.claim(HANDFUL).await?;
        if claimed.is_empty() {
            return Ok(Stepped::Idle);
        }
        for settled in join_all(claimed.into_iter().map(|claimed| self.carry(claimed))).await {
            settled?;
        }
        Ok(Stepped::Worked)
    }

    async fn claim(&self, most: usize) -> Result<Vec<Claimed>, StoreError> {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        if most == 0 {
            return Ok(Vec::new());
        }
        let lease =
            SignedDuration::from_secs(i64::try_from(self.app.config.courier.lease_seconds).unwrap_or(60));
        self.app.store.claim(self.app.clock.now(), lease, most, EACH).await
    }

    async fn carry(&self, claimed: Claimed) -> Result<(), StoreError> {
        let claimed = &claimed;
        let sent = self.send(claimed).await;
        let now = self.app.clock.now();
        let settled = match sent {
            Ok(()) => Settled::Delivered,
            Err(NotSent::Later { after, why }) => match self.wait(claimed.attempts) {
                Some(own) => Settled::Later { at: now + after.map_or(own, |asked| asked.max(own)), why },
                None => {
                    let given_up = Untold::GivenUp { tries: claimed.attempts + 1 };
                    self.never(claimed, given_up, format!("{given_up}: {why}"))
                }
            },
            Err(NotSent::Never { why }) => self.never(claimed, why, why.to_string()),
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

    async fn send(&self, claimed: &Claimed) -> Result<(), NotSent> {
        let never = |why| Err(NotSent::Never { why });
        let Some(channel) = self.channels.iter().find(|channel| channel.name() == claimed.notice.channel)
        else {
            return never(Untold::NoChannel);
        };
        let Ok(news) = serde_json::from_str::<UnitNews>(&claimed.notice.document) else {
            return never(Untold::UnknownForm);
        };
        let Some(body) = letter::body(&self.app, claimed, &news).await? else {
            return never(Untold::OrderGone);
        };
        let sent_at = self.app.clock.now().as_second();
        let letter =
            Letter { id: claimed.notice.id, listener: claimed.notice.listener.clone(), body, sent_at };
        channel.send(&letter).await
    }

    /// How long to wait before the next try; `None` when there is none.
    fn wait(&self, attempts: u32) -> Option<SignedDuration> {
        let rules = &self.app.config.courier.retry_seconds;
        let seconds = rules.get(usize::try_from(attempts).ok()?)?;
        Some(SignedDuration::from_secs(i64::try_from(*seconds).ok()?))
    }

    /// A person tells instead.
    fn never(&self, claimed: &Claimed, why: Untold, in_full: String) -> Settled {
        let now = self.app.clock.now();
        let news = serde_json::from_str::<UnitNews>(&claimed.notice.document).ok();
        let unit = match &claimed.notice.listener {
            Listener::Unit(unit) => Some(unit.clone()),
            Listener::Conversation(_) => None,
        };
        let note = TaskNote::TellUnit { what: news.as_ref().map(|news| news.what), why };
        let task = Task {
            id: TaskId(self.app.mint.id(now)),
            kind: note.kind(),
            order: news.and_then(|news| news.no.parse().ok()),
            conversation: None,
            unit,
            urgent: claimed.notice.urgent,
            document: note.write(),
            opened_at: now,
            done_at: None,
            done_by: None,
        };
        Settled::Never { why: in_full, task: Box::new(task) }
    }
}

/// What could not be settled is carried again once its lease is over.
fn noted(settled: Result<(), StoreError>) {
    if let Err(fault) = settled {
        tracing::error!(error = %fault, "a notice that was carried could not be settled");
    }
}
