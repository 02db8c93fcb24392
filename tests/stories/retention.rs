//! The time of what is personal is over: words, contacts and photos go, what happened stays.

use bot::desk::Act;
use bot::dialogue::Memory;
use jiff::SignedDuration;
use storage::order::{Order, State};
use storage::{OrderNo, Paper, PaperId, PaperKind};
use tests::{Citizen, City, Clerk};

const STORY: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";
const PHONE: &str = "13798765432";
const GONE: &str = "（内容已按规定删除）";

/// A citizen tells a matter with a photo and a phone: number and 查询码.
async fn tell(citizen: &Citizen) -> (OrderNo, String) {
    citizen.shows(1, None).await;
    citizen.says(STORY).await;
    citizen.presses("改联系方式").await;
    citizen.says(&format!("王桂兰，{PHONE}")).await;
    let accepted = citizen.presses("提交").await;
    (accepted.order_no(), accepted.code())
}

async fn close(citizen: &Citizen, community: &Clerk, no: &OrderNo) {
    community.does(no, Act::Sign).await;
    community.answers(no, "楼道已清理。").await;
    for label in ["联系过", "解决了", "满意"] {
        citizen.presses(label).await;
    }
}

/// The papers that are still there of those an order and its events name.
async fn papers(city: &City, no: &OrderNo) -> Vec<Paper> {
    let (_, events) = city.order(no).await;
    let named: Vec<PaperId> = events.iter().flat_map(|event| event.fact.papers()).collect();
    city.app.store.papers(city.app.jurisdiction(), &named).await.expect("the ledger answers")
}

fn holds(papers: &[Paper], kind: &PaperKind) -> bool {
    papers.iter().any(|paper| paper.kind == *kind)
}

async fn found(city: &City, operator: &Clerk) -> Vec<OrderNo> {
    let cards = city.app.desk.search(&operator.staff, PHONE).await.expect("the ledger answers");
    cards.into_iter().map(|card| card.no).collect()
}

#[tokio::test]
async fn an_order_closed_long_ago_keeps_what_happened_and_nothing_personal() {
    let city = City::founded().await;
    let (citizen, other) = (city.citizen().await, city.citizen().await);
    let (community, operator) = (city.unit("C0101").await, city.operator().await);
    let (no, code) = tell(&citizen).await;
    close(&citizen, &community, &no).await;
    let (open, _) = tell(&other).await;
    let photo = PaperKind::File { media_type: "image/png".to_owned() };
    let before = city.order(&no).await;
    assert_eq!(before.0.state, State::Closed);
    let (all, kept_of_open) = (papers(&city, &no).await, papers(&city, &open).await);
    // The program has run all the while: it knows that its clock has not jumped.
    city.settle().await;

    city.becomes("2027-07-08 08:00").await;
    assert_eq!(papers(&city, &no).await, all, "364 days: nothing is due");
    city.becomes("2027-07-08 10:00").await;
    let after_a_year = papers(&city, &no).await;
    assert!(!holds(&after_a_year, &photo) && holds(&after_a_year, &PaperKind::Contact));
    assert_eq!(found(&city, &operator).await.len(), 2);

    city.becomes("2028-07-08 10:00").await;
    let after_two_years = papers(&city, &no).await;
    assert!(!holds(&after_two_years, &PaperKind::Contact) && holds(&after_two_years, &PaperKind::Text));
    assert_eq!(found(&city, &operator).await, std::slice::from_ref(&open), "not by its phone any longer");

    city.becomes("2029-07-08 10:00").await;
    let left: Vec<PaperKind> = papers(&city, &no).await.into_iter().map(|paper| paper.kind).collect();
    assert_eq!(left, [PaperKind::QueryCode]);
    assert_eq!(city.order(&no).await, before, "what happened stays");
    assert_eq!(papers(&city, &open).await, kept_of_open, "an open order keeps everything");

    let (status, timeline) = city.query(&no, &code).await;
    let timeline = timeline.to_string();
    assert_eq!(status, 200, "{timeline}");
    assert!(timeline.contains(GONE) && !timeline.contains("楼道"), "{timeline}");
    let file = operator.reads(&no).await.unwrap();
    assert_eq!((file.story.as_str(), file.contact, file.files.len()), ("", None, 0));
    city.close().await;
}

#[tokio::test]
async fn a_second_sweep_changes_nothing() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let (no, _) = tell(&citizen).await;
    close(&citizen, &community, &no).await;
    city.becomes("2029-07-08 10:00").await;
    let after: (Vec<Paper>, Vec<Order>) = (papers(&city, &no).await, city.orders().await);
    let said = citizen.transcript().await;
    city.pass(SignedDuration::from_hours(2)).await;
    assert_eq!((papers(&city, &no).await, city.orders().await), after);
    assert_eq!(citizen.transcript().await, said);
    let city = city.restarted().await;
    city.settle().await;
    assert_eq!((papers(&city, &no).await, city.orders().await), after);
    city.close().await;
}

#[tokio::test]
async fn a_draft_nobody_goes_on_with_is_forgotten_and_later_what_was_said() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(STORY).await;
    let kept = async || {
        let found = city.app.desk.conversation("web", citizen.token()).await.unwrap();
        Memory::read(&found.unwrap().state)
    };
    city.pass(SignedDuration::from_hours(71)).await;
    assert!(kept().await.draft.is_some());
    city.pass(SignedDuration::from_hours(2)).await;
    assert_eq!(kept().await.draft, None);
    assert!(citizen.transcript().await.contains(STORY), "what was said is kept longer");

    city.pass(SignedDuration::from_hours(24 * 180)).await;
    let transcript = citizen.transcript().await;
    assert!(transcript.starts_with(&format!("群众：{GONE}")), "{transcript}");
    assert!(!transcript.contains("楼道"), "{transcript}");
    let again = citizen.says(STORY).await;
    assert!(again.text().contains("您看对不对"), "{}", again.text());
    city.close().await;
}

#[tokio::test]
async fn the_page_about_personal_data_says_what_is_done() {
    let city = City::founded().await;
    let page = reqwest::get(city.url("/privacy")).await.unwrap().text().await.unwrap();
    for promise in
        ["事情结束后 1095 天", "事情结束后 730 天", "事情结束后 365 天", "说过后 180 天", "72 小时"]
    {
        assert!(page.contains(promise), "{promise}: {page}");
    }
    city.close().await;
}

#[tokio::test]
async fn a_clock_that_is_years_ahead_for_an_hour_erases_nothing() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let (no, _) = tell(&citizen).await;
    close(&citizen, &community, &no).await;
    let all = papers(&city, &no).await;
    city.settle().await;

    city.clock.jump(tests::local("2038-01-20 10:00"));
    city.settle().await;
    city.clock.turn(SignedDuration::from_hours(1));
    city.settle().await;
    assert_eq!(papers(&city, &no).await, all, "it may be wrong");

    let city = city.restarted().await;
    city.settle().await;
    assert_eq!(papers(&city, &no).await, all, "it may have been wrong before the start");

    city.clock.turn(SignedDuration::from_hours(26));
    city.settle().await;
    assert_eq!(papers(&city, &no).await.len(), 1, "it is as late as it says");
    city.close().await;
}
