//! How does a page come out of a template?

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use include_dir::{Dir, include_dir};
use minijinja::value::{Kwargs, Value, merge_maps};
use minijinja::{Environment, UndefinedBehavior, context};
use prompts::Wording;
use storage::AccountRole;

use super::signed::Signed;
use super::{assets, moment, words};
use crate::app::App;
use crate::mint::Mint;

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// All templates of the console. An unknown name in one is an error, not an empty place; everything is escaped.
static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in sources() {
        pages.add_template(name, text).expect("a test reads every embedded template");
    }
    pages.add_function("asset", |name: String| assets::address(&name));
    pages
});

/// Name and text of every template of the console.
pub(super) fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = TEMPLATES.get_dir("desk").into_iter().flat_map(Dir::files);
    files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

/// Cookie with the language a person chose.
pub(crate) const TONGUE: &str = "jiesu_tongue";

/// The language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// 中文
    Chinese,
    /// English
    English,
}

impl Tongue {
    /// As chosen in this browser; Chinese where nothing was chosen.
    pub(crate) fn of(jar: &CookieJar) -> Self {
        jar.get(TONGUE).map_or(Self::Chinese, |cookie| Self::named(cookie.value()))
    }

    /// By its tag; Chinese for every other.
    pub(crate) fn named(tag: &str) -> Self {
        if tag == Self::English.tag() { Self::English } else { Self::Chinese }
    }

    /// Its tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Chinese => words::HOME,
            Self::English => "en",
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Tongue {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self::Chinese))
    }
}

/// A page about to be shown to somebody.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    /// The application.
    pub app: &'a Arc<App>,
    /// In which language.
    pub tongue: Tongue,
    who: Option<&'a Signed>,
}

impl<'a> Page<'a> {
    /// For somebody who has not signed in.
    pub(crate) fn before_sign_in(app: &'a Arc<App>, tongue: Tongue) -> Self {
        Self { app, tongue, who: None }
    }

    /// For somebody who has.
    pub(crate) fn of(app: &'a Arc<App>, tongue: Tongue, who: &'a Signed) -> Self {
        Self { app, tongue, who: Some(who) }
    }

    /// The same page for somebody who has.
    pub(crate) fn with(self, who: &'a Signed) -> Self {
        Self { who: Some(who), ..self }
    }

    /// Renders a template with these facts. A template that cannot be rendered is a bug: logged, and a bare 500.
    pub(crate) fn show(&self, status: StatusCode, template: &str, facts: Value) -> Response {
        match render(template, merge_maps([facts, self.frame()])) {
            Ok(html) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
            Err(error) => {
                tracing::error!(template, %error, "a page could not be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// What every page knows: who reads it, when, in which language.
    fn frame(&self) -> Value {
        let app = self.app;
        let signed = self.who.map(|who| {
            let unit = who.staff.unit.as_ref().and_then(|code| app.banner.units.get(code.as_str()));
            context! {
                login => who.staff.login, name => who.staff.name, role => words::account_role(who.staff.role),
                unit => unit.map(|unit| unit.name.as_str()), csrf => who.csrf,
                places => if who.must_change { &[][..] } else { places(who.staff.role) },
            }
        });
        let machinery = machinery(Arc::clone(&app.wording), Arc::clone(&app.mint), self.tongue);
        let place = context! {
            me => signed, now => moment::minute(app, app.clock.now()), banner => app.banner.name,
            example => app.banner.example, idle_minutes => app.config.staff.idle_minutes,
        };
        merge_maps([place, machinery])
    }
}

/// What templates can call: `t("key", gap=value)` for a sentence, `key()` for a form's own idempotency key.
pub(super) fn machinery(wording: Arc<Wording>, mint: Arc<Mint>, tongue: Tongue) -> Value {
    let lang = tongue.tag();
    let t = Value::from_function(move |key: String, gaps: Kwargs| words::fill(&wording, lang, &key, &gaps));
    let key = Value::from_function(move || mint.token()[..32].to_owned());
    let other = match tongue {
        Tongue::Chinese => Tongue::English,
        Tongue::English => Tongue::Chinese,
    };
    context! { t, key, lang, other_lang => other.tag() }
}

/// Renders one of the console's templates.
pub(super) fn render(template: &str, facts: Value) -> Result<String, minijinja::Error> {
    PAGES.get_template(template)?.render(facts)
}

/// Where this role can go from everywhere: address and key of its name.
fn places(role: AccountRole) -> &'static [(&'static str, &'static str)] {
    match role {
        AccountRole::Operator => &[
            ("/desk/queue", "desk-nav-queue"),
            ("/desk/new", "desk-nav-new"),
            ("/desk/hot", "desk-nav-hot"),
            ("/desk/search", "desk-nav-search"),
        ],
        AccountRole::Unit => &[("/desk/unit", "desk-nav-unit"), ("/desk/group", "desk-nav-group")],
        AccountRole::Supervisor => &[
            ("/desk/queue", "desk-nav-queue"),
            ("/desk/today", "desk-nav-today"),
            ("/desk/hot", "desk-nav-hot"),
            ("/desk/learning", "desk-nav-learning"),
            ("/desk/search", "desk-nav-search"),
        ],
        AccountRole::Administrator => &[
            ("/desk/admin", "desk-nav-admin"),
            ("/desk/group", "desk-nav-group"),
            ("/desk/learning", "desk-nav-learning"),
        ],
    }
}
