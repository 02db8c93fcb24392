//! What does a bot ask, and are the fields of the right type?

use std::collections::HashMap;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// One call of a method.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// In lower case.
    pub(super) method: String,
    /// The parameters: of their JSON type, or text where they came in a form.
    pub(super) fields: Map<String, Value>,
    /// Uploaded files by the name of their part.
    pub(super) files: HashMap<String, Upload>,
}

/// A file in a form.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Asked {
    /// Reads query, form, JSON or multipart.
    pub(super) async fn read(method: &str, request: Request) -> Result<Self, Refusal> {
        let mut asked = Self { method: method.to_ascii_lowercase(), ..Self::default() };
        asked.take_pairs(request.uri().query().unwrap_or_default().as_bytes());
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "multipart/form-data" => asked.take_parts(request).await?,
            "application/json" => {
                let body = bytes_of(request).await?;
                if !body.is_empty() {
                    let parsed = serde_json::from_slice::<Map<String, Value>>(&body);
                    asked
                        .fields
                        .extend(parsed.map_err(|_| Refusal::bad("can't parse JSON encoded parameters"))?);
                }
            }
            "application/x-www-form-urlencoded" => {
                let body = bytes_of(request).await?;
                asked.take_pairs(&body);
            }
            // Telegram ignores a body of any other kind.
            _ => {}
        }
        Ok(asked)
    }

    /// A whole number.
    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Number(number)) if number.is_i64() => Ok(number.as_i64()),
            Some(Value::String(text)) if !text.is_empty() => {
                text.parse().map(Some).map_err(|_| wrong_type(name, "Integer"))
            }
            Some(_) => Err(wrong_type(name, "Integer")),
        }
    }

    /// Text.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_type(name, "String")),
        }
    }

    /// Yes or no.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(text)) if text == "true" => Ok(true),
            Some(Value::String(text)) if text == "false" => Ok(false),
            Some(_) => Err(wrong_type(name, "Boolean")),
        }
    }

    /// An object or a list; in a form it is text that holds JSON.
    pub(super) fn tree(&self, name: &str) -> Result<Option<Value>, Refusal> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| Refusal::bad(format!("can't parse {name} JSON object"))),
            Some(tree @ (Value::Object(_) | Value::Array(_))) => Ok(Some(tree.clone())),
            Some(Value::Bool(_) | Value::Number(_)) => Err(wrong_type(name, "Object")),
        }
    }

    /// The chat it is about. Names of channels are no chats here.
    pub(super) fn chat(&self) -> Result<i64, Refusal> {
        match self.fields.get("chat_id") {
            None | Some(Value::Null) => Err(Refusal::bad("chat_id is empty")),
            Some(Value::String(text)) if text.is_empty() => Err(Refusal::bad("chat_id is empty")),
            Some(Value::String(text)) if text.starts_with('@') => Err(Refusal::bad("chat not found")),
            Some(_) => self.integer("chat_id")?.ok_or_else(|| Refusal::bad("chat_id is empty")),
        }
    }

    /// The message it is about.
    pub(super) fn message(&self) -> Result<i32, Refusal> {
        let id = self.integer("message_id")?;
        let id = id.ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
        i32::try_from(id).map_err(|_| Refusal::bad("message identifier is not specified"))
    }

    /// An uploaded file: the part of this name, or the one that `attach://…` points to.
    pub(super) fn upload(&self, name: &str) -> Option<&Upload> {
        let attached = self.fields.get(name).and_then(Value::as_str);
        let part = attached.and_then(|text| text.strip_prefix("attach://")).unwrap_or(name);
        self.files.get(part)
    }

    fn take_pairs(&mut self, encoded: &[u8]) {
        for (name, value) in reqwest::Url::parse("http://form").expect("an address").with_pairs(encoded) {
            self.fields.insert(name, Value::String(value));
        }
    }

    async fn take_parts(&mut self, request: Request) -> Result<(), Refusal> {
        let broken = || Refusal::bad("can't parse multipart parameters");
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
        while let Some(part) = form.next_field().await.map_err(|_| broken())? {
            let name = part.name().ok_or_else(broken)?.to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| broken())?;
            match file {
                Some(file) => {
                    self.files.insert(name, Upload { name: file, bytes: bytes.to_vec() });
                }
                None => {
                    let text = String::from_utf8(bytes.to_vec());
                    let text = text.map_err(|_| Refusal::bad("strings must be encoded in UTF-8"))?;
                    self.fields.insert(name, Value::String(text));
                }
            }
        }
        Ok(())
    }
}

/// Names and values of a query or a form.
trait WithPairs {
    fn with_pairs(self, encoded: &[u8]) -> Vec<(String, String)>;
}

impl WithPairs for reqwest::Url {
    fn with_pairs(mut self, encoded: &[u8]) -> Vec<(String, String)> {
        self.set_query(std::str::from_utf8(encoded).ok());
        self.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }
}

async fn bytes_of(request: Request) -> Result<Vec<u8>, Refusal> {
    let body = axum::body::to_bytes(request.into_body(), super::door::LARGEST_BODY).await;
    body.map(Into::into).map_err(|_| Refusal::new(413, "Request Entity Too Large"))
}

fn wrong_type(name: &str, wanted: &str) -> Refusal {
    Refusal::bad(format!("Field \"{name}\" must be of type {wanted}"))
}
