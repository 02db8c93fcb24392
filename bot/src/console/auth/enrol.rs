//! How does somebody get an account, a new password, or leave?

use storage::{Account, AccountId, AccountRole, StoreError, UnitCode};

use super::{amend, password};
use crate::app::App;

/// Who is to get an account.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Sign-in name; kept in lower case.
    pub login: String,
    /// Name shown to colleagues.
    pub name: String,
    /// What they may do.
    pub role: AccountRole,
    /// The unit, for [`AccountRole::Unit`].
    pub unit: Option<UnitCode>,
}

/// A login with the password that is shown once and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshPassword {
    /// Sign-in name.
    pub login: String,
    /// The password, to be changed at the first sign-in.
    pub password: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enrolled {
    /// Done; here is the password.
    Yes(FreshPassword),
    /// Another account has that login.
    LoginTaken,
    /// A login is 2 to 32 letters, digits, dots, dashes or underlines, and begins with a letter.
    LoginUnfit,
    /// The name is empty or longer than 64 characters.
    NameUnfit,
    /// A unit's account needs a unit of the directory, and no other account has one.
    UnitUnfit,
    /// There is no such account.
    Unknown,
}

/// Opens an account with a random password that must be changed at the first sign-in.
pub async fn add(app: &App, newcomer: Newcomer) -> Result<Enrolled, StoreError> {
    let login = newcomer.login.trim().to_lowercase();
    let name = newcomer.name.trim();
    if !is_login(&login) {
        return Ok(Enrolled::LoginUnfit);
    }
    if name.is_empty() || name.chars().count() > 64 {
        return Ok(Enrolled::NameUnfit);
    }
    if !unit_fits(app, newcomer.role, newcomer.unit.as_ref()) {
        return Ok(Enrolled::UnitUnfit);
    }
    let password = app.mint.password();
    let hash = password::hash(&app.mint, &password).await;
    let newcomer = Newcomer { login: login.clone(), name: name.to_owned(), ..newcomer };
    let added = app.clerk.add_account(&account(app, newcomer, hash, true)).await?;
    Ok(if added { Enrolled::Yes(FreshPassword { login, password }) } else { Enrolled::LoginTaken })
}

/// Gives a new random password, lifts a lock and signs the account out everywhere. A leaver stays a leaver.
pub async fn reset(app: &App, login: &str) -> Result<Enrolled, StoreError> {
    let Some(account) = of(app, login).await? else {
        return Ok(Enrolled::Unknown);
    };
    let password = app.mint.password();
    let hash = password::hash(&app.mint, &password).await;
    let forget = |account: &mut Account| {
        account.password.clone_from(&hash);
        account.must_change = true;
        account.failures = 0;
        account.locked_until = None;
        true
    };
    let Some(account) = amend(app, account.id, forget).await? else {
        return Ok(Enrolled::Unknown);
    };
    app.clerk.close_sessions(app.jurisdiction(), account.id).await?;
    tracing::info!(staff.login = %account.login, "password reset");
    Ok(Enrolled::Yes(FreshPassword { login: account.login, password }))
}

/// The person leaves: no sign-in any more, signed out everywhere at once. `false`: there is no such account.
pub async fn leave(app: &App, login: &str) -> Result<bool, StoreError> {
    let Some(account) = of(app, login).await? else {
        return Ok(false);
    };
    let now = app.clock.now();
    let leave = |account: &mut Account| {
        // They left when they left.
        account.disabled_at.get_or_insert(now);
        true
    };
    let Some(account) = amend(app, account.id, leave).await? else {
        return Ok(false);
    };
    app.clerk.close_sessions(app.jurisdiction(), account.id).await?;
    tracing::info!(staff.login = %account.login, "left");
    Ok(true)
}

/// A new account, not yet kept.
pub(super) fn account(app: &App, newcomer: Newcomer, password: String, must_change: bool) -> Account {
    let now = app.clock.now();
    Account {
        jurisdiction: app.jurisdiction().clone(),
        id: AccountId(app.mint.id(now)),
        login: newcomer.login,
        name: newcomer.name,
        role: newcomer.role,
        unit: newcomer.unit,
        password,
        must_change,
        failures: 0,
        locked_until: None,
        disabled_at: None,
        created_at: now,
    }
}

async fn of(app: &App, login: &str) -> Result<Option<Account>, StoreError> {
    app.clerk.account_by_login(app.jurisdiction(), &login.trim().to_lowercase()).await
}

fn unit_fits(app: &App, role: AccountRole, unit: Option<&UnitCode>) -> bool {
    match (role, unit) {
        (AccountRole::Unit, Some(unit)) => app.banner.units.contains_key(unit.as_str()),
        (AccountRole::Operator | AccountRole::Supervisor | AccountRole::Administrator, None) => true,
        (AccountRole::Unit, None)
        | (AccountRole::Operator | AccountRole::Supervisor | AccountRole::Administrator, Some(_)) => false,
    }
}

fn is_login(login: &str) -> bool {
    (2..=32).contains(&login.len())
        && login.starts_with(|c: char| c.is_ascii_lowercase())
        && login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::is_login;

    #[test]
    fn a_login_can_be_typed_on_any_keyboard() {
        assert!(is_login("wang.fang"));
        assert!(is_login("c0101"));
        for unfit in ["", "a", "王芳", "9lives", "Wang", "a b", &"a".repeat(33)] {
            assert!(!is_login(unfit), "{unfit:?}");
        }
    }
}
