//! While a city is brought up to a newer version, programs of both run on one ledger: what the older one cannot read
//! is left to the newer.

use bot::clock::Clock;
use jiff::SignedDuration;
use storage::{Alarm, AlarmChange, AlarmId, Decision, Listener, Notice, NoticeId, Settled, UnitCode};
use tests::City;

/// No program of today writes this.
const UNKNOWN: &str = r#"{"what":"a thing of tomorrow"}"#;

#[tokio::test]
async fn what_a_newer_program_wrote_is_left_to_it() {
    let city = City::founded().await;
    let now = city.clock.now();
    let mut written = Decision::new(city.app.jurisdiction().clone(), now);
    written.notices = vec![Notice {
        id: NoticeId(city.app.mint.id(now)),
        stream: "order:tomorrow".to_owned(),
        seq: 1,
        listener: Listener::Unit(UnitCode::new("C0101")),
        channel: "webhook".to_owned(),
        urgent: false,
        document: UNKNOWN.to_owned(),
        standing: None,
    }];
    let alarm = Alarm {
        id: AlarmId(city.app.mint.id(now)),
        key: "tomorrow".to_owned(),
        due: now,
        document: UNKNOWN.to_owned(),
    };
    written.alarms = vec![AlarmChange::Set(alarm)];
    city.app.store.commit(written).await.expect("the ledger answers");

    for _ in 0..3 {
        city.pass(SignedDuration::from_mins(1)).await;
        let backlog = city.app.store.backlog(city.clock.now()).await.expect("the ledger answers");
        assert_eq!((backlog.notices, backlog.alarms, backlog.dead, backlog.tasks), (1, 1, 0, 0));
    }

    // The newer program reads and tells it.
    city.clock.turn(SignedDuration::from_hours(12));
    let lease = SignedDuration::from_mins(1);
    let claimed = city.app.store.claim(city.clock.now(), lease, 10, 1).await.expect("the ledger answers");
    assert_eq!(claimed.iter().map(|it| it.notice.document.as_str()).collect::<Vec<_>>(), [UNKNOWN]);
    let told = Settled::Delivered { posted: None };
    assert!(city.app.store.settle(&claimed[0], told, city.clock.now()).await.expect("the ledger answers"));
    city.close().await;
}
