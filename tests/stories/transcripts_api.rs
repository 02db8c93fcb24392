//! The hotline's own system brings its calls as they end.

use serde_json::{Value, json};
use storage::order::Source;
use storage::{OrderNo, TaskKind};
use tests::City;
use tests::fake::UnitSystem;

struct Hotline {
    client: reqwest::Client,
    token: String,
}

impl Hotline {
    async fn connected(city: &City, unit: &str) -> Self {
        let system = UnitSystem::started().await;
        Self { client: reqwest::Client::new(), token: city.connect(unit, &system).await }
    }

    async fn brings(&self, city: &City, call: &Value) -> (u16, Value) {
        let url = city.url("/api/v1/transcripts");
        let answer = self.client.post(url).bearer_auth(&self.token).json(call).send().await;
        let answer = answer.expect("the program answers");
        (answer.status().as_u16(), answer.json().await.expect("a document"))
    }
}

const TELLS: &str = "坐席：您好，12345，请讲。
市民：喂，我们朝霞小区3号楼楼道里堆满了电动车，还有人拉线充电，出都出不去。
坐席：好的，给您登记转办了，再见。";

fn call(id: &str) -> Value {
    json!({ "id": id, "received_at": "2026-07-08T08:30:00+08:00", "text": TELLS, "phone": "13800001234" })
}

#[tokio::test]
async fn a_call_becomes_an_order_once_however_often_it_is_brought() {
    let city = City::founded().await;
    let hotline = Hotline::connected(&city, "RX").await;
    let (status, new) = hotline.brings(&city, &call("20260708-0001")).await;
    assert_eq!(
        (status, &new["outcome"], &new["state"]),
        (201, &json!("dispatched"), &json!("dispatched")),
        "{new}"
    );
    assert_eq!((&new["unit"], &new["kind"]), (&json!("C0101"), &json!("投诉")));
    let (status, known) = hotline.brings(&city, &call("20260708-0001")).await;
    assert_eq!((status, &known["outcome"], &known["no"]), (200, &json!("known"), &new["no"]));
    let no: OrderNo = new["no"].as_str().unwrap().parse().unwrap();
    let (order, _) = city.order(&no).await;
    assert_eq!((order.source, order.accepted_at), (Source::Transcript, tests::local("2026-07-08 08:30")));

    let mut other = call("20260708-0001");
    other["text"] = json!(TELLS.replace("3号楼", "5号楼"));
    let (status, conflict) = hotline.brings(&city, &other).await;
    assert_eq!((status, &conflict["type"]), (409, &json!("urn:jiesu:problem:other-content")));
    assert!(conflict["detail"].as_str().unwrap().contains(no.as_str()), "{conflict}");
    assert_eq!(city.orders().await.len(), 1);
    let tasks = city.operator().await.queue().await.tasks;
    assert_eq!(tasks.iter().map(|task| task.kind).collect::<Vec<_>>(), [TaskKind::CheckRecord]);
    city.close().await;
}

#[tokio::test]
async fn every_form_of_a_call_is_taken_and_a_draft_waits() {
    let city = City::founded().await;
    let hotline = Hotline::connected(&city, "RX").await;
    let said = "我们朝霞小区3号楼楼道里停满了电动车";
    let turns = json!([{ "speaker": "agent", "text": "您好，请讲" }, { "speaker": "citizen", "text": said }]);
    let greeting = "您好，这里是12345热线，请问有什么可以帮您";
    let fun_asr = json!({ "text": "", "sentence_info": [
        { "text": greeting, "start": 0, "end": 1500, "spk": 0 },
        { "text": said, "start": 1600, "end": 4000, "spk": 1 },
    ] });
    let whisper = json!({ "text": "", "segments": [
        { "start": 0.0, "end": 1.5, "text": greeting },
        { "start": 1.6, "end": 4.0, "text": said },
    ] });
    let forms = [
        json!({ "id": "1", "turns": turns }),
        json!({ "id": "2", "funasr": fun_asr }),
        json!({ "id": "3", "whisper": whisper, "source": "branch-2" }),
        json!({ "id": "4", "text": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 市民>朝霞小区停水三天了\n", "format": "web_vtt" }),
    ];
    for form in &forms {
        let (status, new) = hotline.brings(&city, form).await;
        assert_eq!(status, 201, "{form}: {new}");
    }
    let mut draft = call("5");
    draft["draft"] = json!(true);
    let (status, new) = hotline.brings(&city, &draft).await;
    assert_eq!((status, &new["state"], &new["why"]), (201, &json!("triage"), &json!("draft")));
    city.close().await;
}

#[tokio::test]
async fn only_the_hotlines_own_system_may_bring_calls() {
    let city = City::founded().await;
    let community = Hotline::connected(&city, "C0101").await;
    let (status, refused) = community.brings(&city, &call("1")).await;
    assert_eq!((status, &refused["type"]), (403, &json!("urn:jiesu:problem:only-hotline")));
    let nobody = Hotline { client: reqwest::Client::new(), token: "x".repeat(64) };
    assert_eq!(nobody.brings(&city, &call("1")).await.0, 401);
    assert!(city.orders().await.is_empty());
    city.close().await;
}

#[tokio::test]
async fn a_call_that_cannot_be_right_is_refused_with_field_and_line() {
    let city = City::founded().await;
    let hotline = Hotline::connected(&city, "RX").await;
    let mut refused = Vec::new();
    for wrong in [
        json!({ "text": TELLS }),
        json!({ "id": "1" }),
        json!({ "id": " ", "text": TELLS }),
        json!({ "id": "1", "text": TELLS, "turns": [] }),
        json!({ "id": "1", "text": "坐席：您好，请讲。\n坐席：喂？听得到吗？" }),
        json!({ "id": "1", "text": "坐席：……\n市民：。" }),
        json!({ "id": "1", "turns": [{ "speaker": "citizen", "text": "停水" }, { "speaker": "agent", "text": 7 }] }),
        json!({ "id": "1", "text": "WEBVTT\n\n00:01.000 --> soon\n您好" }),
        json!({ "id": "1", "text": TELLS, "format": "mp3" }),
        json!({ "id": "1", "text": TELLS, "received_at": "yesterday" }),
        json!({ "id": "1", "text": TELLS, "received_at": "2026-07-09T00:00:00+08:00" }),
        json!({ "id": "1", "text": TELLS, "source": "The Hotline" }),
        json!({ "id": "1", "text": TELLS, "phone": "没有" }),
        json!({ "id": "1".repeat(129), "text": TELLS }),
    ] {
        let (status, problem) = hotline.brings(&city, &wrong).await;
        assert_eq!(status, 422, "{wrong}: {problem}");
        refused.push(format!(
            "{}: {}",
            problem["field"].as_str().unwrap_or_default(),
            problem["detail"].as_str().unwrap()
        ));
    }
    insta::assert_snapshot!(refused.join("\n"), @"
    id: “id”没有填。
    text: text, turns, funasr, whisper 中必须有一个，也只能有一个。
    id: “id”没有填。
    text: text, turns, funasr, whisper 中必须有一个，也只能有一个。
    text: “text”里没有群众说的事，没有开单。请核对说话人标注。
    text: 通话里只有标注，没有一个字。
    turns: 通话第 2 段的“text”没有，或类型不对。
    text: 通话第 3 行的时间“00:01.000 --> soon”不对，应像 00:00:12.000 --> 00:00:15.000。
    format: “format”里的代码不在可选范围内。
    received_at: “received_at”的类型或范围不对。
    received_at: “received_at”是将来的时间，请核对后再发。
    source: “source”的类型或范围不对。
    phone: “phone”不是电话号码。
    id: “id”超过了上限 128。
    ");
    let whole = "长".repeat(17 << 20);
    let (status, problem) = hotline.brings(&city, &json!({ "id": "1", "text": whole })).await;
    assert_eq!((status, &problem["type"]), (413, &json!("urn:jiesu:problem:too-large")), "50 MB");
    assert!(city.orders().await.is_empty());
    city.close().await;
}
