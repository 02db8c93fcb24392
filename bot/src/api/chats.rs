//! How does a program talk for a citizen?

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Chat;
use super::document::{Bytes, KeyHeader, Opening, Reading, Writing};
use crate::app::App;
use crate::channel::web::{After, Lines, Said, Taken, location, stream, take, transcript};
use crate::http::{Closing, Key, Parameters, Problem, Words, Written, body};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(say))
        .routes(routes!(lines))
        .routes(routes!(events))
        .routes(routes!(file))
}

/// A new chat.
#[derive(Debug, Serialize, ToSchema)]
struct Opened {
    /// Keep it: whoever has it is the citizen.
    #[schema(min_length = 64, max_length = 64)]
    token: String,
}

/// A message without files.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Message {
    /// Words.
    text: Option<String>,
    /// The `id` of a choice that was offered.
    choice: Option<String>,
    /// Where the citizen is, if they choose to tell.
    location: Option<Location>,
}

/// A place on WGS 84.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Location {
    /// Degrees north.
    #[schema(minimum = -90.0, maximum = 90.0)]
    lat: f64,
    /// Degrees east.
    #[schema(minimum = -180.0, maximum = 180.0)]
    lon: f64,
}

/// Opens a chat.
#[utoipa::path(post, path = "/api/v1/chats", tag = "citizen", operation_id = "open_chat",
    responses((status = 201, body = Opened, description = "a chat; it is remembered once something is said"), Opening))]
async fn open(State(app): State<Arc<App>>) -> impl IntoResponse {
    (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(Opened { token: app.mint.token() }))
}

/// Says something. With a key that is known nothing happens again and the first answer is given again.
#[utoipa::path(post, path = "/api/v1/chats/messages", tag = "citizen", operation_id = "say",
    params(KeyHeader),
    request_body(content(
        (Message = "application/json"),
        (Upload = "multipart/form-data"),
    )),
    responses((status = 200, body = Taken, description = "durable, and decided"), Writing),
    security(("chat" = [])))]
async fn say(
    State(app): State<Arc<App>>,
    chat: Chat,
    Key(key): Key,
    headers: HeaderMap,
    request: Request,
) -> Result<Written<Taken>, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let said = if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        Said::read_parts(request, &app.config.web).await?
    } else {
        let body::Typed(message) = body::Typed::<Message>::from_request(request, &app).await?;
        let place = message.location.map(|place| location(place.lat, place.lon)).transpose()?;
        Said { text: message.text, choice: message.choice, location: place, ..Said::default() }.something()?
    };
    let words = Words::of(&app.wording, &headers);
    take(&app, chat.token, key, said, words.lang).await.map(Written)
}

/// Photos and voice notes with words.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the parts of a form")]
struct Upload {
    /// Words.
    text: Option<String>,
    /// The `id` of a choice that was offered.
    choice: Option<String>,
    /// Degrees north; with `lon`.
    #[schema(minimum = -90.0, maximum = 90.0)]
    lat: Option<f64>,
    /// Degrees east; with `lat`.
    #[schema(minimum = -180.0, maximum = 180.0)]
    lon: Option<f64>,
    /// JPEG, PNG, WebP, GIF, HEIC, PDF, or the usual kinds of sound and MP4.
    #[schema(format = Binary)]
    files: Option<Vec<String>>,
}

/// What was said since.
#[utoipa::path(get, path = "/api/v1/chats/lines", tag = "citizen", operation_id = "lines", params(After),
    responses((status = 200, body = Lines, description = "in order; ask again after the last one until there are none"), Reading), security(("chat" = [])))]
async fn lines(
    State(app): State<Arc<App>>,
    chat: Chat,
    headers: HeaderMap,
    Parameters(After { after }): Parameters<After>,
) -> Result<impl IntoResponse, Problem> {
    let words = Words::of(&app.wording, &headers);
    let lines = transcript(&app, &chat.token, after, words.lang).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Lines { lines })))
}

/// What was said since, and what is said from now on, as server-sent events whose `id` is the line's number.
#[utoipa::path(get, path = "/api/v1/chats/events", tag = "citizen", operation_id = "events",
    params(After, ("Last-Event-ID" = Option<String>, Header, description = "goes before `after`")),
    responses((status = 200, content_type = "text/event-stream", body = String, description = "a line as JSON in each event"), Reading), security(("chat" = [])))]
async fn events(
    State(app): State<Arc<App>>,
    chat: Chat,
    closing: Option<axum::Extension<Closing>>,
    headers: HeaderMap,
    Parameters(After { after }): Parameters<After>,
) -> Response {
    let lang = Words::of(&app.wording, &headers).lang;
    let after = stream::begin(&headers, after);
    stream::answer(app, chat.token, lang, after, closing.map(|axum::Extension(closing)| closing))
}

/// A file of this chat.
#[utoipa::path(get, path = "/api/v1/chats/files/{id}", tag = "citizen", operation_id = "file",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, content_type = "*/*", body = Bytes, description = "the file, of its own media type"), Reading),
    security(("chat" = [])))]
async fn file(State(app): State<Arc<App>>, chat: Chat, Path(id): Path<String>) -> Result<Response, Problem> {
    crate::channel::web::file_of(&app, &chat.token, &id).await
}
