//! May the bot change or delete this message?

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::asked::Asked;
use super::entities;
use super::markup::{self, Keyboard};
use super::refusal::Refusal;
use super::send::LONGEST_TEXT;
use super::world::{Body, Message, Room, World};

/// An older message cannot be deleted (core.telegram.org/bots/api#deletemessage).
const DELETABLE: SignedDuration = SignedDuration::from_hours(48);

/// `editMessageText`
pub(super) fn text(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    let (chat, id) = own(world, asked)?;
    let (text, found) = entities::parsed(asked.text("text")?.unwrap_or_default(), asked.text("parse_mode")?)?;
    if text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if entities::length(&text) > LONGEST_TEXT {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    if !world.rooms[&chat].messages[&id].body.fields.contains_key("text") {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    change(world, chat, id, now, Some(Body::text(text, &found)), markup::of_edit(asked)?)
}

/// `editMessageReplyMarkup`
pub(super) fn markup(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    let (chat, id) = own(world, asked)?;
    change(world, chat, id, now, None, markup::of_edit(asked)?)
}

/// `deleteMessage`
pub(super) fn delete(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    let (chat, id) = (world.speakable(asked.chat()?)?.id, asked.message()?);
    let room = world.room(chat);
    let private = room.is_private();
    let message = room.messages.get_mut(&id).filter(|message| !message.deleted);
    let message = message.ok_or_else(|| Refusal::bad("message to delete not found"))?;
    let anothers = message.from.is_some() && !private;
    if anothers || now.duration_since(message.at) > DELETABLE {
        return Err(Refusal::bad("message can't be deleted for everyone"));
    }
    message.deleted = true;
    Ok(json!(true))
}

/// The chat and number of a message of the bot's own.
fn own(world: &World, asked: &Asked) -> Result<(i64, i32), Refusal> {
    let room: &Room = world.speakable(asked.chat()?)?;
    let id = asked.message()?;
    let message = room.messages.get(&id).filter(|message| !message.deleted);
    let message: &Message = message.ok_or_else(|| Refusal::bad("message to edit not found"))?;
    if message.from.is_some() {
        return Err(Refusal::bad("message can't be edited"));
    }
    Ok((room.id, id))
}

/// Without a keyboard in the request the message has none afterwards.
fn change(
    world: &mut World,
    chat: i64,
    id: i32,
    now: Timestamp,
    body: Option<Body>,
    keyboard: Option<Keyboard>,
) -> Result<Value, Refusal> {
    let message = world.room(chat).messages.get_mut(&id).expect("it was just found");
    let body = body.unwrap_or_else(|| message.body.clone());
    if message.body == body && message.keyboard == keyboard {
        return Err(Refusal::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ));
    }
    let body_before = std::mem::replace(&mut message.body, body);
    let keyboard_before = std::mem::replace(&mut message.keyboard, keyboard);
    message.before.push((now, body_before, keyboard_before));
    let room = &world.rooms[&chat];
    Ok(world.message_json(room, &room.messages[&id], true))
}
