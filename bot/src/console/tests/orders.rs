//! Can an order be walked from the call to the rating, by the people whose pages these are?

use axum::http::StatusCode;

use super::house::{Answer, Browser, House};

const STORY: &str = "我家住和平小区3号楼，<b>暖气</b>不热，物业说管不了，家里有老人，请帮忙。电话13804701234";

/// An operator writes a call down; the order's address.
async fn called(operator: &mut Browser) -> String {
    let page = operator.get("/desk/new").await;
    let fields = [
        ("story", STORY),
        ("place", "和平小区3号楼"),
        ("name", "王芳"),
        ("phone", "13804701234"),
        ("kind", "投诉"),
    ];
    let answer = operator.fill(&page, "/desk/new", &fields).await;
    let to = answer.to.unwrap_or_else(|| panic!("{}", answer.body));
    to.trim_end_matches("?done=new").to_owned()
}

/// Sends the order's form of that name, as it stands on the order's page now.
async fn act(who: &mut Browser, order: &str, verb: &str, fields: &[(&str, &str)]) -> Answer {
    let page = who.get(order).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    who.fill(&page, &format!("{order}/{verb}"), fields).await
}

fn went_well(answer: &Answer, order: &str, verb: &str) {
    assert_eq!(answer.to, Some(format!("{order}?done={verb}")), "{}", answer.body);
}

const REPLY: [(&str, &str); 4] = [
    ("handling", "上门测温，清洗滤网。"),
    ("answer", "您家暖气已修好，室温22度。"),
    ("contact", "7月8日10时电话联系"),
    ("contacted", "yes"),
];

#[tokio::test]
async fn an_order_goes_from_the_call_to_the_rating() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let order = called(&mut operator).await;

    let page = operator.get(&order).await;
    assert!(page.body.contains("<mark"), "the words that decided are marked: {}", page.body);
    assert!(
        page.body.contains("&lt;b&gt;") && !page.body.contains("<b>暖气"),
        "what citizens write is never markup"
    );
    assert!(page.body.contains("class=\"watermark\"") && page.body.contains("zuoxi 2026-07-08 09:00"));
    let answer = act(&mut operator, &order, "dispatch", &[("lead", "RLGS"), ("helper", "ZJJ")]).await;
    went_well(&answer, &order, "dispatch");

    assert!(unit.get("/desk/unit").await.body.contains(&order));
    went_well(&act(&mut unit, &order, "sign", &[]).await, &order, "sign");
    went_well(
        &act(&mut unit, &order, "progress", &[("note", "已派师傅"), ("visible", "1")]).await,
        &order,
        "progress",
    );
    let answer = act(&mut unit, &order, "reply", &[&REPLY[..], &[("finish", "1")]].concat()).await;
    went_well(&answer, &order, "reply");

    let rating = [("contacted", "yes"), ("solved", "yes"), ("satisfaction", "5"), ("comment", "谢谢")];
    went_well(&act(&mut operator, &order, "rate", &rating).await, &order, "rate");
    assert!(!operator.get(&order).await.offers(&format!("{order}/rate-again")));
    let ended = house.signed_in("duban").await.get("/desk/queue").await;
    assert!(ended.body.contains(&order));
}

#[tokio::test]
async fn a_unit_sees_a_masked_contact_until_it_says_what_for_and_nothing_of_others() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let order = called(&mut operator).await;
    act(&mut operator, &order, "dispatch", &[("lead", "RLGS")]).await;

    let page = unit.get(&order).await;
    assert!(page.body.contains("138****1234") && !page.body.contains("13804701234"), "{}", page.body);
    assert!(!page.body.contains("王芳"));
    went_well(&act(&mut unit, &order, "reveal", &[("purpose", "约上门时间")]).await, &order, "reveal");
    let page = unit.get(&order).await;
    assert!(page.body.contains("13804701234") && page.body.contains("约上门时间"));

    let mut other = house.signed_in("jtj").await;
    assert_eq!(other.get(&order).await.status, StatusCode::NOT_FOUND);
    let no_form = house.signed_in("jtj").await.get("/desk/unit").await;
    assert!(!no_form.body.contains(&order));
}

#[tokio::test]
async fn a_double_press_does_one_thing() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let order = called(&mut operator).await;
    act(&mut operator, &order, "dispatch", &[("lead", "RLGS")]).await;
    act(&mut unit, &order, "sign", &[]).await;
    let page = unit.get(&order).await;
    for _ in 0..2 {
        let answer = unit.fill(&page, &format!("{order}/progress"), &[("note", "已到现场查看")]).await;
        went_well(&answer, &order, "progress");
    }
    assert_eq!(unit.get(&order).await.body.matches("已到现场查看").count(), 1);
}

#[tokio::test]
async fn who_saw_an_older_page_gets_the_fresh_one_with_their_words_kept() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let order = called(&mut operator).await;
    act(&mut operator, &order, "dispatch", &[("lead", "RLGS")]).await;
    act(&mut unit, &order, "sign", &[]).await;
    let old = unit.get(&order).await;
    act(&mut unit, &order, "progress", &[("note", "第一条")]).await;

    let answer = unit.fill(&old, &format!("{order}/reply"), &REPLY).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("您家暖气已修好，室温22度。"), "nothing has to be typed again");
    assert!(answer.body.contains("第一条"), "the fresh page is shown");
    let answer = unit.fill(&answer, &format!("{order}/reply"), &REPLY).await;
    went_well(&answer, &order, "reply");
}

#[tokio::test]
async fn a_return_is_reviewed_and_an_order_may_be_rejected_or_answered_at_once() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let order = called(&mut operator).await;
    act(&mut operator, &order, "dispatch", &[("lead", "RLGS")]).await;
    let missing = act(&mut unit, &order, "return", &[("reason", "R01"), ("basis", " ")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    went_well(
        &act(&mut unit, &order, "return", &[("reason", "R01"), ("basis", "三定方案")]).await,
        &order,
        "return",
    );
    assert!(
        operator.get("/desk/queue").await.body.contains("三定方案")
            || operator.get(&order).await.body.contains("三定方案")
    );
    went_well(&act(&mut operator, &order, "grant-return", &[]).await, &order, "grant-return");
    assert_eq!(unit.get(&order).await.status, StatusCode::NOT_FOUND, "it is not the unit's any more");
    went_well(&act(&mut operator, &order, "reject", &[("reason", "N12")]).await, &order, "reject");

    let other = called(&mut operator).await;
    went_well(
        &act(&mut operator, &other, "answer", &[("answer", "请拨打供热公司电话。")]).await,
        &other,
        "answer",
    );
}

#[tokio::test]
async fn the_blank_form_shows_suggestions_with_and_without_the_script() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let page = operator.get("/desk/new").await;
    let preview = operator.fill(&page, "/desk/new", &[("story", STORY), ("preview", "1")]).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.body.contains("class=\"suggested\"") && preview.body.contains("老人"));
    let csrf = page.hidden("/desk/new").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    let fragment = operator.post("/desk/suggest", &[("csrf", &csrf), ("story", STORY)]).await;
    assert!(fragment.body.contains("class=\"suggested\"") && !fragment.body.contains("<html"));
    let refused = operator.fill(&page, "/desk/new", &[("story", STORY), ("phone", "不知道")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("不知道"));
}

#[tokio::test]
async fn an_order_is_found_by_number_in_an_address_and_by_phone_only_in_a_form() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let order = called(&mut operator).await;
    let no = order.rsplit_once('/').expect("an address").1.to_owned();
    assert!(operator.get(&format!("/desk/search?q={no}")).await.body.contains(&order));
    assert!(!operator.get("/desk/search?q=13804701234").await.body.contains(&order));
    let page = operator.get("/desk/search").await;
    assert!(operator.fill(&page, "/desk/search", &[("q", "138 0470 1234")]).await.body.contains(&order));
}

#[tokio::test]
async fn the_supervisor_reads_the_day_in_figures_with_their_whole() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let order = called(&mut operator).await;
    act(&mut operator, &order, "dispatch", &[("lead", "RLGS")]).await;
    let mut supervisor = house.signed_in("duban").await;
    for address in
        ["/desk/today", "/desk/today?date=2026-07-08", "/desk/today?date=2026-07-01", "/desk/today?date=x"]
    {
        assert_eq!(supervisor.get(address).await.status, StatusCode::OK, "{address}");
    }
    let today = supervisor.get("/desk/today").await;
    assert!(today.body.contains("1/1"), "{}", today.body);
}

#[tokio::test]
async fn every_page_speaks_english_too() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let order = called(&mut operator).await;
    operator.get("/desk/language/en").await;
    for address in ["/desk/queue", "/desk/new", "/desk/search", "/desk/password", order.as_str()] {
        let page = operator.get(address).await;
        assert!(page.body.contains("<html lang=\"en\">") && page.body.contains("Sign out"), "{address}");
    }
}

#[tokio::test]
async fn an_operator_sees_whose_job_it_would_be_else_and_which_words_tell_of_danger() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let page = operator.get("/desk/new").await;
    let mut suggested = async |story: &str| {
        let told = [("story", story), ("place", "朝霞小区"), ("preview", "1")];
        operator.fill(&page, "/desk/new", &told).await.body
    };
    let seen = suggested("路边的路灯不亮，垃圾也没人清运").await;
    assert!(seen.contains("示例旗环境卫生服务中心"), "{seen}");
    assert!(seen.contains("市政设施 / 路灯不亮 → 示例旗住房和城乡建设局"), "{seen}");
    let seen = suggested("楼道里有很大的煤气味").await;
    let alarm = seen.split_once("role=\"alert\"").expect("a danger").1.split_once("</p>").expect("an end").0;
    assert!(alarm.contains("依据：") && alarm.contains("煤气味"), "{alarm}");
}
