//! Is the fake Telegram as strict as the real one, for a client of ours and for a client of others?

use serde_json::{Value, json};
use teloxide_core::prelude::*;
use teloxide_core::types::{
    AllowedUpdate, CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, MessageId,
    UpdateKind, UserId,
};
use tests::fake::TelegramFake;

pub(crate) const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

/// Calls a method with JSON; the whole answer.
pub(crate) async fn call(telegram: &TelegramFake, method: &str, fields: Value) -> Value {
    let url = format!("{}/bot{}/{method}", telegram.url(), telegram.token());
    let answer = reqwest::Client::new().post(url).json(&fields).send().await.expect("the fake listens");
    let status = answer.status().as_u16();
    let answer: Value = answer.json().await.expect("the fake answers in JSON");
    let expected = if answer["ok"] == json!(true) { json!(200) } else { answer["error_code"].clone() };
    assert_eq!(json!(status), expected, "{answer}");
    answer
}

/// Why a call is refused.
pub(crate) async fn refused(telegram: &TelegramFake, method: &str, fields: Value) -> String {
    let answer = call(telegram, method, fields).await;
    assert_eq!(answer["ok"], json!(false), "{answer}");
    format!("{} {}", answer["error_code"], answer["description"].as_str().unwrap_or_default())
}

pub(crate) fn teloxide(telegram: &TelegramFake) -> Bot {
    Bot::new(telegram.token()).set_api_url(telegram.url().parse().expect("an address"))
}

fn ids(answer: &Value) -> Vec<i64> {
    answer["result"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|update| update["update_id"].as_i64())
        .collect()
}

#[tokio::test]
async fn a_person_writes_and_presses_and_sees_what_the_bot_makes_of_it() {
    let telegram = TelegramFake::started(TOKEN);
    let bot = teloxide(&telegram);
    let me = bot.get_me().await.unwrap();
    assert_eq!(me.username(), telegram.bot_name());

    let li = telegram.user(1001).named("李").language("zh-hans");
    li.says("/start@jiesu_story_bot 你好");
    let updates = bot.get_updates().timeout(10).await.unwrap();
    let [update] = updates.as_slice() else { panic!("{updates:?}") };
    let UpdateKind::Message(message) = &update.kind else { panic!("{update:?}") };
    assert_eq!(message.text(), Some("/start@jiesu_story_bot 你好"));
    assert_eq!(message.from.as_ref().unwrap().language_code.as_deref(), Some("zh-hans"));
    assert_eq!(message.entities().unwrap()[0].length, 22);

    let button = |label: &str, data: &str| InlineKeyboardButton::callback(label, data);
    let markup = InlineKeyboardMarkup::new([[button("提交", "a1"), button("修改", "a2")]]);
    let asked = bot.send_message(ChatId(1001), "这样写对吗？").reply_markup(markup).await.unwrap();
    insta::assert_snapshot!(telegram.chat(1001), @r"
    ▸ /start@jiesu_story_bot 你好
    ◂ 这样写对吗？
      [提交] [修改]
    ");

    let query = li.presses("提交");
    let next = i32::try_from(update.id.0).unwrap() + 1;
    let updates = bot.get_updates().offset(next).await.unwrap();
    let UpdateKind::CallbackQuery(pressed) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!((pressed.id.0.as_str(), pressed.data.as_deref()), (query.as_str(), Some("a1")));
    assert_eq!(telegram.unanswered().len(), 1);
    bot.answer_callback_query(CallbackQueryId(query)).await.unwrap();
    assert!(telegram.unanswered().is_empty());
    bot.edit_message_text(ChatId(1001), asked.id, "已受理。").await.unwrap();

    insta::assert_snapshot!(telegram.chat(1001), @r"
    ▸ /start@jiesu_story_bot 你好
    ◂ 已受理。
    ");
    let last = telegram.chat(1001).last().unwrap();
    assert_eq!(last.before[0].text, "这样写对吗？");
    assert_eq!(last.before[0].buttons[0][1], ("修改".to_owned(), "a2".to_owned()));
}

#[tokio::test]
async fn an_update_comes_again_until_a_later_offset_confirms_it() {
    let telegram = TelegramFake::started(TOKEN);
    telegram.backlog(5, |number| (7, format!("第{number}件")));
    let all = ids(&call(&telegram, "getUpdates", json!({})).await);
    assert_eq!(all.len(), 5);
    assert_eq!(ids(&call(&telegram, "getUpdates", json!({ "limit": 2 })).await), all[..2]);
    assert_eq!(ids(&call(&telegram, "getUpdates", json!({ "offset": all[2] })).await), all[2..]);
    assert_eq!((telegram.pending(), telegram.acknowledged()), (3, Some(all[1])));
    assert_eq!(ids(&call(&telegram, "getUpdates", json!({ "offset": -1 })).await), all[4..]);
    assert_eq!(telegram.handed()[&all[0]], 2);
    assert!(ids(&call(&telegram, "getUpdates", json!({ "offset": all[4] + 1 })).await).is_empty());
    assert_eq!(telegram.confirmed(), all);
}

#[tokio::test]
async fn a_poll_waits_until_somebody_speaks_and_the_older_of_two_polls_ends() {
    let telegram = TelegramFake::started(TOKEN);
    let older = call(&telegram, "getUpdates", json!({ "timeout": 50 }));
    let newer = async {
        telegram.until("the older poll has begun", |telegram| telegram.polls() == 1).await;
        call(&telegram, "getUpdates", json!({ "timeout": 50 })).await
    };
    let speaking = async {
        telegram.until("both polls have begun", |telegram| telegram.polls() == 2).await;
        telegram.until("the older poll has ended", |telegram| telegram.called("getUpdates") == 1).await;
        telegram.user(7).says("有人吗");
    };
    let (older, newer, ()) = tokio::join!(older, newer, speaking);
    assert_eq!(older["error_code"], json!(409));
    assert_eq!(
        older["description"],
        json!(
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    );
    assert_eq!(newer["result"][0]["message"]["text"], json!("有人吗"));
}

#[tokio::test]
async fn what_the_real_one_refuses_is_refused_in_its_words() {
    let telegram = TelegramFake::started(TOKEN);
    telegram.user(7).says("你好");
    let button = |data: &str| json!([[{ "text": "好", "callback_data": data }]]);
    let asks = [
        ("sendMessage", json!({ "text": "x" }), "400 Bad Request: chat_id is empty"),
        ("sendMessage", json!({ "chat_id": 8, "text": "x" }), "400 Bad Request: chat not found"),
        ("sendMessage", json!({ "chat_id": 7 }), "400 Bad Request: message text is empty"),
        ("sendMessage", json!({ "chat_id": 7, "text": " \n" }), "400 Bad Request: message text is empty"),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": 5 }),
            "400 Bad Request: Field \"text\" must be of type String",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "𠮷".repeat(2049) }),
            "400 Bad Request: message is too long",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "x", "reply_markup": { "inline_keyboard": button(&"a".repeat(65)) } }),
            "400 Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "x", "reply_markup": { "inline_keyboard": button("") } }),
            "400 Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "x", "reply_markup": { "inline_keyboard": [[{ "text": "好" }]] } }),
            "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "x", "reply_parameters": { "message_id": 99 } }),
            "400 Bad Request: message to be replied not found",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "<b>x", "parse_mode": "HTML" }),
            "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "editMessageText",
            json!({ "chat_id": 7, "message_id": 99, "text": "x" }),
            "400 Bad Request: message to edit not found",
        ),
        (
            "editMessageText",
            json!({ "chat_id": 7, "message_id": 1, "text": "x" }),
            "400 Bad Request: message can't be edited",
        ),
        (
            "answerCallbackQuery",
            json!({ "callback_query_id": "1" }),
            "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "setMyCommands",
            json!({ "commands": [{ "command": "New", "description": "x" }] }),
            "400 Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            json!({ "commands": [], "language_code": "zh-hans" }),
            "400 Bad Request: invalid language code specified",
        ),
        (
            "sendChatAction",
            json!({ "chat_id": 7, "action": "sleeping" }),
            "400 Bad Request: wrong parameter action in request",
        ),
        (
            "getFile",
            json!({ "file_id": "none" }),
            "400 Bad Request: wrong file_id or the file is temporarily unavailable",
        ),
        ("stealMoney", json!({}), "404 Not Found"),
        (
            "setWebhook",
            json!({ "url": "http://example.org/hook" }),
            "400 Bad Request: bad webhook: HTTPS url must be provided for webhook",
        ),
        (
            "setWebhook",
            json!({ "url": "https://example.org/hook", "secret_token": "a b" }),
            "400 Bad Request: secret token contains unallowed characters",
        ),
    ];
    for (method, fields, why) in asks {
        assert_eq!(refused(&telegram, method, fields.clone()).await, why, "{method} {fields}");
    }
    let fine = json!({ "chat_id": 7, "text": "字".repeat(4096), "reply_markup": { "inline_keyboard": button("a") } });
    let id = call(&telegram, "sendMessage", fine.clone()).await["result"]["message_id"].clone();
    let mut same = fine;
    same["message_id"] = id;
    let why = refused(&telegram, "editMessageText", same).await;
    assert!(
        why.starts_with("400 Bad Request: message is not modified: specified new message content"),
        "{why}"
    );

    let stranger = format!("{}/bot1:other/getMe", telegram.url());
    let answer = reqwest::get(stranger).await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.json::<Value>().await.unwrap()["description"], json!("Unauthorized"));
}

#[tokio::test]
async fn teloxide_reads_everything_people_send() {
    let telegram = TelegramFake::started(TOKEN);
    let bot = teloxide(&telegram);
    let li = telegram.user(1001);
    let words = li.says("路灯不亮");
    li.edits(words, "路灯不亮三天了");
    li.sends_photo(b"a photo", "就是这里");
    li.sends_document("a.pdf", "application/pdf", b"a file", "");
    li.sends_voice(b"a voice", 4);
    li.sends_location(41.1, 111.9);
    li.shares_phone("+8613800000000");
    li.sends_sticker("👍");
    li.blocks();
    li.unblocks();
    let allowed = [AllowedUpdate::Message, AllowedUpdate::EditedMessage, AllowedUpdate::MyChatMember];
    let updates = bot.get_updates().allowed_updates(allowed).await.unwrap();
    let kinds: Vec<&str> = updates
        .iter()
        .map(|update| match &update.kind {
            UpdateKind::EditedMessage(message) => message.text().unwrap(),
            UpdateKind::MyChatMember(change) if change.new_chat_member.is_present() => "unblocked",
            UpdateKind::MyChatMember(_) => "blocked",
            UpdateKind::Message(message) if message.text().is_some() => message.text().unwrap(),
            UpdateKind::Message(message) if message.photo().is_some() => message.caption().unwrap(),
            UpdateKind::Message(message) if message.document().is_some() => "document",
            UpdateKind::Message(message) if message.voice().is_some() => "voice",
            UpdateKind::Message(message) if message.location().is_some() => "location",
            UpdateKind::Message(message) if message.contact().is_some() => "contact",
            UpdateKind::Message(message) if message.sticker().is_some() => "sticker",
            other => panic!("{other:?}"),
        })
        .collect();
    let sent =
        ["路灯不亮", "路灯不亮三天了", "就是这里", "document", "voice", "location", "contact", "sticker"];
    assert_eq!(kinds[..8], sent);
    assert_eq!(kinds[8..], ["blocked", "unblocked"]);
}

#[tokio::test]
async fn a_photo_is_fetched_and_a_large_file_is_not() {
    use teloxide_core::net::Download;
    let telegram = TelegramFake::started(TOKEN);
    let bot = teloxide(&telegram);
    let li = telegram.user(1001);
    li.sends_photo(b"a photo of a lamp", "");
    li.sends_document_of("film.mp4", "video/mp4", 21 << 20);
    let updates = bot.get_updates().await.unwrap();
    let message = |number: usize| match &updates[number].kind {
        UpdateKind::Message(message) => message.clone(),
        other => panic!("{other:?}"),
    };
    let photo = message(0).photo().unwrap().last().unwrap().file.clone();
    assert_eq!(photo.size, 17);
    let file = bot.get_file(photo.id).await.unwrap();
    let mut bytes = Vec::new();
    bot.download_file(&file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, b"a photo of a lamp");
    let film = message(1).document().unwrap().file.clone();
    let why = bot.get_file(film.id).await.unwrap_err();
    assert!(why.to_string().contains("file is too big"), "{why}");
}

#[tokio::test]
async fn the_bot_uploads_offers_commands_and_looks_around() {
    use teloxide_core::types::{BotCommand, BotCommandScope, ChatAction, InputFile};
    let telegram = TelegramFake::started(TOKEN);
    let bot = teloxide(&telegram);
    let li = telegram.user(1001);
    li.says("你好");
    bot.send_chat_action(ChatId(1001), ChatAction::Typing).await.unwrap();
    let report = InputFile::memory(b"a report".to_vec()).file_name("报告.pdf");
    bot.send_document(ChatId(1001), report).caption("给您").await.unwrap();
    bot.send_photo(ChatId(1001), InputFile::memory(b"a photo".to_vec())).await.unwrap();
    insta::assert_snapshot!(telegram.chat(1001), @r"
    ▸ 你好
    ◂ (document) 给您
    ◂ (photo)
    ");
    let commands = [BotCommand::new("new", "我要反映"), BotCommand::new("my", "我的工单")];
    bot.set_my_commands(commands.clone())
        .scope(BotCommandScope::AllPrivateChats)
        .language_code("zh")
        .await
        .unwrap();
    let offered = telegram.commands("all_private_chats", "zh");
    assert_eq!(offered[0], ("new".to_owned(), "我要反映".to_owned()));
    assert!(bot.get_my_commands().await.unwrap().is_empty());

    let group = telegram.group(-1_001_234, "小区群").with(&[&li]);
    let chat = bot.get_chat(ChatId(group.id())).await.unwrap();
    assert_eq!(chat.title(), Some("小区群"));
    assert!(bot.get_chat_member(ChatId(group.id()), UserId(1001)).await.unwrap().is_present());
    bot.leave_chat(ChatId(group.id())).await.unwrap();
    let why = bot.send_message(ChatId(group.id()), "再见").await.unwrap_err();
    assert!(why.to_string().contains("bot is not a member of the group chat"), "{why}");
    bot.delete_message(ChatId(1001), MessageId(2)).await.unwrap();
    assert_eq!(telegram.chat(1001).said().len(), 1);
}
