//! What do all targets need: the example banner, compiled once?

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use intake::{
    AreaCode, AreaKind, AreaRow, Book, BookSource, CategoryCode, CategoryRow, DangerModels, DomainRow,
    EmergencyCode, EmergencyRow, Kind, KnowledgeRow, Level, Model, PlaceRow, RequestName, RequestRow,
    RouteRow, Term, UnitCode, UnitKind, UnitRow, Urgency, WordRow,
};

pub mod tries;

/// The example banner.
pub fn book() -> &'static Book {
    static BOOK: LazyLock<Book> = LazyLock::new(|| Book::compile(source()).expect("the example is sound"));
    &BOOK
}

/// The text behind the bytes of an input; broken bytes are read as what a browser would make of them.
pub fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// The characters of a span.
pub fn slice(text: &str, start: usize, end: usize) -> String {
    assert!(start <= end && end <= text.chars().count(), "{start}..{end} of {text:?}");
    text.chars().skip(start).take(end - start).collect()
}

fn source() -> BookSource {
    let anywhere = |code: &str| (!code.is_empty()).then(|| UnitCode::new(code));
    BookSource {
        categories: rows("catalogue", |row, of| CategoryRow {
            row,
            code: CategoryCode::new(&of["code"]),
            level1: of["level1"].clone(),
            level2: of["level2"].clone(),
            level3: of["level3"].clone(),
            kind: kind(&of["kind"]).expect("a kind"),
            anonymous: false,
            limit: None,
            words: list(&of["words"]),
            example: of["example"].clone(),
        }),
        domains: rows("lexicon/domains", |row, of| DomainRow {
            row,
            category: of["category"].parse().expect("a category"),
            words: list(&of["words"]),
        }),
        routes: rows("dispatch", |row, of| RouteRow {
            row,
            category: of["category"].parse().expect("a category"),
            area: of["area"].parse().expect("an area"),
            kind: kind(&of["kind"]),
            lead: of["lead"].parse().expect("a unit"),
            helpers: list(&of["helpers"]),
            grassroots: of["grassroots"] == "可",
            basis: of["basis"].clone(),
        }),
        areas: rows("areas", |row, of| AreaRow {
            row,
            code: AreaCode::new(&of["code"]),
            name: of["name"].clone(),
            level: Level::parse(&of["level"]).expect("a level"),
            parent: (!of["parent"].is_empty()).then(|| AreaCode::new(&of["parent"])),
            kind: AreaKind::parse(&of["type"]),
            unit: anywhere(&of["unit"]),
            aliases: list(&of["aliases"]),
        }),
        units: rows("units", |row, of| UnitRow {
            row,
            code: UnitCode::new(&of["code"]),
            name: of["name"].clone(),
            short: of["short"].clone(),
            kind: UnitKind::parse(&of["kind"]).expect("a kind of unit"),
            aliases: list(&of["aliases"]),
        }),
        places: rows("gazetteer", |row, of| PlaceRow {
            row,
            name: of["name"].clone(),
            aliases: list(&of["aliases"]),
            area: AreaCode::new(&of["area"]),
        }),
        kinds: rows("lexicon/kinds", |_, of| {
            (kind(&of["kind"]).expect("a kind"), list::<Term>(&of["words"]))
        }),
        urgencies: rows("lexicon/urgency", |_, of| {
            let degrees = [Urgency::Urgent, Urgency::Critical];
            let degree = degrees.into_iter().find(|degree| degree.name() == of["level"]);
            (degree.expect("a degree"), list::<Term>(&of["words"]))
        }),
        emergencies: rows("emergencies", |row, of| EmergencyRow {
            row,
            code: EmergencyCode::new(&of["code"]),
            name: of["name"].clone(),
            number: of["number"].clone(),
            unit: Some(UnitCode::new(&of["unit"])),
            words: list(&of["words"]),
            unless: list(&of["unless"]),
            advice: of["advice"].clone(),
        }),
        danger_models: Some(DangerModels { whether: model("dangers"), which: model("danger-kinds") }),
        requests: rows("lexicon/requests", |row, of| RequestRow {
            row,
            request: RequestName::parse(&of["request"]).expect("a request"),
            whole: list(&of["whole"]),
            words: list(&of["words"]),
        }),
        words: rows("lexicon/words", |row, of| WordRow {
            row,
            word: of["word"].clone(),
            freq: of["freq"].parse().ok(),
            tag: (!of["tag"].is_empty()).then(|| of["tag"].clone()),
        }),
        variants: rows("lexicon/variants", |_, of| (of["variant"].clone(), of["standard"].clone())),
        knowledge: articles(),
        learned: Vec::new(),
        dispatch_at: 0.6,
    }
}

fn model(list: &str) -> Arc<Model> {
    let table = std::fs::read_to_string(banner().join(format!("lexicon/{list}.csv"))).expect("a list");
    Arc::new(Model::read(&table).expect("a list of weighted words"))
}

fn banner() -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.map(|folder| folder.join("deploy/banner")).find(|banner| banner.is_dir()).expect("the project")
}

/// The rows of a table, each with its line and its cells by column.
fn rows<Row>(table: &str, mut make: impl FnMut(usize, HashMap<String, String>) -> Row) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(banner().join(format!("{table}.csv"))).expect("a table of the banner");
    let cells = reader.deserialize().map(|cells| cells.expect("a row of the table"));
    cells.enumerate().map(|(index, cells)| make(index + 2, cells)).collect()
}

fn list<Item: FromStr<Err: std::fmt::Debug>>(cell: &str) -> Vec<Item> {
    cell.split_whitespace().map(|item| item.parse().expect("a cell of the banner")).collect()
}

fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// Each article: its lines before the second fence are keys, what follows is the body.
fn articles() -> Vec<KnowledgeRow> {
    let files = std::fs::read_dir(banner().join("knowledge")).expect("the articles");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("an article").path()).collect();
    files.sort();
    let article = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("an article");
        let (head, body) = text["+++\n".len()..].split_once("+++\n").expect("a head and a body");
        let value = |key: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
            line.unwrap_or_default().trim_matches(['"', '[', ']']).to_owned()
        };
        KnowledgeRow {
            id: value("id"),
            title: value("title"),
            category: None,
            unit: Some(UnitCode::new(value("unit"))),
            questions: value("questions").split("\", \"").map(str::to_owned).collect(),
            body: body.to_owned(),
        }
    };
    files.iter().map(article).collect()
}
