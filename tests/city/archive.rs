//! Where is a city's ledger kept?

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row};
use storage::postgres::PostgresStore;
use storage::sqlite::SqliteStore;
use storage::{Ledger, Sealer};
use tempfile::TempDir;

/// On which engine the stories are played: `sqlite` (which needs nothing) or `postgres`.
const ON: &str = "JIESU_STORIES_ON";
/// The administrator's address of a PostgreSQL server for tests; without one, `tests/postgres` starts one.
const SERVER: &str = "JIESU_TEST_POSTGRES";

/// The database of one city.
pub enum Archive {
    /// A file in a folder of its own.
    File(TempDir),
    /// A database of its own on a PostgreSQL server.
    Database {
        /// The administrator's address.
        server: String,
        /// Its name there.
        name: String,
    },
}

/// A lock on a city's database.
pub enum Held {
    /// On its file.
    File {
        /// A transaction that was begun.
        _lock: rusqlite::Connection,
    },
    /// On the table of what is to be told.
    Database {
        /// A transaction that was begun.
        _lock: PgConnection,
    },
}

impl Archive {
    /// A new one, on the engine that the environment names.
    pub async fn new() -> Self {
        match std::env::var(ON).as_deref() {
            Err(_) | Ok("sqlite") => Self::File(tempfile::tempdir().expect("a temporary folder can be made")),
            Ok("postgres") => Self::on(server()).await,
            Ok(other) => panic!("{ON} is {other}; it may be sqlite or postgres"),
        }
    }

    async fn on(server: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("jiesu_city_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        say(server, format!("CREATE DATABASE {name}")).await;
        Self::Database { server: server.to_owned(), name }
    }

    /// Opens it.
    pub async fn open(&self, sealer: Sealer) -> Arc<dyn Ledger> {
        match self {
            Self::File(folder) => {
                let store = SqliteStore::open(&file(folder), sealer).await;
                Arc::new(store.expect("a new database opens"))
            }
            Self::Database { server, name } => {
                let store = PostgresStore::open(&of(server, name), sealer).await;
                Arc::new(store.expect("a new database opens"))
            }
        }
    }

    /// Runs a statement behind the program's back.
    pub async fn damage(&self, sql: &'static str) {
        match self {
            Self::File(folder) => {
                crate::ledger::damage(folder.path(), sql);
            }
            // The one word of the stories' statements that is another one here.
            Self::Database { server, name } => {
                say(&of(server, name), sql.replace("x'00'", r"'\x00'::bytea")).await;
            }
        }
    }

    /// Somebody else holds it, so that nothing can be written, until the guard's end.
    pub async fn hold(&self) -> Held {
        match self {
            Self::File(folder) => Held::File { _lock: crate::ledger::hold(folder.path()) },
            Self::Database { server, name } => {
                let mut db = connect(&of(server, name)).await;
                let lock = "BEGIN; LOCK TABLE outbox IN EXCLUSIVE MODE";
                sqlx::raw_sql(lock).execute(&mut db).await.expect("nobody else holds it");
                Held::Database { _lock: db }
            }
        }
    }

    /// Everything that is written in it, by the names of files or columns.
    pub async fn written(&self) -> Vec<(String, Vec<u8>)> {
        match self {
            Self::File(folder) => {
                let files = std::fs::read_dir(folder.path()).expect("the folder can be read");
                let read = |path: std::path::PathBuf| {
                    (path.display().to_string(), std::fs::read(path).expect("the file can be read"))
                };
                files.map(|entry| read(entry.expect("the folder can be read").path())).collect()
            }
            Self::Database { server, name } => columns(&mut connect(&of(server, name)).await).await,
        }
    }

    /// The story is over.
    pub async fn close(&self) {
        match self {
            // The folder goes by itself.
            Self::File(_) => {}
            Self::Database { server, name } => {
                say(server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

fn file(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("jiesu.db")
}

/// The address of a database of a server.
fn of(server: &str, name: &str) -> String {
    let (server, _) = server.rsplit_once('/').expect("an address ends with a database");
    format!("{server}/{name}")
}

async fn connect(address: &str) -> PgConnection {
    let options: PgConnectOptions = address.parse().expect("the address of the server is sound");
    options.connect().await.expect("the server answers")
}

async fn say(address: &str, sql: String) {
    let mut db = connect(address).await;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.expect("the statement fits");
    db.close().await.expect("the line can be closed");
}

async fn columns(db: &mut PgConnection) -> Vec<(String, Vec<u8>)> {
    let names = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = 'public'";
    let mut written = Vec::new();
    for column in sqlx::query(names).fetch_all(&mut *db).await.expect("columns") {
        let (table, name, kind): (&str, &str, &str) = (column.get(0), column.get(1), column.get(2));
        let value =
            if kind == "bytea" { name.to_owned() } else { format!("convert_to({name}::text, 'UTF8')") };
        let sql = format!("SELECT string_agg({value}, '\\x0a'::bytea) FROM {table}");
        let bytes: Option<Vec<u8>> =
            sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut *db).await.expect("a column").get(0);
        written.push((format!("{table}.{name}"), bytes.unwrap_or_default()));
    }
    written
}

/// A server that ends with this process: its script waits for the end of its input.
struct Server {
    address: String,
    _script: Child,
    _input: Option<ChildStdin>,
}

/// The server that is named in the environment, or one of this process.
fn server() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    static OWN: OnceLock<Server> = OnceLock::new();
    ADDRESS.get_or_init(|| std::env::var(SERVER).unwrap_or_else(|_| OWN.get_or_init(start).address.clone()))
}

fn start() -> Server {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("postgres");
    let mut script = Command::new(script)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the script can be run");
    let mut address = String::new();
    let mut said = BufReader::new(script.stdout.take().expect("stdout is piped"));
    said.read_line(&mut address).expect("the script speaks");
    assert!(
        address.starts_with("postgres://"),
        "no PostgreSQL server: install PostgreSQL (`tests/postgres install`) or name a server in {SERVER}"
    );
    Server { address: address.trim_end().to_owned(), _input: script.stdin.take(), _script: script }
}
