//! Into which classes does the banner sort what its citizens say?

use intake::{CategoryCode, CategoryRow, Kind};
use storage::ProfileName;

use super::fault::{Fault, Form};
use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Row, Rows, read};

/// The file's name.
pub(super) const FILE: &str = "catalogue.csv";

const COLUMNS: Columns = Columns {
    must: &["code", "level1", "level2", "level3", "kind", "contact", "words", "example"],
    may: &["limit"],
};

/// A leaf of the catalogue, as far as an order needs it.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its code.
    pub code: storage::CategoryCode,
    /// The names from the top level down, one to three.
    pub path: Vec<String>,
    /// What people usually want when they speak of it.
    pub kind: Kind,
    /// Whether an order of it cannot be handled without a contact (必填), or may be anonymous (可匿名).
    pub contact_required: bool,
    /// The profile of time limits it names; none: by kind.
    pub limit: Option<ProfileName>,
}

pub(super) fn categories(folder: &Folder, problems: &Problems) -> Rows<CategoryRow> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let code = code(row);
        let level1 = row.required("level1");
        let kind = row.one_of("kind", &Kind::ALL.map(|kind| (kind.name(), kind)));
        let anonymous = row.one_of("contact", &[("必填", false), ("可匿名", true)]);
        // Without words nothing is ever sorted into it; without an example nobody would notice.
        let words = row.required("words").and_then(|_| row.terms("words"));
        let example = row.required("example");
        Some(CategoryRow {
            row: row.line,
            code: CategoryCode::new(code?),
            level1: level1?,
            level2: row.cell("level2"),
            level3: row.cell("level3"),
            kind: kind?,
            anonymous: anonymous?,
            limit: row.optional("limit"),
            words: words?,
            example: example?,
        })
    })
}

/// Six digits, two a level.
fn code(row: &mut Row<'_>) -> Option<String> {
    let value = row.code("code")?;
    if value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value);
    }
    row.fault("code", Fault::Malformed { value, form: Form::CategoryCode }, None);
    None
}

impl From<&CategoryRow> for Category {
    fn from(row: &CategoryRow) -> Self {
        Self {
            code: storage::CategoryCode::new(row.code.as_str()),
            path: row.path(),
            kind: row.kind,
            contact_required: !row.anonymous,
            limit: row.limit.as_ref().map(ProfileName::new),
        }
    }
}
