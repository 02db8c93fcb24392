//! How does an operator read and take part in a conversation?

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use minijinja::context;
use serde::Serialize;
use storage::{Conversation, ConversationId, PaperId, Speaker};

use super::door::Door;
use super::file::{self, FileView};
use super::filled::{Filled, Typed};
use super::page::{Page, Tongue};
use super::signed::Signed;
use super::trouble::{self, Trouble};
use super::who::OPERATORS;
use super::{moment, words};
use crate::app::App;
use crate::desk::{DeskError, Line};

/// Lines that are read at once.
const AT_ONCE: usize = 200;
/// Lines that are shown: the last ones of a longer conversation.
const SHOWN: usize = 1000;

/// Reading, taking over, saying, leaving. A chat holds phones and codes as they were said: only those read it who
/// talk with citizens.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/chats/{id}", OPERATORS, get(read)),
        Door::new("/desk/chats/{id}/files/{file}", OPERATORS, get(a_file)),
        Door::new("/desk/chats/{id}/take", OPERATORS, post(take)),
        Door::new("/desk/chats/{id}/say", OPERATORS, post(say)),
        Door::new("/desk/chats/{id}/leave", OPERATORS, post(leave)),
    ]
}

async fn read(State(app): State<Arc<App>>, tongue: Tongue, who: Signed, Path(id): Path<String>) -> Response {
    let page = Page::of(&app, tongue, &who);
    match known(&app, &id).await {
        Ok(chat) => shown(&page, &chat, StatusCode::OK, None, Typed::default()).await,
        Err(error) => trouble::page(&page, &error),
    }
}

async fn shown(
    page: &Page<'_>,
    chat: &Conversation,
    status: StatusCode,
    trouble: Option<Trouble>,
    typed: Typed,
) -> Response {
    let lines = match lines(page.app, chat, page.tongue).await {
        Ok(lines) => lines,
        Err(error) => return trouble::page(page, &error),
    };
    let facts = context! {
        id => chat.id.to_string(), human => chat.human, channel => chat.channel, language => chat.language,
        lines, trouble, typed,
    };
    page.show(status, "desk/chat.html", facts)
}

async fn a_file(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path((id, wanted)): Path<(String, String)>,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let (Ok(id), Ok(wanted)) = (id.parse::<ConversationId>(), wanted.parse::<PaperId>()) else {
        return trouble::not_found(&page);
    };
    match app.desk.file(id, wanted).await {
        Ok(Some(paper)) => file::answer(paper),
        Ok(None) => trouble::not_found(&page),
        Err(error) => trouble::page(&page, &error),
    }
}

async fn take(
    state: State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    id: Path<String>,
    filled: Filled,
) -> Response {
    act(&state, tongue, &who, &id, &filled, Part::Take).await
}

async fn say(
    state: State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    id: Path<String>,
    filled: Filled,
) -> Response {
    act(&state, tongue, &who, &id, &filled, Part::Say).await
}

async fn leave(
    state: State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    id: Path<String>,
    filled: Filled,
) -> Response {
    act(&state, tongue, &who, &id, &filled, Part::Leave).await
}

enum Part {
    Take,
    Say,
    Leave,
}

async fn act(
    app: &Arc<App>,
    tongue: Tongue,
    who: &Signed,
    id: &str,
    filled: &Filled,
    part: Part,
) -> Response {
    let page = Page::of(app, tongue, who);
    let chat = match known(app, id).await {
        Ok(chat) => chat,
        Err(error) => return trouble::page(&page, &error),
    };
    let done = match part {
        Part::Take => app.desk.take_chat(&who.staff, chat.id).await,
        Part::Leave => app.desk.leave_chat(&who.staff, chat.id).await,
        Part::Say => {
            let key = filled.key().unwrap_or_else(|| app.mint.token());
            app.desk.say(&who.staff, chat.id, filled.text("text").to_owned(), key).await
        }
    };
    match done {
        Ok(()) => Redirect::to(&format!("/desk/chats/{}", chat.id)).into_response(),
        Err(error @ (DeskError::Unknown | DeskError::Store(_))) => trouble::page(&page, &error),
        Err(error) => {
            let sentence = trouble::of(&page, &error);
            shown(&page, &chat, trouble::status(&error), Some(sentence), filled.typed()).await
        }
    }
}

async fn known(app: &App, id: &str) -> Result<Conversation, DeskError> {
    let id = id.parse::<ConversationId>().map_err(|_| DeskError::Unknown)?;
    app.store.conversation(app.jurisdiction(), id).await?.ok_or(DeskError::Unknown)
}

async fn lines(app: &App, chat: &Conversation, tongue: Tongue) -> Result<Vec<LineView>, DeskError> {
    let (mut lines, mut after) = (Vec::new(), 0);
    loop {
        let more = app.desk.transcript(chat.id, after, tongue.tag()).await?;
        let full = more.len() >= AT_ONCE;
        after = more.last().map_or(after, |line| line.seq);
        lines.extend(more.into_iter().map(|line| LineView::new(app, line)));
        if !full {
            break;
        }
    }
    let skipped = lines.len().saturating_sub(SHOWN);
    Ok(lines.split_off(skipped))
}

#[derive(Serialize)]
struct LineView {
    seq: u64,
    at: String,
    who: &'static str,
    side: &'static str,
    text: String,
    choices: Vec<String>,
    files: Vec<FileView>,
}

impl LineView {
    fn new(app: &App, line: Line) -> Self {
        Self {
            seq: line.seq,
            at: moment::minute(app, line.at),
            who: words::speaker(line.who),
            side: match line.who {
                Speaker::Citizen => "citizen",
                Speaker::Bot => "bot",
                Speaker::Operator => "operator",
            },
            text: line.text,
            choices: line.choices.into_iter().map(|choice| choice.label).collect(),
            files: line.files.iter().map(FileView::new).collect(),
        }
    }
}
