//! How does a citizen talk to the program?

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;
use storage::OrderNo;

use crate::{City, veiled};

/// Somebody with a chat.
pub struct Citizen {
    client: reqwest::Client,
    base: String,
    token: String,
    keys: AtomicU64,
}

/// What the program said to one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Number of the citizen's own line.
    pub seq: u64,
    /// It had been heard before.
    pub duplicate: bool,
    /// What the bot said, in order.
    pub said: Vec<Said>,
}

/// One line of the bot.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Said {
    /// Number of the line.
    pub seq: u64,
    /// `citizen`, `bot`, `operator`.
    pub who: String,
    /// The words.
    pub text: String,
    /// What can be pressed.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Photos, voice notes, locations: their media types.
    #[serde(default)]
    pub files: Vec<Shown>,
}

/// A file of a line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Shown {
    /// Its id.
    pub id: String,
    /// E.g. `image/png`.
    pub media_type: String,
}

/// Something that can be pressed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What stands on it.
    pub label: String,
}

#[derive(Deserialize)]
struct Taken {
    seq: u64,
    duplicate: bool,
    lines: Vec<Said>,
}

#[derive(Deserialize)]
struct Lines {
    lines: Vec<Said>,
}

#[derive(Deserialize)]
struct Opened {
    token: String,
}

impl Citizen {
    pub(crate) async fn arrives(city: &City) -> Self {
        Self::at(&city.url("")).await
    }

    /// A citizen of the program at an address.
    pub async fn at(base: &str) -> Self {
        crate::process::choose_crypto();
        let client = reqwest::Client::new();
        let opened: Opened = client
            .post(format!("{base}/api/v1/chats"))
            .send()
            .await
            .expect("the program answers")
            .json()
            .await
            .expect("a chat is opened");
        Self { client, base: base.to_owned(), token: opened.token, keys: AtomicU64::new(0) }
    }

    /// The same chat, at the program's new address after a restart.
    pub fn moves_to(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    /// Says something; the program must take it.
    pub async fn says(&self, text: &str) -> Reply {
        self.sends(&self.next_key(), json!({ "text": text })).await.expect("the message is taken")
    }

    /// Presses the button with this label on the last line that has one.
    pub async fn presses(&self, label: &str) -> Reply {
        let lines = self.hears_since(0).await;
        let choice = lines
            .iter()
            .rev()
            .flat_map(|line| &line.choices)
            .find(|choice| choice.label == label)
            .unwrap_or_else(|| panic!("nothing says {label:?} in {lines:#?}"));
        self.chooses(&choice.id).await
    }

    /// Presses a button by its id.
    pub async fn chooses(&self, id: &str) -> Reply {
        self.sends(&self.next_key(), json!({ "choice": id })).await.expect("the choice is taken")
    }

    /// Sends photos, with or without words.
    pub async fn shows(&self, photos: usize, text: Option<&str>) -> Reply {
        self.shows_under(&self.next_key(), photos, text).await
    }

    /// Sends photos under a key.
    pub async fn shows_under(&self, key: &str, photos: usize, text: Option<&str>) -> Reply {
        let photos = (0..photos).map(|number| (format!("{number}.png"), "image/png", PHOTO)).collect();
        self.sends_files(key, photos, text).await
    }

    /// Sends a voice note without words.
    pub async fn speaks(&self) -> Reply {
        self.sends_files(&self.next_key(), vec![("voice.ogg".to_owned(), "audio/ogg", VOICE)], None).await
    }

    /// Shares a location, in degrees (WGS 84).
    pub async fn stands_at(&self, lat: f64, lon: f64) -> Reply {
        let place = json!({ "location": { "lat": lat, "lon": lon } });
        self.sends(&self.next_key(), place).await.expect("the location is taken")
    }

    async fn sends_files(
        &self,
        key: &str,
        files: Vec<(String, &str, &'static [u8])>,
        text: Option<&str>,
    ) -> Reply {
        let mut form = reqwest::multipart::Form::new();
        if let Some(text) = text {
            form = form.text("text", text.to_owned());
        }
        for (name, media_type, bytes) in files {
            let part = reqwest::multipart::Part::bytes(bytes).file_name(name);
            form = form.part("files", part.mime_str(media_type).expect("a media type"));
        }
        let answer = self
            .client
            .post(format!("{}/api/v1/chats/messages", self.base))
            .bearer_auth(&self.token)
            .header("Idempotency-Key", key)
            .multipart(form)
            .send()
            .await
            .expect("the program answers");
        assert_eq!(answer.status(), StatusCode::OK, "files are taken");
        answer.json::<Taken>().await.expect("an answer").into()
    }

    /// Sends a body under a key; the answer, or the status that refused it.
    pub async fn sends(&self, key: &str, body: serde_json::Value) -> Result<Reply, StatusCode> {
        let answer = self
            .client
            .post(format!("{}/api/v1/chats/messages", self.base))
            .bearer_auth(&self.token)
            .header("Idempotency-Key", key)
            .json(&body)
            .send()
            .await
            .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        if answer.status() != StatusCode::OK {
            return Err(answer.status());
        }
        let taken: Taken = answer.json().await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        Ok(taken.into())
    }

    /// All lines of the chat after a number.
    pub async fn hears_since(&self, seq: u64) -> Vec<Said> {
        let lines: Lines = self
            .client
            .get(format!("{}/api/v1/chats/lines?after={seq}", self.base))
            .bearer_auth(&self.token)
            .send()
            .await
            .expect("the program answers")
            .json()
            .await
            .expect("lines");
        lines.lines
    }

    /// The last thing the bot said.
    pub async fn last_heard(&self) -> String {
        let lines = self.hears_since(0).await;
        let said = lines.iter().rev().find(|line| line.who != "citizen");
        said.map(|line| line.text.clone()).unwrap_or_default()
    }

    /// Everything said in the chat, as a page.
    pub async fn transcript(&self) -> String {
        let lines = self.hears_since(0).await;
        on_paper(&lines)
    }

    /// The same, from after a line on.
    pub async fn transcript_since(&self, seq: u64) -> String {
        on_paper(&self.hears_since(seq).await)
    }

    /// Number of the last line.
    pub async fn last_line(&self) -> u64 {
        self.hears_since(0).await.last().map_or(0, |line| line.seq)
    }

    /// The chat's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    fn next_key(&self) -> String {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        format!("{}-{number}", self.token.get(..8).unwrap_or_default())
    }
}

impl Reply {
    /// What the bot said, as one text.
    pub fn text(&self) -> String {
        self.said.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// What the bot said with its buttons, for a snapshot.
    pub fn on_paper(&self) -> String {
        on_paper(&self.said)
    }

    /// The 查询码 said in it.
    pub fn code(&self) -> String {
        crate::veil::code_in(&self.text()).unwrap_or_else(|| panic!("no 查询码 in {:#?}", self.text()))
    }

    /// The order number said in it.
    pub fn order_no(&self) -> OrderNo {
        OrderNo::find_in(&self.text()).unwrap_or_else(|| panic!("no order number in {:#?}", self.text()))
    }
}

impl Said {
    fn on_paper(&self) -> String {
        let who = match self.who.as_str() {
            "citizen" => "群众",
            "operator" => "坐席",
            _ => "接诉",
        };
        let labels: Vec<&str> = self.choices.iter().map(|choice| choice.label.as_str()).collect();
        let buttons =
            if labels.is_empty() { String::new() } else { format!("\n　[{}]", labels.join("] [")) };
        let files: String = self.files.iter().map(|file| format!("({})", file.media_type)).collect();
        format!("{who}：{}{files}{buttons}", self.text.replace('\n', "\n　　　"))
    }
}

impl From<Taken> for Reply {
    fn from(taken: Taken) -> Self {
        let said = taken.lines.into_iter().filter(|line| line.who != "citizen").collect();
        Self { seq: taken.seq, duplicate: taken.duplicate, said }
    }
}

/// Lines as a snapshot shows them: who, what, which buttons; numbers and codes covered.
fn on_paper(lines: &[Said]) -> String {
    veiled(&lines.iter().map(Said::on_paper).collect::<Vec<_>>().join("\n"))
}

/// The beginning of an Ogg stream.
const VOICE: &[u8] = b"OggS\0\x02voice";
/// A PNG of one pixel.
const PHOTO: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00,
    0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x60, 0x60, 0x60, 0xf8, 0x0f, 0x00, 0x01,
    0x04, 0x01, 0x00, 0x5f, 0xe5, 0xc3, 0x4b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];
