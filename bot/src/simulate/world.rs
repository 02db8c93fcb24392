//! What does every life in the year share?

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use storage::directory::Directory;
use storage::order::{Actor, Role};
use storage::{AccountId, UnitCode};

use super::chance::{Chance, seed_of};
use super::home::Homes;
use super::matter::Leaf;
use super::office::DutyTimes;
use super::pattern::Pattern;
use super::season::Seasons;
use super::words::Words;
use crate::app::App;
use crate::banner::Banner;
use crate::mint::Mint;

/// What staff is drawn by, besides the seed.
const STAFF: u64 = 4;

/// The year and the place, as far as they are the same for everybody.
pub(super) struct World {
    pub(super) app: Arc<App>,
    pub(super) seed: u64,
    /// Nothing happens from here on: the end of the year, or now.
    pub(super) horizon: Timestamp,
    pub(super) pattern: Pattern,
    pub(super) words: Words,
    pub(super) homes: Homes,
    pub(super) leaves: Vec<Leaf>,
    pub(super) seasons: Seasons,
    pub(super) duty: DutyTimes,
    /// How many matters disturb many.
    pub(super) bursts: usize,
    operators: Vec<AccountId>,
    supervisors: Vec<AccountId>,
}

impl World {
    /// `None`: the year has not begun.
    pub(super) fn of(app: Arc<App>, year: i16, seed: u64, orders: u64) -> Option<Self> {
        let zone = app.banner.directory.zone.clone();
        let begins = beginning(year, &zone)?;
        let horizon = beginning(year.checked_add(1)?, &zone)?.min(app.clock.now());
        if horizon <= begins {
            return None;
        }
        let (pattern, words) = (Pattern::read(), Words::read());
        let leaves = Leaf::all(&app.banner);
        let seasons = Seasons::of(year, horizon, &leaves, &pattern, &app.banner.directory);
        let month = SignedDuration::from_hours(24 * 31);
        let staff = |role: u64, count: usize| -> Vec<AccountId> {
            let mint = Mint::seeded(seed_of(&[seed, STAFF, role]));
            (0..count).map(|_| AccountId(mint.id(begins))).collect()
        };
        Some(Self {
            operators: staff(0, pattern.centre.operators),
            supervisors: staff(1, pattern.centre.supervisors),
            homes: Homes::of(&app.banner),
            duty: DutyTimes::between(begins, horizon + month, &app.banner.directory),
            bursts: bursts(&pattern, orders),
            seed,
            horizon,
            leaves,
            seasons,
            pattern,
            words,
            app,
        })
    }

    pub(super) fn banner(&self) -> &Banner {
        &self.app.banner
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.app.banner.directory
    }

    pub(super) fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.directory().zone.clone())
    }

    /// 坐席
    pub(super) fn operator(&self, chance: &mut Chance) -> Actor {
        Actor { role: Role::Operator, id: chance.pick(&self.operators).to_string(), unit: None }
    }

    /// 督办
    pub(super) fn supervisor(&self, chance: &mut Chance) -> Actor {
        Actor { role: Role::Supervisor, id: chance.pick(&self.supervisors).to_string(), unit: None }
    }

    /// Whoever answers for a unit.
    pub(super) fn unit(&self, unit: &UnitCode) -> Actor {
        let number = unit.as_str().bytes().fold(2, |number, byte| number * 131 + u64::from(byte));
        let mint = Mint::seeded(seed_of(&[self.seed, STAFF, number]));
        let id = AccountId(mint.id(Timestamp::UNIX_EPOCH)).to_string();
        Actor { role: Role::Unit, id, unit: Some(unit.clone()) }
    }
}

fn beginning(year: i16, zone: &TimeZone) -> Option<Timestamp> {
    let first = jiff::civil::Date::new(year, 1, 1).ok()?;
    Some(first.to_zoned(zone.clone()).ok()?.timestamp())
}

/// How many matters disturb many, at least one.
fn bursts(pattern: &Pattern, orders: u64) -> usize {
    let told = orders as f64 * pattern.bursts.share;
    ((told / pattern.bursts.callers) as usize).max(1)
}
