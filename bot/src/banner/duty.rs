//! When is somebody on duty, and who is called when it burns?

use jiff::civil::Time;
use storage::UnitCode;
use storage::order::calendar::DayKind;
use storage::order::duty::{Duty, DutyHours, NoDutyHours};

use super::fault::{Fault, Form};
use super::folder::Folder;
use super::page::{Table, read};
use super::problem::Problems;

/// The file's name.
pub(super) const FILE: &str = "duty.toml";

/// The duty officer of the hotline (值班长).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// The unit whose officer it is.
    pub unit: UnitCode,
    /// Name or post.
    pub name: String,
    /// Phone; empty when none is published.
    pub phone: String,
}

/// What the file says.
pub(super) struct Roster {
    pub(super) hours: DutyHours,
    pub(super) officer: Officer,
    /// Whether the hotline takes calls day and night.
    pub(super) hotline_always: bool,
}

pub(super) fn roster(folder: &Folder, problems: &Problems) -> Option<Roster> {
    read(folder, FILE, problems, |table| {
        table.only(&["duty", "hotline", "officer"]);
        let hours = hours(table);
        let officer = table.table("officer").and_then(|table| officer(&table));
        let hotline_always = table.table("hotline").and_then(|table| {
            table.only(&["always"]);
            table.switch("always", true)
        });
        Some(Roster { hours: hours?, officer: officer?, hotline_always: hotline_always? })
    })
}

fn hours(table: &Table<'_>) -> Option<DutyHours> {
    let entries = table.tables("duty");
    let stretches: Vec<Option<Vec<Duty>>> = entries.iter().map(stretch).collect();
    let stretches: Option<Vec<Vec<Duty>>> = stretches.into_iter().collect();
    let fault = match DutyHours::new(stretches?.into_iter().flatten()) {
        Ok(hours) => return Some(hours),
        Err(NoDutyHours::NeverOnDuty) => Fault::NoDuty,
        Err(NoDutyHours::Backwards(_)) => Fault::EndsBeforeItBegins,
        Err(NoDutyHours::Overlap(duty)) => {
            Fault::DutyOverlaps { from: duty.from.strftime("%H:%M").to_string() }
        }
    };
    table.fault("duty", fault, None);
    None
}

/// One entry names the kinds of days and one stretch of time.
fn stretch(table: &Table<'_>) -> Option<Vec<Duty>> {
    table.only(&["days", "from", "to"]);
    let choices: [(&str, &[DayKind]); 3] =
        [("工作日", &[DayKind::Work]), ("休息日", &[DayKind::Off]), ("每天", &[DayKind::Work, DayKind::Off])];
    let names = table.list::<String>("days", Form::Text);
    let (from, to) = (table.parsed::<Time>("from", Form::Time), table.parsed::<Time>("to", Form::Time));
    let names = names?;
    if names.is_empty() {
        table.fault("days", Fault::Empty, None);
    }
    let (from, to) = (from?, to?);
    let days: Option<Vec<&[DayKind]>> =
        names.into_iter().map(|name| table.choose("days", name, &choices)).collect();
    Some(days?.concat().into_iter().map(|day| Duty { day, from, to }).collect())
}

fn officer(table: &Table<'_>) -> Option<Officer> {
    table.only(&["unit", "name", "phone"]);
    let unit = table.text("unit");
    let name = table.text("name");
    let phone = table.text_or_none("phone");
    Some(Officer { unit: UnitCode::new(unit?), name: name?, phone: phone?.unwrap_or_default() })
}
