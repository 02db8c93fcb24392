//! Who keeps the list of staff, their sessions and their systems?

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Account, AccountId, Address, ApiToken, ChangeId, Endpoint, Holder, Jurisdiction, Session, StoreError,
    UnitCode, Verdict, WordChange,
};

/// May somebody try once more?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throttle {
    /// Yes; this try is counted.
    Go,
    /// Not before this time.
    Wait(Timestamp),
}

/// Staff, sessions, tokens, endpoints. Every method is one transaction.
#[async_trait]
pub trait Clerk: Send + Sync {
    /// All accounts, by login.
    async fn accounts(&self, j: &Jurisdiction) -> Result<Vec<Account>, StoreError>;
    /// An account by its login (lower case).
    async fn account_by_login(&self, j: &Jurisdiction, login: &str) -> Result<Option<Account>, StoreError>;
    /// An account by its id.
    async fn account(&self, j: &Jurisdiction, id: AccountId) -> Result<Option<Account>, StoreError>;
    /// Adds an account; `false`: the login is taken.
    async fn add_account(&self, account: &Account) -> Result<bool, StoreError>;
    /// Replaces an account's name, role, unit, password, lock and leave; `false`: it is no longer as it was read, or there
    /// is no such account, and nothing was changed. So a sign-in that fails takes no new password back, and nobody who has
    /// left returns.
    async fn change_account(&self, was: &Account, is: &Account) -> Result<bool, StoreError>;

    /// Signs in: a session begins.
    async fn open_session(&self, j: &Jurisdiction, session: &Session) -> Result<(), StoreError>;
    /// The session of a token, if it was used within `idle` and began within `whole`; marks it used (to the sixtieth
    /// part of `idle`, so that a page with many parts is not as many writes).
    async fn session(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
        now: Timestamp,
        idle: SignedDuration,
        whole: SignedDuration,
    ) -> Result<Option<Session>, StoreError>;
    /// Signs out.
    async fn close_session(&self, j: &Jurisdiction, token_hash: &str) -> Result<(), StoreError>;
    /// Signs an account out everywhere.
    async fn close_sessions(&self, j: &Jurisdiction, account: AccountId) -> Result<(), StoreError>;

    /// Adds a unit's API token.
    async fn add_token(&self, j: &Jurisdiction, token: &ApiToken) -> Result<(), StoreError>;
    /// A token that has not been taken back.
    async fn token(&self, j: &Jurisdiction, token_hash: &str) -> Result<Option<ApiToken>, StoreError>;
    /// Takes back all tokens of a unit.
    async fn revoke_tokens(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Where a unit's system is told.
    async fn endpoint(&self, j: &Jurisdiction, unit: &UnitCode) -> Result<Option<Endpoint>, StoreError>;
    /// All endpoints.
    async fn endpoints(&self, j: &Jurisdiction) -> Result<Vec<Endpoint>, StoreError>;
    /// Sets or (with `None`) removes it.
    async fn set_endpoint(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        endpoint: Option<&Endpoint>,
    ) -> Result<(), StoreError>;

    /// Where somebody is on a platform, unsealed.
    async fn seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
    ) -> Result<Option<String>, StoreError>;
    /// Who is at an address.
    async fn holder(&self, j: &Jurisdiction, address: &Address) -> Result<Option<Holder>, StoreError>;
    /// Sets or (with `None`) removes it. Whoever was at the address before is there no more.
    async fn set_seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Counts a try under a key: at most `limit` within `window`, counted in the database.
    async fn throttle(
        &self,
        j: &Jurisdiction,
        key: &str,
        limit: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<Throttle, StoreError>;

    /// Takes back a counted try: it was a good one.
    async fn forgive(&self, j: &Jurisdiction, key: &str) -> Result<(), StoreError>;

    /// Keeps a version of the banner's rule book under its content hash; a known hash changes nothing.
    async fn publish_rulebook(
        &self,
        j: &Jurisdiction,
        hash: &str,
        content: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Keeps changes of word lists for a person to decide; one that waits already for the same word of the same leaf is
    /// left as it is. How many are new.
    async fn propose_changes(&self, j: &Jurisdiction, changes: &[WordChange]) -> Result<usize, StoreError>;
    /// All changes that were ever proposed, the newest first.
    async fn word_changes(&self, j: &Jurisdiction) -> Result<Vec<WordChange>, StoreError>;
    /// Approves or refuses a change; `false`: there is none that waits.
    async fn decide_change(
        &self,
        j: &Jurisdiction,
        id: ChangeId,
        verdict: &Verdict,
    ) -> Result<bool, StoreError>;
}
