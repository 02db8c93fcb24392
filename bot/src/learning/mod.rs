//! What would the program understand better, if a person let it?
//!
//! What people made of orders otherwise than the program did is read from the ledger ([`Row`]); `intake` looks for words
//! that would have told, and rehearses each on the orders of a year. What it finds is kept as a proposal
//! ([`keep`]) once a week ([`Weekly`]); a supervisor or an administrator approves or refuses it, and only what was
//! approved is read into the rule book ([`with_approved`]).

mod approved;
mod sorted;
mod weekly;

use std::sync::Arc;

use intake::{Audience, Book, Learning, Past, Rehearsal};
use jiff::SignedDuration;
use storage::{
    Altered, AlteredOrder, CategoryCode, ChangeId, OrderNo, Paper, PaperId, Rehearsed, StoreError, UnitCode,
    WordChange,
};

use crate::app::App;
use sorted::Sorted;

pub use approved::{approved, is_outdated, with_approved};
pub use sorted::How;
pub use weekly::Weekly;

/// So far back is looked: how people speak, and who is in charge, changes with the seasons.
const BACK: SignedDuration = SignedDuration::from_hours(365 * 24);
/// Of these the latest so many: enough to know a word by, and few enough for a small machine.
const MOST_ORDERS: usize = 20_000;
/// So many orders are read, and so many papers opened, at a time.
const PAGE: u32 = 500;
/// So many orders are named with a proposal; the others are counted.
const NAMED: usize = 50;
/// So many characters of a message are shown.
const EXCERPT: usize = 40;

/// What was learned from a year.
#[derive(Debug)]
pub struct Lesson {
    /// Orders that people made otherwise than the program did.
    pub rows: Vec<Row>,
    /// On so many orders every change was rehearsed.
    pub tried: usize,
    /// Changes that are worth it, the best first.
    pub found: Vec<Rehearsal>,
}

/// An order that people made otherwise than the program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub no: OrderNo,
    /// How they did.
    pub how: How,
    /// What the citizen said, in the clear: never to be logged or shown unmasked.
    pub text: String,
    /// The leaf the program gave it.
    pub first: Option<CategoryCode>,
    /// The leaf it has.
    pub leaf: Option<CategoryCode>,
    /// The first unit that had it and the one that has it, where they differ.
    pub units: Option<(UnitCode, UnitCode)>,
}

/// Learns from the orders of a year. Writes nothing. What was refused, or waits for a person, is not found again.
pub async fn study(app: &App) -> Result<Lesson, StoreError> {
    let shunned = shunned(&app.clerk.word_changes(app.jurisdiction()).await?);
    let told = told(app).await?;
    let book = Arc::clone(&app.banner.book);
    let learned = tokio::task::spawn_blocking(move || learn(&book, told, &shunned)).await;
    Ok(learned.unwrap_or_else(|died| std::panic::resume_unwind(died.into_panic())))
}

/// Keeps what was found for a person to decide. How many are new.
pub async fn keep(app: &App, found: &[Rehearsal]) -> Result<usize, StoreError> {
    let now = app.clock.now();
    let changes: Vec<WordChange> = found
        .iter()
        .map(|rehearsal| WordChange {
            id: ChangeId(app.mint.id(now)),
            category: CategoryCode::new(rehearsal.change.category.as_str()),
            word: rehearsal.change.word.clone(),
            before: rehearsal.change.before,
            after: rehearsal.change.after,
            rehearsed: Rehearsed {
                righted: altered(&rehearsal.righted),
                wronged: altered(&rehearsal.wronged),
                otherwise: altered(&rehearsal.otherwise),
            },
            proposed_at: now,
            verdict: None,
        })
        .collect();
    app.clerk.propose_changes(app.jurisdiction(), &changes).await
}

/// The beginning of a message without what names or reaches a person.
pub fn excerpt(book: &Book, text: &str) -> String {
    book.mask_for(text, Audience::Anyone).text.replace(['\r', '\n'], " ").chars().take(EXCERPT).collect()
}

/// An order with the citizen's words.
struct Told {
    sorted: Sorted,
    text: String,
}

/// The orders of a year whose words are still there, in the order of their numbers.
async fn told(app: &App) -> Result<Vec<Told>, StoreError> {
    let (j, since) = (app.jurisdiction(), app.clock.now() - BACK);
    let mut all: Vec<Sorted> = Vec::new();
    let mut last: Option<OrderNo> = None;
    loop {
        let page = app.store.sorted_orders(j, since, last.as_ref(), PAGE).await?;
        let Some((order, _)) = page.last() else { break };
        last = Some(order.no.clone());
        all.extend(page.iter().filter_map(|(order, events)| Sorted::of(order, events)));
        all.drain(..all.len().saturating_sub(MOST_ORDERS));
    }
    let mut told = Vec::with_capacity(all.len());
    let mut left = all.into_iter().peekable();
    while left.peek().is_some() {
        let page: Vec<Sorted> = left.by_ref().take(PAGE as usize).collect();
        let stories: Vec<PaperId> = page.iter().map(|sorted| sorted.story).collect();
        let mut papers: Vec<Paper> = app.store.papers(j, &stories).await?;
        papers.sort_unstable_by_key(|paper| paper.id);
        told.extend(page.into_iter().filter_map(|sorted| {
            let at = papers.binary_search_by_key(&sorted.story, |paper| paper.id).ok()?;
            let text = papers[at].text().filter(|text| !text.trim().is_empty())?.to_owned();
            Some(Told { sorted, text })
        }));
    }
    Ok(told)
}

fn learn(book: &Book, told: Vec<Told>, shunned: &[(intake::CategoryCode, String)]) -> Lesson {
    let known: Vec<(String, String, intake::CategoryCode, &Told)> = told
        .iter()
        .filter_map(|told| {
            let leaf = told.sorted.proven()?;
            let leaf = intake::CategoryCode::new(leaf.as_str());
            Some((told.sorted.no.to_string(), told.sorted.person.to_string(), leaf, told))
        })
        .collect();
    let past: Vec<Past<'_>> = known
        .iter()
        .map(|(id, person, leaf, told)| Past {
            id,
            person,
            text: &told.text,
            leaf,
            corrected: told.sorted.is_corrected(),
        })
        .collect();
    let found = book.learn(&past, shunned, Learning::default());
    let tried = past.len();
    let rows = told.into_iter().filter_map(|Told { sorted, text }| sorted.into_row(text)).collect();
    Lesson { rows, tried, found }
}

/// What is not to be proposed again: it was refused, or waits.
fn shunned(changes: &[WordChange]) -> Vec<(intake::CategoryCode, String)> {
    let shunned =
        changes.iter().filter(|change| change.verdict.as_ref().is_none_or(|verdict| !verdict.approved));
    shunned.map(|change| (intake::CategoryCode::new(change.category.as_str()), change.word.clone())).collect()
}

fn altered(all: &[intake::Altered]) -> Altered {
    let code =
        |code: &Option<intake::CategoryCode>| code.as_ref().map(|code| CategoryCode::new(code.as_str()));
    let shown = all.iter().take(NAMED).filter_map(|altered| {
        let no = altered.id.parse().ok()?;
        Some(AlteredOrder { no, before: code(&altered.before), after: code(&altered.after) })
    });
    Altered { count: u32::try_from(all.len()).unwrap_or(u32::MAX), shown: shown.collect() }
}
