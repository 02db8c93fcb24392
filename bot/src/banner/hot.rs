//! When have so many people told of one matter that somebody must look at once?

use std::str::FromStr;

use intake::{AlarmRule, CategoryPattern, Level};
use jiff::SignedDuration;
use storage::order::limit::Limit;

use super::fault::Form;
use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The file's name; a banner may do without: then no alarm rings.
pub(super) const FILE: &str = "hot.csv";

const COLUMNS: Columns = Columns { must: &["code", "people", "within", "level"], may: &["category"] };

/// The longest time of a rule: what is told in more than a month is no alarm.
const LONGEST: SignedDuration = SignedDuration::from_hours(31 * 24);

/// So many people within such a time, in one area of a level, about a branch of the catalogue.
#[derive(Clone, Debug)]
pub struct HotRule {
    /// Line of the file.
    pub line: usize,
    /// Its code.
    pub code: String,
    /// How many people, within which time.
    pub when: AlarmRule,
    /// People are counted in each area of this level for itself.
    pub level: Level,
    /// Only what is filed under it counts.
    pub category: CategoryPattern,
}

pub(super) fn rules(folder: &Folder, problems: &Problems) -> Rows<HotRule> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let code = row.code("code");
        let people = row.parsed::<People>("people", Form::People);
        let within = row.parsed::<Within>("within", Form::ClockTime);
        let level = row.one_of("level", &Level::ALL.map(|level| (level.name(), level)));
        let category = row.parsed_or_none::<CategoryPattern>("category", Form::CategoryPattern);
        Some(HotRule {
            line: row.line,
            code: code?,
            when: AlarmRule { people: people?.0, within: within?.0 },
            level: level?,
            category: category?.unwrap_or_else(|| CategoryPattern::Prefix(String::new())),
        })
    })
}

/// At least two: what one person tells, however often, is no matter of many.
struct People(usize);

impl FromStr for People {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let people: u16 = text.parse().map_err(|_| ())?;
        if people < 2 { Err(()) } else { Ok(Self(people.into())) }
    }
}

/// Milliseconds by the clock, day and night.
struct Within(i64);

impl FromStr for Within {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.parse() {
            Ok(Limit::Wall(time)) if time <= LONGEST => {
                i64::try_from(time.as_millis()).map(Self).map_err(|_| ())
            }
            Ok(Limit::Wall(_) | Limit::WorkingDays(_) | Limit::SameDay) | Err(_) => Err(()),
        }
    }
}
