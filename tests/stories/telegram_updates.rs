//! Is every update kept, once, however it comes?

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use bot::banner::Source;
use bot::command::serve::assemble;
use bot::config::{Config, Role, Updates};
use bot::reach::Brought;
use bot::running::Running;
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::json;
use teloxide_core::prelude::Requester;
use tempfile::TempDir;
use tests::fake::TelegramFake;
use tests::fake::telegram::{Mood, Part, Spell};
use tests::{City, Founding, OnTelegram};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::fake_telegram::{TOKEN, teloxide};

const WANG: i64 = 7001;
const LI: i64 = 7002;
const SECRET: &str = "a_secret_of_the_webhook-1";
/// A PNG of one pixel.
const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\rIDATx\x9cc```\xf8\x0f\0\x01\x04\x01\0_\xe5\xc3K\0\0\0\0IEND\xaeB`\x82";

/// How often the words were kept in the conversation.
async fn kept(city: &City, user: i64, words: &str) -> usize {
    let desk = &city.app.desk;
    let Some(known) = desk.conversation("telegram", &user.to_string()).await.expect("the ledger answers")
    else {
        return 0;
    };
    let lines = desk.transcript(known.id, 0, "zh-CN").await.expect("the ledger answers");
    lines.iter().filter(|line| line.who == storage::Speaker::Citizen && line.text == words).count()
}

async fn brought() -> (City, TelegramFake) {
    let how = |on: OnTelegram| OnTelegram { webhook_secret: Some(SECRET.to_owned()), ..on };
    let (city, telegram) = City::on_telegram_as(how, Founding::default()).await;
    city.stands_at_its_address().await;
    (city, telegram)
}

#[tokio::test]
async fn an_update_is_acknowledged_only_after_it_is_committed() {
    let (city, telegram) = City::on_telegram().await;
    telegram.user(WANG).says("路灯坏了");
    city.take_updates().await;
    assert_eq!(kept(&city, WANG, "路灯坏了").await, 1);
    assert_eq!(telegram.acknowledged(), None, "the offset has not been sent yet");

    let city = city.restarted().await;
    city.settle().await;
    assert_eq!(telegram.handed().values().max(), Some(&2), "it came again");
    assert_eq!(kept(&city, WANG, "路灯坏了").await, 1);
    assert_eq!(telegram.pending(), 0);
    city.close().await;
}

#[tokio::test]
async fn while_the_ledger_does_not_answer_nothing_is_acknowledged() {
    let (city, telegram) = City::on_telegram().await;
    telegram.user(LI).says("你好");
    city.settle().await;
    city.is_damaged("ALTER TABLE inbound RENAME TO away").await;
    telegram.user(WANG).says("井盖没了");
    city.take_updates().await;
    city.take_updates().await;
    assert_eq!(telegram.pending(), 1, "it waits at Telegram");
    city.is_damaged("ALTER TABLE away RENAME TO inbound").await;
    city.settle().await;
    assert_eq!((kept(&city, WANG, "井盖没了").await, telegram.pending()), (1, 0));
    city.close().await;
}

#[tokio::test]
async fn an_update_that_broke_the_program_among_others_and_alone_is_kept_raw_for_a_person() {
    let (city, telegram) = City::on_telegram().await;
    telegram.user(WANG).says("第一句");
    let id = {
        city.take_updates().await;
        *telegram.handed().keys().next().expect("one was handed out")
    };
    // The program died of it twice while others were under way, and twice when it was alone.
    let mut city = city.restarted().await;
    city.is_damaged("DELETE FROM inbound").await;
    let j = city.app.jurisdiction().clone();
    let (day, now) = (SignedDuration::from_hours(25), bot::clock::Clock::now(city.clock.as_ref()));
    for key in [format!("telegram:update:{id}"), format!("telegram:update:{id}:alone")] {
        for _ in 0..2 {
            city.app.clerk.throttle(&j, &key, 2, day, now).await.unwrap();
        }
    }
    city = city.restarted().await;
    city.settle().await;
    let operator = city.operator().await;
    let letters =
        operator.queue().await.tasks.into_iter().filter(|task| task.kind == storage::TaskKind::DeadLetter);
    assert_eq!(letters.count(), 1);
    assert_eq!(telegram.pending(), 0, "it comes no more");
    city.close().await;
}

#[tokio::test]
async fn of_those_under_way_beside_what_breaks_the_program_none_is_kept_from_being_taken() {
    let (mut city, telegram) = City::on_telegram().await;
    let (wang, deadly, innocent) = (telegram.user(WANG), -900, [-803, -802, -801]);
    for id in std::iter::once(deadly).chain(innocent) {
        let group = telegram.group(id, "街坊").with(&[&wang]);
        wang.clone().in_group(&group).says_to_bot("路灯坏了");
    }
    telegram.feels(Spell::of(Mood::Fails(502)).on("sendMessage"));
    for _ in 0..2 {
        city = died_when_asked_in(city, &telegram, &[deadly, -803, -802, -801]).await;
    }
    telegram.calms();
    telegram.feels(Spell::of(Mood::Fails(502)).on("sendMessage").in_chat(deadly));
    for _ in 0..2 {
        city = died_when_asked_in(city, &telegram, &[deadly]).await;
    }
    city.settle().await;
    let tasks = city.operator().await.queue().await.tasks;
    let letters = tasks.iter().filter(|task| task.kind == storage::TaskKind::DeadLetter);
    assert_eq!(letters.count(), 1, "{tasks:#?}");
    assert!(telegram.chat(deadly).said().is_empty(), "it is a person's now");
    for id in innocent {
        assert!(!telegram.chat(id).said().is_empty(), "{id} was never taken");
    }
    assert_eq!(telegram.pending(), 0, "nothing comes any more");
    city.close().await;
}

/// The program dies while what was said in these groups is under way: it has begun to answer there and waits for
/// Telegram. Then it starts again.
async fn died_when_asked_in(city: City, telegram: &TelegramFake, groups: &[i64]) -> City {
    let answers = |group: i64| {
        let calls = telegram.calls().into_iter();
        calls.filter(|call| call.method == "sendmessage" && call.chat == Some(group)).count()
    };
    let before: Vec<usize> = groups.iter().map(|group| answers(*group)).collect();
    let are_under_way = || groups.iter().zip(&before).all(|(group, before)| answers(*group) > *before);
    tokio::select! {
        _ = city.take_updates() => panic!("it did not die"),
        () = telegram.until("they are under way", |_| are_under_way()) => {}
    }
    let city = city.restarted().await;
    city.clock.turn(SignedDuration::from_mins(1));
    city
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_brought_to_the_process_of_the_pages_is_answered_by_another() {
    let telegram = TelegramFake::started(TOKEN);
    let split = Split::at(&telegram, Updates::Webhook).await;
    telegram.user(WANG).says("朝霞小区3号楼楼道堆满了杂物");
    telegram.until("it is taken and answered", |telegram| telegram.chat(WANG).last().is_some()).await;
    telegram.until("it is acknowledged", |telegram| telegram.pending() == 0).await;
    assert_eq!(telegram.webhook(), Some(format!("{}/telegram", split.url)));
    assert!(telegram.chat(WANG).to_string().contains("我记的是这样"), "{}", telegram.chat(WANG));
    split.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_the_files_again_needs_not_ask_telegram_again_who_the_bot_is() {
    let telegram = TelegramFake::started(TOKEN);
    let folder = tempfile::tempdir().unwrap();
    let config = on(&telegram, Updates::Webhook, folder.path(), "http://127.0.0.1:1");
    let (stop, stopped) = watch::channel(false);
    let before = begins(&config, &[Role::Web], None, &stopped).await;
    knows_the_bot(&before).await;

    telegram.feels(Spell::of(Mood::Silent).on("getMe"));
    let next = begins(&config, &[Role::Web], Some(&before), &stopped).await;
    assert_eq!(next.app.telegram_name.get(), Some(&telegram.bot_name()));
    let taker = next.app.telegram.get().and_then(Weak::upgrade).expect("somebody takes updates");
    let said = said_by(LI, "路灯坏了").to_string();
    assert_eq!(taker.brought(said.as_bytes()).await, Brought::Taken);
    drop(taker);

    let mut other = config;
    other.telegram.token = Some("99:the-token-of-another-bot".to_owned());
    let another = begins(&other, &[Role::Web], Some(&next), &stopped).await;
    assert_eq!(another.app.telegram_name.get(), None, "another bot has another name");
    stop.send_replace(true);
    for running in [before, next, another] {
        end(running).await;
    }
}

#[tokio::test]
async fn a_webhook_from_before_is_taken_down_and_the_bot_goes_on_asking() {
    let (city, telegram) = City::on_telegram().await;
    let set = format!("{}/bot{}/setWebhook", telegram.url(), telegram.token());
    let body = json!({ "url": city.url("/nowhere") });
    reqwest::Client::new().post(set).json(&body).send().await.unwrap();
    telegram.user(WANG).says("没人听见吗");
    city.settle().await;
    city.settle().await;
    assert_eq!((telegram.webhook(), kept(&city, WANG, "没人听见吗").await), (None, 1));
    city.close().await;
}

#[tokio::test]
async fn what_is_brought_is_taken_with_the_secret_only() {
    let (city, telegram) = brought().await;
    telegram.user(WANG).says("路灯坏了");
    telegram.until("it is taken", |telegram| telegram.pending() == 0).await;
    assert_eq!(kept(&city, WANG, "路灯坏了").await, 1);

    let forged = said_by(LI, "假的");
    for secret in [None, Some(""), Some("a_secret_of_the_webhook-2")] {
        assert_eq!(bring(&city, secret, forged.to_string()).await, StatusCode::UNAUTHORIZED, "{secret:?}");
    }
    assert_eq!(kept(&city, LI, "假的").await, 0);
    assert_eq!(bring(&city, Some(SECRET), forged.to_string()).await, StatusCode::OK);
    assert_eq!(bring(&city, Some(SECRET), forged.to_string()).await, StatusCode::OK);
    assert_eq!(kept(&city, LI, "假的").await, 1, "once, however often it is brought");
    city.close().await;
}

#[tokio::test]
async fn what_is_no_update_has_an_answer_too() {
    let (city, _telegram) = brought().await;
    let new_kind = json!({ "update_id": 9, "message_from_mars": { "sand": true } }).to_string();
    assert_eq!(bring(&city, Some(SECRET), new_kind).await, StatusCode::OK, "it must not come again for ever");
    let half = json!({ "update_id": 10, "message": { "message_id": 1 } }).to_string();
    assert_eq!(bring(&city, Some(SECRET), half).await, StatusCode::OK);
    assert_eq!(bring(&city, Some(SECRET), "{".to_owned()).await, StatusCode::BAD_REQUEST);
    let fifty_megabytes = "x".repeat(50 << 20);
    assert_eq!(bring(&city, Some(SECRET), fifty_megabytes).await, StatusCode::PAYLOAD_TOO_LARGE);
    city.close().await;
}

#[tokio::test]
async fn a_message_of_a_form_nobody_knows_is_kept_raw_for_a_person() {
    let (city, _telegram) = brought().await;
    let strange =
        json!({ "update_id": 11, "message": { "message_id": "seven", "words": "有人落水了" } }).to_string();
    assert_eq!(bring(&city, Some(SECRET), strange.clone()).await, StatusCode::OK);
    assert_eq!(bring(&city, Some(SECRET), strange).await, StatusCode::OK);
    let tasks = city.operator().await.queue().await.tasks;
    let letters: Vec<_> = tasks.iter().filter(|task| task.kind == storage::TaskKind::DeadLetter).collect();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].words.contains("有人落水了"), "{}", letters[0].words);
    city.close().await;
}

#[tokio::test]
async fn one_citizen_whose_row_cannot_be_read_makes_the_bot_deaf_to_nobody_else() {
    let (city, telegram) = City::on_telegram().await;
    telegram.user(WANG).says("你好");
    city.settle().await;
    city.is_damaged("UPDATE conversation SET state = x'00'").await;
    telegram.user(WANG).says("路灯坏了");
    telegram.user(LI).says("井盖没了");
    city.settle().await;
    assert_eq!((kept(&city, LI, "井盖没了").await, telegram.pending()), (1, 0));
    let tasks = city.operator().await.queue().await.tasks;
    assert!(
        tasks.iter().any(|task| task.words.contains("路灯坏了")),
        "a person reads what could not be taken"
    );
    city.close().await;
}

#[tokio::test]
async fn words_behind_a_command_are_heard() {
    let (city, telegram) = City::on_telegram().await;
    telegram.user(WANG).says("/help 有人掉河里了，快救人");
    telegram.user(LI).says("/new 朝霞小区3号楼楼道堆满了杂物");
    city.settle().await;
    let said = telegram.chat(WANG).said();
    assert!(said.iter().any(|seen| seen.text.contains("马上打")), "{}", telegram.chat(WANG));
    assert!(telegram.chat(LI).to_string().contains("我记的是这样"), "{}", telegram.chat(LI));
    city.close().await;
}

#[tokio::test]
async fn what_is_said_while_an_album_comes_in_is_answered_after_it() {
    let (city, telegram) = City::on_telegram().await;
    let wang = telegram.user(WANG);
    wang.sends_album(
        &[Part::Photo(PHOTO.to_vec()), Part::Photo(PHOTO.to_vec())],
        "朝霞小区3号楼楼道堆满了杂物",
    );
    wang.says("是三楼");
    city.settle().await;
    let last = telegram.chat(WANG).last().expect("an answer");
    assert!(last.text.contains("是三楼") && last.text.contains("材料：2份"), "{}", telegram.chat(WANG));
    city.close().await;
}

#[tokio::test]
async fn a_program_that_asks_is_brought_nothing() {
    let (city, _telegram) = City::on_telegram().await;
    assert_eq!(bring(&city, Some(""), "{}".to_owned()).await, StatusCode::UNAUTHORIZED);
    let without = City::found(Founding { banner: Source::Embedded, ..Founding::default() }).await;
    assert_eq!(bring(&without, Some(SECRET), "{}".to_owned()).await, StatusCode::NOT_FOUND);
    without.close().await;
    city.close().await;
}

#[tokio::test]
async fn an_album_is_one_matter_however_its_parts_arrive() {
    let (city, telegram) = brought().await;
    let parts = [Part::Photo(PHOTO.to_vec()), Part::Photo(PHOTO.to_vec()), Part::Photo(PHOTO.to_vec())];
    let caption = "朝霞小区3号楼楼道堆满了杂物";
    telegram.user(WANG).sends_album_at_once(&parts, caption);
    telegram.until("all parts are taken", |telegram| telegram.pending() == 0).await;
    city.settle().await;
    assert!(telegram.chat(WANG).said().is_empty(), "too early: {}", telegram.chat(WANG));
    city.pass(SignedDuration::from_secs(3)).await;
    let said = telegram.chat(WANG).said();
    assert_eq!(said.len(), 1, "one answer: {}", telegram.chat(WANG));
    assert!(said[0].text.contains("材料：3份"), "{}", said[0].text);
    telegram.user(WANG).presses("提交");
    telegram.until("the press is taken", |telegram| telegram.pending() == 0).await;
    city.settle().await;
    let orders = city.orders().await;
    assert_eq!((orders.len(), orders[0].papers.files.len()), (1, 3));
    for file in &orders[0].papers.files {
        let paper = city.app.store.paper(city.app.jurisdiction(), *file).await.unwrap().unwrap();
        assert!(paper.content.starts_with(b"\x89PNG"), "the photo was fetched");
        assert_eq!(paper.order.as_ref(), Some(&orders[0].no));
    }
    city.close().await;
}

#[tokio::test]
async fn a_photo_a_voice_note_and_a_place_belong_to_the_matter() {
    let (city, telegram) = City::on_telegram().await;
    let wang = telegram.user(WANG);
    wang.sends_photo(PHOTO, "广场的路灯坏了");
    city.settle().await;
    wang.sends_voice(b"OggS\0\x02 a voice", 4);
    city.settle().await;
    wang.sends_location(42.01, 111.02);
    city.settle().await;
    let last = telegram.chat(WANG).last().expect("the bot answers");
    assert!(last.text.contains("材料：3份"), "{}", telegram.chat(WANG));
    city.close().await;
}

#[tokio::test]
async fn a_file_that_cannot_be_had_is_asked_for_again() {
    let (city, telegram) = City::on_telegram().await;
    let wang = telegram.user(WANG);
    wang.says("朝霞小区3号楼楼道堆满了杂物");
    city.settle().await;
    wang.sends_document_of("录像.mp4", "video/mp4", 40 << 20);
    city.settle().await;
    let lost = telegram.chat(WANG).said().into_iter().filter(|seen| seen.text.contains("没收到"));
    assert_eq!(lost.count(), 1, "{}", telegram.chat(WANG));

    telegram.feels(Spell::of(Mood::Fails(502)).on("file").times(1));
    wang.sends_photo(PHOTO, "");
    city.settle().await;
    city.pass(SignedDuration::from_mins(2)).await;
    let lost = telegram.chat(WANG).said().into_iter().filter(|seen| seen.text.contains("没收到"));
    assert_eq!(lost.count(), 1, "a line that broke is tried again");
    city.close().await;
}

#[tokio::test]
async fn an_unreachable_telegram_stops_nothing() {
    let (city, telegram) = City::on_telegram().await;
    telegram.feels(Mood::Silent);
    city.settle().await;
    let citizen = city.citizen().await;
    citizen.says("路灯坏了").await;
    telegram.calms();
    telegram.user(WANG).says("我也来了");
    city.settle().await;
    assert_eq!(kept(&city, WANG, "我也来了").await, 1);
    city.close().await;
}

async fn bring(city: &City, secret: Option<&str>, body: String) -> StatusCode {
    let mut request = reqwest::Client::new()
        .post(city.url("/telegram"))
        .header("content-type", "application/json")
        .body(body);
    if let Some(secret) = secret {
        request = request.header("x-telegram-bot-api-secret-token", secret);
    }
    request.send().await.expect("the program answers").status()
}

/// An update that nobody's Telegram has sent.
fn said_by(user: i64, words: &str) -> serde_json::Value {
    json!({ "update_id": 1, "message": {
        "message_id": 1, "date": 1, "text": words,
        "chat": { "id": user, "type": "private", "first_name": "李" },
        "from": { "id": user, "is_bot": false, "first_name": "李" },
    }})
}

/// Two processes over one ledger: one has the pages, the other carries and watches.
pub(crate) struct Split {
    /// Where the pages are.
    pub(crate) url: String,
    /// The process of the pages.
    pub(crate) pages: Running,
    other: Running,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    _folder: TempDir,
}

impl Split {
    /// With the bot at a fake.
    pub(crate) async fn at(telegram: &TelegramFake, updates: Updates) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let listener =
            bot::server::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("port 0 is free");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let config = on(telegram, updates, folder.path(), &url);
        let (stop, mut stopped) = watch::channel(false);
        let pages = begins(&config, &[Role::Web], None, &stopped).await;
        let other = begins(&config, &[Role::Courier, Role::Watch], None, &stopped).await;
        let app = Arc::clone(&pages.app);
        let serving = tokio::spawn(async move {
            let told = async move { drop(stopped.wait_for(|stop| *stop).await) };
            bot::server::serve(&app, &[], &listener, told).await.wait().await;
        });
        Self { url, pages, other, stop, serving, _folder: folder }
    }

    /// Both are told to stop.
    pub(crate) async fn ends(self) {
        self.stop.send_replace(true);
        self.serving.await.expect("the server stops without a panic");
        end(self.pages).await;
        end(self.other).await;
    }
}

/// The configuration that the processes of a place share.
fn on(telegram: &TelegramFake, updates: Updates, data: &Path, url: &str) -> Config {
    let mut config = Config { data: data.to_owned(), public_url: Some(url.to_owned()), ..Config::default() };
    config.telegram.token = Some(telegram.token().to_owned());
    config.telegram.api_url = telegram.url();
    config.telegram.updates = updates;
    config.telegram.webhook_secret = Some(SECRET.to_owned());
    config.telegram.personal_data = true;
    config.telegram.timeout_seconds = 2;
    config
}

/// A process with these roles begins its work, after another one, if the files were read again.
async fn begins(
    config: &Config,
    roles: &[Role],
    before: Option<&Running>,
    stopped: &watch::Receiver<bool>,
) -> Running {
    let config = Config { roles: roles.to_vec(), ..config.clone() };
    let (app, ledger) = assemble(Arc::new(config)).await.expect("the rooms can be put together");
    Running::begin(app, ledger, before, stopped).await.expect("the work can begin")
}

/// Returns as soon as a process knows who its bot is.
pub(crate) async fn knows_the_bot(running: &Running) {
    let waiting = async {
        while running.app.telegram_name.get().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the bot is known");
}

/// Its workers have been told to stop.
async fn end(mut running: Running) {
    for worker in std::mem::take(&mut running.workers) {
        worker.await.expect("a worker stops without a panic");
    }
    running.ledger.close().await;
}

#[tokio::test]
async fn a_webhook_that_another_program_took_down_is_set_again() {
    let (city, telegram) = brought().await;
    assert!(!city.has_lost_its_stand().await);
    teloxide(&telegram).delete_webhook().await.expect("it is taken down");
    assert!(city.has_lost_its_stand().await);
    city.stands_at_its_address().await;
    assert!(!city.has_lost_its_stand().await);
    city.close().await;
}
