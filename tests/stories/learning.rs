//! The program learns from what people corrected, and only what a person lets it.

use bot::courier::Stepped;
use bot::desk::Act;
use bot::learning::{self, How};
use storage::order::{Form, Kind, State};
use storage::{CategoryCode, OrderNo, UnitCode, Verdict, WordChange};
use tests::process::{Program, run};
use tests::{City, Clerk};

/// Noise of machines; nobody told the program that people call it 怪声.
const NOISE: &str = "040104";
/// Three people speak of it, each in their own words.
const THREE: [&str; 3] = [
    "滨河路这边老有怪声，弄得人心里发毛",
    "滨河路后半夜总传来怪声，孩子都给吓醒了",
    "滨河路又是一阵阵怪声，也不知道从哪儿来的",
];

/// Somebody tells it, without a phone.
async fn told(city: &City, story: &str) -> OrderNo {
    let citizen = city.citizen().await;
    citizen.says(story).await;
    citizen.says("不留电话").await;
    citizen.presses("提交").await.order_no()
}

/// An operator gives it the leaf and the unit it should have had.
async fn corrects(city: &City, operator: &Clerk, no: &OrderNo) {
    let order = city.order(no).await.0;
    assert_eq!((order.state, &order.form.category), (State::Triage, &None), "nothing was understood");
    let form = Form { kind: Kind::Complaint, category: Some(CategoryCode::new(NOISE)), ..order.form };
    operator.does(no, Act::Correct { form }).await;
    operator.does(no, Act::Dispatch { lead: UnitCode::new("HBJ"), helpers: Vec::new() }).await;
}

async fn changes(city: &City) -> Vec<WordChange> {
    city.app.clerk.word_changes(city.app.jurisdiction()).await.expect("the ledger answers")
}

async fn decides(city: &City, who: &Clerk, change: &WordChange, approved: bool) {
    let verdict =
        Verdict {
            approved, by: who.staff.account, at: city.app.clock.now(), why: "就是机器响".to_owned()
        };
    let decided = city.app.clerk.decide_change(city.app.jurisdiction(), change.id, &verdict).await;
    assert!(decided.expect("the ledger answers"), "it waited for somebody");
}

/// Three orders corrected by Wednesday, and on Monday the program learns from them.
async fn a_monday() -> (City, Vec<OrderNo>) {
    let city = City::founded().await;
    let operator = city.operator().await;
    assert_eq!(city.learns().await, Stepped::Worked, "the week that has begun, in which nothing was told");
    let mut numbers = Vec::new();
    for story in THREE {
        let no = told(&city, story).await;
        corrects(&city, &operator, &no).await;
        numbers.push(no);
    }
    assert_eq!(city.learns().await, Stepped::Idle, "once a week");
    city.becomes("2026-07-13 02:59").await;
    assert_eq!(city.learns().await, Stepped::Idle);
    assert!(changes(&city).await.is_empty());
    city.becomes("2026-07-13 03:00").await;
    assert_eq!(city.learns().await, Stepped::Worked);
    numbers.sort();
    (city, numbers)
}

#[tokio::test]
async fn a_word_three_people_used_is_proposed_approved_and_understood() {
    let (city, numbers) = a_monday().await;
    let proposed = changes(&city).await;
    assert_eq!(proposed.len(), 1, "{proposed:?}");
    let change = &proposed[0];
    assert_eq!((change.category.as_str(), change.word.as_str(), change.before), (NOISE, "怪声", None));
    let righted: Vec<OrderNo> = change.rehearsed.righted.shown.iter().map(|it| it.no.clone()).collect();
    assert_eq!((change.rehearsed.righted.count, righted), (3, numbers));
    assert_eq!((change.rehearsed.wronged.count, change.rehearsed.otherwise.count), (0, 0));

    let fourth = "迎宾路夜里怪声不断，一家人整夜合不上眼";
    let before = city.app.banner.book.understand(fourth);
    assert_eq!(before.category, None, "nothing changes before a person says so");
    decides(&city, &city.supervisor().await, change, true).await;
    let rules_before = city.app.banner.hash.clone();

    let city = city.restarted().await;
    assert_ne!(city.app.banner.hash, rules_before, "other rules have another name");
    let no = told(&city, fourth).await;
    let file = city.operator().await.reads(&no).await.expect("an operator reads every order");
    assert_eq!(file.order.form.category, Some(CategoryCode::new(NOISE)));
    let because = file.reasons.expect("it was understood").because;
    let rule = format!("learned:{}", change.id);
    assert!(because.iter().any(|word| word.word == "怪声" && word.rule == rule), "{because:?}");
    city.close().await;
}

#[tokio::test]
async fn a_refused_word_changes_nothing_and_does_not_come_back() {
    let (city, _) = a_monday().await;
    let change = changes(&city).await.remove(0);
    decides(&city, &city.supervisor().await, &change, false).await;
    let city = city.restarted().await;
    assert_eq!(city.app.banner.book.understand(THREE[0]).category, None);
    city.becomes("2026-07-20 09:00").await;
    assert_eq!(city.learns().await, Stepped::Worked, "a week that was missed is made up for");
    let all = changes(&city).await;
    assert!(all.iter().all(|it| it.id == change.id || !it.word.contains("怪声")), "{all:?}");
    assert!(all.iter().any(|it| it.id == change.id && it.verdict.as_ref().is_some_and(|it| !it.approved)));
    city.close().await;
}

#[tokio::test]
async fn another_unit_under_the_same_leaf_is_a_row_but_proves_no_leaf() {
    let city = City::founded().await;
    let (operator, unit) = (city.operator().await, city.unit("HBJ").await);
    let no = told(&city, THREE[0]).await;
    corrects(&city, &operator, &no).await;
    let lesson = learning::study(&city.app).await.expect("the ledger answers");
    assert_eq!((lesson.rows[0].how, lesson.tried), (How::Corrected, 1));

    let basis = "设备在小区泵房，三定方案不归我们".to_owned();
    let reason = storage::ReasonCode::new("R01");
    unit.does(&no, Act::RequestReturn { reason, basis, suggested: None }).await;
    operator.does(&no, Act::GrantReturn).await;
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("ZJJ"), helpers: Vec::new() }).await;
    let lesson = learning::study(&city.app).await.expect("the ledger answers");
    let row = &lesson.rows[0];
    assert_eq!((row.how, &row.no, row.text.as_str()), (How::Returned, &no, THREE[0]));
    assert_eq!(row.units, Some((UnitCode::new("HBJ"), UnitCode::new("ZJJ"))));
    assert_eq!((&row.first, &row.leaf), (&None, &Some(CategoryCode::new(NOISE))));
    city.close().await;
}

#[test]
fn the_command_line_says_that_there_is_nothing_to_learn_yet() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let learn = |more: &[&str]| run(&[&["learn", "--data", &data], more].concat(), b"");
    let mistaken = learn(&[]);
    assert_eq!((mistaken.code, folder.path().join("data").exists()), (2, false), "{}", mistaken.err);
    Program::start(&folder.path().join("data"), &[]).stop();
    let told = learn(&["--keep"]);
    assert_eq!(told.code, 0, "{}", told.err);
    insta::assert_snapshot!(told.out, @"
    近一年里，人更正分类 0 件，改派 0 件，准退后另派 0 件；每条建议都拿 0 件工单试演过。
    没有值得提的建议。
    已记下 0 条新建议，请督办或管理员在工作台“词表建议”里决定。
    ");
    assert_eq!(learn(&["--json"]).out, "{\"kept\":null,\"proposals\":[],\"rows\":0,\"tried\":0}\n");
    assert_eq!((learn(&["--rows"]).out.as_str(), learn(&["--approved"]).out.as_str()), ("", ""));
    assert_eq!(learn(&["--rows", "--json"]).code, 2);
}
