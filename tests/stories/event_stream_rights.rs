//! Who may read what in the event stream, on a server that is configured as the document says?

use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::jetstream::Context;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::context::ContextBuilder;
use bot::config::Events;
use futures::StreamExt;
use storage::{Endpoint, UnitCode};
use tests::{City, Founding, NatsServer};
use tokio::time::timeout;

use crate::event_stream::gas_is_out;

const DOCUMENT: &str = include_str!("../../deploy/EVENTS.md");

/// The server's configuration in the document, where RQGS is the unit that is in the story.
fn documented() -> String {
    let (_, rest) = DOCUMENT.split_once("```conf\n").expect("the document shows a configuration");
    let (config, _) = rest.split_once("```").expect("which has an end");
    config.replace("C0101", "RQGS")
}

/// Somebody who has signed in: asks for what they may have, and for what they may not, which is never answered.
async fn signed_in(nats: &NatsServer, user: &str, password: &str) -> (Context, Context) {
    let options = ConnectOptions::new()
        .user_and_password(user.to_owned(), password.to_owned())
        .custom_inbox_prefix(format!("_INBOX_{user}"));
    let client = nats.client_with(options).await;
    let patient = |seconds| ContextBuilder::new().timeout(Duration::from_secs(seconds)).build(client.clone());
    (patient(20), patient(1))
}

/// Reads what stands under a subject with a consumer of this name; `None`: that is not allowed.
async fn reads(context: &Context, name: &str, subject: &str) -> Option<Vec<String>> {
    let stream = context.get_stream_no_info(tests::nats::STREAM).await.expect("a name");
    let config = pull::Config {
        durable_name: Some(name.to_owned()),
        filter_subject: subject.to_owned(),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ..pull::Config::default()
    };
    let mut consumer = stream.create_consumer(config).await.ok()?;
    let waiting = usize::try_from(consumer.info().await.ok()?.num_pending).expect("a short stream");
    let mut read = Vec::new();
    let mut batch = consumer.fetch().max_messages(waiting).messages().await.ok()?;
    while let Some(message) = batch.next().await {
        let message = message.ok()?;
        read.push(message.subject.to_string());
        message.ack().await.ok()?;
    }
    Some(read)
}

async fn city(nats: &NatsServer) -> City {
    let password = Some("change-me-1".to_owned());
    let events = Events { user: Some("jiesu".to_owned()), password, ..nats.events() };
    let city = City::found(Founding { events: Some(events), ..Founding::default() }).await;
    let unit = UnitCode::new("RQGS");
    let endpoint = Endpoint {
        unit: unit.clone(),
        url: "nats:".to_owned(),
        secret: "whsec_c2VjcmV0IG9mIGEgdW5pdCBpbiBzdG9yaWVzIQ==".to_owned(),
        set_at: city.app.clock.now(),
    };
    let j = city.app.jurisdiction();
    city.app.clerk.set_endpoint(j, &unit, Some(&endpoint)).await.expect("an endpoint can be set");
    gas_is_out(&city.operator().await, 0).await;
    city.settle().await;
    city
}

#[tokio::test]
async fn a_board_reads_events_and_a_unit_its_letters_and_neither_reads_the_others() {
    let nats = NatsServer::started_with(&documented());
    let city = city(&nats).await;
    let (board, board_in_vain) = signed_in(&nats, "board", "change-me-2").await;
    let (unit, unit_in_vain) = signed_in(&nats, "unit-RQGS", "change-me-3").await;

    // What is not allowed first: what is allowed afterwards makes consumers that could be misused.
    for (name, subject) in [
        ("board", "jiesu.shili.unit.RQGS"),
        ("board", "jiesu.*.unit.*"),
        ("board", "jiesu.>"),
        ("board", ""),
        ("unit-RQGS", "jiesu.shili.unit.RQGS"),
    ] {
        assert_eq!(reads(&board_in_vain, name, subject).await, None, "the board reads {subject:?} as {name}");
    }
    for (name, subject) in [
        ("unit-RQGS", "jiesu.shili.unit.ZJJ"),
        ("unit-RQGS", "jiesu.*.order.*"),
        ("unit-RQGS", ""),
        ("board", "jiesu.*.order.*"),
    ] {
        assert_eq!(reads(&unit_in_vain, name, subject).await, None, "the unit reads {subject:?} as {name}");
    }

    let events = reads(&board, "board", "jiesu.*.order.*").await.expect("the board may read events");
    let order = |what| format!("jiesu.shili.order.{what}");
    assert_eq!(events, ["accepted", "triaged", "dispatched"].map(order));
    let letters = reads(&unit, "unit-RQGS", "jiesu.shili.unit.RQGS").await;
    assert_eq!(letters.expect("the unit may read its letters"), ["jiesu.shili.unit.RQGS"]);
    // Neither takes from the other's consumer, reads by number, listens to what is written, or writes.
    for (number, context) in [(1, &board_in_vain), (2, &unit_in_vain)] {
        let stream = context.get_stream_no_info(tests::nats::STREAM).await.expect("a name");
        assert!(stream.get_raw_message(1).await.is_err());
        let ack = context.publish("jiesu.shili.order.signed", "{}".into()).await.expect("it is sent");
        assert!(ack.await.is_err());
        let mut heard = context.client().subscribe("jiesu.>").await.expect("it is asked for");
        gas_is_out(&city.operator().await, number).await;
        city.settle().await;
        let heard = timeout(Duration::from_secs(1), heard.next()).await;
        assert!(!matches!(heard, Ok(Some(_))), "{heard:?}");
    }
    let next = |name: &str| format!("$JS.API.CONSUMER.MSG.NEXT.JIESU.{name}");
    let client = board.client();
    let taken = client.request(next("unit-RQGS"), "1".into());
    assert!(timeout(Duration::from_secs(1), taken).await.is_err());
    city.close().await;
}
