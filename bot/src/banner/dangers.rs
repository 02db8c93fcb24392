//! How do people in danger speak, and what only sounds like it?
//!
//! The lessons (`lessons/*.csv`) are messages with the code of their danger, or none. `jiesu train` makes the two
//! lists of weighted keywords of them that the program uses.

use std::sync::Arc;

use intake::{DangerModels, Model};

use super::fault::Fault;
use super::folder::{Folder, LESSONS};
use super::problem::{Problems, nearest};
use super::sheet::{Columns, read};
use super::{Refused, Source, emergencies};

/// The list that tells danger from none.
const WHETHER: &str = "lexicon/dangers.csv";
/// The list that tells dangers apart.
const WHICH: &str = "lexicon/danger-kinds.csv";

/// A message, and which danger it tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DangerLesson {
    /// The file and its line.
    pub from: String,
    /// What was said.
    pub text: String,
    /// A code of `emergencies.csv`; none: nobody is in danger.
    pub danger: Option<String>,
}

/// All lessons of a banner's directory, or everything that is wrong with them.
pub fn danger_lessons(source: &Source) -> Result<Vec<DangerLesson>, Refused> {
    let problems = Problems::default();
    let folder = source.folder(&problems);
    let known = emergencies::emergencies(&folder, &problems);
    let codes: Vec<String> = known.rows.iter().map(|row| row.code.as_str().to_owned()).collect();
    let mut lessons = Vec::new();
    for (file, _) in folder.below(LESSONS) {
        let columns = Columns { must: &["code", "text"], may: &[] };
        let rows = read(&folder, file, &columns, &problems, |row| {
            let danger = row.optional("code");
            let text = row.required("text")?;
            if let Some(code) = danger.as_ref().filter(|code| !codes.contains(code)) {
                let fault = Fault::NotOneOf { value: code.clone(), allowed: codes.join(" ") };
                row.fault("code", fault, nearest(code, &codes));
                return None;
            }
            Some(DangerLesson { from: format!("{file}:{}", row.line), text, danger })
        });
        lessons.extend(rows.rows);
    }
    let refused = problems.refuse();
    if refused { Err(Refused { problems: problems.sorted() }) } else { Ok(lessons) }
}

/// The two lists, if the banner has both.
pub(super) fn models(folder: &Folder, problems: &Problems) -> Option<DangerModels> {
    let model = |file: &str| {
        let read = Model::read(folder.text(file)?);
        match read {
            Ok(model) => Some(Arc::new(model)),
            Err(why) => {
                problems.error(file, 0, "", Fault::Syntax { why: why.to_string() }, None);
                None
            }
        }
    };
    match (model(WHETHER), model(WHICH)) {
        (Some(whether), Some(which)) => Some(DangerModels { whether, which }),
        (None, None) => None,
        (Some(_), None) => missing(WHICH, problems),
        (None, Some(_)) => missing(WHETHER, problems),
    }
}

fn missing(file: &str, problems: &Problems) -> Option<DangerModels> {
    if !problems.mentions(file) {
        problems.error(file, 0, "", Fault::MissingFile, None);
    }
    None
}
