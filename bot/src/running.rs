//! What works in a running program beside its pages?

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use storage::Ledger;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::channel::Channel;
use crate::channel::nats::EventStream;
use crate::channel::telegram::{Poller, Taker, TelegramChannel};
use crate::channel::webhook::WebhookChannel;
use crate::config::{Role, Updates};
use crate::courier::Courier;
use crate::learning::{Weekly, is_outdated};
use crate::reach::Receiver;
use crate::step::Stepped;
use crate::watch::Watch;

/// How long a worker rests when nothing is due and nothing wakes it.
const REST: Duration = Duration::from_secs(1);
/// How long a worker rests that is woken by whatever is committed.
const UNWOKEN: Duration = Duration::from_secs(30);
/// How long a worker rests when the ledger does not answer.
const TROUBLE: Duration = Duration::from_secs(3);

/// What is heard for pages and alarms takes a fifteenth of one core at most: citizens are answered first.
const LISTENING_SHARE: u32 = 14;
/// How often who works once a week looks at the clock.
const LOOKING_AT_THE_CLOCK: Duration = Duration::from_secs(60);
/// How long they rest when it did not go well: nobody waits for it.
const LONG_TROUBLE: Duration = Duration::from_secs(600);

/// One banner that is served.
pub struct Running {
    /// Its rooms.
    pub app: Arc<App>,
    /// Its database.
    pub ledger: Arc<dyn Ledger>,
    /// Its workers, which end when they are told to stop.
    pub workers: Vec<JoinHandle<()>>,
    /// Kept here: what brings updates only looks for it.
    taker: Option<Arc<Taker>>,
}

impl Running {
    /// Begins the work that the configuration gives to this process. What the one `before` has learned is not asked
    /// again.
    pub async fn begin(
        app: Arc<App>,
        ledger: Arc<dyn Ledger>,
        before: Option<&Self>,
        stopped: &watch::Receiver<bool>,
    ) -> anyhow::Result<Self> {
        let mut channels: Vec<Arc<dyn Channel>> = vec![Arc::new(WebhookChannel::of(&app)?)];
        if let Some(stream) = EventStream::of(&app).await? {
            channels.push(Arc::new(stream));
        }
        let mut workers = Vec::new();
        let taker = TelegramChannel::of(&app)?.map(|channel| {
            let channel = Arc::new(channel);
            channels.push(Arc::clone(&channel) as Arc<dyn Channel>);
            Arc::new(Taker::new(Arc::clone(&app), channel))
        });
        if let Some(taker) = &taker {
            if let Some(before) = before.and_then(|before| before.taker.as_ref()) {
                taker.go_on(before);
            }
            let _known = app.telegram.set(Arc::downgrade(&(Arc::clone(taker) as Arc<dyn Receiver>)));
            if app.config.has(Role::Watch) {
                workers.push(tokio::spawn(take_updates(Arc::clone(taker), stopped.clone())));
            } else if app.config.has(Role::Web) {
                workers.push(tokio::spawn(learn_own_name(Arc::clone(taker), stopped.clone())));
            }
        }
        if app.config.has(Role::Courier) {
            let (courier, stopped) = (Courier::new(Arc::clone(&app), channels), stopped.clone());
            workers.push(tokio::spawn(async move { courier.run(stopped).await }));
        }
        if app.config.has(Role::Web) || app.config.has(Role::Watch) {
            workers.push(tokio::spawn(keep_listening(Arc::clone(&app), stopped.clone())));
        }
        workers.push(tokio::spawn(keep_up(Arc::clone(&app), stopped.clone())));
        if app.config.has(Role::Watch) {
            let watch = Watch::new(Arc::clone(&app));
            workers.push(tokio::spawn(keep_watching(watch, app.pulse(), stopped.clone())));
            workers.push(tokio::spawn(keep_learning(Weekly::new(Arc::clone(&app)), stopped.clone())));
        }
        Ok(Self { app, ledger, workers, taker })
    }
}

/// Takes Telegram's updates until told to stop: asked for, or brought.
async fn take_updates(taker: Arc<Taker>, mut stopped: watch::Receiver<bool>) {
    let config = Arc::clone(&taker.app().config);
    let rules = &config.telegram;
    match (rules.updates, &config.public_url, &rules.webhook_secret) {
        (Updates::Webhook, Some(url), Some(secret)) => {
            // What is brought is taken where it arrives.
            taker.keeps_standing_at(url, secret, stopped.clone()).await;
            let _told = stopped.wait_for(|stop| *stop).await;
        }
        (Updates::Poll | Updates::Webhook, _, _) => Poller::new(taker).run(stopped).await,
    }
}

/// Asks who the bot is until it is known. Where updates are brought and pages lead to the bot, somebody else may be the
/// one who watches.
async fn learn_own_name(taker: Arc<Taker>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow_and_update() && !taker.learn_own_name().await {
        tracing::warn!("Telegram does not say who the bot is; it is asked again");
        tokio::select! {
            () = tokio::time::sleep(TROUBLE) => {}
            _ = stopped.changed() => {}
        }
    }
    // A worker stays until the end.
    let _told = stopped.wait_for(|stop| *stop).await;
}

/// Hears what is told, whichever process decided it: whoever shows pages shows what is hot, whoever watches rings for it.
async fn keep_listening(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let mut pulse = app.pulse();
    while !*stopped.borrow_and_update() {
        let begun = app.clock.now();
        let (rest, goes_on) = match app.hot.step().await {
            // It never takes more than its share, however many orders come.
            Ok(Stepped::Worked) => (took(&app, begun) * LISTENING_SHARE, true),
            // Many commits in a row wake it once.
            Ok(Stepped::Idle) => (TROUBLE, false),
            Err(fault) => {
                tracing::error!(error = %fault, "what is new in the ledger cannot be heard");
                (TROUBLE, false)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stopped.changed() => continue,
        }
        if goes_on {
            continue;
        }
        rest_or_wake(UNWOKEN, &mut pulse, &mut stopped).await;
    }
}

async fn keep_watching(watch: Watch, mut pulse: watch::Receiver<u64>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow_and_update() {
        let rest = match watch.step().await {
            Ok(Stepped::Worked) => continue,
            Ok(Stepped::Idle) => REST,
            Err(fault) => {
                tracing::error!(error = %fault, "the watch cannot work");
                TROUBLE
            }
        };
        rest_or_wake(rest, &mut pulse, &mut stopped).await;
    }
}

/// A clock that was set back has taken no time.
fn took(app: &App, since: Timestamp) -> Duration {
    app.clock.now().duration_since(since).try_into().unwrap_or_default()
}

/// What another process's pages approved holds here too, a minute later.
async fn keep_up(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow_and_update() {
        tokio::select! {
            () = tokio::time::sleep(LOOKING_AT_THE_CLOCK) => {}
            _ = stopped.changed() => continue,
        }
        match is_outdated(&app).await {
            Ok(true) => app.rulebook_changed(),
            Ok(false) => {}
            Err(fault) => tracing::warn!(error = %fault, "what was approved cannot be read"),
        }
    }
}

/// Beside the watch: learning takes seconds, and alarms do not wait for it.
async fn keep_learning(weekly: Weekly, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow_and_update() {
        let rest = match weekly.step().await {
            Ok(Stepped::Worked | Stepped::Idle) => LOOKING_AT_THE_CLOCK,
            Err(fault) => {
                tracing::error!(error = %fault, "what people corrected cannot be learned from");
                LONG_TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn rest_or_wake(rest: Duration, pulse: &mut watch::Receiver<u64>, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(rest) => {}
        _ = pulse.changed() => {}
        _ = stopped.changed() => {}
    }
}
