//! What becomes of what somebody of a unit asks for?

use storage::order::Order;
use storage::{OrderNo, ReasonCode, UnitCode};

use super::super::act::Act;
use super::super::staff::Staff;
use super::super::{Desk, DeskError};
use super::form::{ReplyForm, unit_and_basis};
use super::wish::{Wish, contacted};
use super::words::Meaning;
use super::{GroupAnswer, GroupSaid, GroupWhat, plain};

impl Desk {
    /// Does it, or asks for what is missing, or says why not.
    pub(super) async fn grant(
        &self,
        said: &GroupSaid,
        by: &Staff,
        wish: Wish,
    ) -> Result<GroupAnswer, DeskError> {
        match wish {
            Wish::Show(no) => self.show_card(said, by, &no).await,
            Wish::Sign(no) => match self.act(by, &no, None, Act::Sign, Some(said.key.clone())).await {
                Ok(order) => self.signed(said, by, &order).await,
                Err(error) => self.not_done(said, by, &no, error).await,
            },
            Wish::Return { no, reason: None, .. } => self.ask_reason(said, by, &no).await,
            Wish::Return { no, reason: Some(reason), words } => {
                self.give_back(said, by, no, reason, &words).await
            }
            Wish::Progress { no, note } if note.is_empty() => self.ask_progress(said, by, &no).await,
            Wish::Progress { no, note } => {
                let act = Act::Progress { note, files: Vec::new(), visible: false };
                self.act_and_say(said, by, &no, act, "group-done-progress").await
            }
            Wish::Reply { no, contacted, words } => self.reply(said, by, no, contacted, &words).await,
            Wish::List => self.orders_of(by).await,
            Wish::Unclear(meaning) => {
                Ok(GroupAnswer::telling(&said.what, self.group_line(usage(meaning), &[])))
            }
            Wish::OldButton | Wish::Bind(_) | Wish::Unbind => {
                let toast = Some(self.group_line("group-old-button", &[]));
                Ok(GroupAnswer { toast, drop_buttons: true, ..GroupAnswer::default() })
            }
        }
    }

    /// 退单, once the basis is known, and the unit that should have it where one must be named.
    async fn give_back(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: OrderNo,
        reason: ReasonCode,
        words: &str,
    ) -> Result<GroupAnswer, DeskError> {
        // Asked first: what was done under this key is not asked for again.
        if self.has_done(said, by, &no).await? {
            return Ok(self.says_done("group-done-return", by, &no));
        }
        let Some(order) = self.unit_order(by, &no).await? else {
            return self.not_done(said, by, &no, DeskError::Unknown).await;
        };
        if !self.return_reasons().any(|known| known.code == reason) {
            return self.ask_reason(said, by, &no).await;
        }
        let needs_unit = match self.return_needs_unit(by, &order, &reason) {
            Ok(needs_unit) => needs_unit,
            Err(refusal) => return self.not_done(said, by, &no, refusal.into()).await,
        };
        let (named, basis) = unit_and_basis(words, needs_unit);
        let suggested = named.as_deref().and_then(|named| self.unit_named(named));
        let unknown = named.filter(|_| suggested.is_none());
        if basis.is_empty() || unknown.is_some() || needs_unit && suggested.is_none() {
            return Ok(self.ask_basis(said, &no, &reason, needs_unit, unknown.as_deref()));
        }
        self.act_and_say(said, by, &no, Act::RequestReturn { reason, basis, suggested }, "group-done-return")
            .await
    }

    /// 答复办结, once all parts are there and it is said whether the citizen was contacted.
    async fn reply(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: OrderNo,
        told: Option<bool>,
        words: &str,
    ) -> Result<GroupAnswer, DeskError> {
        let form = ReplyForm::read(words);
        let was_contacted = told.or(contacted(&form.contact).0);
        let Some(was_contacted) = was_contacted else {
            if words.is_empty() {
                return self.ask_contacted(said, by, &no).await;
            }
            return Ok(GroupAnswer::telling(&said.what, self.group_line(usage(Meaning::Finish), &[])));
        };
        if let Some(missing) = form.missing() {
            let missing = Some(missing).filter(|_| !words.is_empty());
            return self.ask_reply(said, by, &no, was_contacted, missing).await;
        }
        let ReplyForm { handling, answer, contact } = form;
        let act = Act::Reply {
            handling,
            answer,
            contact,
            contacted: was_contacted,
            files: Vec::new(),
            finish: true,
        };
        self.act_and_say(said, by, &no, act, "group-done-reply").await
    }

    /// Does it and says so.
    async fn act_and_say(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: &OrderNo,
        act: Act,
        done: &str,
    ) -> Result<GroupAnswer, DeskError> {
        match self.act(by, no, None, act, Some(said.key.clone())).await {
            Ok(_) => Ok(self.says_done(done, by, no)),
            Err(error) => self.not_done(said, by, no, error).await,
        }
    }

    fn says_done(&self, done: &str, by: &Staff, no: &OrderNo) -> GroupAnswer {
        let args = [("no", no.as_str().into()), ("who", (&by.name).into())];
        GroupAnswer::saying(plain(self.group_line(done, &args)))
    }

    /// Was this said before, and done?
    async fn has_done(&self, said: &GroupSaid, by: &Staff, no: &OrderNo) -> Result<bool, DeskError> {
        let inbound = by.act_inbound(no, &said.key);
        let seen = self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?;
        Ok(seen.is_some())
    }

    /// The card now offers the next step.
    async fn signed(&self, said: &GroupSaid, by: &Staff, order: &Order) -> Result<GroupAnswer, DeskError> {
        let args = [("no", order.no.as_str().into()), ("who", (&by.name).into())];
        let done = self.group_line("group-done-sign", &args);
        let card = self.unit_card(own_unit(by), order, &done).await?;
        Ok(match said.what {
            GroupWhat::Pressed(_) => {
                GroupAnswer { toast: Some(done), redraw: Some(card), ..GroupAnswer::default() }
            }
            GroupWhat::Said(_) | GroupWhat::Answered { .. } => GroupAnswer::saying(card),
        })
    }

    async fn show_card(&self, said: &GroupSaid, by: &Staff, no: &OrderNo) -> Result<GroupAnswer, DeskError> {
        match self.unit_order(by, no).await? {
            Some(order) => Ok(GroupAnswer::saying(self.shown(by, &order).await?)),
            None => self.not_done(said, by, no, DeskError::Unknown).await,
        }
    }

    async fn orders_of(&self, by: &Staff) -> Result<GroupAnswer, DeskError> {
        let list = self.unit_list(own_unit(by)).await?;
        Ok(GroupAnswer::saying(list.unwrap_or_else(|| plain(self.group_line("group-list-empty", &[])))))
    }

    /// The unit that a person means: by code, name, short name or what people call it, if that is one only.
    fn unit_named(&self, named: &str) -> Option<UnitCode> {
        let named: String = named.chars().map(super::words::narrow).filter(|c| !c.is_whitespace()).collect();
        let is = |name: &str| name.eq_ignore_ascii_case(&named);
        let exact = self
            .banner
            .units
            .values()
            .find(|unit| is(unit.code.as_str()) || is(&unit.name) || is(&unit.short));
        let mut called = self.banner.units.values().filter(|unit| unit.aliases.iter().any(|alias| is(alias)));
        let unit = exact.or_else(|| called.next().filter(|_| called.next().is_none()))?;
        Some(unit.code.clone())
    }
}

/// The unit of somebody who speaks for one.
pub(super) fn own_unit(by: &Staff) -> &UnitCode {
    by.unit.as_ref().expect("whoever speaks for a unit has one")
}

/// Key of the line that says how a step is written.
fn usage(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Return => "group-usage-return",
        Meaning::Progress => "group-usage-progress",
        Meaning::Finish => "group-usage-finish",
        Meaning::Show => "group-usage-show",
        Meaning::Sign
        | Meaning::List
        | Meaning::Unbind
        | Meaning::Bind
        | Meaning::Contacted
        | Meaning::NotContacted
        | Meaning::Handling
        | Meaning::Answer
        | Meaning::Contact
        | Meaning::Suggested
        | Meaning::Basis => "group-usage-sign",
    }
}
