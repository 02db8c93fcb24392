//! Who will speak, when and about what? Everything that must be known of the whole year before it begins.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use storage::OrderNo;
use storage::order::Source;

use super::chance::Chance;
use super::citizen::Citizen;
use super::world::World;

/// What the plan is drawn by, besides the seed.
const PLAN: u64 = 2;
/// What a matter that disturbs many is drawn by.
const BURST: u64 = 3;
/// Signs a number can have at each of its five random places.
const SIGNS: u32 = 31;

/// One time that somebody speaks up. Thirty-two bytes: a million of them are planned ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Birth {
    /// When the first of those is born that are committed together, in milliseconds.
    with: i64,
    /// When, in milliseconds.
    at: i64,
    /// Number of the person.
    citizen: u32,
    /// The random places of the order's number.
    signs: u32,
    /// Number of the leaf.
    leaf: u16,
    /// Number of the home it is about; [`Birth::AT_HOME`] for the person's own.
    home: u16,
}

impl Birth {
    const AT_HOME: u16 = u16::MAX;

    pub(super) fn at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.at).expect("a time of the year that was planned")
    }

    pub(super) fn citizen(&self) -> u64 {
        self.citizen.into()
    }

    pub(super) fn leaf(&self) -> usize {
        self.leaf.into()
    }

    /// The home it is about, if it is not the person's own.
    pub(super) fn home(&self) -> Option<usize> {
        (self.home != Self::AT_HOME).then(|| self.home.into())
    }

    /// The number of its order.
    pub(super) fn no(&self, world: &World) -> OrderNo {
        let mut left = self.signs;
        let random = [(); 5].map(|()| {
            let sign = left % SIGNS;
            left /= SIGNS;
            u8::try_from(sign).expect("below 31")
        });
        OrderNo::new(world.local(self.at()).date(), random)
    }
}

/// The births of a year, in the order in which they are committed: by time, except that everything that is said in one
/// conversation goes with its beginning.
pub(super) fn plan(world: &World, orders: u64) -> Vec<Birth> {
    let mut chance = Chance::of(&[world.seed, PLAN]);
    let mut births = Vec::with_capacity(usize::try_from(orders).unwrap_or_default());
    let mut citizen = 0;
    while (births.len() as u64) < orders {
        let left = orders - births.len() as u64;
        let count = if citizen == 0 { loudest(world, orders) } else { count(world, &mut chance) };
        add_person(world, &mut births, citizen, count.min(left), &mut chance);
        citizen += 1;
    }
    births.sort_by_key(|birth| (birth.at, birth.citizen));
    number(world, &mut births, &mut chance);
    births.sort_by_key(|birth| (birth.with, birth.citizen, birth.at));
    births
}

/// The births that are committed with the first of these.
pub(super) fn together(births: &[Birth]) -> usize {
    let Some(first) = births.first() else { return 0 };
    births.iter().take_while(|birth| (birth.with, birth.citizen) == (first.with, first.citizen)).count()
}

fn loudest(world: &World, orders: u64) -> u64 {
    let loudest = &world.pattern.callers.loudest;
    ((orders as f64 * loudest.share) as u64).clamp(1, loudest.most.into())
}

/// How often a person speaks: a heavy tail, by its inverse.
fn count(world: &World, chance: &mut Chance) -> u64 {
    let callers = &world.pattern.callers;
    let drawn = (1.0 - chance.share()).powf(-1.0 / (callers.tail - 1.0));
    (drawn as u64).clamp(1, callers.most.into())
}

fn add_person(world: &World, births: &mut Vec<Birth>, number: u32, count: u64, chance: &mut Chance) {
    let citizen = Citizen::of(world.seed, number.into(), &world.pattern, &world.words, &world.homes);
    let first = births.len();
    let mut leaf = None;
    for _ in 0..count {
        let birth = if chance.yes(world.pattern.bursts.share) {
            disturbed(world, number, chance)
        } else {
            let again = leaf.filter(|_| chance.yes(world.pattern.callers.same_matter));
            let leaf = *leaf.insert(again.unwrap_or_else(|| world.seasons.leaf(chance)));
            let elsewhere = chance.yes(world.pattern.callers.from_elsewhere);
            let home = if elsewhere { short(world.homes.pick(chance)) } else { Birth::AT_HOME };
            let at = time(world, leaf, citizen.source, chance).as_millisecond();
            Birth { with: at, at, citizen: number, signs: 0, leaf: short(leaf), home }
        };
        births.push(birth);
    }
    let own = &mut births[first..];
    if citizen.chats()
        && let Some(begins) = own.iter().map(|birth| birth.at).min()
    {
        own.iter_mut().for_each(|birth| birth.with = begins);
    }
}

/// One of the many whom the same matter disturbs.
fn disturbed(world: &World, citizen: u32, chance: &mut Chance) -> Birth {
    let burst = chance.below(world.bursts) as u64;
    let mut its_own = Chance::of(&[world.seed, BURST, burst]);
    let leaf = world.seasons.leaf(&mut its_own);
    let home = short(world.homes.pick(&mut its_own));
    let begins = time(world, leaf, Source::Phone, &mut its_own);
    let later = SignedDuration::from_secs_f64(chance.wait(world.pattern.bursts.hours * 3600.0));
    let at = (begins + later).min(world.horizon - SignedDuration::from_secs(1)).as_millisecond();
    Birth { with: at, at, citizen, signs: 0, leaf: short(leaf), home }
}

/// A time at which this is told by these means.
fn time(world: &World, leaf: usize, source: Source, chance: &mut Chance) -> Timestamp {
    let hours = match source {
        Source::Phone | Source::Transcript => &world.pattern.hours.call,
        Source::Web | Source::Mailbox | Source::Telegram | Source::Api => &world.pattern.hours.write,
    };
    loop {
        let day = world.seasons.day(leaf, chance);
        let hour = i8::try_from(chance.weighed(hours)).expect("a day has 24 hours");
        let begins = day.at(hour, 0, 0, 0).to_zoned(world.directory().zone.clone());
        let begins = begins.expect("a day of a year that has a calendar").timestamp();
        let at = begins + SignedDuration::from_millis(i64::try_from(chance.below(3_600_000)).unwrap_or(0));
        // The day of the horizon is only begun.
        if at < world.horizon {
            return at;
        }
    }
}

/// Gives every order its number: none twice.
fn number(world: &World, births: &mut [Birth], chance: &mut Chance) {
    let (mut today, mut taken) = (None, HashSet::new());
    for birth in births {
        let date = world.local(birth.at()).date();
        if today != Some(date) {
            today = Some(date);
            taken.clear();
        }
        while {
            birth.signs = u32::try_from(chance.below(SIGNS.pow(5) as usize)).expect("31 to the fifth");
            !taken.insert(birth.signs)
        } {}
    }
}

fn short(number: usize) -> u16 {
    u16::try_from(number).expect("a banner has fewer leaves and areas than this")
}
