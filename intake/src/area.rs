//! Which areas is the banner made of, and which lies in which?

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{AreaCode, AreaRow, BookError};

/// The four levels of a banner, widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// 旗.
    #[serde(rename = "旗")]
    Banner,
    /// 苏木乡镇街道.
    #[serde(rename = "苏木乡镇街道")]
    Town,
    /// 嘎查社区.
    #[serde(rename = "嘎查社区")]
    Community,
    /// 网格, about three hundred households.
    #[serde(rename = "网格")]
    Grid,
}

impl Level {
    /// All levels, widest first.
    pub const ALL: [Level; 4] = [Level::Banner, Level::Town, Level::Community, Level::Grid];

    /// The term in the area file.
    pub fn name(self) -> &'static str {
        match self {
            Level::Banner => "旗",
            Level::Town => "苏木乡镇街道",
            Level::Community => "嘎查社区",
            Level::Grid => "网格",
        }
    }

    /// The level of that term.
    pub fn parse(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// What kind of country an area is; the 派单目录 may differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AreaKind {
    /// 城区.
    #[serde(rename = "城区")]
    Urban,
    /// 农村.
    #[serde(rename = "农村")]
    Farming,
    /// 牧区.
    #[serde(rename = "牧区")]
    Pastoral,
    /// 林区.
    #[serde(rename = "林区")]
    Forest,
    /// 矿区.
    #[serde(rename = "矿区")]
    Mining,
    /// 边境.
    #[serde(rename = "边境")]
    Border,
}

impl AreaKind {
    /// All kinds of country.
    pub const ALL: [AreaKind; 6] = [
        AreaKind::Urban,
        AreaKind::Farming,
        AreaKind::Pastoral,
        AreaKind::Forest,
        AreaKind::Mining,
        AreaKind::Border,
    ];

    /// The term in the area file.
    pub fn name(self) -> &'static str {
        match self {
            AreaKind::Urban => "城区",
            AreaKind::Farming => "农村",
            AreaKind::Pastoral => "牧区",
            AreaKind::Forest => "林区",
            AreaKind::Mining => "矿区",
            AreaKind::Border => "边境",
        }
    }

    /// The kind of country of that term.
    pub fn parse(name: &str) -> Option<AreaKind> {
        AreaKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The areas of a banner as a tree.
#[derive(Debug)]
pub(crate) struct Areas {
    rows: Vec<AreaRow>,
    by_code: HashMap<AreaCode, usize>,
}

impl Areas {
    /// Refuses a code given twice, a parent that is not there, and a parent that is not wider than its child;
    /// after this every way up ends.
    pub(crate) fn compile(rows: Vec<AreaRow>) -> Result<Areas, BookError> {
        let mut by_code = HashMap::new();
        for (index, area) in rows.iter().enumerate() {
            if by_code.insert(area.code.clone(), index).is_some() {
                return Err(BookError::AreaTwice { row: area.row, area: area.code.clone() });
            }
        }
        for area in &rows {
            let Some(parent) = &area.parent else { continue };
            let Some(&index) = by_code.get(parent) else {
                return Err(BookError::UnknownArea { file: "areas", row: area.row, area: parent.clone() });
            };
            if rows[index].level >= area.level {
                return Err(BookError::AreaNotInside { row: area.row, area: area.code.clone() });
            }
        }
        Ok(Areas { rows, by_code })
    }

    pub(crate) fn get(&self, code: &AreaCode) -> Option<&AreaRow> {
        self.by_code.get(code).map(|&index| &self.rows[index])
    }

    pub(crate) fn rows(&self) -> &[AreaRow] {
        &self.rows
    }

    /// The area itself, then the area it lies in, up to the banner.
    pub(crate) fn upwards(&self, code: &AreaCode) -> impl Iterator<Item = &AreaRow> {
        std::iter::successors(self.get(code), |area| area.parent.as_ref().and_then(|parent| self.get(parent)))
    }

    /// Whether `inner` is `outer` or lies in it.
    pub(crate) fn lies_in(&self, inner: &AreaCode, outer: &AreaCode) -> bool {
        self.upwards(inner).any(|area| area.code == *outer)
    }

    /// The area of that level around (or equal to) `code`.
    pub(crate) fn at(&self, code: &AreaCode, level: Level) -> Option<&AreaRow> {
        self.upwards(code).find(|area| area.level == level)
    }

    /// The narrowest area below the banner that holds all of `codes`.
    pub(crate) fn common(&self, codes: &[AreaCode]) -> Option<&AreaRow> {
        let (first, others) = codes.split_first()?;
        self.upwards(first)
            .filter(|area| area.level > Level::Banner)
            .find(|area| others.iter().all(|code| self.lies_in(code, &area.code)))
    }
}
