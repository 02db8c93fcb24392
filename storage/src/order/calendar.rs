//! Is this a working day?

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// What a published calendar, or the banner's own, says of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A holiday (放假).
    Off,
    /// A working day, though perhaps a Saturday or Sunday (调休上班).
    Work,
}

/// Why a day is or is not a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayWhy {
    /// Monday to Friday, nothing listed.
    Weekday,
    /// Listed as a working day (调休).
    Shifted,
    /// Saturday or Sunday, nothing listed.
    Weekend,
    /// Listed as off.
    Holiday,
}

/// The answer to [`Calendar::is_working`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Working {
    /// Why it is, or is not.
    pub why: DayWhy,
    /// True when no calendar of that year is published and only the day of the week decided.
    pub assumed: bool,
}

/// Days off and shifted working days, as the State Council's yearly notices list them, and the banner's own.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    listed: BTreeMap<Date, DayKind>,
    published: BTreeSet<i16>,
}

impl DayWhy {
    /// Is work done on such a day?
    pub fn works(self) -> bool {
        match self {
            Self::Weekday | Self::Shifted => true,
            Self::Weekend | Self::Holiday => false,
        }
    }
}

impl Working {
    /// Is it a working day?
    pub fn yes(self) -> bool {
        self.why.works()
    }
}

impl Calendar {
    /// A calendar of listed days (a later one replaces an earlier: the banner's own come last) and the years whose
    /// notice is published.
    pub fn new(days: impl IntoIterator<Item = (Date, DayKind)>, published: BTreeSet<i16>) -> Self {
        Self { listed: days.into_iter().collect(), published }
    }

    /// Working iff listed as a working day, or not listed as off and Monday to Friday.
    pub fn is_working(&self, date: Date) -> Working {
        let why = match self.listed.get(&date) {
            // A notice that lists an ordinary weekday as working changes nothing.
            Some(DayKind::Work) if !is_weekend(date) => DayWhy::Weekday,
            Some(DayKind::Work) => DayWhy::Shifted,
            Some(DayKind::Off) => DayWhy::Holiday,
            None if is_weekend(date) => DayWhy::Weekend,
            None => DayWhy::Weekday,
        };
        Working { why, assumed: !self.listed.contains_key(&date) && !self.published.contains(&date.year()) }
    }

    /// The `n`-th working day after a date, which is not counted itself; and whether a day on the way was assumed.
    pub fn add_working_days(&self, from: Date, n: u32) -> (Date, bool) {
        let (mut at, mut left, mut assumed) = (from, n, false);
        for (date, day) in self.days_after(from) {
            if left == 0 {
                break;
            }
            at = date;
            assumed |= day.assumed;
            left -= u32::from(day.yes());
        }
        (at, assumed)
    }

    /// Working days after one date up to and including another.
    pub fn working_days_between(&self, after: Date, until: Date) -> u32 {
        self.days_after(after)
            .take_while(|(date, _)| *date <= until)
            .map(|(_, day)| u32::from(day.yes()))
            .sum()
    }

    /// Every day after a date, to the end of the calendar's time (year 9999).
    pub fn days_after(&self, from: Date) -> impl Iterator<Item = (Date, Working)> + '_ {
        std::iter::successors(from.tomorrow().ok(), |date| date.tomorrow().ok())
            .map(|date| (date, self.is_working(date)))
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::order::tests::calendar;

    #[test]
    fn working_days_follow_the_published_notices() {
        let calendar = calendar();
        for (from, n, due) in [
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-13", 5, "2026-02-27"),
            ("2026-02-12", 15, "2026-03-11"),
            ("2026-02-27", 1, "2026-02-28"),
            ("2026-04-30", 5, "2026-05-11"),
            ("2026-09-19", 1, "2026-09-20"),
            ("2026-09-24", 5, "2026-10-09"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-10-09", 2, "2026-10-12"),
            ("2025-12-31", 1, "2026-01-04"),
            ("2026-07-08", 5, "2026-07-15"),
        ] {
            let (from, due): (Date, Date) = (from.parse().unwrap(), due.parse().unwrap());
            assert_eq!(calendar.add_working_days(from, n), (due, false), "{from} + {n}");
            assert_eq!(calendar.working_days_between(from, due), n, "{from} to {due}");
        }
    }

    #[test]
    fn a_year_without_a_notice_is_assumed_loudly() {
        let calendar = calendar();
        assert_eq!(calendar.add_working_days(date(2026, 12, 31), 1), (date(2027, 1, 1), true));
        assert_eq!(calendar.add_working_days(date(2026, 12, 30), 1), (date(2026, 12, 31), false));
    }

    #[test]
    fn a_listed_day_is_never_assumed() {
        let new_year = date(2027, 1, 1);
        let calendar = Calendar::new([(new_year, DayKind::Off)], BTreeSet::from([2026]));
        assert_eq!(calendar.is_working(new_year), Working { why: DayWhy::Holiday, assumed: false });
        assert_eq!(calendar.is_working(date(2027, 1, 2)), Working { why: DayWhy::Weekend, assumed: true });
    }

    #[test]
    fn a_banners_own_day_replaces_the_notice() {
        let day = date(2026, 7, 20);
        let calendar = Calendar::new([(day, DayKind::Work), (day, DayKind::Off)], BTreeSet::from([2026]));
        assert!(!calendar.is_working(day).yes());
    }

    #[test]
    fn no_day_and_the_last_day_are_no_trouble() {
        let calendar = calendar();
        assert_eq!(calendar.add_working_days(date(2026, 7, 8), 0), (date(2026, 7, 8), false));
        assert_eq!(calendar.add_working_days(Date::MAX, 3), (Date::MAX, false));
    }
}
