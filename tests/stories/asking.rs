//! A citizen asks after an order, urges, adds, and takes it back, at any time.

use bot::desk::Act;
use storage::OrderNo;
use storage::order::{Fact, State};
use tests::{Citizen, City};

async fn order_of(citizen: &Citizen) -> OrderNo {
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    citizen.presses("提交").await.order_no()
}

#[tokio::test]
async fn the_only_order_is_shown_without_asking_for_its_number() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    order_of(&citizen).await;
    let shown = citizen.says("查进度").await;
    insta::assert_snapshot!(shown.on_paper(), @"
    接诉：时间：2026年7月8日（周三）09:00
    　　　地点：朝霞社区第一网格 朝霞小区3号楼楼道
    　　　事件：朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了
    　　　事件流程：
    　　　7月8日 09:00 受理了您的事
    　　　7月8日 09:00 转给向阳街道朝霞社区居民委员会办理
    　　　预计7月9日（周四）09:00前办结
    　[催办] [补充] [撤回]
    ");
    city.close().await;
}

#[tokio::test]
async fn one_of_several_orders_is_chosen_by_its_number_on_a_button() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    order_of(&citizen).await;
    citizen.says("朝霞街的路灯坏了一个礼拜了，晚上太黑").await;
    citizen.presses("提交").await;
    let asked = citizen.says("催办").await;
    insta::assert_snapshot!(asked.on_paper(), @"
    接诉：您想催哪一件？
    　[(编号) 楼道电动车停放充电（已转给承办单位）] [(编号) 路灯不亮（已转给承办单位）]
    ");
    let urged = citizen.says("1").await;
    insta::assert_snapshot!(urged.on_paper(), @"
    接诉：已经替您催向阳街道朝霞社区居民委员会了。
    　　　编号：(编号)
    ");
    let urges: u32 = city.orders().await.iter().map(|order| order.urges).sum();
    assert_eq!(urges, 1);
    city.close().await;
}

#[tokio::test]
async fn urging_and_adding_reach_the_unit() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    let before = citizen.last_line().await;
    citizen.says("催办").await;
    citizen.says("补充").await;
    citizen.says("2单元门口还有两辆三轮车").await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    群众：催办
    接诉：已经替您催向阳街道朝霞社区居民委员会了。
    　　　编号：(编号)
    群众：补充
    接诉：您要补充什么？
    　　　写字、发照片都行。
    　　　编号：(编号)
    群众：2单元门口还有两辆三轮车
    接诉：收到，已经加进去了。
    　　　编号：(编号)
    ");
    let file = community.reads(&no).await.unwrap();
    assert_eq!(file.order.urges, 1);
    assert!(file.words.values().any(|words| words == "2单元门口还有两辆三轮车"), "{:?}", file.words);
    city.close().await;
}

#[tokio::test]
async fn an_order_is_taken_back_after_a_question() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let no = order_of(&citizen).await;
    let before = citizen.last_line().await;
    citizen.says("撤回").await;
    citizen.presses("不撤了，接着办").await;
    assert_eq!(city.order(&no).await.0.state, State::Dispatched);
    citizen.says("撤回").await;
    citizen.says("对").await;
    assert_eq!(city.order(&no).await.0.state, State::Withdrawn);
    citizen.says("催办").await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    群众：撤回
    接诉：真的要撤回吗？
    　　　撤回了，这事就不办了。
    　　　编号：(编号)
    　[撤回] [不撤了，接着办]
    群众：不撤了，接着办
    接诉：好的，这件事继续办。
    　　　编号：(编号)
    群众：撤回
    接诉：真的要撤回吗？
    　　　撤回了，这事就不办了。
    　　　编号：(编号)
    　[撤回] [不撤了，接着办]
    群众：对
    接诉：好，这件事撤回了。
    　　　以后还需要，再来找我。
    　　　编号：(编号)
    群众：催办
    接诉：您想催哪一件？请把编号发给我。
    　[我要反映] [转人工]
    ");
    city.close().await;
}

#[tokio::test]
async fn a_units_question_is_answered_by_simply_answering() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    community.does(&no, Act::Sign).await;
    let before = citizen.last_line().await;
    community.does(&no, Act::Ask { question: "是几单元？什么时候人在家？".to_owned() }).await;
    assert_eq!(city.order(&no).await.0.state, State::Suspended);
    assert_eq!(community.lists().await.waiting.len(), 1);
    citizen.says("2单元，晚上六点以后在").await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    接诉：向阳街道朝霞社区居民委员会想问您：
    　　　是几单元？什么时候人在家？
    　　　您直接回复我就行。
    　　　编号：(编号)
    　[回答]
    群众：2单元，晚上六点以后在
    接诉：收到，已经加进去了。
    　　　编号：(编号)
    ");
    let (order, events) = city.order(&no).await;
    assert_eq!(order.state, State::Signed);
    assert!(matches!(events.last().unwrap().fact, Fact::Supplemented { .. }));
    city.close().await;
}

#[tokio::test]
async fn waiting_for_the_citizen_moves_the_date_by_whole_working_days() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    citizen.says("朝霞街的路灯坏了一个礼拜了，晚上太黑").await;
    let no = citizen.presses("提交").await.order_no();
    let (order, _) = city.order(&no).await;
    let lead = order.lead.expect("a broken lamp is dispatched at once");
    let unit = city.unit(lead.as_str()).await;
    unit.does(&no, Act::Sign).await;
    unit.does(&no, Act::Ask { question: "是哪一盏？".to_owned() }).await;
    city.becomes("2026-07-13 09:30").await;
    operator.does(&no, Act::Supplement { note: "来电说是超市门口那盏".to_owned() }).await;
    let (after, _) = city.order(&no).await;
    assert_eq!((after.state, after.dues.waited), (State::Signed, 3));
    assert_eq!(tests::date_of(order.dues.finish).to_string(), "2026-07-15");
    assert_eq!(tests::date_of(after.dues.finish).to_string(), "2026-07-20");
    city.close().await;
}

#[tokio::test]
async fn an_old_button_to_take_an_order_back_asks_again() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let no = order_of(&citizen).await;
    let asked = citizen.says("撤回").await;
    citizen.says("不").await;
    citizen.chooses(&asked.said[0].choices[0].id).await;
    assert_eq!(city.order(&no).await.0.state, State::Dispatched);
    citizen.presses("撤回").await;
    assert_eq!(city.order(&no).await.0.state, State::Withdrawn);
    city.close().await;
}

#[tokio::test]
async fn a_number_typed_after_the_choice_was_made_chooses_nothing_again() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    let no = order_of(&citizen).await;
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    for number in ["1", "1", "1"] {
        citizen.says(number).await;
    }
    let (order, events) = city.order(&no).await;
    assert_eq!(order.state, State::Closed);
    citizen.says("1").await;
    assert_eq!(city.order(&no).await.1, events, "rated once");
    city.close().await;
}

#[tokio::test]
async fn what_a_helping_unit_notes_is_told_as_its_own() {
    let city = City::founded().await;
    let (citizen, community, brigade) =
        (city.citizen().await, city.unit("C0101").await, city.unit("XFD").await);
    let no = order_of(&citizen).await;
    community.does(&no, Act::Sign).await;
    let note = |note: &str| Act::Progress { note: note.to_owned(), files: Vec::new(), visible: true };
    brigade.does(&no, note("消防已检查")).await;
    let told = citizen.last_heard().await;
    assert!(told.contains("消防") && !told.contains("居民委员会"), "{told}");
    community.does(&no, note("已清理")).await;
    let told = citizen.last_heard().await;
    assert!(told.starts_with("向阳街道朝霞社区居民委员会告诉您"), "{told}");
    let shown = citizen.says("查进度").await.text();
    let line = |words: &str| shown.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned();
    let (helped, led) = (line("消防已检查"), line("已清理"));
    assert!(helped.contains("消防救援") && !helped.contains("居民委员会"), "{shown}");
    assert!(led.contains("居民委员会在办"), "{shown}");
    city.close().await;
}
