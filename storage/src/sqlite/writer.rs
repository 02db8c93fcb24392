//! Who writes, when everybody wants to at once?

use std::pin::Pin;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot, watch};
use tracing::warn;

use crate::StoreError;

/// How many writes share one transaction, and so one `fsync`, at most.
const BATCH: usize = 128;
/// How many writes wait before the next caller waits to be let in.
const WAITING: usize = 1024;

/// What a write leaves behind.
pub(super) enum Left<T> {
    /// What it wrote, and the pulse is raised: others will want to know.
    News(T),
    /// What it wrote.
    Quiet(T),
    /// Nothing: whatever it wrote is undone.
    Nothing(T),
}

/// What a write is made of: a future that borrows the connection.
pub(super) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<Left<T>, StoreError>> + Send + 'c>>;

/// The only connection that writes, in a task of its own.
///
/// Writes that wait are taken together into one transaction, each in a savepoint: one `fsync` for all of them, and
/// one that fails is undone alone. Nobody is answered before the transaction is durable. A caller that goes away
/// stops nothing: its write runs in this task and is kept whole, or was never begun.
#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Write(Box<dyn Write>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the task on an open connection; `options` open it again after a failure.
    pub(super) fn start(
        db: SqliteConnection,
        options: SqliteConnectOptions,
        pulse: watch::Sender<u64>,
    ) -> Self {
        let (queue, inbox) = mpsc::channel(WAITING);
        tokio::spawn(serve(inbox, Some(db), options, pulse));
        Self { queue }
    }

    /// Runs a write and answers when it is durable.
    pub(super) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        let (to, answer) = oneshot::channel();
        let write = Waiting { work: Some(work), found: None, to };
        self.queue.send(Message::Write(Box::new(write))).await.map_err(|_| closed())?;
        answer.await.map_err(|_| StoreError::Unavailable("the write was given up".to_owned()))?
    }

    /// Finishes what waits, then closes the connection. Later writes are refused.
    pub(super) async fn close(&self) {
        let (to, closed) = oneshot::channel();
        if self.queue.send(Message::Close(to)).await.is_ok() {
            // An error means that the task has ended already: closed all the same.
            let _ = closed.await;
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// One write and whom to answer, whatever the type of the answer.
trait Write: Send {
    fn run<'c>(&'c mut self, db: &'c mut SqliteConnection) -> Pin<Box<dyn Future<Output = Ran> + Send + 'c>>;
    fn answer(self: Box<Self>);
    fn fail(self: Box<Self>, why: &str);
}

/// What became of a write inside its batch.
enum Ran {
    Keep {
        news: bool,
    },
    Undo,
    /// The database does not answer: nothing of the batch can be kept.
    Down(String),
}

struct Waiting<T, W> {
    work: Option<W>,
    found: Option<Result<T, StoreError>>,
    to: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W> Write for Waiting<T, W>
where
    T: Send + 'static,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
{
    fn run<'c>(&'c mut self, db: &'c mut SqliteConnection) -> Pin<Box<dyn Future<Output = Ran> + Send + 'c>> {
        Box::pin(async move {
            let work = self.work.take().expect("a write is run once");
            let (found, ran) = match work(db).await {
                Ok(Left::News(found)) => (Ok(found), Ran::Keep { news: true }),
                Ok(Left::Quiet(found)) => (Ok(found), Ran::Keep { news: false }),
                Ok(Left::Nothing(found)) => (Ok(found), Ran::Undo),
                Err(StoreError::Unavailable(why)) => return Ran::Down(why),
                Err(error) => (Err(error), Ran::Undo),
            };
            self.found = Some(found);
            ran
        })
    }

    fn answer(self: Box<Self>) {
        let found =
            self.found.unwrap_or_else(|| Err(StoreError::Unavailable("the write was not run".to_owned())));
        // An error means that the caller has gone away; the write stands.
        let _ = self.to.send(found);
    }

    fn fail(self: Box<Self>, why: &str) {
        let _ = self.to.send(Err(StoreError::Unavailable(why.to_owned())));
    }
}

async fn serve(
    mut inbox: mpsc::Receiver<Message>,
    mut db: Option<SqliteConnection>,
    options: SqliteConnectOptions,
    pulse: watch::Sender<u64>,
) {
    let mut closing = None;
    while closing.is_none()
        && let Some(first) = inbox.recv().await
    {
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Write(write) => batch.push(write),
                Message::Close(to) => closing = Some(to),
            }
            next = if batch.len() < BATCH && closing.is_none() { inbox.try_recv().ok() } else { None };
        }
        if batch.is_empty() {
            continue;
        }
        db = match opened(db, &options).await {
            Ok(db) => carry_out(db, batch, &pulse).await,
            Err(why) => {
                fail(batch, &why);
                None
            }
        };
    }
    inbox.close();
    while let Some(message) = inbox.recv().await {
        match message {
            Message::Write(write) => write.fail("the store is closed"),
            Message::Close(to) => drop(to),
        }
    }
    if let Some(db) = db
        && let Err(error) = db.close().await
    {
        warn!(%error, "the database was not closed cleanly");
    }
    drop(closing);
}

async fn opened(
    db: Option<SqliteConnection>,
    options: &SqliteConnectOptions,
) -> Result<SqliteConnection, String> {
    match db {
        Some(db) => Ok(db),
        None => SqliteConnection::connect_with(options).await.map_err(|error| error.to_string()),
    }
}

/// Runs a batch and answers it. A connection in doubt is not used again: SQLite may have rolled back by itself, and
/// what followed would not be in the transaction. The batch has a task of its own, so that a panic costs no more.
async fn carry_out(
    mut db: SqliteConnection,
    mut batch: Vec<Box<dyn Write>>,
    pulse: &watch::Sender<u64>,
) -> Option<SqliteConnection> {
    let ran = tokio::spawn(async move {
        let done = run(&mut db, &mut batch).await;
        (db, batch, done)
    });
    match ran.await {
        Ok((db, batch, Ok(news))) => {
            for write in batch {
                write.answer();
            }
            if news {
                pulse.send_modify(|beat| *beat += 1);
            }
            Some(db)
        }
        Ok((db, batch, Err(why))) => {
            warn!(error = %why, writes = batch.len(), "a batch of writes was given up");
            // Closed before anybody is answered, so that nothing of it is left when they try again.
            let _ = db.close_hard().await;
            fail(batch, &why);
            None
        }
        Err(error) => {
            warn!(%error, "a batch of writes broke off");
            None
        }
    }
}

fn fail(batch: Vec<Box<dyn Write>>, why: &str) {
    for write in batch {
        write.fail(why);
    }
}

async fn run(db: &mut SqliteConnection, batch: &mut [Box<dyn Write>]) -> Result<bool, String> {
    let mut transaction = db.begin_with("BEGIN IMMEDIATE").await.map_err(said)?;
    let mut any_news = false;
    for write in batch {
        let mut part = transaction.begin().await.map_err(said)?;
        match write.run(&mut part).await {
            Ran::Keep { news } => {
                part.commit().await.map_err(said)?;
                any_news |= news;
            }
            Ran::Undo => part.rollback().await.map_err(said)?,
            Ran::Down(why) => return Err(why),
        }
    }
    transaction.commit().await.map_err(said)?;
    Ok(any_news)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn said(error: sqlx::Error) -> String {
    error.to_string()
}
