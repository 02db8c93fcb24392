//! What does the database file itself say, read by somebody who does not trust the program?

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::types::FromSql;
use rusqlite::{Connection, Row};
use storage::sqlite::SqliteStore;
use storage::{ApiToken, Clerk, Endpoint, Jurisdiction, Ledger as _, Look, Paper, PaperId, Sealer, UnitCode};

/// What stands in the file of a program that does not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// What SQLite finds: `ok`.
    pub integrity: String,
    /// Number, version and state of every order.
    pub orders: Vec<(String, i64, String)>,
    /// The numbers of the events of every stream.
    pub streams: BTreeMap<String, Vec<i64>>,
    /// How many deliveries were taken.
    pub inbound: i64,
    /// How many notices wait.
    pub outbox: i64,
}

impl Ledger {
    /// Reads the file of a data folder.
    pub fn read(data: &Path) -> Self {
        let db = open(data);
        let orders = "SELECT no, version, state FROM work_order ORDER BY no";
        let mut streams: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        let events = "SELECT stream, seq FROM event ORDER BY stream, seq";
        for (stream, seq) in all(&db, events, |row| Ok((row.get(0)?, row.get(1)?))) {
            streams.entry(stream).or_default().push(seq);
        }
        Self {
            integrity: one(&db, "PRAGMA integrity_check"),
            orders: all(&db, orders, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))),
            streams,
            inbound: one(&db, "SELECT count(*) FROM inbound"),
            outbox: one(&db, "SELECT count(*) FROM outbox WHERE settled_at IS NULL"),
        }
    }

    /// The file is whole, and no stream has a gap or a number twice.
    pub fn is_sound(&self) {
        assert_eq!(self.integrity, "ok");
        for (stream, numbers) in &self.streams {
            let without_gaps: Vec<i64> = (1..).take(numbers.len()).collect();
            assert_eq!(numbers, &without_gaps, "{stream}");
        }
        for (no, version, _) in &self.orders {
            let events = self.streams.get(&format!("order:{no}")).map(Vec::len);
            assert_eq!(events, usize::try_from(*version).ok(), "events of {no}");
        }
    }
}

/// What a citizen said, as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The key by which it is known.
    pub key: String,
    /// The words; of a pressed button, none.
    pub words: String,
}

/// What every citizen said, chat by chat, in the order in which it was kept. The program does not run meanwhile.
pub fn kept(data: &Path) -> BTreeMap<String, Vec<Kept>> {
    block_on(async {
        let sql = "SELECT stream, json_extract(document, '$.key'), json_extract(document, '$.words') FROM event \
                   WHERE json_extract(document, '$.entry') = 'said' ORDER BY stream, seq";
        let said: Vec<(String, String, Option<String>)> =
            all(&open(data), sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let jurisdiction = jurisdiction(data);
        let store = opened(data).await;
        let mut kept: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
        for (stream, key, words) in said {
            let words = match words {
                Some(id) => {
                    let id = PaperId(id.parse().expect("an id"));
                    let paper = store.paper(&jurisdiction, id).await.expect("papers can be read");
                    paper.as_ref().and_then(Paper::text).expect("the words are there").to_owned()
                }
                None => String::new(),
            };
            kept.entry(stream).or_default().push(Kept { key, words });
        }
        store.close().await;
        kept
    })
}

/// How many notices of a channel were delivered, and how many were given up.
pub fn told(data: &Path, channel: &'static str) -> (i64, i64) {
    let sql = "SELECT count(*) FILTER (WHERE delivered = 1), count(*) FILTER (WHERE delivered = 0) FROM outbox \
               WHERE channel = ?";
    let told = open(data).query_row(sql, (channel,), |row| Ok((row.get(0)?, row.get(1)?)));
    told.expect("the outbox")
}

/// Connects a unit's own system, as an administrator does: it is told at `url`, if there is one, and the token is
/// what it calls with. The program does not run meanwhile.
pub fn connect(data: &Path, unit: &str, url: Option<&str>, secret: &str, token: &str) {
    block_on(async {
        let jurisdiction = jurisdiction(data);
        let store = opened(data).await;
        let (unit, at) = (UnitCode::new(unit), Timestamp::UNIX_EPOCH);
        let kept = ApiToken {
            token_hash: bot::secret::fingerprint(token),
            unit: unit.clone(),
            created_at: at,
            revoked_at: None,
        };
        store.add_token(&jurisdiction, &kept).await.expect("a token can be added");
        if let Some(url) = url {
            let endpoint =
                Endpoint { unit: unit.clone(), url: url.to_owned(), secret: secret.to_owned(), set_at: at };
            store.set_endpoint(&jurisdiction, &unit, Some(&endpoint)).await.expect("an endpoint can be set");
        }
        store.close().await;
    });
}

/// How many deliveries have been taken so far, while the program may run; none where there is no ledger yet.
pub fn taken(data: &Path) -> i64 {
    let file = data.join("jiesu.db");
    let counted = file
        .exists()
        .then(|| Connection::open(file)?.query_row("SELECT count(*) FROM inbound", (), |row| row.get(0)));
    counted.and_then(Result::ok).unwrap_or_default()
}

/// The file looks as if a program of the far future had written it.
pub fn becomes_newer(data: &Path) {
    let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
               VALUES (99991231000000, 'the far future', 1, x'00', 0)";
    open(data).execute_batch(sql).expect("a migration can be noted");
}

/// Runs a statement on the file while the program runs.
pub(crate) fn damage(data: &Path, sql: &str) {
    open(data).execute_batch(sql).expect("the statement fits the schema");
}

/// Nobody else writes to the file while this stands.
pub(crate) fn hold(data: &Path) -> Connection {
    let db = open(data);
    db.execute_batch("BEGIN IMMEDIATE").expect("nobody else holds it");
    db
}

fn jurisdiction(data: &Path) -> Jurisdiction {
    Jurisdiction::new(one::<String>(&open(data), "SELECT jurisdiction FROM account LIMIT 1"))
}

async fn opened(data: &Path) -> SqliteStore {
    let sealer = Sealer::from_key_file(&data.join("jiesu.key")).expect("the first start made a key");
    SqliteStore::open(&data.join("jiesu.db"), sealer).await.expect("the ledger opens")
}

fn open(data: &Path) -> Connection {
    let db = Connection::open(data.join("jiesu.db")).expect("there is a database");
    db.busy_timeout(Duration::from_secs(5)).expect("it can wait");
    db
}

fn one<T: FromSql>(db: &Connection, sql: &str) -> T {
    db.query_row(sql, (), |row| row.get(0)).expect("one value")
}

fn all<T>(db: &Connection, sql: &str, read: impl Fn(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut statement = db.prepare(sql).expect("the statement fits the schema");
    let rows = statement.query_map((), read).expect("it can be read");
    rows.collect::<rusqlite::Result<_>>().expect("every row can be read")
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(future)
}
