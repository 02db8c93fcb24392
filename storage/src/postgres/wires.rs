//! Over which connection is the database asked?

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres, SqlSafeStr};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::fault::Fault;
use super::hosts::Hosts;
use super::watchman::Watchman;

/// Connections at the same time. More would wait for the same few cores of the server.
const MANY: usize = 12;
/// Connections for commits: slow pages leave them alone.
const FOR_COMMITS: usize = 2;
/// How long a caller waits for a free one, or for a new one.
const PATIENCE: Duration = Duration::from_millis(800);
/// A connection that was idle for longer is asked first whether it still is one.
const STALE: Duration = Duration::from_secs(10);
/// What is asked takes at most this long: a little more than the server allows itself.
const LIMIT: Duration = Duration::from_secs(7);

/// The connections of one store.
///
/// A pool of our own, because of what the usual ones do not do: it looks for the server that takes writes among several;
/// a connection whose call was cut is thrown away, never used again; when one is lost, all that idle are looked at as lost.
pub(super) struct Wires {
    hosts: Hosts,
    watchman: Watchman,
    permits: Arc<Semaphore>,
    for_commits: Arc<Semaphore>,
    idle: Mutex<Vec<Idle>>,
    /// Rises when a connection was lost: those of before are not used again.
    generation: AtomicU64,
}

struct Idle {
    db: PgConnection,
    generation: u64,
    since: Instant,
}

/// A connection in somebody's hands. Dropped in the middle of a call or of a transaction, it is closed.
pub(super) struct Wire {
    wires: Arc<Wires>,
    db: Option<PgConnection>,
    generation: u64,
    /// Nothing is under way on it, no transaction is open.
    whole: bool,
    in_transaction: bool,
    limit: Duration,
    _permit: OwnedSemaphorePermit,
}

type Asked<'q> = Query<'q, Postgres, PgArguments>;

impl Wires {
    pub(super) fn new(hosts: Hosts) -> Arc<Self> {
        Arc::new(Self {
            watchman: Watchman::new(hosts.clone()),
            hosts,
            permits: Arc::new(Semaphore::new(MANY)),
            for_commits: Arc::new(Semaphore::new(FOR_COMMITS)),
            idle: Mutex::new(Vec::new()),
            generation: AtomicU64::new(0),
        })
    }

    /// A connection to the server that takes writes.
    pub(super) async fn wire(self: &Arc<Self>) -> Result<Wire, Fault> {
        self.one_of(&self.permits).await
    }

    /// One of those that only commits have.
    pub(super) async fn wire_for_commits(self: &Arc<Self>) -> Result<Wire, Fault> {
        self.one_of(&self.for_commits).await
    }

    async fn one_of(self: &Arc<Self>, permits: &Arc<Semaphore>) -> Result<Wire, Fault> {
        let waited = timeout(PATIENCE, async {
            tokio::select! {
                wire = self.next(permits) => wire,
                () = self.watchman.next_silence() => Err(Fault::Lost("the database does not answer".to_owned())),
            }
        });
        waited.await.unwrap_or_else(|_| Err(Fault::Later("no connection was free in time".to_owned())))
    }

    async fn next(self: &Arc<Self>, permits: &Arc<Semaphore>) -> Result<Wire, Fault> {
        let permit = Arc::clone(permits).acquire_owned().await;
        let permit = permit.map_err(|_| Fault::Later("the store is closed".to_owned()))?;
        let generation = self.generation.load(Ordering::Relaxed);
        let db = match self.whole_one(generation).await {
            Some(db) => db,
            None => self.hosts.connect().await?,
        };
        Ok(Wire {
            wires: Arc::clone(self),
            db: Some(db),
            generation,
            whole: true,
            in_transaction: false,
            limit: LIMIT,
            _permit: permit,
        })
    }

    /// The one that was used last, so that few stay warm.
    async fn whole_one(&self, generation: u64) -> Option<PgConnection> {
        loop {
            let mut idle = self.idle().pop()?;
            if idle.generation != generation {
                continue;
            }
            if idle.since.elapsed() < STALE || idle.db.ping().await.is_ok() {
                return Some(idle.db);
            }
            self.suspect_all();
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        // A list is whole at every moment.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection was lost: whatever became of it became of the others.
    pub(super) fn suspect_all(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        self.idle().clear();
    }

    pub(super) fn watchman(&self) -> &Watchman {
        &self.watchman
    }

    pub(super) fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    /// Closes what idles; what is in use is closed when it comes back.
    pub(super) async fn close(&self) {
        self.permits.close();
        self.for_commits.close();
        let idle = std::mem::take(&mut *self.idle());
        for idle in idle {
            // It is gone one way or the other.
            let _closed = timeout(PATIENCE, idle.db.close()).await;
        }
    }
}

impl Wire {
    /// Allows what is asked from now on more time: the server's limit and ours. Within a transaction, until its end.
    pub(super) async fn take_time(&mut self, limit: Duration) -> Result<(), Fault> {
        let sql = "SELECT set_config('statement_timeout', $1, true)";
        self.all(sqlx::query(sql).bind(limit.as_millis().to_string())).await?;
        self.limit = limit + LIMIT;
        Ok(())
    }

    /// All rows.
    pub(super) async fn all(&mut self, query: Asked<'_>) -> Result<Vec<PgRow>, Fault> {
        let db = Self::begun(&mut self.db, &mut self.whole)?;
        let heard = self.wires.watchman.hear(self.limit, query.fetch_all(db)).await;
        self.judged(heard)
    }

    /// The only row, if there is one.
    pub(super) async fn any(&mut self, query: Asked<'_>) -> Result<Option<PgRow>, Fault> {
        Ok(self.all(query).await?.pop())
    }

    /// The only row.
    pub(super) async fn one(&mut self, query: Asked<'_>) -> Result<PgRow, Fault> {
        self.any(query).await?.ok_or_else(|| Fault::from(sqlx::Error::RowNotFound))
    }

    /// How many rows were changed.
    pub(super) async fn run(&mut self, query: Asked<'_>) -> Result<u64, Fault> {
        let db = Self::begun(&mut self.db, &mut self.whole)?;
        let heard = self.wires.watchman.hear(self.limit, query.execute(db)).await;
        Ok(self.judged(heard)?.rows_affected())
    }

    /// Begins a transaction.
    pub(super) async fn begin(&mut self) -> Result<(), Fault> {
        self.opens("BEGIN").await
    }

    /// Begins a transaction while nobody else, in any program, has one under the same number.
    pub(super) async fn begin_alone(&mut self, number: i64) -> Result<(), Fault> {
        self.opens(AssertSqlSafe(format!("BEGIN; SELECT pg_advisory_xact_lock({number})"))).await
    }

    /// Begins a transaction that reads one moment of the database.
    pub(super) async fn begin_reading(&mut self) -> Result<(), Fault> {
        self.opens("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// Makes the transaction durable. After [`Fault::Lost`] nobody knows whether it is.
    pub(super) async fn commit(&mut self) -> Result<(), Fault> {
        self.ends("COMMIT").await
    }

    /// Undoes the transaction.
    pub(super) async fn rollback(&mut self) -> Result<(), Fault> {
        self.ends("ROLLBACK").await
    }

    /// A transaction is open even if what comes right after its beginning fails: the wait for a lock may.
    async fn opens(&mut self, sql: impl SqlSafeStr) -> Result<(), Fault> {
        self.in_transaction = true;
        self.say(sql).await
    }

    async fn ends(&mut self, sql: &'static str) -> Result<(), Fault> {
        self.say(sql).await?;
        self.in_transaction = false;
        self.limit = LIMIT;
        Ok(())
    }

    async fn say(&mut self, sql: impl SqlSafeStr) -> Result<(), Fault> {
        let db = Self::begun(&mut self.db, &mut self.whole)?;
        let heard = self.wires.watchman.hear(self.limit, sqlx::raw_sql(sql).execute(db)).await;
        self.judged(heard).map(drop)
    }

    /// Something is under way from now on: whoever is cut off leaves the connection in pieces.
    fn begun<'c>(db: &'c mut Option<PgConnection>, whole: &mut bool) -> Result<&'c mut PgConnection, Fault> {
        if !std::mem::replace(whole, false) {
            return Err(Fault::Lost("the connection was lost before".to_owned()));
        }
        db.as_mut().ok_or_else(|| Fault::Lost("the connection is closed".to_owned()))
    }

    fn judged<T>(&mut self, heard: Result<T, Fault>) -> Result<T, Fault> {
        match &heard {
            Err(Fault::Lost(_)) => self.wires.suspect_all(),
            Ok(_) | Err(Fault::Later(_) | Fault::Again(_) | Fault::Store(_)) => self.whole = true,
        }
        heard
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let known = self.wires.generation.load(Ordering::Relaxed) == self.generation;
        if let Some(db) = self.db.take()
            && self.whole
            && !self.in_transaction
            && known
            && !self.wires.permits.is_closed()
        {
            let idle = Idle { db, generation: self.generation, since: Instant::now() };
            self.wires.idle().push(idle);
        }
    }
}
