//! Where do people live, and how do they call the place?

use intake::AreaKind;
use storage::AreaCode;
use storage::order::Place;

use super::chance::Chance;
use super::words::{Words, filled};
use crate::banner::{Area, Banner};

/// How many households an area has whose file does not say it.
const HOUSEHOLDS: f64 = 300.0;

/// The narrowest areas of a banner, by how many live there.
pub(super) struct Homes {
    homes: Vec<Home>,
    sums: Vec<f64>,
}

/// One of them.
pub(super) struct Home {
    place: Place,
    /// What people call places in it.
    names: Vec<String>,
    urban: bool,
}

impl Homes {
    pub(super) fn of(banner: &Banner) -> Self {
        let is_parent =
            |code: &AreaCode| banner.areas.values().any(|area| area.parent.as_ref() == Some(code));
        let narrowest = banner.areas.values().filter(|area| !is_parent(&area.code));
        let (mut homes, mut sums, mut sum) = (Vec::new(), Vec::new(), 0.0);
        for area in narrowest {
            sum += area.households.map_or(HOUSEHOLDS, f64::from);
            sums.push(sum);
            homes.push(Home::of(area, banner));
        }
        Self { homes, sums }
    }

    /// The number of one of them.
    pub(super) fn pick(&self, chance: &mut Chance) -> usize {
        chance.among(&self.sums)
    }

    pub(super) fn get(&self, number: usize) -> &Home {
        &self.homes[number]
    }
}

impl Home {
    fn of(area: &Area, banner: &Banner) -> Self {
        let (town, grid) = banner.area_and_grid(area.code.as_str());
        let code = |code: Option<intake::AreaCode>| code.map(|code| AreaCode::new(code.as_str()));
        let around = [Some(&area.code), area.parent.as_ref()];
        let is_here = |place: &&intake::PlaceRow| {
            around.iter().flatten().any(|code| code.as_str() == place.area.as_str())
        };
        let mut names: Vec<String> =
            banner.book.places().iter().filter(is_here).map(|place| place.name.clone()).collect();
        if names.is_empty() {
            names.push(area.name.clone());
        }
        let kind = std::iter::successors(Some(area), |area| banner.areas.get(area.parent.as_ref()?.as_str()))
            .find_map(|area| area.kind);
        Self {
            place: Place { area: code(town), grid: code(grid) },
            names,
            urban: kind.is_none_or(|kind| kind == AreaKind::Urban),
        }
    }

    /// The place of a form.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// A spot in it, as people say it.
    pub(super) fn spot(&self, chance: &mut Chance, words: &Words) -> String {
        let name = chance.pick(&self.names).clone();
        let details = if self.urban { &words.details } else { &words.village_details };
        let numbers =
            [chance.below(24) + 1, chance.below(5) + 1, chance.below(17) + 1].map(|n| n.to_string());
        let [n, m, f] = &numbers;
        name + &filled(chance.word(details), &[("n", n), ("m", m), ("f", f)])
    }
}
