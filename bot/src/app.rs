//! What does every room of the program share?

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use prompts::{EmergencyText, Names, ReasonText, Wording};
use storage::{Clerk, Jurisdiction, Paper, PaperId, Store};
use tokio::sync::watch;
use uuid::Uuid;

use crate::banner::Banner;
use crate::clock::Clock;
use crate::config::Config;
use crate::desk::Desk;
use crate::mint::Mint;

/// The running program: one is made at the start and shared by reference.
pub struct App {
    /// The banner's directory.
    pub banner: Arc<Banner>,
    /// The ledger.
    pub store: Arc<dyn Store>,
    /// The list of staff.
    pub clerk: Arc<dyn Clerk>,
    /// Every sentence.
    pub wording: Arc<Wording>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids, codes, tokens.
    pub mint: Arc<Mint>,
    /// The configuration.
    pub config: Arc<Config>,
    /// Where everything is decided.
    pub desk: Desk,
}

impl App {
    /// Puts the rooms together.
    pub fn new(
        banner: Arc<Banner>,
        store: Arc<dyn Store>,
        clerk: Arc<dyn Clerk>,
        wording: Arc<Wording>,
        clock: Arc<dyn Clock>,
        mint: Arc<Mint>,
        config: Arc<Config>,
    ) -> Self {
        let desk = Desk::new(
            Arc::clone(&banner),
            Arc::clone(&store),
            Arc::clone(&clerk),
            Arc::clone(&wording),
            Arc::clone(&clock),
            Arc::clone(&mint),
        );
        Self { banner, store, clerk, wording, clock, mint, config, desk }
    }

    /// Whose orders these are.
    pub fn jurisdiction(&self) -> &Jurisdiction {
        &self.banner.jurisdiction
    }

    /// The names a sentence may need, with these papers at hand.
    pub fn names(&self, papers: Vec<Paper>) -> PaperNames {
        PaperNames::new(Arc::clone(&self.banner), papers, self.clock.now())
    }

    /// A wake-up after each commit of this process.
    pub fn pulse(&self) -> watch::Receiver<u64> {
        self.store.pulse()
    }
}

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
