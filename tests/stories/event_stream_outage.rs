//! The server of the event stream goes away and comes back: what is lost, told twice or told out of order?

use std::collections::{BTreeMap, BTreeSet};

use bot::desk::Act;
use jiff::SignedDuration;
use storage::OrderNo;
use tests::{City, NatsServer, Stood};

use crate::event_stream::{BORN, city, gas_is_out, whats};

/// So long a server that is away is gone, at the most, before what waits is tried again.
const LATEST: SignedDuration = SignedDuration::from_secs(30);

/// Every order's events stand in the stream once and in their order.
fn is_whole(read: &[Stood], orders: &BTreeMap<OrderNo, Vec<&str>>) {
    let ids: BTreeSet<&str> = read.iter().map(|stood| stood.header("Nats-Msg-Id")).collect();
    assert_eq!(ids.len(), read.len(), "nothing stands there twice");
    let mut told: BTreeMap<OrderNo, Vec<&str>> = BTreeMap::new();
    for stood in read {
        let no = stood.json()["subject"].as_str().unwrap().parse().unwrap();
        told.entry(no).or_default().push(stood.what());
    }
    assert_eq!(&told, orders);
}

async fn signs(city: &City, no: &OrderNo) {
    city.unit("RQGS").await.does(no, Act::Sign).await;
}

/// What waits is tried until nothing waits.
async fn is_told(city: &City) {
    for _ in 0..10 {
        city.pass(LATEST).await;
        let backlog = city.app.store.backlog(city.app.clock.now()).await.unwrap();
        if backlog.notices == 0 {
            return;
        }
    }
    panic!("what waits is never told");
}

#[tokio::test]
async fn after_a_day_without_a_server_everything_is_told_once_and_in_order() {
    let mut nats = NatsServer::started();
    let city = city(&nats).await;
    let operator = city.operator().await;
    let mut orders = BTreeMap::new();
    for number in 0..3 {
        orders.insert(gas_is_out(&operator, number).await, [&BORN[..], &["signed"]].concat());
    }
    city.settle().await;
    nats.stops();
    for no in orders.keys() {
        signs(&city, no).await;
    }
    for number in 3..6 {
        orders.insert(gas_is_out(&operator, number).await, BORN.to_vec());
    }
    for _ in 0..6 {
        city.pass(SignedDuration::from_hours(4)).await;
    }
    let backlog = city.app.store.backlog(city.app.clock.now()).await.unwrap();
    assert_eq!((backlog.notices, backlog.dead), (12, 0), "all of it waits, none is given up");
    assert!(operator.queue().await.tasks.is_empty(), "nobody is bothered with it");

    nats.starts();
    is_told(&city).await;
    is_whole(&nats.reader().await.reads().await, &orders);
    city.close().await;
}

#[tokio::test]
async fn a_program_that_begins_without_a_server_tells_it_all_when_there_is_one() {
    let mut nats = NatsServer::planned();
    let city = city(&nats).await;
    let no = gas_is_out(&city.operator().await, 0).await;
    city.settle().await;
    nats.starts();
    is_told(&city).await;
    is_whole(&nats.reader().await.reads().await, &BTreeMap::from([(no, BORN.to_vec())]));
    city.close().await;
}

#[tokio::test]
async fn a_server_that_freezes_after_taking_an_event_has_it_once() {
    let nats = NatsServer::started();
    let city = city(&nats).await;
    let operator = city.operator().await;
    let first = gas_is_out(&operator, 0).await;
    city.settle().await;
    tests::process::signal("STOP", nats.pid());
    let second = gas_is_out(&operator, 1).await;
    for _ in 0..3 {
        // It is told each time, to a server that has not heard the time before.
        city.pass(LATEST).await;
    }
    tests::process::signal("CONT", nats.pid());
    is_told(&city).await;
    let orders = BTreeMap::from([(first, BORN.to_vec()), (second, BORN.to_vec())]);
    is_whole(&nats.reader().await.reads().await, &orders);
    city.close().await;
}

#[tokio::test]
async fn a_stream_that_somebody_takes_away_is_made_anew() {
    let nats = NatsServer::started();
    let city = city(&nats).await;
    let operator = city.operator().await;
    gas_is_out(&operator, 0).await;
    city.settle().await;
    let context = async_nats::jetstream::new(nats.client().await);
    context.delete_stream(tests::nats::STREAM).await.unwrap();
    gas_is_out(&operator, 1).await;
    city.settle().await;
    assert_eq!(whats(&nats.reader().await.reads().await), BORN);
    city.close().await;
}
