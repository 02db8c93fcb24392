//! How much of a telephone call is understood, counted over a collection of calls?
//!
//! `cargo test --workspace --test stories transcripts_score -- --nocapture` prints the tables of
//! `deploy/records/TRANSCRIPTS.md` and every miss.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use bot::banner::{self, Source};
use intake::{AreaCode, Book, CallHeard, Transcript};
use jiff::civil::date;
use serde::Deserialize;

/// What an operator who hears the call would write down. What is empty is not asked for, but for `phone`, `name` and
/// `emergency`: there it means that there is none.
#[derive(Debug, Deserialize)]
struct Expected {
    file: String,
    kind: String,
    category: String,
    area: String,
    /// Words the place must hold, separated by blanks.
    place: String,
    phone: String,
    name: String,
    urgency: String,
    emergency: String,
    answered: String,
    silent: String,
}

/// Hits of so many, by field; `level1` is the first level of the category.
#[derive(Default)]
struct Score {
    fields: BTreeMap<&'static str, (usize, usize)>,
    misses: Vec<String>,
}

impl Score {
    fn of(folder: &Path, book: &Book) -> Score {
        let mut score = Score::default();
        for expected in expected(folder) {
            let text =
                std::fs::read_to_string(folder.join(&expected.file)).expect("a transcript of the list");
            let transcript =
                Transcript::read(&text, None).unwrap_or_else(|bad| panic!("{}: {bad}", expected.file));
            score.compare(&expected, &book.hear_call(&transcript));
        }
        score
    }

    fn compare(&mut self, expected: &Expected, heard: &CallHeard) {
        let understood = &heard.understanding;
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        let code = |code: Option<String>| code.unwrap_or_default();
        let place = heard.place.clone().unwrap_or_default();
        let area = understood.place.as_ref().and_then(|place| place.area.clone());
        let asked: [(&'static str, &str, String, bool); 9] = [
            ("kind", &expected.kind, understood.kind.name().to_owned(), false),
            (
                "category",
                &expected.category,
                code(understood.category.as_ref().map(ToString::to_string)),
                false,
            ),
            ("area", &expected.area, code(area.as_ref().map(AreaCode::to_string)), false),
            ("phone", &expected.phone, heard.phone.clone().unwrap_or_default(), true),
            ("name", &expected.name, heard.name.clone().unwrap_or_default(), true),
            ("urgency", &expected.urgency, understood.urgency.name().to_owned(), false),
            (
                "emergency",
                &expected.emergency,
                code(understood.emergency.as_ref().map(ToString::to_string)),
                true,
            ),
            ("answered", &expected.answered, yes(heard.answered), true),
            ("silent", &expected.silent, yes(heard.said_nothing), true),
        ];
        for (field, wanted, got, none_counts) in asked {
            if !wanted.is_empty() || none_counts {
                self.note(field, wanted == got, &expected.file, wanted, &got);
            }
        }
        if let Some(level1) = expected.category.get(..2) {
            let got = code(understood.category.as_ref().map(ToString::to_string));
            self.note("level1", got.starts_with(level1), &expected.file, level1, &got);
        }
        if !expected.place.is_empty() {
            let holds = expected.place.split(' ').all(|word| place.contains(word));
            self.note("place", holds, &expected.file, &expected.place, &place);
        }
    }

    fn note(&mut self, field: &'static str, hit: bool, file: &str, wanted: &str, got: &str) {
        let (hits, all) = self.fields.entry(field).or_default();
        *all += 1;
        if hit {
            *hits += 1;
        } else {
            self.misses.push(format!("{file}: {field} {wanted:?}, heard {got:?}"));
        }
    }

    fn table(&self, title: &str) -> String {
        let mut table = format!("{title}\n");
        for (field, (hits, all)) in &self.fields {
            writeln!(table, "{field:10} {hits:3} / {all}").expect("a string takes all");
        }
        for miss in &self.misses {
            writeln!(table, "  {miss}").expect("a string takes all");
        }
        table
    }
}

fn expected(folder: &Path) -> Vec<Expected> {
    let mut reader = csv::Reader::from_path(folder.join("expected.csv")).expect("the list of the collection");
    reader.deserialize().map(|row| row.expect("a row of the list")).collect()
}

fn collection() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("transcripts")
}

#[test]
fn the_collection_is_understood_as_well_as_it_was() {
    let floors = [
        ("kind", 66),
        ("category", 60),
        ("level1", 62),
        ("area", 63),
        ("place", 64),
        ("phone", 74),
        ("name", 74),
        ("urgency", 67),
        ("emergency", 72),
        ("answered", 74),
        ("silent", 75),
    ];
    holds("collection", &collection(), &floors);
}

#[test]
fn calls_the_rules_were_not_made_for_are_understood_too() {
    let floors = [
        ("kind", 9),
        ("category", 7),
        ("level1", 7),
        ("area", 7),
        ("place", 7),
        ("phone", 11),
        ("name", 11),
        ("urgency", 10),
        ("emergency", 11),
        ("answered", 11),
        ("silent", 11),
    ];
    holds("held out", &collection().join("held-out"), &floors);
}

#[test]
fn calls_written_by_somebody_who_did_not_know_the_rules_are_understood_too() {
    let floors = [
        ("kind", 35),
        ("category", 29),
        ("level1", 31),
        ("area", 34),
        ("place", 33),
        ("phone", 40),
        ("name", 40),
        ("urgency", 33),
        ("emergency", 36),
        ("answered", 40),
        ("silent", 40),
    ];
    holds("unseen", &collection().join("unseen"), &floors);
}

/// Prints the table and refuses a field that is understood less often than it was.
#[expect(clippy::print_stdout, reason = "the record is copied from here")]
fn holds(title: &str, folder: &Path, floors: &[(&str, usize)]) {
    let (banner, _) = banner::read(&Source::Embedded, date(2026, 7, 8)).expect("the example is sound");
    let score = Score::of(folder, &banner.book);
    println!("{}", score.table(title));
    for (field, floor) in floors {
        let (hits, all) = score.fields[field];
        assert!(hits >= *floor, "{field}: {hits} of {all}, and it was {floor} at least");
    }
}
