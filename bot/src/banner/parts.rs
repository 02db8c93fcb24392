//! What was read from the files of a banner, before it is known whether it fits together?

use std::collections::BTreeMap;

use intake::{
    BookSource, CategoryRow, DangerModels, DomainRow, EmergencyRow, Kind, PlaceRow, RequestRow, RouteRow,
    Term, Urgency, WordRow,
};
use storage::directory::{Directory, Limits};
use storage::order::calendar::Calendar;

use super::areas::{Area, Worker};
use super::duty::Roster;
use super::folder::Folder;
use super::hot::HotRule;
use super::knowledge::Filed;
use super::problem::Problems;
use super::reasons::Reason;
use super::settings::Settings;
use super::sheet::Rows;
use super::units::Unit;
use super::{
    areas, calendar, catalogue, dangers, dispatch, duty, emergencies, gazetteer, hot, knowledge, lexicon,
    limits, reasons, settings, units,
};

/// Every file, read as far as it can be read.
pub(super) struct Parts {
    pub(super) settings: Option<Settings>,
    pub(super) units: Rows<Unit>,
    pub(super) areas: Rows<Area>,
    pub(super) workers: Rows<Worker>,
    pub(super) categories: Rows<CategoryRow>,
    pub(super) routes: Rows<RouteRow>,
    pub(super) places: Rows<PlaceRow>,
    pub(super) words: Rows<WordRow>,
    pub(super) variants: Rows<(String, String)>,
    pub(super) domains: Rows<DomainRow>,
    pub(super) kinds: Rows<(Kind, Vec<Term>)>,
    pub(super) urgencies: Rows<(Urgency, Vec<Term>)>,
    pub(super) requests: Rows<RequestRow>,
    pub(super) emergencies: Rows<EmergencyRow>,
    pub(super) danger_models: Option<DangerModels>,
    pub(super) hot: Rows<HotRule>,
    pub(super) reasons: Rows<Reason>,
    pub(super) articles: Vec<Filed>,
    pub(super) calendar: Option<Calendar>,
    pub(super) limits: Option<Limits>,
    pub(super) roster: Option<Roster>,
}

impl Parts {
    pub(super) fn read(folder: &Folder, problems: &Problems) -> Self {
        Self {
            settings: settings::settings(folder, problems),
            units: units::units(folder, problems),
            areas: areas::areas(folder, problems),
            workers: areas::workers(folder, problems),
            categories: catalogue::categories(folder, problems),
            routes: dispatch::routes(folder, problems),
            places: gazetteer::places(folder, problems),
            words: lexicon::words(folder, problems),
            variants: lexicon::variants(folder, problems),
            domains: lexicon::domains(folder, problems),
            kinds: lexicon::kinds(folder, problems),
            urgencies: lexicon::urgencies(folder, problems),
            requests: lexicon::requests(folder, problems),
            emergencies: emergencies::emergencies(folder, problems),
            danger_models: dangers::models(folder, problems),
            hot: hot::rules(folder, problems),
            reasons: reasons::reasons(folder, problems),
            articles: knowledge::articles(folder, problems),
            calendar: calendar::calendar(folder, problems),
            limits: limits::limits(folder, problems),
            roster: duty::roster(folder, problems),
        }
    }

    /// What understanding needs. None when a file it needs could not be read at all: what would be understood
    /// without it says nothing about the others.
    pub(super) fn book_source(&self) -> Option<BookSource> {
        let readable = [
            self.units.readable,
            self.areas.readable,
            self.categories.whole,
            self.words.readable,
            self.variants.readable,
            self.kinds.readable,
        ];
        if !readable.into_iter().all(|readable| readable) {
            return None;
        }
        Some(BookSource {
            categories: self.categories.rows.clone(),
            domains: self.domains.rows.clone(),
            routes: self.routes.rows.clone(),
            areas: self.areas.rows.iter().map(Into::into).collect(),
            units: self.units.rows.iter().map(Into::into).collect(),
            places: self.places.rows.clone(),
            kinds: gathered(&self.kinds.rows),
            urgencies: gathered(&self.urgencies.rows),
            emergencies: self.emergencies.rows.clone(),
            danger_models: self.danger_models.clone(),
            requests: self.requests.rows.clone(),
            words: self.words.rows.clone(),
            variants: self.variants.rows.clone(),
            knowledge: self.articles.iter().map(|filed| (&filed.article).into()).collect(),
            learned: Vec::new(),
            dispatch_at: self.settings.as_ref()?.dispatch_at,
        })
    }

    /// What an order's clock needs, if all files it comes from could be read.
    pub(super) fn directory(&self) -> Option<Directory> {
        let settings = self.settings.as_ref()?;
        Some(Directory {
            zone: settings.zone.clone(),
            calendar: self.calendar.clone()?,
            duty: self.roster.as_ref()?.hours.clone(),
            limits: self.limits.clone()?,
            survey: settings.survey,
        })
    }
}

/// A clerk may give several rows to one kind or level.
fn gathered<T: Copy + Ord>(rows: &[(T, Vec<Term>)]) -> Vec<(T, Vec<Term>)> {
    let mut all: BTreeMap<T, Vec<Term>> = BTreeMap::new();
    for (owner, terms) in rows {
        all.entry(*owner).or_default().extend(terms.iter().cloned());
    }
    all.into_iter().collect()
}
