//! Has somebody nearby told of the same already?
//!
//! Place first: the same words about another place are another matter ([`intake::Book::same_matters`]).

use intake::{Kind, Matter, Same};
use jiff::{SignedDuration, Timestamp};
use prompts::{AlikeLine, Names};
use storage::order::{Order, State};
use storage::{
    AccountRole, Alike, AreaCode, CategoryCode, ConversationId, OrderFilter, OrderNo, Paper, PaperId,
    StoreError,
};

use super::casefile::CaseFile;
use super::staff::Staff;
use super::{Desk, DeskError};
use crate::dialogue::Draft;

/// How far back the same matter is looked for.
const BACK: SignedDuration = SignedDuration::from_hours(30 * 24);
/// So many of the same leaf and place are compared.
const COMPARED: u32 = 50;
/// So many are shown.
const SHOWN: usize = 3;
/// Two stories of the same leaf and place that have less in common than this are two matters.
const ENOUGH: f64 = 0.2;

/// An order that is likely of the same matter, for the centre.
#[derive(Clone, Debug)]
pub struct SameCard {
    /// Its number.
    pub no: OrderNo,
    /// Where it stands.
    pub state: State,
    /// Name of the leaf.
    pub category: Option<String>,
    /// The name of the place both say; else that of the area.
    pub place: Option<String>,
    /// Words both say, the rarest first.
    pub words: Vec<String>,
    /// When it was accepted.
    pub accepted_at: Timestamp,
}

impl Desk {
    /// Open orders of other citizens with the draft's leaf and place whose story is like the draft's, the likeliest
    /// first. What nobody else must know of (举报), and what is a wish of one's own, is not compared.
    pub(super) async fn alike(
        &self,
        draft: &Draft,
        own: ConversationId,
    ) -> Result<Vec<AlikeLine>, DeskError> {
        let area = draft.grid.as_ref().or(draft.area.as_ref());
        let (Some(category), Some(area)) = (&draft.category, area) else {
            return Ok(Vec::new());
        };
        match draft.kind {
            Kind::Help | Kind::Complaint | Kind::Suggestion => {}
            Kind::Report | Kind::Consultation | Kind::Praise => return Ok(Vec::new()),
        }
        let found = self.filed_under(category.as_str(), area.as_str()).await?;
        let others: Vec<Order> = found
            .into_iter()
            .filter(|order| !order.state.is_end() && is_everybodys(order.form.kind))
            .filter(|order| !order.own_conversations().chain(order.followers()).any(|id| id == own))
            .collect();
        let told = Matter { text: &draft.story, place: draft.place.as_deref().unwrap_or_default() };
        let same = self.likeliest(told, &others).await?;
        Ok(same.into_iter().map(|same| line(&others[same.index], category, area)).collect())
    }

    /// What is likely of the same matter as an order; `companions` are compared besides what is filed under the same
    /// leaf and area. For the centre; nothing is compared with what is sealed (举报).
    pub async fn same_as(
        &self,
        by: &Staff,
        file: &CaseFile,
        companions: &[OrderNo],
    ) -> Result<Vec<SameCard>, DeskError> {
        let form = &file.order.form;
        if !compares(by) || form.kind == storage::order::Kind::Report || file.story.is_empty() {
            return Ok(Vec::new());
        }
        let area = form.place.grid.as_ref().or(form.place.area.as_ref());
        let mut others = match (&form.category, area) {
            (Some(category), Some(area)) => self.filed_under(category.as_str(), area.as_str()).await?,
            (Some(_) | None, Some(_) | None) => Vec::new(),
        };
        for no in companions {
            if others.iter().all(|other| other.no != *no) {
                others.extend(self.store.order_state(self.jurisdiction(), no).await?.filter(may_be_compared));
            }
        }
        others.retain(|other| other.no != file.order.no);
        let told = Matter { text: &file.story, place: file.place.as_deref().unwrap_or_default() };
        self.same_cards(told, &others).await
    }

    /// What is likely of the same matter as a caller tells just now, as it is understood.
    pub async fn same_as_told(
        &self,
        by: &Staff,
        story: &str,
        place: &str,
        seen: &intake::Understanding,
    ) -> Result<Vec<SameCard>, DeskError> {
        let area = seen.place.as_ref().and_then(|place| place.narrowest());
        let (Some(category), Some(area)) = (&seen.category, area) else { return Ok(Vec::new()) };
        if !compares(by) || seen.kind == Kind::Report {
            return Ok(Vec::new());
        }
        let others = self.filed_under(category.as_str(), area.as_str()).await?;
        self.same_cards(Matter { text: story, place }, &others).await
    }

    /// What may be compared of a leaf and an area, accepted lately.
    async fn filed_under(&self, category: &str, area: &str) -> Result<Vec<Order>, StoreError> {
        let filter = OrderFilter {
            alike: Some(Alike {
                category: CategoryCode::new(category),
                area: AreaCode::new(area),
                since: self.now() - BACK,
            }),
            limit: COMPARED,
            ..OrderFilter::default()
        };
        let found = self.store.orders(self.jurisdiction(), &filter).await?;
        Ok(found.into_iter().filter(may_be_compared).collect())
    }

    /// The likeliest of these orders, by their place in the list.
    async fn likeliest(&self, told: Matter<'_>, others: &[Order]) -> Result<Vec<Same>, StoreError> {
        let named: Vec<PaperId> = others.iter().flat_map(named_in).collect();
        let papers = match named.as_slice() {
            [] => Vec::new(),
            named => self.store.papers(self.jurisdiction(), named).await?,
        };
        let matters: Vec<Matter<'_>> = others.iter().map(|order| matter_of(order, &papers)).collect();
        Ok(self.banner.book.same_matters(told, &matters, ENOUGH, SHOWN))
    }

    async fn same_cards(&self, told: Matter<'_>, others: &[Order]) -> Result<Vec<SameCard>, DeskError> {
        let names = self.names(Vec::new());
        let same = self.likeliest(told, others).await?.into_iter().map(|same| {
            let order = &others[same.index];
            let area = order.form.place.grid.as_ref().or(order.form.place.area.as_ref());
            SameCard {
                no: order.no.clone(),
                state: order.state,
                category: order.form.category.as_ref().map(|leaf| names.category(leaf.as_str())),
                place: same.place.or_else(|| area.map(|area| names.area(area.as_str()))),
                words: same.words,
                accepted_at: order.accepted_at,
            }
        });
        Ok(same.collect())
    }
}

/// Who may read every order.
fn compares(by: &Staff) -> bool {
    match by.role {
        AccountRole::Operator | AccountRole::Supervisor => true,
        AccountRole::Unit | AccountRole::Administrator => false,
    }
}

/// What others may have met, too.
fn is_everybodys(kind: storage::order::Kind) -> bool {
    use storage::order::Kind as K;
    match kind {
        K::Help | K::Complaint | K::Suggestion => true,
        K::Report | K::Consultation | K::Praise => false,
    }
}

/// What is sealed is not, and what was taken back is nobody's matter.
fn may_be_compared(order: &Order) -> bool {
    order.form.kind != storage::order::Kind::Report && order.state != State::Withdrawn
}

fn named_in(order: &Order) -> impl Iterator<Item = PaperId> + use<> {
    [Some(order.papers.story), order.papers.place].into_iter().flatten()
}

fn matter_of<'a>(order: &Order, papers: &'a [Paper]) -> Matter<'a> {
    let text =
        |id: PaperId| papers.iter().find(|paper| paper.id == id).and_then(Paper::text).unwrap_or_default();
    Matter { text: text(order.papers.story), place: order.papers.place.map_or("", text) }
}

fn line(order: &Order, category: &intake::CategoryCode, area: &intake::AreaCode) -> AlikeLine {
    AlikeLine {
        no: order.no.to_string(),
        category: category.as_str().to_owned(),
        area: area.as_str().to_owned(),
        state: order.state.name().to_owned(),
        accepted: order.accepted_at,
    }
}
