//! A citizen tells the bot on Telegram, and hears every step there.

use bot::desk::Act;
use jiff::SignedDuration;
use storage::order::{Source, State};
use tests::City;
use tests::fake::telegram::Seen;

const WANG: i64 = 7001;
const STORY: &str = "朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。";

/// The card of an order among what is seen.
fn card(seen: &[Seen]) -> Seen {
    let cards: Vec<&Seen> =
        seen.iter().filter(|seen| seen.text.contains("受理 ") || seen.text.contains("●")).collect();
    assert_eq!(cards.len(), 1, "there is one card: {seen:#?}");
    cards[0].clone()
}

#[tokio::test]
async fn a_citizen_hears_every_step_on_telegram() {
    let (city, telegram) = City::on_telegram().await;
    let wang = telegram.user(WANG).language("zh-hans");
    let community = city.unit("C0101").await;

    wang.says(STORY);
    city.settle().await;
    wang.presses("提交");
    city.settle().await;

    let order = city.orders().await.remove(0);
    assert_eq!((order.source, order.state), (Source::Telegram, State::Dispatched));
    let no = order.no.clone();
    let sent = telegram.chat(WANG).said().len();
    assert!(card(&telegram.chat(WANG).said()).text.contains("●派单"));

    community.does(&no, Act::Sign).await;
    let note = Act::Progress { note: "网格员已到现场".to_owned(), files: Vec::new(), visible: true };
    community.does(&no, note).await;
    city.settle().await;
    assert_eq!(telegram.chat(WANG).said().len(), sent, "signing and handling only change the card");
    let face = card(&telegram.chat(WANG).said());
    assert!(face.text.contains("●办理"), "{}", face.text);

    city.pass(SignedDuration::from_hours(4)).await;
    community.answers(&no, "社区已会同物业清理楼道，并安装了室外充电桩。").await;
    city.settle().await;
    wang.presses("联系过");
    city.settle().await;
    wang.presses("解决了");
    city.settle().await;
    wang.presses("非常满意");
    city.settle().await;
    assert_eq!(city.order(&no).await.0.state, State::Closed);
    assert!(telegram.unanswered().is_empty(), "every button stops turning");
    assert!(telegram.violations().is_empty(), "{:?}", telegram.violations());
    insta::assert_snapshot!(tests::veiled(&telegram.chat(WANG).to_string()), @"
    ▸ 朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。
    ◂ 我记的是这样，您看对不对：
      类型：投诉（楼道电动车停放充电）
      事情：朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。
      地点：朝霞社区第一网格
      联系：没有留
      对的话，就提交。
    ◂ 您的事，我们受理了。
      编号：(编号)
      查询码：(查询码)
      承办单位：向阳街道朝霞社区居民委员会
      预计7月9日（周四）09:00前办结。
      编号和查询码您收好，别给外人。
      想知道办到哪了，说“查进度”，或者打12345。
      [查进度]
    ◂ 您反映的事：楼道电动车停放充电
      编号：(编号)
      ✓受理 ✓派单 ✓办理 ✓办结 ●评价
      现在：已结案
      承办单位：向阳街道朝霞社区居民委员会
      更新：7月8日（周三）13:00
      [查进度]
    ◂ 向阳街道朝霞社区居民委员会答复您：
      社区已会同物业清理楼道，并安装了室外充电桩。
      编号：(编号)
    ◂ 您的事办结了，用时4小时。
      编号：(编号)
      办的时候，有人联系过您吗？
    ◂ 好。那事情解决了吗？
    ◂ 解决了就好。您对这次办理满意吗？
    ◂ 谢谢您，评价记下了。
      有事再来找我。
    ");
    city.close().await;
}
