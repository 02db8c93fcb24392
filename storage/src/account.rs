//! Who signs in, and with what?

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AccountId, Jurisdiction, UnitCode};

/// What a member of staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountRole {
    /// 坐席: queue, forms, chats, search.
    Operator,
    /// 承办单位: the unit's own orders.
    Unit,
    /// 督办: reads every order and the counts, sends orders on and decides about returns; phones stay hidden.
    Supervisor,
    /// 管理员: accounts and connections; no orders (separation of duties).
    Administrator,
}

/// An account. The password is an Argon2id PHC string made by the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub jurisdiction: Jurisdiction,
    /// Its id.
    pub id: AccountId,
    /// Sign-in name, unique, lower case.
    pub login: String,
    /// Name shown to colleagues.
    pub name: String,
    /// What it may do.
    pub role: AccountRole,
    /// The unit, for [`AccountRole::Unit`].
    pub unit: Option<UnitCode>,
    /// PHC string.
    pub password: String,
    /// Must choose a new password at the next sign-in.
    pub must_change: bool,
    /// Failed sign-ins since the last good one.
    pub failures: u32,
    /// No sign-in before this time.
    pub locked_until: Option<Timestamp>,
    /// A leaver: no sign-in any more.
    pub disabled_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A signed-in browser. Found by the hash of its token only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// Whose.
    pub account: AccountId,
    /// Token that forms must carry.
    pub csrf: String,
    /// When signed in.
    pub created_at: Timestamp,
    /// When last used.
    pub seen_at: Timestamp,
}

/// Who has a place of their own on a platform.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A unit: its group chat.
    Unit(UnitCode),
    /// A member of staff: their own chat.
    Account(AccountId),
}

/// The token of a unit's own system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// Whose: orders of this unit only.
    pub unit: UnitCode,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Where a unit's own system is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The unit.
    pub unit: UnitCode,
    /// Where to post.
    pub url: String,
    /// Standard Webhooks secret (`whsec_…`); kept sealed.
    pub secret: String,
    /// When it was set.
    pub set_at: Timestamp,
}
