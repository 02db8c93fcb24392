//! Who has telephoned says a code in a chat, and hears the order's further news there.

use std::sync::Arc;

use bot::clock::Clock;
use bot::config::Updates;
use bot::console::first_run;
use bot::desk::{Act, Arrival, Call};
use futures::future::join_all;
use jiff::SignedDuration;
use storage::order::{Fact, State};
use storage::{OrderNo, TaskKind, UnitCode};
use tests::fake::TelegramFake;
use tests::{Citizen, City, Clerk};

use crate::fake_telegram::TOKEN;
use crate::telegram_updates::{Split, knows_the_bot};

fn corridor() -> Call {
    Call {
        story: "楼道里停满了电动车，还有人拉线充电".to_owned(),
        place: Some("朝霞小区3号楼".to_owned()),
        phone: Some("13800001234".to_owned()),
        lead: Some(UnitCode::new("C0101")),
        ..Call::default()
    }
}

/// An operator writes a call down and reads a code to the caller.
async fn called(city: &City, operator: &Clerk) -> (OrderNo, String) {
    let no = operator.takes_call(corridor(), "call-1").await.no;
    let given = city.app.desk.give_phone_pass(&operator.staff, &no).await.expect("an operator may");
    assert_eq!((given.code.len(), given.ends_at), (8, city.clock.now() + SignedDuration::from_mins(30)));
    (no, given.code)
}

async fn own_chats(city: &City, no: &OrderNo) -> usize {
    city.order(no).await.0.own_conversations().count()
}

fn wide(digits: &str) -> String {
    digits.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect()
}

#[tokio::test]
async fn a_caller_says_the_code_and_hears_the_news_in_the_chat() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let (no, code) = called(&city, &operator).await;
    let citizen = city.citizen().await;
    let bound = citizen.says(&format!("绑定 {code}")).await;
    insta::assert_snapshot!(bound.on_paper(), @"
    接诉：好，这件事接到这里了。
    　　　有进展，我在这里告诉您。
    　　　编号：(编号)
    　[查进度]
    ");
    community.does(&no, Act::Sign).await;
    community.does(&no, Act::Ask { question: "是几单元？".to_owned() }).await;
    assert!(citizen.last_heard().await.contains("是几单元？"));
    citizen.says("2单元").await;
    community.answers(&no, "楼道已清理。").await;
    assert!(operator.queue().await.tasks.is_empty(), "who has a chat is not phoned");
    for label in ["联系过", "解决了", "满意"] {
        citizen.presses(label).await;
    }
    let (order, events) = city.order(&no).await;
    assert_eq!((order.state, order.rating.is_some()), (State::Closed, true));
    assert!(
        events
            .iter()
            .any(|event| matches!(&event.fact, Fact::Supplemented { papers, .. } if papers.len() == 1))
    );
    city.close().await;
}

#[tokio::test]
async fn a_code_is_read_however_it_is_typed() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let no = operator.takes_call(corridor(), "call-1").await.no;
    type Typed = fn(&str) -> Vec<String>;
    let ways: [Typed; 6] = [
        |code| vec![format!("绑定{code}")],
        |code| vec!["绑定".to_owned(), code.to_owned()],
        |code| vec!["绑定".to_owned(), format!("{} {}", &code[..4], &code[4..])],
        |code| vec![format!("绑定 {}", wide(code))],
        |code| vec!["绑定".to_owned(), format!("{}-{}。", &code[..4], &code[4..])],
        |code| vec!["绑定".to_owned(), format!("码是{code}")],
    ];
    for (n, way) in ways.into_iter().enumerate() {
        let code = city.app.desk.give_phone_pass(&operator.staff, &no).await.unwrap().code;
        let citizen = city.citizen().await;
        for said in way(&code) {
            citizen.says(&said).await;
        }
        assert_eq!(own_chats(&city, &no).await, n + 1, "{}", citizen.transcript().await);
    }
    city.close().await;
}

#[tokio::test]
async fn a_code_is_good_once_and_for_half_an_hour() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let (no, code) = called(&city, &operator).await;
    let [first, second] = [city.citizen().await, city.citizen().await];
    first.says(&format!("绑定 {code}")).await;
    let refused = second.says(&format!("绑定 {code}")).await;
    assert!(refused.text().contains("不对，或者过期了"), "{}", refused.text());
    assert_eq!(own_chats(&city, &no).await, 1);

    let late = city.app.desk.give_phone_pass(&operator.staff, &no).await.unwrap().code;
    city.pass(SignedDuration::from_mins(30)).await;
    assert!(second.says(&late).await.text().contains("不对，或者过期了"), "the digits alone are a try now");
    let new = city.app.desk.give_phone_pass(&operator.staff, &no).await.unwrap().code;
    second.says(&new).await;
    assert_eq!(own_chats(&city, &no).await, 2);
    city.close().await;
}

#[tokio::test]
async fn the_ninth_try_within_an_hour_waits_even_with_the_right_code() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let (no, code) = called(&city, &operator).await;
    let guesser = city.citizen().await;
    for guess in 0..8 {
        let answer = guesser.says(&format!("绑定 0000000{guess}")).await;
        assert!(answer.text().contains("不对"), "{}", answer.text());
    }
    let answer = guesser.says(&format!("绑定 {code}")).await;
    assert!(answer.text().contains("试得太多"), "{}", answer.text());
    assert_eq!(own_chats(&city, &no).await, 0);
    let somebody_else = city.citizen().await;
    somebody_else.says(&format!("绑定 {code}")).await;
    assert_eq!(own_chats(&city, &no).await, 1, "others are not held up");
    city.pass(SignedDuration::from_hours(1)).await;
    let code = city.app.desk.give_phone_pass(&operator.staff, &no).await.unwrap().code;
    guesser.says(&format!("绑定 {code}")).await;
    assert_eq!(own_chats(&city, &no).await, 2);
    city.close().await;
}

#[tokio::test]
async fn right_codes_are_no_tries() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let citizen = city.citizen().await;
    for call in 0..12 {
        let no = operator.takes_call(corridor(), &format!("call-{call}")).await.no;
        let code = city.app.desk.give_phone_pass(&operator.staff, &no).await.unwrap().code;
        citizen.says(&format!("绑定 {code}")).await;
        assert_eq!(own_chats(&city, &no).await, 1, "call {call}");
    }
    city.close().await;
}

#[tokio::test]
async fn whoever_guesses_from_many_chats_does_not_get_far() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let (no, code) = called(&city, &operator).await;
    let tries = async |address: String, key: usize, text: String| {
        let arrival = Arrival {
            channel: "web",
            address,
            key: format!("k{key}"),
            text: Some(text),
            ..Arrival::default()
        };
        city.app.desk.receive(arrival).await.unwrap();
    };
    for guess in 0..400 {
        tries(format!("chat-{}", guess / 8), guess, format!("绑定 {guess:08}")).await;
    }
    tries("a new chat".to_owned(), 0, format!("绑定 {code}")).await;
    assert_eq!(own_chats(&city, &no).await, 0, "nobody types codes for a while");
    let paper = city.app.desk.give_paper_pass(&operator.staff, &no).await.unwrap();
    let scanned = Arrival {
        channel: "web",
        address: "a new chat".to_owned(),
        key: "scan".to_owned(),
        pass: Some(paper.code),
        ..Arrival::default()
    };
    city.app.desk.receive(scanned).await.unwrap();
    assert_eq!(own_chats(&city, &no).await, 1, "a link is not guessed");
    city.close().await;
}

#[tokio::test]
async fn of_two_chats_with_one_code_one_gets_the_order() {
    let city = Arc::new(City::founded().await);
    let operator = city.operator().await;
    let (no, code) = called(&city, &operator).await;
    let citizens = [city.citizen().await, city.citizen().await];
    let said = format!("绑定 {code}");
    let answers = join_all(citizens.iter().map(|citizen| citizen.says(&said))).await;
    let bound = answers.iter().filter(|answer| answer.text().contains("接到这里了")).count();
    let refused = answers.iter().filter(|answer| answer.text().contains("不对，或者过期了")).count();
    assert_eq!((bound, refused), (1, 1), "{answers:#?}");
    assert_eq!(own_chats(&city, &no).await, 1);
    Arc::into_inner(city).expect("nobody else holds the city").close().await;
}

#[tokio::test]
async fn a_question_about_binding_something_else_is_a_story() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("绑定的银行卡被骗子转走了300元").await;
    assert!(!citizen.last_heard().await.contains("绑定码"), "{}", citizen.transcript().await);
    let asked = citizen.says("绑定").await;
    assert!(asked.text().contains("绑定码"), "{}", asked.text());
    city.close().await;
}

#[tokio::test]
async fn whoever_is_asked_for_the_code_may_say_anything_else() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("绑定").await;
    let cancelled = citizen.says("取消").await;
    assert!(cancelled.text().contains("先放下"), "{}", cancelled.text());

    citizen.says("绑定").await;
    let wrong = citizen.says("没听清").await;
    assert!(wrong.text().contains("这个码不对"), "{}", wrong.text());
    let story = citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    assert!(story.text().contains("我记的是这样"), "a story is a story: {}", story.text());
    let asked = citizen.says("绑定").await;
    assert!(asked.text().contains("绑定码"), "{}", asked.text());
    let back = citizen.says("取消").await;
    assert!(back.text().contains("我记的是这样"), "the draft stays: {}", back.text());
    citizen.says("绑定").await;
    citizen.says("转人工").await;
    let operator = city.operator().await;
    let (no, code) = called(&city, &operator).await;
    assert!(citizen.says(&code).await.said.is_empty(), "what is said to a person is theirs to read");
    assert_eq!(own_chats(&city, &no).await, 0);
    citizen.presses("不用人工了").await;
    citizen.presses("提交").await;
    citizen.presses("不是同一件").await;
    assert_eq!(city.orders().await.len(), 2, "the draft was there all the time");
    city.close().await;
}

#[tokio::test]
async fn a_link_scanned_while_a_person_talks_leaves_the_person_there() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let no = operator.takes_call(corridor(), "call-1").await.no;
    let paper = city.app.desk.give_paper_pass(&operator.staff, &no).await.unwrap();
    assert_eq!(paper.code.len(), 32);
    let citizen = city.citizen().await;
    citizen.says("转人工").await;
    let scanned = Arrival {
        channel: "web",
        address: citizen.token().to_owned(),
        key: "scan".to_owned(),
        pass: Some(paper.code),
        ..Arrival::default()
    };
    city.app.desk.receive(scanned).await.unwrap();
    assert_eq!(own_chats(&city, &no).await, 1);
    assert!(citizen.says("你好").await.said.is_empty(), "the bot stays silent");
    city.close().await;
}

#[tokio::test]
async fn only_an_operator_gives_codes_out() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let no = operator.takes_call(corridor(), "call-1").await.no;
    let (supervisor, admin, community) =
        (city.supervisor().await, city.administrator().await, city.unit("C0101").await);
    for clerk in [&supervisor, &admin, &community] {
        assert!(city.app.desk.give_phone_pass(&clerk.staff, &no).await.is_err(), "{}", clerk.staff.login);
        assert!(city.app.desk.give_paper_pass(&clerk.staff, &no).await.is_err(), "{}", clerk.staff.login);
    }
    city.close().await;
}

#[tokio::test]
async fn a_caller_who_never_binds_is_told_by_a_person() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let (no, _) = called(&city, &operator).await;
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    let tasks = operator.queue().await.tasks;
    assert_eq!(tasks.iter().map(|task| task.kind).collect::<Vec<_>>(), [TaskKind::PhoneCitizen]);
    city.close().await;
}

#[tokio::test]
async fn who_was_bound_is_reminded_to_rate() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let (no, code) = called(&city, &operator).await;
    let citizen: Citizen = city.citizen().await;
    citizen.says(&format!("绑定 {code}")).await;
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    city.becomes("2026-07-10 10:00").await;
    assert_eq!(city.order(&no).await.0.reminders, 1);
    city.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_has_only_the_pages_gives_codes_for_telegram_too() {
    let telegram = TelegramFake::started(TOKEN);
    let split = Split::at(&telegram, Updates::Poll).await;
    let began = first_run(&split.pages.app).await.unwrap().expect("there is no account yet");
    let walk = began.walk.expect("the example has accounts to walk with");
    knows_the_bot(&split.pages).await;

    let browser = reqwest::Client::builder().cookie_store(true).build().unwrap();
    let url = |path: &str| format!("{}{path}", split.url);
    let post = async |path: &str, form: &[(&str, &str)]| {
        browser.post(url(path)).form(form).send().await.unwrap().text().await.unwrap()
    };
    post("/desk/login", &[("login", &walk.operator), ("password", &walk.password)]).await;
    let page = browser.get(url("/desk/telegram")).send().await.unwrap().text().await.unwrap();
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let given = post("/desk/telegram", &[("csrf", csrf.expect("a form"))]).await.replace("&#x2f;", "/");
    let code = given.split("<code>/bind ").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    assert!(given.contains(&format!("https://t.me/{}?start={code}", telegram.bot_name())), "{given}");

    telegram.user(7001).says(&format!("/bind {code}"));
    let is_bound = |telegram: &TelegramFake| telegram.chat(7001).to_string().contains("已绑定工作账号");
    telegram.until("the code is good", is_bound).await;
    split.ends().await;
}
