//! A double click on a conversation is one click, and nobody speaks where the bot speaks.

use bot::desk::DeskError;
use storage::ConversationId;
use tests::{Citizen, City, Clerk};

async fn asked_for(citizen: &Citizen, operator: &Clerk) -> ConversationId {
    citizen.says("转人工").await;
    operator.queue().await.chats[0].id
}

#[tokio::test]
async fn taking_and_leaving_twice_is_said_once() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let chat = asked_for(&citizen, &operator).await;
    let desk = &city.app.desk;
    let before = citizen.last_line().await;
    desk.take_chat(&operator.staff, chat).await.unwrap();
    desk.take_chat(&operator.staff, chat).await.unwrap();
    assert_eq!(citizen.last_line().await, before + 1);
    citizen.says("灯坏了").await;
    desk.take_chat(&operator.staff, chat).await.unwrap();
    assert_eq!(citizen.last_line().await, before + 2);
    desk.leave_chat(&operator.staff, chat).await.unwrap();
    let left = citizen.last_line().await;
    desk.leave_chat(&operator.staff, chat).await.unwrap();
    assert_eq!(citizen.last_line().await, left);
    citizen.says("转人工").await;
    let before = citizen.last_line().await;
    desk.take_chat(&operator.staff, chat).await.unwrap();
    assert_eq!(citizen.last_line().await, before + 1, "asked for again, a person comes again");
    city.close().await;
}

#[tokio::test]
async fn an_operator_speaks_only_where_a_person_has_the_conversation() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let chat = asked_for(&citizen, &operator).await;
    let desk = &city.app.desk;
    let say = async |key: &str| desk.say(&operator.staff, chat, "您好".to_owned(), key.to_owned()).await;
    desk.take_chat(&operator.staff, chat).await.unwrap();
    say("say-1").await.unwrap();
    desk.leave_chat(&operator.staff, chat).await.unwrap();
    let before = citizen.last_line().await;
    say("say-1").await.expect("what was said is answered again");
    assert!(matches!(say("say-2").await, Err(DeskError::WithBot)));
    assert_eq!(citizen.last_line().await, before);
    city.close().await;
}
