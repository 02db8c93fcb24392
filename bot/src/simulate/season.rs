//! On which days of the year is something told?

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use storage::directory::Directory;

use super::chance::Chance;
use super::matter::Leaf;
use super::pattern::{Pattern, Season, Weight};

/// How often each leaf of the catalogue is told, and when.
pub(super) struct Seasons {
    first: Date,
    /// Running sums over the leaves.
    leaves: Vec<f64>,
    /// Of each leaf, which of the curves is its own.
    curve_of: Vec<usize>,
    /// Running sums over the days of the year.
    curves: Vec<Vec<f64>>,
}

impl Seasons {
    /// Those of a year, as far as it has gone at `horizon`.
    pub(super) fn of(
        year: i16,
        horizon: Timestamp,
        leaves: &[Leaf],
        pattern: &Pattern,
        dir: &Directory,
    ) -> Self {
        let first = jiff::civil::date(year, 1, 1);
        let last = horizon.to_zoned(dir.zone.clone()).date();
        let days: Vec<Date> =
            first.series(Span::new().days(1)).take_while(|day| day.year() == year && *day <= last).collect();
        let curves: Vec<Vec<f64>> = pattern
            .season
            .iter()
            .map(Some)
            .chain([None])
            .map(|season| {
                sums(days.iter().map(|day| usual(*day, pattern, dir) * times(*day, season, pattern)))
            })
            .collect();
        let season_of = |leaf: &Leaf| {
            let own = pattern.season.iter().position(|season| speaks_of(&season.words, leaf));
            own.unwrap_or(pattern.season.len())
        };
        let curve_of: Vec<usize> = leaves.iter().map(season_of).collect();
        // A short season makes fewer orders in a year, not a higher wave.
        let in_year = |curve: usize| curves[curve].last().copied().unwrap_or_default();
        let weight = |leaf: &Leaf| {
            let own = pattern.weight.iter().find(|weight: &&Weight| speaks_of(&weight.words, leaf));
            own.map_or(1.0, |own| own.times)
        };
        let shares = leaves.iter().zip(&curve_of).map(|(leaf, curve)| weight(leaf) * in_year(*curve));
        Self { first, leaves: sums(shares), curve_of, curves }
    }

    /// A leaf.
    pub(super) fn leaf(&self, chance: &mut Chance) -> usize {
        chance.among(&self.leaves)
    }

    /// A day on which that leaf is told.
    pub(super) fn day(&self, leaf: usize, chance: &mut Chance) -> Date {
        let nth = chance.among(&self.curves[self.curve_of[leaf]]);
        self.first.saturating_add(Span::new().days(i64::try_from(nth).unwrap_or_default()))
    }
}

fn speaks_of(words: &[String], leaf: &Leaf) -> bool {
    words.iter().any(|word| leaf.names.contains(word.as_str()))
}

/// How much is told on a day, whatever it is about.
fn usual(day: Date, pattern: &Pattern, dir: &Directory) -> f64 {
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    // A holiday is a day on which an ordinary week would have had work.
    let holiday = weekday < 5 && !dir.calendar.is_working(day).yes();
    pattern.days.week[weekday] * if holiday { pattern.days.holiday } else { 1.0 }
}

/// How much more, or less, in the season.
fn times(day: Date, season: Option<&Season>, pattern: &Pattern) -> f64 {
    let Some(season) = season else { return 1.0 };
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    let before = season.before_spring_festival.as_ref().filter(|before| {
        pattern.spring_festival.days.iter().any(|festival| {
            day.until(*festival).is_ok_and(|left| (1..=before.days).contains(&left.get_days()))
        })
    });
    // Months change by degrees: towards the middle of the month its own figure, at its ends half of the neighbour's.
    let part = f64::from(day.day()) / f64::from(day.days_in_month());
    let neighbour = if part < 0.5 { (month + 11) % 12 } else { (month + 1) % 12 };
    let near = (part - 0.5).abs();
    let months = season.months[month] * (1.0 - near) + season.months[neighbour] * near;
    months * before.map_or(1.0, |before| before.times)
}

fn sums(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::banner::{Source, read};

    #[test]
    fn rooms_are_cold_in_winter_and_wages_are_missed_before_the_spring_festival() {
        let (banner, _) = read(&Source::Embedded, date(2026, 7, 8)).unwrap();
        let (pattern, leaves) = (Pattern::read(), Leaf::all(&banner));
        let end = date(2026, 1, 1).to_zoned(banner.directory.zone.clone()).unwrap().timestamp();
        let seasons = Seasons::of(2025, end, &leaves, &pattern, &banner.directory);
        let mut chance = Chance::of(&[1]);
        let mut months = |code: &str| {
            let leaf = leaves.iter().position(|leaf| leaf.code.as_str() == code).unwrap();
            let mut months = [0; 13];
            for _ in 0..2000 {
                months[usize::try_from(seasons.day(leaf, &mut chance).month()).unwrap()] += 1;
            }
            months
        };
        let (heating, wages, tramps) = (months("030101"), months("060101"), months("110103"));
        assert!(heating[12] + heating[1] > 700 && heating[6] + heating[7] < 30, "{heating:?}");
        assert!(wages[1] > 2 * wages[6], "{wages:?}");
        assert!(tramps[1..].iter().all(|month| (90..260).contains(month)), "{tramps:?}");
    }
}
