//! Which buttons were pressed, and does the bot say that it felt it?

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::TelegramFake;
use super::asked::Asked;
use super::entities;
use super::record::Press;
use super::refusal::Refusal;
use super::world::World;

/// Somebody who pressed waits no longer for the answer.
const PATIENCE: SignedDuration = SignedDuration::from_mins(1);
/// The answer is no longer than this.
const LONGEST_ANSWER: usize = 200;
/// A press does not tell the bot more than this many bytes.
const FIRST: u64 = 4_382_000_000_000_000_000;

#[derive(Debug, Default)]
pub(super) struct Presses(Vec<Press>);

impl TelegramFake {
    /// Every press of a button so far.
    pub fn presses(&self) -> Vec<Press> {
        self.inside.world().presses.0.clone()
    }

    /// The presses whose button still turns: the bot has not answered.
    pub fn unanswered(&self) -> Vec<Press> {
        self.presses().into_iter().filter(|press| press.answers.is_empty()).collect()
    }
}

/// Somebody presses a button; the bot is told. Returns the query's id.
pub(super) fn press(
    world: &mut World,
    chat: i64,
    user: i64,
    message: i32,
    data: &str,
    now: Timestamp,
) -> String {
    let id = (FIRST + u64::try_from(world.presses.0.len()).unwrap_or_default()).to_string();
    world.person(user);
    let room = &world.rooms[&chat];
    let query = json!({
        "id": id,
        "from": world.people[&user].json(),
        "message": world.message_json(room, &room.messages[&message], true),
        "chat_instance": format!("{}", 9_000_000_000_i64 ^ chat),
        "data": data,
    });
    world.queue.add("callback_query", &query, chat, now);
    world.presses.0.push(Press {
        id: id.clone(),
        chat,
        user,
        message,
        data: data.to_owned(),
        at: now,
        answers: Vec::new(),
    });
    id
}

/// `answerCallbackQuery`
pub(super) fn answer(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    let id = asked.text("callback_query_id")?.unwrap_or_default();
    let text = asked.text("text")?.unwrap_or_default();
    asked.flag("show_alert")?;
    let press = world.presses.0.iter_mut().find(|press| press.id == id);
    let Some(press) = press.filter(|press| now.duration_since(press.at) <= PATIENCE) else {
        return Err(Refusal::bad("query is too old and response timeout expired or query ID is invalid"));
    };
    if entities::length(text) > LONGEST_ANSWER {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    press.answers.push(text.to_owned());
    Ok(json!(true))
}
