//! What does whoever reads the event stream learn of an order, and what never?

use bot::desk::{Act, Call};
use serde_json::{Value, json};
use storage::order::Kind;
use storage::{CategoryCode, OrderNo, UnitCode};
use tests::{City, Founding, NatsServer, Stood, veiled};

/// Nobody's, and easily found.
const PHONE: &str = "13800138199";
const NAME: &str = "欧阳验证";
const PLACE: &str = "朝霞小区3号楼2单元501";

pub(crate) async fn city(nats: &NatsServer) -> City {
    City::found(Founding { events: Some(nats.events()), ..Founding::default() }).await
}

pub(crate) fn whats(read: &[Stood]) -> Vec<&str> {
    read.iter().map(Stood::what).collect()
}

/// As a snapshot shows it.
fn on_paper(stood: &Stood) -> String {
    let mut told = stood.json();
    told["id"] = json!("…");
    veiled(&serde_json::to_string_pretty(&told).expect("a document"))
}

#[tokio::test]
async fn every_step_of_an_order_is_told_in_order_and_nothing_of_its_citizen() {
    let nats = NatsServer::started();
    let city = city(&nats).await;
    let (citizen, operator, unit) = (city.citizen().await, city.operator().await, city.unit("C0101").await);
    citizen
        .says(&format!("我叫{NAME}，电话{PHONE}，{PLACE}的楼道里停满了电动车，还有人拉线充电，太危险了"))
        .await;
    let no = citizen.presses("提交").await.order_no();
    unit.does(&no, Act::Sign).await;
    let inside = Act::Progress { note: "内部核实".to_owned(), files: Vec::new(), visible: false };
    unit.does(&no, inside.clone()).await;
    unit.does(&no, inside).await;
    operator.does(&no, Act::Reveal { purpose: "回访核实".to_owned() }).await;
    unit.answers(&no, "社区已会同物业清理楼道，并安装了室外充电桩。").await;
    for label in ["联系过", "解决了", "非常满意"] {
        citizen.presses(label).await;
    }
    city.settle().await;

    let read = nats.reader().await.reads().await;
    let happened =
        ["accepted", "dispatched", "signed", "progressed", "replied", "finished", "rated", "closed"];
    assert_eq!(whats(&read), happened, "the second note and the look at the contact stay inside");
    insta::assert_snapshot!(on_paper(&read[2]), @r#"
    {
      "data": {
        "area": {
          "code": "SL0101",
          "name": "朝霞社区"
        },
        "category": {
          "code": "120301",
          "name": "楼道电动车停放充电"
        },
        "finish_by": "2026-07-09T01:00:00Z",
        "kind": "投诉",
        "lead": {
          "code": "C0101",
          "name": "向阳街道朝霞社区居民委员会"
        },
        "no": "(编号)",
        "reason": null,
        "role": "unit",
        "round": 1,
        "sign_by": "2026-07-08T01:30:00Z",
        "state": "signed",
        "urgency": "紧急"
      },
      "datacontenttype": "application/json",
      "id": "…",
      "sequence": "0000000003",
      "source": "/jiesu/shili",
      "specversion": "1.0",
      "subject": "(编号)",
      "time": "2026-07-08T01:00:00Z",
      "type": "cn.jiesu.order.signed.v1"
    }
    "#);
    let (_, events) = city.order(&no).await;
    for stood in &read {
        let told = stood.json();
        assert_eq!(stood.subject, format!("jiesu.shili.order.{}", stood.what()));
        assert_eq!(stood.header("Nats-Msg-Id"), told["id"]);
        assert_eq!(stood.header("Content-Type"), "application/cloudevents+json; charset=utf-8");
        let seq: usize = told["sequence"].as_str().unwrap().parse().unwrap();
        let event = &events[seq - 1];
        assert_eq!(event.fact.name(), stood.what());
        assert_eq!(told["time"], event.at.to_string());
        for canary in [PHONE, NAME, "2单元", "拉线", "核实", "充电桩", "SL010101"] {
            assert!(!format!("{stood:?}").contains(canary), "{canary} in {stood:?}");
        }
    }
    let states: Vec<Value> = read.iter().map(|stood| stood.json()["data"]["state"].clone()).collect();
    let after = ["accepted", "dispatched", "signed", "handling", "replied", "done", "rated", "closed"];
    assert_eq!(states, after, "as it stood after each event, not as it stands now");
    city.close().await;
}

#[tokio::test]
async fn of_a_report_only_number_kind_and_state_are_told() {
    let nats = NatsServer::started();
    let city = city(&nats).await;
    let operator = city.operator().await;
    let call = |kind| Call {
        story: "有人在河边偷偷倒废渣".to_owned(),
        place: Some("朝霞小区".to_owned()),
        name: Some(NAME.to_owned()),
        phone: Some(PHONE.to_owned()),
        kind: Some(kind),
        category: Some(CategoryCode::new("030401")),
        lead: Some(UnitCode::new("RQGS")),
        ..Call::default()
    };
    let report = operator.takes_call(call(Kind::Report), "report").await.no;
    city.settle().await;
    let mut reader = nats.reader().await;
    let read = reader.reads().await;
    assert_eq!(whats(&read), BORN);
    for (stood, state) in read.iter().zip(["accepted", "triage", "dispatched"]) {
        let data = stood.json()["data"].clone();
        assert_eq!(data, json!({ "no": report, "kind": "举报", "state": state }), "{stood:?}");
    }

    // What turns out to be one while nobody has read of it yet is sealed from its first event on.
    let complaint = operator.takes_call(call(Kind::Complaint), "complaint").await;
    let form = storage::order::Form { kind: Kind::Report, ..complaint.form.clone() };
    operator.does(&complaint.no, Act::Correct { form }).await;
    city.settle().await;
    let read = reader.reads().await;
    assert_eq!(whats(&read), [&BORN[..], &["corrected"]].concat());
    for stood in &read {
        let data = stood.json()["data"].clone();
        let told: Vec<&String> = data.as_object().expect("an object").keys().collect();
        assert_eq!(told, ["kind", "no", "state"], "{stood:?}");
        assert_eq!(data["kind"], "举报");
    }
    city.close().await;
}

#[tokio::test]
async fn who_begins_in_the_middle_reads_the_same_from_there() {
    let nats = NatsServer::started();
    let city = city(&nats).await;
    let operator = city.operator().await;
    for number in 0..6 {
        let no = gas_is_out(&operator, number).await;
        city.unit("RQGS").await.does(&no, Act::Sign).await;
    }
    city.settle().await;
    let all = nats.reader().await.reads().await;
    assert_eq!(all.len(), 24);
    for from in [1, 7, 24] {
        let again = nats.reader_from(from).await.reads().await;
        assert_eq!(again, all[usize::try_from(from).unwrap() - 1..], "from {from}");
    }
    city.close().await;
}

#[tokio::test]
async fn where_no_server_is_named_nothing_is_kept_for_one() {
    let city = City::founded().await;
    gas_is_out(&city.operator().await, 0).await;
    let backlog = city.app.store.backlog(city.app.clock.now()).await.unwrap();
    assert_eq!(backlog.notices, 0);
    city.close().await;
}

/// What happens to an order that an operator writes down and dispatches.
pub(crate) const BORN: [&str; 3] = ["accepted", "triaged", "dispatched"];

/// An order that an operator writes down and dispatches.
pub(crate) async fn gas_is_out(operator: &tests::Clerk, number: usize) -> OrderNo {
    let call = Call {
        story: "家里停气了".to_owned(),
        place: Some("朝霞小区".to_owned()),
        category: Some(CategoryCode::new("030401")),
        lead: Some(UnitCode::new("RQGS")),
        ..Call::default()
    };
    operator.takes_call(call, &format!("call-{number}")).await.no
}
