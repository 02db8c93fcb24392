//! What can be chosen on a form?

use std::collections::BTreeMap;

use intake::Level;
use serde::Serialize;
use storage::UnitCode;

use crate::app::App;
use crate::banner::{Area, Purpose};

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Choice {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// What else helps to choose; may be empty.
    pub hint: String,
}

/// Things that can be chosen, under a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Group {
    /// The heading.
    pub name: String,
    /// What stands under it.
    pub choices: Vec<Choice>,
}

/// Units, the likely ones first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Choices {
    /// Those that are proposed.
    pub likely: Vec<Choice>,
    /// All others.
    pub others: Vec<Choice>,
}

/// The catalogue, the likely leaves first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Categories {
    /// Those that are proposed.
    pub likely: Vec<Choice>,
    /// All of them, by their first level.
    pub groups: Vec<Group>,
}

/// All units, with the likely ones ahead.
pub(crate) fn units(app: &App, likely: &[UnitCode]) -> Choices {
    let choice = |code: &str| {
        let unit = app.banner.units.get(code)?;
        Some(Choice { code: code.to_owned(), name: unit.name.clone(), hint: unit.short.clone() })
    };
    let others =
        app.banner.units.keys().filter(|code| !likely.iter().any(|unit| unit.as_str() == code.as_str()));
    Choices {
        likely: likely.iter().filter_map(|unit| choice(unit.as_str())).collect(),
        others: others.filter_map(|code| choice(code)).collect(),
    }
}

/// The catalogue, with the likely leaves ahead.
pub(crate) fn categories(app: &App, likely: &[String]) -> Categories {
    let leaf = |code: &str| {
        let path = &app.banner.categories.get(code)?.path;
        Some(Choice {
            code: code.to_owned(),
            name: path.get(1..).unwrap_or_default().join(" / "),
            hint: String::new(),
        })
    };
    let mut groups = Vec::<Group>::new();
    for (code, category) in &app.banner.categories {
        let (Some(name), Some(choice)) = (category.path.first(), leaf(code)) else {
            continue;
        };
        match groups.iter_mut().find(|group| group.name == *name) {
            Some(group) => group.choices.push(choice),
            None => groups.push(Group { name: name.clone(), choices: vec![choice] }),
        }
    }
    Categories { likely: likely.iter().filter_map(|code| leaf(code)).collect(), groups }
}

/// Towns, communities and grids, by town.
pub(crate) fn areas(app: &App) -> Vec<Group> {
    let areas = &app.banner.areas;
    let mut groups = BTreeMap::<String, Group>::new();
    for (code, area) in areas {
        let Some(town) = town_of(areas, area) else {
            continue;
        };
        let choice = Choice { code: code.clone(), name: area.name.clone(), hint: String::new() };
        let group = groups.entry(town.code.to_string());
        group.or_insert_with(|| Group { name: town.name.clone(), choices: Vec::new() }).choices.push(choice);
    }
    groups.into_values().collect()
}

/// The coded reasons for a purpose.
pub(crate) fn reasons(app: &App, purpose: Purpose) -> Vec<Choice> {
    let fitting = app.banner.reasons.iter().filter(|(_, reason)| reason.purpose == purpose);
    let choices = fitting.map(|(code, reason)| Choice {
        code: code.clone(),
        name: reason.title.clone(),
        hint: reason.text.clone(),
    });
    choices.collect()
}

fn town_of<'a>(areas: &'a BTreeMap<String, Area>, area: &'a Area) -> Option<&'a Area> {
    let mut around = Some(area);
    while let Some(area) = around {
        if area.level == Level::Town {
            return Some(area);
        }
        around = area.parent.as_ref().and_then(|parent| areas.get(parent.as_str()));
    }
    None
}
