//! How does somebody of the staff, or a unit's group, come to be told on Telegram?

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use minijinja::{Value, context};
use prompts::Names;
use serde::Serialize;
use storage::{AccountRole, Holder, UnitCode};

use super::door::Door;
use super::filled::Filled;
use super::link::{self, Link};
use super::page::{Page, Tongue};
use super::signed::Signed;
use super::who::{GROUPS, STAFF};
use super::{moment, trouble};
use crate::app::App;
use crate::channel::TELEGRAM;
use crate::desk::{DeskError, GivenPass};

/// One's own Telegram, and the group of a unit.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/telegram", STAFF, get(mine).post(tie_me)),
        Door::new("/desk/telegram/untie", STAFF, post(untie_me)),
        Door::new("/desk/group", GROUPS, get(groups).post(tie_group)),
        Door::new("/desk/group/untie", GROUPS, post(untie_group)),
    ]
}

/// A code that was given just now.
#[derive(Serialize)]
struct Given {
    /// What is sent to the bot.
    code: String,
    until: String,
    link: Option<Link>,
}

impl Given {
    fn new(app: &App, pass: GivenPass, link: Option<Link>) -> Self {
        Self { until: moment::minute(app, pass.ends_at), link, code: pass.code }
    }
}

/// A unit and whether its group is tied.
#[derive(Serialize)]
struct Group {
    code: String,
    name: String,
    tied: bool,
}

async fn mine(State(app): State<Arc<App>>, tongue: Tongue, who: Signed) -> Response {
    my_page(&Page::of(&app, tongue, &who), &who, None).await
}

async fn tie_me(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, _filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    if app.telegram_name.get().is_none() {
        return my_page(&page, &who, None).await;
    }
    match app.desk.give_account_pass(&who.staff).await {
        Ok(pass) => {
            tracing::info!(staff.login = %who.staff.login, "a code for one's own telegram was given");
            let link = link::to_telegram(&app, &pass.code);
            my_page(&page, &who, Some(Given::new(&app, pass, link))).await
        }
        Err(error) => trouble::page(&page, &error),
    }
}

async fn untie_me(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, _filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let holder = Holder::Account(who.staff.account);
    match untie(&app, &holder).await {
        Ok(()) => {
            tracing::info!(staff.login = %who.staff.login, "untied from telegram");
            Redirect::to("/desk/telegram").into_response()
        }
        Err(error) => trouble::page(&page, &error),
    }
}

async fn my_page(page: &Page<'_>, who: &Signed, given: Option<Given>) -> Response {
    match is_tied(page.app, &Holder::Account(who.staff.account)).await {
        Ok(tied) => {
            let facts = context! { tied, given, here => page.app.telegram_name.get().is_some() };
            page.show(StatusCode::OK, "desk/telegram.html", facts)
        }
        Err(error) => trouble::page(page, &error),
    }
}

async fn groups(State(app): State<Arc<App>>, tongue: Tongue, who: Signed) -> Response {
    group_page(&Page::of(&app, tongue, &who), &who, None).await
}

async fn tie_group(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Some(unit) = chosen(&app, &who, &filled) else {
        return trouble::not_found(&page);
    };
    if app.telegram_name.get().is_none() {
        return group_page(&page, &who, None).await;
    }
    match app.desk.give_group_pass(&who.staff, &unit).await {
        Ok(pass) => {
            tracing::info!(staff.login = %who.staff.login, unit = %unit, "a code for a unit's group was given");
            let link = link::to_telegram_group(&app, &pass.code);
            let name = app.names(Vec::new()).unit(unit.as_str());
            group_page(&page, &who, Some((name, Given::new(&app, pass, link)))).await
        }
        Err(error) => trouble::page(&page, &error),
    }
}

async fn untie_group(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, filled: Filled) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Some(unit) = chosen(&app, &who, &filled) else {
        return trouble::not_found(&page);
    };
    match untie(&app, &Holder::Unit(unit.clone())).await {
        Ok(()) => {
            tracing::info!(staff.login = %who.staff.login, unit = %unit, "a unit's group was untied");
            Redirect::to("/desk/group").into_response()
        }
        Err(error) => trouble::page(&page, &error),
    }
}

async fn group_page(page: &Page<'_>, who: &Signed, given: Option<(String, Given)>) -> Response {
    match tied_groups(page.app, who).await {
        Ok(groups) => {
            let (whose, given) = given.map_or((None, None), |(whose, given)| (Some(whose), Some(given)));
            let facts = context! {
                groups => Value::from_serialize(&groups), whose, given,
                here => page.app.telegram_name.get().is_some(),
            };
            page.show(StatusCode::OK, "desk/group.html", facts)
        }
        Err(error) => trouble::page(page, &error),
    }
}

/// The groups this person may tie: an administrator every unit's, somebody of a unit their own.
async fn tied_groups(app: &App, who: &Signed) -> Result<Vec<Group>, DeskError> {
    let names = app.names(Vec::new());
    let mut groups = Vec::new();
    for code in app.banner.units.keys().filter(|code| may_tie(who, code)) {
        let tied = is_tied(app, &Holder::Unit(UnitCode::new(code))).await?;
        groups.push(Group { name: names.unit(code), code: code.clone(), tied });
    }
    Ok(groups)
}

/// The unit of the form, if this person may speak for it.
fn chosen(app: &App, who: &Signed, filled: &Filled) -> Option<UnitCode> {
    let code = filled.text("unit");
    (app.banner.units.contains_key(code) && may_tie(who, code)).then(|| UnitCode::new(code))
}

fn may_tie(who: &Signed, code: &str) -> bool {
    who.staff.role == AccountRole::Administrator
        || who.staff.unit.as_ref().is_some_and(|unit| unit.as_str() == code)
}

async fn is_tied(app: &App, holder: &Holder) -> Result<bool, DeskError> {
    Ok(app.clerk.seat(app.jurisdiction(), TELEGRAM, holder).await?.is_some())
}

async fn untie(app: &App, holder: &Holder) -> Result<(), DeskError> {
    Ok(app.clerk.set_seat(app.jurisdiction(), TELEGRAM, holder, None, app.clock.now()).await?)
}
