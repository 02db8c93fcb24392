//! Is a message kept, and seen by a person, even where the dialogue breaks down?

use std::sync::Arc;

use storage::TaskKind;

use super::house::House;
use crate::banner::Banner;
use crate::dead_letters::{GivenUp, Replayed, replay};
use crate::desk::{Again, Arrival, Desk};
use crate::dialogue::{Case, Memory, Message, Turn};

fn breaks_down(_: Memory, message: &Message, _: &Case, _: &Banner) -> Turn {
    panic!("at {:?}", message.text);
}

fn arrival(key: &str) -> Arrival {
    Arrival {
        channel: "web",
        address: "a-chat-of-a-citizen".to_owned(),
        key: key.to_owned(),
        text: Some("路灯坏了，电话13812345678".to_owned()),
        ..Arrival::default()
    }
}

#[tokio::test]
async fn what_cannot_be_decided_is_kept_answered_and_shown_to_a_person() {
    let house = House::open().await;
    let app = &house.app;
    let broken = Desk::new(
        Arc::clone(&app.banner),
        Arc::clone(&app.store),
        Arc::clone(&app.clerk),
        Arc::clone(&app.wording),
        Arc::clone(&app.clock),
        Arc::clone(&app.mint),
        Arc::clone(&app.config),
    )
    .with_dialogue(breaks_down);
    let heard = broken.receive(arrival("1")).await.expect("it is taken");
    assert!(broken.receive(arrival("1")).await.expect("it is taken").duplicate);
    let lines = app.desk.transcript(heard.conversation, 0, "zh-CN").await.expect("the ledger answers");
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert_eq!(lines[0].text, "路灯坏了，电话13812345678");
    assert!(lines[1].text.contains("没看明白"), "{}", lines[1].text);
    let tasks = app.store.tasks(app.jurisdiction()).await.expect("the ledger answers");
    assert_eq!(tasks.iter().map(|task| task.kind).collect::<Vec<_>>(), [TaskKind::DeadLetter]);

    let page = house.signed_in("zuoxi").await.get("/desk/queue").await;
    assert!(page.body.contains("有一条消息无法处理") && page.body.contains("路灯坏了"), "{}", page.body);
    assert!(page.body.contains("13812345678"), "an operator phones the citizen");
    let page = house.signed_in("duban").await.get("/desk/queue").await;
    assert!(page.body.contains("路灯坏了") && !page.body.contains("13812345678"), "{}", page.body);
    assert!(!page.body.contains("/desk/chats/"), "a supervisor has no way into a chat");

    // Tried again it breaks down still and stays as it is; once the program is mended it is answered where it stands.
    let kept = app.desk.undecided().await.expect("the ledger answers");
    assert_eq!(kept.len(), 1);
    assert_eq!(broken.decide_again(&kept[0]).await.expect("the ledger answers"), Again::StillNot);
    assert_eq!(app.desk.undecided().await.expect("the ledger answers").len(), 1);
    let replayed = replay(app, &GivenUp::Message(Box::new(kept[0].clone()))).await;
    assert_eq!(replayed.expect("the ledger answers"), Replayed::Decided);
    assert!(app.desk.undecided().await.expect("the ledger answers").is_empty());
    let lines = app.desk.transcript(heard.conversation, 2, "zh-CN").await.expect("the ledger answers");
    assert!(!lines.is_empty() && lines.iter().all(|line| line.key.is_none()), "{lines:#?}");
    let last = lines.last().expect("something was said").seq;

    app.desk.receive(arrival("2")).await.expect("the conversation goes on");
    let lines = app.desk.transcript(heard.conversation, last, "zh-CN").await.expect("the ledger answers");
    assert!(lines.len() >= 2, "{lines:#?}");
}
