//! When was it, however another system writes it?

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::words::words;

/// Days between the first day of a spreadsheet's calendar (30 December 1899) and that of the world's clocks.
const SERIAL_OF_1970: f64 = 25_569.0;
const SECONDS_A_DAY: f64 = 86_400.0;
/// Days of a spreadsheet from 1954 to 2119.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;
/// Seconds since 1970, from 2001 to 2286.
const SECONDS: std::ops::Range<f64> = 1e9..1e10;
/// The same in milliseconds.
const MILLISECONDS: std::ops::Range<f64> = 1e12..1e13;

/// A time as it is written: RFC 3339, `2020-01-02 03:04:05`, `2020/1/2 3:04`, `2020年1月2日`, `20200102030405`, days of a
/// spreadsheet, seconds or milliseconds since 1970. Without a zone it is local time of `zone`; `None`: none of these.
pub(crate) fn written(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if let Ok(number) = text.parse::<f64>()
        && let Some(at) = counted(number, zone)
    {
        return Some(at);
    }
    local(civil(text)?, zone)
}

/// A time as a number: days of a spreadsheet (local), seconds or milliseconds since 1970.
pub(crate) fn counted(number: f64, zone: &TimeZone) -> Option<Timestamp> {
    if SERIALS.contains(&number) {
        // Whole seconds: the fraction of a day is never exact.
        let seconds = ((number - SERIAL_OF_1970) * SECONDS_A_DAY).round();
        let written = Timestamp::from_second(seconds as i64).ok()?.to_zoned(TimeZone::UTC).datetime();
        return local(written, zone);
    }
    if SECONDS.contains(&number) {
        return Timestamp::from_second(number as i64).ok();
    }
    if MILLISECONDS.contains(&number) {
        return Timestamp::from_millisecond(number as i64).ok();
    }
    None
}

/// Local time of a zone.
pub(super) fn local(written: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    written.to_zoned(zone.clone()).ok().map(|at| at.timestamp())
}

fn civil(text: &str) -> Option<DateTime> {
    if let Some(compact) = compact(text) {
        return Some(compact);
    }
    let plain: String = text.chars().map(narrow).map(|mark| words().mark(mark)).collect();
    let mut parts = plain.split_whitespace();
    let date = parts.next()?;
    let time: Vec<&str> = parts.collect();
    let mut numbers = date.split('-').filter(|part| !part.is_empty());
    let mut next = || numbers.next()?.parse::<i16>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    // A year in two digits, or at the end, may mean two days.
    if numbers.next().is_some() || year < 1000 {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_datetime(clock(&time.concat())?))
}

/// `3:04`, `03:04:05`, `03:04:05.678`; nothing is midnight.
fn clock(text: &str) -> Option<Time> {
    // Fractions of a second.
    let whole = text.split('-').next().unwrap_or_default();
    let parts: Option<Vec<i8>> =
        whole.split(':').filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect();
    match parts?.as_slice() {
        [] => Some(Time::midnight()),
        [hour] => Time::new(*hour, 0, 0, 0).ok(),
        [hour, minute] => Time::new(*hour, *minute, 0, 0).ok(),
        [hour, minute, second] => Time::new(*hour, *minute, *second, 0).ok(),
        _ => None,
    }
}

/// `20200102`, `202001020304`, `20200102030405`.
fn compact(text: &str) -> Option<DateTime> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(text.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to).map_or(Some(0), |part| part.parse::<i8>().ok());
    let date = Date::new(text[..4].parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
    let time = Time::new(part(8, 10)?, part(10, 12)?, part(12, 14)?, 0).ok()?;
    Some(date.to_datetime(time))
}

fn narrow(character: char) -> char {
    match character {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(character as u32 - 0xff10 + 0x30).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        written(text, &zone).map(|at| at.to_string())
    }

    #[test]
    fn every_usual_way_to_write_a_time_is_read() {
        for (text, at) in [
            ("2020-01-02T03:04:05+08:00", "2020-01-01T19:04:05Z"),
            ("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
            ("2020-01-02T03:04:05", "2020-01-01T19:04:05Z"),
            ("2020-01-02 03:04:05", "2020-01-01T19:04:05Z"),
            ("2020-01-02 03:04:05.678", "2020-01-01T19:04:05Z"),
            ("2020/1/2 3:04", "2020-01-01T19:04:00Z"),
            ("2020.1.2", "2020-01-01T16:00:00Z"),
            ("2020年1月2日", "2020-01-01T16:00:00Z"),
            ("2020年1月2日 3时4分5秒", "2020-01-01T19:04:05Z"),
            ("２０２０年１月２日　３：０４", "2020-01-01T19:04:00Z"),
            ("20200102030405", "2020-01-01T19:04:05Z"),
            ("20200102", "2020-01-01T16:00:00Z"),
            ("43832.1278356481", "2020-01-01T19:04:05Z"),
            ("1577905445", "2020-01-01T19:04:05Z"),
            ("1577905445000", "2020-01-01T19:04:05Z"),
        ] {
            assert_eq!(said(text).as_deref(), Some(at), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_days_or_none_is_not_guessed() {
        for text in ["", "1/2/2020", "02-03-04", "2020-13-01", "2020-02-30", "2020-01-02 25:00", "昨天", "7"]
        {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
