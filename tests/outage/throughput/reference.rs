//! What could a program do that only kept one row a message, as durably?

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sqlx::{Connection as _, PgConnection};
use tokio::sync::{mpsc, oneshot};

/// So many rows a commit holds at most.
const BATCH: usize = 512;
const WAITING: usize = 4096;

#[derive(Deserialize)]
struct Message {
    text: Option<String>,
    choice: Option<String>,
}

#[derive(Serialize)]
struct Taken {
    seq: i64,
}

struct Row {
    chat: String,
    key: String,
    words: String,
    answer: oneshot::Sender<i64>,
}

type Rows = mpsc::Sender<Row>;

/// `bare WHERE` or `single WHERE`, a folder or the address of a PostgreSQL database: serves until killed; prints where.
pub(crate) fn serve(arguments: &[String]) -> Result<(), String> {
    let [kind, data] = arguments else {
        return Err("usage: throughput reference bare|single DIR|ADDRESS".to_owned());
    };
    let most = if kind == "single" { 1 } else { BATCH };
    let (rows, waiting) = mpsc::channel(WAITING);
    let runtime = tokio::runtime::Runtime::new().map_err(|fault| fault.to_string())?;
    if data.starts_with("postgres://") {
        let connection = runtime.block_on(connect(data)).map_err(|fault| fault.to_string())?;
        runtime.spawn(write_there(connection, waiting, most));
    } else {
        let connection = open(&Path::new(data).join("reference.db")).map_err(|fault| fault.to_string())?;
        std::thread::spawn(move || write(&connection, waiting, most));
    }
    runtime.block_on(listen(rows)).map_err(|fault| fault.to_string())
}

async fn listen(rows: Rows) -> std::io::Result<()> {
    let router = Router::new().route("/api/v1/chats/messages", post(take)).with_state(Arc::new(rows));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, router).await
}

async fn take(
    State(rows): State<Arc<Rows>>,
    headers: HeaderMap,
    Json(message): Json<Message>,
) -> Result<Json<Taken>, StatusCode> {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.map(str::to_owned).ok_or(StatusCode::BAD_REQUEST)
    };
    let words = message.text.or(message.choice).ok_or(StatusCode::BAD_REQUEST)?;
    let (answer, answered) = oneshot::channel();
    let row = Row { chat: header("authorization")?, key: header("idempotency-key")?, words, answer };
    rows.send(row).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let seq = answered.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(Json(Taken { seq }))
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE message (
             chat TEXT NOT NULL, key TEXT NOT NULL, words TEXT NOT NULL,
             PRIMARY KEY (chat, key)
         ) STRICT, WITHOUT ROWID;",
    )?;
    Ok(connection)
}

fn write(connection: &Connection, mut waiting: mpsc::Receiver<Row>, most: usize) {
    let (mut batch, mut seq) = (Vec::with_capacity(most), 0);
    while waiting.blocking_recv_many(&mut batch, most) > 0 {
        commit(connection, &batch).expect("a reference on an empty disk can write");
        for row in batch.drain(..) {
            seq += 1;
            // A client that went away hears nothing.
            let _gone = row.answer.send(seq);
        }
    }
}

fn commit(connection: &Connection, rows: &[Row]) -> rusqlite::Result<()> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    for row in rows {
        let mut insert =
            connection.prepare_cached("INSERT INTO message (chat, key, words) VALUES (?1, ?2, ?3)")?;
        insert.execute((&row.chat, &row.key, &row.words))?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

async fn connect(address: &str) -> sqlx::Result<PgConnection> {
    let mut connection = PgConnection::connect(address).await?;
    let table = "CREATE TABLE message (
        chat TEXT NOT NULL, key TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (chat, key))";
    sqlx::raw_sql(table).execute(&mut connection).await?;
    Ok(connection)
}

async fn write_there(mut connection: PgConnection, mut waiting: mpsc::Receiver<Row>, most: usize) {
    let (mut batch, mut seq) = (Vec::with_capacity(most), 0);
    while waiting.recv_many(&mut batch, most).await > 0 {
        let column = |of: fn(&Row) -> &String| batch.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
        let insert =
            "INSERT INTO message (chat, key, words) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])";
        let insert = sqlx::query(insert).bind(column(|row| &row.chat)).bind(column(|row| &row.key));
        let written = insert.bind(column(|row| &row.words)).execute(&mut connection).await;
        written.expect("a reference in an empty database can write");
        for row in batch.drain(..) {
            seq += 1;
            // A client that went away hears nothing.
            let _gone = row.answer.send(seq);
        }
    }
}
