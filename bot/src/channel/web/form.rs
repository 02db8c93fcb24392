//! What did a form with files bring?

use std::collections::BTreeMap;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use tokio::time::{Duration, timeout};

use crate::config::Web;
use crate::desk::ArrivedFile;
use crate::http::Sips;
use crate::http::file::{self, NotKept};
use crate::http::{Problem, body};

/// How long the rest of a form that is refused is still read, so that its sender gets to hear the answer.
const READ_ON: Duration = Duration::from_secs(3);

/// The parts of `multipart/form-data`, bounded.
#[derive(Debug, Default)]
pub struct Form {
    /// Words by name; the last one of a name counts.
    pub fields: BTreeMap<String, String>,
    /// The parts called `files`, each of a kind that is kept.
    pub files: Vec<ArrivedFile>,
    sips: Sips,
}

impl Form {
    /// Reads a form that has `files` and these `fields` and nothing else.
    pub async fn read(request: Request, bounds: &Web, fields: &[&str]) -> Result<Self, Problem> {
        let mut brought = Self::default();
        let request = request.map(|body| brought.sips.of(body));
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| Problem::unsupported("multipart/form-data"))?;
        let read = brought.read_all(&mut form, bounds, fields).await;
        if read.is_err() {
            // Whoever is too slow even for this is cut off.
            let _ = timeout(READ_ON, read_on(&mut form)).await;
        }
        read.map(|()| brought)
    }

    async fn read_all(&mut self, form: &mut Multipart, bounds: &Web, fields: &[&str]) -> Result<(), Problem> {
        while let Some(part) = form.next_field().await.map_err(|error| unreadable(&error))? {
            self.sips.swallowed();
            let name = part.name().unwrap_or_default().to_owned();
            if name == "files" {
                let bytes = self.bytes(part, bounds.file_limit).await?;
                self.keep(bytes, bounds)?;
            } else if fields.contains(&name.as_str()) {
                let text = String::from_utf8(self.bytes(part, bounds.body_limit).await?);
                let text = text.map_err(|error| Problem::not_utf8(error.utf8_error().valid_up_to()))?;
                self.fields.insert(name, text);
            } else {
                return Err(Problem::unknown_field(name));
            }
        }
        Ok(())
    }

    async fn bytes(&self, mut part: Field<'_>, limit: usize) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|error| unreadable(&error))? {
            self.sips.swallowed();
            if bytes.len() + chunk.len() > limit {
                return Err(Problem::too_large(limit));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    fn keep(&mut self, bytes: Vec<u8>, bounds: &Web) -> Result<(), Problem> {
        // A browser sends an empty part where no file was chosen.
        if bytes.is_empty() {
            return Ok(());
        }
        if self.files.len() == bounds.files_per_message {
            return Err(Problem::too_long("files", bounds.files_per_message));
        }
        match file::inspect(bytes) {
            Ok(file) => self.files.push(file),
            Err(NotKept::Kind | NotKept::TooManyPixels) => return Err(Problem::media_type("files")),
        }
        Ok(())
    }
}

async fn read_on(form: &mut Multipart) {
    while let Ok(Some(mut part)) = form.next_field().await {
        while let Ok(Some(_)) = part.chunk().await {}
    }
}

fn unreadable(error: &MultipartError) -> Problem {
    body::fault_in(error).unwrap_or_else(Problem::cut_off)
}
