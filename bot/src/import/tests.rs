//! Has everything that can be wrong with a file its words?

use intake::BadTranscript;
use prompts::{FALLBACK, Wording};

use super::{Fault, Field};
use crate::desk::{Invalid, Why};

fn faults() -> Vec<Fault> {
    let text = || "x".to_owned();
    let mut all = vec![
        Fault::Unreadable { why: text() },
        Fault::Empty,
        Fault::UnknownFormat,
        Fault::NotText { position: 1 },
        Fault::Wish { wish: text() },
        Fault::UnknownField { field: text(), nearest: String::new(), fields: text() },
        Fault::UnknownField { field: text(), nearest: text(), fields: text() },
        Fault::NoColumn { column: text(), nearest: String::new(), columns: text() },
        Fault::NoColumn { column: text(), nearest: text(), columns: text() },
        Fault::NoText { columns: text() },
        Fault::NotJson { line: 1 },
        Fault::NoList { lists: String::new() },
        Fault::NoList { lists: text() },
        Fault::NotAnObject,
        Fault::NotAText { column: text() },
        Fault::CellCount { found: 1, expected: 2 },
        Fault::RowTooLarge { megabytes: 4 },
        Fault::NotAWorkbook { why: text() },
        Fault::Bomb { megabytes: 200, ratio: 100 },
        Fault::NoSheet { sheet: text(), sheets: text() },
        Fault::Formula { cell: text() },
        Fault::ErrorCell { cell: text(), shows: text() },
        Fault::BadTime { time: text() },
        Fault::Blank,
        Fault::BadTranscript(BadTranscript::Empty),
    ];
    let invalid = [
        Invalid::Missing,
        Invalid::TooLong { most: 9 },
        Invalid::NotAPhone,
        Invalid::Future,
        Invalid::TooOld,
        Invalid::SaidNothing,
        Invalid::WrongForm,
    ];
    for field in ["source", "id", "received_at", "text", "place", "name", "phone", "transcript"] {
        all.extend(invalid.map(|why| Fault::Invalid { field, why }));
    }
    all
}

#[test]
fn every_fault_and_every_reason_has_its_words_in_every_language() {
    let wording = Wording::embedded();
    for lang in [FALLBACK, "en"] {
        for fault in faults() {
            let said = fault.describe(&wording, lang);
            let key = said.contains("import-") || said.contains("api-") || said.contains("{$");
            assert!(!key && !said.is_empty(), "{lang}: {fault:?}: {said}");
        }
        for why in Why::ALL {
            assert!(wording.has(&format!("import-why-{}", why.name())), "{why:?}");
        }
    }
}

#[test]
fn a_phone_in_the_column_of_times_is_not_repeated() {
    let fault = Fault::BadTime { time: "13812345678".to_owned() };
    let said = fault.describe(&Wording::embedded(), "zh-CN");
    assert!(!said.contains("13812345678"), "{said}");
}

#[test]
fn every_field_can_be_named() {
    for field in Field::ALL {
        assert_eq!(Field::parse(field.name()), Some(field));
    }
}
