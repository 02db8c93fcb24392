//! How does a client hear what is said, without a gap and without hearing it twice?
//!
//! The number of a line is the event's id. Whoever comes back says the last number heard (`Last-Event-ID`, or `after`
//! the first time) and hears what follows, read from the ledger; a commit only wakes the stream up.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::Stream;
use storage::ConversationId;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use super::line::LineView;
use crate::app::App;
use crate::desk::Line;
use crate::http::Closing;

/// How often to look although nothing woke the stream: another process may have committed.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A sign of life, so that a proxy does not take the stream for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How soon a client should come back.
const RETRY: Duration = Duration::from_secs(2);
/// So many looks a second by all streams of this process together, however often they are woken.
const LOOKS_A_SECOND: u32 = 2_000;

static OPEN: AtomicU32 = AtomicU32::new(0);

/// How many streams are open in this process.
pub fn open() -> u32 {
    OPEN.load(Ordering::Relaxed)
}

/// The number after which to begin: `Last-Event-ID` if the client has one, else `after`.
pub fn begin(headers: &HeaderMap, after: u64) -> u64 {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    last.and_then(|id| id.trim().parse().ok()).unwrap_or(after)
}

/// The lines of the chat at `address` as server-sent events.
pub fn answer(
    app: Arc<App>,
    address: String,
    lang: &'static str,
    after: u64,
    closing: Option<Closing>,
) -> Response {
    let sse =
        Sse::new(lines(app, address, lang, after, closing)).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    // `no-transform` and `X-Accel-Buffering` keep proxies from holding lines back.
    (
        [
            (header::CACHE_CONTROL, "no-store, no-transform"),
            (header::HeaderName::from_static("x-accel-buffering"), "no"),
        ],
        sse,
    )
        .into_response()
}

fn lines(
    app: Arc<App>,
    address: String,
    lang: &'static str,
    after: u64,
    closing: Option<Closing>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    OPEN.fetch_add(1, Ordering::Relaxed);
    let pulse = app.pulse();
    let listening = Listening {
        app,
        address,
        lang,
        after,
        conversation: None,
        heard: VecDeque::new(),
        pulse,
        closing,
        greeted: false,
    };
    futures::stream::unfold(listening, |mut listening| async {
        let event = listening.next().await?;
        Some((Ok(event), listening))
    })
}

struct Listening {
    app: Arc<App>,
    address: String,
    lang: &'static str,
    after: u64,
    conversation: Option<ConversationId>,
    heard: VecDeque<Line>,
    pulse: watch::Receiver<u64>,
    closing: Option<Closing>,
    greeted: bool,
}

impl Drop for Listening {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Listening {
    async fn next(&mut self) -> Option<Event> {
        if !std::mem::replace(&mut self.greeted, true) {
            return Some(Event::default().retry(RETRY).comment(""));
        }
        loop {
            if let Some(line) = self.heard.pop_front() {
                self.after = line.seq;
                let id = line.seq.to_string();
                let event = Event::default().id(id).json_data(LineView::from(line));
                return Some(event.expect("a line has only string keys"));
            }
            // Seen before looking: what is committed while we look wakes us again.
            self.pulse.borrow_and_update();
            let looked = Instant::now();
            if let Err(error) = self.look().await {
                // The ledger does not answer: end, and let the client come back.
                tracing::warn!(error = &error as &dyn std::error::Error, "a stream ends");
                return None;
            }
            if self.heard.is_empty() && !self.wait(looked).await {
                return None;
            }
        }
    }

    async fn look(&mut self) -> Result<(), crate::desk::DeskError> {
        if self.conversation.is_none() {
            let conversation = self.app.desk.conversation(super::CHANNEL, &self.address).await?;
            self.conversation = conversation.map(|conversation| conversation.id);
        }
        if let Some(conversation) = self.conversation {
            let lines = self.app.desk.transcript(conversation, self.after, self.lang).await?;
            self.heard.extend(lines.into_iter().filter(|line| line.seq > self.after));
        }
        Ok(())
    }

    /// Until there may be something new. `false`: the program is about to end.
    async fn wait(&mut self, looked: Instant) -> bool {
        let patience = Duration::from_secs(1) * open() / LOOKS_A_SECOND;
        let woken = async {
            tokio::select! {
                changed = self.pulse.changed() => if changed.is_err() { sleep(LOOK_EVERY).await },
                () = sleep(LOOK_EVERY) => {}
            }
            sleep_until(looked + patience.clamp(Duration::from_millis(50), LOOK_EVERY)).await;
        };
        match &mut self.closing {
            None => {
                woken.await;
                true
            }
            Some(closing) => tokio::select! {
                () = woken => true,
                () = closing.begins() => false,
            },
        }
    }
}
