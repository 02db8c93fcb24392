//! How does a page become HTML?

use std::sync::{Arc, OnceLock};

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::{Environment, UndefinedBehavior, Value, context};

use crate::app::App;
use crate::http::Problem;
use crate::http::cookie::{self, ELDER};
use crate::http::{LANGUAGES, Words};

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/chat/", $name)))),*]
    };
}

pub(super) const TEMPLATES: &[(&str, &str)] = templates![
    "frame.html",
    "line.html",
    "export.html",
    "chat.html",
    "query.html",
    "privacy.html",
    "mine.html",
    "fault.html"
];

/// A page for this browser.
pub(super) fn page(app: &App, headers: &HeaderMap, status: StatusCode, name: &str, facts: Value) -> Response {
    let words = Words::of(&app.wording, headers);
    let frame = context! {
        banner => app.banner.name,
        hotline => app.banner.hotline,
        example => app.banner.example,
        elder => cookie::read(headers, ELDER).is_some(),
    };
    match render(name, &words, &[facts, frame]) {
        Ok(html) => {
            let no_store = [(header::CACHE_CONTROL, "no-store"), (header::VARY, "Accept-Language, Cookie")];
            (status, no_store, axum::response::Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(
                page.name = name,
                error = &error as &dyn std::error::Error,
                "a page cannot be rendered"
            );
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The page that says what could not be done.
pub fn fault(app: &App, headers: &HeaderMap, problem: &Problem) -> Response {
    let words = Words::of(&app.wording, headers);
    let facts = context! { here => "/", title => problem.body(&words).title, detail => problem.told(&words) };
    page(app, headers, problem.status(), "fault.html", facts)
}

/// The HTML of a page; facts that come first hide those that come later.
pub(super) fn render(name: &str, words: &Words, facts: &[Value]) -> Result<String, minijinja::Error> {
    let spoken = context! {
        t => Value::from_dyn_object(Arc::new(words.clone())),
        lang => words.lang,
        languages => LANGUAGES,
    };
    let all = minijinja::value::merge_maps(facts.iter().cloned().chain([spoken]));
    environment().get_template(name)?.render(all)
}

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        for (name, text) in TEMPLATES {
            environment.add_template(name, text).expect("every template is rendered by a test");
        }
        environment
    })
}
