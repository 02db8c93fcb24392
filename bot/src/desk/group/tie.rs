//! How does a chat become that of a member of staff, or a group that of a unit, and how does it end?

use storage::{
    Account, AccountRole, Address, Committed, Holder, Inbound, PassChange, StoreError, Task, Throttle,
    UnitCode,
};

use super::super::decide::Deciding;
use super::super::passes::{PassNote, TRIES, WINDOW};
use super::super::task::TaskNote;
use super::super::{Desk, DeskError};
use super::{GroupAnswer, GroupSaid, plain};
use crate::reach::{TELEGRAM, Untold};
use crate::secret;

/// Characters of a code that ties: see [`Mint::short_token`](crate::mint::Mint::short_token).
const CODE: usize = 32;

impl Desk {
    /// `bind CODE`: ties the sender to an account, alone with the bot, or the group to a unit. `None`: the code is
    /// one for citizens.
    pub(super) async fn tie(&self, said: &GroupSaid, code: &str) -> Result<Option<GroupAnswer>, DeskError> {
        let code = code.to_ascii_lowercase();
        if code.len() != CODE || !code.chars().all(|sign| sign.is_ascii_hexdigit()) {
            return Ok(said.group.is_some().then(|| self.says("group-bind-usage")));
        }
        let now = self.now();
        if let Some(holder) = self.spent_before(said).await? {
            // Between the code and the seat the program may have died.
            self.take_seat(said, &holder).await?;
            return Ok(Some(self.says(tied(said))));
        }
        let counted = format!("pass:from:{}", secret::fingerprint(&said.person));
        if let Throttle::Wait(until) =
            self.clerk.throttle(self.jurisdiction(), &counted, TRIES, WINDOW, now).await?
        {
            let until = self.group_moment(until);
            let words = self.group_line("group-bind-wait", &[("until", until.into())]);
            return Ok(Some(GroupAnswer::saying(plain(words))));
        }
        let note = self.pass_note(&code, now).await?;
        let holder = match (note.clone(), &said.group) {
            (Some(PassNote::Account { account }), None) => Holder::Account(account),
            (Some(PassNote::Group { unit }), Some(_)) => {
                let account = self.account_at(said).await?;
                match account.filter(|account| account.disabled_at.is_none()) {
                    Some(account) if may_tie(&account, &unit) => Holder::Unit(unit),
                    Some(_) => return Ok(Some(self.says("group-bind-not-yours"))),
                    None => return Ok(Some(self.says("group-who-unknown"))),
                }
            }
            (Some(PassNote::Account { .. }), Some(_)) => {
                // The whole group has read it: it must not tie anybody any more.
                self.spend_pass(&code).await?;
                return Ok(Some(self.says("group-bind-alone")));
            }
            (Some(PassNote::Group { .. }), None) => return Ok(Some(self.says("group-bind-in-group"))),
            // It is counted once more where citizens use theirs.
            (Some(PassNote::Order { .. } | PassNote::Export { .. }), None) => {
                self.clerk.forgive(self.jurisdiction(), &counted).await?;
                return Ok(None);
            }
            (Some(PassNote::Order { .. } | PassNote::Export { .. }) | None, _) => {
                return Ok(Some(self.says("group-bind-wrong")));
            }
        };
        if !self.spend_for(said, &code, note.as_ref()).await? {
            return Ok(Some(self.says("group-bind-wrong")));
        }
        self.take_seat(said, &holder).await?;
        self.clerk.forgive(self.jurisdiction(), &counted).await?;
        tracing::info!(channel = said.channel, group = said.group.is_some(), "a chat was tied");
        Ok(Some(self.says(tied(said))))
    }

    /// `unbind`: the sender, alone with the bot; in a group, the group.
    pub(super) async fn untie(&self, said: &GroupSaid) -> Result<Option<GroupAnswer>, DeskError> {
        let account = self.account_at(said).await?;
        let Some(group) = &said.group else {
            let Some(account) = account else { return Ok(None) };
            let holder = Holder::Account(account.id);
            self.clerk.set_seat(self.jurisdiction(), said.channel, &holder, None, self.now()).await?;
            return Ok(Some(self.says("group-unbound")));
        };
        let Some(unit) = self.unit_at(said.channel, group).await? else {
            return Ok(Some(self.says("group-who-group-unknown")));
        };
        match account.filter(|account| account.disabled_at.is_none()) {
            Some(account) if may_tie(&account, &unit) => {
                let holder = Holder::Unit(unit);
                self.clerk.set_seat(self.jurisdiction(), said.channel, &holder, None, self.now()).await?;
                Ok(Some(self.says("group-unbound-group")))
            }
            Some(_) => Ok(Some(self.says("group-bind-not-yours"))),
            None => Ok(Some(self.says("group-who-unknown"))),
        }
    }

    /// The platform has given a group another address. What waits for the unit goes there.
    pub async fn group_moved(&self, channel: &str, from: &str, to: &str) -> Result<(), DeskError> {
        if let Some(unit) = self.unit_at(channel, from).await? {
            let holder = Holder::Unit(unit);
            self.clerk.set_seat(self.jurisdiction(), channel, &holder, Some(to), self.now()).await?;
        }
        Ok(())
    }

    /// The bot was put out of a group: the unit has none any more, and a person tells it so, once.
    pub async fn group_lost(&self, channel: &str, group: &str) -> Result<(), DeskError> {
        let Some(unit) = self.unit_at(channel, group).await? else { return Ok(()) };
        let note = TaskNote::TellUnit { what: None, why: Untold::ChatClosed };
        // The task first: a unit that nobody tells would not know. What was cut short behind it comes again.
        if !self.is_to_be_told(&unit, &note).await? {
            let mut deciding = Deciding::begin(self, self.now());
            deciding.task(&note, None, None, Some(unit.clone()), false);
            self.store.commit(deciding.decision).await?;
        }
        Ok(self.group_closed(channel, &unit, group).await?)
    }

    /// A unit's group cannot be told any more, unless it has another one by now; whoever found out opens the task.
    pub async fn group_closed(&self, channel: &str, unit: &UnitCode, group: &str) -> Result<(), StoreError> {
        let (j, holder) = (self.jurisdiction(), Holder::Unit(unit.clone()));
        if self.clerk.seat(j, channel, &holder).await?.as_deref() == Some(group) {
            self.clerk.set_seat(j, channel, &holder, None, self.now()).await?;
        }
        Ok(())
    }

    /// Does such a task wait for the unit already?
    pub async fn is_to_be_told(&self, unit: &UnitCode, note: &TaskNote) -> Result<bool, StoreError> {
        let open = self.store.tasks(self.jurisdiction()).await?;
        let alike =
            |task: &Task| task.unit.as_ref() == Some(unit) && TaskNote::read(task).as_ref() == Some(note);
        Ok(open.iter().any(alike))
    }

    /// Where a unit's group is.
    pub async fn group_of(&self, unit: &UnitCode) -> Result<Option<String>, StoreError> {
        self.clerk.seat(self.jurisdiction(), TELEGRAM, &Holder::Unit(unit.clone())).await
    }

    /// Uses a code up, and remembers what it was for; `false`: another message has used it meanwhile.
    async fn spend_for(
        &self,
        said: &GroupSaid,
        code: &str,
        note: Option<&PassNote>,
    ) -> Result<bool, DeskError> {
        let mut deciding = Deciding::begin(self, self.now());
        deciding.decision.inbound = Some(Inbound { digest: note.map(PassNote::write), ..inbound(said) });
        deciding.decision.passes.push(PassChange::Spend { code: code.to_owned() });
        match self.store.commit(deciding.decision).await? {
            Committed::Saved { .. } | Committed::Duplicate(_) => Ok(true),
            Committed::Conflict => Ok(false),
        }
    }

    /// Whom the code was for that this very message has used up.
    async fn spent_before(&self, said: &GroupSaid) -> Result<Option<Holder>, DeskError> {
        let inbound = inbound(said);
        let seen = self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?;
        let note = seen.and_then(|seen| seen.digest).and_then(|note| serde_json::from_str(&note).ok());
        Ok(match note {
            Some(PassNote::Account { account }) => Some(Holder::Account(account)),
            Some(PassNote::Group { unit }) => Some(Holder::Unit(unit)),
            Some(PassNote::Order { .. } | PassNote::Export { .. }) | None => None,
        })
    }

    /// Seats the holder where it was said, unless it is there.
    async fn take_seat(&self, said: &GroupSaid, holder: &Holder) -> Result<(), DeskError> {
        let value = said.group.as_ref().unwrap_or(&said.person).clone();
        let address = Address { channel: said.channel.to_owned(), value };
        if self.clerk.holder(self.jurisdiction(), &address).await?.as_ref() != Some(holder) {
            let (j, to) = (self.jurisdiction(), Some(address.value.as_str()));
            self.clerk.set_seat(j, said.channel, holder, to, self.now()).await?;
        }
        Ok(())
    }

    fn says(&self, key: &str) -> GroupAnswer {
        GroupAnswer::saying(plain(self.group_line(key, &[])))
    }
}

/// Somebody of the unit, or an administrator.
fn may_tie(account: &Account, unit: &UnitCode) -> bool {
    account.role == AccountRole::Administrator
        || account.role == AccountRole::Unit && account.unit.as_ref() == Some(unit)
}

/// Key of the words.
fn tied(said: &GroupSaid) -> &'static str {
    if said.group.is_some() { "group-bound-group" } else { "group-bound" }
}

fn inbound(said: &GroupSaid) -> Inbound {
    Inbound {
        channel: "seat".to_owned(),
        key: format!("{}:{}:{}", said.channel, said.person, said.key),
        digest: None,
    }
}
