//! What is answered when something cannot be done?
//!
//! Every refusal is a [`Problem`]: facts without language. One layer ([`crate::server`]) writes it out at the very end:
//! for programs as `application/problem+json` (RFC 9457), for people as a page.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use prompts::Arg;
use serde::Serialize;
use utoipa::ToSchema;

use super::Words;

/// Asked to come back after so long where the ledger does not answer.
const BUSY_SECONDS: u64 = 5;
/// Asked to come back after so long where the disk is full: somebody must make room first.
const FULL_SECONDS: u64 = 600;
/// Asked to come back after so long where somebody writes too fast: messages are counted by the minute.
const MINUTE_SECONDS: u64 = 60;

/// A refusal, before it is written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    /// Tail of the problem's type and of its keys in the wording.
    slug: &'static str,
    /// The field or header that must be changed.
    field: Option<String>,
    /// What fills the gaps of the sentences.
    gaps: Vec<(&'static str, Gap)>,
    retry_after: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Gap {
    Text(String),
    Number(u64),
    /// A key of the wording.
    Key(String),
}

/// A refusal as it is written out (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `urn:jiesu:problem:` and the kind of problem: stays the same, for programs.
    #[serde(rename = "type")]
    #[schema(example = "urn:jiesu:problem:missing")]
    pub kind: String,
    /// The kind of problem in the reader's language.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong this time and what to do, in the reader's language.
    pub detail: String,
    /// The field, parameter or header that must be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, slug: &'static str) -> Self {
        Self { status, slug, field: None, gaps: Vec::new(), retry_after: None }
    }

    pub(super) fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.gaps.push((name, Gap::Text(text.into())));
        self
    }

    fn number(mut self, name: &'static str, number: usize) -> Self {
        self.gaps.push((name, Gap::Number(number as u64)));
        self
    }

    pub(super) fn key(mut self, name: &'static str, key: String) -> Self {
        self.gaps.push((name, Gap::Key(key)));
        self
    }

    pub(super) fn at_field(slug: &'static str, field: impl Into<String>) -> Self {
        let field = field.into();
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, slug).text("field", field.clone());
        Self { field: Some(field), ..problem }
    }

    /// 400: the body is not UTF-8; the byte (from 0) at which it stops being so.
    pub fn not_utf8(position: usize) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "not-utf8").number("position", position)
    }

    /// 400: the body is not JSON; where that shows (line and column from 1).
    pub fn not_json(line: usize, column: usize) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "not-json").number("line", line).number("column", column)
    }

    /// 400: more brackets within brackets than anybody needs.
    pub fn too_deep(line: usize, column: usize) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "too-deep").number("line", line).number("column", column)
    }

    /// 400: the body is not what its headers say.
    pub fn cut_off() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "cut-off")
    }

    /// 400: a header that is needed is missing or of a wrong form.
    pub fn header(name: &'static str) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "header").text("header", name);
        Self { field: Some(name.to_owned()), ..problem }
    }

    /// 401: no token, or not one of ours.
    pub fn no_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "no-token")
    }

    /// 403: a form of another site.
    pub fn other_site() -> Self {
        Self::new(StatusCode::FORBIDDEN, "other-site")
    }

    /// 403: only a system of the hotline itself may.
    pub fn only_hotline() -> Self {
        Self::new(StatusCode::FORBIDDEN, "only-hotline")
    }

    /// 404
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found")
    }

    /// 404: number and 查询码 do not fit; the same whether the number exists or not.
    pub fn no_such_order() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no-such-order")
    }

    /// 405
    pub fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method")
    }

    /// 408: the body came too slowly.
    pub fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow")
    }

    /// 409: the order has changed since it was read.
    pub fn changed() -> Self {
        Self::new(StatusCode::CONFLICT, "changed")
    }

    /// 409: the same id was taken before with other content, as this order.
    pub fn other_content(no: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "other-content").text("no", no)
    }

    /// 413: more than this many bytes.
    pub fn too_large(most: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").text("most", size(most))
    }

    /// 415: what can be read here.
    pub fn unsupported(expected: &'static str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported").text("expected", expected)
    }

    /// 422: a field is missing.
    pub fn missing(field: impl Into<String>) -> Self {
        Self::at_field("missing", field)
    }

    /// 422: one of these fields is needed, and no more than one.
    pub fn one_of(field: impl Into<String>, fields: &str) -> Self {
        Self::at_field("one-of", field).text("fields", fields)
    }

    /// 422: nobody knows this field.
    pub fn unknown_field(field: impl Into<String>) -> Self {
        Self::at_field("unknown-field", field)
    }

    /// 422: not a value of the right kind, or out of range.
    pub fn wrong_type(field: impl Into<String>) -> Self {
        Self::at_field("wrong-type", field)
    }

    /// 422: no such code.
    pub fn unknown_code(field: impl Into<String>) -> Self {
        Self::at_field("unknown-code", field)
    }

    /// 422: longer or more than this.
    pub fn too_long(field: impl Into<String>, most: usize) -> Self {
        Self::at_field("too-long", field).number("most", most)
    }

    /// 422: a file of a kind that is not kept.
    pub fn media_type(field: impl Into<String>) -> Self {
        Self::at_field("media-type", field)
    }

    /// 429: tried too often; again at `until`.
    pub fn tried_too_often(now: Timestamp, until: Timestamp) -> Self {
        let seconds = u64::try_from(until.duration_since(now).as_secs()).unwrap_or_default().max(1);
        let minutes = usize::try_from(seconds.div_ceil(60)).unwrap_or(usize::MAX);
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-often").number("minutes", minutes);
        Self { retry_after: Some(seconds), ..problem }
    }

    /// 429: more messages than anybody reads; again when the minute is over.
    pub fn too_fast() -> Self {
        Self { retry_after: Some(MINUTE_SECONDS), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-fast") }
    }

    /// 500: a fault of ours.
    pub fn crashed() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "crashed")
    }

    /// 503: come back a little later.
    pub fn busy() -> Self {
        Self { retry_after: Some(BUSY_SECONDS), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy") }
    }

    /// 503: the disk is full.
    pub fn no_room() -> Self {
        Self { retry_after: Some(FULL_SECONDS), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "no-room") }
    }

    /// 507: the disk is nearly full; words are taken still.
    pub fn no_room_for_files() -> Self {
        let problem = Self::new(StatusCode::INSUFFICIENT_STORAGE, "no-room-for-files");
        Self { retry_after: Some(FULL_SECONDS), ..problem }
    }

    /// What a bare status means, where no handler said more.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method(),
            StatusCode::UNAUTHORIZED => Self::no_token(),
            StatusCode::REQUEST_TIMEOUT => Self::too_slow(),
            StatusCode::SERVICE_UNAVAILABLE => Self::busy(),
            status if status.is_client_error() => Self { status, ..Self::cut_off() },
            _ => Self::crashed(),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The sentence that says what is wrong this time and what to do, for a program: fields by their names.
    pub fn detail(&self, words: &Words) -> String {
        self.say(words, "detail", |field| field.to_owned())
    }

    /// The same for a person at a page: fields as the page labels them.
    pub fn told(&self, words: &Words) -> String {
        self.say(words, "detail", |field| words.label(field))
    }

    /// As it is written out in a language.
    pub fn body(&self, words: &Words) -> ProblemBody {
        ProblemBody {
            kind: format!("urn:jiesu:problem:{}", self.slug),
            title: self.say(words, "title", |field| field.to_owned()),
            status: self.status.as_u16(),
            detail: self.detail(words),
            field: self.field.clone(),
        }
    }

    /// Headers that belong to it.
    pub fn mark(&self, headers: &mut HeaderMap) {
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // What is left of a body that is too large or too slow is not waited for.
        if matches!(self.status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT) {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }

    fn say(&self, words: &Words, part: &str, label: impl Fn(&str) -> String) -> String {
        let gaps: Vec<(&str, Arg<'_>)> = self
            .gaps
            .iter()
            .map(|(name, gap)| {
                let arg = match gap {
                    Gap::Text(text) if *name == "field" => Arg::from(label(text)),
                    Gap::Text(text) => Arg::from(text),
                    Gap::Number(number) => Arg::from(*number),
                    Gap::Key(key) => Arg::from(words.say(key, &[])),
                };
                (*name, arg)
            })
            .collect();
        words.say(&format!("api-{}-{part}", self.slug), &gaps)
    }
}

/// Without a body: the layer that knows the reader's language writes it.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}

/// Bytes as people count them.
fn size(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} KB", bytes.div_ceil(1 << 10)) }
}
