//! How does a draft become an order?

use intake::Understanding;
use prompts::Notice;
use storage::order::{Actor, Dispatch, Form, Opening, Order, Papers, Place, Role, Source, open};
use storage::{PaperId, PaperKind, ProfileName};

use super::casefile::ContactPaper;
use super::consent::Consent;
use super::decide::Deciding;
use super::hear::Chat;
use super::sureness::Sought;
use super::terms::{kind_of, urgency_of};
use super::{Desk, DeskError};
use crate::dialogue::Draft;
use crate::reach::TELEGRAM;

impl Desk {
    /// Opens an order from a draft, and says the first reply.
    pub(super) async fn open_order(
        &self,
        deciding: &mut Deciding<'_>,
        draft: Draft,
        chat: &Chat,
    ) -> Result<(), DeskError> {
        let now = deciding.now;
        let date = now.to_zoned(self.banner.directory.zone.clone()).date();
        let no = self.mint.order_no(date);
        let understood = self.understand_draft(&draft);
        let code = self.mint.query_code();
        let papers = Papers {
            story: deciding.words(&draft.story, Some(&no)),
            place: draft
                .place
                .as_ref()
                .map(|place| deciding.paper(PaperKind::Place, place.as_bytes().to_vec(), Some(&no), None)),
            contact: draft.phone.as_ref().map(|phone| {
                let contact = ContactPaper { name: draft.name.clone(), phone: Some(phone.clone()) };
                deciding.paper(PaperKind::Contact, contact.write(), Some(&no), None)
            }),
            query_code: deciding.paper(PaperKind::QueryCode, code.into_bytes(), Some(&no), None),
            reasons: Some(keep_reasons(deciding, &understood, &no)),
            files: draft.files.clone(),
            consent: draft.behalf.then(|| {
                let consent = Consent::ToldByHelperInChat.write();
                deciding.paper(PaperKind::Document, consent, Some(&no), None)
            }),
        };
        // With the area the citizen picked, if they did.
        let sought = Sought {
            category: draft.category.as_ref(),
            area: draft.grid.as_ref().or(draft.area.as_ref()),
            kind: draft.kind,
            reachable: draft.phone.is_some(),
        };
        let dispatch = self.sure_dispatch(&sought, &understood).ok();
        let opening = Opening {
            no: no.clone(),
            source: source_of(&chat.channel),
            citizen: chat.citizen,
            conversation: Some(chat.id),
            received_at: None,
            form: form_of(&draft),
            papers,
            profile: self.profile_of(draft.category.as_ref()),
            dispatch,
        };
        let bot = Actor { role: Role::Bot, id: String::new(), unit: None };
        let (order, events) = open(&opening, self.jurisdiction(), &bot, &self.banner.directory, now);
        deciding.tell(chat.id, first_reply(&order));
        if draft.behalf {
            self.give_behalf_pass(deciding, &order, chat);
        }
        deciding.record(None, order, events, draft.phone.into_iter().collect()).await
    }

    fn understand_draft(&self, draft: &Draft) -> Understanding {
        let book = &self.banner.book;
        let Some(place) = &draft.place else { return book.understand(&draft.story) };
        let understood = book.understand_at(&draft.story, place);
        let heard = understood.place.as_ref().and_then(|place| place.grid.as_ref().or(place.area.as_ref()));
        // Of several places of that name the citizen said which.
        let said = draft.grid.as_ref().or(draft.area.as_ref()).filter(|area| Some(*area) != heard);
        match said.and_then(|area| self.banner.areas.get(area.as_str())) {
            Some(area) => book.understand_at(&draft.story, &format!("{} {place}", area.name)),
            None => understood,
        }
    }

    /// A dispatch by this version of the rule book.
    pub(super) fn dispatch(
        &self,
        lead: &intake::UnitCode,
        helpers: &[intake::UnitCode],
        row: Option<usize>,
    ) -> Dispatch {
        Dispatch {
            lead: storage::UnitCode::new(lead.as_str()),
            helpers: helpers.iter().map(|unit| storage::UnitCode::new(unit.as_str())).collect(),
            rulebook: self.banner.hash.clone(),
            row: row.and_then(|row| u32::try_from(row).ok()),
        }
    }

    /// The time-limit profile the catalogue leaf names.
    pub(crate) fn profile_of(&self, category: Option<&intake::CategoryCode>) -> Option<ProfileName> {
        let leaf = self.banner.book.category(category?)?;
        leaf.limit.as_ref().map(ProfileName::new)
    }
}

/// Where words of a channel come from.
fn source_of(channel: &str) -> Source {
    if channel == TELEGRAM { Source::Telegram } else { Source::Web }
}

/// The first reply: number, code, unit or "being determined", date.
pub(crate) fn first_reply(order: &Order) -> Notice {
    Notice::Accepted {
        no: order.no.to_string(),
        query_code: order.papers.query_code.0,
        unit: order.lead.as_ref().map(|unit| unit.as_str().to_owned()),
        due: order.dues.finish,
        assumed: order.dues.assumed,
    }
}

/// Why understanding proposed what it did, kept beside the story.
pub(super) fn keep_reasons(
    deciding: &mut Deciding<'_>,
    understood: &Understanding,
    no: &storage::OrderNo,
) -> PaperId {
    let document = serde_json::to_vec(understood).expect("an understanding has only string keys");
    deciding.paper(PaperKind::Document, document, Some(no), None)
}

fn form_of(draft: &Draft) -> Form {
    Form {
        kind: kind_of(draft.kind),
        category: draft.category.as_ref().map(|code| storage::CategoryCode::new(code.as_str())),
        urgency: urgency_of(draft.urgency),
        place: Place {
            area: draft.area.as_ref().map(|area| storage::AreaCode::new(area.as_str())),
            grid: draft.grid.as_ref().map(|area| storage::AreaCode::new(area.as_str())),
        },
    }
}
