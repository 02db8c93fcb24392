//! Of what do many people speak, as the centre sees it?

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use minijinja::context;
use prompts::Names;
use serde::{Deserialize, Serialize};

use super::door::Door;
use super::page::{Page, Tongue};
use super::signed::Signed;
use super::who::CENTRE;
use super::{moment, trouble, words};
use crate::app::App;
use crate::desk::HotCard;
use crate::hot::{HotIssue, KEPT, Shown};

/// The windows that can be chosen, in days; the last is the usual one.
const WINDOWS: [u16; 3] = [1, 7, 30];

/// 热点
pub(super) fn doors() -> Vec<Door> {
    vec![Door::new("/desk/hot", CENTRE, get(hot))]
}

#[derive(Deserialize)]
struct Asked {
    days: Option<String>,
    month: Option<String>,
}

async fn hot(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Query(asked): Query<Asked>,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let today = moment::day(&app, app.clock.now());
    let shown = match &asked.month {
        Some(month) => Shown::Month(beginning(month).filter(|day| *day <= today).unwrap_or(today)),
        None => Shown::Days(days(asked.days.as_deref())),
    };
    match app.hot.board(&who.staff, shown).await {
        Ok(board) => {
            let issues: Vec<IssueView> =
                board.issues.into_iter().map(|issue| IssueView::new(&app, issue)).collect();
            let (days, months) = match shown {
                Shown::Days(days) => (Some(days), None),
                Shown::Month(day) => (None, Some(Months::around(&app, day, today))),
            };
            let facts = context! { issues, whole => board.whole, windows => WINDOWS, days, months };
            page.show(StatusCode::OK, "desk/hot.html", facts)
        }
        Err(error) => trouble::page(&page, &error),
    }
}

/// One of the windows; the usual one for any other.
fn days(asked: Option<&str>) -> u16 {
    let [.., usual] = WINDOWS;
    let asked = asked.and_then(|days| days.parse().ok());
    asked.filter(|days| WINDOWS.contains(days)).unwrap_or(usual)
}

/// The first day of a month written `2026-07`.
fn beginning(month: &str) -> Option<Date> {
    format!("{month}-01").parse().ok()
}

/// A month and those beside it of which anything is known.
#[derive(Serialize)]
struct Months {
    shown: String,
    before: Option<String>,
    after: Option<String>,
}

impl Months {
    fn around(app: &App, day: Date, today: Date) -> Self {
        let written = |day: Date| day.strftime("%Y-%m").to_string();
        let first = day.first_of_month();
        let earliest = moment::day(app, app.clock.now() - KEPT + SignedDuration::from_hours(24));
        let (before, after) = (first.yesterday().ok(), first.checked_add(1.month()).ok());
        Self {
            shown: written(first),
            before: before.filter(|before| *before >= earliest).map(written),
            after: after.filter(|after| *after <= today).map(written),
        }
    }
}

/// Why somebody must look, ready for a template.
#[derive(Serialize)]
pub(super) struct HotView {
    people: usize,
    orders: usize,
    area: Option<String>,
    since: String,
}

impl HotView {
    /// `card` in words.
    pub(super) fn new(app: &App, card: HotCard) -> Self {
        let since = moment::minute(app, card.since);
        Self { people: card.people, orders: card.orders, area: card.area, since }
    }
}

/// An issue, ready for a template.
#[derive(Serialize)]
struct IssueView {
    title: Option<String>,
    place: Option<String>,
    category: Option<String>,
    kinds: Vec<(&'static str, usize)>,
    people: usize,
    lately: usize,
    before: usize,
    earlier: Option<usize>,
    messages: usize,
    first: String,
    last: String,
    orders: Vec<String>,
}

impl IssueView {
    fn new(app: &App, issue: HotIssue) -> Self {
        let names = app.names(Vec::new());
        let area = issue.area.map(|area| names.area(area.as_str()));
        Self {
            title: issue.title,
            place: issue.place.or(area),
            category: issue.category.map(|leaf| names.category(leaf.as_str())),
            kinds: issue.kinds.into_iter().map(|(kind, n)| (words::kind(kind), n)).collect(),
            people: issue.people,
            lately: issue.people_lately,
            before: issue.people_before,
            earlier: issue.people_earlier,
            messages: issue.messages,
            first: moment::minute(app, issue.first),
            last: moment::minute(app, issue.last),
            orders: issue.orders.iter().map(ToString::to_string).collect(),
        }
    }
}
