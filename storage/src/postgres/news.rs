//! Who wakes the other replicas when there is news?

use std::sync::{Arc, Weak};
use std::time::Duration;

use sqlx::Executor;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};
use tracing::debug;

use super::fault::Fault;
use super::wires::Wires;

/// The channel on which every store speaks and listens.
const CHANNEL: &str = "jiesu";
/// Between two tries to listen again.
const PAUSE: Duration = Duration::from_millis(500);
/// A line on which nothing was heard for so long is asked whether it still is one.
const QUIET: Duration = Duration::from_secs(30);
/// How long a line may take to begin or to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Raises the pulse of this store and tells the others, which raise theirs. Only a wake-up: whoever misses it looks for
/// news by themselves later. Ends with its last clone.
#[derive(Clone)]
pub(super) struct News {
    pulse: watch::Sender<u64>,
    untold: mpsc::Sender<()>,
}

impl News {
    /// Speaks and listens from now on; `own` tells this store's words from others'.
    pub(super) fn begin(wires: &Arc<Wires>, own: String) -> Self {
        let (pulse, _) = watch::channel(0);
        let (untold, to_tell) = mpsc::channel(1);
        let (lives, alive) = watch::channel(());
        tokio::spawn(tell(Arc::downgrade(wires), to_tell, own.clone(), lives));
        tokio::spawn(listen(Arc::downgrade(wires), pulse.clone(), own, alive));
        Self { pulse, untold }
    }

    pub(super) fn pulse(&self) -> watch::Receiver<u64> {
        self.pulse.subscribe()
    }

    /// Something was committed that others will want to know.
    pub(super) fn raise(&self) {
        self.pulse.send_modify(|beat| *beat += 1);
        // Full: it is about to be told anyway.
        let _told = self.untold.try_send(());
    }
}

/// Tells the others, until the store is gone. Not in the transaction that makes the news: those that notify wait for
/// each other's commits. What comes while one is told is told together.
async fn tell(wires: Weak<Wires>, mut untold: mpsc::Receiver<()>, own: String, _lives: watch::Sender<()>) {
    while let Some(()) = untold.recv().await {
        let Some(wires) = wires.upgrade() else { return };
        let told = async {
            let query = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(&own);
            wires.wire().await?.run(query).await
        };
        if let Err(error) = told.await {
            debug!(?error, "the other replicas were not woken; they look for news by themselves");
        }
    }
}

/// Listens to the others for as long as somebody may speak.
async fn listen(wires: Weak<Wires>, pulse: watch::Sender<u64>, own: String, mut alive: watch::Receiver<()>) {
    let listening = async {
        let mut again = false;
        loop {
            let Some(known) = wires.upgrade() else { return };
            match line(&known).await {
                Ok(mut line) => {
                    if again {
                        // Whatever was said while nobody listened was missed.
                        pulse.send_modify(|beat| *beat += 1);
                    }
                    drop(known);
                    hear(&mut line, &pulse, &own).await;
                    again = true;
                    if let Some(known) = wires.upgrade() {
                        known.suspect_all();
                    }
                }
                Err(error) => debug!(?error, "nobody wakes this replica; it looks for news by itself"),
            }
            sleep(PAUSE).await;
        }
    };
    tokio::select! {
        () = listening => {}
        // Nothing is ever sent: it ends when the other task does.
        _ended = alive.changed() => {}
    }
}

/// A line to the server that takes writes now.
async fn line(wires: &Arc<Wires>) -> Result<PgListener, Fault> {
    drop(wires.wire().await?);
    let options = PgPoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let pool = options.acquire_timeout(PATIENCE).connect_lazy_with(wires.hosts().best().clone());
    let mut line = PgListener::connect_with(&pool).await?;
    line.eager_reconnect(false);
    line.listen(CHANNEL).await?;
    Ok(line)
}

/// Hears until the line is lost.
async fn hear(line: &mut PgListener, pulse: &watch::Sender<u64>, own: &str) {
    loop {
        match timeout(QUIET, line.try_recv()).await {
            Ok(Ok(Some(said))) if said.payload() == own => {}
            Ok(Ok(Some(_))) => pulse.send_modify(|beat| *beat += 1),
            Ok(Ok(None) | Err(_)) => return,
            Err(_) => {
                if !matches!(timeout(PATIENCE, line.execute("SELECT 1")).await, Ok(Ok(_))) {
                    return;
                }
            }
        }
    }
}
