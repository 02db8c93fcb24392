//! Do several processes together keep to what Telegram allows, and use it?
//!
//! Three processes on one database, ten thousand letters that wait: to people, and to two units' groups that are told
//! of every urging. What arrives is counted on the line, in every window of every length that Telegram names. The share
//! that is used is that of the time in which letters to people wait: a group's own window holds back what is left then.

use std::time::Duration;

use jiff::civil::date;
use serde_json::json;
use storage::OrderNo;
use tests::fake::TelegramFake;

use crate::check;
use crate::clock::{Watch, pause, within};
use crate::crowd::{Crowd, Manner};
use crate::delivery::{MATTERS, TOKEN, urges};
use crate::desk::Desk;
use crate::line::Line;
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::town::Town;

const REPLICAS: usize = 3;
const PEOPLE: usize = 490;
const PEOPLE_SHORT: usize = 15;
/// Letters to each.
const EACH: usize = 20;
const EACH_SHORT: usize = 5;
const FIRST: i64 = 7001;
/// Units with a group, who of them is in it, and how often they are urged together.
const GROUPS: [(&str, i64, i64); 2] = [("GSGS", 8001, -4001), ("ZJJ", 8002, -1_001_000_004_002)];
const URGED: usize = 100;
const URGED_SHORT: usize = 4;
const UTILISED: f64 = 0.85;

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(1, |_| queues(scene));
    let rate = tally.count("letters_counted") / tally.count("letter_seconds").max(1.0);
    let share = Figure::of("utilisation", rate / 30.0, "");
    let mut figures = vec![
        Figure::of("letters_counted", tally.count("letters_counted"), ""),
        Figure::of("of_them_to_groups", tally.count("letters_to_groups"), "").at_least(1.0),
        Figure::of("most_in_a_second", tally.count("most_in_a_second"), "").at_most(30.0),
        Figure::of("most_to_a_chat_in_a_second", tally.count("most_to_a_chat"), "").at_most(1.0),
        Figure::of("most_to_a_group_in_a_minute", tally.count("most_to_a_group"), "").at_most(20.0),
        Figure::of("window_violations", tally.count("window_violations"), "").at_most(0.0),
        // A short queue is over before the windows are full.
        if scene.short { share } else { share.at_least(UTILISED) },
        Figure::of("seconds", tally.count("letter_seconds"), "s"),
        Figure::of("to_groups_after_that", tally.count("letters_after"), ""),
    ];
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn queues(scene: &Scene) -> Tally {
    let (people, each) = scene.either((PEOPLE, EACH), (PEOPLE_SHORT, EACH_SHORT));
    let telegram = TelegramFake::started(TOKEN);
    let mut town = Town::founded(scene, "windows", "");
    let line = Line::started(telegram.url(), &town.ledger, scene.chance(), Duration::from_secs(4));
    town.has_open_nights();
    // Telegram's own limits are the default.
    town.adds(&format!(
        "[telegram]\ntoken = \"{TOKEN}\"\napi_url = \"{}\"\npersonal_data = true\ntimeout_seconds = 2\n",
        line.url()
    ));
    town.opens();
    for (unit, person, group) in GROUPS {
        ties(&town, &telegram, unit, person, group);
    }
    let replicas: Vec<_> = (1..REPLICAS).map(|number| town.replica(number).start().0).collect();
    let mut tally = Tally::default();
    let watch = Watch::started();
    town.ledger.note(json!({ "e": "windows begin" }));
    let day = date(2020, 1, 1);
    telegram.backlog(people * each, |number| {
        let (round, person) = (number / people, number % people);
        let signs = [person % 31, person / 31, round, 0, 0];
        let no = OrderNo::new(day, signs.map(|sign| u8::try_from(sign).expect("a sign of 31")));
        (FIRST + i64::try_from(person).expect("a few people"), format!("查进度 {no}"))
    });
    std::thread::scope(|scope| {
        let manner = Manner { citizens: 0, gives_up: 0.0, units_act: false, ..Manner::default() };
        let urls: Vec<String> = replicas.iter().map(|replica| replica.url.clone()).collect();
        let crowd = Crowd::gathers(scope, &town, &urls, &manner, &scene.chance());
        let urged = scene.either(URGED, URGED_SHORT);
        for part in 0..urged.div_ceil(each) {
            let mut speaker = crowd.speaker(&town, &urls, &manner, scene.chance().apart(50 + part as u64));
            scope.spawn(move || {
                for order in part * each..urged.min((part + 1) * each) {
                    urges(&mut speaker, MATTERS[part % GROUPS.len()], order);
                }
            });
        }
        if !within(Duration::from_secs(900), || telegram.pending() == 0) {
            tally.fault("messages wait for ever");
        }
        if !town.has_told_all(Duration::from_secs(900)) {
            tally.fault("letters wait for ever");
        }
        crowd.disperses();
    });
    tally.sample("seconds", watch.elapsed().as_secs_f64());
    for replica in replicas {
        if !replica.stop().0.success() {
            tally.fault("a replica did not end well");
        }
    }
    tally.merge(check::windows(&town.ledger).all());
    ends(scene, town, &mut tally);
    tally
}

/// Somebody of the unit ties their chat and then the group, with codes from their desk.
fn ties(town: &Town, telegram: &TelegramFake, unit: &str, person: i64, group: i64) {
    let password = &town.passwords.as_ref().expect("the first start printed them").others;
    let desk = Desk::signed_in(&town.url(), &unit.to_lowercase(), password);
    let somebody = telegram.user(person);
    let chat = telegram.group(group, unit).with(&[&somebody]);
    somebody.says(&format!("/bind {}", desk.code("/desk/telegram", &[])));
    let bound = within(Duration::from_secs(20), || !telegram.chat(person).said().is_empty());
    // Telegram's own limit: one letter a second to a chat.
    pause(Duration::from_millis(1100));
    somebody.in_group(&chat).says(&format!("/bind {}", desk.code("/desk/group", &[("unit", unit)])));
    let tied = within(Duration::from_secs(20), || !telegram.chat(group).said().is_empty());
    assert!(bound && tied, "{unit} is in its group");
}
