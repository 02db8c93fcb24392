//! What does the centre work from?

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use minijinja::context;
use serde::{Deserialize, Serialize};
use storage::{AccountRole, TaskId};

use super::card::{CardView, cards};
use super::door::Door;
use super::filled::Filled;
use super::hot::HotView;
use super::page::{Page, Tongue};
use super::signed::Signed;
use super::who::{CENTRE, OPERATORS, STAFF};
use super::{moment, trouble, words};
use crate::app::App;
use crate::channel::Untold;
use crate::desk::{self, ChatCard, TaskCard};

/// The way to everyone's own lists, the centre's lists, tasks done.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk", STAFF, get(home)),
        Door::new("/desk/queue", CENTRE, get(queue)),
        Door::new("/desk/tasks/{id}/done", OPERATORS, post(task_done)),
    ]
}

/// What a page was just told to say.
#[derive(Deserialize)]
pub(super) struct Said {
    done: Option<String>,
}

impl Said {
    /// Key of the sentence; empty for none and for what no page ever says.
    pub(super) fn sentence(&self) -> &'static str {
        match self.done.as_deref() {
            Some("password") => "desk-done-password",
            Some("task") => "desk-done-task",
            Some(_) | None => "",
        }
    }
}

async fn home(who: Signed, Query(said): Query<Said>) -> Response {
    let home = match who.staff.role {
        AccountRole::Operator | AccountRole::Supervisor => "/desk/queue",
        AccountRole::Unit => "/desk/unit",
        AccountRole::Administrator => "/desk/admin",
    };
    let done = if said.sentence().is_empty() { "" } else { "?done=password" };
    Redirect::to(&format!("{home}{done}")).into_response()
}

async fn queue(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Query(said): Query<Said>,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    // The mark goes first: what changes while the lists are read is told again, never missed.
    let mark = app.desk.mark(&who.staff).await.unwrap_or_default();
    match app.desk.queue(&who.staff).await {
        Ok(queue) => {
            let facts = facts(&app, &who, queue);
            let facts = context! { mark, done => said.sentence(), ..facts };
            page.show(StatusCode::OK, "desk/queue.html", facts)
        }
        Err(error) => trouble::page(&page, &error),
    }
}

fn facts(app: &App, who: &Signed, queue: desk::Queue) -> minijinja::Value {
    let lists = [
        List::new(app, "triage", "desk-list-triage", queue.triage),
        List::new(app, "returns", "desk-list-returns", queue.returns),
        List::new(app, "callback", "desk-list-callback", queue.to_call_back),
        List::new(app, "open", "desk-list-open", queue.open),
        List::new(app, "ended", "desk-list-ended", queue.ended),
    ];
    let tasks: Vec<TaskView> = queue.tasks.into_iter().map(|task| TaskView::new(app, task)).collect();
    let chats: Vec<ChatView> = queue.chats.into_iter().map(|chat| ChatView::new(app, &chat)).collect();
    context! { lists, tasks, chats, works => who.staff.role == AccountRole::Operator }
}

async fn task_done(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(id): Path<String>,
    _filled: Filled,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Ok(id) = id.parse::<TaskId>() else {
        return trouble::not_found(&page);
    };
    match app.desk.task_done(&who.staff, id).await {
        Ok(()) => Redirect::to("/desk/queue?done=task").into_response(),
        Err(error) => trouble::page(&page, &error),
    }
}

/// A list with its heading.
#[derive(Serialize)]
pub(super) struct List {
    id: &'static str,
    title: &'static str,
    cards: Vec<CardView>,
}

impl List {
    /// `title` is the key of the heading.
    pub(super) fn new(app: &App, id: &'static str, title: &'static str, found: Vec<desk::Card>) -> Self {
        Self { id, title, cards: cards(app, found) }
    }
}

/// A task, ready for a template.
#[derive(Serialize)]
pub(super) struct TaskView {
    id: String,
    kind: &'static str,
    order: Option<String>,
    chat: Option<String>,
    unit: Option<String>,
    emergency: Option<(String, String)>,
    words: String,
    told: Option<&'static str>,
    untold: Option<&'static str>,
    hot: Option<HotView>,
    status: u16,
    tries: u32,
    urgent: bool,
    since: String,
}

impl TaskView {
    /// `task` in words.
    pub(super) fn new(app: &App, task: TaskCard) -> Self {
        let (status, tries) = match task.untold {
            Some(Untold::Answered { status }) => (status, 0),
            Some(Untold::GivenUp { tries }) => (0, tries),
            Some(_) | None => (0, 0),
        };
        Self {
            id: task.id.to_string(),
            kind: words::task(task.kind),
            order: task.order.map(|no| no.to_string()),
            chat: task.conversation.map(|id| id.to_string()),
            unit: task.unit,
            emergency: task.emergency,
            words: task.words,
            told: task.told.map(words::happening),
            untold: task.untold.map(words::untold),
            hot: task.hot.map(|hot| HotView::new(app, hot)),
            status,
            tries,
            urgent: task.urgent,
            since: moment::minute(app, task.opened_at),
        }
    }
}

#[derive(Serialize)]
struct ChatView {
    id: String,
    channel: String,
    since: String,
}

impl ChatView {
    fn new(app: &App, chat: &ChatCard) -> Self {
        Self {
            id: chat.id.to_string(),
            channel: chat.channel.clone(),
            since: moment::minute(app, chat.updated_at),
        }
    }
}
