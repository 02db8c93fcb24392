//! A unit's group hears at once of what cannot wait, and of everything else in digests.

use std::sync::Arc;

use bot::app::App;
use bot::channel::Untold;
use bot::config::Config;
use bot::desk::{Act, Call};
use bot::news::{Happening, UnitNews};
use storage::order::{Kind, Rating, Satisfaction, Solved, Urgency};
use storage::{CategoryCode, ReasonCode, TaskKind, UnitCode};
use tests::City;

use crate::groups::{Chats, GAS, button, on_screen};

#[tokio::test]
async fn an_urgent_order_reaches_the_group_at_once_without_anything_personal() {
    let (chats, _) = Chats::with_gas_company().await;
    chats.call(Urgency::Critical).await;
    chats.settle().await;
    let sent = chats.sent(GAS);
    assert_eq!(sent.len(), 1);
    insta::assert_snapshot!(on_screen(&sent[0]), @"
    【派单】(编号)，请签收
    紧急程度：特急
    类别：路灯不亮
    属地：朝霞社区第一网格
    环节：待签收
    签收期限：7月8日（周三）09:15，剩15分钟
    办理期限：7月8日（周三）11:00，剩2小时
    [签收] [退单]
    ");
    chats.city.close().await;
}

#[tokio::test]
async fn thirty_orders_are_one_message_at_the_next_digest() {
    let (chats, _) = Chats::with_gas_company().await;
    for _ in 0..30 {
        chats.call(Urgency::Normal).await;
    }
    chats.settle().await;
    assert!(chats.sent(GAS).is_empty(), "nothing of it is urgent");
    chats.becomes("2026-07-08 11:02").await;
    assert!(chats.sent(GAS).is_empty());
    chats.becomes("2026-07-08 11:03").await;
    let sent = chats.sent(GAS);
    assert_eq!(sent.len(), 1);
    insta::assert_snapshot!(on_screen(&sent[0]), @"
    【工单小结】示例旗燃气有限公司：在办30件
    ▍待签收 30 件
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    (编号) 路灯不亮，7月9日 17:30前，剩1天6小时
    另有 20 件，请到工作台查看
    [(编号)] [(编号)] [(编号)] [(编号)] [(编号)] [(编号)] [(编号)] [(编号)] [(编号)] [(编号)]
    ");
    chats.becomes("2026-07-08 14:03").await;
    assert!(chats.sent(GAS).is_empty(), "nothing has happened since");
    chats.city.close().await;
}

#[tokio::test]
async fn an_order_that_comes_while_a_digest_is_told_waits_for_the_next() {
    let (chats, gas) = Chats::with_gas_company().await;
    chats.call(Urgency::Normal).await;
    chats.city.clock.set(tests::local("2026-07-08 11:03"));
    let late = chats.call(Urgency::Normal).await;
    chats.settle().await;
    assert_eq!(chats.sent(GAS).len(), 1, "the digest of 11:03 is not put off");
    chats.becomes("2026-07-08 14:03").await;
    assert_eq!(chats.sent(GAS).len(), 1);
    gas.does(&late, Act::Sign).await;
    chats.city.close().await;
}

#[tokio::test]
async fn what_must_be_signed_before_the_next_digest_is_told_sooner_and_still_in_one_message() {
    let (chats, _) = Chats::with_gas_company().await;
    for _ in 0..30 {
        chats.call_about_gas().await;
    }
    chats.becomes("2026-07-08 09:04").await;
    assert!(chats.sent(GAS).is_empty());
    chats.becomes("2026-07-08 09:05").await;
    let sent = chats.sent(GAS);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].text.contains("待签收 30 件") && sent[0].text.contains("剩25分钟"), "{}", sent[0].text);
    chats.city.close().await;
}

#[tokio::test]
async fn a_digest_shows_what_is_due_late_waiting_and_new() {
    let (chats, gas) = Chats::with_gas_company().await;
    let operator = chats.city.operator().await;
    let late = chats.call_about_gas().await;
    let (today, asked, added) = (
        chats.call(Urgency::Normal).await,
        chats.call(Urgency::Normal).await,
        chats.call(Urgency::Normal).await,
    );
    for no in [&late, &today, &asked, &added] {
        gas.does(no, Act::Sign).await;
    }
    gas.does(&asked, Act::Ask { question: "几单元？".to_owned() }).await;
    // Five working days after Wednesday.
    chats.becomes("2026-07-15 09:00").await;
    chats.sent(GAS);
    operator.does(&added, Act::Supplement { note: "是整栋楼".to_owned() }).await;
    chats.call(Urgency::Normal).await;
    chats.becomes("2026-07-15 11:03").await;
    let sent = chats.sent(GAS);
    assert_eq!(sent.len(), 1);
    insta::assert_snapshot!(on_screen(&sent[0]), @"
    【工单小结】示例旗燃气有限公司：在办5件
    ▍待签收 1 件
    (编号) 路灯不亮，7月16日 17:30前，剩1天6小时
    ▍已超期 1 件
    (编号) 燃气开通与停气，7月9日 09:00前，超期6天2小时
    ▍今天到期 2 件
    (编号) 路灯不亮，7月15日 17:30前，剩6小时27分钟
    (编号) 路灯不亮，7月15日 17:30前，剩6小时27分钟
    ▍待补充 1 件
    (编号) 路灯不亮，等待群众补充，暂停计时
    ▍有新情况 1 件
    (编号) 路灯不亮，7月15日 17:30前，剩6小时27分钟
    [(编号)] [(编号)] [(编号)] [(编号)] [(编号)]
    ");
    chats.city.close().await;
}

#[tokio::test]
async fn a_unit_that_is_to_help_reads_it_in_its_digest() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    let others = Act::Dispatch { lead: UnitCode::new("JYJ"), helpers: vec![UnitCode::new("RQGS")] };
    chats.city.operator().await.does(&no, others).await;
    chats.becomes("2026-07-08 11:03").await;
    let sent = chats.sent(GAS);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].text.contains("有新情况 1 件") && sent[0].text.contains("（协办）"), "{}", sent[0].text);
    chats.city.close().await;
}

#[tokio::test]
async fn a_pressing_citizen_and_a_refused_return_do_not_wait() {
    let (chats, gas) = Chats::with_gas_company().await;
    let operator = chats.city.operator().await;
    let no = chats.call(Urgency::Normal).await;
    operator.does(&no, Act::Urge).await;
    chats.settle().await;
    let sent = chats.sent(GAS);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].text.starts_with("【催办】"), "{}", sent[0].text);
    assert!(sent[0].text.contains("群众催办1次"), "{}", sent[0].text);
    let back =
        Act::RequestReturn {
            reason: ReasonCode::new("R01"), basis: "三定方案".to_owned(), suggested: None
        };
    gas.does(&no, back).await;
    operator.does(&no, Act::RefuseReturn { why: "派单目录写明".to_owned() }).await;
    chats.settle().await;
    let sent = chats.sent(GAS);
    assert!(sent[0].text.starts_with("【驳回退单】"), "{}", sent[0].text);
    assert!(!button(&sent[0], "签收").is_empty());
    chats.city.close().await;
}

#[tokio::test]
async fn a_rating_is_told_at_once_whether_the_order_is_over_or_begins_anew() {
    let (chats, gas) = Chats::with_gas_company().await;
    let operator = chats.city.operator().await;
    let (good, bad) = (chats.call(Urgency::Normal).await, chats.call(Urgency::Normal).await);
    for (no, solved, satisfaction) in
        [(&good, Solved::Yes, Satisfaction::Satisfied), (&bad, Solved::No, Satisfaction::Unsatisfied)]
    {
        gas.does(no, Act::Sign).await;
        gas.answers(no, "路灯已修好。").await;
        let rating = Rating { contacted: None, solved, satisfaction };
        operator.does(no, Act::Rate { rating, comment: None }).await;
        chats.settle().await;
        let sent = chats.sent(GAS);
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert!(sent[0].text.starts_with(&format!("【评价】{no}")), "{}", sent[0].text);
    }
    chats.becomes("2026-07-08 11:03").await;
    let sent = chats.sent(GAS);
    assert_eq!(sent.len(), 1);
    assert!(
        sent[0].text.contains("有新情况 1 件") && sent[0].text.contains(bad.as_str()),
        "{}",
        sent[0].text
    );
    chats.city.close().await;
}

#[tokio::test]
async fn nobody_sets_out_in_vain_for_an_order_that_is_gone() {
    let (chats, _) = Chats::with_gas_company().await;
    let operator = chats.city.operator().await;
    let (away, back) = (chats.call(Urgency::Normal).await, chats.call(Urgency::Normal).await);
    operator.does(&away, Act::Dispatch { lead: UnitCode::new("ZJJ"), helpers: Vec::new() }).await;
    operator.does(&back, Act::Withdraw { reason: ReasonCode::new("W01") }).await;
    chats.settle().await;
    let mut sent = chats.sent(GAS);
    sent.sort_by(|one, other| other.text.cmp(&one.text));
    assert_eq!(sent.len(), 2);
    assert!(sent[0].text.starts_with("【改派】") && sent[0].choices.is_empty(), "{:?}", sent[0]);
    assert_eq!(sent[0].text.lines().count(), 1, "what others do with it is not told: {}", sent[0].text);
    assert!(sent[1].text.starts_with("【撤单】") && sent[1].choices.is_empty(), "{:?}", sent[1]);
    chats.becomes("2026-07-08 11:03").await;
    assert!(chats.sent(GAS).is_empty(), "where there is nothing to tell, nothing is told");
    chats.city.close().await;
}

#[tokio::test]
async fn a_unit_without_a_group_is_not_told_there() {
    let chats = Chats::founded().await;
    chats.call(Urgency::Critical).await;
    chats.call(Urgency::Normal).await;
    chats.becomes("2026-07-08 11:03").await;
    assert!(chats.sent(GAS).is_empty());
    assert!(chats.city.operator().await.queue().await.tasks.is_empty());
    chats.city.close().await;
}

#[tokio::test]
async fn where_the_group_is_closed_a_person_phones_and_the_group_is_gone() {
    let (chats, _) = Chats::with_gas_company().await;
    chats.closes(GAS);
    let (first, second) = (chats.call(Urgency::Critical).await, chats.call(Urgency::Normal).await);
    chats.settle().await;
    assert_eq!(chats.seat("RQGS").await, None);
    chats.becomes("2026-07-08 11:03").await;
    let tasks = chats.city.operator().await.queue().await.tasks;
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!((tasks[0].kind, tasks[0].order.as_ref()), (TaskKind::PhoneUnit, Some(&first)));
    assert_eq!(tasks[0].told, Some(Happening::Dispatched));
    assert!(chats.city.orders().await.iter().any(|order| order.no == second));
    chats.city.close().await;
}

#[tokio::test]
async fn where_the_bot_may_not_write_one_person_goes_after_it_and_the_group_stays() {
    let (chats, _) = Chats::with_gas_company().await;
    chats.silences_bot(GAS);
    for digest in ["2026-07-08 11:03", "2026-07-08 14:03"] {
        chats.call(Urgency::Normal).await;
        chats.becomes(digest).await;
    }
    let tasks = chats.city.operator().await.queue().await.tasks;
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    let told = (tasks[0].kind, tasks[0].told, tasks[0].untold);
    assert_eq!(told, (TaskKind::PhoneUnit, None, Some(Untold::Answered { status: 400 })));
    assert_eq!(chats.seat("RQGS").await.as_deref(), Some(GAS));
    chats.city.close().await;
}

#[tokio::test]
async fn what_the_citizen_said_is_shown_masked_where_the_place_allows_it() {
    let chats = Chats::founded().await;
    let no = chats.call(Urgency::Normal).await;
    let open = with_personal_data(&chats.city);
    let news = UnitNews { what: Happening::Dispatched, no: no.to_string() };
    let unit = UnitCode::new("RQGS");
    let shown = open.desk.unit_news(&unit, &news).await.unwrap().unwrap().text;
    assert!(shown.contains("诉求：朝霞小区3号楼家里停气了，我姓史，电话138****5678"), "{shown}");
    let veiled = chats.city.app.desk.unit_news(&unit, &news).await.unwrap().unwrap().text;
    assert!(!veiled.contains("诉求") && !veiled.contains("3号楼"), "{veiled}");
    assert_eq!(open.desk.unit_news(&UnitCode::new("JYJ"), &news).await.unwrap(), None, "it is not theirs");
    chats.city.close().await;
}

#[tokio::test]
async fn of_a_report_nobody_in_the_group_reads_who_it_is_from() {
    let chats = Chats::founded().await;
    let call = Call {
        story: "我叫王建国，住朝霞小区3号楼2单元501，举报站长偷卖燃气".to_owned(),
        kind: Some(Kind::Report),
        category: Some(CategoryCode::new("010404")),
        lead: Some(UnitCode::new("RQGS")),
        ..Call::default()
    };
    let no = chats.city.operator().await.takes_call(call, "report").await.no;
    let news = UnitNews { what: Happening::Dispatched, no: no.to_string() };
    let open = with_personal_data(&chats.city);
    let shown = open.desk.unit_news(&UnitCode::new("RQGS"), &news).await.unwrap().unwrap().text;
    assert!(shown.contains("举报站长偷卖燃气"), "{shown}");
    assert!(["建国", "3号楼", "501"].iter().all(|known| !shown.contains(known)), "{shown}");
    chats.city.close().await;
}

/// The same program where personal data may be shown.
fn with_personal_data(city: &City) -> App {
    let app = &city.app;
    let mut config = Config::clone(&app.config);
    config.telegram.personal_data = true;
    App::new(
        Arc::clone(&app.banner),
        Arc::clone(&app.store),
        Arc::clone(&app.clerk),
        Arc::clone(&app.wording),
        Arc::clone(&app.clock),
        Arc::clone(&app.mint),
        Arc::new(config),
    )
}
