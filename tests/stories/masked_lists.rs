//! A phone number stands whole in no list of those who do not phone, not even half of it; who reports somebody is sealed
//! in the words, too.

use bot::desk::{Act, Call};
use storage::order::Kind;
use storage::{CategoryCode, OrderNo, TaskKind, UnitCode};
use tests::fake::UnitSystem;
use tests::{Citizen, City};

const PHONE: &str = "13812345678";
/// Who reports somebody, and where they live.
const REPORTER: [&str; 4] = ["建国", "501", "3号楼", PHONE];

#[tokio::test]
async fn a_phone_at_the_edge_of_a_card_is_masked_whole() {
    let city = City::founded().await;
    let (operator, unit) = (city.operator().await, city.unit("C0101").await);
    for cut in 1..=PHONE.len() {
        let filler = "楼".repeat(60 - cut);
        let call = Call {
            story: format!("{filler}{PHONE}"),
            category: Some(CategoryCode::new("120301")),
            lead: Some(UnitCode::new("C0101")),
            ..Call::default()
        };
        operator.takes_call(call, &format!("call-{cut}")).await;
    }
    let cards = unit.lists().await.unsigned;
    assert_eq!(cards.len(), PHONE.len());
    for card in cards {
        assert!(!card.summary.contains("1381"), "{}", card.summary);
    }
    city.close().await;
}

#[tokio::test]
async fn what_was_heard_of_an_emergency_shows_its_phone_to_operators_only() {
    let city = City::founded().await;
    let (citizen, operator, supervisor) =
        (city.citizen().await, city.operator().await, city.supervisor().await);
    citizen.says(&format!("我家着火了快来人，打{PHONE}")).await;
    let heard = |tasks: Vec<bot::desk::TaskCard>| {
        let alert = tasks.into_iter().find(|task| task.kind == TaskKind::DutyAlert);
        alert.expect("the duty officer is alerted").words
    };
    assert!(heard(operator.queue().await.tasks).contains(PHONE));
    let masked = heard(supervisor.queue().await.tasks);
    assert!(masked.contains("着火") && !masked.contains(PHONE), "{masked}");
    city.close().await;
}

/// A citizen reports a restaurant, and says who they are.
async fn reports(citizen: &Citizen) -> OrderNo {
    citizen.says("我叫王建国，住朝霞小区3号楼2单元501，我举报朝霞市场的示例饭店无证经营，用地沟油").await;
    citizen.presses("改联系方式").await;
    citizen.says(PHONE).await;
    citizen.presses("提交").await.order_no()
}

/// Who calls is named only where nothing announces a name.
fn told_by_phone() -> Call {
    Call {
        story: "举报示例饭店后厨用地沟油，王建国亲眼看见".to_owned(),
        kind: Some(Kind::Report),
        category: Some(CategoryCode::new("120301")),
        lead: Some(UnitCode::new("SJJ")),
        ..Call::default()
    }
}

fn is_sealed(words: &str) {
    assert!(REPORTER.iter().all(|known| !words.contains(known)), "{words}");
}

#[tokio::test]
async fn a_unit_does_not_hear_the_voice_of_who_reports_somebody() {
    let city = City::founded().await;
    let (citizen, operator, market) = (city.citizen().await, city.operator().await, city.unit("SJJ").await);
    citizen.says("我举报朝霞市场的示例饭店无证经营，用地沟油").await;
    citizen.speaks().await;
    citizen.shows(1, None).await;
    let no = citizen.presses("提交").await.order_no();
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("SJJ"), helpers: Vec::new() }).await;
    let all = operator.reads(&no).await.unwrap().files;
    let seen = market.reads(&no).await.unwrap().files;
    assert_eq!((all.len(), seen.len()), (2, 1));
    for file in all {
        let opened = city.app.desk.staff_file(&market.staff, &no, file.id).await.unwrap();
        assert_eq!(opened.is_some(), file.media_type.starts_with("image/"), "{}", file.media_type);
    }
    city.close().await;
}

#[tokio::test]
async fn who_reports_somebody_is_hidden_in_every_word_a_unit_reads() {
    let city = City::founded().await;
    let (citizen, operator, supervisor) =
        (city.citizen().await, city.operator().await, city.supervisor().await);
    let (market, system) = (city.unit("SJJ").await, UnitSystem::started().await);
    let token = city.connect("SJJ", &system).await;
    let no = reports(&citizen).await;
    assert_eq!(city.order(&no).await.0.form.kind, Kind::Report);
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("SJJ"), helpers: Vec::new() }).await;
    is_sealed(&market.lists().await.unsigned[0].summary);
    market.does(&no, Act::Sign).await;
    market.does(&no, Act::Ask { question: "哪一家饭店？".to_owned() }).await;
    citizen.says("市场东门那家，我是王建国，在3号楼2单元501看得见").await;
    operator.does(&no, Act::Supplement { note: "来电人王建国，住3号楼2单元501".to_owned() }).await;
    let unannounced = city.operator().await.takes_call(told_by_phone(), "call-1").await.no;
    market.does(&unannounced, Act::Sign).await;
    market.does(&unannounced, Act::Ask { question: "您怎么称呼？".to_owned() }).await;
    operator.does(&unannounced, Act::Supplement { note: "来电人王建国".to_owned() }).await;
    assert!(market.lists().await.waiting.iter().all(|card| !card.summary.contains("建国")));
    market.does(&no, Act::Ask { question: "您怎么称呼？".to_owned() }).await;
    citizen.says("王建国").await;
    operator.does(&no, Act::Supplement { note: "后厨的事王建国亲眼看见".to_owned() }).await;

    let file = market.reads(&no).await.unwrap();
    assert!(file.story.contains("王**") && file.story.contains("示例饭店"), "{}", file.story);
    is_sealed(&format!("{} {:?} {:?} {:?}", file.story, file.place, file.words, file.contact));
    assert!(file.words.values().any(|words| words.contains("东门")), "{:?}", file.words);
    let found = city.app.desk.search(&market.staff, no.as_str()).await.unwrap();
    is_sealed(&found[0].summary);
    let read = reqwest::Client::new().get(city.url(&format!("/api/v1/orders/{no}"))).bearer_auth(&token);
    let read = read.send().await.unwrap().text().await.unwrap();
    assert!(read.contains("示例饭店"), "{read}");
    is_sealed(&read);
    city.settle().await;
    let told = system.told();
    assert!(told.iter().any(|told| told.letter.to_string().contains("示例饭店")), "{told:?}");
    told.iter().for_each(|told| is_sealed(&told.letter.to_string()));

    assert!(operator.reads(&no).await.unwrap().story.contains("王建国，住朝霞小区3号楼2单元501"));
    assert!(supervisor.reads(&no).await.unwrap().story.contains("王建国"), "the centre knows");
    city.close().await;
}

#[tokio::test]
async fn who_complains_keeps_name_and_door_for_the_unit_that_must_go_there() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    citizen.says("我叫王建国，朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    let story = community.reads(&no).await.unwrap().story;
    assert!(story.contains("王建国") && story.contains("3号楼"), "{story}");
    city.close().await;
}
