//! How does a file of a citizen or a unit reach the person at the desk?

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use storage::{Paper, PaperKind};

use crate::desk::FileRef;

/// Photographs a browser shows by itself; everything else is only ever downloaded, so that nothing can be executed.
const PHOTOGRAPHS: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/// A file as a template names it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FileView {
    id: String,
    media_type: String,
    photograph: bool,
}

impl FileView {
    /// Of a file named by an order or a line.
    pub(crate) fn new(file: &FileRef) -> Self {
        Self {
            id: file.id.to_string(),
            media_type: file.media_type.clone(),
            photograph: PHOTOGRAPHS.contains(&file.media_type.as_str()),
        }
    }
}

/// The file itself.
pub(crate) fn answer(paper: Paper) -> Response {
    let PaperKind::File { media_type } = &paper.kind else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let shown = PHOTOGRAPHS.iter().find(|known| *known == media_type);
    let (kind, disposition) = match shown {
        Some(kind) => (*kind, "inline".to_owned()),
        None => (
            "application/octet-stream",
            format!("attachment; filename=\"{}.{}\"", paper.id, ending(media_type)),
        ),
    };
    let about = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (about, paper.content).into_response()
}

/// The usual ending of a file of that kind; harmless letters only.
fn ending(media_type: &str) -> String {
    let kind = media_type.rsplit_once('/').map_or("", |(_, kind)| kind);
    let letters: String = kind.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    if letters.is_empty() { "bin".to_owned() } else { letters.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_file_name_holds_harmless_letters_only() {
        assert_eq!(ending("application/pdf"), "pdf");
        assert_eq!(ending("audio/mpeg"), "mpeg");
        assert_eq!(ending("text/\"><script>"), "script");
        assert_eq!(ending("strange"), "bin");
    }
}
