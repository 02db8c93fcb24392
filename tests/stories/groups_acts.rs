//! People of a unit do their work in the group: by buttons, by answering the bot, or in words.

use bot::desk::{GroupAnswer, GroupWhat};
use storage::order::{Event, Fact, State, Urgency};
use storage::{Account, AccountRole, OrderNo, UnitCode};

use crate::groups::{Chats, GAS, ZHAO, button, on_screen, text};

/// What is posted, as it is seen.
fn posted(answer: &GroupAnswer) -> String {
    on_screen(answer.say.as_ref().expect("something is posted"))
}

fn last_fact(events: &[Event]) -> &Fact {
    &events.last().expect("something has happened").fact
}

async fn words_of(chats: &Chats, id: storage::PaperId) -> String {
    let paper = chats.city.app.store.paper(chats.city.app.jurisdiction(), id).await;
    let paper = paper.expect("the ledger answers").expect("there is such a paper");
    paper.text().expect("it holds words").to_owned()
}

#[tokio::test]
async fn an_order_is_signed_by_its_button_and_its_card_offers_the_next_steps() {
    let (chats, gas) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Critical).await;
    chats.settle().await;
    let card = chats.sent(GAS).remove(0);
    let answer = chats.presses(Some(GAS), ZHAO, &button(&card, "签收")).await;
    let (order, events) = chats.city.order(&no).await;
    assert_eq!(order.state, State::Signed);
    assert_eq!(events.last().unwrap().actor.id, gas.staff.account.to_string());
    assert!(answer.toast.is_some_and(|toast| toast.starts_with("【已签收】")));
    insta::assert_snapshot!(on_screen(&answer.redraw.unwrap()), @"
    【已签收】(编号)，unit-rqgs
    紧急程度：特急
    类别：路灯不亮
    属地：朝霞社区第一网格
    环节：已签收
    办理期限：7月8日（周三）11:00，剩2小时
    [反馈] [答复办结] [退单]
    ");
    chats.city.close().await;
}

#[tokio::test]
async fn whoever_may_not_is_told_why_and_nothing_is_done() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    let (school, operator) = (chats.city.unit("JYJ").await, chats.city.operator().await);
    chats.ties(&school, "602").await;
    chats.ties(&operator, "603").await;
    let leaver = chats.city.unit("XFD").await;
    chats.ties(&leaver, "604").await;
    let j = chats.city.app.jurisdiction().clone();
    let clerk = &chats.city.app.clerk;
    let staying = clerk.account(&j, leaver.staff.account).await.unwrap().unwrap();
    let left = Account { disabled_at: Some(bot::clock::Clock::now(&*chats.city.clock)), ..staying.clone() };
    assert!(clerk.change_account(&staying, &left).await.unwrap());

    let sign = format!("u:sign:{no}");
    for (person, key) in [
        ("601", "group-who-unknown"),
        ("602", "group-who-other-unit"),
        ("603", "group-who-not-of-unit"),
        ("604", "group-who-left"),
    ] {
        let pressed = chats.presses(Some(GAS), person, &sign).await;
        assert_eq!(pressed.toast, Some(chats.words(key)), "{person}");
        assert!(!pressed.drop_buttons && pressed.redraw.is_none(), "others still need the button");
        assert_eq!(text(chats.says(Some(GAS), person, &format!("签收 {no}")).await), chats.words(key));
    }
    // Alone with the bot it is the order that is not theirs.
    let alone = text(chats.says(None, "602", &format!("签收 {no}")).await);
    assert_eq!(alone, chats.words("group-trouble-unknown"));
    let elsewhere = text(chats.says(Some("-999"), ZHAO, "待办").await);
    assert_eq!(elsewhere, chats.words("group-who-group-unknown"));
    assert_eq!(chats.city.order(&no).await.0.state, State::Dispatched);
    chats.city.close().await;
}

#[tokio::test]
async fn an_old_button_says_so_and_shows_the_order_as_it_stands() {
    let (chats, gas) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    gas.does(&no, bot::desk::Act::Sign).await;
    let answer = chats.presses(Some(GAS), ZHAO, &format!("u:sign:{no}")).await;
    assert_eq!(answer.toast.as_deref(), Some("该工单已更新，现在是“已签收”，不能这样操作。"));
    let face = answer.redraw.unwrap();
    assert!(face.choices.iter().all(|choice| !choice.id.starts_with("u:sign")), "{face:?}");
    let operator = chats.city.operator().await;
    let other = bot::desk::Act::Dispatch { lead: UnitCode::new("ZJJ"), helpers: Vec::new() };
    operator.does(&no, other).await;
    let gone = chats.presses(Some(GAS), ZHAO, &format!("u:progress:{no}")).await;
    assert_eq!(gone.toast, Some(chats.words("group-trouble-unknown")));
    assert!(gone.drop_buttons && gone.redraw.is_none());
    let strange = chats.presses(Some(GAS), ZHAO, "u:dance:20260708").await;
    assert_eq!((strange.toast, strange.drop_buttons), (Some(chats.words("group-old-button")), true));
    chats.settle().await;
    chats.city.close().await;
}

#[tokio::test]
async fn an_order_is_returned_with_a_reason_and_a_basis_given_in_reply() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    let asked = chats.presses(Some(GAS), ZHAO, &format!("u:return:{no}")).await;
    insta::assert_snapshot!(posted(&asked), @"
    工单 (编号) 申请退单，请选择理由：
    [R01 不属本单位职责] [R02 不属本辖区] [R03 地址或对象不清，需要补充] [R04 应由其他单位主办] [R05 与已有工单重复] [R06 已进入法定程序] [R07 超出行政职责范围] [R08 派单目录有误]
    ");
    let reason = button(asked.say.as_ref().unwrap(), "R03");
    let question = chats.presses(Some(GAS), ZHAO, &reason).await;
    assert!(question.drop_buttons, "the list of reasons has served");
    insta::assert_snapshot!(posted(&question), @"
    工单 (编号) 申请退单，理由 R03 地址或对象不清，需要补充。
    请写明还缺什么（楼栋、门牌、单位名称、时间等），以及已经怎样联系过诉求人。
    请回复本条消息，写明依据。
    #退单 (编号) R03
    ");
    let done = chats.answers(&question, "没有楼栋号，电话打不通").await.unwrap();
    assert!(posted(&done).starts_with("工单 (编号) 已申请退单"), "{}", posted(&done));
    let (order, events) = chats.city.order(&no).await;
    assert_eq!(order.state, State::ReturnRequested);
    assert_eq!(events.last().unwrap().reason.as_ref().unwrap().as_str(), "R03");
    let Fact::ReturnRequested { basis, suggested: None } = last_fact(&events) else { panic!("{events:?}") };
    assert_eq!(words_of(&chats, *basis).await, "没有楼栋号，电话打不通");
    chats.city.close().await;
}

#[tokio::test]
async fn who_should_have_it_instead_must_be_named_so_that_we_know_it() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    let question = chats.presses(Some(GAS), ZHAO, &format!("u:return:{no}:R04")).await;
    assert!(posted(&question).contains("第一行写建议的承办单位"), "{}", posted(&question));
    let again = chats.answers(&question, "月球局\n依据是三定方案").await.unwrap();
    assert!(posted(&again).starts_with("目录里没有“月球局”"), "{}", posted(&again));
    let again = chats.answers(&again, "住建局").await.unwrap();
    assert!(again.asks_reply, "the basis is missing");
    let done = chats.answers(&again, "住建局\n物业管理条例，由住建局监管").await.unwrap();
    assert!(!done.asks_reply);
    let (_, events) = chats.city.order(&no).await;
    let Fact::ReturnRequested { basis, suggested } = last_fact(&events) else { panic!("{events:?}") };
    assert_eq!(suggested.as_ref().map(UnitCode::as_str), Some("ZJJ"));
    assert_eq!(words_of(&chats, *basis).await, "物业管理条例，由住建局监管");
    chats.city.close().await;
}

#[tokio::test]
async fn a_return_that_comes_too_late_is_not_asked_for_in_detail() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    chats.city.clock.turn(jiff::SignedDuration::from_hours(24 * 10));
    let late = chats.presses(Some(GAS), ZHAO, &format!("u:return:{no}")).await;
    assert!(late.toast.is_some_and(|toast| toast.starts_with("退单的期限是")), "nothing is posted");
    assert!(late.say.is_none() && late.redraw.is_none());
    chats.settle().await;
    chats.city.close().await;
}

#[tokio::test]
async fn progress_and_reply_are_written_in_answer_to_the_bot() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    chats.presses(Some(GAS), ZHAO, &format!("u:sign:{no}")).await;
    let question = chats.presses(Some(GAS), ZHAO, &format!("u:progress:{no}")).await;
    assert!(!question.drop_buttons, "the card still serves");
    chats.answers(&question, "已到现场检查").await.unwrap();
    let (order, events) = chats.city.order(&no).await;
    assert_eq!((order.state, events.last().unwrap().visible), (State::Handling, false));

    let contacted = chats.presses(Some(GAS), ZHAO, &format!("u:reply:{no}")).await;
    let yes = button(contacted.say.as_ref().unwrap(), "已联系");
    let form = chats.presses(Some(GAS), ZHAO, &yes).await;
    insta::assert_snapshot!(posted(&form), @"
    工单 (编号) 答复办结，已联系群众。请回复本条消息，写明以下三项：
    办理情况：做了什么，结果怎样（只给热线中心看）
    公开答复：会原文发给群众
    联系情况：什么时候、怎样联系的
    #办结 (编号) 已联系
    ");
    let lacking = chats.answers(&form, "办理情况：换了调压阀\n公开答复：今天已恢复供气").await.unwrap();
    assert!(posted(&lacking).starts_with("还缺“联系情况”"), "{}", posted(&lacking));
    let whole = "公开答复：今天已恢复供气\n办理情况：换了调压阀\n联系情况：7月8日电话告知，认可";
    let done = chats.answers(&lacking, whole).await.unwrap();
    assert_eq!(posted(&done), "工单 (编号) 已答复并办结，unit-rqgs。");
    let (order, events) = chats.city.order(&no).await;
    assert_eq!(order.state, State::Done);
    let replied = events.iter().find_map(|event| match &event.fact {
        Fact::Replied { answer, contacted, .. } => Some((*answer, *contacted)),
        _ => None,
    });
    let (answer, was_contacted) = replied.unwrap();
    assert!(was_contacted);
    assert_eq!(words_of(&chats, answer).await, "今天已恢复供气");
    chats.city.close().await;
}

#[tokio::test]
async fn the_same_work_is_done_in_words_in_the_group_or_alone_with_the_bot() {
    let (chats, _) = Chats::with_gas_company().await;
    let (one, other) = (chats.call(Urgency::Normal).await, chats.call(Urgency::Normal).await);
    let plain = one.as_str().replace('-', " ").to_lowercase();
    let signed = text(chats.says(Some(GAS), ZHAO, &format!("签收{plain}")).await);
    assert!(signed.starts_with("【已签收】"), "{signed}");
    text(chats.says(None, ZHAO, &format!("反馈 {one} 已到现场")).await);
    let list = chats.says(None, ZHAO, "我的工单").await.unwrap();
    insta::assert_snapshot!(posted(&list), @"
    【待办工单】示例旗燃气有限公司：在办2件
    ▍待签收 1 件
    (编号) 路灯不亮，7月9日 17:30前，剩1天8小时
    ▍其他在办 1 件
    (编号) 路灯不亮，7月15日 17:30前，剩7天8小时
    [(编号)] [(编号)]
    ");
    let card = chats.presses(None, ZHAO, &button(list.say.as_ref().unwrap(), other.as_str())).await;
    assert!(posted(&card).starts_with("【工单】(编号)"), "{}", posted(&card));
    let form = format!("办结 {one} 未联系\n办理情况：已修\n公开答复：已恢复供气\n联系情况：电话关机三次");
    text(chats.says(Some(GAS), ZHAO, &form).await);
    assert_eq!(chats.city.order(&one).await.0.state, State::Done);
    text(chats.says(Some(GAS), ZHAO, &format!("退单 {other} R04 住建局，物业管理条例")).await);
    assert_eq!(chats.city.order(&other).await.0.state, State::ReturnRequested);

    assert_eq!(text(chats.says(Some(GAS), ZHAO, "签收 朝霞小区那个").await), chats.words("group-usage-sign"));
    assert_eq!(chats.says(Some(GAS), ZHAO, "签收了吗？").await, None);
    assert_eq!(chats.says(Some(GAS), ZHAO, "大家辛苦了").await, None);
    assert_eq!(chats.says(Some(GAS), "601", "反馈：今天都去过了").await, None, "people talk");
    assert_eq!(chats.says(None, "601", "待办").await, None, "a citizen talks to the bot");
    assert_eq!(chats.says(None, "601", &format!("反馈 {one} 还没有来")).await, None);
    chats.settle().await;
    chats.city.close().await;
}

#[tokio::test]
async fn an_update_that_comes_twice_is_done_once_and_answered_alike() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    let said = |words: String| GroupWhat::Said(words);
    for (key, what) in
        [("k1", GroupWhat::Pressed(format!("u:sign:{no}"))), ("k2", said(format!("退单 {no} R01 三定方案")))]
    {
        let first = chats.under(key, Some(GAS), ZHAO, what.clone()).await.unwrap();
        let version = chats.city.order(&no).await.0.version;
        let again = chats.under(key, Some(GAS), ZHAO, what).await.unwrap();
        assert_eq!(again, first, "{key}");
        assert_eq!(chats.city.order(&no).await.0.version, version, "{key}");
    }
    chats
        .city
        .operator()
        .await
        .does(&no, bot::desk::Act::RefuseReturn { why: "应由你单位办理".to_owned() })
        .await;
    let note = said(format!("反馈 {no} 已到现场"));
    for _ in 0..2 {
        chats.under("k3", Some(GAS), ZHAO, note.clone()).await.unwrap();
    }
    let (_, events) = chats.city.order(&no).await;
    assert_eq!(events.iter().filter(|event| matches!(event.fact, Fact::Progressed { .. })).count(), 1);
    chats.settle().await;
    chats.city.close().await;
}

#[tokio::test]
async fn what_the_desk_takes_from_a_helper_the_group_offers_to_a_helper() {
    let (chats, _) = Chats::with_gas_company().await;
    let operator = chats.city.operator().await;
    let no = chats.call(Urgency::Normal).await;
    let other = bot::desk::Act::Dispatch { lead: UnitCode::new("ZJJ"), helpers: vec![UnitCode::new("RQGS")] };
    operator.does(&no, other).await;
    chats.city.unit("ZJJ").await.does(&no, bot::desk::Act::Sign).await;
    let card = chats.says(Some(GAS), ZHAO, &format!("查看 {no}")).await.unwrap();
    assert!(posted(&card).contains("本单位协办") && posted(&card).ends_with("[反馈]"), "{}", posted(&card));
    let refused = chats.presses(Some(GAS), ZHAO, &format!("u:reply:{no}")).await;
    assert_eq!(refused.toast, Some(chats.words("group-trouble-not-yours")));
    chats.settle().await;
    chats.city.close().await;
}

#[tokio::test]
async fn an_administrator_ties_the_group_but_handles_no_order() {
    let chats = Chats::founded().await;
    let administrator = chats.city.administrator().await;
    assert_eq!(administrator.staff.role, AccountRole::Administrator);
    chats.ties(&administrator, "605").await;
    let unit = UnitCode::new("RQGS");
    let pass = chats.city.app.desk.give_group_pass(&administrator.staff, &unit).await.unwrap();
    text(chats.says(Some(GAS), "605", &format!("/bind {}", pass.code)).await);
    assert_eq!(chats.seat("RQGS").await.as_deref(), Some(GAS));
    let no: OrderNo = chats.call(Urgency::Normal).await;
    let refused = chats.presses(Some(GAS), "605", &format!("u:sign:{no}")).await;
    assert_eq!(refused.toast, Some(chats.words("group-who-not-of-unit")));
    chats.settle().await;
    chats.city.close().await;
}
