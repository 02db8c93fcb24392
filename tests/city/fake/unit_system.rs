//! What does a unit's own system do when it is told?

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use standardwebhooks::Webhook;
use tokio::sync::watch;

/// How the system answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It takes everything.
    Well,
    /// It answers this status.
    Refuses(u16),
    /// Too many: come back after so many seconds.
    Busy(u32),
    /// It listens and never answers.
    Silent,
    /// It takes the letter and says so only when its mood changes.
    Thinks,
    /// It takes the letter, then the line breaks before it can say so.
    BreaksAfterTaking,
}

/// A letter it has taken, its signature verified.
#[derive(Clone, Debug)]
pub struct Told {
    /// `webhook-id`: the same at every repetition.
    pub id: String,
    /// E.g. `order.dispatched`.
    pub what: String,
    /// Order number.
    pub no: String,
    /// The whole letter.
    pub letter: serde_json::Value,
}

/// A unit's own system, listening on a port of its own.
pub struct UnitSystem {
    address: SocketAddr,
    inside: Arc<Inside>,
}

struct Inside {
    secret: String,
    mood: watch::Sender<Mood>,
    told: Mutex<Vec<Told>>,
    knocks: Mutex<u32>,
}

impl UnitSystem {
    /// A system that takes everything.
    pub async fn started() -> Self {
        let inside = Arc::new(Inside {
            secret: "whsec_c2VjcmV0IG9mIGEgdW5pdCBpbiBzdG9yaWVzIQ==".to_owned(),
            mood: watch::Sender::new(Mood::Well),
            told: Mutex::new(Vec::new()),
            knocks: Mutex::new(0),
        });
        let router = Router::new().route("/hook", post(take)).with_state(Arc::clone(&inside));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("port 0 is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, inside }
    }

    /// Where it is told.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// The secret it shares with the program.
    pub fn secret(&self) -> &str {
        &self.inside.secret
    }

    /// From now on it is in this mood.
    pub fn feels(&self, mood: Mood) {
        self.inside.mood.send_replace(mood);
    }

    /// What it has taken so far.
    pub fn told(&self) -> Vec<Told> {
        self.inside.told.lock().expect("no story panics here").clone()
    }

    /// How often anybody knocked, taken or not.
    pub fn knocks(&self) -> u32 {
        *self.inside.knocks.lock().expect("no story panics here")
    }
}

async fn take(State(inside): State<Arc<Inside>>, headers: HeaderMap, body: Bytes) -> Response {
    *inside.knocks.lock().expect("no story panics here") += 1;
    let mood = inside.mood.borrow().clone();
    match mood {
        Mood::Refuses(status) => {
            return StatusCode::from_u16(status).expect("a story's status is one").into_response();
        }
        Mood::Busy(seconds) => {
            return (StatusCode::TOO_MANY_REQUESTS, [("retry-after", seconds.to_string())]).into_response();
        }
        Mood::Silent => return std::future::pending().await,
        Mood::Well | Mood::Thinks | Mood::BreaksAfterTaking => {}
    }
    if !is_signed(&inside.secret, &headers, &body) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let letter: serde_json::Value = serde_json::from_slice(&body).expect("a letter is JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    inside.told.lock().expect("no story panics here").push(Told {
        id: headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned(),
        what: text(&letter["type"]),
        no: text(&letter["data"]["no"]),
        letter,
    });
    if mood == Mood::BreaksAfterTaking {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    if mood == Mood::Thinks {
        let mut moods = inside.mood.subscribe();
        moods.wait_for(|mood| *mood != Mood::Thinks).await.expect("the system stands");
    }
    StatusCode::NO_CONTENT.into_response()
}

/// Stories live at times of their own, so the signature is checked and its age is not.
fn is_signed(secret: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let webhook = Webhook::new(secret).expect("the secret is well formed");
    let Ok(timestamp) = header("webhook-timestamp").parse() else { return false };
    let expected = webhook.sign(header("webhook-id"), timestamp, body);
    expected.is_ok_and(|expected| expected == header("webhook-signature"))
}
