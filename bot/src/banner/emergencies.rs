//! Which dangers to life have a telephone number of their own?

use intake::EmergencyRow;
use storage::UnitCode;

use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The file's name.
pub(super) const FILE: &str = "emergencies.csv";

const COLUMNS: Columns =
    Columns { must: &["code", "name", "number", "unit", "words", "advice"], may: &["unless"] };

/// A danger to life, or a crime going on, as far as people are told of it.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// Its code, e.g. `fire`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The number to call at once.
    pub number: String,
    /// The unit whose duty officer is alerted besides the hotline.
    pub unit: UnitCode,
    /// What the citizen should do until help is there.
    pub advice: String,
}

pub(super) fn emergencies(folder: &Folder, problems: &Problems) -> Rows<EmergencyRow> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let code = row.code("code");
        let name = row.required("name");
        let number = row.required("number");
        let unit = row.required("unit");
        let words = row.required("words").and_then(|_| row.terms("words"));
        let advice = row.required("advice");
        Some(EmergencyRow {
            row: row.line,
            code: intake::EmergencyCode::new(code?),
            name: name?,
            number: number?,
            unit: Some(intake::UnitCode::new(unit?)),
            words: words?,
            unless: row.list("unless"),
            advice: advice?,
        })
    })
}

impl Emergency {
    /// None when the row names no unit, which reading it refuses.
    pub(super) fn of(row: &EmergencyRow) -> Option<Self> {
        Some(Self {
            code: row.code.as_str().to_owned(),
            name: row.name.clone(),
            number: row.number.clone(),
            unit: UnitCode::new(row.unit.as_ref()?.as_str()),
            advice: row.advice.clone(),
        })
    }
}
