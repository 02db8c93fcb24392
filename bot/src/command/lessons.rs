//! How are messages read that somebody has sorted?

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use intake::Lesson;
use serde::Deserialize;
use thiserror::Error;

/// No row is longer.
const LONGEST: usize = 256 << 10;
/// So many bad rows are named; the rest of them would say the same.
const NAMED: usize = 20;

/// One row; further fields are the caller's own.
#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    title: Option<String>,
    text: String,
    label: String,
    #[serde(default)]
    group: Option<Id>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

impl Id {
    fn into_text(self) -> String {
        match self {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        }
    }
}

/// Why a row cannot be learned from.
#[derive(Debug, Error)]
enum BadRow {
    #[error("longer than {LONGEST} bytes")]
    TooLong,
    #[error("not UTF-8")]
    NotUtf8,
    #[error("not a JSON object with \"text\" and \"label\": {0}")]
    NotJson(serde_json::Error),
    #[error("\"{0}\" is empty")]
    Empty(&'static str),
}

/// Why the files cannot be learned from: what is wrong, where.
#[derive(Debug, Error)]
pub(super) enum NoLessons {
    #[error("cannot read {}: {why}", .path.display())]
    Unreadable { path: PathBuf, why: io::Error },
    #[error("{}", .0.join("\n"))]
    Bad(Vec<String>),
    #[error("there are no rows in the files")]
    Empty,
}

/// Reads all rows of all files, or names what is wrong with them: a model of half a file would look like one of the
/// whole. A row without a group is a group of its own.
pub(super) fn read(files: &[PathBuf]) -> Result<Vec<Lesson>, NoLessons> {
    let (mut lessons, mut bad) = (Vec::new(), Vec::new());
    for path in files {
        read_file(path, &mut lessons, &mut bad)
            .map_err(|why| NoLessons::Unreadable { path: path.to_owned(), why })?;
    }
    match (bad.is_empty(), lessons.is_empty()) {
        (false, _) => Err(NoLessons::Bad(bad)),
        (true, true) => Err(NoLessons::Empty),
        (true, false) => Ok(lessons),
    }
}

fn read_file(path: &Path, lessons: &mut Vec<Lesson>, bad: &mut Vec<String>) -> io::Result<()> {
    let mut file = BufReader::new(File::open(path)?);
    let mut bytes = Vec::new();
    for line in 1_usize.. {
        bytes.clear();
        if file.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        if bytes.len() > LONGEST && bytes.last() != Some(&b'\n') {
            file.skip_until(b'\n')?;
        }
        match row(&bytes, || format!("{}:{line}", path.display())) {
            Ok(Some(lesson)) => lessons.push(lesson),
            Ok(None) => {}
            Err(why) => {
                bad.push(format!("{} line {line}: {why}", path.display()));
                if bad.len() == NAMED {
                    break;
                }
            }
        }
    }
    Ok(())
}

fn row(bytes: &[u8], place: impl Fn() -> String) -> Result<Option<Lesson>, BadRow> {
    if bytes.len() > LONGEST {
        return Err(BadRow::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadRow::NotUtf8)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let Row { id, title, text, label, group } = serde_json::from_str(text).map_err(BadRow::NotJson)?;
    if label.trim().is_empty() {
        return Err(BadRow::Empty("label"));
    }
    let text = with_title(title.as_deref(), text);
    if text.trim().is_empty() {
        return Err(BadRow::Empty("text"));
    }
    let group = group.map_or_else(&place, Id::into_text);
    let id = id.map_or_else(place, Id::into_text);
    Ok(Some(Lesson { id, text, label: label.trim().to_owned(), group }))
}

/// A message as a model reads it: its title, if it has one, in the first line.
pub(super) fn with_title(title: Option<&str>, text: String) -> String {
    match title.map(str::trim) {
        None | Some("") => text,
        // A title of several lines would be one line of title and the rest of it text.
        Some(title) => format!("{}\n{text}", title.replace(['\r', '\n'], " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn reading(text: &[u8]) -> Result<Vec<intake::Lesson>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.jsonl");
        std::fs::write(&path, text).unwrap();
        read(std::slice::from_ref(&path))
            .map_err(|why| why.to_string().replace(&path.display().to_string(), "PATH"))
    }

    #[test]
    fn a_title_is_the_first_line_and_a_row_without_a_group_is_one_of_its_own() {
        let rows = "{\"id\":\"a\",\"title\":\"停水\",\"text\":\"三天了\",\"label\":\"水\",\"group\":7,\"time\":\"x\"}\n\n\
            {\"text\":\"停电了\",\"label\":\"电\"}\n";
        let lessons = reading(rows.as_bytes()).unwrap();
        assert_eq!((lessons[0].text.as_str(), lessons[0].group.as_str()), ("停水\n三天了", "7"));
        assert_eq!((lessons[1].text.as_str(), lessons[1].id == lessons[1].group), ("停电了", true));
    }

    #[test]
    fn bad_rows_are_named_and_nothing_is_learned_from_the_others() {
        let mut rows = "not json\n{\"text\":\"停水\"}\n{\"text\":\" \",\"label\":\"水\"}\n{\"text\":\"停水\",\"label\":\"\"}\n"
            .as_bytes()
            .to_vec();
        rows.extend([0xb3, 0xaf, b'\n']);
        insta::assert_snapshot!(reading(&rows).unwrap_err(), @r#"
        PATH line 1: not a JSON object with "text" and "label": expected ident at line 1 column 2
        PATH line 2: not a JSON object with "text" and "label": missing field `label` at line 1 column 17
        PATH line 3: "text" is empty
        PATH line 4: "label" is empty
        PATH line 5: not UTF-8
        "#);
        assert_eq!(reading(b"\n").unwrap_err(), "there are no rows in the files");
    }
}
