//! Is it known where members of staff and units' groups are on a platform?

use std::sync::Arc;

use super::world::{home, id, minute, opened};
use super::{Ground, Ledger};
use crate::{AccountId, Address, Holder, Jurisdiction, UnitCode};

const TELEGRAM: &str = "telegram";

fn at(channel: &str, value: &str) -> Address {
    Address { channel: channel.to_owned(), value: value.to_owned() }
}

async fn sits(ledger: &Arc<dyn Ledger>, holder: &Holder, seat: Option<&str>) {
    ledger.set_seat(&home(), TELEGRAM, holder, seat, minute(0)).await.unwrap();
}

async fn seat(ledger: &Arc<dyn Ledger>, holder: &Holder) -> Option<String> {
    ledger.seat(&home(), TELEGRAM, holder).await.unwrap()
}

async fn holder(ledger: &Arc<dyn Ledger>, value: &str) -> Option<Holder> {
    ledger.holder(&home(), &at(TELEGRAM, value)).await.unwrap()
}

pub(crate) async fn a_seat_is_taken_found_and_left(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (unit, wu) = (Holder::Unit(UnitCode::new("traffic")), Holder::Account(AccountId(id())));
    assert_eq!(seat(&ledger, &unit).await, None);
    sits(&ledger, &unit, Some("-1001")).await;
    sits(&ledger, &wu, Some("42")).await;
    assert_eq!(seat(&ledger, &unit).await.as_deref(), Some("-1001"));
    assert_eq!(holder(&ledger, "-1001").await, Some(unit.clone()));
    assert_eq!(holder(&ledger, "42").await, Some(wu.clone()));
    assert_eq!(holder(&ledger, "43").await, None);

    assert_eq!(ledger.seat(&home(), "wecom", &unit).await.unwrap(), None, "another platform");
    assert_eq!(ledger.holder(&home(), &at("wecom", "42")).await.unwrap(), None);
    let elsewhere = Jurisdiction::new("elsewhere");
    assert_eq!(ledger.seat(&elsewhere, TELEGRAM, &unit).await.unwrap(), None);
    assert_eq!(ledger.holder(&elsewhere, &at(TELEGRAM, "42")).await.unwrap(), None);

    sits(&ledger, &wu, None).await;
    sits(&ledger, &wu, None).await;
    assert_eq!((seat(&ledger, &wu).await, holder(&ledger, "42").await), (None, None));
    assert_eq!(holder(&ledger, "-1001").await, Some(unit), "who did not leave sits where they sat");
}

pub(crate) async fn nobody_sits_on_two_chairs_and_no_two_on_one(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [wu, an] = [Holder::Account(AccountId(id())), Holder::Account(AccountId(id()))];
    sits(&ledger, &wu, Some("42")).await;
    sits(&ledger, &wu, Some("43")).await;
    assert_eq!((seat(&ledger, &wu).await.as_deref(), holder(&ledger, "42").await), (Some("43"), None));
    sits(&ledger, &an, Some("43")).await;
    assert_eq!(holder(&ledger, "43").await, Some(an.clone()));
    assert_eq!(seat(&ledger, &wu).await, None, "whoever was there before is there no more");
    sits(&ledger, &an, Some("43")).await;
    assert_eq!(seat(&ledger, &an).await.as_deref(), Some("43"), "said twice, it is so");
}

pub(crate) async fn a_seat_is_not_written_in_the_clear(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let unit = Holder::Unit(UnitCode::new("it-may-be-read"));
    sits(&ledger, &unit, Some("-100canary")).await;
    let bytes = ground.bytes();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("it-may-be-read"), "the test looks where things are written");
    assert!(!holds("canary"));
}
