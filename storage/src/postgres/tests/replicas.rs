//! Do several stores on one database behave as one?

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::timeout;

use super::Database;
use super::database::{connect, of, say};
use super::server::shared;
use crate::contract::{decision, home, id, message, minute, next, said, unit_actor};
use crate::order::{Order, StepName};
use crate::postgres::PostgresStore;
use crate::{Clerk, Committed, ConversationId, Look, Room, Sealer, Speaker, Store, Window, Wish};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

async fn two(database: &Database) -> [PostgresStore; 2] {
    [database.store().await, database.store().await]
}

#[tokio::test]
async fn each_hears_what_the_other_commits() {
    let database = Database::new();
    let [one, other] = two(&database).await;
    let (mut heard, done) = (other.pulse(), tokio::sync::Notify::new());
    let speaks = async {
        // Who begins to listen a little later hears the next.
        while timeout(Duration::from_millis(50), done.notified()).await.is_err() {
            assert!(matches!(one.commit(message()).await.unwrap(), Committed::Saved { .. }));
        }
    };
    let hears = async {
        timeout(PATIENCE, heard.changed()).await.unwrap().unwrap();
        done.notify_one();
    };
    tokio::join!(speaks, hears);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_speak_in_one_conversation_leave_no_gap() {
    let database = Database::new();
    let stores = two(&database).await;
    for begins in [message(), decision(minute(0), |it| it.chat = Vec::new())] {
        // Once in a conversation that is known, once in one that has no row.
        let known = begins.conversation.as_ref().map(|change| change.id);
        let here = known.unwrap_or(ConversationId(id()));
        stores[0].commit(begins).await.unwrap();
        let before = stores[0].chat(&home(), here, 0, 100).await.unwrap().len();
        let speaking: Vec<_> = (0..60)
            .map(|n| {
                let store = stores[n % 2].clone();
                tokio::spawn(async move {
                    let chat =
                        vec![said(here, Speaker::Citizen, "asks"), said(here, Speaker::Bot, "answers")];
                    store.commit(decision(minute(1), |it| it.chat = chat)).await.unwrap()
                })
            })
            .collect();
        for spoken in speaking {
            let Committed::Saved { chat } = spoken.await.unwrap() else { panic!("nothing was stale") };
            assert_eq!(chat[1], chat[0] + 1);
        }
        let numbers = stores[1].chat(&home(), here, 0, 1000).await.unwrap();
        let without_gaps: Vec<u64> = (1..=before as u64 + 120).collect();
        assert_eq!(numbers.iter().map(|entry| entry.seq).collect::<Vec<_>>(), without_gaps);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_equal_deliveries_to_both_one_is_saved() {
    let database = Database::new();
    let stores = two(&database).await;
    for _ in 0..10 {
        let it = message();
        let tries: Vec<_> = (0..8)
            .map(|n| {
                let (store, it) = (stores[n % 2].clone(), it.clone());
                tokio::spawn(async move { store.commit(it).await.unwrap() })
            })
            .collect();
        let mut saved = 0;
        for done in tries {
            match done.await.unwrap() {
                Committed::Saved { .. } => saved += 1,
                Committed::Duplicate(outcome) => assert_eq!(outcome.chat, Some((1, 2))),
                Committed::Conflict => panic!("a repeated delivery is no conflict"),
            }
        }
        assert_eq!(saved, 1);
    }
}

/// Who works on two orders at once names them in this order or in the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobodys_step_is_lost_and_nobody_waits_for_ever() {
    let database = Database::new();
    let stores = two(&database).await;
    let mut orders: Vec<Order> = Vec::new();
    for _ in 0..4 {
        let it = message();
        orders.push(it.orders[0].order.clone());
        stores[0].commit(it).await.unwrap();
    }
    let orders = Arc::new(orders);
    let working: Vec<_> = (0..16_usize)
        .map(|n| {
            let (store, orders) = (stores[n % 2].clone(), Arc::clone(&orders));
            tokio::spawn(async move {
                let pair = [n % 4, (n + 1 + n / 4 % 3) % 4].map(|at| orders[at].no.clone());
                for _ in 0..10 {
                    urged(&store, &pair).await;
                }
            })
        })
        .collect();
    for worker in working {
        timeout(PATIENCE, worker).await.unwrap().unwrap();
    }
    let mut steps = 0;
    for order in orders.iter() {
        let (kept, events) = stores[1].order(&home(), &order.no).await.unwrap().unwrap();
        assert_eq!(Order::fold(&home(), &order.no, &events).as_ref(), Some(&kept));
        steps += kept.version - order.version;
    }
    assert_eq!(steps, 16 * 10 * 2);
}

/// Signed or progressed, whatever is possible, on both orders in one decision; again until nothing was stale.
async fn urged(store: &PostgresStore, pair: &[crate::OrderNo; 2]) {
    loop {
        let mut steps = Vec::new();
        for no in pair {
            let (order, _) = store.order(&home(), no).await.unwrap().unwrap();
            let step = if order.version == 2 { StepName::Sign } else { StepName::Progress };
            steps.push(next(&order, step, &unit_actor(), minute(1)));
        }
        match store.commit(decision(minute(1), |it| it.orders = steps)).await.unwrap() {
            Committed::Saved { .. } => return,
            Committed::Conflict => {}
            Committed::Duplicate(_) => panic!("there was no inbound key"),
        }
    }
}

/// While replicas are exchanged one by one, the first new one changes the schema under the old ones.
#[tokio::test]
async fn a_newer_program_may_add_columns_while_this_one_runs() {
    let database = Database::new();
    let store = database.store().await;
    for n in 0..2 {
        let it = message();
        assert!(matches!(store.commit(it.clone()).await.unwrap(), Committed::Saved { .. }));
        let (no, lease) = (&it.orders[0].order.no, jiff::SignedDuration::from_mins(1));
        assert!(store.order(&home(), no).await.unwrap().is_some());
        assert!(store.paper(&home(), it.papers[0].id).await.unwrap().is_some());
        let here = it.conversation.unwrap().id;
        assert!(store.conversation(&home(), here).await.unwrap().is_some());
        assert_eq!(store.claim(minute(n), lease, 1, 1).await.unwrap().len(), 1);
        assert_eq!(store.chat(&home(), here, 0, 9).await.unwrap().len(), 2);
        store.accounts(&home()).await.unwrap();
        store.endpoints(&home()).await.unwrap();
        store.tasks(&home()).await.unwrap();
        store.dead_letters(&home(), 1).await.unwrap();
        store.conversations_with_people(&home()).await.unwrap();
        let mut newer = connect(&database.address().await).await;
        let add = "DO $$ DECLARE t text; BEGIN FOR t IN SELECT table_name FROM information_schema.tables \
                   WHERE table_schema = 'public' LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS newer TEXT', t); \
                   END LOOP; END $$";
        say(&mut newer, add).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_start_at_once_bring_the_schema_up_to_date_once() {
    let empty = format!("jiesu_test_{}_empty", std::process::id());
    let mut admin = connect(shared()).await;
    say(&mut admin, &format!("CREATE DATABASE {empty}")).await;
    let address = of(shared(), &empty);
    let open = || PostgresStore::open(&address, Sealer::from_bytes(&[7; 32]));
    let (one, other, third) = tokio::join!(open(), open(), open());
    for store in [one, other, third] {
        assert!(matches!(store.unwrap().commit(message()).await.unwrap(), Committed::Saved { .. }));
    }
    say(&mut admin, &format!("DROP DATABASE {empty} WITH (FORCE)")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_look_for_room_at_once_each_gets_a_place_of_its_own() {
    const ASKING: usize = 100;
    let database = Database::new();
    let stores = two(&database).await;
    let window = Window { key: "telegram".to_owned(), letters: 30, within: SignedDuration::from_secs(1) };
    let wish = Wish { windows: vec![window], urgent: false };
    let asking: Vec<_> = (0..ASKING)
        .map(|n| {
            let (store, wish) = (stores[n % 2].clone(), wish.clone());
            let ahead = SignedDuration::from_secs(1);
            tokio::spawn(async move { store.rooms(&home(), &[wish], minute(1), ahead).await.unwrap()[0] })
        })
        .collect();
    let mut places = Vec::new();
    for one in asking {
        match timeout(PATIENCE, one).await.unwrap().unwrap() {
            Room::At(at) => places.push(at),
            Room::NotBefore(later) => assert!(later > minute(1)),
        }
    }
    places.sort_unstable();
    let apart = places.windows(2).map(|two| two[1].duration_since(two[0])).min().unwrap();
    assert!((27..=30).contains(&places.len()), "{} places in a second", places.len());
    assert!(apart >= SignedDuration::from_millis(33), "{apart}");
}
