//! Whose job is it?
//!
//! 派单目录: the most specific row wins (a longer category code first, then an area code before 类型 before `*`,
//! the narrower area first, then a kind before `*`); of two equal rows the first in the file.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::area::Areas;
use crate::{
    AreaCode, AreaPattern, BookError, CategoryCode, CategoryPattern, Handler, Kind, Level, RouteRow,
    UnitCode, UnitKind, UnitRow,
};

/// To whom an order goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Routed {
    /// To that unit.
    To {
        /// 主办.
        lead: UnitCode,
        /// 协办, never the lead.
        helpers: Vec<UnitCode>,
        /// Line of the 派单目录.
        row: usize,
        /// Whether the row lets a town, community or grid have it.
        grassroots: bool,
    },
    /// To the unit of the place, but the place is not known so narrowly.
    NeedsPlace {
        /// Line of the 派单目录.
        row: usize,
        /// How narrowly it must be known.
        level: Level,
    },
    /// No row is about it.
    NoRow,
    /// The row names a grassroots unit for what it says must not be handed down to one.
    Forbidden {
        /// Line of the 派单目录.
        row: usize,
        /// The unit that must not have it.
        unit: UnitCode,
    },
}

/// The compiled 派单目录.
#[derive(Debug)]
pub(crate) struct Directory {
    rows: Vec<RouteRow>,
    leaves: HashMap<CategoryCode, Vec<usize>>,
    prefixes: HashMap<String, Vec<usize>>,
    units: HashMap<UnitCode, UnitKind>,
}

impl Directory {
    /// Refuses rows that name a unit or an area nobody knows.
    pub(crate) fn compile(
        rows: Vec<RouteRow>,
        areas: &Areas,
        units: &[UnitRow],
    ) -> Result<Directory, BookError> {
        let units: HashMap<_, _> = units.iter().map(|unit| (unit.code.clone(), unit.kind)).collect();
        let mut leaves: HashMap<CategoryCode, Vec<usize>> = HashMap::new();
        let mut prefixes: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, row) in rows.iter().enumerate() {
            for handler in std::iter::once(&row.lead).chain(&row.helpers) {
                if let Handler::Unit(unit) = handler
                    && !units.contains_key(unit)
                {
                    return Err(BookError::UnknownUnit {
                        file: "dispatch",
                        row: row.row,
                        unit: unit.clone(),
                    });
                }
            }
            if let AreaPattern::Code(area) = &row.area
                && areas.get(area).is_none()
            {
                return Err(BookError::UnknownArea { file: "dispatch", row: row.row, area: area.clone() });
            }
            match &row.category {
                CategoryPattern::Leaf(code) => leaves.entry(code.clone()).or_default().push(index),
                CategoryPattern::Prefix(prefix) => prefixes.entry(prefix.clone()).or_default().push(index),
            }
        }
        Ok(Directory { rows, leaves, prefixes, units })
    }

    pub(crate) fn route(
        &self,
        areas: &Areas,
        category: &CategoryCode,
        area: Option<&AreaCode>,
        kind: Kind,
    ) -> Routed {
        match self.row(areas, category, area, kind) {
            Some(row) => self.resolve(row, areas, area),
            None => Routed::NoRow,
        }
    }

    /// The line of the row that must never go to a town, community or grid, if the most specific row says so.
    pub(crate) fn forbids_grassroots(
        &self,
        areas: &Areas,
        category: &CategoryCode,
        area: Option<&AreaCode>,
        kind: Kind,
    ) -> Option<usize> {
        self.row(areas, category, area, kind).filter(|row| !row.grassroots).map(|row| row.row)
    }

    /// Whether the row at that line of the file depends on where it is.
    pub(crate) fn depends_on_place(&self, line: usize) -> bool {
        self.rows.iter().any(|row| {
            row.row == line && (row.area != AreaPattern::Anywhere || matches!(row.lead, Handler::Of(_)))
        })
    }

    /// The most specific row.
    fn row(
        &self,
        areas: &Areas,
        category: &CategoryCode,
        area: Option<&AreaCode>,
        kind: Kind,
    ) -> Option<&RouteRow> {
        let code = category.as_str();
        let prefixes = (0..=code.len()).rev().filter_map(|length| self.prefixes.get(code.get(..length)?));
        self.leaves.get(category).into_iter().chain(prefixes).find_map(|rows| {
            rows.iter()
                .map(|&index| &self.rows[index])
                .filter(|row| row.kind.is_none_or(|wanted| wanted == kind))
                .filter_map(|row| Some((nearness(&row.area, areas, area)?, row)))
                .min_by_key(|(nearness, row)| (*nearness, Reverse(row.kind.is_some())))
                .map(|(_, row)| row)
        })
    }

    fn resolve(&self, row: &RouteRow, areas: &Areas, area: Option<&AreaCode>) -> Routed {
        let unit = |handler: &Handler| match handler {
            Handler::Unit(unit) => Ok(unit.clone()),
            Handler::Of(level) => {
                area.and_then(|area| areas.at(area, *level)).and_then(|area| area.unit.clone()).ok_or(*level)
            }
        };
        let lead = match unit(&row.lead) {
            Ok(lead) => lead,
            Err(level) => return Routed::NeedsPlace { row: row.row, level },
        };
        if !row.grassroots && self.units.get(&lead).is_some_and(|kind| kind.is_grassroots()) {
            return Routed::Forbidden { row: row.row, unit: lead };
        }
        let mut helpers: Vec<UnitCode> = Vec::with_capacity(row.helpers.len());
        // A helper of a place that is not known is left out: the lead can ask for it later.
        for helper in row.helpers.iter().filter_map(|helper| unit(helper).ok()) {
            if helper != lead && !helpers.contains(&helper) {
                helpers.push(helper);
            }
        }
        Routed::To { lead, helpers, row: row.row, grassroots: row.grassroots }
    }
}

/// How far above the place the row's area lies: 0 for the place's own area; none when it lies elsewhere.
fn nearness(pattern: &AreaPattern, areas: &Areas, area: Option<&AreaCode>) -> Option<usize> {
    const KIND: usize = 100;
    const ANYWHERE: usize = 101;
    match (pattern, area) {
        (AreaPattern::Anywhere, _) => Some(ANYWHERE),
        (AreaPattern::Code(_) | AreaPattern::Kind(_), None) => None,
        (AreaPattern::Code(code), Some(area)) => areas.upwards(area).position(|around| around.code == *code),
        (AreaPattern::Kind(kind), Some(area)) => {
            let own = areas.upwards(area).find_map(|around| around.kind);
            (own == Some(*kind)).then_some(KIND)
        }
    }
}
