//! Is anything lost or doubled when the program is killed again and again over a backlog from Telegram?
//!
//! Forty people have written fifty messages each while nobody listened. The program is killed five times while it
//! takes and answers them, and once more while all of them press a button twice. What it has kept in the end must be
//! what was said, once each and in order, and what people read must be what they would have read without a kill.
//!
//! `BACKLOG_SEEDS=10 cargo test --test stories telegram_backlog -- --nocapture` plays ten seeds and prints figures.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tests::fake::TelegramFake;
use tests::fake::telegram::{Mood, Spell};
use tests::ledger::{self, Ledger};
use tests::process::eventually;
use tests::{Program, Request};

use crate::fake_telegram::TOKEN;

const PEOPLE: usize = 40;
const EACH: usize = 50;
const FIRST: i64 = 1001;
/// While the backlog is worked off.
const KILLS: usize = 5;
/// So many seeds are played unless `BACKLOG_SEEDS` says another number.
const SEEDS: u64 = 2;
/// What is said, in turn: never the same answer twice in a row.
const SAID: [&str; 3] = ["我要表扬朝霞社区的网格员，大雪天给老人送药", "查进度", "她还帮邻居修好了灯"];

#[test]
fn killed_five_times_over_a_backlog_it_has_kept_and_answered_every_message_once() {
    let seeds =
        std::env::var("BACKLOG_SEEDS").map_or(SEEDS, |seeds| seeds.parse().expect("a number of seeds"));
    let mut quiet = Night::falls();
    quiet.is_worked_off();
    quiet.all_press(|_| {});
    let expected = quiet.read();
    println!("without a kill: {}", quiet.ends(&expected, 0));

    for seed in 1..=seeds {
        let mut night = Night::falls();
        let mut chance = Chance(seed);
        for _ in 0..KILLS {
            night.is_killed_at(&mut chance);
        }
        night.is_worked_off();
        night.all_press(|night| night.is_killed_at(&mut chance));
        println!("seed {seed}: {}", night.ends(&expected, KILLS + 1));
    }
}

#[test]
fn killed_again_and_again_before_it_could_confirm_what_it_took_it_neither_repeats_nor_distrusts_it() {
    let mut night = Night::begins(10, |telegram| {
        // One request for updates is answered, the next never: nothing is confirmed.
        telegram.feels(Spell::of(Mood::Silent).on("getUpdates"));
    });
    for start in 0..4 {
        if start > 0 {
            night.is_killed();
        }
        let polls = night.telegram.polls();
        night.telegram.feels(Spell::of(Mood::Well).on("getUpdates").times(1));
        night.starts();
        eventually("what waits is handed over", || night.telegram.polls() > polls);
        eventually("everybody is answered", || night.has_told_all());
    }
    assert_eq!(night.telegram.pending(), 10);
    night.telegram.calms();
    eventually("everything is confirmed", || night.is_idle());
    let (said, data) = (night.telegram.chat(FIRST).said().len(), night.data());
    assert!(night.running.take().expect("the program runs").stop().success());
    assert_eq!((Ledger::read(&data).inbound, said), (10, 1));
    assert_eq!(ledger::kept(&data).values().flatten().count(), 10);
}

/// A night in which everybody wrote, and the program that works it off.
struct Night {
    telegram: TelegramFake,
    folder: TempDir,
    config: String,
    /// `None` while it is killed.
    running: Option<Program>,
    begun: Instant,
    worked_off: Duration,
}

impl Night {
    #[expect(clippy::disallowed_methods, reason = "the real program runs on the real clock")]
    fn begins(messages: usize, prepare: impl FnOnce(&TelegramFake)) -> Self {
        let telegram = TelegramFake::started(TOKEN);
        telegram.backlog(messages, |number| (person(number), said(number)));
        prepare(&telegram);
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let config = folder.path().join("jiesu.toml");
        // A claim is over soon and nobody counts letters, so that the story is over soon.
        let rules = format!(
            "[telegram]\ntoken = \"{TOKEN}\"\napi_url = \"{}\"\npersonal_data = true\ntimeout_seconds = 2\n\
             letters_per_second = 10000\nletters_per_chat_and_second = 10000\n[webhooks]\ntimeout_seconds = 2\n[courier]\nlease_seconds = 3\nretry_seconds = [1, 1, 1, 1, 1]\n",
            telegram.url()
        );
        std::fs::write(&config, rules).expect("a configuration can be written");
        let config = config.display().to_string();
        Self { telegram, folder, config, running: None, begun: Instant::now(), worked_off: Duration::ZERO }
    }

    fn falls() -> Self {
        let mut night = Self::begins(PEOPLE * EACH, |_| {});
        night.starts();
        night
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn starts(&mut self) {
        self.running = Some(Program::start(&self.data(), &["--config", &self.config]));
    }

    /// Killed at a moment of chance: some polls or some messages from now, and then some steps aside.
    fn is_killed_at(&mut self, chance: &mut Chance) {
        let (polls, sent) = (self.telegram.polls(), self.telegram.called("sendMessage"));
        let after_polls = chance.below(2) == 0;
        let (more_polls, more_sent) = (1 + chance.below(3), 1 + chance.below(300));
        eventually("the moment comes", || {
            let far = if after_polls {
                self.telegram.polls() >= polls + more_polls
            } else {
                self.telegram.called("sendMessage") >= sent + more_sent
            };
            far || self.is_idle()
        });
        (0..chance.below(1 << 15)).for_each(|_| std::thread::yield_now());
        self.is_killed();
        self.starts();
    }

    fn is_killed(&mut self) {
        self.running.take().expect("the program runs").kill();
    }

    fn is_idle(&self) -> bool {
        self.telegram.pending() == 0 && self.has_told_all()
    }

    fn has_told_all(&self) -> bool {
        let program = self.running.as_ref().expect("the program runs");
        let metrics = program.asks(&Request::get("/metrics")).text();
        self.telegram.called("sendMessage") > 0
            && metrics.lines().any(|line| line == "jiesu_outbox_notices 0")
    }

    fn is_worked_off(&mut self) {
        eventually("the backlog is worked off", || self.is_idle());
        self.worked_off = self.begun.elapsed();
    }

    /// Everybody presses the button, and because nothing happens at once, again.
    fn all_press(&mut self, meanwhile: impl FnOnce(&mut Self)) {
        for person in people() {
            let citizen = self.telegram.user(person);
            citizen.presses("提交");
            citizen.presses("提交");
        }
        meanwhile(self);
        eventually("every press is answered", || self.is_idle());
    }

    /// What everybody read, a repetition of what stands there already left out. The answer to the press and the
    /// order's own card are two streams: which comes first is chance.
    fn read(&self) -> BTreeMap<i64, Vec<String>> {
        let read = |person: i64| {
            let mut texts = self.said_to(person);
            texts.dedup();
            let after_press = texts.iter().position(|text| is_of_order(text)).unwrap_or(texts.len());
            texts[after_press..].sort();
            texts.dedup();
            texts
        };
        people().map(|person| (person, read(person))).collect()
    }

    fn said_to(&self, person: i64) -> Vec<String> {
        self.telegram.chat(person).said().iter().map(|said| without_numbers(&said.text)).collect()
    }

    /// How often somebody read the same answer again, before they pressed.
    fn repeats(&self, person: i64) -> usize {
        let texts: Vec<String> =
            self.said_to(person).into_iter().take_while(|text| !is_of_order(text)).collect();
        texts.windows(2).filter(|pair| pair[0] == pair[1]).count()
    }

    /// The program stops, and what it has kept and said is counted.
    fn ends(mut self, expected: &BTreeMap<i64, Vec<String>>, kills: usize) -> String {
        let read = self.read();
        for (person, texts) in expected {
            let differs = texts.iter().zip(&read[person]).position(|(one, other)| one != other);
            let at = differs.unwrap_or(texts.len().min(read[person].len()));
            let (wanted, found) = (&texts[at..], &read[person][at..]);
            assert_eq!(found.first(), wanted.first(), "message {at} that {person} read");
            assert_eq!(found.len(), wanted.len(), "messages that {person} read");
            // Whatever is being told when the program is killed is told again, and nothing else is.
            assert!(self.repeats(*person) <= kills, "{person} read too much again");
        }
        assert_eq!(self.telegram.unanswered(), []);
        assert!(self.running.take().expect("the program runs").stop().success());
        let data = self.data();
        let ledger = Ledger::read(&data);
        ledger.is_sound();
        assert_eq!(ledger.orders.len(), PEOPLE);
        assert_eq!(ledger.outbox, 0);

        let kept = ledger::kept(&data);
        assert_eq!(kept.len(), PEOPLE, "chats");
        let mut keys: Vec<&str> = kept.values().flatten().map(|kept| kept.key.as_str()).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "something was kept twice");
        for chat in kept.values() {
            let person =
                (0..PEOPLE).find(|number| chat[0].words == said(*number)).expect("a person's first words");
            let words: Vec<&str> = chat.iter().map(|kept| kept.words.as_str()).collect();
            let wrote: Vec<String> = (0..EACH).map(|round| said(round * PEOPLE + person)).collect();
            assert_eq!(words[..EACH], wrote, "person {person}");
            assert_eq!(words.len(), EACH + 2, "person {person}: {words:?}");
        }
        let inbound = i64::try_from(PEOPLE * (EACH + 2)).expect("a short night");
        assert_eq!(ledger.inbound, inbound, "deliveries taken");
        let (delivered, given_up) = ledger::told(&data, "telegram");
        assert_eq!(given_up, 0);

        let sent = self.telegram.called("sendMessage");
        let repeats: usize = people().map(|person| self.repeats(person)).sum();
        let handed: u32 = self.telegram.handed().values().sum();
        format!(
            "{} messages kept once, {} orders; {kills} kills, {handed} updates handed over, {delivered} notices \
             told, {sent} messages sent, {repeats} answers repeated; worked off in {:.1} s",
            PEOPLE * EACH,
            PEOPLE,
            self.worked_off.as_secs_f64(),
        )
    }
}

/// A small generator (splitmix64): the same seed, the same night.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end).expect("a small number")).expect("a small number")
    }
}

fn people() -> impl Iterator<Item = i64> {
    (0..PEOPLE).map(person)
}

/// Who writes the message with this number.
fn person(number: usize) -> i64 {
    FIRST + i64::try_from(number % PEOPLE).expect("a few people")
}

/// What the message with this number says: no two people say the same.
fn said(number: usize) -> String {
    let (round, person) = (number / PEOPLE, number % PEOPLE);
    if round > 0 && round % 2 == 0 {
        return SAID[1].to_owned();
    }
    format!("{}，{}楼{}号", SAID[if round == 0 { 0 } else { 2 }], person + 1, round + 1)
}

/// Whether this names an order: an answer to the press, or the order's card.
fn is_of_order(text: &str) -> bool {
    text.contains("编号：#")
}

/// Numbers of orders and codes are another every night.
fn without_numbers(text: &str) -> String {
    let mut plain = String::new();
    let mut run = String::new();
    for char in text.replace(':', "-").chars().chain(['\n']) {
        if char.is_ascii_alphanumeric() || char == '-' {
            run.push(char);
            continue;
        }
        plain.push_str(if run.len() >= 4 { "#" } else { &run });
        run.clear();
        plain.push(char);
    }
    plain
}
