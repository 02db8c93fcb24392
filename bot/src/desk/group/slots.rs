//! When is the next digest?

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Seconds between two digests that must be soon.
const SOON: i64 = 300;

/// The first of the local times of day (`08:33`) after a moment; `None`: there are no digests.
pub(super) fn next(times: &[String], zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
    around(times, zone, now).into_iter().filter(|slot| *slot > now).min()
}

/// The last of them before a moment.
pub(super) fn previous(times: &[String], zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
    around(times, zone, now).into_iter().filter(|slot| *slot < now).max()
}

/// When there must be a digest before the next: in so few minutes that what is due within a quarter of an hour is still
/// in time, and so many that what comes in a storm comes in one message.
pub(super) fn soon(now: Timestamp) -> Timestamp {
    let grid = now.as_second().div_euclid(SOON) + 1;
    Timestamp::from_second(grid * SOON).unwrap_or(Timestamp::MAX)
}

/// Those of yesterday, today and tomorrow.
fn around(times: &[String], zone: &TimeZone, now: Timestamp) -> Vec<Timestamp> {
    let today = now.to_zoned(zone.clone()).date();
    let at = |date: Date, time: &String| {
        // The configuration is read with the same pattern: what is no time does not get here.
        let time = Time::strptime("%H:%M", time).ok()?;
        Some(date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
    };
    let days = (-1..=1_i64).map(|days| today.saturating_add(days.days()));
    days.flat_map(|date| times.iter().filter_map(move |time| at(date, time))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_follow_one_another_around_the_clock_and_over_midnight() {
        let times = ["16:33", "08:33"].map(str::to_owned);
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let at = |time: &str| -> Timestamp { format!("2026-07-{time}:00+08:00").parse().unwrap() };
        for (now, before, after) in [
            ("08T09:00", "08T08:33", "08T16:33"),
            ("08T08:33", "07T16:33", "08T16:33"),
            ("08T00:00", "07T16:33", "08T08:33"),
            ("08T23:59", "08T16:33", "09T08:33"),
        ] {
            assert_eq!(next(&times, &zone, at(now)), Some(at(after)), "{now}");
            assert_eq!(previous(&times, &zone, at(now)), Some(at(before)), "{now}");
        }
        assert_eq!(next(&[], &zone, at("08T09:00")), None);
        assert_eq!(soon(at("08T09:00")), at("08T09:05"));
        assert_eq!(soon(at("08T09:04")), at("08T09:05"));
    }
}
