//! Is the fake Telegram as moody as the real one, and does it notice who is impatient?

use std::sync::Arc;

use bot::clock::{Clock, HandClock};
use jiff::SignedDuration;
use serde_json::json;
use teloxide_core::prelude::*;
use teloxide_core::types::{ChatId, Seconds};
use teloxide_core::{ApiError, RequestError};
use tests::fake::TelegramFake;
use tests::fake::telegram::{Mood, Spell, Violation};
use tests::local;

use crate::fake_telegram::{TOKEN, call, refused, teloxide};

/// Telegram on a clock that moves only when the story turns it.
fn telegram_by_hand() -> (TelegramFake, Arc<HandClock>) {
    let clock = Arc::new(HandClock::at(local("2026-11-21T10:00")));
    let read = Arc::clone(&clock);
    (TelegramFake::started_at(TOKEN, move || read.now()), clock)
}

#[tokio::test]
async fn who_speaks_before_the_quiet_is_over_is_refused_again_and_noted() {
    let (telegram, clock) = telegram_by_hand();
    let bot = teloxide(&telegram);
    for user in [7, 8] {
        telegram.user(user).says("你好");
    }
    telegram.feels(Spell::of(Mood::Busy(5)).in_chat(7).on("sendMessage").times(1));
    let why = bot.send_message(ChatId(7), "一").await.unwrap_err();
    assert!(matches!(why, RequestError::RetryAfter(after) if after == Seconds::from_seconds(5)), "{why}");
    bot.send_message(ChatId(8), "一").await.unwrap();
    assert_eq!(telegram.violations(), []);

    clock.turn(SignedDuration::from_millis(3_500));
    let early = call(&telegram, "sendMessage", json!({ "chat_id": 7, "text": "二" })).await;
    assert_eq!((&early["error_code"], &early["parameters"]["retry_after"]), (&json!(429), &json!(2)));
    let violations = telegram.violations();
    assert!(matches!(violations[..], [Violation::TooEarly { chat: 7, .. }]), "{violations:?}");

    clock.turn(SignedDuration::from_millis(1_500));
    bot.send_message(ChatId(7), "三").await.unwrap();
    insta::assert_snapshot!(telegram.chat(7), @r"
    ▸ 你好
    ◂ 三
    ");
    assert_eq!(telegram.violations().len(), 1);
}

#[tokio::test]
async fn the_budget_of_a_chat_a_group_and_all_is_kept() {
    let (telegram, clock) = telegram_by_hand();
    telegram.enforces_limits();
    let send = |chat: i64| call(&telegram, "sendMessage", json!({ "chat_id": chat, "text": "x" }));
    for user in 1..=31 {
        telegram.user(user).says("你好");
    }
    assert_eq!(send(1).await["ok"], json!(true));
    assert_eq!(send(1).await["error_code"], json!(429));
    for user in 2..=30 {
        assert_eq!(send(user).await["ok"], json!(true));
    }
    assert_eq!(send(31).await["error_code"], json!(429));
    clock.turn(SignedDuration::from_secs(1));
    assert_eq!(send(31).await["ok"], json!(true));

    telegram.group(-5, "楼长群");
    for _ in 0..20 {
        assert_eq!(send(-5).await["ok"], json!(true));
        clock.turn(SignedDuration::from_secs(1));
    }
    assert_eq!(send(-5).await["error_code"], json!(429));
    clock.turn(SignedDuration::from_secs(41));
    assert_eq!(send(-5).await["ok"], json!(true));
    let broken: Vec<String> = telegram.violations().iter().map(ToString::to_string).collect();
    assert!(broken[0].starts_with("a second message within a second to 1 at"), "{broken:?}");
    assert!(broken[1].starts_with("a 31st message within a second at"), "{broken:?}");
    assert!(broken[2].starts_with("a 21st message within a minute to -5 at"), "{broken:?}");
    assert_eq!(broken.len(), 3);
}

#[tokio::test]
async fn it_takes_a_message_and_the_line_breaks_before_it_says_so() {
    let telegram = TelegramFake::started(TOKEN);
    let bot = teloxide(&telegram);
    telegram.user(7).says("你好");
    telegram.feels(Spell::of(Mood::BreaksAfterTaking).on("sendMessage").times(1));
    let why = bot.send_message(ChatId(7), "收到").await.unwrap_err();
    assert!(matches!(why, RequestError::Network(_)), "{why}");
    assert_eq!(telegram.chat(7).last().unwrap().text, "收到");
    bot.send_message(ChatId(7), "收到").await.unwrap();
    assert_eq!(telegram.chat(7).said().len(), 2);
}

#[tokio::test]
async fn it_answers_nonsense_fails_and_falls_silent_until_it_calms_down() {
    let telegram = TelegramFake::started(TOKEN);
    let bot = teloxide(&telegram);
    telegram.feels(Spell::of(Mood::Garbage).times(1));
    assert!(matches!(bot.get_me().await.unwrap_err(), RequestError::InvalidJson { .. }));

    telegram.feels(Spell::of(Mood::Fails(502)).on("getMe"));
    let url = format!("{}/bot{TOKEN}/getMe", telegram.url());
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 502);
    telegram.feels(Mood::Silent);
    let silence = tokio::time::timeout(std::time::Duration::from_millis(50), reqwest::get(&url)).await;
    assert!(silence.is_err(), "{silence:?}");
    telegram.calms();
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_press_is_answered_within_a_minute_or_never() {
    let (telegram, clock) = telegram_by_hand();
    let li = telegram.user(7);
    li.says("你好");
    let keyboard = json!({ "inline_keyboard": [[{ "text": "好", "callback_data": "a" }]] });
    call(&telegram, "sendMessage", json!({ "chat_id": 7, "text": "好吗", "reply_markup": keyboard })).await;
    let (early, late) = (li.presses("好"), li.presses("好"));
    clock.turn(SignedDuration::from_secs(59));
    let answer = json!({ "callback_query_id": early, "text": "收到" });
    assert_eq!(call(&telegram, "answerCallbackQuery", answer).await["result"], json!(true));
    clock.turn(SignedDuration::from_secs(2));
    let bot = teloxide(&telegram);
    let why = bot.answer_callback_query(late.into()).await.unwrap_err();
    assert!(why.to_string().contains("query is too old"), "{why}");
    assert_eq!(telegram.presses()[0].answers, ["收到"]);
    assert_eq!(telegram.unanswered().len(), 1);
}

#[tokio::test]
async fn what_nobody_fetches_for_a_day_is_lost_and_an_old_message_stays() {
    let (telegram, clock) = telegram_by_hand();
    let bot = teloxide(&telegram);
    telegram.user(7).says("你好");
    let said = bot.send_message(ChatId(7), "您好").await.unwrap();
    clock.turn(SignedDuration::from_hours(47));
    telegram.user(7).says("还在吗");
    assert_eq!(call(&telegram, "getUpdates", json!({})).await["result"].as_array().unwrap().len(), 1);
    assert_eq!(telegram.expired(), 1);
    clock.turn(SignedDuration::from_hours(2));
    let why = bot.delete_message(ChatId(7), said.id).await.unwrap_err();
    assert!(matches!(why, RequestError::Api(ApiError::Unknown(_))), "{why}");
    assert_eq!(
        refused(&telegram, "deleteMessage", json!({ "chat_id": 7, "message_id": said.id.0 })).await,
        "400 Bad Request: message can't be deleted for everyone"
    );
}
