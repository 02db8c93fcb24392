//! Who speaks for a unit in a chat?

use storage::{Account, AccountRole, Address, Holder, UnitCode};

use super::super::staff::Staff;
use super::super::{Desk, DeskError};
use super::GroupSaid;

/// Who speaks, and whether they may be answered here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// Somebody of a unit, alone with the bot or in the group of their own unit.
    Of(Staff),
    /// Nobody has tied this sender to an account.
    Unknown,
    /// The account is that of a leaver.
    Left,
    /// The account is not that of a unit.
    NotOfUnit,
    /// The group belongs to no unit: what is said of orders there might reach anybody.
    GroupUnknown,
    /// The group is that of another unit.
    OtherUnit,
}

impl Member {
    /// Key of the words in which somebody is turned away; `None`: they are not.
    pub(super) fn turned_away(&self) -> Option<&'static str> {
        match self {
            Self::Of(_) => None,
            Self::Unknown => Some("group-who-unknown"),
            Self::Left => Some("group-who-left"),
            Self::NotOfUnit => Some("group-who-not-of-unit"),
            Self::GroupUnknown => Some("group-who-group-unknown"),
            Self::OtherUnit => Some("group-who-other-unit"),
        }
    }
}

impl Desk {
    /// Who has said it.
    pub(super) async fn member(&self, said: &GroupSaid) -> Result<Member, DeskError> {
        let Some(account) = self.account_at(said).await? else { return Ok(Member::Unknown) };
        if account.disabled_at.is_some() {
            return Ok(Member::Left);
        }
        let (AccountRole::Unit, Some(unit)) = (account.role, account.unit.clone()) else {
            return Ok(Member::NotOfUnit);
        };
        if let Some(group) = &said.group {
            match self.unit_at(said.channel, group).await? {
                Some(own) if own == unit => {}
                Some(_) => return Ok(Member::OtherUnit),
                None => return Ok(Member::GroupUnknown),
            }
        }
        Ok(Member::Of(staff(account)))
    }

    /// The account that is tied to the sender.
    pub(super) async fn account_at(&self, said: &GroupSaid) -> Result<Option<Account>, DeskError> {
        match self.holder_at(said.channel, &said.person).await? {
            Some(Holder::Account(id)) => Ok(self.clerk.account(self.jurisdiction(), id).await?),
            Some(Holder::Unit(_)) | None => Ok(None),
        }
    }

    /// The unit whose group it is.
    pub(super) async fn unit_at(&self, channel: &str, group: &str) -> Result<Option<UnitCode>, DeskError> {
        match self.holder_at(channel, group).await? {
            Some(Holder::Unit(unit)) => Ok(Some(unit)),
            Some(Holder::Account(_)) | None => Ok(None),
        }
    }

    async fn holder_at(&self, channel: &str, address: &str) -> Result<Option<Holder>, DeskError> {
        let address = Address { channel: channel.to_owned(), value: address.to_owned() };
        Ok(self.clerk.holder(self.jurisdiction(), &address).await?)
    }
}

fn staff(account: Account) -> Staff {
    Staff {
        account: account.id,
        login: account.login,
        name: account.name,
        role: account.role,
        unit: account.unit,
    }
}
