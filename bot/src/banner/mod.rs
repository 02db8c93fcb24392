//! What does the program know of the place it works for?
//!
//! A banner's directory is a folder of plain files a clerk keeps: CSV, TOML, Markdown. [`read`] reads all of them,
//! checks every row and every reference, and reports everything that is wrong at once, with file, line and what
//! was probably meant. Only what fits together becomes a [`Banner`]: the rule book for understanding, the directory
//! for clocks, and the names for people.

mod areas;
mod calendar;
mod catalogue;
mod coverage;
mod cross;
mod dangers;
mod dispatch;
mod duty;
mod emergencies;
mod fault;
mod folder;
mod gazetteer;
mod hot;
mod knowledge;
mod learned;
mod lexicon;
mod limits;
mod page;
mod parts;
mod plain;
mod problem;
mod reasons;
mod settings;
mod sheet;
mod units;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use intake::{Book, Kind, Level, Understanding};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use storage::directory::Directory;
use storage::{Jurisdiction, UnitCode};
use thiserror::Error;

pub use areas::{Area, Worker, WorkerRole};
pub use catalogue::Category;
pub use dangers::{DangerLesson, danger_lessons};
pub use duty::Officer;
pub use emergencies::Emergency;
pub use fault::{Fault, Form, Thing};
pub use folder::embedded;
pub use hot::HotRule;

pub use knowledge::Article;
pub use learned::Approved;
pub use problem::{Problem, Severity};
pub use reasons::{Purpose, Reason};
pub use settings::{FILE as SETTINGS, Quiet, Retention};
pub use units::Unit;

use folder::Folder;
use parts::Parts;
use problem::Problems;

/// Everything read from one banner directory, cross-checked.
#[derive(Debug)]
pub struct Banner {
    /// Its name.
    pub name: String,
    /// The key that leads every table's key.
    pub jurisdiction: Jurisdiction,
    /// The hotline's number.
    pub hotline: String,
    /// The unit that is the hotline.
    pub hotline_unit: UnitCode,
    /// Whether the hotline takes calls day and night.
    pub hotline_always: bool,
    /// An invented place, to try the program out.
    pub example: bool,
    /// The rule book.
    pub book: Arc<Book>,
    /// Calendar, duty hours, time limits.
    pub directory: Arc<Directory>,
    /// Units by code.
    pub units: BTreeMap<String, Unit>,
    /// Areas by code.
    pub areas: BTreeMap<String, Area>,
    /// Who looks after the grids.
    pub workers: Vec<Worker>,
    /// Leaves of the catalogue by code.
    pub categories: BTreeMap<String, Category>,
    /// Coded reasons by code.
    pub reasons: BTreeMap<String, Reason>,
    /// Dangers to life by code.
    pub emergencies: BTreeMap<String, Emergency>,
    /// When a matter is told by so many that somebody must look.
    pub hot: Vec<HotRule>,
    /// Answers to common questions by id.
    pub knowledge: BTreeMap<String, Article>,
    /// Who is called when it burns.
    pub duty_officer: Officer,
    /// Version of the privacy notice; a new one is shown again.
    pub privacy_version: String,
    /// How long personal data is kept.
    pub retention: Retention,
    /// After so long a draft nobody went on with is forgotten.
    pub forget_drafts_after: SignedDuration,
    /// When citizens are not woken.
    pub quiet: Quiet,
    /// SHA-256 over all files, in hex: the version a dispatch refers to.
    pub hash: String,
    /// The files themselves: a JSON object of name and text.
    pub archive: Vec<u8>,
    /// The approved changes it has heard of, whether they fitted or not.
    pub learned: Vec<String>,
    /// The banner's own sentences: language tag, file, text.
    pub wording: Vec<(String, String, String)>,
}

/// Where a banner's files stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The example that is part of the program.
    Embedded,
    /// A folder.
    Folder(PathBuf),
}

impl Source {
    fn folder(&self, problems: &Problems) -> Folder {
        match self {
            Source::Embedded => Folder::embedded(problems),
            Source::Folder(path) => Folder::open(path, problems),
        }
    }
}

/// The files do not fit together.
#[derive(Clone, Debug, Error)]
#[error("the banner's directory has {} problems, `jiesu check` names them", .problems.len())]
pub struct Refused {
    /// Errors and warnings, in the order of files and lines.
    pub problems: Vec<Problem>,
}

/// Reads a banner's directory: the banner with the warnings, or everything that is wrong.
///
/// `today` decides which answers of the knowledge base are over.
pub fn read(source: &Source, today: Date) -> Result<(Banner, Vec<Problem>), Refused> {
    let problems = Problems::default();
    let folder = source.folder(&problems);
    let parts = Parts::read(&folder, &problems);
    cross::check(&parts, today, &problems);
    cross::wording(&folder, &problems);
    let book = coverage::compile(&parts, &problems);
    let refused = problems.refuse();
    let problems = problems.sorted();
    match book.and_then(|book| assemble(parts, book, &folder)) {
        Some(banner) if !refused => Ok((banner, problems)),
        Some(_) | None => Err(Refused { problems }),
    }
}

impl Banner {
    /// The day on which a moment falls here.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.directory.zone.clone()).date()
    }

    /// The prepared answer that may be given without a person looking: what came asks, and nothing else.
    pub fn prepared(&self, question: &str, seen: &Understanding, today: Date) -> Option<&Article> {
        if seen.kind != Kind::Consultation {
            return None;
        }
        self.answer_to(question, seen, today).filter(|article| article.may_belong_to(seen.category.as_ref()))
    }

    /// The prepared answer one of whose own questions this surely is, true on that day; none where somebody is in
    /// danger. For whoever may say at once that it was not what they meant.
    pub fn answer_to(&self, question: &str, seen: &Understanding, today: Date) -> Option<&Article> {
        if seen.emergency.is_some() {
            return None;
        }
        let article = self.knowledge.get(&self.book.sure_answer(question)?.id)?;
        article.holds_on(today).then_some(article)
    }

    /// The area of a level in which an area lies; itself, if it is of that level.
    pub fn area_of_level(&self, code: &str, level: Level) -> Option<&Area> {
        let up = |area: &&Area| area.parent.as_ref().and_then(|parent| self.areas.get(parent.as_str()));
        std::iter::successors(self.areas.get(code), up).find(|area| area.level == level)
    }

    /// An area as an order's form names it: the narrowest town or community, and the grid if it is one.
    /// Nothing for a code nobody knows and for the banner itself, which says nothing about the place.
    pub fn area_and_grid(&self, code: &str) -> (Option<intake::AreaCode>, Option<intake::AreaCode>) {
        let Some(area) = self.areas.get(code) else {
            return (None, None);
        };
        let own = || Some(intake::AreaCode::new(code));
        match area.level {
            Level::Banner => (None, None),
            Level::Town | Level::Community => (own(), None),
            Level::Grid => (area.parent.as_ref().map(|parent| intake::AreaCode::new(parent.as_str())), own()),
        }
    }
}

/// None when a part is missing; then reading it has reported why.
fn assemble(parts: Parts, book: Arc<Book>, folder: &Folder) -> Option<Banner> {
    let directory = Arc::new(parts.directory()?);
    let (settings, roster) = (parts.settings?, parts.roster?);
    let (archive, hash) = folder.archive();
    let wording = overrides(folder)
        .map(|(lang, file, text)| (lang.to_owned(), file.to_owned(), text.to_owned()))
        .collect();
    Some(Banner {
        name: settings.name,
        jurisdiction: settings.jurisdiction,
        hotline: settings.hotline,
        hotline_unit: settings.hotline_unit,
        hotline_always: roster.hotline_always,
        example: settings.example,
        book,
        directory,
        units: by(parts.units.rows, |unit| unit.code.as_str()),
        areas: by(parts.areas.rows, |area| area.code.as_str()),
        workers: parts.workers.rows,
        categories: by(parts.categories.rows.iter().map(Category::from), |category| category.code.as_str()),
        reasons: by(parts.reasons.rows, |reason| reason.code.as_str()),
        emergencies: by(parts.emergencies.rows.iter().filter_map(Emergency::of), |emergency| &emergency.code),
        hot: parts.hot.rows,
        knowledge: by(parts.articles.into_iter().map(|filed| filed.article), |article| &article.id),
        duty_officer: roster.officer,
        privacy_version: settings.privacy.version,
        retention: settings.privacy.retention,
        forget_drafts_after: settings.forget_drafts_after,
        quiet: settings.quiet,
        hash,
        archive,
        learned: Vec::new(),
        wording,
    })
}

fn by<T>(things: impl IntoIterator<Item = T>, key: impl Fn(&T) -> &str) -> BTreeMap<String, T> {
    things.into_iter().map(|thing| (key(&thing).to_owned(), thing)).collect()
}

/// `wording/<language>.ftl`: language tag, file, text.
fn overrides(folder: &Folder) -> impl Iterator<Item = (&str, &str, &str)> {
    folder.below("wording/").filter_map(|(file, text)| {
        let lang = file.strip_prefix("wording/")?.strip_suffix(".ftl")?;
        Some((lang, file, text))
    })
}
