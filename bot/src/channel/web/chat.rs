//! What does the page of the chat show, and what does it do with what is said?

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use minijinja::{Value, context};
use prompts::{Choice, Errand};
use serde::{Deserialize, Serialize};

use super::line::{LineView, Voice};
use super::page::page;
use super::said::Said;
use super::taken::take;
use super::transcript::transcript;
use crate::app::App;
use crate::http::Problem;
use crate::http::Words;
use crate::http::cookie::{self, CHAT, LANGUAGE};
use crate::http::{Parameters, is_key, known};
use crate::http::{is_secure, wants_json};
use crate::secret;

/// So many of the last lines are shown; older ones are in the ledger.
const SHOWN: usize = 300;
/// Where the page jumps to after something was said.
const BACK: &str = "/#last";

/// A line as the template shows it.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    line: LineView,
    /// Local date, where it is another than the line's before.
    date: Option<String>,
    /// Local hour and minute.
    time: String,
    /// Its choices can still be pressed.
    open: bool,
}

/// What a link to the chat may bring.
#[derive(Default, Deserialize)]
pub(super) struct Brought {
    /// A code that binds an order to the chat, once the citizen says so: opening the page changes nothing.
    bind: Option<String>,
}

/// `GET /`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Parameters(brought): Parameters<Brought>,
) -> Result<Response, Problem> {
    page_of(&app, &headers, None, brought.bind.as_deref().filter(|code| is_code(code))).await
}

/// What a printed code holds.
fn is_code(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `POST /chat`
pub(super) async fn say(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let said = match Said::read(request, &app.config.web).await {
        Err(problem) if !wants_json(&headers) && problem.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            return page_of(&app, &headers, Some(&problem), None).await;
        }
        said => said?,
    };
    let lang = Words::of(&app.wording, &headers).lang;
    let Posted { address, key, new } = Posted::of(&app, &headers, said.key.as_deref())?;
    let taken = match take(&app, address.clone(), key, said, lang).await {
        Err(problem) if !wants_json(&headers) && problem.status().is_client_error() => {
            return page_of(&app, &headers, Some(&problem), None).await;
        }
        taken => taken?,
    };
    // The page speaks as the chat does.
    let speaks = known(&taken.language).filter(|language| *language != lang);
    let mut answer =
        if wants_json(&headers) { Json(taken).into_response() } else { Redirect::to(BACK).into_response() };
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    if let Some(language) = speaks {
        let (name, value) = cookie::set(LANGUAGE, language, is_secure(&app, &headers));
        answer.headers_mut().append(name, value);
    }
    if new {
        let (name, value) = cookie::set(CHAT, &address, is_secure(&app, &headers));
        answer.headers_mut().append(name, value);
    }
    Ok(answer)
}

/// Where a posted message belongs, and under which key.
struct Posted {
    address: String,
    key: String,
    /// The browser does not know the address yet.
    new: bool,
}

impl Posted {
    /// A browser without a chat gets one whose address follows from the form's own key, which this program made: the
    /// same form posted twice (a double tap, a retry after the answer was lost) is one chat and one message. Neither
    /// can be found from what is stored of the other.
    fn of(app: &App, headers: &HeaderMap, key: Option<&str>) -> Result<Self, Problem> {
        let key = key.ok_or_else(|| Problem::missing("key"))?;
        if !is_key(key) {
            return Err(Problem::wrong_type("key"));
        }
        let ours = cookie::is_token(key);
        let known = cookie::chat(headers);
        let new = known.is_none();
        let address = known.unwrap_or_else(|| {
            if ours { secret::fingerprint(&format!("chat {key}")) } else { app.mint.token() }
        });
        let key = if ours { secret::fingerprint(&format!("key {key}")) } else { key.to_owned() };
        Ok(Self { address, key, new })
    }
}

/// What can always be pressed, besides what the last line offers.
fn menu() -> Vec<Choice> {
    vec![
        Choice::Progress,
        Choice::Errand(Errand::Urge),
        Choice::Errand(Errand::Supplement),
        Choice::Errand(Errand::Withdraw),
        Choice::Bind,
        Choice::Behalf,
        Choice::Held,
        Choice::Languages,
        Choice::Help,
        Choice::Human,
    ]
}

async fn page_of(
    app: &App,
    headers: &HeaderMap,
    fault: Option<&Problem>,
    bind: Option<&str>,
) -> Result<Response, Problem> {
    let words = Words::of(&app.wording, headers);
    let lines = match cookie::chat(headers) {
        Some(address) => transcript(app, &address, 0, words.lang).await?,
        None => Vec::new(),
    };
    let last = lines.last().map_or(0, |line| line.seq);
    let lines = shown(lines, &app.banner.directory.zone);
    let names = app.names(Vec::new());
    let menu: Vec<(String, String)> = menu()
        .into_iter()
        .map(|choice| (choice.id(), app.wording.label(words.lang, &choice, &names)))
        .collect();
    let facts = context! {
        here => "/",
        menu, bind,
        bind_key => app.mint.token(),
        menu_key => app.mint.token(),
        lines => Value::from_serialize(&lines),
        last,
        ahead => app.banner.directory.zone.to_offset(app.clock.now()).seconds() / 60,
        key => app.mint.token(),
        choice_key => app.mint.token(),
        fault => fault.map(|problem| problem.told(&words)),
        file_limit => app.config.web.file_limit,
        files_per_message => app.config.web.files_per_message,
    };
    Ok(page(app, headers, fault.map_or(StatusCode::OK, Problem::status), "chat.html", facts))
}

/// Choices can be pressed until the citizen has said something else.
fn shown(mut lines: Vec<LineView>, zone: &TimeZone) -> Vec<Shown> {
    lines.drain(..lines.len().saturating_sub(SHOWN));
    let answered = lines.iter().rposition(|line| line.who == Voice::Citizen);
    let offered = lines.iter().rposition(|line| !line.choices.is_empty());
    let open = offered.filter(|offered| answered.is_none_or(|answered| answered < *offered));
    let mut before = None;
    let mut all = Vec::with_capacity(lines.len());
    for (n, line) in lines.into_iter().enumerate() {
        let at = line.at.parse::<jiff::Timestamp>().expect("written from a time").to_zoned(zone.clone());
        let date = Some(at.date()).filter(|date| before != Some(*date));
        before = Some(at.date());
        all.push(Shown {
            date: date.map(|date| date.to_string()),
            time: at.strftime("%H:%M").to_string(),
            open: open == Some(n),
            line,
        });
    }
    all
}
