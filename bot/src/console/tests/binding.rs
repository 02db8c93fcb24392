//! Does a caller get a code, does the sheet say who hears of the order, and do staff and groups get tied?

use axum::http::StatusCode;
use storage::{Address, Holder, UnitCode};

use super::house::{Answer, Browser, House};
use crate::channel::TELEGRAM;
use crate::desk::Arrival;

const FIELDS: [(&str, &str); 4] = [
    ("story", "我家住和平小区3号楼，暖气不热，家里有老人"),
    ("place", "和平小区3号楼"),
    ("name", "王芳"),
    ("phone", "13804701234"),
];
const BEHALF: [(&str, &str); 3] =
    [("behalf", "1"), ("helper", "女儿李娜"), ("consent", "本人在电话里同意，13900001111")];

async fn called(operator: &mut Browser, more: &[(&str, &str)]) -> String {
    let page = operator.get("/desk/new").await;
    let answer = operator.fill(&page, "/desk/new", &[&FIELDS[..], more].concat()).await;
    let to = answer.to.unwrap_or_else(|| panic!("{}", answer.body));
    to.trim_end_matches("?done=new").to_owned()
}

async fn press(who: &mut Browser, order: &str, verb: &str, fields: &[(&str, &str)]) -> Answer {
    let page = who.get(order).await;
    who.fill(&page, &format!("{order}/{verb}"), fields).await
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split(after).next().unwrap_or_default()
}

async fn chat_says(house: &House, address: &str, key: &str, text: &str) {
    let arrival = Arrival {
        channel: "web",
        address: address.to_owned(),
        key: key.to_owned(),
        text: Some(text.to_owned()),
        ..Arrival::default()
    };
    house.app.desk.receive(arrival).await.expect("the message is taken");
}

#[tokio::test]
async fn a_code_is_shown_in_two_groups_once_and_binds_the_callers_chat() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let order = called(&mut operator, &[]).await;
    let page = press(&mut operator, &order, "bind", &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let digits = between(&page.body, "class=\"digits\" aria-label=\"", "\"").replace(' ', "");
    let shown = between(&page.body, "class=\"digits\"", "</p>");
    let groups = format!("<span>{}</span> <span>{}</span>", &digits[..4], &digits[4..]);
    assert!(digits.len() == 8 && shown.contains(&groups), "{shown}");
    assert!(page.body.contains("2026-07-08 09:30"), "until when: {}", page.body);
    assert!(!operator.get(&order).await.body.contains(&digits), "it is shown this once");

    assert!(!operator.get(&order).await.body.contains("谁在听进展"));
    chat_says(&house, "a caller", "k1", &format!("绑定 {digits}")).await;
    let sheet = operator.get(&order).await;
    assert!(sheet.body.contains("本人聊天 1 个，关注 0 人"), "{}", sheet.body);
}

#[tokio::test]
async fn paper_has_a_code_to_scan_where_it_leads_somewhere() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let order = called(&mut operator, &[]).await;
    let sheet = operator.get(&order).await;
    assert!(!sheet.offers(&format!("{order}/bind-paper")), "there is no address yet");
    assert!(sheet.body.contains("public_url"));
    house.app.telegram_name.set("jiesu_bot".to_owned()).expect("nobody has set it");
    let page = press(&mut operator, &order, "bind-paper", &[]).await;
    assert!(page.body.contains("<svg") && page.body.contains("2026-07-15 09:00"));
    let token = between(&page.body, "https://t.me/jiesu_bot?start=", "<");
    assert!(token.len() == 32 && !page.body.contains("?bind="), "{token}");
    let arrival = Arrival {
        channel: "web",
        address: "a caller".to_owned(),
        key: "k1".to_owned(),
        pass: Some(token.to_owned()),
        ..Arrival::default()
    };
    house.app.desk.receive(arrival).await.expect("the code is taken");
    assert!(operator.get(&order).await.body.contains("本人聊天 1 个"));
}

#[tokio::test]
async fn only_an_operator_is_offered_codes() {
    let house = House::open().await;
    let (mut operator, mut supervisor, mut unit) =
        (house.signed_in("zuoxi").await, house.signed_in("duban").await, house.signed_in("rlgs").await);
    let order = called(&mut operator, &[]).await;
    press(&mut operator, &order, "dispatch", &[("lead", "RLGS")]).await;
    for who in [&mut supervisor, &mut unit] {
        let sheet = who.get(&order).await;
        assert_eq!(sheet.status, StatusCode::OK);
        assert!(!sheet.offers(&format!("{order}/bind")) && !sheet.offers(&format!("{order}/bind-paper")));
    }
}

#[tokio::test]
async fn a_caller_who_tells_it_for_somebody_else_says_who_and_how_it_was_agreed() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let page = operator.get("/desk/new").await;
    for missing in ["helper", "consent"] {
        let given: Vec<_> = BEHALF.iter().filter(|(name, _)| *name != missing).copied().collect();
        let answer = operator.fill(&page, "/desk/new", &[&FIELDS[..], &given].concat()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "without {missing}");
        assert!(answer.body.contains("<details open>"), "what was typed is there to be mended");
    }
    let order = called(&mut operator, &BEHALF).await;
    let sheet = operator.get(&order).await;
    assert!(sheet.body.contains("女儿李娜代为反映") && sheet.body.contains("13900001111"), "{}", sheet.body);
    press(&mut operator, &order, "dispatch", &[("lead", "RLGS")]).await;
    let sheet = unit.get(&order).await;
    assert!(sheet.body.contains("女**代为反映"), "{}", sheet.body);
    assert!(!sheet.body.contains("李娜") && !sheet.body.contains("13900001111"), "names are for operators");
    let own = called(&mut operator, &[]).await;
    assert!(!operator.get(&own).await.body.contains("代为反映"));
}

#[tokio::test]
async fn a_member_of_staff_ties_their_own_telegram_and_unties_it() {
    let house = House::open().await;
    let mut unit = house.signed_in("rlgs").await;
    let page = unit.get("/desk/telegram").await;
    assert!(page.body.contains("没有接 Telegram") && !page.offers("/desk/telegram"), "{}", page.body);
    house.app.telegram_name.set("jiesu_bot".to_owned()).expect("nobody has set it");
    let page = unit.get("/desk/telegram").await;
    let given = unit.fill(&page, "/desk/telegram", &[]).await;
    let code = between(&given.body, "<code>/bind ", "<");
    assert!(given.body.contains(&format!("https://t.me/jiesu_bot?start={code}")), "{}", given.body);
    let note = house.app.desk.pass_note(code, house.app.clock.now()).await.expect("the ledger answers");
    let account = house.app.clerk.account_by_login(house.app.jurisdiction(), "rlgs").await;
    let account = account.expect("the ledger answers").expect("the example's account").id;
    assert_eq!(note, Some(crate::desk::PassNote::Account { account }));

    let (j, now) = (house.app.jurisdiction(), house.app.clock.now());
    let holder = Holder::Account(account);
    house.app.clerk.set_seat(j, TELEGRAM, &holder, Some("42"), now).await.expect("the ledger answers");
    let page = unit.get("/desk/telegram").await;
    assert!(page.body.contains("已绑定"));
    unit.fill(&page, "/desk/telegram/untie", &[]).await;
    assert!(unit.get("/desk/telegram").await.body.contains("没有绑定"));
    let at = Address { channel: TELEGRAM.to_owned(), value: "42".to_owned() };
    assert_eq!(house.app.clerk.holder(j, &at).await.expect("the ledger answers"), None);
}

#[tokio::test]
async fn a_unit_ties_its_own_group_and_an_administrator_any() {
    let house = House::open().await;
    house.app.telegram_name.set("jiesu_bot".to_owned()).expect("nobody has set it");
    let (mut unit, mut admin) = (house.signed_in("rlgs").await, house.administrator().await);
    let page = unit.get("/desk/group").await;
    assert_eq!(page.body.matches("name=\"unit\"").count(), 1, "its own only: {}", page.body);
    let given = unit.fill(&page, "/desk/group", &[]).await;
    let code = between(&given.body, "<code>/bind ", "<");
    assert!(given.body.contains(&format!("https://t.me/jiesu_bot?startgroup={code}")));
    let note = house.app.desk.pass_note(code, house.app.clock.now()).await.expect("the ledger answers");
    let rlgs = UnitCode::new("RLGS");
    assert_eq!(note, Some(crate::desk::PassNote::Group { unit: rlgs.clone() }));

    let csrf = page.hidden("/desk/group").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    for address in ["/desk/group", "/desk/group/untie"] {
        let others = unit.post(address, &[("csrf", &csrf), ("unit", "ZJJ")]).await;
        assert_eq!(others.status, StatusCode::NOT_FOUND, "{address}");
    }
    let (j, now) = (house.app.jurisdiction(), house.app.clock.now());
    let holder = Holder::Unit(rlgs);
    house.app.clerk.set_seat(j, TELEGRAM, &holder, Some("-42"), now).await.expect("the ledger answers");
    let page = admin.get("/desk/group").await;
    assert!(page.body.matches("name=\"unit\"").count() > 10, "every unit");
    assert_eq!(page.body.matches("/desk/group/untie").count(), 1);
    admin.fill(&page, "/desk/group/untie", &[]).await;
    assert_eq!(house.app.clerk.seat(j, TELEGRAM, &holder).await.expect("the ledger answers"), None);
}
