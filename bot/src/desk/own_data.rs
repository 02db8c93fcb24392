//! What is held of a citizen, and how do they get it out?

use jiff::{SignedDuration, Timestamp};
use prompts::Notice;
use serde::Serialize;
use storage::{ConversationId, OrderFilter, PaperId, PaperKind, Pass, PassChange};

use super::decide::Deciding;
use super::hear::Chat;
use super::passes::PassNote;
use super::spoken::Line;
use super::{Desk, DeskError};

/// So long the page of an export can be opened.
const EXPORT_OPEN: SignedDuration = SignedDuration::from_mins(30);
/// Most orders of one export.
const MOST_ORDERS: u32 = 1000;

/// Everything held of the citizen of a conversation, in words.
#[derive(Clone, Debug, Serialize)]
pub struct OwnData {
    /// When it was put together, RFC 3339.
    pub at: String,
    /// The orders told there.
    pub orders: Vec<OwnOrder>,
    /// What was said there, oldest first.
    pub chat: Vec<OwnLine>,
}

/// An order, as its citizen may read it.
#[derive(Clone, Debug, Serialize)]
pub struct OwnOrder {
    /// Its number.
    pub no: String,
    /// Its state's name in `snake_case`.
    pub state: String,
    /// When it was accepted, RFC 3339.
    pub accepted_at: String,
    /// What was told.
    pub story: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Name and phone as they were left (a JSON document).
    pub contact: Option<serde_json::Value>,
    /// How many files.
    pub files: usize,
    /// How it went.
    pub timeline: String,
}

/// One line of the conversation.
#[derive(Clone, Debug, Serialize)]
pub struct OwnLine {
    /// When, RFC 3339.
    pub at: String,
    /// `citizen`, `bot` or `operator`.
    pub who: storage::Speaker,
    /// The words.
    pub text: String,
    /// How many files.
    pub files: usize,
}

impl Desk {
    /// Says how much is held.
    pub(super) fn count_held(&self, deciding: &mut Deciding<'_>, chat: &Chat) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let held = Notice::Held {
            orders: count(deciding.case.held().count()),
            open: count(deciding.case.held().filter(|order| !order.state.is_end()).count()),
            draft: deciding.case.drafting,
        };
        deciding.tell(chat.id, held);
    }

    /// Gives out a pass for a page that shows everything, once.
    pub(super) fn give_export(&self, deciding: &mut Deciding<'_>, chat: &Chat) {
        let code = self.mint.token();
        let until = deciding.now + EXPORT_OPEN;
        let paper = deciding.paper(PaperKind::QueryCode, code.clone().into_bytes(), None, Some(chat.id));
        let document = PassNote::Export { conversation: chat.id }.write();
        deciding.decision.passes.push(PassChange::Give(Pass { code, document, ends_at: until }));
        deciding.tell(chat.id, Notice::ExportReady { code: paper.0, until });
    }

    /// Everything held of the citizen who was given this code; it is used up. `None`: there is no such code.
    pub async fn export(&self, code: &str) -> Result<Option<OwnData>, DeskError> {
        let now = self.now();
        let Some(PassNote::Export { conversation }) = self.pass_note(code, now).await? else {
            return Ok(None);
        };
        let data = self.own_data(conversation, now).await?;
        let mut deciding = Deciding::begin(self, now);
        deciding.decision.passes.push(PassChange::Spend { code: code.to_owned() });
        match self.store.commit(deciding.decision).await? {
            storage::Committed::Saved { .. } => Ok(Some(data)),
            storage::Committed::Duplicate(_) | storage::Committed::Conflict => Ok(None),
        }
    }

    async fn own_data(&self, conversation: ConversationId, now: Timestamp) -> Result<OwnData, DeskError> {
        let known = self.store.conversation(self.jurisdiction(), conversation).await?;
        let language = known.map(|known| known.language).unwrap_or_default();
        let filter =
            OrderFilter { conversation: Some(conversation), limit: MOST_ORDERS, ..OrderFilter::default() };
        let mut orders = Vec::new();
        for order in self.store.orders(self.jurisdiction(), &filter).await? {
            // Who only follows an order sees nothing that others said.
            if order.own_conversations().any(|id| id == conversation) {
                orders.push(self.own_order(&order, &language).await?);
            }
        }
        let (mut chat, mut after) = (Vec::new(), 0);
        loop {
            let page = self.transcript(conversation, after, &language).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            chat.extend(page.into_iter().map(own_line));
        }
        Ok(OwnData { at: now.to_string(), orders, chat })
    }

    async fn own_order(&self, order: &storage::order::Order, language: &str) -> Result<OwnOrder, DeskError> {
        let papers = &order.papers;
        let named: Vec<PaperId> =
            [Some(papers.story), papers.place, papers.contact].into_iter().flatten().collect();
        let names = self.names(self.store.papers(self.jurisdiction(), &named).await?);
        let text = |id: PaperId| names.text(id);
        let events = self.store.order(self.jurisdiction(), &order.no).await?.map(|(_, events)| events);
        let timeline = super::timeline::of(order, &events.unwrap_or_default());
        let timeline = self.render(&Notice::Timeline(Box::new(timeline)), language).await?.text;
        Ok(OwnOrder {
            no: order.no.to_string(),
            state: order.state.name().to_owned(),
            accepted_at: order.accepted_at.to_string(),
            story: text(papers.story),
            place: papers.place.and_then(text),
            contact: papers.contact.and_then(text).and_then(|contact| serde_json::from_str(&contact).ok()),
            files: papers.files.len(),
            timeline,
        })
    }
}

fn own_line(line: Line) -> OwnLine {
    OwnLine { at: line.at.to_string(), who: line.who, text: line.text, files: line.files.len() }
}
