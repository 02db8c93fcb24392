//! What may staff do with an order, and how is it done?

use storage::order::{Form, Order, Rating, Step};
use storage::{AccountRole, Committed, OrderNo, PaperId, PaperKind, ReasonCode, UnitCode};

use super::decide::Deciding;
use super::staff::Staff;
use super::{ATTEMPTS, Desk, DeskError, Invalid};

/// Longest text a desk takes, in characters.
const LONGEST_TEXT: usize = 5000;
/// Kinds of files that are kept: photos, voice, video, documents.
const MEDIA: [&str; 4] = ["image/", "audio/", "video/", "application/pdf"];

/// A file as it arrived, already bounded in size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivedFile {
    /// E.g. `image/jpeg`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a person at a desk (or a unit's system) does.
#[derive(Clone, Debug)]
pub enum Act {
    /// Correct the form.
    Correct {
        /// As it should be.
        form: Form,
    },
    /// 派单, 改派
    Dispatch {
        /// 主办
        lead: UnitCode,
        /// 协办
        helpers: Vec<UnitCode>,
    },
    /// 直接答复
    AnswerDirect {
        /// To the citizen.
        answer: String,
    },
    /// 不予受理
    Reject {
        /// N..
        reason: ReasonCode,
        /// A word beside the coded text.
        explanation: Option<String>,
    },
    /// 签收
    Sign,
    /// 退单
    RequestReturn {
        /// R..
        reason: ReasonCode,
        /// 依据
        basis: String,
        /// Who should have it.
        suggested: Option<UnitCode>,
    },
    /// 准退
    GrantReturn,
    /// 驳回退单
    RefuseReturn {
        /// Why.
        why: String,
    },
    /// 办理
    Progress {
        /// What was done.
        note: String,
        /// Photos.
        files: Vec<ArrivedFile>,
        /// May the citizen read it?
        visible: bool,
    },
    /// Ask the citizen.
    Ask {
        /// What.
        question: String,
    },
    /// 答复
    Reply {
        /// 办理情况, inside.
        handling: String,
        /// 公开答复, to the citizen.
        answer: String,
        /// When and how the citizen was contacted, or why not.
        contact: String,
        /// Was the citizen contacted?
        contacted: bool,
        /// Photos.
        files: Vec<ArrivedFile>,
        /// 办结 at once.
        finish: bool,
    },
    /// 办结
    Finish,
    /// 回访 without an answer.
    CallBack,
    /// 回访 by phone, with the citizen's rating.
    Rate {
        /// What the citizen says.
        rating: Rating,
        /// In their own words.
        comment: Option<String>,
    },
    /// 撤单 at the citizen's wish.
    Withdraw {
        /// W..
        reason: ReasonCode,
    },
    /// 补充 told by the citizen to an operator.
    Supplement {
        /// What.
        note: String,
    },
    /// 催办 told by the citizen to an operator.
    Urge,
    /// Look at the contact, saying why.
    Reveal {
        /// Why.
        purpose: String,
    },
}

/// Where a form would go.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// 主办, if the 派单目录 knows one.
    pub lead: Option<UnitCode>,
    /// 协办
    pub helpers: Vec<UnitCode>,
    /// Line of the 派单目录.
    pub row: Option<usize>,
    /// It needs a place first.
    pub needs_place: bool,
}

impl Desk {
    /// Does it, if the order's life and the person's part in it allow it.
    ///
    /// `expected` is the version the person saw; `key` makes a repetition harmless.
    pub async fn act(
        &self,
        by: &Staff,
        no: &OrderNo,
        expected: Option<u32>,
        act: Act,
        key: Option<String>,
    ) -> Result<Order, DeskError> {
        let inbound = key.map(|key| by.act_inbound(no, &key));
        let _lane = self.lanes.enter(format!("order:{no}")).await;
        for _ in 0..ATTEMPTS {
            let (order, _) = self.store.order(self.jurisdiction(), no).await?.ok_or(DeskError::Unknown)?;
            // Asked first: what was done stays done, also where the order has gone on to somebody else since.
            if let Some(inbound) = &inbound
                && self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?.is_some()
            {
                return Ok(order);
            }
            self.take_in(act.has_files())?;
            if !self.may_read(by, &order) || by.role == AccountRole::Administrator {
                return Err(DeskError::Unknown);
            }
            if expected.is_some_and(|expected| expected != order.version) {
                return Err(DeskError::Changed);
            }
            let mut deciding = Deciding::begin(self, self.now());
            deciding.decision.inbound.clone_from(&inbound);
            let steps = self.steps(&mut deciding, &order, act.clone())?;
            let after = deciding.take(&order, &steps, &by.actor()).await?;
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } => return Ok(after),
                Committed::Duplicate(_) | Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }

    /// Where a form would go by the 派单目录.
    pub fn propose(&self, form: &Form) -> Proposal {
        let mut proposal = Proposal { lead: None, helpers: Vec::new(), row: None, needs_place: false };
        let Some(category) = &form.category else {
            return proposal;
        };
        let category = intake::CategoryCode::new(category.as_str());
        let area = form.place.grid.as_ref().or(form.place.area.as_ref());
        let area = area.map(|area| intake::AreaCode::new(area.as_str()));
        let Some(kind) = intake::Kind::parse(form.kind.name()) else {
            return proposal;
        };
        match self.banner.book.route(&category, area.as_ref(), kind) {
            intake::Routed::To { lead, helpers, row, .. } => {
                proposal.lead = Some(UnitCode::new(lead.as_str()));
                proposal.helpers = helpers.iter().map(|unit| UnitCode::new(unit.as_str())).collect();
                proposal.row = Some(row);
            }
            intake::Routed::NeedsPlace { row, .. } => {
                (proposal.row, proposal.needs_place) = (Some(row), true);
            }
            intake::Routed::Forbidden { row, .. } => proposal.row = Some(row),
            intake::Routed::NoRow => {}
        }
        proposal
    }

    /// What understanding makes of a story told on the phone.
    pub fn suggest(&self, story: &str, place: &str) -> intake::Understanding {
        if place.trim().is_empty() {
            self.banner.book.understand(story)
        } else {
            self.banner.book.understand_at(story, place)
        }
    }

    fn steps(&self, deciding: &mut Deciding<'_>, order: &Order, act: Act) -> Result<Vec<Step>, DeskError> {
        let no = &order.no;
        Ok(match act {
            Act::Correct { form } => {
                self.known_form(&form)?;
                vec![Step::Correct { form }]
            }
            Act::Dispatch { lead, helpers } => vec![self.dispatch_step(order, &lead, &helpers)?],
            Act::AnswerDirect { answer } => {
                vec![Step::AnswerDirect { answer: deciding.words(&required("answer", answer)?, Some(no)) }]
            }
            Act::Reject { reason, explanation } => {
                self.known_reason("reason", &reason)?;
                let explanation = optional("explanation", explanation)?;
                let explanation = explanation.map(|words| deciding.words(&words, Some(no)));
                vec![Step::Reject { reason, explanation }]
            }
            Act::Sign => vec![Step::Sign],
            Act::RequestReturn { reason, basis, suggested } => {
                self.known_reason("reason", &reason)?;
                if let Some(unit) = &suggested {
                    self.known_unit("suggested", unit)?;
                }
                let basis = deciding.words(&required("basis", basis)?, Some(no));
                vec![Step::RequestReturn { reason, basis, suggested }]
            }
            Act::GrantReturn => vec![Step::GrantReturn],
            Act::RefuseReturn { why } => {
                vec![Step::RefuseReturn { why: deciding.words(&required("why", why)?, Some(no)) }]
            }
            Act::Progress { note, files, visible } => {
                let note = deciding.words(&required("note", note)?, Some(no));
                vec![Step::Progress { note, files: keep(deciding, order, files)?, visible }]
            }
            Act::Ask { question } => {
                vec![Step::Ask { question: deciding.words(&required("question", question)?, Some(no)) }]
            }
            Act::Reply { handling, answer, contact, contacted, files, finish } => {
                let handling = deciding.words(&required("handling", handling)?, Some(no));
                let answer = deciding.words(&required("answer", answer)?, Some(no));
                let contact = deciding.words(&required("contact", contact)?, Some(no));
                let files = keep(deciding, order, files)?;
                let mut steps = vec![Step::Reply { handling, answer, contact, contacted, files }];
                steps.extend(finish.then_some(Step::Finish));
                steps
            }
            Act::Finish => vec![Step::Finish],
            Act::CallBack => vec![Step::CallBack],
            Act::Rate { rating, comment } => {
                let comment = optional("comment", comment)?;
                vec![Step::Rate { rating, comment: comment.map(|words| deciding.words(&words, Some(no))) }]
            }
            Act::Withdraw { reason } => {
                self.known_reason("reason", &reason)?;
                vec![Step::Withdraw { reason }]
            }
            Act::Supplement { note } => {
                vec![Step::Supplement { papers: vec![deciding.words(&required("note", note)?, Some(no))] }]
            }
            Act::Urge => vec![Step::Urge],
            Act::Reveal { purpose } => {
                let purpose = deciding.words(&required("purpose", purpose)?, Some(no));
                vec![Step::Reveal { papers: order.papers.contact.into_iter().collect(), purpose }]
            }
        })
    }

    /// A dispatch by a person; the 减负 guard holds for them too.
    pub(crate) fn dispatch_step(
        &self,
        order: &Order,
        lead: &UnitCode,
        helpers: &[UnitCode],
    ) -> Result<Step, DeskError> {
        self.known_unit("lead", lead)?;
        for helper in helpers {
            self.known_unit("helpers", helper)?;
        }
        self.guard_grassroots(&order.form, lead)?;
        let helpers: Vec<_> = helpers
            .iter()
            .filter(|helper| *helper != lead)
            .map(|helper| intake::UnitCode::new(helper.as_str()))
            .collect();
        let proposal = self.propose(&order.form);
        let row = proposal.row.filter(|_| proposal.lead.as_ref() == Some(lead));
        let category = order.form.category.as_ref().map(|code| intake::CategoryCode::new(code.as_str()));
        Ok(Step::Dispatch {
            dispatch: self.dispatch(&intake::UnitCode::new(lead.as_str()), &helpers, row),
            profile: self.profile_of(category.as_ref()),
        })
    }

    /// 国办函〔2025〕66号（五）: what is a department's statutory task is not handed down.
    fn guard_grassroots(&self, form: &Form, lead: &UnitCode) -> Result<(), DeskError> {
        let (Some(category), Some(kind)) = (&form.category, intake::Kind::parse(form.kind.name())) else {
            return Ok(());
        };
        let category = intake::CategoryCode::new(category.as_str());
        let unit = intake::UnitCode::new(lead.as_str());
        let is_grassroots = self.banner.book.unit(&unit).is_some_and(|unit| unit.kind.is_grassroots());
        let area = form.place.grid.as_ref().or(form.place.area.as_ref());
        let area = area.map(|area| intake::AreaCode::new(area.as_str()));
        if is_grassroots && self.banner.book.forbids_grassroots(&category, area.as_ref(), kind).is_some() {
            return Err(DeskError::Invalid { field: "lead", why: Invalid::NotForGrassroots });
        }
        Ok(())
    }

    fn known_unit(&self, field: &'static str, unit: &UnitCode) -> Result<(), DeskError> {
        known(field, self.banner.units.contains_key(unit.as_str()))
    }

    fn known_reason(&self, field: &'static str, reason: &ReasonCode) -> Result<(), DeskError> {
        known(field, self.banner.reasons.contains_key(reason.as_str()))
    }

    pub(super) fn known_form(&self, form: &Form) -> Result<(), DeskError> {
        if let Some(category) = &form.category {
            known("category", self.banner.categories.contains_key(category.as_str()))?;
        }
        for area in form.place.area.iter().chain(&form.place.grid) {
            known("area", self.banner.areas.contains_key(area.as_str()))?;
        }
        Ok(())
    }
}

fn known(field: &'static str, is_known: bool) -> Result<(), DeskError> {
    if is_known { Ok(()) } else { Err(DeskError::Invalid { field, why: Invalid::UnknownCode }) }
}

/// A text that must be there.
pub(super) fn required(field: &'static str, text: String) -> Result<String, DeskError> {
    optional(field, Some(text))?.ok_or(DeskError::Invalid { field, why: Invalid::Missing })
}

/// A text that may be left out; blank counts as left out.
pub(super) fn optional(field: &'static str, text: Option<String>) -> Result<Option<String>, DeskError> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_TEXT) {
        return Err(DeskError::Invalid { field, why: Invalid::TooLong { most: LONGEST_TEXT } });
    }
    Ok(text)
}

fn keep(
    deciding: &mut Deciding<'_>,
    order: &Order,
    files: Vec<ArrivedFile>,
) -> Result<Vec<PaperId>, DeskError> {
    files
        .into_iter()
        .map(|file| {
            if !MEDIA.iter().any(|kept| file.media_type.starts_with(kept)) {
                return Err(DeskError::Invalid { field: "files", why: Invalid::MediaType });
            }
            let kind = PaperKind::File { media_type: file.media_type };
            Ok(deciding.paper(kind, file.bytes, Some(&order.no), None))
        })
        .collect()
}
