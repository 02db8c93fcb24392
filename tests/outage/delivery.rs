//! Does every letter arrive over a line that fails, none too often, none too early, none out of order?
//!
//! Half of the notices go to units' own systems (a citizen adds to an order again and again), half to people on Telegram
//! (they ask for an order by its number, and each is asked for its code: the number stands in the letter). One unit's
//! system is gone for good, and a few people have blocked the bot: a person must call instead.

use std::time::Duration;

use jiff::civil::date;
use serde_json::json;
use storage::OrderNo;
use tests::Request;
use tests::fake::TelegramFake;

use crate::clock::{Watch, pause, within};
use crate::crowd::{Crowd, Manner};
use crate::hooks::Trouble;
use crate::line::Line;
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::speech::tells_and_submits;
use crate::spoken::Speaker;
use crate::town::Town;
use crate::units;

pub(crate) const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
/// People on Telegram, orders that are added to.
const PEOPLE: usize = 640;
const ORDERS: usize = 400;
/// Letters to each of them: whoever writes more than 30 times a minute is not answered.
const EACH: usize = 25;
const FIRST: i64 = 2001;
/// People who block the bot while an order of theirs is open.
const BLOCKERS: i64 = 3;
/// Of a unit whose system is gone.
const GONE: &str = "HWZ";
/// What is added to: each leads to another unit. A system that asks to be left in peace for a second is left in peace
/// with everything.
pub(crate) const MATTERS: [&str; 5] = [
    "朝霞小区{n}号楼停水一整天了，一滴水都没有",
    "朝霞小区物业乱收费，{n}号楼多收了两个月的钱",
    "朝霞小区{n}号楼暖气不热，家里只有十二度",
    "朝霞小区{n}号楼的电梯老是停在半路",
    "朝霞小区{n}号楼楼道里停满了电动车，还有人拉线充电",
];
/// What is told there: it leads to that unit.
const FOR_GONE: &str = "朝霞小区门口的垃圾堆了三天没有人来拉";
const TROUBLE: Trouble =
    Trouble { busy: 10.0, longest_wait: 2, fails: 5.0, hangs: 3.0, cut: 2.0, garbage: 1.0, forbidden: 0.0 };
/// Most calls for one letter that arrives, in the middle.
const CALLS_EACH: f64 = 1.5;

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(1, |_| delivers(scene));
    let calls = tally.count("calls_made") + tally.count("letters_sent");
    let arrived = tally.count("told_by_hook") + tally.count("letters_arrived");
    let never = ["letters_lost", "letters_twice", "too_early", "no_person"];
    let mut figures = vec![
        Figure::of("told_by_hook", tally.count("told_by_hook"), ""),
        Figure::of("letters_arrived", tally.count("letters_arrived"), ""),
        Figure::of("failures_of_the_line", tally.count("failures"), ""),
        Figure::of("of_them_ambiguous", tally.count("ambiguous"), ""),
        Figure::of("repeats", tally.count("repeats"), ""),
        Figure::of("most_repeats_of_one", tally.count("most_repeats"), ""),
        Figure::of("calls_for_one", calls / arrived.max(1.0), "").at_most(CALLS_EACH),
        Figure::of("given_up_for_a_person", tally.count("given_up"), "").at_least(1.0),
    ];
    figures.extend(never.into_iter().map(|name| Figure::of(name, tally.count(name), "").at_most(0.0)));
    figures.push(Figure::of("seconds", tally.greatest("seconds"), "s"));
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn delivers(scene: &Scene) -> Tally {
    let (people, orders, each) = scene.either((PEOPLE, ORDERS, EACH), (30, 10, 5));
    let chance = scene.chance();
    let telegram = TelegramFake::started(TOKEN);
    let mut town = Town::founded(scene, "delivery", "");
    let patience = Duration::from_secs(4);
    let line = Line::started(telegram.url(), &town.ledger, chance.apart(8), patience);
    town.has_open_nights();
    town.adds(&on_telegram(&line.url(), 1000));
    town.opens();
    let mut tally = Tally::default();
    let watch = Watch::started();
    std::thread::scope(|scope| {
        // Nobody speaks by chance here; the speakers share the crowd's end.
        let manner = Manner { citizens: 0, gives_up: 0.0, units_act: false, ..Manner::default() };
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &chance);
        let speaker = |name| crowd.speaker(&town, &[town.url()], &manner, chance.apart(name));
        let blocked = block(&town, &telegram);
        town.hooks.goes(GONE);
        tells_and_submits(&mut speaker(2), FOR_GONE);
        town.hooks.meet(Trouble { forbidden: 1.0, ..TROUBLE });
        line.meet(TROUBLE);
        replies_to(&mut speaker(3), &blocked);
        ask_for_numbers(&telegram, people, each);
        let mut adding = Vec::new();
        for part in 0..8 {
            let mut speaker = speaker(10 + part);
            let own = (0..orders).filter(move |order| order % 8 == part as usize);
            adding.push(scope.spawn(move || {
                own.for_each(|order| adds(&mut speaker, MATTERS[order % MATTERS.len()], order, each));
            }));
        }
        adding.into_iter().for_each(|adding| adding.join().expect("nobody panics here"));
        let most = Duration::from_secs(900);
        if !within(most, || telegram.pending() == 0) || !town.has_told_all(most) {
            tally.fault("not everybody was told in time");
        }
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    tally.sample("seconds", watch.elapsed().as_secs_f64());
    line.meet(Trouble::default());
    ends(scene, town, &mut tally);
    let lost = (people * each) as f64 - tally.count("letters_arrived");
    tally.add("letters_lost", lost.max(0.0));
    tally
}

/// The bot is on Telegram, and may send so many letters, to anybody, in any window. Up to 1000 they are counted.
pub(crate) fn on_telegram(url: &str, most: u32) -> String {
    format!(
        "[telegram]\ntoken = \"{TOKEN}\"\napi_url = \"{url}\"\npersonal_data = true\ntimeout_seconds = 2\n\
         letters_per_second = {most}\nletters_per_chat_and_second = {most}\nletters_per_group_and_minute = {most}\n"
    )
}

/// Some people tell a matter with a number to call, submit it, and block the bot. Returns the orders.
fn block(town: &Town, telegram: &TelegramFake) -> Vec<String> {
    let mut orders = Vec::new();
    for blocker in 0..BLOCKERS {
        let person = telegram.user(1001 + blocker);
        let chat = telegram.chat(1001 + blocker);
        person.says(&format!("朝霞小区{}号楼停水一整天了，一滴水都没有", 10 + blocker));
        let offers = |label: &'static str| {
            let chat = telegram.chat(1001 + blocker);
            within(Duration::from_secs(20), || {
                chat.last().is_some_and(|last| last.buttons.iter().flatten().any(|(own, _)| own == label))
            })
        };
        offers("提交");
        person.says("张三 13800001234");
        pause(Duration::from_millis(500));
        offers("提交");
        person.presses("提交");
        let is_told = || chat.said().iter().find_map(|said| OrderNo::find_in(&said.text));
        within(Duration::from_secs(20), || is_told().is_some());
        let no = is_told().map(|no| no.to_string()).unwrap_or_default();
        // The first card behind the answer is there, too.
        town.has_told_all(Duration::from_secs(20));
        person.blocks();
        town.ledger.note(json!({ "e": "blocked", "chat": 1001 + blocker, "no": no }));
        orders.push(no);
    }
    orders
}

/// The unit answers those who cannot be told.
fn replies_to(speaker: &mut Speaker, blocked: &[String]) {
    for no in blocked {
        for step in ["sign", "reply"] {
            units::takes(speaker, "GSGS", no, step, 1);
        }
    }
}

/// Everybody asks for orders by numbers that nobody has: the answer holds the number and asks for its code.
fn ask_for_numbers(telegram: &TelegramFake, people: usize, each: usize) {
    let day = date(2020, 1, 1);
    telegram.backlog(people * each, |number| {
        let (round, person) = (number / people, number % people);
        let signs = [person % 31, person / 31, round % 31, round / 31, 0];
        let no = OrderNo::new(day, signs.map(|sign| u8::try_from(sign).expect("a sign of 31")));
        (FIRST + i64::try_from(person).expect("a few people"), format!("查进度 {no}"))
    });
}

/// A citizen tells a matter, submits it, and adds to it again and again.
pub(crate) fn adds(speaker: &mut Speaker, matter: &str, order: usize, each: usize) {
    let chat = tells_and_submits(speaker, &matter.replace("{n}", &(20 + order).to_string()));
    for round in 0..each {
        says(speaker, &chat, &format!("add-{round}"), &format!("补充：第{round}次去看，还是老样子"));
    }
}

/// A citizen tells a matter, submits it, and urges: what a unit's group is told at once.
pub(crate) fn urges(speaker: &mut Speaker, matter: &str, order: usize) {
    let chat = tells_and_submits(speaker, &matter.replace("{n}", &(20 + order).to_string()));
    says(speaker, &chat, "urge", "催一下");
}

fn says(speaker: &mut Speaker, chat: &str, key: &str, text: &str) {
    let key = format!("{key}-{}", &chat[..20]);
    let what = json!({ "kind": "said", "chat": chat, "key": key, "text": text, "choice": null, "files": 0 });
    let body = json!({ "text": text });
    speaker.says(&what, &Request::post("/api/v1/chats/messages").bearer(chat).key(&key).json(&body));
}
