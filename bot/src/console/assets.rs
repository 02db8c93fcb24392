//! Where do style sheets and scripts come from?

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::app::App;

static ASSETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// First half of each file's SHA-256: names its content.
static MARKS: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(|| {
    let marked = |file: &'static include_dir::File<'static>| {
        let mark = Sha256::digest(file.contents()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Some((file.path().to_str()?, mark))
    };
    ASSETS.files().filter_map(marked).collect()
});

/// Serves the embedded files. Nothing here is secret: no sign-in.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/assets/{file}", get(serve))
}

/// The address of a file, with a mark of its content: a new program is never dressed in an old style sheet.
pub(super) fn address(file: &str) -> String {
    MARKS.get(file).map_or_else(|| format!("/assets/{file}"), |mark| format!("/assets/{file}?v={mark}"))
}

#[derive(Deserialize)]
struct Wanted {
    v: Option<String>,
}

async fn serve(Path(file): Path<String>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let (Some(found), Some(mark)) = (ASSETS.get_file(&file), MARKS.get(file.as_str())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{mark}\"");
    let lasting =
        if wanted.v.as_deref() == Some(mark) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let about = [
        (header::CACHE_CONTROL, lasting.to_owned()),
        (header::ETAG, tag.clone()),
        (header::CONTENT_TYPE, media_type(&file).to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, found.contents()).into_response()
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_names_the_content() {
        let address = address("desk.css");
        let (path, mark) = address.split_once("?v=").expect("a mark");
        assert_eq!(path, "/assets/desk.css");
        assert_eq!(mark.len(), 16);
    }
}
