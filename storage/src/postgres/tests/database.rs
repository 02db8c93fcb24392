//! How does every test get a database of its own?

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row};
use tokio::sync::OnceCell;

use super::server;
use crate::contract::copies::CopyGround;
use crate::contract::{Ground, Ledger};
use crate::copy::Copies;
use crate::postgres::{PostgresDatabase, PostgresStore, open};
use crate::{Sealer, StoreError};

/// Held while the template is made, whoever else tests on the same server.
const MAKING: i64 = 0x6a69_6573_7502;

/// A database of one test, made when it is first needed.
pub(crate) struct Database {
    server: String,
    name: String,
    made: OnceCell<()>,
    is_removed: bool,
}

impl Database {
    /// One on the server that tests share.
    pub(crate) fn new() -> Self {
        let mut database = Self::on(server::shared());
        database.is_removed = true;
        database
    }

    /// One on a server that goes with it.
    pub(super) fn on(server: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("jiesu_test_{}_{n}", std::process::id());
        Self { server: server.to_owned(), name, made: OnceCell::new(), is_removed: false }
    }

    /// Where it is, made if it was not.
    pub(super) async fn address(&self) -> String {
        self.made
            .get_or_init(|| async {
                let template = template(&self.server).await;
                let mut admin = connect(&self.server).await;
                say(&mut admin, &format!("CREATE DATABASE {} TEMPLATE {template}", self.name)).await;
            })
            .await;
        of(&self.server, &self.name)
    }

    /// A store on it.
    pub(super) async fn store(&self) -> PostgresStore {
        PostgresStore::open(&self.address().await, Sealer::from_bytes(&[7; 32])).await.unwrap()
    }
}

/// The address of a database of a server.
pub(super) fn of(server: &str, name: &str) -> String {
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

pub(super) async fn connect(address: &str) -> PgConnection {
    address.parse::<PgConnectOptions>().unwrap().connect().await.unwrap()
}

pub(super) async fn say(db: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(db).await.unwrap();
}

/// An empty database with the schema of today: copying it is faster than making it. Kept under the hash of the
/// migrations, for the next time.
async fn template(server: &str) -> String {
    let name = format!("jiesu_template_{:x}", open::digest());
    let mut admin = connect(server).await;
    say(&mut admin, &format!("SELECT pg_advisory_lock({MAKING})")).await;
    let there = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    if there.fetch_optional(&mut admin).await.unwrap().is_none() {
        let half = format!("{name}_half");
        say(&mut admin, &format!("DROP DATABASE IF EXISTS {half}")).await;
        say(&mut admin, &format!("CREATE DATABASE {half}")).await;
        let mut db = connect(&of(server, &half)).await;
        open::migrate(&mut db).await.unwrap();
        db.close().await.unwrap();
        say(&mut admin, &format!("ALTER DATABASE {half} RENAME TO {name}")).await;
    }
    name
}

/// Runs to its end what cannot be waited for here.
fn elsewhere<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|threads| {
        let running = threads.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(work)
        });
        running.join().unwrap()
    })
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.is_removed && self.made.initialized() {
            let (server, name) = (&self.server, &self.name);
            elsewhere(async move {
                let mut admin = connect(server).await;
                say(&mut admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            });
        }
    }
}

#[async_trait]
impl Ground for Database {
    async fn open(&self, sealer: Sealer) -> Result<Arc<dyn Ledger>, StoreError> {
        Ok(Arc::new(PostgresStore::open(&self.address().await, sealer).await?))
    }

    async fn run(&self, sql: &'static str) -> Result<(), String> {
        let mut db = connect(&self.address().await).await;
        // The one word of the contract's statements that has another name here.
        let sql = AssertSqlSafe(sql.replace("AS BLOB", "AS BYTEA"));
        sqlx::raw_sql(sql).execute(&mut db).await.map(drop).map_err(|error| error.to_string())
    }

    /// Every value of every table: the files belong to the server, which other tests use, too.
    fn bytes(&self) -> Vec<u8> {
        elsewhere(async {
            let mut db = connect(&self.address().await).await;
            let columns = sqlx::query(
                "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = 'public'",
            );
            let mut bytes = Vec::new();
            for column in columns.fetch_all(&mut db).await.unwrap() {
                let (table, name, kind): (&str, &str, &str) = (column.get(0), column.get(1), column.get(2));
                let value = if kind == "bytea" {
                    name.to_owned()
                } else {
                    format!("convert_to({name}::text, 'UTF8')")
                };
                let sql = format!("SELECT {value} FROM {table} WHERE {name} IS NOT NULL");
                for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut db).await.unwrap() {
                    bytes.extend_from_slice(row.get(0));
                    bytes.push(b'\n');
                }
            }
            bytes
        })
    }
}

impl CopyGround for Database {
    fn copies(&self, sealer: Sealer) -> Box<dyn Copies> {
        let address = elsewhere(self.address());
        Box::new(PostgresDatabase::at(&address, sealer).unwrap())
    }
}
