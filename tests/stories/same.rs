//! A second citizen met with the same: they may follow the first one's order instead of telling it again.

use bot::desk::Act;
use storage::OrderNo;
use storage::order::Fact;
use tests::{Citizen, City, Reply};

const LAMP: &str = "朝霞街上的路灯坏了三天了，晚上黑得看不见路";
const LAMP_AGAIN: &str = "朝霞街的路灯不亮，晚上黑，看不见路，坏了好几天";
const CORRIDOR: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";

async fn tells(citizen: &Citizen, story: &str) -> Reply {
    citizen.says(story).await;
    citizen.presses("提交").await
}

fn asks_whether_the_same(reply: &Reply) -> bool {
    reply.text().contains("差不多的事")
}

async fn follows(city: &City, no: &OrderNo) -> usize {
    city.order(no).await.0.followers().count()
}

/// The first one's order, and a second citizen who follows it.
async fn followed(city: &City) -> (Citizen, Citizen, OrderNo) {
    let (first, second) = (city.citizen().await, city.citizen().await);
    let no = tells(&first, LAMP).await.order_no();
    let asked = tells(&second, LAMP_AGAIN).await;
    assert!(asks_whether_the_same(&asked), "{}", asked.on_paper());
    second.presses("我也遇到").await;
    (first, second, no)
}

#[tokio::test]
async fn the_same_is_offered_with_number_and_state_and_nothing_of_what_was_said() {
    let city = City::founded().await;
    let (first, second) = (city.citizen().await, city.citizen().await);
    first.says(LAMP).await;
    first.presses("改联系方式").await;
    first.says("白女士 13800001234").await;
    let no = first.presses("提交").await.order_no();
    let asked = tells(&second, LAMP_AGAIN).await;
    insta::assert_snapshot!(asked.on_paper(), @"
    接诉：附近有人反映过差不多的事：
    　　　(编号)：朝霞社区，路灯不亮，已转给承办单位（7月8日（周三）09:00受理）
    　　　是同一件，您跟着等结果就行。
    　　　不是，就接着提交。
    　[我也遇到] [不是同一件]
    ");
    let follows = second.presses("我也遇到").await;
    insta::assert_snapshot!(follows.on_paper(), @"
    接诉：好，这件事有结果，也告诉您。
    　　　编号：(编号)
    ");
    assert_eq!((city.orders().await.len(), self::follows(&city, &no).await), (1, 1));
    let events = city.order(&no).await.1;
    assert!(events.iter().any(|event| matches!(event.fact, Fact::Joined { .. }) && !event.visible));
    city.close().await;
}

#[tokio::test]
async fn who_follows_hears_how_it_stands_and_not_what_was_said() {
    let city = City::founded().await;
    let (first, second, no) = followed(&city).await;
    let lead = city.order(&no).await.0.lead.expect("a lamp is dispatched at once");
    let unit = city.unit(lead.as_str()).await;
    let before = second.last_line().await;
    unit.does(&no, Act::Sign).await;
    unit.does(&no, Act::Ask { question: "哪个路口的？".to_owned() }).await;
    first.says("信用社路口").await;
    unit.answers(&no, "已换灯泡。").await;
    insta::assert_snapshot!(second.transcript_since(before).await, @"
    接诉：您关注的事：已办结。
    　　　承办单位：示例旗住房和城乡建设局
    　　　编号：(编号)
    ");
    assert!(first.transcript().await.contains("已换灯泡。"));
    city.close().await;
}

#[tokio::test]
async fn who_says_that_it_is_another_matter_submits_it() {
    let city = City::founded().await;
    for (n, answer) in ["不是同一件", "不是", "提交", "接着提交"].into_iter().enumerate() {
        let citizen = city.citizen().await;
        let asked = tells(&citizen, if n == 0 { LAMP } else { LAMP_AGAIN }).await;
        if n == 0 {
            assert!(!asks_whether_the_same(&asked), "there is nothing yet");
            continue;
        }
        assert!(asks_whether_the_same(&asked), "{}", asked.on_paper());
        let submitted = citizen.says(answer).await;
        assert!(submitted.text().contains("查询码"), "{answer}: {}", submitted.text());
        assert_eq!(city.orders().await.len(), n + 1, "{answer}");
    }
    city.close().await;
}

#[tokio::test]
async fn yes_to_the_only_one_follows_it() {
    let city = City::founded().await;
    let (first, second) = (city.citizen().await, city.citizen().await);
    let no = tells(&first, LAMP).await.order_no();
    tells(&second, LAMP_AGAIN).await;
    second.says("是的").await;
    assert_eq!(follows(&city, &no).await, 1, "{}", second.transcript().await);
    city.close().await;
}

#[tokio::test]
async fn of_several_one_is_named() {
    let city = City::founded().await;
    let first = tells(&city.citizen().await, LAMP).await.order_no();
    let other = city.citizen().await;
    tells(&other, LAMP_AGAIN).await;
    let second = other.presses("不是同一件").await.order_no();
    let third = city.citizen().await;
    tells(&third, LAMP_AGAIN).await;
    let which = third.says("是的").await;
    assert!(asks_whether_the_same(&which), "yes does not say which: {}", which.text());
    third.presses(&format!("我也遇到 {second}")).await;
    assert_eq!((follows(&city, &first).await, follows(&city, &second).await), (0, 1));
    city.close().await;
}

#[tokio::test]
async fn other_houses_places_leaves_and_wishes_of_one_s_own_are_not_the_same() {
    let city = City::founded().await;
    tells(&city.citizen().await, LAMP).await;
    tells(&city.citizen().await, CORRIDOR).await;
    for (why, story) in [
        ("another house", "朝霞小区5号楼楼道里停满了电动车，还有人拉线充电，太危险了"),
        ("another house in words", "朝霞小区六号楼楼道里停满了电动车，还有人拉线充电，太危险了"),
        ("another community", "站前小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了"),
        ("another leaf", "朝霞街上晚上施工噪音太大了，吵得睡不着"),
    ] {
        let answer = tells(&city.citizen().await, story).await;
        assert!(!asks_whether_the_same(&answer), "{why}: {}", answer.on_paper());
        assert!(answer.text().contains("查询码"), "{why}: {}", answer.on_paper());
    }
    let same_house =
        tells(&city.citizen().await, "朝霞小区三号楼的楼道里都是电动车，有人拉线充电，太危险了").await;
    assert!(asks_whether_the_same(&same_house), "{}", same_house.on_paper());
    city.close().await;
}

#[tokio::test]
async fn what_is_reported_in_confidence_is_never_offered() {
    let city = City::founded().await;
    let report = "我要举报朝霞街上的路灯坏了是有人偷电，晚上黑得看不见路";
    let (first, second) = (city.citizen().await, city.citizen().await);
    let no = tells(&first, report).await.order_no();
    assert_eq!(city.order(&no).await.0.form.kind, storage::order::Kind::Report, "the story is a report");
    let answer = tells(&second, report).await;
    assert!(!asks_whether_the_same(&answer), "{}", answer.on_paper());
    let answer = tells(&city.citizen().await, LAMP).await;
    assert!(!asks_whether_the_same(&answer), "{}", answer.on_paper());
    city.close().await;
}

#[tokio::test]
async fn what_has_ended_or_is_one_s_own_is_not_offered() {
    let city = City::founded().await;
    let first = city.citizen().await;
    tells(&first, LAMP).await;
    let own = tells(&first, LAMP_AGAIN).await;
    assert!(!asks_whether_the_same(&own), "one's own: {}", own.on_paper());
    for no in city.orders().await.into_iter().map(|order| order.no) {
        first.says(&format!("撤回 {no}")).await;
        first.presses("撤回").await;
    }
    let second = tells(&city.citizen().await, LAMP_AGAIN).await;
    assert!(!asks_whether_the_same(&second), "ended: {}", second.on_paper());
    city.close().await;
}

#[tokio::test]
async fn one_that_ends_while_it_is_offered_is_no_answer() {
    let city = City::founded().await;
    let (first, second) = (city.citizen().await, city.citizen().await);
    let no = tells(&first, LAMP).await.order_no();
    tells(&second, LAMP_AGAIN).await;
    first.says("撤回").await;
    first.presses("撤回").await;
    let answer = second.presses("我也遇到").await;
    assert!(answer.text().contains("我记的是这样"), "the draft is not lost: {}", answer.on_paper());
    assert_eq!(follows(&city, &no).await, 0);
    second.presses("提交").await;
    assert_eq!(city.orders().await.len(), 2);
    city.close().await;
}

#[tokio::test]
async fn who_follows_cannot_urge_withdraw_rate_or_read_it() {
    let city = City::founded().await;
    let (first, second, no) = followed(&city).await;
    for asked in ["催办", "撤回", "补充"] {
        second.says(asked).await;
        second.says("取消").await;
        let asked = second.says(&format!("{asked} {no}")).await;
        assert!(asked.text().contains("查询码"), "only with the key: {}", asked.text());
        second.says("取消").await;
    }
    for button in [format!("pick:urge:{no}"), format!("w:{no}:y"), format!("r:{no}:y:y:5")] {
        let answer = second.chooses(&button).await;
        assert!(answer.text().contains("过时"), "{button}: {}", answer.text());
    }
    let (order, events) = city.order(&no).await;
    assert_eq!((order.urges, order.rating, order.state.is_end()), (0, None, false));
    assert!(!events.iter().any(|event| matches!(event.fact, Fact::Supplemented { .. })));
    let stand = second.says("查进度").await;
    insta::assert_snapshot!(stand.on_paper(), @"
    接诉：您关注的事：已转给承办单位。
    　　　承办单位：示例旗住房和城乡建设局
    　　　编号：(编号)
    ");
    for words in ["三天了", "黑得看不见"] {
        assert!(!stand.text().contains(words));
    }
    first.says("催办").await;
    assert_eq!(city.order(&no).await.0.urges, 1, "its citizen can");
    city.close().await;
}

#[tokio::test]
async fn who_follows_and_has_the_key_may_do_what_its_citizen_may() {
    let city = City::founded().await;
    let (first, second) = (city.citizen().await, city.citizen().await);
    let accepted = tells(&first, LAMP).await;
    let (no, code) = (accepted.order_no(), accepted.code());
    tells(&second, LAMP_AGAIN).await;
    second.presses("我也遇到").await;
    second.says(&format!("催办 {no}")).await;
    second.says(&code).await;
    assert_eq!(city.order(&no).await.0.urges, 1);
    let shown = second.says(&format!("查进度 {no}")).await;
    assert!(shown.text().contains("事件流程"), "{}", shown.text());
    city.close().await;
}

#[tokio::test]
async fn a_question_in_between_is_answered_and_the_offer_made_again() {
    let city = City::founded().await;
    let (first, second) = (city.citizen().await, city.citizen().await);
    tells(&first, LAMP).await;
    tells(&second, LAMP_AGAIN).await;
    assert!(asks_whether_the_same(&second.says("帮助").await));
    let corrected = second.says("改内容").await;
    assert!(!asks_whether_the_same(&corrected), "{}", corrected.text());
    second.says("取消").await;
    assert_eq!(city.orders().await.len(), 1, "取消 gives the draft up");
    tells(&second, LAMP_AGAIN).await;
    second.says("转人工").await;
    second.presses("不用人工了").await;
    second.presses("提交").await;
    assert_eq!(city.orders().await.len(), 2, "asked once: {}", second.transcript().await);
    city.close().await;
}

#[tokio::test]
async fn beyond_two_hundred_followers_one_is_only_shown_how_it_stands() {
    let city = City::founded().await;
    let no = tells(&city.citizen().await, LAMP).await.order_no();
    for _ in 0..200 {
        let another = city.citizen().await;
        tells(&another, LAMP_AGAIN).await;
        another.presses("我也遇到").await;
    }
    let late = city.citizen().await;
    tells(&late, LAMP_AGAIN).await;
    let shown = late.presses("我也遇到").await;
    assert!(shown.text().contains("您关注的事") && !shown.text().contains("也告诉您"), "{}", shown.text());
    assert_eq!((city.orders().await.len(), follows(&city, &no).await), (1, 200));
    city.close().await;
}
