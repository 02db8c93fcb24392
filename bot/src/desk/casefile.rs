//! What may a person at a desk see of an order?

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use storage::order::clock::{Remaining, remaining};
use storage::order::{Event, Fact, Order, StepName, steps_for};
use storage::{AccountRole, ConversationId, OrderNo, Paper, PaperId, PaperKind};

use super::consent::Consent;
use super::entry::FileRef;
use super::staff::Staff;
use super::{Desk, DeskError};
use crate::sealed::{Veil, is_recording, is_sealed};

/// A contact that was revealed with a purpose stays open to that reader for so long.
const REVEALED_FOR: SignedDuration = SignedDuration::from_mins(30);

/// An order with everything this reader may see of it.
#[derive(Debug)]
pub struct CaseFile {
    /// The order.
    pub order: Order,
    /// Its events.
    pub events: Vec<Event>,
    /// What the citizen said; phone numbers masked below the centre, of a 举报 names and doors, too.
    pub story: String,
    /// The call word for word, where the order came from one; for operators, because names are said in it.
    pub call: Option<String>,
    /// Where, in the citizen's words.
    pub place: Option<String>,
    /// Name and phone.
    pub contact: Option<ContactCard>,
    /// 代办: told for somebody else, who agreed to it.
    pub consent: Option<Consent>,
    /// The 查询码, for an operator to read out to a caller.
    pub query_code: Option<String>,
    /// Why understanding proposed what it did.
    pub reasons: Option<ReadReasons>,
    /// Words named by events, by paper.
    pub words: BTreeMap<PaperId, String>,
    /// Photos, voice notes, shared locations.
    pub files: Vec<FileRef>,
    /// Steps this person may take now.
    pub legal: Vec<StepName>,
    /// The conversation, for those who may read it.
    pub chat: Option<ConversationId>,
    /// How far the finishing date is, while the order is open.
    pub left: Option<Remaining>,
}

/// Name and phone as this reader may see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactCard {
    /// Name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Parts are hidden; a purpose opens them, except where the reporter is sealed.
    pub masked: bool,
    /// 举报: not opened to anybody outside the centre.
    pub sealed: bool,
}

/// The stored form of an understanding, as far as pages show it.
#[derive(Clone, Debug, Deserialize)]
pub struct ReadReasons {
    /// 诉求类型
    pub kind: String,
    /// Names of the three levels.
    #[serde(default)]
    pub category: Vec<String>,
    /// Code of the leaf.
    pub code: Option<String>,
    /// Unit code.
    pub unit: Option<String>,
    /// 紧急程度
    pub urgency: String,
    /// 0–1
    pub confidence: f64,
    /// Evidence.
    #[serde(default)]
    pub because: Vec<Word>,
}

/// One word of evidence.
#[derive(Clone, Debug, Deserialize)]
pub struct Word {
    /// `kind`, `category` …
    pub field: String,
    /// As the text has it.
    pub word: String,
    /// Characters.
    pub start: usize,
    /// Characters.
    pub end: usize,
    /// For or against.
    pub weight: f64,
    /// E.g. `catalogue:010203`.
    pub rule: String,
}

/// Name and phone, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContactPaper {
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
}

impl ContactPaper {
    pub(crate) fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a contact has only string keys")
    }

    pub(crate) fn read(paper: &Paper) -> Option<Self> {
        serde_json::from_slice(&paper.content).ok()
    }
}

impl Desk {
    /// The order as this person may see it; `None` also for those who may not know of it.
    pub async fn file_of(&self, by: &Staff, no: &OrderNo) -> Result<Option<CaseFile>, DeskError> {
        let Some((order, events)) = self.store.order(self.jurisdiction(), no).await? else {
            return Ok(None);
        };
        if !self.may_read(by, &order) {
            return Ok(None);
        }
        let papers = self.store.papers(self.jurisdiction(), &named(&order, &events)).await?;
        let centre = in_centre(by);
        let veil = Veil::of(&self.banner.book, &order, &papers);
        let mask = |text: &str| if centre { text.to_owned() } else { veil.for_staff(by.role, text) };
        let text = |id: PaperId| papers.iter().find(|paper| paper.id == id).and_then(Paper::text).map(mask);
        let words = events
            .iter()
            .flat_map(|event| event.fact.papers())
            .filter_map(|id| Some((id, text(id)?)))
            .filter(|(id, _)| is_words(&papers, *id))
            .collect();
        let reasons = order.papers.reasons.and_then(|id| papers.iter().find(|paper| paper.id == id));
        let now = self.now();
        Ok(Some(CaseFile {
            story: text(order.papers.story).unwrap_or_default(),
            call: if centre { call_of(&order, &papers) } else { None },
            place: order.papers.place.and_then(text),
            contact: contact_of(by, &order, &events, &papers, now),
            consent: consent_of(by, &order, &papers, mask),
            query_code: if centre { text(order.papers.query_code) } else { None },
            reasons: reasons.and_then(|paper| serde_json::from_slice(&paper.content).ok()),
            words,
            files: files_of(papers.iter().filter(|paper| is_open(by, &order, paper))),
            legal: legal(by, &order),
            chat: order.conversation.filter(|_| centre),
            left: (!order.state.is_end()).then(|| remaining(order.dues.finish, now)),
            order,
            events,
        }))
    }

    /// A file of an order this person may read.
    pub async fn staff_file(
        &self,
        by: &Staff,
        no: &OrderNo,
        id: PaperId,
    ) -> Result<Option<Paper>, DeskError> {
        let Some((order, events)) = self.store.order(self.jurisdiction(), no).await? else {
            return Ok(None);
        };
        if !self.may_read(by, &order) || !named(&order, &events).contains(&id) {
            return Ok(None);
        }
        let paper = self.store.paper(self.jurisdiction(), id).await?;
        Ok(paper.filter(|paper| matches!(paper.kind, PaperKind::File { .. }) && is_open(by, &order, paper)))
    }

    /// The centre reads every order, a unit those it leads or helps with, an administrator none.
    pub(super) fn may_read(&self, by: &Staff, order: &Order) -> bool {
        match by.role {
            AccountRole::Operator | AccountRole::Supervisor => true,
            AccountRole::Unit => by
                .unit
                .as_ref()
                .is_some_and(|unit| order.lead.as_ref() == Some(unit) || order.helpers.contains(unit)),
            AccountRole::Administrator => false,
        }
    }
}

/// Outside the centre nobody hears the voice of who reported something; what a picture shows is what was reported.
fn is_open(by: &Staff, order: &Order, paper: &Paper) -> bool {
    let centre = matches!(by.role, AccountRole::Operator | AccountRole::Supervisor);
    let told = paper.conversation.is_some() || order.papers.files.contains(&paper.id);
    centre || !is_sealed(order) || !told || !is_recording(paper)
}

/// Operators work with contacts; whoever else needs one says why.
fn in_centre(by: &Staff) -> bool {
    by.role == AccountRole::Operator
}

fn contact_of(
    by: &Staff,
    order: &Order,
    events: &[Event],
    papers: &[Paper],
    now: Timestamp,
) -> Option<ContactCard> {
    let paper = papers.iter().find(|paper| Some(paper.id) == order.papers.contact)?;
    let contact = ContactPaper::read(paper)?;
    let sealed = is_sealed(order) && !in_centre(by);
    let open = in_centre(by) || (!sealed && revealed(by, events, now));
    if open {
        return Some(ContactCard { name: contact.name, phone: contact.phone, masked: false, sealed: false });
    }
    let hide = |text: Option<String>, mask: fn(&str) -> String| {
        text.map(|text| if sealed { "***".to_owned() } else { mask(&text) })
    };
    Some(ContactCard {
        name: hide(contact.name, mask_name),
        phone: hide(contact.phone, intake::mask),
        masked: true,
        sealed,
    })
}

/// Names are for operators, words without phones for everybody else; where the reporter is sealed, that it was told for
/// somebody is all there is to know.
fn consent_of(by: &Staff, order: &Order, papers: &[Paper], mask: impl Fn(&str) -> String) -> Option<Consent> {
    let paper = papers.iter().find(|paper| Some(paper.id) == order.papers.consent)?;
    let consent = Consent::read(paper)?;
    if in_centre(by) {
        return Some(consent);
    }
    let sealed = is_sealed(order);
    Some(consent.masked(mask_name, |words| if sealed { "***".to_owned() } else { mask(words) }))
}

fn revealed(by: &Staff, events: &[Event], now: Timestamp) -> bool {
    let reader = by.account.to_string();
    events.iter().rev().any(|event| {
        matches!(event.fact, Fact::Revealed { .. })
            && event.actor.id == reader
            && now.duration_since(event.at) < REVEALED_FOR
    })
}

fn mask_name(name: &str) -> String {
    name.chars().take(1).chain("**".chars()).collect()
}

fn legal(by: &Staff, order: &Order) -> Vec<StepName> {
    match by.role {
        AccountRole::Administrator => Vec::new(),
        AccountRole::Operator | AccountRole::Supervisor | AccountRole::Unit => steps_for(order, &by.actor()),
    }
}

fn named(order: &Order, events: &[Event]) -> Vec<PaperId> {
    let papers = &order.papers;
    let mut ids = vec![papers.story, papers.query_code];
    ids.extend(papers.place);
    ids.extend(papers.contact);
    ids.extend(papers.reasons);
    ids.extend(papers.consent);
    ids.extend(&papers.files);
    ids.extend(events.iter().flat_map(|event| event.fact.papers()));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Among what came with an order, only a call is words.
fn call_of(order: &Order, papers: &[Paper]) -> Option<String> {
    let came_with = |paper: &&Paper| order.papers.files.contains(&paper.id) && paper.kind == PaperKind::Text;
    papers.iter().find(came_with).and_then(Paper::text).map(str::to_owned)
}

fn is_words(papers: &[Paper], id: PaperId) -> bool {
    papers.iter().any(|paper| paper.id == id && paper.kind == PaperKind::Text)
}

fn files_of<'a>(papers: impl Iterator<Item = &'a Paper>) -> Vec<FileRef> {
    let mut files: Vec<&Paper> =
        papers.filter(|paper| matches!(paper.kind, PaperKind::File { .. })).collect();
    files.sort_by_key(|paper| (paper.at, paper.id));
    let files = files.into_iter().filter_map(|paper| match &paper.kind {
        PaperKind::File { media_type } => Some(FileRef { id: paper.id, media_type: media_type.clone() }),
        PaperKind::Text
        | PaperKind::Contact
        | PaperKind::Place
        | PaperKind::QueryCode
        | PaperKind::Document => None,
    });
    files.collect()
}
