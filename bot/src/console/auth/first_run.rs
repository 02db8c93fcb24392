//! How does the first person get in?

use storage::{AccountRole, StoreError, UnitCode};

use super::enrol::{self, FreshPassword, Newcomer};
use super::password;
use crate::app::App;
use crate::console::words;

/// The accounts a fresh installation was given; to be shown once, the passwords are kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstRun {
    /// The administrator; the password must be changed at the first sign-in.
    pub administrator: FreshPassword,
    /// Accounts for walking through the example banner; none in a real one.
    pub walk: Option<Walk>,
}

/// Accounts for walking through the example: made for this installation, one password for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The password, drawn for this installation.
    pub password: String,
    /// The operator's login.
    pub operator: String,
    /// The supervisor's login.
    pub supervisor: String,
    /// One login a unit, by unit.
    pub units: Vec<(UnitCode, String)>,
}

/// Opens the first accounts where there are none; `None` where there is any.
///
/// There is no default password (GB/T 22239, 身份鉴别): all are drawn here.
pub async fn first_run(app: &App) -> Result<Option<FirstRun>, StoreError> {
    if !app.clerk.accounts(app.jurisdiction()).await?.is_empty() {
        return Ok(None);
    }
    let password = app.mint.password();
    let hash = password::hash(&app.mint, &password).await;
    let newcomer = newcomer(app, "admin", "desk-first-run-administrator", AccountRole::Administrator);
    // Of several processes that start at once only one gives the first account.
    if !app.clerk.add_account(&enrol::account(app, newcomer, hash, true)).await? {
        return Ok(None);
    }
    let walk = if app.banner.example { Some(walk(app).await?) } else { None };
    Ok(Some(FirstRun { administrator: FreshPassword { login: "admin".to_owned(), password }, walk }))
}

async fn walk(app: &App) -> Result<Walk, StoreError> {
    let password = app.mint.password();
    // One password, hence one hash: seventy of them would take seconds and hide nothing.
    let hash = password::hash(&app.mint, &password).await;
    let operator = newcomer(app, "zuoxi", "desk-first-run-operator", AccountRole::Operator);
    let supervisor = newcomer(app, "duban", "desk-first-run-supervisor", AccountRole::Supervisor);
    let units: Vec<Newcomer> = app
        .banner
        .units
        .iter()
        .map(|(code, unit)| Newcomer {
            login: code.to_lowercase(),
            name: unit.short.clone(),
            role: AccountRole::Unit,
            unit: Some(UnitCode::new(code.as_str())),
        })
        .collect();
    let mut walk = Walk {
        password,
        operator: operator.login.clone(),
        supervisor: supervisor.login.clone(),
        units: Vec::new(),
    };
    for newcomer in [operator, supervisor].into_iter().chain(units) {
        let (login, unit) = (newcomer.login.clone(), newcomer.unit.clone());
        if app.clerk.add_account(&enrol::account(app, newcomer, hash.clone(), false)).await? {
            walk.units.extend(unit.map(|unit| (unit, login)));
        }
    }
    Ok(walk)
}

fn newcomer(app: &App, login: &str, name: &str, role: AccountRole) -> Newcomer {
    let name = app.wording.line(words::HOME, name, &[]);
    Newcomer { login: login.to_owned(), name, role, unit: None }
}
