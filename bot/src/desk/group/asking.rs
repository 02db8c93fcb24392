//! What does the bot ask a unit's people, before a step can be taken?
//!
//! Each question is asked only where the step could be taken now, and ends with the line that knows what it asks for.

use prompts::{Arg, SpokenChoice};
use storage::order::{Need, Order, Refusal, Step, take};
use storage::{OrderNo, PaperId, ReasonCode};
use uuid::Uuid;

use super::super::staff::Staff;
use super::super::{Desk, DeskError};
use super::button::Button;
use super::doing::own_unit;
use super::wish::Wish;
use super::words::Meaning;
use super::{GroupAnswer, GroupSaid, GroupWhat, plain};
use crate::banner::{Purpose, Reason};

/// The paper of a step that is only tried.
const NO_PAPER: PaperId = PaperId(Uuid::nil());

impl Desk {
    /// 退单: for which reason? A unit may suggest another one, or just has no time left.
    pub(super) async fn ask_reason(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: &OrderNo,
    ) -> Result<GroupAnswer, DeskError> {
        let Some(order) = self.unit_order(by, no).await? else {
            return self.not_done(said, by, no, DeskError::Unknown).await;
        };
        let reasons: Vec<&Reason> = self.return_reasons().collect();
        let possible = reasons.first().map_or(Ok(false), |any| self.return_needs_unit(by, &order, &any.code));
        if let Err(refusal) = possible {
            return self.not_done(said, by, no, refusal.into()).await;
        }
        let choice = |reason: &&Reason| SpokenChoice {
            id: Button::Because(no.clone(), reason.code.clone()).id(),
            label: format!("{} {}", reason.code, reason.title),
        };
        let mut say = plain(self.group_line("group-ask-reason", &[("no", no.as_str().into())]));
        say.choices = reasons.iter().map(choice).collect();
        Ok(GroupAnswer::saying(say))
    }

    /// 退单: on which basis, and who should have it? `unknown` is a unit that was named and does not exist.
    pub(super) fn ask_basis(
        &self,
        said: &GroupSaid,
        no: &OrderNo,
        reason: &ReasonCode,
        needs_unit: bool,
        unknown: Option<&str>,
    ) -> GroupAnswer {
        let known = self.banner.reasons.get(reason.as_str());
        let args = [
            ("no", no.as_str().into()),
            ("reason", reason.as_str().into()),
            ("title", known.map(|known| known.title.as_str()).unwrap_or_default().into()),
            ("hint", known.map(|known| known.text.as_str()).unwrap_or_default().into()),
        ];
        let key = if needs_unit { "group-ask-basis-and-unit" } else { "group-ask-basis" };
        let unknown = unknown.map(|unit| self.group_line("group-unknown-unit", &[("unit", unit.into())]));
        let asked = Wish::Return { no: no.clone(), reason: Some(reason.clone()), words: String::new() };
        self.asking(said, unknown.into_iter().chain([self.group_line(key, &args)]), &asked)
    }

    /// 反馈: what was done?
    pub(super) async fn ask_progress(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: &OrderNo,
    ) -> Result<GroupAnswer, DeskError> {
        let step = Step::Progress { note: NO_PAPER, files: Vec::new(), visible: false };
        if let Some(instead) = self.impossible(said, by, no, &step).await? {
            return Ok(instead);
        }
        let asked = Wish::Progress { no: no.clone(), note: String::new() };
        let question = self.group_line("group-ask-progress", &[("no", no.as_str().into())]);
        Ok(self.asking(said, [question], &asked))
    }

    /// 答复办结: was the citizen contacted?
    pub(super) async fn ask_contacted(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: &OrderNo,
    ) -> Result<GroupAnswer, DeskError> {
        if let Some(instead) = self.impossible(said, by, no, &reply_step()).await? {
            return Ok(instead);
        }
        let choice = |contacted, key| SpokenChoice {
            id: Button::Contacted(no.clone(), contacted).id(),
            label: self.group_line(key, &[]),
        };
        let mut say = plain(self.group_line("group-ask-contacted", &[("no", no.as_str().into())]));
        say.choices =
            vec![choice(true, "group-button-contacted"), choice(false, "group-button-not-contacted")];
        Ok(GroupAnswer::saying(say))
    }

    /// 答复办结: the three parts. `missing` is the part that an answer lacked.
    pub(super) async fn ask_reply(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: &OrderNo,
        contacted: bool,
        missing: Option<Meaning>,
    ) -> Result<GroupAnswer, DeskError> {
        if let Some(instead) = self.impossible(said, by, no, &reply_step()).await? {
            return Ok(instead);
        }
        let missing =
            missing.map(|part| self.group_line("group-missing-part", &[("part", part.word().into())]));
        let args: [(&str, Arg<'_>); 4] = [
            ("no", no.as_str().into()),
            ("handling", Meaning::Handling.word().into()),
            ("answer", Meaning::Answer.word().into()),
            ("contact", Meaning::Contact.word().into()),
        ];
        let key = if contacted { "group-ask-reply-contacted" } else { "group-ask-reply-not-contacted" };
        let asked = Wish::Reply { no: no.clone(), contacted: Some(contacted), words: String::new() };
        Ok(self.asking(said, missing.into_iter().chain([self.group_line(key, &args)]), &asked))
    }

    /// An order that this person's unit has.
    pub(super) async fn unit_order(&self, by: &Staff, no: &OrderNo) -> Result<Option<Order>, DeskError> {
        let order = self.store.order_state(self.jurisdiction(), no).await?;
        Ok(order.filter(|order| self.may_read(by, order)))
    }

    /// The coded reasons of a return.
    pub(super) fn return_reasons(&self) -> impl Iterator<Item = &Reason> {
        self.banner.reasons.values().filter(|reason| reason.purpose == Purpose::Return)
    }

    /// Must the unit that should have the order be named with this reason? Or why a return is not possible now.
    pub(super) fn return_needs_unit(
        &self,
        by: &Staff,
        order: &Order,
        reason: &ReasonCode,
    ) -> Result<bool, Refusal> {
        let step = |suggested| Step::RequestReturn { reason: reason.clone(), basis: NO_PAPER, suggested };
        self.tried(by, order, &step(Some(own_unit(by).clone())))?;
        match self.tried(by, order, &step(None)) {
            Ok(()) => Ok(false),
            Err(Refusal::Missing { need: Need::SuggestedUnit, .. }) => Ok(true),
            Err(refusal) => Err(refusal),
        }
    }

    /// What is answered where a step could not be taken whatever is said.
    async fn impossible(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: &OrderNo,
        step: &Step,
    ) -> Result<Option<GroupAnswer>, DeskError> {
        let error = match self.unit_order(by, no).await? {
            Some(order) => match self.tried(by, &order, step) {
                Ok(()) => return Ok(None),
                Err(refusal) => refusal.into(),
            },
            None => DeskError::Unknown,
        };
        self.not_done(said, by, no, error).await.map(Some)
    }

    /// Would the order's life allow it? Nothing is done.
    fn tried(&self, by: &Staff, order: &Order, step: &Step) -> Result<(), Refusal> {
        take(order, step, &by.actor(), &self.banner.directory, self.now()).map(drop)
    }

    fn asking(&self, said: &GroupSaid, lines: impl IntoIterator<Item = String>, asked: &Wish) -> GroupAnswer {
        let lines: Vec<String> = lines.into_iter().chain(asked.mark()).collect();
        // The list from which it was chosen has served; a card still serves others.
        let drop_buttons = match &said.what {
            GroupWhat::Pressed(_) => !matches!(asked, Wish::Progress { .. }),
            GroupWhat::Said(_) | GroupWhat::Answered { .. } => false,
        };
        let say = Some(plain(lines.join("\n")));
        GroupAnswer { say, asks_reply: true, drop_buttons, ..GroupAnswer::default() }
    }
}

fn reply_step() -> Step {
    Step::Reply {
        handling: NO_PAPER,
        answer: NO_PAPER,
        contact: NO_PAPER,
        contacted: true,
        files: Vec::new(),
    }
}
