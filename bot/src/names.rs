//! What are the banner's codes called, and what do the papers at hand say?

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use prompts::{EmergencyText, Names, ReasonText};
use storage::{Paper, PaperId};
use uuid::Uuid;

use crate::banner::Banner;

/// The banner's names and some opened papers, for rendering.
pub struct PaperNames {
    banner: Arc<Banner>,
    papers: HashMap<PaperId, Paper>,
    now: Timestamp,
}

impl PaperNames {
    /// With these papers at hand.
    pub fn new(banner: Arc<Banner>, papers: Vec<Paper>, now: Timestamp) -> Self {
        let papers = papers.into_iter().map(|paper| (paper.id, paper)).collect();
        Self { banner, papers, now }
    }

    /// A paper at hand.
    pub fn get(&self, id: PaperId) -> Option<&Paper> {
        self.papers.get(&id)
    }

    /// The text of a paper at hand.
    pub fn text(&self, id: PaperId) -> Option<String> {
        self.get(id)?.text().map(str::to_owned)
    }
}

impl Names for PaperNames {
    fn unit(&self, code: &str) -> String {
        self.banner.units.get(code).map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    }

    fn category(&self, code: &str) -> String {
        let category = self.banner.categories.get(code);
        category.and_then(|category| category.path.last()).map_or_else(|| code.to_owned(), Clone::clone)
    }

    fn area(&self, code: &str) -> String {
        self.banner.areas.get(code).map_or_else(|| code.to_owned(), |area| area.name.clone())
    }

    fn reason(&self, code: &str) -> Option<ReasonText> {
        self.banner.reasons.get(code).map(|reason| ReasonText {
            title: reason.title.clone(),
            text: reason.text.clone(),
            channel: reason.channel.clone(),
            basis: reason.basis.clone(),
        })
    }

    fn emergency(&self, code: &str) -> Option<EmergencyText> {
        self.banner.emergencies.get(code).map(|emergency| EmergencyText {
            name: emergency.name.clone(),
            number: emergency.number.clone(),
            advice: emergency.advice.clone(),
        })
    }

    fn paper(&self, id: Uuid) -> Option<String> {
        self.text(PaperId(id))
    }

    fn banner(&self) -> String {
        self.banner.name.clone()
    }

    fn hotline(&self) -> String {
        self.banner.hotline.clone()
    }

    fn zone(&self) -> &TimeZone {
        &self.banner.directory.zone
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
