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

/// Hits of so many, by field.
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
            score.compare(book, &expected, &book.hear_call(&transcript));
        }
        score
    }

    fn compare(&mut self, book: &Book, expected: &Expected, heard: &CallHeard) {
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
        if !expected.place.is_empty() {
            let holds = expected.place.split(' ').all(|word| place.contains(word));
            self.note("place", holds, &expected.file, &expected.place, &place);
        }
        let _ = book;
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
#[expect(clippy::print_stdout, reason = "the record is copied from here")]
fn the_collection_is_understood_as_well_as_it_was() {
    let (banner, _) = banner::read(&Source::Embedded, date(2026, 7, 8)).expect("the example is sound");
    let score = Score::of(&collection(), &banner.book);
    println!("{}", score.table("collection"));
}
