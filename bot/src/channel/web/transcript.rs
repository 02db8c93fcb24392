//! What has been said so far, and which files came with it?

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use storage::{Paper, PaperId, PaperKind};

use super::line::LineView;
use super::taken::{After, Lines};
use super::{CHANNEL, stream};
use crate::app::App;
use crate::http::Closing;
use crate::http::Words;
use crate::http::cookie;
use crate::http::file::{is_played, is_shown};
use crate::http::{Parameters, Problem};

/// At most so many times 200 lines are read for one answer: a client asks again for what follows.
const PAGES: usize = 50;

/// The lines of a chat after a number.
pub async fn transcript(app: &App, address: &str, after: u64, lang: &str) -> Result<Vec<LineView>, Problem> {
    let Some(conversation) = app.desk.conversation(CHANNEL, address).await? else {
        return Ok(Vec::new());
    };
    let mut all: Vec<LineView> = Vec::new();
    for _ in 0..PAGES {
        let known = all.last().map_or(after, |line| line.seq);
        let lines = app.desk.transcript(conversation.id, known, lang).await?;
        if lines.is_empty() {
            break;
        }
        all.extend(lines.into_iter().map(LineView::from));
    }
    Ok(all)
}

/// A file of a chat, if it is this chat's.
pub async fn file_of(app: &App, address: &str, id: &str) -> Result<Response, Problem> {
    let id: PaperId = id.parse().map_err(|_| Problem::not_found())?;
    let conversation = app.desk.conversation(CHANNEL, address).await?.ok_or_else(Problem::not_found)?;
    let paper = app.desk.file(conversation.id, id).await?.ok_or_else(Problem::not_found)?;
    hand_out(paper).ok_or_else(Problem::not_found)
}

/// A file as a browser gets it: shown only if it is of a kind that cannot run anything. `None`: not a file.
pub fn hand_out(paper: Paper) -> Option<Response> {
    let PaperKind::File { media_type } = paper.kind else {
        return None;
    };
    let in_place = is_shown(&media_type) || is_played(&media_type);
    let disposition = if in_place { "inline" } else { "attachment" };
    let kind =
        HeaderValue::from_str(&media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let mut answer = paper.content.into_response();
    let mut say = |name: HeaderName, value: HeaderValue| answer.headers_mut().insert(name, value);
    say(header::CONTENT_TYPE, kind);
    say(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    say(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    say(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    say(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400, immutable"));
    Some(answer)
}

/// `GET /chat/lines?after=`
pub(super) async fn lines(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Parameters(After { after }): Parameters<After>,
) -> Result<Response, Problem> {
    let lang = Words::of(&app.wording, &headers).lang;
    let lines = match cookie::chat(&headers) {
        Some(address) => transcript(&app, &address, after, lang).await?,
        None => Vec::new(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Lines { lines })).into_response())
}

/// `GET /chat/events?after=`
pub(super) async fn events(
    State(app): State<Arc<App>>,
    closing: Option<Extension<Closing>>,
    headers: HeaderMap,
    Parameters(After { after }): Parameters<After>,
) -> Result<Response, Problem> {
    let address = cookie::chat(&headers).ok_or_else(Problem::no_token)?;
    let lang = Words::of(&app.wording, &headers).lang;
    let after = stream::begin(&headers, after);
    Ok(stream::answer(app, address, lang, after, closing.map(|Extension(closing)| closing)))
}

/// `GET /chat/files/{id}`
pub(super) async fn file(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let address = cookie::chat(&headers).ok_or_else(Problem::not_found)?;
    file_of(&app, &address, &id).await
}
