//! In which language does a page speak, and what does it say?

use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use minijinja::value::{Kwargs, Object, Value};
use minijinja::{Error, ErrorKind, State};
use prompts::{Arg, Wording};

use super::cookie::{self, LANGUAGE};

/// The languages the pages and the answers of the API are written in; the first is spoken where nobody asks.
pub use prompts::LANGUAGES;

/// The wording in one language: what a template calls `t`.
#[derive(Clone)]
pub struct Words {
    wording: Arc<Wording>,
    /// Language tag, one of [`LANGUAGES`].
    pub lang: &'static str,
}

impl Words {
    /// In the language this request asks for.
    pub fn of(wording: &Arc<Wording>, headers: &HeaderMap) -> Self {
        Self { wording: Arc::clone(wording), lang: language(headers) }
    }

    /// A line of the wording.
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.wording.line(self.lang, key, args)
    }

    /// What a page calls a field of its forms.
    pub fn label(&self, field: &str) -> String {
        let key = format!("chat-field-{field}");
        if self.wording.has(&key) { self.say(&key, &[]) } else { field.to_owned() }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.lang).finish()
    }
}

impl Object for Words {
    /// `{{ t("key", name=value) }}`
    fn call(self: &Arc<Self>, _: &State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let (key, given): (&str, Kwargs) = minijinja::value::from_args(args)?;
        let mut gaps = Vec::new();
        for name in given.args() {
            gaps.push((name, arg(&given.get::<Value>(name)?)?));
        }
        Ok(Value::from(self.say(key, &gaps)))
    }
}

/// The language cookie, else the best of `Accept-Language`, else the first of [`LANGUAGES`].
pub fn language(headers: &HeaderMap) -> &'static str {
    let chosen = cookie::read(headers, LANGUAGE);
    chosen.and_then(|tag| known(&tag)).or_else(|| accepted(headers)).unwrap_or(LANGUAGES[0])
}

/// The language of [`LANGUAGES`] that a tag asks for, however it is narrowed (`en-GB`, `zh-Hans-CN`).
pub fn known(tag: &str) -> Option<&'static str> {
    let wanted = primary(tag);
    LANGUAGES.into_iter().find(|language| primary(language).eq_ignore_ascii_case(wanted))
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// RFC 9110, 12.5.4: the highest quality wins, the earlier one of equals.
fn accepted(headers: &HeaderMap) -> Option<&'static str> {
    let list = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, &'static str)> = None;
    for item in list.split(',') {
        let (tag, quality) = item.split_once(";q=").unwrap_or((item, "1"));
        let quality: f32 = quality.trim().parse().unwrap_or(0.0);
        if let Some(language) = known(tag.trim())
            && quality > best.map_or(0.0, |(most, _)| most)
        {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
}

fn arg(value: &Value) -> Result<Arg<'static>, Error> {
    if let Some(number) = value.as_i64() {
        return Ok(Arg::from(number));
    }
    match value.as_str() {
        Some(text) => Ok(Arg::from(text.to_owned())),
        None => Err(Error::new(ErrorKind::InvalidOperation, "a gap takes words or a whole number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(list: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, list.parse().unwrap());
        language(&headers)
    }

    #[test]
    fn the_best_language_that_is_known_is_spoken() {
        assert_eq!(asked("fr, en-GB;q=0.8, zh;q=0.5"), "en");
        assert_eq!(asked("zh-Hans-CN, en"), "zh-CN");
        assert_eq!(asked("en;q=0, zh"), "zh-CN");
        assert_eq!(asked("de"), "zh-CN");
        assert_eq!(asked(";;q=x,,"), "zh-CN");
    }

    #[test]
    fn the_cookie_goes_before_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "zh-CN".parse().unwrap());
        headers.insert(header::COOKIE, "a=b; jiesu_lang=en".parse().unwrap());
        assert_eq!(language(&headers), "en");
    }
}
