//! Does the fake Telegram keep from a bot what the real one keeps from it, and shut it out where it is shut out?

use serde_json::{Value, json};
use teloxide_core::prelude::*;
use teloxide_core::types::{ChatId, UpdateKind};
use tests::fake::TelegramFake;

use crate::fake_telegram::{TOKEN, call, refused, teloxide};

/// What the bot has heard.
async fn heard(telegram: &TelegramFake) -> Vec<Value> {
    call(telegram, "getUpdates", json!({})).await["result"].as_array().expect("updates").clone()
}

fn texts(updates: &[Value]) -> Vec<&str> {
    updates.iter().filter_map(|update| update["message"]["text"].as_str()).collect()
}

#[tokio::test]
async fn in_a_group_the_bot_hears_what_is_meant_for_it() {
    let telegram = TelegramFake::started(TOKEN);
    let (li, wang) = (telegram.user(1001).named("李"), telegram.user(1002));
    let group = telegram.group(-1_001_000_000_777, "朝霞小区").with(&[&li, &wang]);
    let (li, wang) = (li.in_group(&group), wang.in_group(&group));
    li.says("大家早上好");
    li.says("/new 路灯不亮");
    li.says("/new@another_bot 路灯不亮");
    wang.says("mail@jiesu_story_bot.example 不是叫它");
    wang.says_to_bot("路灯不亮");
    let bot = teloxide(&telegram);
    let asked = bot.send_message(ChatId(group.id()), "请私聊我。").await.unwrap();
    wang.clone().replying_to(asked.id.0).says("好的");
    li.replying_to(2).says("我也觉得");
    let updates = heard(&telegram).await;
    assert_eq!(texts(&updates), ["/new 路灯不亮", "@jiesu_story_bot 路灯不亮", "好的"]);
    let reply = &updates[2]["message"];
    assert_eq!(reply["reply_to_message"]["message_id"], json!(asked.id.0));
    assert_eq!((&reply["chat"]["type"], &reply["from"]["id"]), (&json!("supergroup"), &json!(1002)));
    // A supergroup numbers its messages by itself: the numbers of another chat's are the same.
    assert_eq!(wang.says("第八句"), 9);
    assert_eq!(telegram.user(1001).says("第一句"), 1);

    telegram.bot_reads_groups();
    wang.says("现在都听得到");
    assert_eq!(texts(&heard(&telegram).await).last(), Some(&"现在都听得到"));
    assert!(bot.get_me().await.unwrap().can_read_all_group_messages);
}

#[tokio::test]
async fn who_blocks_or_kicks_the_bot_hears_it_no_more() {
    let telegram = TelegramFake::started(TOKEN);
    let li = telegram.user(1001);
    li.says("你好");
    li.blocks();
    let to = |chat: i64| json!({ "chat_id": chat, "text": "x" });
    assert_eq!(
        refused(&telegram, "sendMessage", to(1001)).await,
        "403 Forbidden: bot was blocked by the user"
    );
    li.unblocks();
    assert_eq!(call(&telegram, "sendMessage", to(1001)).await["ok"], json!(true));
    li.is_gone();
    assert_eq!(refused(&telegram, "sendMessage", to(1001)).await, "403 Forbidden: user is deactivated");

    let group = telegram.group(-5, "楼长群").with(&[&li]);
    group.kicks_bot(&li);
    assert_eq!(
        refused(&telegram, "sendMessage", to(-5)).await,
        "403 Forbidden: bot was kicked from the group chat"
    );
    group.adds_bot(&li);
    let grown = group.becomes_supergroup(-1_001_000_000_005);
    let answer = call(&telegram, "sendMessage", to(-5)).await;
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], json!(grown.id()));
    assert_eq!(call(&telegram, "sendMessage", to(grown.id())).await["ok"], json!(true));

    let bot = teloxide(&telegram);
    let updates = bot.get_updates().await.unwrap();
    let mut seen = Vec::new();
    for update in &updates {
        seen.push(match &update.kind {
            UpdateKind::Message(message) if message.migrate_to_chat_id().is_some() => "becomes a supergroup",
            UpdateKind::Message(message) if message.migrate_from_chat_id().is_some() => "was a group",
            UpdateKind::Message(_) => "says",
            UpdateKind::MyChatMember(change) if change.new_chat_member.is_present() => "lets in",
            UpdateKind::MyChatMember(_) => "shuts out",
            other => panic!("{other:?}"),
        });
    }
    let expected =
        ["says", "shuts out", "lets in", "shuts out", "lets in", "becomes a supergroup", "was a group"];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn only_what_the_bot_wants_to_hear_of_waits_for_it() {
    let telegram = TelegramFake::started(TOKEN);
    let li = telegram.user(1001);
    call(&telegram, "getUpdates", json!({ "allowed_updates": ["message"] })).await;
    let said = li.says("路灯不亮");
    li.edits(said, "路灯不亮了");
    li.blocks();
    li.unblocks();
    assert_eq!(telegram.pending(), 1);
    call(&telegram, "getUpdates", json!({ "allowed_updates": [] })).await;
    li.edits(said, "路灯亮了");
    assert_eq!(telegram.pending(), 2);
    assert_eq!(
        refused(&telegram, "getUpdates", json!({ "allowed_updates": "message" })).await,
        "400 Bad Request: can't parse allowed_updates JSON object"
    );
}
