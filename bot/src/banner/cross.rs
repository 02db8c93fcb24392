//! Does what one file says fit what the others say?

use std::collections::{BTreeMap, BTreeSet};

use intake::{AreaPattern, CategoryPattern, Handler, Level, RequestName, RouteRow, UnitKind};
use jiff::civil::Date;
use prompts::Wording;
use storage::ProfileName;

use super::fault::{Fault, Thing};
use super::folder::Folder;
use super::parts::Parts;
use super::problem::{Problems, nearest};
use super::sheet::Rows;
use super::{areas, catalogue, dispatch, duty, emergencies, gazetteer, hot, lexicon, settings, units};

/// Reports whatever does not fit.
pub(super) fn check(parts: &Parts, today: Date, problems: &Problems) {
    let check = Cross { parts, problems };
    check.settings();
    check.units();
    check.areas();
    check.workers();
    check.categories();
    check.routes();
    check.places();
    check.requests();
    check.emergencies();
    check.hot();
    check.articles(today);
}

/// Reports mistakes in the banner's own sentences.
pub(super) fn wording(folder: &Folder, problems: &Problems) {
    let wording = Wording::embedded();
    for (lang, file, text) in super::overrides(folder) {
        for error in wording.faults(lang, text, file) {
            problems.error(file, error.line, "", Fault::Wording { why: error.fault.to_string() }, None);
        }
    }
}

struct Cross<'a> {
    parts: &'a Parts,
    problems: &'a Problems,
}

impl Cross<'_> {
    fn settings(&self) {
        if let Some(settings) = &self.parts.settings {
            self.unit(settings::FILE, 0, "hotline_unit", settings.hotline_unit.as_str());
        }
        if let Some(roster) = &self.parts.roster {
            self.unit(duty::FILE, 0, "officer.unit", roster.officer.unit.as_str());
        }
    }

    fn units(&self) {
        for unit in &self.parts.units.rows {
            if let Some(parent) = &unit.parent {
                self.unit(units::FILE, unit.line, "parent", parent.as_str());
            }
            if let Some(area) = &unit.area {
                self.area(units::FILE, unit.line, "area", area.as_str());
            }
        }
    }

    /// One banner; everything else lies in something wider; every area is served by somebody.
    fn areas(&self) {
        let areas = &self.parts.areas;
        let levels: BTreeMap<&str, Level> =
            areas.rows.iter().map(|area| (area.code.as_str(), area.level)).collect();
        for area in &areas.rows {
            let say = |field, fault| self.problems.error(areas::FILE, area.line, field, fault, None);
            match &area.unit {
                Some(unit) => self.unit(areas::FILE, area.line, "unit", unit.as_str()),
                None => say("unit", Fault::NoUnit),
            }
            match &area.parent {
                None if area.level == Level::Banner => {}
                None => say("parent", Fault::Empty),
                Some(parent) => {
                    self.area(areas::FILE, area.line, "parent", parent.as_str());
                    if let Some(wider) = levels.get(parent.as_str()).filter(|wider| **wider >= area.level) {
                        say("parent", Fault::WrongParent { level: area.level.name(), parent: wider.name() });
                    }
                }
            }
        }
        let banners = areas.rows.iter().filter(|area| area.level == Level::Banner).count();
        if areas.whole && banners != 1 {
            self.problems.error(areas::FILE, 0, "level", Fault::NotOneBanner { count: banners }, None);
        }
    }

    fn workers(&self) {
        let (areas, workers) = (&self.parts.areas, &self.parts.workers);
        let grids: BTreeMap<&str, usize> = areas
            .rows
            .iter()
            .filter(|area| area.level == Level::Grid)
            .map(|area| (area.code.as_str(), area.line))
            .collect();
        for worker in &workers.rows {
            let grid = worker.grid.as_str();
            if areas.whole && !grids.contains_key(grid) {
                let fault = Fault::Unknown { thing: Thing::Grid, code: grid.to_owned() };
                self.problems.error(areas::WORKERS, worker.line, "grid", fault, nearest(grid, grids.keys()));
            }
        }
        let served: BTreeSet<&str> = workers
            .rows
            .iter()
            .filter(|worker| worker.role.is_grid_worker())
            .map(|worker| worker.grid.as_str())
            .collect();
        for (_, line) in grids.iter().filter(|(grid, _)| workers.whole && !served.contains(**grid)) {
            self.problems.warn(areas::FILE, *line, "code", Fault::NoWorker, None);
        }
    }

    fn categories(&self) {
        let Some(limits) = &self.parts.limits else { return };
        for category in &self.parts.categories.rows {
            let Some(limit) = &category.limit else { continue };
            if limits.profile(&ProfileName::new(limit)).is_none() {
                let names = limits.profiles().map(|profile| profile.name.as_str());
                let fault = Fault::Unknown { thing: Thing::Profile, code: limit.clone() };
                self.problems.error(catalogue::FILE, category.row, "limit", fault, nearest(limit, names));
            }
        }
    }

    fn routes(&self) {
        let mut seen = BTreeMap::new();
        for route in &self.parts.routes.rows {
            let say = |field, fault| self.problems.error(dispatch::FILE, route.row, field, fault, None);
            self.branch(dispatch::FILE, route.row, &route.category);
            match &route.area {
                AreaPattern::Code(area) => self.area(dispatch::FILE, route.row, "area", area.as_str()),
                AreaPattern::Kind(_) | AreaPattern::Anywhere => {}
            }
            self.handler(route, "lead", &route.lead);
            for helper in &route.helpers {
                self.handler(route, "helpers", helper);
            }
            let about = format!("{:?} {:?} {:?}", route.category, route.area, route.kind);
            if let Some(first) = seen.insert(about, route.row) {
                say("category", Fault::SameRoute { first });
            }
        }
    }

    fn hot(&self) {
        for rule in &self.parts.hot.rows {
            self.branch(hot::FILE, rule.line, &rule.category);
        }
    }

    /// A leaf that is there, or the beginning of one.
    fn branch(&self, file: &str, line: usize, pattern: &CategoryPattern) {
        let categories = &self.parts.categories;
        match pattern {
            CategoryPattern::Leaf(code) => self.category(file, line, "category", code.as_str()),
            CategoryPattern::Prefix(prefix) => {
                if categories.readable && !categories.codes.keys().any(|code| code.starts_with(prefix)) {
                    let fault = Fault::MatchesNothing { prefix: format!("{prefix}*") };
                    self.problems.error(file, line, "category", fault, None);
                }
            }
        }
    }

    /// A statutory department's duty must not be handed down to the grassroots (国办函〔2025〕66号, article 5).
    fn handler(&self, route: &RouteRow, field: &str, handler: &Handler) {
        let fault = match handler {
            Handler::Unit(unit) => {
                self.unit(dispatch::FILE, route.row, field, unit.as_str());
                let kind = self.parts.units.rows.iter().find(|row| row.code.as_str() == unit.as_str());
                let grassroots = kind.is_some_and(|row| UnitKind::is_grassroots(row.kind));
                grassroots.then(|| Fault::GrassrootsForbidden { unit: unit.as_str().to_owned() })
            }
            Handler::Of(level) => {
                Some(Fault::PlaceholderForbidden { placeholder: format!("@{}", level.name()) })
            }
        };
        if let Some(fault) = fault.filter(|_| !route.grassroots) {
            self.problems.error(dispatch::FILE, route.row, field, fault, None);
        }
    }

    /// A name of two places costs the citizen a question.
    fn places(&self) {
        let mut seen: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for place in &self.parts.places.rows {
            self.area(gazetteer::FILE, place.row, "area", place.area.as_str());
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                let (first, area) = *seen.entry(name).or_insert((place.row, place.area.as_str()));
                if first != place.row && area != place.area.as_str() {
                    let fault = Fault::Ambiguous { name: name.clone(), first };
                    self.problems.warn(gazetteer::FILE, place.row, "aliases", fault, None);
                }
            }
        }
    }

    fn requests(&self) {
        let requests = &self.parts.requests;
        if !requests.whole {
            return;
        }
        for name in lexicon::REQUEST_NAMES {
            let row = requests.rows.iter().find(|row| Some(row.request) == RequestName::parse(name));
            let (line, silent) = match row {
                Some(row) => (row.row, row.whole.is_empty() && row.words.is_empty()),
                None => (0, true),
            };
            if silent {
                let fault = Fault::NoWords { name: name.to_owned() };
                self.problems.warn(lexicon::REQUESTS, line, "words", fault, None);
            }
        }
    }

    fn emergencies(&self) {
        for row in &self.parts.emergencies.rows {
            if let Some(unit) = &row.unit {
                self.unit(emergencies::FILE, row.row, "unit", unit.as_str());
            }
        }
    }

    fn articles(&self, today: Date) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for filed in &self.parts.articles {
            let (file, article) = (&filed.file, &filed.article);
            let [id, category, unit, until] = filed.lines;
            if let Some(code) = &article.category {
                self.category(file, category, "category", code.as_str());
            }
            if let Some(code) = &article.unit {
                self.unit(file, unit, "unit", code.as_str());
            }
            if let Some(last) = article.valid_until {
                if last <= article.valid_from {
                    self.problems.error(file, until, "valid_until", Fault::EndsBeforeItBegins, None);
                } else if last < today {
                    let fault = Fault::Expired { until: last.to_string() };
                    self.problems.warn(file, until, "valid_until", fault, None);
                }
            }
            if let Some(first) = seen.insert(&article.id, file) {
                let fault = Fault::TwiceIn { code: article.id.clone(), file: first.to_owned() };
                self.problems.error(file, id, "id", fault, None);
            }
        }
    }

    fn unit(&self, file: &str, line: usize, field: &str, code: &str) {
        self.known(&self.parts.units, Thing::Unit, (file, line, field), code);
    }

    fn area(&self, file: &str, line: usize, field: &str, code: &str) {
        self.known(&self.parts.areas, Thing::Area, (file, line, field), code);
    }

    fn category(&self, file: &str, line: usize, field: &str, code: &str) {
        self.known(&self.parts.categories, Thing::Category, (file, line, field), code);
    }

    fn known<T>(&self, rows: &Rows<T>, thing: Thing, (file, line, field): (&str, usize, &str), code: &str) {
        if !rows.knows(code) {
            let fault = Fault::Unknown { thing, code: code.to_owned() };
            self.problems.error(file, line, field, fault, rows.nearest(code));
        }
    }
}
