//! Which units handle orders?

use intake::UnitKind;
use storage::{AreaCode, UnitCode};

use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The file's name.
pub(super) const FILE: &str = "units.csv";

const COLUMNS: Columns =
    Columns { must: &["code", "name", "short", "kind"], may: &["parent", "area", "phone", "aliases"] };

/// A department, a town, a community, a public utility, or the hotline itself.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Line of the file.
    pub line: usize,
    /// Its code.
    pub code: UnitCode,
    /// Its name in full.
    pub name: String,
    /// Its short name.
    pub short: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The unit above it.
    pub parent: Option<UnitCode>,
    /// The area it serves.
    pub area: Option<AreaCode>,
    /// Its duty phone; empty when none is published.
    pub phone: String,
    /// What people call it.
    pub aliases: Vec<String>,
}

pub(super) fn units(folder: &Folder, problems: &Problems) -> Rows<Unit> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let code = row.code("code");
        let name = row.required("name");
        let short = row.required("short");
        let kind = row.one_of("kind", &UnitKind::ALL.map(|kind| (kind.name(), kind)));
        Some(Unit {
            line: row.line,
            code: UnitCode::new(code?),
            name: name?,
            short: short?,
            kind: kind?,
            parent: row.optional("parent").map(UnitCode::new),
            area: row.optional("area").map(AreaCode::new),
            phone: row.cell("phone"),
            aliases: row.list("aliases"),
        })
    })
}

impl From<&Unit> for intake::UnitRow {
    fn from(unit: &Unit) -> Self {
        Self {
            row: unit.line,
            code: intake::UnitCode::new(unit.code.as_str()),
            name: unit.name.clone(),
            short: unit.short.clone(),
            kind: unit.kind,
            aliases: unit.aliases.clone(),
        }
    }
}
