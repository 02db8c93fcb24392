//! Who acts at a desk?

use storage::order::{Actor, Role};
use storage::{AccountId, AccountRole, Inbound, OrderNo, UnitCode};

/// A signed-in member of staff, or a unit's own system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Account, or the id derived from the token.
    pub account: AccountId,
    /// Sign-in name.
    pub login: String,
    /// Name shown to colleagues.
    pub name: String,
    /// What they may do.
    pub role: AccountRole,
    /// Their unit, for [`AccountRole::Unit`].
    pub unit: Option<UnitCode>,
}

impl Staff {
    /// As the actor of an event.
    pub fn actor(&self) -> Actor {
        let role = match self.role {
            AccountRole::Operator => Role::Operator,
            AccountRole::Unit => Role::Unit,
            AccountRole::Supervisor | AccountRole::Administrator => Role::Supervisor,
        };
        Actor { role, id: self.account.to_string(), unit: self.unit.clone() }
    }

    /// The key by which a repetition of something done with an order is known.
    pub(super) fn act_inbound(&self, no: &OrderNo, key: &str) -> Inbound {
        self.inbound(&format!("act:{no}"), key)
    }

    /// The key by which a repetition is known: a client's key counts for one person and one purpose only.
    pub(super) fn inbound(&self, purpose: &str, key: &str) -> Inbound {
        Inbound { channel: "desk".to_owned(), key: format!("{}:{purpose}:{key}", self.account), digest: None }
    }
}
