//! Which places do citizens name, and where are they?

use intake::{AreaCode, PlaceRow};

use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The file's name.
pub(super) const FILE: &str = "gazetteer.csv";

const COLUMNS: Columns = Columns { must: &["name", "area"], may: &["aliases", "type", "near"] };

/// The kinds of places a clerk may name; they are for his own eyes.
const TYPES: [&str; 14] = [
    "小区", "道路", "市场", "学校", "医院", "公园", "单位", "嘎查", "村", "河湖", "车站", "商场", "桥",
    "其他",
];

/// The same name may stand in several rows: two villages are often called alike.
pub(super) fn places(folder: &Folder, problems: &Problems) -> Rows<PlaceRow> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let name = row.required("name");
        let area = row.required("area");
        row.one_of_or_none("type", &TYPES.map(|name| (name, ())))?;
        Some(PlaceRow {
            row: row.line,
            name: name?,
            aliases: row.list("aliases"),
            area: AreaCode::new(area?),
        })
    })
}
