//! How is a body read, so that whatever is wrong with it has a designed answer?

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;
use tokio::time::{Duration, timeout};

use super::Problem;
use crate::app::App;

/// How much of a body that is too large is still read, so that its sender gets to hear the answer.
const DRAINED_BYTES: usize = 64 << 20;
const DRAINED_WITHIN: Duration = Duration::from_secs(3);

/// Brackets within brackets; serde_json itself stops there.
const DEEPEST: usize = 128;

/// A JSON body of a type, within the bounds of the configuration.
#[derive(Debug)]
pub struct Typed<T>(pub T);

impl<T: DeserializeOwned> FromRequest<std::sync::Arc<App>> for Typed<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &std::sync::Arc<App>) -> Result<Self, Problem> {
        json(request, app.config.web.body_limit).await.map(Self)
    }
}

/// Reads `application/json` of at most `limit` bytes.
pub async fn json<T: DeserializeOwned>(request: Request, limit: usize) -> Result<T, Problem> {
    expect(&request, "application/json")?;
    let bytes = read(request.into_body(), limit).await?;
    typed(&bytes)
}

/// Reads `application/x-www-form-urlencoded` of at most `limit` bytes.
pub async fn form<T: DeserializeOwned>(request: Request, limit: usize) -> Result<T, Problem> {
    const KIND: &str = "application/x-www-form-urlencoded";
    expect(&request, KIND)?;
    let bytes = read(request.into_body(), limit).await?;
    utf8(&bytes)?;
    let request = axum::http::Request::post("/").header(header::CONTENT_TYPE, KIND).body(Body::from(bytes));
    let request = request.expect("method, path and header are constants");
    match axum::extract::Form::from_request(request, &()).await {
        Ok(axum::extract::Form(value)) => Ok(value),
        Err(rejection) => Err(of_rejection(&rejection.body_text())),
    }
}

/// At most `limit` bytes; a body that is larger is read on for a while so that its sender hears the answer.
pub async fn read(body: Body, limit: usize) -> Result<Bytes, Problem> {
    use futures::TryStreamExt;
    if body.size_hint().lower() > limit as u64 {
        drain(body).await;
        return Err(Problem::too_large(limit));
    }
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) =
        stream.try_next().await.map_err(|error| fault_in(&error).unwrap_or_else(Problem::cut_off))?
    {
        if bytes.len() + chunk.len() > limit {
            drain(Body::from_stream(stream)).await;
            return Err(Problem::too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

/// Reads on for a while and throws away.
pub async fn drain(body: Body) {
    use futures::TryStreamExt;
    let mut stream = body.into_data_stream();
    let mut read = 0;
    let reading = async {
        while let Ok(Some(chunk)) = stream.try_next().await {
            read += chunk.len();
            if read > DRAINED_BYTES {
                break;
            }
        }
    };
    // Whoever is too slow even for this is cut off.
    let _ = timeout(DRAINED_WITHIN, reading).await;
}

/// A [`Problem`] that travels as the error of a body.
#[derive(Debug, thiserror::Error)]
#[error("the body is refused: {0:?}")]
pub struct BodyFault(pub Problem);

/// The [`BodyFault`] among the causes of an error.
pub fn fault_in(error: &(dyn std::error::Error + 'static)) -> Option<Problem> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(BodyFault(problem)) = error.downcast_ref() {
            return Some(problem.clone());
        }
        cause = error.source();
    }
    None
}

fn expect(request: &Request, kind: &'static str) -> Result<(), Problem> {
    let given =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let given = given.split(';').next().unwrap_or_default().trim();
    if given.eq_ignore_ascii_case(kind) { Ok(()) } else { Err(Problem::unsupported(kind)) }
}

fn utf8(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| Problem::not_utf8(error.valid_up_to()))
}

/// Reads JSON.
pub fn typed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = utf8(bytes)?;
    if let Some((line, column)) = too_deep(text) {
        return Err(Problem::too_deep(line, column));
    }
    // Serde would take an array of the fields' values for an object.
    if !text.trim_start().starts_with('{') {
        let whole = serde_json::from_str::<serde::de::IgnoredAny>(text);
        return Err(whole.err().map_or_else(|| Problem::wrong_type("body"), |error| of_json(&error, "")));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        of_json(&error.into_inner(), &path)
    })?;
    reader.end().map_err(|error| of_json(&error, ""))?;
    Ok(value)
}

/// Line and column (from 1) of the first bracket that is nested too deeply. Looked for before anything is parsed, so that
/// the answer does not depend on where in the document it stands.
fn too_deep(text: &str) -> Option<(usize, usize)> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let (mut line, mut column) = (1, 0);
    for byte in text.bytes() {
        (line, column) = if byte == b'\n' { (line + 1, 0) } else { (line, column + 1) };
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some((line, column));
        }
    }
    None
}

fn of_json(error: &serde_json::Error, path: &str) -> Problem {
    use serde_json::error::Category::{Data, Eof, Io, Syntax};
    match error.classify() {
        Data => of_serde(&error.to_string(), path),
        Syntax | Eof | Io => Problem::not_json(error.line(), error.column()),
    }
}

/// What axum says of a form or a query string: `Failed to …: field: what serde says`.
pub(super) fn of_rejection(text: &str) -> Problem {
    let said = text.split_once(": ").map_or(text, |(_, said)| said);
    match said.split_once(": ") {
        Some((path, message)) if !path.contains([' ', '`']) => of_serde(message, path),
        Some(_) | None => of_serde(said, ""),
    }
}

/// Serde says what is wrong in words only; these beginnings are part of its `de::Error` trait.
fn of_serde(message: &str, path: &str) -> Problem {
    let path = if path == "." { "" } else { path };
    let within = |field: &str| {
        if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
    };
    let named = message.split('`').nth(1).unwrap_or_default();
    if message.contains("missing field `") {
        return Problem::missing(within(named));
    }
    if message.contains("unknown field `") {
        // The path already ends with the field.
        return Problem::unknown_field(if path.is_empty() { named } else { path });
    }
    if message.contains("duplicate field `") {
        return Problem::wrong_type(if path.is_empty() { named } else { path });
    }
    if message.contains("unknown variant `") {
        return Problem::unknown_code(if path.is_empty() { "body" } else { path });
    }
    Problem::wrong_type(if path.is_empty() { "body" } else { path })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Inner {
        lat: f64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Outer {
        text: String,
        place: Option<Inner>,
    }

    fn refused(body: &[u8]) -> Problem {
        typed::<Outer>(body).unwrap_err()
    }

    #[test]
    fn every_fault_of_a_body_is_named() {
        assert_eq!(refused(b"{\"text\":\"\xff\"}"), Problem::not_utf8(9));
        assert_eq!(refused(b"{\"text\":\n]"), Problem::not_json(2, 1));
        assert_eq!(refused(b"{} x"), Problem::missing("text"));
        assert_eq!(refused(b"{\"text\":\"a\"} x"), Problem::not_json(1, 14));
        assert_eq!(refused(b""), Problem::not_json(1, 0));
        assert_eq!(refused(b"{\"text\":7}"), Problem::wrong_type("text"));
        assert_eq!(refused(b"{\"text\":\"a\",\"more\":1}"), Problem::unknown_field("more"));
        assert_eq!(refused(b"{\"text\":\"a\",\"place\":{}}"), Problem::missing("place.lat"));
        assert_eq!(refused(b"[\"a\", null]"), Problem::wrong_type("body"));
        assert_eq!(refused(b"null"), Problem::wrong_type("body"));
    }

    #[test]
    fn a_body_of_brackets_does_not_end_the_program() {
        assert_eq!(refused("[".repeat(100_000).as_bytes()), Problem::too_deep(1, 129));
        let inside = format!("{{\"text\":\n{}", "[".repeat(100_000));
        assert_eq!(refused(inside.as_bytes()), Problem::too_deep(2, 128));
        let in_words = format!("{{\"text\":\"\\\"{}\"}}", "[".repeat(1000));
        assert!(typed::<Outer>(in_words.as_bytes()).is_ok());
    }
}
