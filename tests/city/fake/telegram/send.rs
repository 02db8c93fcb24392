//! May the bot say this here?

use jiff::Timestamp;
use serde_json::{Value, json};

use super::asked::Asked;
use super::entities;
use super::markup;
use super::refusal::Refusal;
use super::world::{Body, World};

/// A text is no longer than this, in UTF-16 code units.
pub(super) const LONGEST_TEXT: usize = 4096;
/// Nor a caption than this.
const LONGEST_CAPTION: usize = 1024;
/// A photo of a bot is no larger, in bytes.
const LARGEST_PHOTO: usize = 10 << 20;
/// Nor any other file.
const LARGEST_FILE: usize = 50 << 20;
/// What a bot can be seen doing.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// `sendMessage`
pub(super) fn message(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    world.speakable(asked.chat()?)?;
    let (text, found) = entities::parsed(asked.text("text")?.unwrap_or_default(), asked.text("parse_mode")?)?;
    if text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if entities::length(&text) > LONGEST_TEXT {
        return Err(Refusal::bad("message is too long"));
    }
    if asked.tree("link_preview_options")?.is_some_and(|options| !options.is_object()) {
        return Err(Refusal::bad("object expected as link_preview_options"));
    }
    say(world, asked, now, Body::text(text, &found))
}

/// `sendPhoto`
pub(super) fn photo(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    let (_, bytes) = file(world, asked, "photo")?;
    if bytes.len() > LARGEST_PHOTO {
        return Err(Refusal::bad("file of size greater than 10 MB can't be sent as a photo"));
    }
    let caption = caption(asked)?;
    let photo = world.files.photo(bytes);
    say(world, asked, now, Body::of("photo", photo, &caption))
}

/// `sendDocument`
pub(super) fn document(world: &mut World, asked: &Asked, now: Timestamp) -> Result<Value, Refusal> {
    let (name, bytes) = file(world, asked, "document")?;
    if bytes.len() > LARGEST_FILE {
        return Err(Refusal::new(413, "Request Entity Too Large"));
    }
    let caption = caption(asked)?;
    let document = world.files.document(&name, "application/octet-stream", bytes);
    say(world, asked, now, Body::of("document", document, &caption))
}

/// `sendChatAction`
pub(super) fn action(world: &mut World, asked: &Asked) -> Result<Value, Refusal> {
    world.speakable(asked.chat()?)?;
    let action = asked.text("action")?.unwrap_or_default();
    if !ACTIONS.contains(&action) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    Ok(json!(true))
}

/// The message stands in the chat, unless its keyboard, its reply or the budget forbids.
fn say(world: &mut World, asked: &Asked, now: Timestamp, body: Body) -> Result<Value, Refusal> {
    let room = world.speakable(asked.chat()?)?;
    let chat = room.id;
    let keyboard = markup::of_new(asked, room.is_private())?;
    let silent = asked.flag("disable_notification")?;
    let mut reply_to = None;
    if let Some(reply) = asked.tree("reply_parameters")? {
        let id = reply.get("message_id").and_then(Value::as_i64).and_then(|id| i32::try_from(id).ok());
        let id = id.ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
        let stands = room.messages.get(&id).is_some_and(|message| !message.deleted);
        let anyway = reply.get("allow_sending_without_reply").and_then(Value::as_bool) == Some(true);
        match (stands, anyway) {
            (true, _) => reply_to = Some(id),
            (false, true) => {}
            (false, false) => return Err(Refusal::bad("message to be replied not found")),
        }
    }
    world.limits.count(chat, now)?;
    let id = world.writes(chat, None, now, body, reply_to);
    let room = world.room(chat);
    let said = room.messages.get_mut(&id).expect("it was just written");
    (said.keyboard, said.silent) = (keyboard, silent);
    let room = &world.rooms[&chat];
    Ok(world.message_json(room, &room.messages[&id], true))
}

/// Name and bytes of what is uploaded, or of a file Telegram has already.
fn file(world: &World, asked: &Asked, name: &str) -> Result<(String, Vec<u8>), Refusal> {
    world.speakable(asked.chat()?)?;
    if let Some(upload) = asked.upload(name) {
        if upload.bytes.is_empty() {
            return Err(Refusal::bad("file must be non-empty"));
        }
        return Ok((upload.name.clone(), upload.bytes.clone()));
    }
    let known =
        asked.text(name)?.ok_or_else(|| Refusal::bad(format!("there is no {name} in the request")))?;
    let known = world.files.known(known);
    known.ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"))
}

fn caption(asked: &Asked) -> Result<String, Refusal> {
    let (caption, _) =
        entities::parsed(asked.text("caption")?.unwrap_or_default(), asked.text("parse_mode")?)?;
    if entities::length(&caption) > LONGEST_CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    Ok(caption)
}
