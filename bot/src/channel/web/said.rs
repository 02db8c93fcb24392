//! What does a citizen say with one message?

use std::collections::BTreeMap;

use axum::extract::Request;
use axum::http::header;

use super::form::Form;
use crate::config::Web;
use crate::desk::ArrivedFile;
use crate::http::{Problem, body};

/// The fields of the forms; a program says the same without a code.
const FIELDS: [&str; 6] = ["key", "text", "choice", "lat", "lon", "pass"];
const FIELDS_OF_PROGRAMS: [&str; 5] = ["key", "text", "choice", "lat", "lon"];

/// One message of a citizen, bounded, before it has an address.
#[derive(Debug, Default)]
pub struct Said {
    /// The client's idempotency key, where it came as a field of the form.
    pub key: Option<String>,
    /// Words.
    pub text: Option<String>,
    /// A button's id.
    pub choice: Option<String>,
    /// Photos, voice notes.
    pub files: Vec<ArrivedFile>,
    /// Latitude and longitude in degrees (WGS 84).
    pub location: Option<(f64, f64)>,
    /// A code that came with a link: it binds an order to the chat.
    pub pass: Option<String>,
}

impl Said {
    /// Reads `application/x-www-form-urlencoded` or `multipart/form-data`.
    pub async fn read(request: Request, bounds: &Web) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            return Self::of_parts(request, bounds, &FIELDS).await;
        }
        if kind.starts_with("application/x-www-form-urlencoded") {
            let fields: BTreeMap<String, String> = body::form(request, bounds.body_limit).await?;
            if let Some(unknown) =
                fields.keys().find(|name| !FIELDS.contains(&name.as_str()) && *name != "files")
            {
                return Err(Problem::unknown_field(unknown));
            }
            return Self::of(fields, Vec::new());
        }
        Err(Problem::unsupported("application/x-www-form-urlencoded, multipart/form-data"))
    }

    /// Reads a program's `multipart/form-data`.
    pub async fn read_parts(request: Request, bounds: &Web) -> Result<Self, Problem> {
        Self::of_parts(request, bounds, &FIELDS_OF_PROGRAMS).await
    }

    async fn of_parts(request: Request, bounds: &Web, fields: &[&str]) -> Result<Self, Problem> {
        let form = Form::read(request, bounds, fields).await?;
        Self::of(form.fields, form.files)
    }

    fn of(mut fields: BTreeMap<String, String>, files: Vec<ArrivedFile>) -> Result<Self, Problem> {
        let mut given = |name| fields.remove(name).filter(|text: &String| !text.trim().is_empty());
        let location = match (given("lat"), given("lon")) {
            (None, None) => None,
            (lat, lon) => Some(location(degrees(lat, "lat")?, degrees(lon, "lon")?)?),
        };
        let said = Self {
            key: given("key"),
            text: given("text"),
            choice: given("choice"),
            pass: given("pass"),
            files,
            location,
        };
        said.something()
    }

    /// Refuses a message that says nothing at all.
    pub fn something(self) -> Result<Self, Problem> {
        let worded = self.text.as_ref().is_some_and(|text| !text.trim().is_empty());
        let pressed = self.choice.is_some() || self.pass.is_some();
        let says = worded || pressed || !self.files.is_empty() || self.location.is_some();
        if says { Ok(self) } else { Err(Problem::missing("text")) }
    }
}

/// Latitude and longitude in degrees, if they are on this planet.
pub fn location(lat: f64, lon: f64) -> Result<(f64, f64), Problem> {
    if !(-90.0..=90.0).contains(&lat) {
        return Err(Problem::wrong_type("lat"));
    }
    if !(-180.0..=180.0).contains(&lon) {
        return Err(Problem::wrong_type("lon"));
    }
    Ok((lat, lon))
}

fn degrees(text: Option<String>, field: &'static str) -> Result<f64, Problem> {
    let text = text.ok_or_else(|| Problem::missing(field))?;
    text.trim().parse().map_err(|_| Problem::wrong_type(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(fields: &[(&str, &str)]) -> Result<Said, Problem> {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Said::of(fields, Vec::new())
    }

    #[test]
    fn a_message_says_something() {
        assert_eq!(said(&[("text", " \n"), ("key", "k")]).unwrap_err(), Problem::missing("text"));
        assert_eq!(said(&[("choice", "submit"), ("text", "")]).unwrap().choice.as_deref(), Some("submit"));
    }

    #[test]
    fn a_place_is_on_this_planet() {
        assert_eq!(said(&[("lat", "49.2"), ("lon", "119.7")]).unwrap().location, Some((49.2, 119.7)));
        assert_eq!(said(&[("lat", "91"), ("lon", "0")]).unwrap_err(), Problem::wrong_type("lat"));
        assert_eq!(said(&[("lat", "NaN"), ("lon", "0")]).unwrap_err(), Problem::wrong_type("lat"));
        assert_eq!(said(&[("lat", "1")]).unwrap_err(), Problem::missing("lon"));
    }
}
