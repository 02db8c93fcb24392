//! A citizen asks something in the chat that the banner has written an answer to, and has it at once.

use storage::TaskKind;
use storage::order::{Kind, Source};
use tests::{City, Founding};

const PLATE: &str = "你好，新买的电动车上牌要带什么？";
const CORRIDOR: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";

/// The button for who was not helped.
const NOT_ENOUGH: &str = "没解决，帮我登记";

#[tokio::test]
async fn who_asks_is_answered_and_says_that_it_is_enough() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(PLATE).await;
    citizen.presses("解决了").await;
    insta::assert_snapshot!(citizen.transcript().await, @"
    群众：你好，新买的电动车上牌要带什么？
    接诉：您问的事，答复是：
    　　　带三样：本人身份证、购车发票（或其他来历证明）、整车合格证，把车骑到现场。
    　　　去哪：交管大队上牌点，不少卖车的门店也能代办。现场查验，符合国家标准的当场发牌，不收费。
    　　　· 发票丢了，可以让卖家补开或写购车证明。
    　　　· 买车前先看有没有 3C 认证和合格证，不合标准的车上不了牌。
    　　　· 超标车、电动三轮和四轮“老年代步车”按机动车管理，要有机动车牌和驾驶证。
    　　　骑车请戴头盔，最高时速25公里。不要把车推进楼道、电梯，也不要拉线充电，请停到车棚、用充电桩。
    　　　依据：《道路交通安全法》；电动自行车安全技术规范（GB 17761）
    　　　您看，问题解决了吗？
    　[解决了] [没解决，帮我登记] [转人工]
    群众：解决了
    接诉：能帮上您就好，有事随时找我。
    ");
    citizen.says("请问公积金怎么提取").await;
    let goodbye = citizen.says("明白了，谢谢").await;
    assert!(goodbye.text().contains("能帮上您就好"), "{}", goodbye.on_paper());
    assert!(city.orders().await.is_empty());
    city.close().await;
}

#[tokio::test]
async fn who_was_not_helped_has_an_order_opened_with_all_that_was_asked() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(PLATE).await;
    let asked = citizen.presses(NOT_ENOUGH).await;
    assert!(asked.text().contains("电话是多少"), "{}", asked.on_paper());
    citizen.says("王先生 13800001234").await;
    let no = citizen.presses("提交").await.order_no();
    let (order, _) = city.order(&no).await;
    assert_eq!(order.form.kind, Kind::Consultation);
    let file = city.operator().await.reads(&no).await.unwrap();
    assert!(file.words.values().any(|words| words == PLATE), "{:?}", file.words);
    city.close().await;
}

#[tokio::test]
async fn who_says_in_plain_words_that_it_does_not_help_is_asked_what_is_missing() {
    let city = City::founded().await;
    for said in ["没解决", "不行", "不是这个", "还是不行", "帮我登记"] {
        let citizen = city.citizen().await;
        citizen.says(PLATE).await;
        let asked = citizen.says(said).await;
        assert!(asked.text().contains("电话是多少"), "{said}: {}", asked.on_paper());
        let shown = citizen.says("不留电话").await;
        let shown =
            if shown.text().contains("事情：") { shown } else { citizen.says("不留电话").await };
        assert!(shown.on_paper().contains(&format!("事情：{PLATE}\n")), "{said}: {}", shown.on_paper());
    }
    city.close().await;
}

#[tokio::test]
async fn another_question_is_answered_too_and_more_about_the_same_reaches_a_person() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(PLATE).await;
    let answered = citizen.says("那社保卡丢了怎么补？").await;
    assert!(answered.text().contains("12333"), "{}", answered.on_paper());
    let asked = citizen.says("我人在外地，回不来").await;
    assert!(asked.text().contains("电话是多少"), "{}", asked.on_paper());
    citizen.says("13800001234").await;
    let no = citizen.presses("提交").await.order_no();
    let words = city.operator().await.reads(&no).await.unwrap().words;
    let told = words.values().any(|words| words == "那社保卡丢了怎么补？\n我人在外地，回不来");
    assert!(told, "{words:?}");
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_complaint_behind_an_answer_is_taken_as_any_other() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(PLATE).await;
    let shown = citizen.says(CORRIDOR).await;
    assert!(shown.on_paper().contains(&format!("事情：{CORRIDOR}\n")), "{}", shown.on_paper());
    citizen.presses("提交").await;
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn requests_are_done_and_the_question_is_not_forgotten() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(CORRIDOR).await;
    let no = citizen.presses("提交").await.order_no();
    citizen.says(PLATE).await;
    let shown = citizen.says("查进度").await;
    insta::assert_snapshot!(tests::veiled(&shown.on_paper()), @"
    接诉：时间：2026年7月8日（周三）09:00
    　　　地点：朝霞社区第一网格 朝霞小区3号楼楼道
    　　　事件：朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了
    　　　事件流程：
    　　　7月8日 09:00 受理了您的事
    　　　7月8日 09:00 转给向阳街道朝霞社区居民委员会办理
    　　　预计7月9日（周四）09:00前办结
    　[催办] [补充] [撤回]
    接诉：您刚才问的，解决了吗？
    　[解决了] [没解决，帮我登记] [转人工]
    ");
    citizen.says("催办").await;
    assert_eq!(city.order(&no).await.0.urges, 1);
    let thanked = citizen.says("解决了").await;
    assert!(thanked.text().contains("能帮上您就好"), "{}", thanked.on_paper());

    citizen.says(PLATE).await;
    citizen.says("转人工").await;
    let tasks = city.operator().await.queue().await.tasks;
    assert!(tasks.iter().any(|task| task.kind == TaskKind::TalkToCitizen), "{tasks:?}");
    let back = citizen.presses("不用人工了").await;
    assert!(back.text().contains("您刚才问的，解决了吗"), "{}", back.on_paper());
    city.close().await;
}

#[tokio::test]
async fn an_answer_that_is_over_is_not_told() {
    let city = City::found(Founding { now: "2028-03-01 09:00", ..Founding::default() }).await;
    let citizen = city.citizen().await;
    let asked = citizen.says(PLATE).await;
    assert!(asked.text().contains("电话是多少"), "true until the end of 2027: {}", asked.on_paper());
    city.close().await;
}

#[tokio::test]
async fn danger_is_never_answered_from_the_shelf() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let heard = citizen.says("请问社保卡丢了怎么补办，还有我家里着火了，人出不去").await;
    assert!(heard.text().starts_with("这事要紧，请马上打"), "{}", heard.on_paper());
    assert!(!heard.text().contains("12333"), "{}", heard.on_paper());

    let other = city.citizen().await;
    other.says(PLATE).await;
    let heard = other.says("电动车在楼道里充电着火了，朝霞小区3号楼").await;
    assert!(heard.text().starts_with("这事要紧，请马上打"), "{}", heard.on_paper());
    let tasks = city.operator().await.queue().await.tasks;
    assert_eq!(tasks.iter().filter(|task| task.kind == TaskKind::DutyAlert).count(), 2);
    city.close().await;
}

#[tokio::test]
async fn on_telegram_a_question_is_answered_with_buttons_and_may_become_an_order() {
    const WANG: i64 = 7301;
    let (city, telegram) = City::on_telegram().await;
    let wang = telegram.user(WANG).language("zh-hans");
    wang.says("结婚登记要带什么材料");
    city.settle().await;
    insta::assert_snapshot!(telegram.chat(WANG).to_string(), @"
    ▸ 结婚登记要带什么材料
    ◂ 您问的事，答复是：
      现在结婚登记全国都能办，不用回户口所在地，也不用户口本。
      两个人一起去，带：各自的身份证；在窗口签一份声明，说明没有配偶、不是近亲。照片可以现场拍。
      地点：旗民政局婚姻登记处；节假日开不开门以公告为准。
      费用：不收费。
      离婚登记：双方自愿、对孩子和财产谈好，带身份证、结婚证、离婚协议一起申请；30天冷静期内任何一方都可以撤回，期满后30天内两人再去领证，不去就算撤回。谈不拢的，到法院起诉。
      依据：《婚姻登记条例》（2025年修订）
      您看，问题解决了吗？
      [解决了]
      [没解决，帮我登记]
      [转人工]
    ");
    wang.presses("解决了");
    city.settle().await;
    assert!(telegram.chat(WANG).to_string().contains("能帮上您就好"), "{}", telegram.chat(WANG));

    wang.says("办居住证要住满多久？");
    city.settle().await;
    wang.presses(NOT_ENOUGH);
    city.settle().await;
    wang.presses("提交");
    city.settle().await;
    let orders = city.orders().await;
    assert_eq!(orders.len(), 1, "{}", telegram.chat(WANG));
    assert_eq!((orders[0].source, orders[0].form.kind), (Source::Telegram, Kind::Consultation));
    assert!(telegram.violations().is_empty(), "{:?}", telegram.violations());
    city.close().await;
}
