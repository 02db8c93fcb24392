//! What is the banner called, and how sure must the program be?

use std::num::NonZeroU16;

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use storage::directory::Survey;
use storage::order::limit::Limit;
use storage::{Jurisdiction, UnitCode};

use super::fault::{Fault, Form};
use super::folder::Folder;
use super::page::{Table, read};
use super::problem::Problems;

/// The file's name.
pub const FILE: &str = "banner.toml";

/// What the file says.
pub(super) struct Settings {
    pub(super) name: String,
    pub(super) jurisdiction: Jurisdiction,
    pub(super) example: bool,
    pub(super) zone: TimeZone,
    pub(super) hotline: String,
    pub(super) hotline_unit: UnitCode,
    /// The confidence below which an order goes to 预审, 0 to 1.
    pub(super) dispatch_at: f64,
    pub(super) survey: Survey,
    pub(super) forget_drafts_after: SignedDuration,
    pub(super) quiet: Quiet,
    pub(super) privacy: Privacy,
}

/// What is promised about personal data.
pub(super) struct Privacy {
    /// Version of the notice; a new one is shown again.
    pub(super) version: String,
    pub(super) retention: Retention,
}

/// At night nobody is woken by what can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Local time at which the night begins.
    pub from: Time,
    /// Local time at which it is over.
    pub to: Time,
}

/// For how many days what is personal is kept; afterwards it is erased. The order itself holds nothing personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Words and places, of citizens and units, after the end of their order.
    pub story: u16,
    /// Name and phone, after the end of their order.
    pub contact: u16,
    /// Photos, voice notes and other files, after the end of their order.
    pub files: u16,
    /// What was said or sent in a conversation and belongs to no order, after it was written.
    pub chat: u16,
}

pub(super) fn settings(folder: &Folder, problems: &Problems) -> Option<Settings> {
    read(folder, FILE, problems, |table| {
        table.only(&[
            "name",
            "jurisdiction",
            "example",
            "timezone",
            "hotline",
            "hotline_unit",
            "understanding",
            "survey",
            "drafts",
            "quiet",
            "privacy",
        ]);
        let name = table.text("name");
        let jurisdiction = jurisdiction(table);
        let example = table.switch("example", false);
        let zone = zone(table);
        let (hotline, hotline_unit) = (table.text("hotline"), table.text("hotline_unit"));
        let dispatch_at = table.table("understanding").and_then(|table| {
            table.only(&["dispatch_at"]);
            share(&table, "dispatch_at")
        });
        let survey = table.table("survey").and_then(|table| survey(&table));
        let forget_drafts_after = table.table("drafts").and_then(|table| {
            table.only(&["forget_after_hours"]);
            let hours: u16 = table.parsed("forget_after_hours", Form::WholeNumber)?;
            Some(SignedDuration::from_hours(hours.into()))
        });
        let quiet = table.table("quiet").and_then(|table| {
            table.only(&["from", "to"]);
            let (from, to) = (clock_time(&table, "from"), clock_time(&table, "to"));
            Some(Quiet { from: from?, to: to? })
        });
        let privacy = table.table("privacy").and_then(|table| privacy(&table));
        Some(Settings {
            name: name?,
            jurisdiction: Jurisdiction::new(jurisdiction?),
            example: example?,
            zone: zone?,
            hotline: hotline?,
            hotline_unit: UnitCode::new(hotline_unit?),
            dispatch_at: dispatch_at?,
            survey: survey?,
            forget_drafts_after: forget_drafts_after?,
            quiet: quiet?,
            privacy: privacy?,
        })
    })
}

/// It leads every key of the database, so it is short and plain.
fn jurisdiction(table: &Table<'_>) -> Option<String> {
    let value = table.text("jurisdiction")?;
    if value.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-') {
        return Some(value);
    }
    table.fault("jurisdiction", Fault::Malformed { value, form: Form::Code }, None);
    None
}

fn zone(table: &Table<'_>) -> Option<TimeZone> {
    let value = table.text("timezone")?;
    match TimeZone::get(&value) {
        Ok(zone) => Some(zone),
        Err(_) => {
            table.fault("timezone", Fault::Malformed { value, form: Form::TimeZone }, None);
            None
        }
    }
}

impl Quiet {
    /// When the night is over, if it is night; a night from a time to the same time is none.
    pub fn until(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let here = now.to_zoned(zone.clone());
        let (time, date) = (here.time(), here.date());
        let crosses = self.from > self.to;
        let asleep =
            if crosses { time >= self.from || time < self.to } else { time >= self.from && time < self.to };
        let day = if crosses && time >= self.from { date.tomorrow().ok()? } else { date };
        let morning = day.to_datetime(self.to).to_zoned(zone.clone()).ok()?;
        asleep.then(|| morning.timestamp())
    }
}

fn clock_time(table: &Table<'_>, name: &str) -> Option<Time> {
    let value = table.text(name)?;
    if let Ok(time) = Time::strptime("%H:%M", &value) {
        return Some(time);
    }
    table.fault(name, Fault::Malformed { value, form: Form::Time }, None);
    None
}

fn share(table: &Table<'_>, name: &str) -> Option<f64> {
    let value: f64 = table.parsed(name, Form::Share)?;
    if (0.0..=1.0).contains(&value) {
        return Some(value);
    }
    table.fault(name, Fault::Malformed { value: value.to_string(), form: Form::Share }, None);
    None
}

fn survey(table: &Table<'_>) -> Option<Survey> {
    table.only(&["reminders", "remind_after_days", "close_after_days"]);
    let reminders = table.parsed("reminders", Form::WholeNumber);
    let days = |name| table.parsed(name, Form::WholeNumber).map(Limit::WorkingDays);
    let (remind_after, close_after) = (days("remind_after_days"), days("close_after_days"));
    Some(Survey { reminders: reminders?, remind_after: remind_after?, close_after: close_after? })
}

fn privacy(table: &Table<'_>) -> Option<Privacy> {
    table.only(&["notice_version", "retention_days"]);
    let version = table.text("notice_version");
    let retention = table.table("retention_days").and_then(|table| {
        table.only(&["story", "contact", "files", "chat"]);
        // Nothing is erased on the day it is written: a slip of the hand could not be undone.
        let days = |name| table.parsed(name, Form::Days).map(NonZeroU16::get);
        let (story, contact, files, chat) = (days("story"), days("contact"), days("files"), days("chat"));
        Some(Retention { story: story?, contact: contact?, files: files?, chat: chat? })
    });
    Some(Privacy { version: version?, retention: retention? })
}
