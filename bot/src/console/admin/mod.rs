//! What does an administrator keep in order?

mod accounts;
mod systems;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};

use super::door::Door;
use super::filled::Typed;
use super::page::Page;
use super::signed::Signed;
use super::{order, trouble};
use crate::app::App;
use crate::desk::DeskError;

/// Accounts, and units' own systems.
pub(super) fn doors() -> Vec<Door> {
    [accounts::doors(), systems::doors()].into_iter().flatten().collect()
}

/// What the page says above its lists.
#[derive(Default)]
struct Word {
    /// Key of the sentence; empty for none.
    key: &'static str,
    /// Is it a refusal?
    refused: bool,
    /// What was typed, to be corrected.
    typed: Typed,
}

/// The administrator's page.
async fn overview(page: &Page<'_>, status: StatusCode, word: Word) -> Response {
    match lists(page.app).await {
        Ok(lists) => {
            let facts = context! { said => word.key, refused => word.refused, typed => word.typed, ..lists };
            page.show(status, "desk/admin.html", facts)
        }
        Err(error) => trouble::page(page, &error),
    }
}

async fn lists(app: &Arc<App>) -> Result<Value, DeskError> {
    Ok(context! {
        groups => accounts::by_unit(app).await?, systems => systems::connected(app).await?,
        units => order::units(app, &[]),
    })
}

/// A page with something that is shown this once and kept nowhere.
fn secret(page: &Page<'_>, who: &Signed, what: &'static str, whose: &str, value: &str) -> Response {
    tracing::info!(staff.login = %who.staff.login, what, whose, "a secret was made and shown once");
    page.show(StatusCode::OK, "desk/secret.html", context! { what, whose, value })
}
