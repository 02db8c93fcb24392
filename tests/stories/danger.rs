//! Somebody is in danger: the right number first, then everything else.

use storage::TaskKind;
use tests::City;

#[tokio::test]
async fn a_gas_leak_is_answered_with_the_number_before_any_question_and_alerts_the_duty_officer() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let answer = citizen.says("朝霞小区5号楼煤气泄漏了，味道很大").await;
    insta::assert_snapshot!(answer.on_paper(), @"
    接诉：这事要紧，请马上打0470-0000777。
    　　　请马上关阀、开窗、人到室外；不要开关电器、不要点火、不要在屋里打电话。到室外后拨打燃气抢修电话，情况危险拨119。
    　　　我也会通知值班的人。
    　[转人工]
    接诉：我记的是这样，您看对不对：
    　　　类型：求助（燃气设施隐患与安检）
    　　　事情：朝霞小区5号楼煤气泄漏了，味道很大
    　　　地点：朝霞社区第一网格 朝霞小区5号楼
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let queue = operator.queue().await;
    assert_eq!(queue.tasks.len(), 1);
    let task = &queue.tasks[0];
    assert_eq!((task.kind, task.urgent), (TaskKind::DutyAlert, true));
    assert!(task.words.contains("煤气泄漏"), "{}", task.words);

    // The danger does not end the story: it can still become an order, and goes before what is not urgent.
    citizen.says("不留电话").await;
    citizen.says("不留电话").await;
    let accepted = citizen.presses("提交").await;
    let (order, _) = city.order(&accepted.order_no()).await;
    assert_ne!(order.form.urgency, storage::order::Urgency::Normal);
    city.app.desk.task_done(&operator.staff, task.id).await.unwrap();
    assert!(operator.queue().await.tasks.is_empty());
    city.close().await;
}

#[tokio::test]
async fn the_unit_of_a_danger_stands_beside_whose_matter_it_is() {
    let city = City::founded().await;
    let (citizen, book) = (city.citizen().await, &city.app.banner.book);
    let gas = book.understand("厨房里一股煤气味，特别呛");
    assert_eq!(gas.unit.as_ref().map(|unit| unit.as_str()), Some("RQGS"));
    // Whose matter it is nobody knows: whose danger it is everybody does, and a person looks.
    let drowning = book.understand("河里有人掉进水里了");
    assert_eq!(drowning.unit.as_ref().map(|unit| unit.as_str()), Some("XFD"));
    assert!(drowning.because.iter().any(|because| because.rule == "emergencies:drowning"));
    assert!(!book.is_sure(&drowning));

    citizen.says("朝霞小区3号楼门口的井盖丢了，有个孩子掉进井里了").await;
    let no = citizen.presses("提交").await.order_no();
    let (order, _) = city.order(&no).await;
    assert_eq!(order.lead.as_ref().map(|unit| unit.as_str()), Some("ZJJ"));
    assert!(order.helpers.iter().any(|unit| unit.as_str() == "XFD"), "{:?}", order.helpers);
    city.close().await;
}

#[tokio::test]
async fn somebody_who_does_not_want_to_live_hears_a_number_and_a_person_is_called() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let answer = citizen.says("我不想活了").await;
    insta::assert_snapshot!(answer.on_paper(), @"
    接诉：这事要紧，请马上打110。
    　　　我们很担心您。请先到安全、有人的地方，马上拨打110或120，也可拨全国统一心理援助热线12356。无论遇到什么事，都有人愿意帮您。
    　　　我也会通知值班的人。
    　[转人工]
    ");
    assert_eq!(city.operator().await.queue().await.tasks.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_danger_is_heard_in_english_and_a_greeting_or_a_code_is_none() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    for harmless in ["hello", "Hello!", "ok", "7K3MPQ", "HQ2F8E"] {
        citizen.says(harmless).await;
        assert!(city.operator().await.queue().await.tasks.is_empty(), "{harmless}");
    }
    citizen.says("There is a fire in my building, number 3").await;
    assert_eq!(city.operator().await.queue().await.tasks.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_fire_that_is_only_feared_alarms_nobody() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("朝霞小区3号楼楼道里电动车充电，就怕着火").await;
    citizen.says("打过电话没人接，用过电动车棚也没地方停").await;
    assert!(city.operator().await.queue().await.tasks.is_empty());
    city.close().await;
}
