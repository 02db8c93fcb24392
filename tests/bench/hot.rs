//! How long does it take to gather 100 000 messages into issues, and how much memory?
//!
//! One gathering hears them one by one, as they come: the catalogue's examples at the gazetteer's places in the words
//! of many people over ninety days, and ten issues whose people speak of one thing at one place. `JIESU_MESSAGES` says
//! another number.

#![expect(clippy::disallowed_methods, reason = "a measurement reads the real clock")]

use std::fs;
use std::time::{Duration, Instant};

use bot::banner::{self, Banner, Source};
use intake::{Gathering, Told};
use jiff::civil::date;

const MESSAGES: usize = 100_000;
const DAY: i64 = 86_400_000;
const DAYS: i64 = 90;
/// One message in so many belongs to one of the issues.
const HOT_IN: usize = 50;
const ISSUES: usize = 10;

const BEFORE: [&str; 6] = ["您好，", "喂，12345吗，我是", "我反映个事，", "", "领导好，", "麻烦问一下，"];
const SINCE: [&str; 7] = [
    "已经三天了",
    "有半个月了",
    "从上周开始的",
    "这两天才发现",
    "一个多月了没人管",
    "今天早上的事",
    "年年都这样",
];
const EFFECT: [&str; 8] = [
    "家里有老人，实在不方便",
    "孩子上学天天从那儿走",
    "邻居们也都有意见",
    "晚上都睡不好觉",
    "生意也受影响",
    "走路都得绕着走",
    "看着就不放心",
    "大伙儿议论好多天了",
];
const WISH: [&str; 5] =
    ["希望尽快处理。", "请给个说法。", "麻烦派人看看，谢谢。", "什么时候能解决？", "盼回复。"];

fn main() {
    let banner: Banner = banner::read(&Source::Embedded, date(2026, 7, 8)).expect("the example is sound").0;
    let messages = std::env::var("JIESU_MESSAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(MESSAGES);
    let examples: Vec<String> =
        column("catalogue.csv", "example").iter().map(|example| placeless(example, &banner)).collect();
    let places = column("gazetteer.csv", "name");
    let before = resident();
    let mut gathering = Gathering::new();
    let (mut bytes, mut longest) = (0, Duration::ZERO);
    let began = Instant::now();
    let mut telling = Duration::ZERO;
    for n in 0..messages {
        let made = Instant::now();
        let (id, person, text, at) = told(n, messages, &examples, &places);
        telling += made.elapsed();
        bytes += text.len();
        let heard = Instant::now();
        gathering
            .hear(&banner.book, &Told { id: &id, person: &person, title: "", text: &text, at, votes: 0 });
        longest = longest.max(heard.elapsed());
    }
    let hearing = began.elapsed() - telling;
    let settled = Instant::now();
    gathering.settle();
    let settling = settled.elapsed();
    let asked = Instant::now();
    let issues = gathering.span().map(|span| gathering.issues(span, 20)).unwrap_or_default();
    let ranking = asked.elapsed();
    report(messages, bytes, hearing, longest, settling, ranking, resident().saturating_sub(before));
    let best = issues.iter().take(ISSUES).map(|issue| issue.people).collect::<Vec<_>>();
    say(&format!("people of the first {ISSUES} issues: {best:?}"));
}

fn report(
    messages: usize,
    bytes: usize,
    hearing: Duration,
    longest: Duration,
    settling: Duration,
    ranking: Duration,
    memory: u64,
) {
    let rate = messages as f64 / hearing.as_secs_f64();
    say(&format!(
        "{messages} messages of {} bytes heard in {hearing:.1?} ({rate:.0}/s, settling on the way included)",
        bytes / messages.max(1)
    ));
    say(&format!("longest wait for one message, while settling: {longest:.1?}"));
    say(&format!("settling all: {settling:.1?}; ranking: {ranking:.1?}; memory: {} MiB", memory >> 20));
}

#[expect(clippy::print_stdout, reason = "what was measured is printed")]
fn say(line: &str) {
    println!("{line}");
}

/// Message `n`: its id, its person, its words, its time.
fn told(n: usize, all: usize, examples: &[String], places: &[String]) -> (String, String, String, i64) {
    let mut chance = n as u64 ^ 0x5851_f42d_4c95_7f2d;
    let mut pick = |from: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % from
    };
    let issue = (pick(HOT_IN) == 0).then(|| pick(ISSUES));
    let (example, place) = match issue {
        Some(issue) => (&examples[issue * 17 % examples.len()], &places[issue * 29 % places.len()]),
        None => (&examples[pick(examples.len())], &places[pick(places.len())]),
    };
    let text = format!(
        "{}{place}{}号楼的，{example}。{}，{}，{}{}",
        BEFORE[pick(BEFORE.len())],
        pick(40) + 1,
        SINCE[pick(SINCE.len())],
        EFFECT[pick(EFFECT.len())],
        EFFECT[pick(EFFECT.len())],
        WISH[pick(WISH.len())],
    );
    let at = n as i64 * (DAYS * DAY / all.max(1) as i64);
    (n.to_string(), format!("person-{}", pick(all / 2 + 1)), text, at)
}

/// The example without the place it names: another one is put before it.
fn placeless(example: &str, banner: &Banner) -> String {
    let named = banner.book.understand(example).place.map_or(0..0, |place| place.start..place.end);
    example.chars().enumerate().filter(|(n, _)| !named.contains(n)).map(|(_, sign)| sign).collect()
}

fn column(file: &str, name: &str) -> Vec<String> {
    let file = banner::embedded().get_file(file).expect("a file of the example");
    let mut table = csv::Reader::from_reader(file.contents());
    let at = table.headers().expect("a header").iter().position(|column| column == name).expect("a column");
    table.records().map(|row| row.expect("a row")[at].to_owned()).collect()
}

/// Bytes of memory this process has; 0 where the system does not say.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) << 10
}
