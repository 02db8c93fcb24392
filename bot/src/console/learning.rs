//! Which words may the program learn?

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use minijinja::context;
use serde::Serialize;
use storage::{AccountRole, Altered, CategoryCode, ChangeId, OrderNo, Paper, Verdict, WordChange};

use super::door::Door;
use super::filled::Filled;
use super::page::{Page, Tongue};
use super::signed::Signed;
use super::who::TEACHERS;
use super::{moment, trouble};
use crate::app::App;
use crate::desk::DeskError;
use crate::learning::{approved, excerpt};

/// So many orders of a kind are shown with a proposal.
const SHOWN: usize = 5;
/// So many decisions are shown.
const DECIDED: usize = 50;
/// Longest reason that is taken, in characters.
const LONGEST_WHY: usize = 500;

/// The proposals, and what may be said to one.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/learning", TEACHERS, get(list)),
        Door::new("/desk/learning/{id}/approve", TEACHERS, post(approve)),
        Door::new("/desk/learning/{id}/refuse", TEACHERS, post(refuse)),
    ]
}

async fn list(State(app): State<Arc<App>>, tongue: Tongue, who: Signed) -> Response {
    overview(&Page::of(&app, tongue, &who), &who, StatusCode::OK, "").await
}

async fn approve(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(id): Path<String>,
    filled: Filled,
) -> Response {
    decide(&app, tongue, &who, &id, true, filled.given("why").unwrap_or_default()).await
}

async fn refuse(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(id): Path<String>,
    filled: Filled,
) -> Response {
    match filled.given("why") {
        Some(why) => decide(&app, tongue, &who, &id, false, why).await,
        // Next week's proposals are made by what is known of last week's.
        None => {
            let page = Page::of(&app, tongue, &who);
            overview(&page, &who, StatusCode::UNPROCESSABLE_ENTITY, "desk-learning-why-missing").await
        }
    }
}

async fn decide(
    app: &Arc<App>,
    tongue: Tongue,
    who: &Signed,
    id: &str,
    approved: bool,
    why: String,
) -> Response {
    let page = Page::of(app, tongue, who);
    let Ok(id) = id.parse::<ChangeId>() else { return trouble::not_found(&page) };
    if why.chars().count() > LONGEST_WHY {
        return overview(&page, who, StatusCode::UNPROCESSABLE_ENTITY, "desk-learning-why-long").await;
    }
    let verdict = Verdict { approved, by: who.staff.account, at: app.clock.now(), why };
    match app.clerk.decide_change(app.jurisdiction(), id, &verdict).await {
        Ok(true) => {
            tracing::info!(staff.login = %who.staff.login, change.id = %id, approved, "a change was decided");
            if approved {
                app.rulebook_changed();
            }
            let said = if approved { "desk-learning-approved" } else { "desk-learning-refused" };
            overview(&page, who, StatusCode::OK, said).await
        }
        Ok(false) => overview(&page, who, StatusCode::CONFLICT, "desk-learning-gone").await,
        Err(error) => trouble::page(&page, &DeskError::Store(error)),
    }
}

/// The page, and what it says above its lists.
async fn overview(page: &Page<'_>, who: &Signed, status: StatusCode, said: &'static str) -> Response {
    let app = page.app;
    match views(app, who).await {
        Ok((waiting, decided, lines)) => {
            let refused = status != StatusCode::OK;
            let may_open = reads_orders(who);
            let facts = context! { said, refused, waiting, decided, lines, may_open };
            page.show(status, "desk/learning.html", facts)
        }
        Err(error) => trouble::page(page, &error),
    }
}

/// An administrator keeps words in order, and sees no order.
fn reads_orders(who: &Signed) -> bool {
    match who.staff.role {
        AccountRole::Supervisor | AccountRole::Operator => true,
        AccountRole::Administrator | AccountRole::Unit => false,
    }
}

/// A change that waits for a person.
#[derive(Serialize)]
struct Waiting {
    id: String,
    word: String,
    leaf: String,
    before: Option<String>,
    after: String,
    at: String,
    lists: Vec<OrdersView>,
}

/// Orders it would have changed, of one kind.
#[derive(Serialize)]
struct OrdersView {
    /// Key of the heading.
    title: &'static str,
    count: u32,
    orders: Vec<OrderView>,
}

#[derive(Serialize)]
struct OrderView {
    no: String,
    before: Option<String>,
    after: Option<String>,
    /// The beginning of what was said, masked; none for who sees no order, or when it was erased.
    text: Option<String>,
}

/// A change somebody has decided.
#[derive(Serialize)]
struct Decided {
    word: String,
    leaf: String,
    before: Option<String>,
    after: String,
    approved: bool,
    by: String,
    at: String,
    why: String,
}

async fn views(app: &App, who: &Signed) -> Result<(Vec<Waiting>, Vec<Decided>, Vec<String>), DeskError> {
    let changes = app.clerk.word_changes(app.jurisdiction()).await?;
    let (mut waiting, mut decided) = (Vec::new(), Vec::new());
    for change in changes.iter().filter(|change| change.verdict.is_none()) {
        let texts = if reads_orders(who) { texts(app, change).await? } else { BTreeMap::new() };
        waiting.push(waits(app, change, &texts));
    }
    for change in &changes {
        if let Some(verdict) = &change.verdict {
            decided.push((verdict.at, change, verdict));
        }
    }
    decided.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let mut shown = Vec::new();
    for (_, change, verdict) in decided.into_iter().take(DECIDED) {
        let account = app.clerk.account(app.jurisdiction(), verdict.by).await?;
        shown.push(Decided {
            word: change.word.clone(),
            leaf: leaf(app, &change.category),
            before: change.before.map(|before| before.to_string()),
            after: change.after.to_string(),
            approved: verdict.approved,
            by: account.map_or_else(String::new, |account| account.name),
            at: moment::minute(app, verdict.at),
            why: verdict.why.clone(),
        });
    }
    let lines = approved(&changes)
        .into_iter()
        .map(|it| format!("{} {}*{}", it.change.category, it.change.word, it.change.after));
    Ok((waiting, shown, lines.collect()))
}

fn waits(app: &App, change: &WordChange, texts: &BTreeMap<OrderNo, String>) -> Waiting {
    let rehearsed = &change.rehearsed;
    let lists = [
        ("desk-learning-righted", &rehearsed.righted),
        ("desk-learning-wronged", &rehearsed.wronged),
        ("desk-learning-otherwise", &rehearsed.otherwise),
    ];
    let view = |(title, altered): (&'static str, &Altered)| OrdersView {
        title,
        count: altered.count,
        orders: altered
            .shown
            .iter()
            .take(SHOWN)
            .map(|order| OrderView {
                no: order.no.to_string(),
                before: order.before.as_ref().map(|code| leaf(app, code)),
                after: order.after.as_ref().map(|code| leaf(app, code)),
                text: texts.get(&order.no).cloned(),
            })
            .collect(),
    };
    Waiting {
        id: change.id.to_string(),
        word: change.word.clone(),
        leaf: leaf(app, &change.category),
        before: change.before.map(|before| before.to_string()),
        after: change.after.to_string(),
        at: moment::minute(app, change.proposed_at),
        lists: lists.into_iter().map(view).collect(),
    }
}

/// The beginnings of what was said in the orders that are shown.
async fn texts(app: &App, change: &WordChange) -> Result<BTreeMap<OrderNo, String>, DeskError> {
    let rehearsed = &change.rehearsed;
    let lists = [&rehearsed.righted, &rehearsed.wronged, &rehearsed.otherwise];
    let mut texts = BTreeMap::new();
    for order in lists.into_iter().flat_map(|list| list.shown.iter().take(SHOWN)) {
        let Some(found) = app.store.order_state(app.jurisdiction(), &order.no).await? else { continue };
        let story = app.store.paper(app.jurisdiction(), found.papers.story).await?;
        if let Some(text) = story.as_ref().and_then(Paper::text) {
            texts.insert(order.no.clone(), excerpt(&app.banner.book, text));
        }
    }
    Ok(texts)
}

/// Names of a leaf from the top down; its code where it is gone.
fn leaf(app: &App, code: &CategoryCode) -> String {
    let category = app.banner.categories.get(code.as_str());
    category.map_or_else(|| code.to_string(), |category| category.path.join(" / "))
}
