//! What happens when the server is gone, silent, or another one takes its place?

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::Database;
use super::database::{connect, say};
use super::server::Server;
use crate::contract::{continued, decision, home, message, minute};
use crate::postgres::PostgresStore;
use crate::{Committed, Decision, Look, Period, Sealer, Store, StoreError};

/// Within it, everybody must know that the database is gone: a second where there is time for the program at all, and
/// that is measured where it has the machine for itself.
const SOON: Duration = Duration::from_secs(4);
/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn is_unavailable<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Unavailable(_)))
}

async fn saved(store: &PostgresStore, it: &Decision) {
    let committed = store.commit(it.clone()).await.unwrap();
    assert!(matches!(committed, Committed::Saved { .. }), "{committed:?}");
}

/// Whatever is asked, the answer comes soon, and says that the database is unavailable.
async fn everything_is_unavailable(store: &PostgresStore) {
    let it = message();
    let no = it.orders[0].order.no.clone();
    let lease = jiff::SignedDuration::from_mins(1);
    let (period, home) = (Period { from: minute(0), to: minute(9) }, home());
    let soon = tokio::join!(
        timeout(SOON, store.commit(it)),
        timeout(SOON, store.order(&home, &no)),
        timeout(SOON, store.claim(minute(1), lease, 10, 10)),
        timeout(SOON, store.ring(minute(1), lease, 10)),
        timeout(SOON, store.counts(&home, period, minute(1))),
    );
    assert!(is_unavailable(&soon.0.expect("a commit is answered soon")));
    assert!(is_unavailable(&soon.1.expect("a look is answered soon")));
    assert!(is_unavailable(&soon.2.expect("a courier is answered soon")));
    assert!(is_unavailable(&soon.3.expect("the watch is answered soon")));
    assert!(is_unavailable(&soon.4.expect("a page is answered soon")));
}

/// Somebody tries again until the database is there; gives how often it was not.
async fn until_saved(store: &PostgresStore, it: &Decision) {
    let trying = async {
        while is_unavailable(&store.commit(it.clone()).await) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, trying).await.expect("the database comes back");
    assert!(matches!(store.commit(it.clone()).await.unwrap(), Committed::Duplicate(_)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_is_unavailable_at_once_and_works_again_when_it_is_back() {
    let server = Server::durable();
    let database = Database::on(&server.address);
    let store = database.store().await;
    let before = message();
    saved(&store, &before).await;
    for _ in 0..2 {
        server.order("stop");
        for _ in 0..3 {
            everything_is_unavailable(&store).await;
        }
        server.order("start");
        until_saved(&store, &message()).await;
    }
    let no = &before.orders[0].order.no;
    assert!(store.order(&home(), no).await.unwrap().is_some(), "what was saved is there");
    drop(store);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_falls_silent_is_unavailable_within_a_second() {
    let server = Server::durable();
    let database = Database::on(&server.address);
    let store = database.store().await;
    saved(&store, &message()).await;
    server.order("pause");
    let in_doubt = message();
    assert!(is_unavailable(&timeout(SOON, store.commit(in_doubt.clone())).await.expect("answered soon")));
    for _ in 0..2 {
        everything_is_unavailable(&store).await;
    }
    server.order("resume");
    until_saved(&store, &in_doubt).await;
    let no = &in_doubt.orders[0].order.no;
    let (order, events) = store.order(&home(), no).await.unwrap().unwrap();
    assert_eq!(order.version as usize, events.len(), "kept once, however often it was sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_waits_long_is_not_cut_off() {
    let database = Database::new();
    let store = database.store().await;
    let it = message();
    saved(&store, &it).await;
    let here = it.conversation.unwrap().id;
    let mut other = connect(&database.address().await).await;
    say(&mut other, "BEGIN; SELECT 1 FROM conversation FOR UPDATE").await;
    let next = decision(minute(1), |it| it.conversation = Some(continued(here, 1, "second")));
    let mut waiting = Box::pin(store.commit(next));
    // Longer than a silent server is waited for.
    assert!(timeout(Duration::from_millis(1500), &mut waiting).await.is_err(), "the row is somebody else's");
    say(&mut other, "ROLLBACK").await;
    assert_eq!(waiting.await.unwrap(), Committed::Saved { chat: Vec::new() });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_pages_have_all_connections_others_hear_so_and_commits_go_on() {
    let database = Database::new();
    let store = database.store().await;
    let mut slow = Vec::new();
    while let Ok(Ok(wire)) = timeout(SOON, store.wire()).await {
        slow.push(wire);
    }
    assert!(slow.len() > 4);
    let looked = timeout(SOON, store.order_state(&home(), &message().orders[0].order.no)).await;
    assert!(is_unavailable(&looked.expect("answered soon")));
    saved(&store, &message()).await;
    drop(slow);
    assert!(store.backlog(minute(1)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_server_of_the_list_takes_over() {
    let server = Server::durable();
    let database = Database::on(&server.address);
    let own = database.address().await;
    let standby = server.order("standby");
    let host = |address: &str| address.split(['@', '/']).nth(3).unwrap().to_owned();
    let list = own.replace(&host(&own), &format!("{},{}", host(&standby), host(&own)));
    let store = PostgresStore::open(&list, Sealer::from_bytes(&[7; 32])).await.unwrap();
    saved(&store, &message()).await;
    server.order("stop");
    everything_is_unavailable(&store).await;
    server.order("promote");
    let after = message();
    until_saved(&store, &after).await;
    assert!(store.order(&home(), &after.orders[0].order.no).await.unwrap().is_some());
}

/// Where the line is cut, once.
#[derive(Clone, Copy, Debug)]
enum Cut {
    BeforeItArrives,
    BeforeItIsAnswered,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_became_of_a_commit_whose_answer_was_lost_is_found_out() {
    let database = Database::new();
    let address = database.address().await;
    for cut in [Cut::BeforeItArrives, Cut::BeforeItIsAnswered] {
        let (line, armed) = a_line_with_a_cut(&address, cut).await;
        let store = PostgresStore::open(&line, Sealer::from_bytes(&[7; 32])).await.unwrap();
        let with_key = message();
        armed.store(true, Ordering::SeqCst);
        let committed = store.commit(with_key.clone()).await.unwrap();
        assert!(!armed.load(Ordering::SeqCst), "the line was cut");
        match (cut, committed) {
            (Cut::BeforeItArrives, Committed::Saved { .. }) => {}
            (Cut::BeforeItIsAnswered, Committed::Duplicate(outcome)) => {
                assert_eq!(outcome.chat, Some((1, 2)));
            }
            (_, other) => panic!("{cut:?}: {other:?}"),
        }
        let here = with_key.conversation.unwrap().id;
        assert_eq!(store.chat(&home(), here, 0, 9).await.unwrap().len(), 2, "once, whatever happened");

        armed.store(true, Ordering::SeqCst);
        let without = decision(minute(1), |it| it.conversation = Some(continued(here, 1, "second")));
        assert!(is_unavailable(&store.commit(without).await), "without a key nobody can tell");
        assert!(!armed.load(Ordering::SeqCst), "the line was cut");
    }
}

/// Passes bytes on; the first COMMIT after it is armed cuts the line.
async fn a_line_with_a_cut(address: &str, cut: Cut) -> (String, Arc<AtomicBool>) {
    let server = address.split(['@', '/']).nth(3).unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let line = address.replace(&server, &listener.local_addr().unwrap().to_string());
    let armed = Arc::new(AtomicBool::new(false));
    let is_armed = Arc::clone(&armed);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(pass_on(client, server, Arc::clone(&is_armed), cut));
        }
    });
    (line, armed)
}

async fn pass_on(mut client: TcpStream, mut server: TcpStream, armed: Arc<AtomicBool>, cut: Cut) {
    let (mut said, mut answered) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        tokio::select! {
            read = client.read(&mut said) => {
                let Ok(read @ 1..) = read else { return };
                let commits = said[..read].windows(6).any(|part| part == b"COMMIT");
                if commits && armed.swap(false, Ordering::SeqCst) {
                    if let Cut::BeforeItIsAnswered = cut {
                        server.write_all(&said[..read]).await.unwrap();
                        assert!(server.read(&mut answered).await.unwrap() > 0);
                    }
                    return;
                }
                if server.write_all(&said[..read]).await.is_err() { return }
            }
            read = server.read(&mut answered) => {
                let Ok(read @ 1..) = read else { return };
                if client.write_all(&answered[..read]).await.is_err() { return }
            }
        }
    }
}

#[tokio::test]
async fn who_waits_for_a_turn_in_vain_spoils_no_connection() {
    const TURN: i64 = 7;
    let database = Database::new();
    let store = database.store().await;
    let mut other = connect(&database.address().await).await;
    say(&mut other, "SELECT pg_advisory_lock(7)").await;
    let mut wire = store.wire().await.unwrap();
    wire.run(sqlx::query("SET lock_timeout = 50")).await.unwrap();
    assert!(wire.begin_alone(TURN).await.is_err(), "somebody else has the turn");
    drop(wire);
    for _ in 0..3 {
        saved(&store, &message()).await;
        assert_eq!(store.tasks(&home()).await.unwrap().len(), 0);
    }
}
