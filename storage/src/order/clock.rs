//! By when must something be done, and why then?
//!
//! Minutes and hours run day and night. Working days do not count the day of receipt and end with the duty of the
//! last. Dates that rest on a year without a published calendar say so ([`Dues::assumed`]).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::calendar::DayWhy;
use super::limit::{Limit, Profile};
use crate::directory::Directory;

/// The dates that bind an order in its present round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dues {
    /// When the round began (受理 or 重办): the citizen's dates are counted from here, however often the order changes
    /// hands.
    pub from: Timestamp,
    /// 签收, counted from the dispatch; `None` while no unit is to sign.
    pub sign: Option<Timestamp>,
    /// 首次联系
    pub contact: Option<Timestamp>,
    /// 办理
    pub finish: Timestamp,
    /// Working days already added for waiting for the citizen.
    pub waited: u32,
    /// True when a year on the way has no published calendar: look again when it is published.
    pub assumed: bool,
}

/// A date, and how it was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The moment.
    pub at: Timestamp,
    /// True when a year on the way has no published calendar.
    pub assumed: bool,
    /// Day by day, from the day of receipt on; empty where minutes and hours are counted.
    pub days: Vec<(Date, Why)>,
}

/// What one day did to a count of working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The day of receipt: not counted.
    Received,
    /// Counted.
    Counted {
        /// As the how manieth.
        nth: u32,
        /// Why it is a working day.
        day: DayWhy,
    },
    /// Not a working day.
    Skipped {
        /// Why not.
        day: DayWhy,
    },
    /// 日清日结: due on this very day.
    SameDay,
}

/// How far away a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remaining {
    /// So much is left.
    Left(SignedDuration),
    /// Overdue by so much.
    Overdue(SignedDuration),
}

/// The dates of a round that begins now. Nobody is to sign yet ([`redispatched`] sets that).
pub fn dues(profile: &Profile, from: Timestamp, dir: &Directory) -> Dues {
    let contact = due(profile.contact, from, dir);
    let finish = due(profile.finish, from, dir);
    Dues {
        from,
        sign: None,
        contact: Some(contact.at),
        finish: finish.at,
        waited: 0,
        assumed: contact.assumed || finish.assumed,
    }
}

/// The dates when a unit gets the order: its own signing date from now; the citizen's dates from where they began, by
/// the profile that now applies, with the days already waited.
pub fn redispatched(before: &Dues, profile: &Profile, now: Timestamp, dir: &Directory) -> Dues {
    let fresh = dues(profile, before.from, dir);
    let sign = due(profile.sign, now, dir);
    let waited = extended(fresh, before.waited, dir);
    Dues { sign: Some(sign.at), assumed: waited.assumed || sign.assumed, ..waited }
}

/// The dates after waiting for the citizen: later by the whole working days waited, in all of a round at most
/// [`pause_cap_days`](crate::directory::Limits::pause_cap_days).
pub fn resumed(before: &Dues, suspended_at: Timestamp, now: Timestamp, dir: &Directory) -> Dues {
    let room = dir.limits.pause_cap_days().saturating_sub(before.waited);
    extended(*before, whole_days(suspended_at, now, dir).min(room), dir)
}

/// When a limit that began to run is over, and how that was counted.
pub fn due(limit: Limit, from: Timestamp, dir: &Directory) -> Due {
    match limit {
        Limit::Wall(time) => {
            Due { at: from.checked_add(time).unwrap_or(Timestamp::MAX), assumed: false, days: Vec::new() }
        }
        Limit::WorkingDays(0) | Limit::SameDay => same_day(from, dir),
        Limit::WorkingDays(n) => {
            let received = local_date(from, dir);
            let mut days = vec![(received, Why::Received)];
            let (last, assumed) = count(received, n, dir, &mut days);
            Due { at: end_of_duty(last, dir), assumed, days }
        }
    }
}

/// How far away a date is.
pub fn remaining(due: Timestamp, now: Timestamp) -> Remaining {
    let left = due.duration_since(now);
    if left.is_negative() { Remaining::Overdue(-left) } else { Remaining::Left(left) }
}

/// The end of duty today; of the next working day if there is no duty left today.
fn same_day(from: Timestamp, dir: &Directory) -> Due {
    let received = local_date(from, dir);
    let today = dir.calendar.is_working(received);
    if today.yes() && from < end_of_duty(received, dir) {
        let days = vec![(received, Why::SameDay)];
        return Due { at: end_of_duty(received, dir), assumed: today.assumed, days };
    }
    let mut days = vec![(received, Why::Received)];
    let (last, assumed) = count(received, 1, dir, &mut days);
    Due { at: end_of_duty(last, dir), assumed: assumed || today.assumed, days }
}

/// Counts `n` working days after a date, writing down every day on the way.
fn count(from: Date, n: u32, dir: &Directory, days: &mut Vec<(Date, Why)>) -> (Date, bool) {
    let (mut last, mut nth, mut assumed) = (from, 0, false);
    for (date, day) in dir.calendar.days_after(from) {
        assumed |= day.assumed;
        last = date;
        if day.yes() {
            nth += 1;
            days.push((date, Why::Counted { nth, day: day.why }));
        } else {
            days.push((date, Why::Skipped { day: day.why }));
        }
        if nth == n {
            break;
        }
    }
    (last, assumed)
}

/// The finishing date, later by working days at the same time of day.
fn extended(dues: Dues, days: u32, dir: &Directory) -> Dues {
    if days == 0 {
        return dues;
    }
    let finish = dues.finish.to_zoned(dir.zone.clone());
    let (date, assumed) = dir.calendar.add_working_days(finish.date(), days);
    let finish = date.to_datetime(finish.time()).to_zoned(dir.zone.clone());
    Dues {
        finish: finish.map_or(Timestamp::MAX, |finish| finish.timestamp()),
        waited: dues.waited + days,
        assumed: dues.assumed || assumed,
        ..dues
    }
}

/// Working days between two moments that have passed whole, i.e. to the same time of day.
fn whole_days(from: Timestamp, to: Timestamp, dir: &Directory) -> u32 {
    let (from, to) = (from.to_zoned(dir.zone.clone()), to.to_zoned(dir.zone.clone()));
    let days = dir.calendar.working_days_between(from.date(), to.date());
    let begun = dir.calendar.is_working(to.date()).yes() && to.time() < from.time();
    days.saturating_sub(u32::from(begun))
}

fn end_of_duty(date: Date, dir: &Directory) -> Timestamp {
    let end = date.to_datetime(dir.duty.end()).to_zoned(dir.zone.clone());
    end.map_or(Timestamp::MAX, |end| end.timestamp())
}

fn local_date(at: Timestamp, dir: &Directory) -> Date {
    at.to_zoned(dir.zone.clone()).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::{at, directory, local, profile};

    fn on(limit: &str, from: &str) -> String {
        let dir = directory();
        local(due(limit.parse().unwrap(), at(from), &dir).at)
    }

    #[test]
    fn hours_run_day_and_night_and_days_end_with_duty() {
        assert_eq!(on("2h", "2026-10-01T23:30"), "2026-10-02T01:30");
        assert_eq!(on("1wd", "2026-09-30T08:00"), "2026-10-08T17:30");
        assert_eq!(on("5wd", "2026-07-08T23:59"), "2026-07-15T17:30");
        assert_eq!(on("1wd", "2026-09-19T10:00"), "2026-09-20T17:30");
    }

    #[test]
    fn the_same_day_ends_with_duty_and_rolls_over_when_duty_is_over() {
        assert_eq!(on("0d", "2026-07-08T09:00"), "2026-07-08T17:30");
        assert_eq!(on("0d", "2026-07-08T17:30"), "2026-07-09T17:30");
        assert_eq!(on("0d", "2026-07-11T09:00"), "2026-07-13T17:30");
    }

    #[test]
    fn a_due_date_explains_itself_day_by_day() {
        let due = due(Limit::WorkingDays(2), at("2026-02-27T10:00"), &directory());
        let days: Vec<String> = due.days.iter().map(|(date, why)| format!("{date} {why:?}")).collect();
        insta::assert_snapshot!(days.join("\n"), @r"
        2026-02-27 Received
        2026-02-28 Counted { nth: 1, day: Shifted }
        2026-03-01 Skipped { day: Weekend }
        2026-03-02 Counted { nth: 2, day: Weekday }
        ");
    }

    #[test]
    fn a_due_date_in_a_year_without_a_calendar_says_so() {
        let dir = directory();
        let profile = profile("plain", "1wd", "5wd");
        assert!(!dues(&profile, at("2026-12-24T10:00"), &dir).assumed);
        let late = dues(&profile, at("2026-12-30T10:00"), &dir);
        assert!(late.assumed);
        assert_eq!(local(late.finish), "2027-01-06T17:30");
    }

    #[test]
    fn waiting_for_the_citizen_adds_whole_working_days_up_to_the_cap() {
        let dir = directory();
        let before = dues(&profile("plain", "1wd", "5wd"), at("2026-07-08T10:00"), &dir);
        assert_eq!(local(before.finish), "2026-07-15T17:30");
        let finish = |from, to| local(resumed(&before, at(from), at(to), &dir).finish);
        assert_eq!(finish("2026-07-09T10:00", "2026-07-10T09:59"), "2026-07-15T17:30");
        assert_eq!(finish("2026-07-09T10:00", "2026-07-10T10:00"), "2026-07-16T17:30");
        assert_eq!(finish("2026-07-10T10:00", "2026-07-12T12:00"), "2026-07-15T17:30", "a weekend");
        assert_eq!(finish("2026-07-10T10:00", "2026-07-14T12:00"), "2026-07-17T17:30");
        let long = resumed(&before, at("2026-07-09T10:00"), at("2026-09-09T10:00"), &dir);
        assert_eq!((local(long.finish), long.waited), ("2026-07-29T17:30".to_owned(), 10));
        assert_eq!(
            resumed(&long, at("2026-09-10T10:00"), at("2026-09-20T10:00"), &dir),
            long,
            "the cap is for the round"
        );
    }

    #[test]
    fn a_new_unit_signs_anew_but_the_citizens_clock_never_restarts() {
        let dir = directory();
        let plain = profile("plain", "1wd", "5wd");
        let before = Dues { waited: 2, ..dues(&plain, at("2026-07-08T10:00"), &dir) };
        let after = redispatched(&before, &plain, at("2026-07-13T10:00"), &dir);
        assert_eq!(after.sign.map(local).unwrap(), "2026-07-14T17:30");
        assert_eq!(local(after.finish), "2026-07-17T17:30");
        assert_eq!((after.from, after.waited), (before.from, 2));
    }

    #[test]
    fn what_remains_is_left_or_overdue() {
        let (now, hour) = (at("2026-07-08T10:00"), SignedDuration::from_hours(1));
        assert_eq!(remaining(now + hour, now), Remaining::Left(hour));
        assert_eq!(remaining(now - hour, now), Remaining::Overdue(hour));
        assert_eq!(remaining(now, now), Remaining::Left(SignedDuration::ZERO));
    }
}
