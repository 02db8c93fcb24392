//! Which rule book does the program ship?
//!
//! The example banner's words and places, read as plainly as can be: whether its files are sound is the program's to
//! check.

use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use crate::{
    AreaCode, AreaRow, Book, BookSource, CategoryCode, CategoryRow, DangerModels, DomainRow, EmergencyCode,
    EmergencyRow, Kind, Level, Model, PlaceRow, Term, Urgency, WordRow,
};

/// The shipped rule book without units, routes and what was learned from lessons, compiled once.
pub(super) fn shipped() -> &'static Book {
    static BOOK: LazyLock<Book> = LazyLock::new(|| Book::compile(source()).expect("the shipped banner"));
    &BOOK
}

/// The same with what was learned from lessons.
pub(super) fn taught() -> &'static Book {
    static BOOK: LazyLock<Book> = LazyLock::new(|| {
        let model = |text: &str| Arc::new(Model::read(text).expect("a shipped model"));
        let whether = model(include_str!("../../../deploy/banner/lexicon/dangers.csv"));
        let which = model(include_str!("../../../deploy/banner/lexicon/danger-kinds.csv"));
        let danger_models = Some(DangerModels { whether, which });
        Book::compile(BookSource { danger_models, ..source() }).expect("the shipped banner")
    });
    &BOOK
}

/// One line of a file and its number.
pub(super) struct Line {
    pub(super) row: usize,
    header: csv::StringRecord,
    cells: csv::StringRecord,
}

impl Line {
    pub(super) fn cell(&self, name: &str) -> &str {
        let at = self.header.iter().position(|column| column == name).expect("a column of the file");
        &self.cells[at]
    }

    fn list<T: FromStr<Err: std::fmt::Debug>>(&self, name: &str) -> Vec<T> {
        self.cell(name).split_whitespace().map(|word| word.parse().expect("a word of the file")).collect()
    }
}

/// The lines of a table.
pub(super) fn lines(file: &str) -> Vec<Line> {
    let mut table = csv::Reader::from_reader(file.as_bytes());
    let header = table.headers().expect("a header").clone();
    let records = table.records().enumerate();
    records
        .map(|(index, cells)| Line { row: index + 2, header: header.clone(), cells: cells.expect("a row") })
        .collect()
}

macro_rules! banner {
    ($file:literal) => {
        lines(include_str!(concat!("../../../deploy/banner/", $file)))
    };
}

/// The rows it is compiled from.
pub(super) fn source() -> BookSource {
    BookSource {
        categories: banner!("catalogue.csv").iter().map(category).collect(),
        domains: banner!("lexicon/domains.csv")
            .iter()
            .map(|line| DomainRow {
                row: line.row,
                category: line.cell("category").parse().expect("a pattern"),
                words: line.list("words"),
            })
            .collect(),
        areas: banner!("areas.csv").iter().map(area).collect(),
        places: banner!("gazetteer.csv").iter().map(place).collect(),
        kinds: banner!("lexicon/kinds.csv").iter().map(|line| (kind(line), line.list("words"))).collect(),
        urgencies: banner!("lexicon/urgency.csv").iter().map(urgency).collect(),
        emergencies: banner!("emergencies.csv").iter().map(emergency).collect(),
        words: banner!("lexicon/words.csv").iter().map(word).collect(),
        variants: banner!("lexicon/variants.csv")
            .iter()
            .map(|line| (line.cell("variant").to_owned(), line.cell("standard").to_owned()))
            .collect(),
        dispatch_at: 0.6,
        ..BookSource::default()
    }
}

fn category(line: &Line) -> CategoryRow {
    CategoryRow {
        row: line.row,
        code: CategoryCode::new(line.cell("code")),
        level1: line.cell("level1").to_owned(),
        level2: line.cell("level2").to_owned(),
        level3: line.cell("level3").to_owned(),
        kind: kind(line),
        anonymous: line.cell("contact") == "可匿名",
        limit: None,
        words: line.list("words"),
        example: line.cell("example").to_owned(),
    }
}

fn kind(line: &Line) -> Kind {
    let known = Kind::ALL.into_iter().find(|kind| kind.name() == line.cell("kind"));
    known.expect("one of the six kinds")
}

fn urgency(line: &Line) -> (Urgency, Vec<Term>) {
    (Urgency::parse(line.cell("level")).expect("a degree"), line.list("words"))
}

fn area(line: &Line) -> AreaRow {
    let level = match line.cell("level") {
        "旗" => Level::Banner,
        "苏木乡镇街道" => Level::Town,
        "嘎查社区" => Level::Community,
        _ => Level::Grid,
    };
    AreaRow {
        row: line.row,
        code: AreaCode::new(line.cell("code")),
        name: line.cell("name").to_owned(),
        level,
        parent: Some(line.cell("parent")).filter(|parent| !parent.is_empty()).map(AreaCode::new),
        kind: None,
        unit: None,
        aliases: line.list("aliases"),
    }
}

fn place(line: &Line) -> PlaceRow {
    PlaceRow {
        row: line.row,
        name: line.cell("name").to_owned(),
        aliases: line.list("aliases"),
        area: AreaCode::new(line.cell("area")),
    }
}

fn emergency(line: &Line) -> EmergencyRow {
    EmergencyRow {
        row: line.row,
        code: EmergencyCode::new(line.cell("code")),
        name: line.cell("name").to_owned(),
        number: line.cell("number").to_owned(),
        unit: None,
        words: line.list("words"),
        unless: line.list("unless"),
        advice: line.cell("advice").to_owned(),
    }
}

fn word(line: &Line) -> WordRow {
    WordRow {
        row: line.row,
        word: line.cell("word").to_owned(),
        freq: line.cell("freq").parse().ok(),
        tag: Some(line.cell("tag").to_owned()),
    }
}
