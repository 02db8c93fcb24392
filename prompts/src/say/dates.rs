//! How are dates and durations said?

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{Arg, Wording};

const MINUTES_AN_HOUR: i64 = 60;
const HOURS_A_DAY: i64 = 24;

impl Wording {
    /// `11月27日（周五）17:30`, with the year where it is not the year of `now`.
    pub fn moment(&self, lang: &str, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
        let (at, now) = (local(at, zone), local(now, zone));
        self.dated(lang, if at.year() == now.year() { "date-moment" } else { "date-moment-year" }, at)
    }

    /// As [`Wording::moment`], but only the time of day when it is today.
    pub fn soon(&self, lang: &str, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
        if local(at, zone).date() == local(now, zone).date() {
            return self.dated(lang, "date-clock", local(at, zone));
        }
        self.moment(lang, at, now, zone)
    }

    /// `2026年11月20日（周五）09:12`: always with the year, as a record has it.
    pub fn full_moment(&self, lang: &str, at: Timestamp, zone: &TimeZone) -> String {
        self.dated(lang, "date-moment-year", local(at, zone))
    }

    /// `11月20日 09:12`: short, for one line of many; with the year where it is not the year of `beside`.
    pub fn short_moment(&self, lang: &str, at: Timestamp, beside: Timestamp, zone: &TimeZone) -> String {
        let (at, beside) = (local(at, zone), local(beside, zone));
        self.dated(lang, if at.year() == beside.year() { "date-short" } else { "date-short-year" }, at)
    }

    /// `25分钟`, `4小时`, `1小时20分钟`, `2天3小时`: the two largest units, rounded down.
    pub fn duration(&self, lang: &str, ms: i64) -> String {
        let minutes = SignedDuration::from_millis(ms).as_mins().max(0);
        let (hours, minutes) = (minutes / MINUTES_AN_HOUR, minutes % MINUTES_AN_HOUR);
        let (days, hours) = (hours / HOURS_A_DAY, hours % HOURS_A_DAY);
        let line = |key: &str, count: i64| self.line(lang, key, &[("count", count.into())]);
        let two = |large: String, small: Option<String>| match small {
            Some(small) => {
                self.line(lang, "duration-two", &[("large", large.into()), ("small", small.into())])
            }
            None => large,
        };
        match (days, hours, minutes) {
            (0, 0, 0) => self.line(lang, "duration-moment", &[]),
            (0, 0, minutes) => line("duration-minutes", minutes),
            (0, hours, minutes) => {
                two(line("duration-hours", hours), (minutes > 0).then(|| line("duration-minutes", minutes)))
            }
            (days, hours, _) => {
                two(line("duration-days", days), (hours > 0).then(|| line("duration-hours", hours)))
            }
        }
    }

    fn dated(&self, lang: &str, key: &str, at: DateTime) -> String {
        let weekday = i64::from(at.weekday().to_monday_one_offset());
        let month = i64::from(at.month());
        let args: [(&str, Arg<'_>); 5] = [
            ("year", i64::from(at.year()).into()),
            ("month", self.line(lang, "date-month", &[("month", month.into())]).into()),
            ("day", i64::from(at.day()).into()),
            ("weekday", self.line(lang, "date-weekday", &[("weekday", weekday.into())]).into()),
            ("clock", format!("{:02}:{:02}", at.hour(), at.minute()).into()),
        ];
        self.line(lang, key, &args)
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> DateTime {
    zone.to_datetime(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_said_with_its_weekday_and_only_another_year_is_named() {
        let wording = Wording::embedded();
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let now: Timestamp = "2026-11-20T01:12:00Z".parse().unwrap();
        let due: Timestamp = "2026-11-27T09:30:00Z".parse().unwrap();
        let next_year: Timestamp = "2027-01-04T00:05:00Z".parse().unwrap();
        assert_eq!(wording.moment("zh-CN", due, now, &zone), "11月27日（周五）17:30");
        assert_eq!(wording.moment("zh-CN", next_year, now, &zone), "2027年1月4日（周一）08:05");
        assert_eq!(wording.moment("en", due, now, &zone), "Friday 27 November, 17:30");
        assert_eq!(wording.moment("en", next_year, now, &zone), "Monday 4 January 2027, 08:05");
        assert_eq!(wording.soon("zh-CN", now, now, &zone), "09:12");
        assert_eq!(wording.soon("zh-CN", due, now, &zone), "11月27日（周五）17:30");
        assert_eq!(wording.full_moment("zh-CN", now, &zone), "2026年11月20日（周五）09:12");
        assert_eq!(wording.short_moment("zh-CN", due, now, &zone), "11月27日 17:30");
        assert_eq!(wording.short_moment("zh-CN", next_year, now, &zone), "2027年1月4日 08:05");
    }

    #[test]
    fn a_duration_is_said_in_its_two_largest_units() {
        let wording = Wording::embedded();
        for (minutes, zh, en) in [
            (-5, "不到1分钟", "less than a minute"),
            (0, "不到1分钟", "less than a minute"),
            (1, "1分钟", "1 minute"),
            (25, "25分钟", "25 minutes"),
            (60, "1小时", "1 hour"),
            (80, "1小时20分钟", "1 hour 20 minutes"),
            (4 * 60, "4小时", "4 hours"),
            (24 * 60, "1天", "1 day"),
            (51 * 60 + 59, "2天3小时", "2 days 3 hours"),
        ] {
            assert_eq!(wording.duration("zh-CN", minutes * 60_000), zh);
            assert_eq!(wording.duration("en", minutes * 60_000), en);
        }
    }
}
