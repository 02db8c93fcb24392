//! Is the server slow, or is it gone?

use std::time::Duration;

use sqlx::{Connection, PgConnection};
use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, sleep, timeout};

use super::fault::Fault;
use super::hosts::Hosts;

/// Whoever waits longer than this has the server asked whether it is still there.
const GRACE: Duration = Duration::from_millis(250);
/// How long it is given to say so. Together with the grace: less than a second.
const ANSWER: Duration = Duration::from_millis(500);

/// Asks the server, over a line of its own, whether it is still there while others wait for it.
///
/// A long statement and a server that has stopped look alike to whoever waits; an answer on another line tells them
/// apart. So a slow report may take its time, and everybody learns of a stopped server within a second.
pub(super) struct Watchman {
    hosts: Hosts,
    line: Mutex<Line>,
    silences: watch::Sender<u64>,
}

struct Line {
    db: Option<PgConnection>,
    /// When it last answered, or was given up waiting for, and which of these.
    known: Option<(Instant, bool)>,
}

impl Watchman {
    pub(super) fn new(hosts: Hosts) -> Self {
        Self { hosts, line: Mutex::new(Line { db: None, known: None }), silences: watch::channel(0).0 }
    }

    /// Waits for an answer of the server, but not for a server that is gone, and not for longer than `limit`.
    pub(super) async fn hear<T>(
        &self,
        limit: Duration,
        answer: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, Fault> {
        // An answer that is there counts, however late it is looked at.
        tokio::select! {
            biased;
            answer = answer => Ok(answer?),
            () = self.silence() => Err(Fault::Lost("the database does not answer".to_owned())),
            () = sleep(limit) => Err(Fault::Lost("the database took too long".to_owned())),
        }
    }

    /// Ends when the server does not answer.
    pub(super) async fn silence(&self) {
        loop {
            sleep(GRACE).await;
            if !self.answers().await {
                return;
            }
        }
    }

    /// Ends when the server is next found silent, by whomever.
    pub(super) async fn next_silence(&self) {
        // The sender is our own: it cannot be gone.
        let _changed = self.silences.subscribe().changed().await;
    }

    async fn answers(&self) -> bool {
        let wanted = Instant::now();
        let mut line = self.line.lock().await;
        // Somebody else has found out meanwhile.
        if let Some((known, answered)) = line.known
            && known >= wanted
        {
            return answered;
        }
        let db = line.db.take();
        let (db, answered) = timeout(ANSWER, self.ask(db)).await.unwrap_or((None, false));
        line.db = db;
        line.known = Some((Instant::now(), answered));
        if !answered {
            self.silences.send_modify(|silences| *silences += 1);
        }
        answered
    }

    async fn ask(&self, db: Option<PgConnection>) -> (Option<PgConnection>, bool) {
        if let Some(mut db) = db
            && db.ping().await.is_ok()
        {
            return (Some(db), true);
        }
        match self.hosts.connect().await {
            Ok(db) => (Some(db), true),
            // It has no room for one more, but it speaks.
            Err(sqlx::Error::Database(_)) => (None, true),
            Err(_) => (None, false),
        }
    }
}
