//! Who handles what, where (派单目录)?

use intake::{AreaPattern, CategoryPattern, Handler, Kind, RouteRow};

use super::fault::Form;
use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The file's name.
pub(super) const FILE: &str = "dispatch.csv";

const COLUMNS: Columns =
    Columns { must: &["category", "area", "kind", "lead", "grassroots", "basis"], may: &["helpers"] };

pub(super) fn routes(folder: &Folder, problems: &Problems) -> Rows<RouteRow> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let category = row.parsed::<CategoryPattern>("category", Form::CategoryPattern);
        let area = row.parsed::<AreaPattern>("area", Form::AreaPattern);
        let mut kinds = vec![("*", None)];
        kinds.extend(Kind::ALL.map(|kind| (kind.name(), Some(kind))));
        let kind = row.one_of("kind", &kinds);
        let lead = row.parsed::<Handler>("lead", Form::Handler);
        let helpers = row.parsed_list::<Handler>("helpers", Form::Handler);
        let grassroots = row.one_of("grassroots", &[("可", true), ("禁", false)]);
        let basis = row.required("basis");
        Some(RouteRow {
            row: row.line,
            category: category?,
            area: area?,
            kind: kind?,
            lead: lead?,
            helpers: helpers?,
            grassroots: grassroots?,
            basis: basis?,
        })
    })
}
