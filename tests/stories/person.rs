//! A citizen wants a person, and a person takes the conversation over.

use bot::desk::Act;
use storage::TaskKind;
use tests::City;

#[tokio::test]
async fn an_operator_takes_a_conversation_over_and_gives_it_back() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    citizen.says("朝霞街的路灯坏了一个礼拜了，晚上太黑").await;
    citizen.says("转人工").await;
    let queue = operator.queue().await;
    assert_eq!(queue.tasks.iter().map(|task| task.kind).collect::<Vec<_>>(), [TaskKind::TalkToCitizen]);
    let chat = queue.chats[0].id;
    citizen.says("我眼睛不好，看不清字").await;

    let desk = &city.app.desk;
    desk.take_chat(&operator.staff, chat).await.unwrap();
    desk.say(&operator.staff, chat, "您好，您慢慢说，我来记。".to_owned(), "say-1".to_owned()).await.unwrap();
    desk.say(&operator.staff, chat, "您好，您慢慢说，我来记。".to_owned(), "say-1".to_owned()).await.unwrap();
    assert!(operator.queue().await.tasks.is_empty(), "the task is done when somebody takes the conversation");
    citizen.says("就是朝霞超市门口那盏").await;
    desk.leave_chat(&operator.staff, chat).await.unwrap();
    insta::assert_snapshot!(citizen.transcript().await, @"
    群众：朝霞街的路灯坏了一个礼拜了，晚上太黑
    接诉：我记的是这样，您看对不对：
    　　　类型：求助（路灯不亮）
    　　　事情：朝霞街的路灯坏了一个礼拜了，晚上太黑
    　　　地点：朝霞社区 朝霞街
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    群众：转人工
    接诉：好，我在叫工作人员。
    　　　您有话可以先写下来。
    　　　着急就打12345。
    　[不用人工了]
    群众：我眼睛不好，看不清字
    接诉：工作人员来了，您请说。
    　[不用人工了]
    坐席：您好，您慢慢说，我来记。
    群众：就是朝霞超市门口那盏
    接诉：工作人员先去忙了，我接着帮您。
    　[我要反映] [查进度]
    接诉：我记的是这样，您看对不对：
    　　　类型：求助（路灯不亮）
    　　　事情：朝霞街的路灯坏了一个礼拜了，晚上太黑
    　　　地点：朝霞社区 朝霞街
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    assert!(operator.queue().await.chats.is_empty());
    citizen.presses("提交").await;
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_citizen_can_leave_the_queue_and_go_on_with_the_bot() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    citizen.says("转人工").await;
    citizen.presses("不用人工了").await;
    assert!(operator.queue().await.tasks.is_empty());
    assert!(operator.queue().await.chats.is_empty());
    let heard = citizen.says("朝霞街的路灯坏了一个礼拜了，晚上太黑").await;
    assert!(heard.text().contains("路灯"), "{}", heard.text());
    city.close().await;
}

#[tokio::test]
async fn news_of_an_order_still_arrives_while_a_person_has_the_conversation() {
    let city = City::founded().await;
    let (citizen, community) = (city.citizen().await, city.unit("C0101").await);
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let no = citizen.presses("提交").await.order_no();
    citizen.says("转人工").await;
    community.does(&no, Act::Sign).await;
    assert!(citizen.last_heard().await.contains("接手"), "{}", citizen.last_heard().await);
    city.close().await;
}
