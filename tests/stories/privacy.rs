//! A citizen's phone, name and address are nowhere in the clear: not on disk, not in logs, not in metrics.

use std::fmt::Write;
use std::sync::{Arc, Mutex};

use bot::desk::Act;
use tests::City;
use tests::fake::UnitSystem;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

const PHONE: &str = "13798765432";
const NAME: &str = "鄂尔敦毕力格";
const ADDRESS: &str = "蓝莓胡同七十七号";
const STORY: &str = "紫色充电线";

/// Every line any part of the program logs, at whatever level.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    canaries: Vec<String>,
    count: usize,
    told: Vec<String>,
}

impl Lines {
    /// From now on, this must not be logged.
    fn beware(&self, canary: &str) {
        self.0.lock().expect("nothing panics while it logs").canaries.push(canary.to_owned());
    }

    fn note(&self, write: impl FnOnce(&mut Text)) {
        let mut text = Text(String::new());
        write(&mut text);
        let mut log = self.0.lock().expect("nothing panics while it logs");
        log.count += 1;
        if log.canaries.iter().any(|canary| text.0.contains(canary)) {
            log.told.push(text.0);
        }
    }

    fn told(&self) -> (usize, Vec<String>) {
        let log = self.0.lock().expect("nothing panics while it logs");
        (log.count, log.told.clone())
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, "{field}={value:?} ").expect("a string takes everything");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, "{field}={value} ").expect("a string takes everything");
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.note(|text| event.record(text));
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.note(|text| attributes.record(text));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        self.note(|text| values.record(text));
    }
}

#[tokio::test]
async fn nothing_personal_is_in_the_clear_after_a_whole_walk() {
    let lines = Lines::default();
    for canary in [PHONE, NAME, ADDRESS, STORY] {
        lines.beware(canary);
    }
    // For the whole process: the ledger works on threads of its own. No other story sets a subscriber.
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines.clone())).unwrap();

    let city = City::founded().await;
    let system = UnitSystem::started().await;
    city.connect("C0101", &system).await;
    let (citizen, community, operator) =
        (city.citizen().await, city.unit("C0101").await, city.operator().await);
    lines.beware(citizen.token());
    citizen.says(&format!("楼道里停满了电动车，还拉着{STORY}，出入不方便")).await;
    citizen.says(&format!("朝霞小区{ADDRESS}")).await;
    citizen.presses("改联系方式").await;
    citizen.says(&format!("{NAME}，{PHONE}")).await;
    let accepted = citizen.presses("提交").await;
    let (no, code) = (accepted.order_no(), accepted.code());
    lines.beware(&code);
    community.does(&no, Act::Sign).await;
    community.does(&no, Act::Reveal { purpose: format!("给{NAME}打电话") }).await;
    community.does(&no, Act::Ask { question: format!("{NAME}您好，是几单元？") }).await;
    citizen.says(&format!("2单元，打{PHONE}")).await;
    system.feels(tests::fake::Mood::Refuses(500));
    community.answers(&no, &format!("{NAME}您好，{ADDRESS}已清理。")).await;
    city.settle().await;
    system.feels(tests::fake::Mood::Well);
    city.pass(jiff::SignedDuration::from_secs(5)).await;
    city.app.desk.search(&operator.staff, PHONE).await.unwrap();
    assert_eq!(city.query(&no, &code).await.0, 200);
    assert_eq!(city.query(&no, PHONE).await.0, 404);
    citizen.presses("联系过").await;
    citizen.presses("解决了").await;
    citizen.presses("满意").await;

    let metrics = reqwest::get(city.url("/metrics")).await.unwrap().text().await.unwrap();
    assert!(metrics.contains("jiesu_http_requests_total"), "{metrics}");
    let (mut files, canaries) = (0, [PHONE, NAME, ADDRESS, STORY, code.as_str(), citizen.token()]);
    for canary in canaries {
        assert!(!metrics.contains(canary), "{canary} is in the metrics");
    }
    for (place, bytes) in city.written().await {
        files += 1;
        for canary in canaries {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} is in the clear in {place}");
        }
    }
    assert!(files >= 2, "the database and its write-ahead log");
    // Nothing is asserted while the others' log lines wait.
    let (count, told) = lines.told();
    assert!(count > 100, "only {count} lines were logged");
    assert!(told.is_empty(), "{told:#?}");
    city.close().await;
}
