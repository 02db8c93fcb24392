//! How many messages are understood a second, beside how many Jieba alone cuts into words, and how much memory does it
//! take?
//!
//! The messages are made of the example banner, and the model is learned from its catalogue; `BENCH_MESSAGES` names a file
//! of others (a JSON object with a "text", and perhaps a "title", a line), `BENCH_MODEL` a model of `jiesu train`.

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{env, fs};

use bot::banner::{self, Banner, Source};
use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher};
use intake::{Course, Model, Reader};
use jieba_rs::Jieba;
use jiff::civil::date;
use serde::Deserialize;

/// Counts what every bench allocates.
#[global_allocator]
static MEMORY: AllocProfiler = AllocProfiler::system();

/// Messages of one round.
const MESSAGES: usize = 400;
/// So often each message is measured alone.
const ALONE: usize = 20;
/// What people say before they come to the point, and after it.
const BEFORE: [&str; 4] = ["您好，", "喂，12345吗，我是", "我反映个事，", ""];
const AFTER: [&str; 4] =
    ["麻烦你们管管。", "已经好几天了，打电话也没人管，谢谢。", "", "我电话13847012345，尽快给个说法！"];

static BANNER: LazyLock<Banner> =
    LazyLock::new(|| banner::read(&Source::Embedded, date(2026, 7, 8)).expect("the example is sound").0);
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);
/// What the example's own catalogue teaches: a label a leaf.
static MODEL: LazyLock<Model> = LazyLock::new(|| {
    if let Ok(file) = env::var("BENCH_MODEL") {
        let table = fs::read_to_string(&file).expect("BENCH_MODEL can be read");
        return Model::read(&table).expect("BENCH_MODEL is a model");
    }
    let course = Course { groups: 1, ..Course::default() };
    intake::train(&intake::catalogue_lessons(&BANNER.book), course, &mut |_| {})
        .expect("a catalogue of many leaves")
});
static SENTENCES: LazyLock<Vec<String>> = LazyLock::new(sentences);

/// A line of `BENCH_MESSAGES`.
#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    title: String,
    text: String,
}

fn main() {
    each_alone("category alone", |sentence, reader| {
        black_box(reader.judge(black_box(sentence)));
    });
    each_alone("whole decision", |sentence, _| {
        black_box(BANNER.book.understand(black_box(sentence)));
    });
    divan::main();
}

/// What a message of some 350 characters takes, each measured alone: the median and the longest but one in a hundred.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the real clock and tells what it saw"
)]
fn each_alone(what: &str, mut does: impl FnMut(&str, &mut Reader<'_>)) {
    let mut reader = MODEL.reader();
    let sentences: Vec<&str> = SENTENCES.iter().map(String::as_str).collect();
    let long = sentences.iter().filter(|sentence| (300..400).contains(&sentence.chars().count()));
    let mut took: Vec<Duration> = Vec::new();
    for sentence in long {
        let each = (0..ALONE).map(|_| {
            let began = Instant::now();
            does(sentence, &mut reader);
            began.elapsed()
        });
        took.extend(each);
    }
    took.sort_unstable();
    if let Some(last) = took.len().checked_sub(1) {
        let at = |share: usize| took[last * share / 100];
        println!(
            "{what}, 300 to 400 characters: p50 {:?}, p99 {:?}, {} measured",
            at(50),
            at(99),
            took.len()
        );
    }
}

#[divan::bench]
fn understand(bencher: Bencher<'_, '_>) {
    let book = &BANNER.book;
    round(bencher).bench_local(|| {
        for sentence in SENTENCES.iter() {
            black_box(book.understand(black_box(sentence)));
        }
    });
}

#[divan::bench]
fn model(bencher: Bencher<'_, '_>) {
    let mut reader = MODEL.reader();
    round(bencher).bench_local(|| {
        for sentence in SENTENCES.iter() {
            black_box(reader.judge(black_box(sentence)));
        }
    });
}

#[divan::bench]
fn jieba_cut(bencher: Bencher<'_, '_>) {
    let jieba = &*JIEBA;
    round(bencher).bench_local(|| {
        for sentence in SENTENCES.iter() {
            black_box(jieba.cut(black_box(sentence), false));
        }
    });
}

#[divan::bench]
fn jieba_tag(bencher: Bencher<'_, '_>) {
    let jieba = &*JIEBA;
    round(bencher).bench_local(|| {
        for sentence in SENTENCES.iter() {
            black_box(jieba.tag(black_box(sentence), false));
        }
    });
}

fn round<'a, 'b>(bencher: Bencher<'a, 'b>) -> Bencher<'a, 'b> {
    let bytes: usize = SENTENCES.iter().map(String::len).sum();
    bencher.counter(ItemsCount::new(SENTENCES.len())).counter(BytesCount::new(bytes))
}

/// The messages of `BENCH_MESSAGES`; else the catalogue's examples at the gazetteer's places, in the words of four people.
fn sentences() -> Vec<String> {
    if let Ok(file) = env::var("BENCH_MESSAGES") {
        let lines = fs::read_to_string(&file).expect("BENCH_MESSAGES can be read");
        let told = |line| {
            let told: Told = serde_json::from_str(line).expect("a JSON object with a text");
            format!("{}\n{}", told.title, told.text)
        };
        return lines.lines().take(MESSAGES).map(told).collect();
    }
    let (examples, places) = (column("catalogue.csv", "example"), column("gazetteer.csv", "name"));
    (0..MESSAGES)
        .map(|n| {
            let (example, place) = (&examples[n % examples.len()], &places[n * 7 % places.len()]);
            format!("{}{place}的，{example}{}", BEFORE[n % 4], AFTER[n / 4 % 4])
        })
        .collect()
}

fn column(file: &str, name: &str) -> Vec<String> {
    let file = banner::embedded().get_file(file).expect("a file of the example");
    let mut table = csv::Reader::from_reader(file.contents());
    let at = table.headers().expect("a header").iter().position(|column| column == name).expect("a column");
    table.records().map(|row| row.expect("a row")[at].to_owned()).collect()
}
