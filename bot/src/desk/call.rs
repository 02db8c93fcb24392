//! How does a call become an order?

use storage::order::{Actor, Form, Kind, Opening, Order, Papers, Place, Source, Urgency, open};
use storage::{AccountRole, CategoryCode, CitizenId, Committed, PaperKind, UnitCode};

use super::act::{optional, required};
use super::casefile::ContactPaper;
use super::consent::Consent;
use super::decide::Deciding;
use super::opening::keep_reasons;
use super::staff::Staff;
use super::terms::{kind_of, urgency_of};
use super::{ATTEMPTS, Desk, DeskError, Invalid};

/// What an operator writes down for a caller on the line. What is left out, understanding proposes.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// What happened.
    pub story: String,
    /// Where.
    pub place: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// 诉求类型
    pub kind: Option<Kind>,
    /// Leaf of the catalogue.
    pub category: Option<CategoryCode>,
    /// 紧急程度
    pub urgency: Option<Urgency>,
    /// 主办, where the operator decides at once; otherwise it waits in 预审 with the proposal.
    pub lead: Option<UnitCode>,
    /// 代办: who tells it for the citizen, and how the citizen agreed.
    pub behalf: Option<Behalf>,
}

/// Who tells a matter for somebody else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behalf {
    /// Name, and what they are to the citizen.
    pub helper: String,
    /// How the citizen agreed.
    pub how: String,
}

impl Desk {
    /// Opens an order for a caller. A repetition with the same key gives the same order.
    pub async fn accept_call(&self, by: &Staff, call: Call, key: String) -> Result<Order, DeskError> {
        if by.role != AccountRole::Operator {
            return Err(DeskError::Unknown);
        }
        let inbound = by.inbound("call", &key);
        let _lane = self.lanes.enter(format!("call:{}", inbound.key)).await;
        for _ in 0..ATTEMPTS {
            if let Some(outcome) =
                self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?
            {
                let no = outcome.orders.first().ok_or(DeskError::Unknown)?;
                let known = self.store.order_state(self.jurisdiction(), no).await?;
                return known.ok_or(DeskError::Unknown);
            }
            self.take_in(false)?;
            let mut deciding = Deciding::begin(self, self.now());
            deciding.decision.inbound = Some(inbound.clone());
            let order = self.decide_call(&mut deciding, by.actor(), call.clone()).await?;
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } => return Ok(order),
                Committed::Duplicate(_) | Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }

    async fn decide_call(
        &self,
        deciding: &mut Deciding<'_>,
        by: Actor,
        call: Call,
    ) -> Result<Order, DeskError> {
        let now = deciding.now;
        let story = required("story", call.story)?;
        let place = optional("place", call.place)?;
        let name = optional("name", call.name)?;
        let phone = match optional("phone", call.phone)? {
            Some(said) => {
                let found = self.banner.book.contact(&said).phones.into_iter().next();
                let invalid = DeskError::Invalid { field: "phone", why: Invalid::NotAPhone };
                Some(found.ok_or(invalid)?.number)
            }
            None => None,
        };
        let consent = match call.behalf {
            Some(behalf) => Some(Consent::TakenByOperator {
                helper: required("helper", behalf.helper)?,
                how: required("consent", behalf.how)?,
            }),
            None => None,
        };
        let seen = self.suggest(&story, place.as_deref().unwrap_or_default());
        let found = seen.place.as_ref();
        let form = Form {
            kind: call.kind.unwrap_or_else(|| kind_of(seen.kind)),
            category: call
                .category
                .or_else(|| seen.category.as_ref().map(|code| CategoryCode::new(code.as_str()))),
            urgency: call.urgency.unwrap_or_else(|| urgency_of(seen.urgency)),
            place: Place {
                area: found
                    .and_then(|place| place.area.as_ref())
                    .map(|area| storage::AreaCode::new(area.as_str())),
                grid: found
                    .and_then(|place| place.grid.as_ref())
                    .map(|area| storage::AreaCode::new(area.as_str())),
            },
        };
        self.known_form(&form)?;

        let no = self.mint.order_no(now.to_zoned(self.banner.directory.zone.clone()).date());
        let code = self.mint.query_code();
        let contact =
            (name.is_some() || phone.is_some()).then(|| ContactPaper { name, phone: phone.clone() });
        let papers = Papers {
            story: deciding.words(&story, Some(&no)),
            place: place.map(|place| deciding.paper(PaperKind::Place, place.into_bytes(), Some(&no), None)),
            contact: contact
                .map(|contact| deciding.paper(PaperKind::Contact, contact.write(), Some(&no), None)),
            query_code: deciding.paper(PaperKind::QueryCode, code.into_bytes(), Some(&no), None),
            reasons: Some(keep_reasons(deciding, &seen, &no)),
            files: Vec::new(),
            consent: consent
                .map(|consent| deciding.paper(PaperKind::Document, consent.write(), Some(&no), None)),
        };
        let category = form.category.as_ref().map(|code| intake::CategoryCode::new(code.as_str()));
        let opening = Opening {
            no,
            source: Source::Phone,
            received_at: None,
            citizen: CitizenId(self.mint.id(now)),
            conversation: None,
            profile: self.profile_of(category.as_ref()),
            form,
            papers,
            dispatch: None,
        };
        let (order, events) = open(&opening, self.jurisdiction(), &by, &self.banner.directory, now);
        self.send_on(deciding, order, events, call.lead, phone, &by).await
    }

    /// Records the new order, dispatched at once where the operator chose a unit.
    async fn send_on(
        &self,
        deciding: &mut Deciding<'_>,
        mut order: Order,
        mut events: Vec<storage::order::Event>,
        lead: Option<UnitCode>,
        phone: Option<String>,
        by: &Actor,
    ) -> Result<Order, DeskError> {
        if let Some(lead) = lead {
            let proposal = self.propose(&order.form);
            let helpers = if proposal.lead.as_ref() == Some(&lead) { proposal.helpers } else { Vec::new() };
            let step = self.dispatch_step(&order, &lead, &helpers)?;
            for event in storage::order::take(&order, &step, by, &self.banner.directory, deciding.now)? {
                order.apply(&event);
                events.push(event);
            }
        }
        deciding.record(None, order.clone(), events, phone.into_iter().collect()).await?;
        Ok(order)
    }
}
