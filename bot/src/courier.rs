//! How does news reach those who must be called?
//!
//! The courier claims a notice for a while, renders it now, sends it without holding a transaction, and settles what
//! became of it. It never decides. Per (stream, listener) only the oldest unsettled notice is due, so news stays in
//! order; a courier who comes back too late is fenced by its token.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::join_all;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use jiff::{SignedDuration, Timestamp};
use prompts::Notice;
use storage::{Claimed, Listener, NoticeId, Paper, PaperId, PaperKind, Posted, Settled, StoreError};
use tokio::sync::watch;

use crate::app::App;
use crate::channel::{Channel, NotSent, Untold, channel_of};
use crate::disk::Room;
use crate::http::file::inspect;

mod group;
mod instead;
mod letter;
mod parcel;
mod public;
mod system;

pub use crate::step::Stepped;

use crate::errand::Errand;
use parcel::Parcel;

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

/// What is urgent is not tried later than this after a try that failed: an urgent order may be due in an hour.
const LONGEST_WAIT_OF_URGENT: SignedDuration = SignedDuration::from_mins(3);
/// Why a letter was not sent whose carrying panicked.
const BROKE_OFF: &str = "the program broke off";

/// What became of a notice is written down again after this long, while the ledger does not take it.
const SETTLES_AGAIN: Duration = Duration::from_millis(200);

/// Carries notices out.
pub struct Courier {
    app: Arc<App>,
    channels: Vec<Arc<dyn Channel>>,
    /// What is under way, with the lease it has now.
    under_way: Mutex<HashMap<NoticeId, Claimed>>,
}

impl Courier {
    /// With the channels that must be called.
    pub fn new(app: Arc<App>, channels: Vec<Arc<dyn Channel>>) -> Self {
        Self { app, channels, under_way: Mutex::default() }
    }

    /// Carries notices until it is told to stop, then settles all that is under way. Whoever is slow takes up their own
    /// share only: what has been carried makes room at once.
    pub async fn run(&self, mut stopped: watch::Receiver<bool>) {
        let mut pulse = self.app.pulse();
        let mut under_way = FuturesUnordered::new();
        let mut away = false;
        while !*stopped.borrow_and_update() {
            // Seen before looking: what is committed meanwhile wakes the courier again.
            pulse.borrow_and_update();
            let claimed = {
                let mut claiming = pin!(self.claim_again(AT_ONCE - under_way.len(), away));
                loop {
                    tokio::select! {
                        claimed = &mut claiming => break claimed,
                        // What is under way goes on meanwhile: it holds connections that the claim may wait for.
                        Some(settled) = under_way.next() => noted(settled),
                    }
                }
            };
            away = claimed.is_err();
            let rest = match claimed {
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

    /// When the ledger was away and is back, everybody has a while to write down what they carried before anybody claims.
    async fn claim_again(&self, most: usize, was_away: bool) -> Result<Vec<Claimed>, StoreError> {
        if was_away {
            self.app.store.backlog(self.app.clock.now()).await?;
            tokio::time::sleep(TROUBLE).await;
        }
        self.claim(most).await
    }

    /// What is under way already is not carried a second time, though its lease was over: it has a new one.
    async fn claim(&self, most: usize) -> Result<Vec<Claimed>, StoreError> {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        if most == 0 {
            return Ok(Vec::new());
        }
        let lease =
            SignedDuration::from_secs(i64::try_from(self.app.config.courier.lease_seconds).unwrap_or(60));
        let claimed = self.app.store.claim(self.app.clock.now(), lease, most, EACH).await?;
        let mut under_way = self.under_way();
        let is_new = |claimed: &Claimed| under_way.insert(claimed.notice.id, claimed.clone()).is_none();
        Ok(claimed.into_iter().filter(is_new).collect())
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<NoticeId, Claimed>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, claimed: Claimed) -> impl Future<Output = Result<(), StoreError>> {
        let on_the_way = OnTheWay { courier: self, id: claimed.notice.id };
        async move {
            let carried = self.carry_out(claimed).await;
            drop(on_the_way);
            carried
        }
    }

    async fn carry_out(&self, claimed: Claimed) -> Result<(), StoreError> {
        let claimed = &claimed;
        let parcel = Parcel::of(claimed);
        let carried = match &parcel {
            Some(parcel) => match AssertUnwindSafe(self.deliver(claimed, parcel)).catch_unwind().await {
                Ok(carried) => carried,
                // What breaks one letter off breaks no other off, and is given to a person in the end.
                Err(_) => {
                    tracing::error!(notice.id = %claimed.notice.id, "what carries a notice broke off");
                    Err(NotSent::Later { after: None, why: BROKE_OFF.to_owned() })
                }
            },
            // Another process may run a newer program that can read it.
            None => Err(NotSent::Later { after: None, why: Untold::UnknownForm.to_string() }),
        };
        let now = self.app.clock.now();
        let settled = match carried {
            Ok(posted) => Settled::Delivered { posted },
            Err(NotSent::NoTurn { after }) => Settled::Waits { until: now + after },
            Err(NotSent::NotOurs) => {
                tracing::warn!(notice.id = %claimed.notice.id, "a letter was not sent: its time was over");
                return Ok(());
            }
            Err(NotSent::Later { after, why }) => match self.wait(claimed) {
                Some(own) => Settled::Later { at: now + after.map_or(own, |asked| asked.max(own)), why },
                None => {
                    let given_up = Untold::GivenUp { tries: claimed.attempts + 1 };
                    let why = format!("{given_up}: {why}");
                    Settled::Never { why, task: self.instead(claimed, parcel.as_ref(), given_up).await? }
                }
            },
            Err(NotSent::Never { why }) => Settled::Never {
                why: why.to_string(),
                task: self.instead(claimed, parcel.as_ref(), why).await?,
            },
        };
        let outcome = match &settled {
            Settled::Delivered { .. } => "delivered",
            Settled::Later { .. } => "later",
            Settled::Waits { .. } => "waits",
            Settled::Never { .. } => "never",
        };
        let ours = self.settle(claimed, settled, now).await?;
        let channel = claimed.notice.channel.clone();
        metrics::counter!("jiesu_notices_total", "channel" => channel, "outcome" => outcome).increment(1);
        let notice = &claimed.notice;
        let (id, channel, attempt, fenced) = (notice.id, &notice.channel, claimed.attempts + 1, !ours);
        // What waits may wait often.
        if outcome == "waits" {
            tracing::debug!(notice.id = %id, notice.channel = %channel, "a notice waits");
        } else {
            tracing::info!(
                notice.id = %id,
                notice.channel = %channel,
                notice.attempt = attempt,
                notice.outcome = outcome,
                notice.fenced = fenced,
                "a notice was carried"
            );
        }
        Ok(())
    }

    /// Writes down what became of a notice. While the ledger cannot take it, only this program knows: it goes on trying
    /// as long as it runs, or the listener would be told again.
    async fn settle(&self, claimed: &Claimed, settled: Settled, now: Timestamp) -> Result<bool, StoreError> {
        let mut claimed = claimed.clone();
        loop {
            match self.app.store.settle(&claimed, settled.clone(), now).await {
                Err(StoreError::Unavailable(_)) => tokio::time::sleep(SETTLES_AGAIN).await,
                Ok(false) => {
                    // This process may have just claimed it anew, and not heard so yet.
                    tokio::time::sleep(SETTLES_AGAIN).await;
                    let again = self.under_way().get(&claimed.notice.id).cloned();
                    match again.filter(|again| again.lease.token != claimed.lease.token) {
                        Some(again) => claimed = again,
                        None => return Ok(false),
                    }
                }
                known => return known,
            }
        }
    }

    /// Does what a parcel asks for; says what stands at the platform now, where that is kept.
    async fn deliver(&self, claimed: &Claimed, parcel: &Parcel) -> Result<Option<Posted>, NotSent> {
        let never = |why| Err(NotSent::Never { why });
        let name = self.channel_for(claimed).await?;
        let Some(channel) = self.channels.iter().find(|channel| channel.name() == name) else {
            return never(Untold::NoChannel);
        };
        if let Parcel::Errand(Errand::Fetch { file, paper }) = parcel {
            return self.fetch(channel.as_ref(), file, *paper).await.map(|()| None);
        }
        if let Listener::Group(unit) = &claimed.notice.listener {
            return self.tell_group(channel.as_ref(), claimed, unit, parcel).await.map(|()| None);
        }
        let Some(written) = letter::write(&self.app, claimed, parcel).await? else {
            return never(Untold::OrderGone);
        };
        if written.stands_already {
            return Ok(None);
        }
        let sent = channel.send(&written.letter).await?;
        self.post_card(claimed, parcel).await;
        Ok(written.subject.zip(sent.receipt).map(|((subject, print), receipt)| Posted {
            subject,
            receipt,
            print,
        }))
    }

    /// A unit's system is told where it is now, not where it was when there was news for it.
    async fn channel_for<'a>(&self, claimed: &'a Claimed) -> Result<&'a str, StoreError> {
        let Listener::Unit(unit) = &claimed.notice.listener else { return Ok(&claimed.notice.channel) };
        let endpoint = self.app.clerk.endpoint(self.app.jurisdiction(), unit).await?;
        Ok(endpoint.map_or(claimed.notice.channel.as_str(), |endpoint| channel_of(&endpoint.url)))
    }

    /// Behind the first reply of a new order comes its card. What fails here is made good by the order's next event.
    async fn post_card(&self, claimed: &Claimed, parcel: &Parcel) {
        let Parcel::Said(Notice::Accepted { no, .. }) = parcel else { return };
        let (Listener::Conversation(id), Ok(no)) = (&claimed.notice.listener, no.parse()) else { return };
        if let Err(fault) = self.app.desk.post_card(*id, &no, &claimed.notice.channel).await {
            tracing::warn!(error = %fault, "the card of a new order could not be asked for");
        }
    }

    /// Puts a platform's file into the paper that waits for it, looked at and stripped as every file is.
    async fn fetch(&self, channel: &dyn Channel, file: &str, id: PaperId) -> Result<(), NotSent> {
        let Some(paper) = self.app.store.paper(self.app.jurisdiction(), id).await? else {
            return Ok(());
        };
        // The platform keeps it meanwhile. If no room is made in time, the citizen is asked to send it again.
        if self.app.desk.disk().room() != Room::Enough {
            return Err(NotSent::Later { after: None, why: "the disk has no room for files".to_owned() });
        }
        let fetched = channel.fetch(file, self.app.config.web.file_limit).await?;
        let clean = inspect(fetched.bytes).map_err(|_| NotSent::Never { why: Untold::FileGone })?;
        let kind = PaperKind::File { media_type: clean.media_type };
        let full = Paper { content: clean.bytes, kind, ..paper };
        self.app.store.fill(self.app.jurisdiction(), &full).await?;
        Ok(())
    }

    /// How long to wait before the next try; `None` when there is none. What is urgent is tried at short intervals, and a
    /// person hears of it the sooner when none helps.
    fn wait(&self, claimed: &Claimed) -> Option<SignedDuration> {
        let rules = &self.app.config.courier.retry_seconds;
        let seconds = rules.get(usize::try_from(claimed.attempts).ok()?)?;
        let wait = SignedDuration::from_secs(i64::try_from(*seconds).ok()?);
        Some(if claimed.notice.urgent { wait.min(LONGEST_WAIT_OF_URGENT) } else { wait })
    }
}

/// Its notice is under way as long as this stands, also when the carrying is broken off.
struct OnTheWay<'c> {
    courier: &'c Courier,
    id: NoticeId,
}

impl Drop for OnTheWay<'_> {
    fn drop(&mut self) {
        self.courier.under_way().remove(&self.id);
    }
}

/// What could not be settled is carried again once its lease is over.
fn noted(settled: Result<(), StoreError>) {
    if let Err(fault) = settled {
        tracing::error!(error = %fault, "a notice that was carried could not be settled");
    }
}
