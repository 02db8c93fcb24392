//! What are the banner's codes called, and what do the papers at hand say?

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use prompts::{ArticleText, EmergencyText, Names, ReasonText, SummaryPaper};
use storage::{Paper, PaperId, PaperKind};
use uuid::Uuid;

use crate::banner::Banner;
use crate::config::Config;

/// The banner's names and some opened papers, for rendering.
pub struct PaperNames {
    banner: Arc<Banner>,
    papers: HashMap<PaperId, Paper>,
    now: Timestamp,
    site: Option<String>,
    veiled: bool,
}

impl PaperNames {
    /// With these papers at hand.
    pub fn new(banner: Arc<Banner>, config: &Config, papers: Vec<Paper>, now: Timestamp) -> Self {
        let papers = papers.into_iter().map(|paper| (paper.id, paper)).collect();
        let site = config.public_url.as_ref().map(|url| url.trim_end_matches('/').to_owned());
        Self { banner, papers, now, site, veiled: false }
    }

    /// The same, for a listener whose platform keeps what it carries in another country: phone numbers, identity
    /// numbers and the like are masked in every word, and name, phone and place of a draft are left out.
    pub fn veiled(self) -> Self {
        Self { veiled: true, ..self }
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

impl PaperNames {
    fn veil(&self, summary: SummaryPaper) -> Option<String> {
        let story = self.banner.book.mask(&summary.story);
        let veiled = SummaryPaper { story, place: None, name: None, phone: None, ..summary };
        serde_json::to_string(&veiled).ok()
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

    /// Nothing of it is personal: it is never veiled.
    fn article(&self, id: &str) -> Option<ArticleText> {
        let article = self.banner.knowledge.get(id)?;
        Some(ArticleText { answer: article.told(), source: article.source.clone() })
    }

    fn paper(&self, id: Uuid) -> Option<String> {
        let text = self.text(PaperId(id))?;
        if !self.veiled {
            return Some(text);
        }
        match self.get(PaperId(id))?.kind {
            PaperKind::Text => Some(self.banner.book.mask(&text)),
            PaperKind::Document => serde_json::from_str(&text).ok().and_then(|summary| self.veil(summary)),
            // The key to one's own order, which holds nothing of the person.
            PaperKind::QueryCode => Some(text),
            // Not erased, only not said here.
            PaperKind::Contact | PaperKind::Place => Some(String::new()),
            PaperKind::File { .. } => None,
        }
    }

    fn banner(&self) -> String {
        self.banner.name.clone()
    }

    fn hotline(&self) -> String {
        self.banner.hotline.clone()
    }

    fn site(&self) -> Option<String> {
        self.site.clone()
    }

    fn zone(&self) -> &TimeZone {
        &self.banner.directory.zone
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
