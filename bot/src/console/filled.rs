//! What did the person fill in, and does the form come from their own session?

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use super::signed::{SCRIPT, Signed};
use crate::app::App;
use crate::config::Web;
use crate::desk::ArrivedFile;
use crate::http::{Sips, file};
use crate::secret;

/// Hidden field with the session's token.
pub(crate) const CSRF: &str = "csrf";

/// A filled-in form of this person's session. There is no other way to a form's fields: one without the session's
/// token is refused before anybody reads it.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    fields: Vec<(String, String)>,
    /// Files, in the order they were chosen; empty ones are left out.
    pub files: Vec<ArrivedFile>,
    /// Too many files, or one that is too large: the most that is allowed. Then none is kept.
    pub too_much: Option<usize>,
}

/// The sign-in form: there is no session yet that could have a token.
#[derive(Debug)]
pub(crate) struct Open(pub Filled);

/// What was typed, to be shown again when it could not be taken.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Typed(BTreeMap<String, String>);

impl Filled {
    /// A field's text as typed; empty if it is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// A field's text without blanks around it; `None` if nothing was typed.
    pub(crate) fn given(&self, name: &str) -> Option<String> {
        let text = self.text(name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Every value of a field that may be chosen several times.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(move |(field, value)| field == name && !value.is_empty())
            .map(|(_, v)| v.as_str())
    }

    /// Was the box ticked?
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The version of the order the person saw.
    pub(crate) fn seen(&self) -> Option<u32> {
        self.text("seen").parse().ok()
    }

    /// The form's own key: a second press of the same button is the same wish.
    pub(crate) fn key(&self) -> Option<String> {
        self.given("key").filter(|key| key.len() <= 64)
    }

    /// What was typed, to be shown again; tokens and passwords are left out. Of a field with several values all are
    /// kept, separated by blanks.
    pub(crate) fn typed(&self) -> Typed {
        let mut typed = BTreeMap::<String, String>::new();
        for (name, value) in &self.fields {
            if matches!(name.as_str(), CSRF | "key" | "seen" | "password" | "before" | "after" | "again") {
                continue;
            }
            typed
                .entry(name.clone())
                .and_modify(|all| *all = format!("{all} {value}"))
                .or_insert_with(|| value.clone());
        }
        Typed(typed)
    }

    #[cfg(test)]
    pub(crate) fn of(fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { fields, ..Self::default() }
    }
}

impl FromRequest<Arc<App>> for Filled {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let Some(signed) = request.extensions().get::<Signed>().cloned() else {
            return Err(StatusCode::UNAUTHORIZED.into_response());
        };
        let script = request.headers().contains_key(SCRIPT);
        let filled = read(request, app).await?;
        if secret::same(filled.text(CSRF), &signed.csrf) {
            return Ok(filled);
        }
        tracing::warn!(staff.login = %signed.staff.login, "a form without the session's token was refused");
        Err(if script {
            StatusCode::FORBIDDEN.into_response()
        } else {
            Redirect::to("/desk").into_response()
        })
    }
}

impl FromRequest<Arc<App>> for Open {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        read(request, app).await.map(Self)
    }
}

async fn read(request: Request, app: &Arc<App>) -> Result<Filled, Response> {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let sips = Sips::default();
        let request = request.map(|body| sips.of(body));
        let parts = Multipart::from_request(request, app).await.map_err(IntoResponse::into_response)?;
        return of_parts(parts, &sips, &app.config.web).await.map_err(IntoResponse::into_response);
    }
    let form = Form::<Vec<(String, String)>>::from_request(request, app)
        .await
        .map_err(IntoResponse::into_response)?;
    Ok(Filled { fields: form.0, ..Filled::default() })
}

async fn of_parts(mut parts: Multipart, sips: &Sips, bounds: &Web) -> Result<Filled, MultipartError> {
    let mut filled = Filled::default();
    while let Some(mut part) = parts.next_field().await? {
        sips.swallowed();
        if part.file_name().is_none() {
            filled.fields.push((part.name().unwrap_or_default().to_owned(), part.text().await?));
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(piece) = part.chunk().await? {
            sips.swallowed();
            if bytes.len() + piece.len() > bounds.file_limit {
                filled.too_much = Some(bounds.file_limit);
            } else if filled.too_much.is_none() {
                bytes.extend_from_slice(&piece);
            }
        }
        if !bytes.is_empty() {
            filled.files.push(inspected(bytes));
        }
        if filled.files.len() > bounds.files_per_message {
            filled.too_much = Some(bounds.files_per_message);
        }
        if filled.too_much.is_some() {
            filled.files.clear();
        }
    }
    Ok(filled)
}

/// Judged by its bytes, its metadata cut away; what is of no kind that is kept goes on without a kind, and the desk
/// refuses it.
fn inspected(bytes: Vec<u8>) -> ArrivedFile {
    file::inspect(bytes).unwrap_or_else(|_| ArrivedFile { media_type: String::new(), bytes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::Filled;

    #[test]
    fn what_was_typed_is_kept_but_no_secret_is() {
        let filled = Filled::of(&[
            ("answer", "已修好"),
            ("csrf", "t"),
            ("password", "p"),
            ("helper", "A"),
            ("helper", "B"),
        ]);
        let typed = serde_json::to_value(filled.typed()).expect("a map of texts");
        assert_eq!(typed, serde_json::json!({ "answer": "已修好", "helper": "A B" }));
    }

    #[test]
    fn blanks_alone_are_nothing() {
        let filled = Filled::of(&[("answer", "  \n"), ("seen", "7")]);
        assert_eq!(filled.given("answer"), None);
        assert_eq!(filled.seen(), Some(7));
    }
}
