//! How does a page learn that something has changed?

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use futures::Stream;
use futures::stream::unfold;
use serde::Deserialize;
use tokio::sync::watch;

use super::auth::session::by_hash;
use super::door::Door;
use super::signed::Signed;
use super::who::STAFF;
use crate::app::App;

/// Looked at so often although nothing woke us: another process may have committed.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// Commits come in flocks: one look for all that happen within this time.
const SETTLE: Duration = Duration::from_millis(400);

/// The stream of changes.
pub(super) fn doors() -> Vec<Door> {
    vec![Door::new("/desk/events", STAFF, get(events))]
}

/// What a list page was rendered from.
#[derive(Deserialize)]
struct Rendered {
    after: Option<String>,
}

/// Server-sent events named `changed`; data and id are an opaque mark of this person's lists. A page says which mark it
/// was rendered from, and a browser that comes back which it saw last, so that no change in between is missed. One that
/// says neither first gets an event named `mark`. Ends when the session does.
async fn events(
    State(app): State<Arc<App>>,
    who: Signed,
    headers: HeaderMap,
    Query(rendered): Query<Rendered>,
) -> impl IntoResponse {
    let last = headers.get("last-event-id").and_then(|mark| mark.to_str().ok()).map(str::to_owned);
    let seen = last.or(rendered.after.filter(|mark| !mark.is_empty()));
    Sse::new(changes(app, who, seen)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn changes(
    app: Arc<App>,
    who: Signed,
    seen: Option<String>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let pulse = app.pulse();
    unfold(Watch { app, who, seen, pulse }, |mut watch| async move {
        loop {
            let mark = watch.mark().await?;
            if watch.seen.as_ref() != Some(&mark) {
                let first = watch.seen.is_none();
                watch.seen = Some(mark.clone());
                let name = if first { "mark" } else { "changed" };
                return Some((Ok(Event::default().event(name).id(&mark).data(&mark)), watch));
            }
            watch.wait().await;
        }
    })
}

struct Watch {
    app: Arc<App>,
    who: Signed,
    seen: Option<String>,
    pulse: watch::Receiver<u64>,
}

impl Watch {
    /// The mark now; `None` when the stream must end: the session is over, or the ledger does not answer.
    async fn mark(&self) -> Option<String> {
        let signed = by_hash(&self.app, &self.who.session).await.ok()?;
        signed?;
        self.app.desk.mark(&self.who.staff).await.ok()
    }

    async fn wait(&mut self) {
        if tokio::time::timeout(LOOK_AGAIN, self.pulse.changed()).await.is_ok() {
            tokio::time::sleep(SETTLE).await;
            self.pulse.mark_unchanged();
        }
    }
}
