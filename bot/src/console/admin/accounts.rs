//! Who has an account, and who gets, renews or loses one?

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use prompts::Names;
use serde::Serialize;
use storage::{Account, AccountRole, StoreError, UnitCode};

use super::{Word, overview, secret};
use crate::app::App;
use crate::console::auth::{self, Enrolled, Newcomer};
use crate::console::door::Door;
use crate::console::filled::Filled;
use crate::console::page::{Page, Tongue};
use crate::console::signed::Signed;
use crate::console::who::ADMINISTRATORS;
use crate::console::{moment, trouble, words};
use crate::desk::DeskError;

/// The list, and what can be done with an account.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/admin", ADMINISTRATORS, get(list)),
        Door::new("/desk/admin/accounts", ADMINISTRATORS, post(add)),
        Door::new("/desk/admin/accounts/{login}/reset", ADMINISTRATORS, post(reset)),
        Door::new("/desk/admin/accounts/{login}/leave", ADMINISTRATORS, post(leave)),
    ]
}

async fn list(State(app): State<Arc<App>>, tongue: Tongue, who: Signed) -> Response {
    overview(&Page::of(&app, tongue, &who), StatusCode::OK, Word::default()).await
}

async fn add(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let role = match filled.text("role") {
        "operator" => AccountRole::Operator,
        "supervisor" => AccountRole::Supervisor,
        "administrator" => AccountRole::Administrator,
        _ => AccountRole::Unit,
    };
    let newcomer = Newcomer {
        login: filled.text("login").to_owned(),
        name: filled.text("name").to_owned(),
        role,
        // The list of units is always on the form; who is of none leaves it alone.
        unit: filled.given("unit").map(UnitCode::new).filter(|_| role == AccountRole::Unit),
    };
    enrolled(&page, &who, auth::add(&app, newcomer).await, &filled).await
}

async fn reset(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(login): Path<String>,
    filled: Filled,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    enrolled(&page, &who, auth::reset(&app, &login).await, &filled).await
}

async fn leave(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(login): Path<String>,
    filled: Filled,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    if login == who.staff.login {
        return refused(&page, "desk-admin-not-yourself", &filled).await;
    }
    match auth::leave(&app, &login).await {
        Ok(true) => {
            let word = Word { key: "desk-admin-left", ..Word::default() };
            overview(&page, StatusCode::OK, word).await
        }
        Ok(false) => trouble::not_found(&page),
        Err(error) => trouble::page(&page, &DeskError::Store(error)),
    }
}

async fn enrolled(
    page: &Page<'_>,
    who: &Signed,
    became: Result<Enrolled, StoreError>,
    filled: &Filled,
) -> Response {
    let key = match became {
        Ok(Enrolled::Yes(fresh)) => {
            return secret(page, who, "desk-secret-password", &fresh.login, &fresh.password);
        }
        Ok(Enrolled::LoginTaken) => "desk-admin-login-taken",
        Ok(Enrolled::LoginUnfit) => "desk-admin-login-unfit",
        Ok(Enrolled::NameUnfit) => "desk-admin-name-unfit",
        Ok(Enrolled::UnitUnfit) => "desk-admin-unit-unfit",
        Ok(Enrolled::Unknown) => return trouble::not_found(page),
        Err(error) => return trouble::page(page, &DeskError::Store(error)),
    };
    refused(page, key, filled).await
}

async fn refused(page: &Page<'_>, key: &'static str, filled: &Filled) -> Response {
    overview(page, StatusCode::UNPROCESSABLE_ENTITY, Word { key, refused: true, typed: filled.typed() }).await
}

/// Accounts of one unit, or of the centre.
#[derive(Serialize)]
pub(super) struct Group {
    /// Name of the unit; `None`: of the centre.
    unit: Option<String>,
    accounts: Vec<AccountView>,
}

#[derive(Serialize)]
struct AccountView {
    login: String,
    name: String,
    role: &'static str,
    since: String,
    left: Option<String>,
    locked_until: Option<String>,
    must_change: bool,
}

/// All accounts: the centre's first, then by unit.
pub(super) async fn by_unit(app: &App) -> Result<Vec<Group>, DeskError> {
    let names = app.names(Vec::new());
    let mut groups = BTreeMap::<Option<String>, Vec<AccountView>>::new();
    for account in app.clerk.accounts(app.jurisdiction()).await? {
        let unit = account.unit.as_ref().map(|unit| names.unit(unit.as_str()));
        groups.entry(unit).or_default().push(view(app, account));
    }
    Ok(groups.into_iter().map(|(unit, accounts)| Group { unit, accounts }).collect())
}

fn view(app: &App, account: Account) -> AccountView {
    let now = app.clock.now();
    AccountView {
        role: words::account_role(account.role),
        since: moment::minute(app, account.created_at),
        left: account.disabled_at.map(|at| moment::minute(app, at)),
        locked_until: account
            .locked_until
            .filter(|until| *until > now)
            .map(|until| moment::minute(app, until)),
        must_change: account.must_change,
        login: account.login,
        name: account.name,
    }
}
