//! How does a unit's system read its letters in the event stream, and nobody else's?

use jiff::SignedDuration;
use serde_json::Value;
use standardwebhooks::Webhook;
use storage::{Endpoint, TaskKind, UnitCode};
use tests::fake::UnitSystem;
use tests::{City, Founding, NatsServer, Stood};

use crate::event_stream::{city, gas_is_out, whats};

const SECRET: &str = "whsec_c2VjcmV0IG9mIGEgdW5pdCBpbiBzdG9yaWVzIQ==";

/// An administrator has set the unit's address.
async fn is_told_at(city: &City, unit: &str, url: &str) {
    let unit = UnitCode::new(unit);
    let endpoint = Endpoint {
        unit: unit.clone(),
        url: url.to_owned(),
        secret: SECRET.to_owned(),
        set_at: city.app.clock.now(),
    };
    let j = city.app.jurisdiction();
    city.app.clerk.set_endpoint(j, &unit, Some(&endpoint)).await.expect("an endpoint can be set");
}

fn of_units(read: Vec<Stood>) -> Vec<Stood> {
    read.into_iter().filter(|stood| stood.subject.contains(".unit.")).collect()
}

/// As a unit's system checks it.
fn is_signed(stood: &Stood) -> bool {
    let webhook = Webhook::new(SECRET).expect("the secret is well formed");
    let timestamp = stood.header("webhook-timestamp").parse().expect("a time");
    let expected = webhook.sign(stood.header("webhook-id"), timestamp, stood.text.as_bytes());
    expected.expect("it can be signed") == stood.header("webhook-signature")
}

#[tokio::test]
async fn a_unit_reads_the_same_signed_letters_as_by_webhook() {
    let nats = NatsServer::started();
    let city = city(&nats).await;
    is_told_at(&city, "C0101", "nats:").await;
    let citizen = city.citizen().await;
    citizen.says("我电话13812345678，朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    citizen.says("催办").await;
    city.settle().await;
    let letters = of_units(nats.reader().await.reads().await);
    let types: Vec<Value> = letters.iter().map(|letter| letter.json()["type"].clone()).collect();
    assert_eq!(types, ["order.dispatched", "order.urged"]);
    for letter in &letters {
        assert_eq!(letter.subject, "jiesu.shili.unit.C0101");
        assert!(is_signed(letter), "{letter:?}");
        assert_eq!(letter.header("Nats-Msg-Id"), letter.header("webhook-id"));
        assert_eq!(letter.json()["data"]["no"], no.as_str());
        assert!(letter.json()["data"]["story"].as_str().unwrap().contains("电动车"));
        assert!(!letter.text.contains("13812345678"), "{letter:?}");
    }
    city.close().await;
}

#[tokio::test]
async fn a_letter_goes_where_the_units_system_is_when_it_is_sent() {
    let mut nats = NatsServer::started();
    let city = city(&nats).await;
    let system = UnitSystem::started().await;
    is_told_at(&city, "RQGS", "nats:").await;
    nats.stops();
    let no = gas_is_out(&city.operator().await, 0).await;
    city.settle().await;
    is_told_at(&city, "RQGS", &system.url()).await;
    city.pass(SignedDuration::from_secs(30)).await;
    assert_eq!(system.told().iter().map(|told| told.no.as_str()).collect::<Vec<_>>(), [no.as_str()]);

    nats.starts();
    is_told_at(&city, "RQGS", "nats:").await;
    let no = gas_is_out(&city.operator().await, 1).await;
    city.pass(SignedDuration::from_secs(30)).await;
    city.pass(SignedDuration::from_secs(30)).await;
    let letters = of_units(nats.reader().await.reads().await);
    assert_eq!(whats(&letters), ["RQGS"]);
    assert_eq!(letters[0].json()["data"]["no"], no.as_str());
    city.close().await;
}

#[tokio::test]
async fn where_the_stream_was_taken_out_of_the_configuration_a_person_phones_the_unit() {
    let city = City::found(Founding::default()).await;
    is_told_at(&city, "RQGS", "nats:").await;
    let operator = city.operator().await;
    let no = gas_is_out(&operator, 0).await;
    city.settle().await;
    let tasks = operator.queue().await.tasks;
    assert_eq!((tasks.len(), tasks[0].kind, tasks[0].order.as_ref()), (1, TaskKind::PhoneUnit, Some(&no)));
    city.close().await;
}
