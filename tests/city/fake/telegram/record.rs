//! What does Telegram remember of what the bot did?

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::TelegramFake;

/// One call of a method, granted or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// In lower case.
    pub method: String,
    /// The chat it is about, if any.
    pub chat: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// 200, or the `error_code`.
    pub status: u16,
    /// The parameters; of a form, text.
    pub fields: Map<String, Value>,
}

/// A press of a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    /// `callback_query_id`
    pub id: String,
    /// In which chat.
    pub chat: i64,
    /// By whom.
    pub user: i64,
    /// Of which message.
    pub message: i32,
    /// `callback_data`
    pub data: String,
    /// When.
    pub at: Timestamp,
    /// What the bot answered, mostly once and mostly nothing but that it heard.
    pub answers: Vec<String>,
}

/// An update on its way to the bot's webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// `update_id`
    pub update: i64,
    /// The chat in which it happened.
    pub chat: i64,
    /// How it ended.
    pub end: End,
}

/// How a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Not yet.
    UnderWay,
    /// The webhook answered this status.
    Answered(u16),
    /// It answered this status, but the answer was lost on the way.
    Lost(u16),
    /// It did not answer.
    Unanswered,
}

impl TelegramFake {
    /// Every call so far, in the order of their ends.
    pub fn calls(&self) -> Vec<Call> {
        self.inside.world().calls.clone()
    }

    /// How often a method was called, granted or not.
    pub fn called(&self, method: &str) -> usize {
        let method = method.to_ascii_lowercase();
        self.inside.world().calls.iter().filter(|call| call.method == method).count()
    }

    /// Every delivery to the webhook so far, in the order of their beginnings.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.inside.world().deliveries.clone()
    }
}
