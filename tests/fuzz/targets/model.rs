//! Does every table of labels, words and weights become a model or a refusal, and every model label every message?
#![no_main]

use fuzz::{book, slice, text};
use intake::{Model, ModelRow};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { book(); }, |data: &[u8]| {
    let text = text(data);
    let (table, message) = text.split_once("\n\n").unwrap_or((&text, &text));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
    let rows = reader.records().flatten().enumerate().filter_map(|(index, row)| {
        let weight = row.get(2)?.parse().ok()?;
        Some(ModelRow { row: index + 1, label: row.get(0)?.to_owned(), word: row.get(1)?.to_owned(), weight })
    });
    let Ok(model) = Model::compile(&rows.collect::<Vec<_>>()) else { return };
    let labelled = model.label(message, book().understand(message));
    assert!(labelled.confidence.is_nan() || (0.0..=1.0).contains(&labelled.confidence));
    for because in labelled.because.iter().filter(|because| !because.rule.starts_with("place:")) {
        assert_eq!(slice(message, because.start, because.end), because.word);
    }
});
