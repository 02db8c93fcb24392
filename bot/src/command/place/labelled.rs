//! How are labelled addresses read from their file?

use std::path::Path;

use intake::address::{BadLabels, Labelled, LabelledPart};
use serde::Deserialize;

use super::Refused;

/// Labelled addresses, and the line of each.
pub(super) struct Corpus {
    pub(super) addresses: Vec<Labelled>,
    lines: Vec<usize>,
}

/// One address; further fields are the corpus's own.
#[derive(Deserialize)]
struct Row {
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    start: usize,
    end: usize,
    r#type: String,
}

impl Corpus {
    /// Reads JSON lines; blank ones are none.
    pub(super) fn read(path: &Path) -> Result<Corpus, Refused> {
        let file = super::read(path)?;
        let mut corpus = Corpus { addresses: Vec::new(), lines: Vec::new() };
        for (line, text) in (1..).zip(file.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let row: Row = serde_json::from_str(text).map_err(|why| Refused::Line {
                path: path.to_owned(),
                line,
                why,
            })?;
            let parts = row.entities.into_iter().map(|entity| LabelledPart {
                start: entity.start,
                end: entity.end,
                kind: entity.r#type,
            });
            corpus.addresses.push(Labelled { text: row.text, parts: parts.collect() });
            corpus.lines.push(line);
        }
        Ok(corpus)
    }

    /// What is wrong, by its line in the file.
    pub(super) fn refused(&self, path: &Path, why: BadLabels) -> Refused {
        let row = why.row().unwrap_or_default();
        let line = self.lines.get(row).copied().unwrap_or(1);
        Refused::Labels { path: path.to_owned(), line, why }
    }
}
