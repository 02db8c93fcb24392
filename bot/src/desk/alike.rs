//! Has somebody nearby told of the same already?

use intake::{Kind, Matter};
use jiff::SignedDuration;
use prompts::AlikeLine;
use storage::order::Order;
use storage::{Alike, AreaCode, CategoryCode, ConversationId, OrderFilter, Paper, PaperId};

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
        let filter = OrderFilter {
            alike: Some(Alike {
                category: CategoryCode::new(category.as_str()),
                area: AreaCode::new(area.as_str()),
                since: self.now() - BACK,
            }),
            limit: COMPARED,
            ..OrderFilter::default()
        };
        let found = self.store.orders(self.jurisdiction(), &filter).await?;
        let others: Vec<Order> = found
            .into_iter()
            .filter(|order| !order.state.is_end() && order.form.kind != storage::order::Kind::Report)
            .filter(|order| !order.own_conversations().chain(order.followers()).any(|id| id == own))
            .collect();
        let named: Vec<PaperId> = others.iter().flat_map(named_in).collect();
        let papers = match named.as_slice() {
            [] => Vec::new(),
            named => self.store.papers(self.jurisdiction(), named).await?,
        };
        let told = Matter { text: &draft.story, place: draft.place.as_deref().unwrap_or_default() };
        let matters: Vec<Matter<'_>> = others.iter().map(|order| matter_of(order, &papers)).collect();
        let same = self.banner.book.same_matters(told, &matters, ENOUGH, SHOWN);
        Ok(same.into_iter().map(|same| line(&others[same.index], category, area)).collect())
    }
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
