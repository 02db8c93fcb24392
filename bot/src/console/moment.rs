//! How is a time written on a page?

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::App;

/// Local date and minute, in figures every language reads: `2026-01-05 14:30`.
pub(crate) fn minute(app: &App, at: Timestamp) -> String {
    local_minute(at, &app.banner.directory.zone)
}

/// The local day of a time.
pub(crate) fn day(app: &App, at: Timestamp) -> Date {
    at.to_zoned(app.banner.directory.zone.clone()).date()
}

fn local_minute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::local_minute;

    #[test]
    fn a_time_is_local_and_to_the_minute() {
        let at: Timestamp = "2026-01-05T06:30:59Z".parse().expect("a time");
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        assert_eq!(local_minute(at, &zone), "2026-01-05 14:30");
    }
}
