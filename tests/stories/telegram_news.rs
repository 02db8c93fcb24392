//! What does a citizen hear on Telegram, when, and what must not be said there?

use bot::clock::Clock;
use bot::desk::{Act, Call};
use jiff::SignedDuration;
use storage::order::Urgency;
use storage::{OrderNo, TaskKind, UnitCode};
use tests::fake::TelegramFake;
use tests::fake::telegram::{Mood, Seen, Spell};
use tests::{Citizen, City, Founding, OnTelegram};

const WANG: i64 = 7001;
const LI: i64 = 7002;
const STORY: &str = "朝霞小区3号楼楼道里堆满了杂物，没人管";

/// A matter is told and submitted; its order.
async fn told(city: &City, telegram: &TelegramFake, user: i64, story: &str) -> OrderNo {
    let before = city.orders().await.len();
    telegram.user(user).says(story);
    city.settle().await;
    telegram.user(user).presses("提交");
    city.settle().await;
    let orders = city.orders().await;
    assert_eq!(orders.len(), before + 1, "{}", telegram.chat(user));
    orders.into_iter().next_back().expect("there is one").no
}

/// The unit that leads an order signs it and asks the citizen.
async fn asks(city: &City, no: &OrderNo, question: &str) {
    if city.order(no).await.0.lead.is_none() {
        let dispatch = Act::Dispatch { lead: UnitCode::new("C0101"), helpers: Vec::new() };
        city.operator().await.does(no, dispatch).await;
    }
    let lead = city.order(no).await.0.lead.expect("it was dispatched");
    let unit = city.unit(lead.as_str()).await;
    unit.does(no, Act::Sign).await;
    unit.does(no, Act::Ask { question: question.to_owned() }).await;
}

fn with<'a>(seen: &'a [Seen], words: &str) -> Vec<&'a Seen> {
    seen.iter().filter(|seen| seen.text.contains(words)).collect()
}

#[tokio::test]
async fn the_menu_is_in_the_citizens_language() {
    let (city, telegram) = City::on_telegram().await;
    city.settle().await;
    let said = |language: &str| -> Vec<String> {
        telegram
            .commands("default", language)
            .into_iter()
            .map(|(name, words)| format!("/{name} {words}"))
            .collect()
    };
    insta::assert_snapshot!(said("zh").join("\n"), @"
    /new 我要反映
    /my 查进度
    /urge 催办
    /add 补充材料
    /withdraw 撤回
    /behalf 替别人反映
    /bind 把电话里的事接过来
    /human 转人工
    /lang 换语言
    /privacy 我的信息
    /cancel 不说了
    /help 怎么用
    ");
    assert!(said("en").contains(&"/my My matters".to_owned()));
    assert_eq!(said(""), said("zh"), "everybody else reads the first language");
    city.close().await;
}

#[tokio::test]
async fn every_command_has_an_answer() {
    let (city, telegram) = City::on_telegram().await;
    let wang = telegram.user(WANG);
    let commands = [
        "/start",
        "/help",
        "/new",
        "/my",
        "/query",
        "/urge",
        "/add",
        "/withdraw",
        "/behalf",
        "/bind",
        "/lang",
        "/privacy",
        "/cancel",
        "/settings",
        "/nothing_we_know",
        "/start poster-of-the-market",
        "/human",
    ];
    for command in commands {
        let before = telegram.chat(WANG).said().len();
        wang.says(command);
        city.settle().await;
        assert!(telegram.chat(WANG).said().len() > before, "{command} is answered: {}", telegram.chat(WANG));
    }
    city.close().await;
}

#[tokio::test]
async fn who_chooses_english_is_answered_in_english_from_then_on() {
    let (city, telegram) = City::on_telegram().await;
    let wang = telegram.user(WANG).language("zh-hans");
    wang.says("/lang");
    city.settle().await;
    wang.presses("English");
    city.settle().await;
    let no = {
        wang.says(STORY);
        city.settle().await;
        wang.presses("Submit");
        city.settle().await;
        city.orders().await.remove(0).no
    };
    assert_eq!(with(&telegram.chat(WANG).said(), "●passed on").len(), 1, "{}", telegram.chat(WANG));
    asks(&city, &no, "哪一层？").await;
    city.settle().await;
    let last = telegram.chat(WANG).last().expect("the question");
    assert!(last.text.contains("asks") || last.text.contains("would like to know"), "{}", last.text);

    telegram.user(LI).language("en").says("/start");
    city.settle().await;
    let welcome = telegram.chat(LI).last().expect("a welcome");
    assert!(welcome.text.starts_with("Hello"), "the device's language, at first: {}", welcome.text);
    city.close().await;
}

#[tokio::test]
async fn at_night_only_what_is_urgent_wakes_a_citizen() {
    let night = Founding { now: "2026-07-08 20:30", ..Founding::default() };
    let (city, telegram) = City::on_telegram_as(|on| on, night).await;
    let no = told(&city, &telegram, WANG, STORY).await;
    let quiet = telegram.chat(WANG).said().len();
    city.becomes("2026-07-08 21:30").await;
    asks(&city, &no, "杂物堆在几楼？").await;
    city.settle().await;
    assert_eq!(telegram.chat(WANG).said().len(), quiet, "it can wait: {}", telegram.chat(WANG));
    let card = telegram.chat(WANG).said().into_iter().find(|seen| seen.text.contains("●")).expect("a card");
    assert!(card.text.contains("等您补充"), "a card changes without a sound: {}", card.text);

    // Whoever writes is awake: first what waited, then the answer.
    telegram.user(WANG).says("/help");
    city.settle().await;
    let said = telegram.chat(WANG).said();
    let (asked, helped) = (&said[said.len() - 2], &said[said.len() - 1]);
    assert!(
        asked.text.contains("杂物堆在几楼") && helped.text.contains("还可以对我说"),
        "{}",
        telegram.chat(WANG)
    );
    city.close().await;
}

#[tokio::test]
async fn what_waited_through_the_night_is_said_in_the_morning() {
    let night = Founding { now: "2026-07-08 20:30", ..Founding::default() };
    let (city, telegram) = City::on_telegram_as(|on| on, night).await;
    let no = told(&city, &telegram, WANG, STORY).await;
    city.becomes("2026-07-08 23:50").await;
    asks(&city, &no, "杂物堆在几楼？").await;
    city.becomes("2026-07-09 07:59").await;
    assert!(with(&telegram.chat(WANG).said(), "杂物堆在几楼").is_empty());
    city.becomes("2026-07-09 08:00").await;
    assert_eq!(with(&telegram.chat(WANG).said(), "杂物堆在几楼").len(), 1);
    city.close().await;
}

#[tokio::test]
async fn urgent_news_does_not_wait_for_the_morning() {
    let night = Founding { now: "2026-07-08 20:30", ..Founding::default() };
    let (city, telegram) = City::on_telegram_as(|on| on, night).await;
    let no = told(&city, &telegram, WANG, "朝霞小区3号楼停水两天了，老人没水喝，非常紧急").await;
    assert_ne!(city.order(&no).await.0.form.urgency, Urgency::Normal);
    city.becomes("2026-07-08 23:50").await;
    asks(&city, &no, "是整栋楼都停了吗？").await;
    city.settle().await;
    assert_eq!(with(&telegram.chat(WANG).said(), "是整栋楼都停了吗").len(), 1, "{}", telegram.chat(WANG));
    city.close().await;
}

#[tokio::test]
async fn nothing_personal_is_said_on_telegram_unless_the_place_allows_it() {
    let (city, telegram) = City::on_telegram().await;
    let story =
        "朝霞小区3号楼楼道里堆满了杂物，我叫王秀英，电话13800001234，邻居的身份证号150102199003078888";
    let no = told(&city, &telegram, WANG, story).await;
    asks(&city, &no, "我们打13800001234没人接，您什么时候方便？").await;
    telegram.user(WANG).says("查进度");
    city.settle().await;
    for seen in telegram.chat(WANG).said() {
        for secret in ["13800001234", "150102199003078888", "3号楼楼道"] {
            let own_words = secret == "3号楼楼道" && seen.text.contains("事情：");
            let told = secret == "3号楼楼道" && seen.text.contains("事件：");
            assert!(own_words || told || !seen.text.contains(secret), "{secret} is said in {}", seen.text);
        }
        assert!(!seen.text.contains("已按规定删除"), "not shown is not erased: {}", seen.text);
    }
    telegram.user(WANG).says("我想补充电话");
    city.settle().await;
    let contact = city.order(&no).await.0.papers.contact.expect("what was left is kept");
    let kept = city.app.store.paper(city.app.jurisdiction(), contact).await.unwrap().unwrap();
    assert!(kept.text().unwrap().contains("13800001234"), "at home it is kept, sealed");
    city.close().await;
}

#[tokio::test]
async fn names_and_phones_are_not_asked_for_there_unless_allowed() {
    // A matter that cannot be handled without knowing who told it.
    let story = "我在河东劳务公司干活，老板拖欠我三个月工资";
    let (city, telegram) = City::on_telegram().await;
    telegram.user(WANG).says(story);
    city.settle().await;
    assert!(with(&telegram.chat(WANG).said(), "电话是多少").is_empty(), "{}", telegram.chat(WANG));
    city.close().await;

    let how = |on: OnTelegram| OnTelegram { personal_data: true, ..on };
    let (city, telegram) = City::on_telegram_as(how, Founding::default()).await;
    telegram.user(WANG).says(story);
    city.settle().await;
    if with(&telegram.chat(WANG).said(), "电话是多少").is_empty() {
        telegram.user(WANG).presses("说不清，跳过");
        city.settle().await;
    }
    assert_eq!(with(&telegram.chat(WANG).said(), "电话是多少").len(), 1, "{}", telegram.chat(WANG));
    city.close().await;
}

#[tokio::test]
async fn an_old_button_says_so_and_is_taken_away() {
    let (city, telegram) = City::on_telegram().await;
    let no = told(&city, &telegram, WANG, STORY).await;
    let lead = city.order(&no).await.0.lead.expect("it was dispatched");
    let unit = city.unit(lead.as_str()).await;
    unit.does(&no, Act::Sign).await;
    unit.answers(&no, "清走了。").await;
    city.settle().await;
    let survey = telegram.chat(WANG).last().expect("the survey");
    telegram.user(WANG).presses("联系过");
    city.settle().await;
    assert!(
        telegram.chat(WANG).messages().iter().any(|seen| seen.id == survey.id && seen.buttons.is_empty())
    );

    // Their Telegram still shows a summary that was submitted long ago.
    let summary = with(&telegram.chat(WANG).said(), "我记的是这样")[0].clone();
    telegram.user(WANG).presses_data(summary.id, "submit");
    city.settle().await;
    let answers: Vec<String> = telegram.presses().into_iter().flat_map(|press| press.answers).collect();
    assert!(answers.iter().any(|answer| answer.contains("过时")), "{answers:?}");
    telegram.user(WANG).presses_data(survey.id, "w:20260101-AAAAAA:y");
    telegram.user(WANG).presses_data(survey.id, "what is this? 路灯");
    city.settle().await;
    let answers: Vec<String> = telegram.presses().into_iter().flat_map(|press| press.answers).collect();
    assert!(answers.iter().any(|answer| answer == "该工单已更新"), "{answers:?}");
    assert!(telegram.unanswered().is_empty());
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn in_a_group_the_bot_speaks_only_when_spoken_to_and_takes_nothing_down() {
    let (city, telegram) = City::on_telegram().await;
    telegram.bot_reads_groups();
    let group = telegram.group(-500, "朝霞小区业主群").with(&[&telegram.user(WANG)]);
    let wang = telegram.user(WANG).in_group(&group);
    wang.says("3号楼的路灯坏了，谁管管");
    wang.says("/new@some_other_bot");
    city.settle().await;
    assert!(telegram.chat(-500).said().is_empty());
    wang.says_to_bot("路灯坏了");
    city.settle().await;
    let said = telegram.chat(-500).said();
    assert_eq!(said.len(), 1);
    assert!(said[0].text.contains("私聊"), "{}", said[0].text);
    assert!(said[0].buttons[0][0].1.starts_with("https://t.me/"), "{:?}", said[0].buttons);
    assert!(city.app.desk.conversation("telegram", "-500").await.unwrap().is_none(), "nothing is taken down");
    city.close().await;
}

#[tokio::test]
async fn a_citizen_who_blocked_the_bot_is_phoned_where_it_is_worth_it() {
    let (city, telegram) = City::on_telegram().await;
    let no = told(&city, &telegram, WANG, "朝霞小区3号楼楼道里堆满了杂物，我的电话13800001234").await;
    telegram.user(WANG).blocks();
    asks(&city, &no, "杂物堆在几楼？").await;
    city.settle().await;
    let operator = city.operator().await;
    let tasks = operator.queue().await.tasks;
    let calls: Vec<_> = tasks.iter().filter(|task| task.kind == TaskKind::PhoneCitizen).collect();
    assert_eq!(calls.len(), 1, "one call: the question");
    assert!(calls[0].words.contains("杂物堆在几楼"), "{}", calls[0].words);
    city.close().await;
}

#[tokio::test]
async fn a_wish_to_wait_is_obeyed_and_nothing_is_said_twice_or_out_of_order() {
    let (city, telegram) = City::on_telegram().await;
    let no = told(&city, &telegram, WANG, STORY).await;
    telegram.feels(Spell::of(Mood::Busy(30)).in_chat(WANG).times(1));
    asks(&city, &no, "杂物堆在几楼？").await;
    city.settle().await;
    telegram.user(WANG).says("/help");
    city.settle().await;
    assert!(with(&telegram.chat(WANG).said(), "杂物堆在几楼").is_empty());
    city.pass(SignedDuration::from_secs(31)).await;
    city.pass(SignedDuration::from_mins(2)).await;
    let said = telegram.chat(WANG).said();
    assert_eq!(with(&said, "杂物堆在几楼").len(), 1, "{}", telegram.chat(WANG));
    let place = |words: &str| said.iter().position(|seen| seen.text.contains(words)).expect("it is said");
    assert!(place("杂物堆在几楼") < place("还可以对我说"), "{}", telegram.chat(WANG));
    assert!(telegram.violations().is_empty(), "{:?}", telegram.violations());
    city.close().await;
}

#[tokio::test]
async fn failures_of_every_kind_pass_and_the_card_stays_one() {
    let (city, telegram) = City::on_telegram().await;
    let no = told(&city, &telegram, WANG, STORY).await;
    let moods = [Mood::Fails(500), Mood::Garbage, Mood::Fails(502), Mood::Busy(3)];
    for (n, mood) in moods.into_iter().enumerate() {
        telegram.feels(Spell::of(mood).in_chat(WANG).times(1));
        telegram.user(WANG).says("催办");
        city.settle().await;
        telegram.calms();
        city.pass(SignedDuration::from_hours(1)).await;
        assert_eq!(city.order(&no).await.0.urges as usize, n + 1);
    }
    let said = telegram.chat(WANG).said();
    assert_eq!(with(&said, "●").len(), 1, "one card: {}", telegram.chat(WANG));
    assert_eq!(with(&said, "已经替您催").len(), moods.len(), "each said once: {}", telegram.chat(WANG));
    city.close().await;
}

#[tokio::test]
async fn a_card_that_was_deleted_is_posted_again() {
    let (city, telegram) = City::on_telegram().await;
    let no = told(&city, &telegram, WANG, STORY).await;
    let card = with(&telegram.chat(WANG).said(), "●")[0].id;
    let delete = format!("{}/bot{}/deleteMessage", telegram.url(), telegram.token());
    let body = serde_json::json!({ "chat_id": WANG, "message_id": card });
    reqwest::Client::new().post(delete).json(&body).send().await.unwrap();
    let lead = city.order(&no).await.0.lead.expect("it was dispatched");
    city.unit(lead.as_str()).await.does(&no, Act::Sign).await;
    city.settle().await;
    let cards = telegram.chat(WANG).said();
    let cards = with(&cards, "●");
    assert_eq!(cards.len(), 1);
    assert_ne!(cards[0].id, card);
    city.close().await;
}

#[tokio::test]
async fn an_answer_longer_than_a_message_comes_in_parts() {
    let (city, telegram) = City::on_telegram().await;
    let no = told(&city, &telegram, WANG, STORY).await;
    let lead = city.order(&no).await.0.lead.expect("it was dispatched");
    let unit = city.unit(lead.as_str()).await;
    unit.does(&no, Act::Sign).await;
    let answer = "一条一条清理，一层一层检查。\n".repeat(330);
    unit.answers(&no, &answer).await;
    city.settle().await;
    let said = telegram.chat(WANG).said();
    let parts = with(&said, "一层一层检查");
    assert_eq!(parts.len(), 2);
    let lines: usize = parts.iter().map(|part| part.text.matches("一层一层检查").count()).sum();
    assert_eq!(lines, 330);
    city.close().await;
}

#[tokio::test]
async fn a_caller_takes_the_order_to_telegram_with_the_link_on_paper() {
    let (city, telegram) = City::on_telegram().await;
    let operator = city.operator().await;
    let call = Call { story: STORY.to_owned(), phone: Some("13800001234".to_owned()), ..Call::default() };
    let order = operator.takes_call(call, "call-1").await;
    let pass = city.app.desk.give_paper_pass(&operator.staff, &order.no).await.unwrap();
    telegram.user(WANG).says(&format!("/start {}", pass.code));
    city.settle().await;
    assert_eq!(with(&telegram.chat(WANG).said(), "接到这里了").len(), 1, "{}", telegram.chat(WANG));
    assert_eq!(with(&telegram.chat(WANG).said(), "●").len(), 1, "with its card");
    telegram.user(LI).says(&format!("/start {}", pass.code));
    city.settle().await;
    assert_eq!(with(&telegram.chat(LI).said(), "接到这里了").len(), 0, "a code is good once");
    city.close().await;
}

#[tokio::test]
async fn the_same_citizen_on_the_web_and_on_telegram_hears_in_both() {
    let (city, telegram) = City::on_telegram().await;
    let citizen: Citizen = city.citizen().await;
    citizen.says(STORY).await;
    let no = citizen.presses("提交").await.order_no();
    let operator = city.operator().await;
    let pass = city.app.desk.give_phone_pass(&operator.staff, &no).await.unwrap();
    telegram.user(WANG).says(&format!("/bind {} {}", &pass.code[..4], &pass.code[4..]));
    city.settle().await;
    asks(&city, &no, "杂物堆在几楼？").await;
    city.settle().await;
    assert_eq!(with(&telegram.chat(WANG).said(), "杂物堆在几楼").len(), 1, "{}", telegram.chat(WANG));
    assert!(citizen.transcript().await.contains("杂物堆在几楼"));
    telegram.user(WANG).says("三楼");
    city.settle().await;
    assert_eq!(city.order(&no).await.0.state, storage::order::State::Signed, "the answer counts from either");
    city.close().await;
}

#[tokio::test]
async fn an_outage_of_a_working_day_gives_nothing_up() {
    let (city, telegram) = City::on_telegram().await;
    let no = told(&city, &telegram, WANG, STORY).await;
    telegram.feels(Spell::of(Mood::Garbage).on("sendMessage"));
    asks(&city, &no, "是几单元？").await;
    city.pass(SignedDuration::from_secs(6)).await;
    for _ in 0..9 {
        city.pass(SignedDuration::from_hours(1)).await;
        let backlog = city.app.store.backlog(city.clock.now()).await.expect("the ledger answers");
        assert_eq!((backlog.notices > 0, backlog.dead), (true, 0));
    }
    assert!(with(&telegram.chat(WANG).said(), "是几单元").is_empty());
    telegram.calms();
    city.pass(SignedDuration::from_mins(2)).await;
    assert_eq!(with(&telegram.chat(WANG).said(), "是几单元").len(), 1, "{}", telegram.chat(WANG));
    city.close().await;
}
