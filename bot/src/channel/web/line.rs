//! How does one line of a chat look to a client?

use serde::Serialize;
use storage::Speaker;
use utoipa::ToSchema;

use crate::desk::{LOCATION, Line};
use crate::http::file::{is_played, is_shown};

/// One line of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineView {
    /// Number in the chat, from 1, without gaps.
    pub seq: u64,
    /// When (RFC 3339).
    #[schema(format = DateTime)]
    pub at: String,
    /// Who speaks.
    pub who: Voice,
    /// What was said, as plain text.
    pub text: String,
    /// What can be answered by pressing a button.
    pub choices: Vec<ChoiceView>,
    /// Photos, voice notes, locations.
    pub files: Vec<FileView>,
    /// The idempotency key the line was sent with, if a client sent it.
    pub key: Option<String>,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// 群众
    Citizen,
    /// The bot, or news of an order.
    Bot,
    /// A person of the hotline.
    Operator,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChoiceView {
    /// What to send as `choice`.
    pub id: String,
    /// What stands on it.
    pub label: String,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileView {
    /// Its id.
    #[schema(format = Uuid)]
    pub id: String,
    /// E.g. `image/jpeg`; a shared location is `application/geo+json`.
    pub media_type: String,
    /// How a page shows it.
    pub shown: Shown,
}

/// How a page shows a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// As a picture.
    Picture,
    /// With a player.
    Sound,
    /// As a place.
    Place,
    /// As a link to save it.
    Link,
}

impl From<Line> for LineView {
    fn from(line: Line) -> Self {
        Self {
            seq: line.seq,
            at: line.at.to_string(),
            who: match line.who {
                Speaker::Citizen => Voice::Citizen,
                Speaker::Bot => Voice::Bot,
                Speaker::Operator => Voice::Operator,
            },
            text: line.text,
            choices: line
                .choices
                .into_iter()
                .map(|choice| ChoiceView { id: choice.id, label: choice.label })
                .collect(),
            files: line
                .files
                .into_iter()
                .map(|file| FileView::new(file.id.to_string(), file.media_type))
                .collect(),
            key: line.key,
        }
    }
}

impl FileView {
    /// With the way it is shown.
    pub fn new(id: String, media_type: String) -> Self {
        let shown = match media_type.as_str() {
            LOCATION => Shown::Place,
            kind if is_shown(kind) => Shown::Picture,
            kind if is_played(kind) => Shown::Sound,
            _ => Shown::Link,
        };
        Self { id, media_type, shown }
    }
}
