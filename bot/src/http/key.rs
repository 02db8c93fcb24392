//! How does a client make a repetition harmless?

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Problem;

/// The longest idempotency key: a UUID has 36 characters.
const LONGEST_KEY: usize = 128;
/// The header of the IETF draft of that name.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The `Idempotency-Key` header: the same key, the same deed, done once.
#[derive(Clone, Debug)]
pub struct Key(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = parts.headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok());
        // The draft writes it as a quoted string.
        let key = key.map(|key| key.trim().trim_matches('"')).filter(|key| is_key(key));
        key.map(|key| Self(key.to_owned())).ok_or_else(|| Problem::header(IDEMPOTENCY_KEY))
    }
}

/// One to 128 visible ASCII characters.
pub fn is_key(text: &str) -> bool {
    (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
