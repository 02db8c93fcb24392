//! A unit works in its group on Telegram, from the first code to the day the bot is put out.

use bot::desk::Call;
use storage::order::{State, Urgency};
use storage::{CategoryCode, TaskKind, UnitCode};
use tests::City;
use tests::fake::telegram::Seen;

const ZHAO: i64 = 8001;
const QIAN: i64 = 8002;
const GROUP: i64 = -777;
const SUPERGROUP: i64 = -1_001_000_000_777;

#[tokio::test]
async fn a_unit_handles_an_order_in_its_group() {
    let (city, telegram) = City::on_telegram().await;
    let (gas, operator) = (city.unit("RQGS").await, city.operator().await);
    let (zhao, qian) = (telegram.user(ZHAO).named("赵"), telegram.user(QIAN).named("钱"));
    let group = telegram.group(GROUP, "燃气公司接诉群").with(&[&zhao, &qian]);
    let (zhao_there, qian_there) = (zhao.clone().in_group(&group), qian.in_group(&group));

    let own = city.app.desk.give_account_pass(&gas.staff).await.unwrap();
    zhao.says(&format!("/bind {}", own.code));
    city.settle().await;
    assert!(last(&telegram.chat(ZHAO).said()).text.starts_with("已绑定工作账号"));
    let theirs = city.app.desk.give_group_pass(&gas.staff, &UnitCode::new("RQGS")).await.unwrap();
    zhao_there.says(&format!("/bind {}", theirs.code));
    city.settle().await;
    assert!(last(&telegram.chat(GROUP).said()).text.starts_with("本群已绑定单位"));

    let call = Call {
        story: "家里闻到煤气味".to_owned(),
        place: Some("朝霞小区".to_owned()),
        category: Some(CategoryCode::new("030401")),
        urgency: Some(Urgency::Critical),
        lead: Some(UnitCode::new("RQGS")),
        ..Call::default()
    };
    let no = operator.takes_call(call, "call").await.no;
    city.settle().await;
    let card = last(&telegram.chat(GROUP).said());
    assert_eq!(card.labels(), ["签收", "退单"]);

    qian_there.presses_on(card.id, "签收");
    city.settle().await;
    assert_eq!(city.order(&no).await.0.state, State::Dispatched, "nobody knows Qian");
    zhao_there.presses_on(card.id, "签收");
    city.settle().await;
    assert_eq!(city.order(&no).await.0.state, State::Signed);
    let card = seen(&telegram.chat(GROUP).said(), card.id);
    assert!(card.text.starts_with("【已签收】"), "{}", card.text);
    assert_eq!(card.labels(), ["反馈", "答复办结", "退单"]);

    zhao_there.presses_on(card.id, "反馈");
    city.settle().await;
    let question = last(&telegram.chat(GROUP).said());
    zhao_there.clone().replying_to(question.id).says("已关闭阀门，正在排查");
    city.settle().await;
    assert_eq!(city.order(&no).await.0.state, State::Handling);
    zhao_there.presses_on(card.id, "答复办结");
    city.settle().await;
    let asked = last(&telegram.chat(GROUP).said());
    zhao_there.presses_on(asked.id, "已联系");
    city.settle().await;
    let form = last(&telegram.chat(GROUP).said());
    let parts = "办理情况：更换软管\n公开答复：隐患已排除，可以放心用气\n联系情况：上门见到本人";
    zhao_there.clone().replying_to(form.id).says(parts);
    city.settle().await;
    assert_eq!(city.order(&no).await.0.state, State::Done);
    assert!(telegram.unanswered().is_empty(), "no button is left turning");

    let grown = group.becomes_supergroup(SUPERGROUP);
    city.settle().await;
    grown.kicks_bot(&zhao);
    city.settle().await;
    let tasks = operator.queue().await.tasks;
    assert!(tasks.iter().any(|task| task.kind == TaskKind::PhoneUnit && task.order.is_none()), "{tasks:?}");
    assert_eq!(city.app.desk.group_of(&UnitCode::new("RQGS")).await.unwrap(), None);
    city.close().await;
}

#[tokio::test]
async fn staff_untie_their_chat_by_a_command_that_is_nothing_to_anybody_else() {
    let (city, telegram) = City::on_telegram().await;
    let gas = city.unit("RQGS").await;
    let (zhao, qian) = (telegram.user(ZHAO).named("赵"), telegram.user(QIAN).named("钱"));
    let own = city.app.desk.give_account_pass(&gas.staff).await.unwrap();
    zhao.says(&format!("/bind {}", own.code));
    city.settle().await;
    zhao.says("/orders");
    city.settle().await;
    assert_eq!(last(&telegram.chat(ZHAO).said()).text, "目前没有在办的工单。");
    zhao.says("/unbind");
    city.settle().await;
    assert_eq!(last(&telegram.chat(ZHAO).said()).text, "已解除绑定。");

    qian.says("/help");
    city.settle().await;
    let help = last(&telegram.chat(QIAN).said()).text;
    for (words, user) in [("/unbind", ZHAO), ("/whatever", QIAN)] {
        telegram.user(user).says(words);
        city.settle().await;
        assert_eq!(last(&telegram.chat(user).said()).text, help, "{words}");
    }
    city.close().await;
}

fn last(said: &[Seen]) -> Seen {
    said.last().expect("the bot has said something").clone()
}

fn seen(said: &[Seen], id: i32) -> Seen {
    said.iter().find(|seen| seen.id == id).expect("it stands there").clone()
}
