//! How does today look in figures?

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use jiff::civil::Date;
use minijinja::context;
use prompts::Names;
use serde::{Deserialize, Serialize};
use storage::Counts;
use storage::order::clock::Remaining;
use storage::order::{Kind, Source};

use super::card::cards;
use super::door::Door;
use super::page::{Page, Tongue};
use super::queue::TaskView;
use super::signed::Signed;
use super::who::SUPERVISORS;
use super::{moment, trouble, words};
use crate::app::App;
use crate::desk::{Card, DeskError, TaskCard};

/// The day in figures.
pub(super) fn doors() -> Vec<Door> {
    vec![Door::new("/desk/today", SUPERVISORS, get(today))]
}

#[derive(Deserialize)]
struct Day {
    date: Option<String>,
}

async fn today(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, Query(day): Query<Day>) -> Response {
    let page = Page::of(&app, tongue, &who);
    let now = moment::day(&app, app.clock.now());
    let date = day.date.as_deref().and_then(|day| day.parse::<Date>().ok()).unwrap_or(now);
    match figures(&app, &who, date).await {
        Ok((counts, overdue, hot)) => {
            let facts = context! {
                date => date.to_string(), today => now.to_string(),
                before => date.yesterday().ok().map(|date| date.to_string()),
                after => date.tomorrow().ok().filter(|date| *date <= now).map(|date| date.to_string()),
                counts => CountsView::new(&app, &counts), overdue => cards(&app, overdue),
                hot => hot.into_iter().map(|task| TaskView::new(&app, task)).collect::<Vec<_>>(),
            };
            page.show(StatusCode::OK, "desk/today.html", facts)
        }
        Err(error) => trouble::page(&page, &error),
    }
}

/// The counts of the day, the orders that are overdue now, longest first, and the hot matters nobody has seen to yet.
async fn figures(
    app: &App,
    who: &Signed,
    date: Date,
) -> Result<(Counts, Vec<Card>, Vec<TaskCard>), DeskError> {
    let counts = app.desk.counts(&who.staff, date).await?;
    let queue = app.desk.queue(&who.staff).await?;
    let open = queue.triage.into_iter().chain(queue.returns).chain(queue.open);
    let mut overdue: Vec<Card> = open.filter(|card| matches!(card.left, Remaining::Overdue(_))).collect();
    overdue.sort_by_key(|card| card.due);
    let hot = queue.tasks.into_iter().filter(|task| task.hot.is_some()).collect();
    Ok((counts, overdue, hot))
}

#[derive(Serialize)]
struct CountsView {
    accepted: u64,
    finished: u64,
    open: u64,
    overdue: u64,
    rated: u64,
    solved: u64,
    satisfied: u64,
    states: Vec<(&'static str, u64)>,
    kinds: Vec<(&'static str, u64)>,
    sources: Vec<(&'static str, u64)>,
    units: Vec<UnitView>,
}

#[derive(Serialize)]
struct UnitView {
    name: String,
    led: u64,
    unsigned: u64,
    finished: u64,
    overdue: u64,
}

impl CountsView {
    fn new(app: &App, counts: &Counts) -> Self {
        let names = app.names(Vec::new());
        let kinds = Kind::ALL
            .into_iter()
            .filter_map(|kind| Some((words::kind(kind), count(&counts.by_kind, kind.name())?)));
        let sources = Source::ALL.into_iter();
        let sources = sources
            .filter_map(|source| Some((words::source(source), count(&counts.by_source, source.name())?)));
        let mut units: Vec<UnitView> = counts
            .by_unit
            .iter()
            .map(|unit| UnitView {
                name: names.unit(unit.unit.as_str()),
                led: unit.led,
                unsigned: unit.unsigned,
                finished: unit.finished,
                overdue: unit.overdue,
            })
            .collect();
        units.sort_by(|one, other| other.overdue.cmp(&one.overdue).then(other.led.cmp(&one.led)));
        let (rated, solved, satisfied) = counts.rated;
        Self {
            accepted: counts.accepted,
            finished: counts.finished,
            open: counts.open,
            overdue: counts.overdue,
            rated,
            solved,
            satisfied,
            states: counts.by_state.iter().map(|(state, n)| (words::state(*state), *n)).collect(),
            kinds: kinds.collect(),
            sources: sources.collect(),
            units,
        }
    }
}

fn count(counts: &[(String, u64)], name: &str) -> Option<u64> {
    counts.iter().find(|(counted, _)| counted == name).map(|(_, n)| *n)
}
