//! Which days are working days, and for which years does the State Council's notice stand in the files?

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use storage::order::calendar::{Calendar, DayKind};

use super::fault::{Fault, Form};
use super::folder::Folder;
use super::page;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The days' file.
const FILE: &str = "calendar.csv";
/// The file that names the published years.
const YEARS: &str = "calendar.toml";

const COLUMNS: Columns = Columns { must: &["date", "day"], may: &["name", "notice"] };

/// One day of the file.
struct Day {
    line: usize,
    date: Date,
    kind: DayKind,
}

/// The calendar, if both files can be read.
pub(super) fn calendar(folder: &Folder, problems: &Problems) -> Option<Calendar> {
    let days = days(folder, problems);
    let published = page::read(folder, YEARS, problems, |table| {
        table.only(&["years"]);
        let years: BTreeSet<i16> = table.list("years", Form::WholeNumber)?.into_iter().collect();
        if years.is_empty() {
            table.fault("years", Fault::Empty, None);
        }
        check(table, &days, &years, problems);
        Some(years)
    })?;
    days.whole.then(|| Calendar::new(days.rows.iter().map(|day| (day.date, day.kind)), published))
}

fn days(folder: &Folder, problems: &Problems) -> Rows<Day> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let date = row.parsed::<Date>("date", Form::Date);
        let kind = row.one_of("day", &[("休", DayKind::Off), ("班", DayKind::Work)]);
        let date = date?;
        row.only("date", date.to_string())?;
        Some(Day { line: row.line, date, kind: kind? })
    })
}

/// A published year has days, a day has a published year, and 班 is only said of a weekend.
fn check(table: &page::Table<'_>, days: &Rows<Day>, years: &BTreeSet<i16>, problems: &Problems) {
    for &year in years {
        if days.whole && !days.rows.iter().any(|day| day.date.year() == year) {
            table.fault("years", Fault::YearEmpty { year }, None);
        }
    }
    let off: BTreeSet<Date> =
        days.rows.iter().filter(|day| day.kind == DayKind::Off).map(|day| day.date).collect();
    let mut told = BTreeSet::new();
    for day in &days.rows {
        let year = day.date.year();
        if !years.contains(&year) && told.insert(year) {
            problems.warn(FILE, day.line, "date", Fault::YearUnpublished { year }, None);
        }
        let weekend = matches!(day.date.weekday(), Weekday::Saturday | Weekday::Sunday);
        // Some notices name the first ordinary day after a holiday, which is no mistake.
        let first_day_back = day.date.yesterday().is_ok_and(|date| off.contains(&date));
        if day.kind == DayKind::Work && !weekend && !first_day_back {
            problems.warn(FILE, day.line, "day", Fault::NotAWeekend { date: day.date.to_string() }, None);
        }
    }
}
