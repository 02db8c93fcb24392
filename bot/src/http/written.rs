//! How is an answer that is given very often written as JSON?

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// So much room is made at once for what is written.
const USUAL_BYTES: usize = 2048;

/// A JSON answer, written into one buffer.
#[derive(Debug)]
pub struct Written<T>(pub T);

impl<T: Serialize> IntoResponse for Written<T> {
    fn into_response(self) -> Response {
        let mut bytes = Vec::with_capacity(USUAL_BYTES);
        serde_json::to_writer(&mut bytes, &self.0).expect("an answer has only string keys");
        let kind = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, kind)], bytes).into_response()
    }
}
