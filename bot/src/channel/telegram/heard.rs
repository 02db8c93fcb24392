//! What does an update say?

use jiff::Timestamp;
use teloxide_core::types::{
    CallbackQueryId, ChatId, MaybeInaccessibleMessage, Message, MessageId, Update, UpdateKind, User,
};

use crate::channel::TELEGRAM;
use crate::desk::{Arrival, ToFetch};

use super::command::Typed;

/// A code in a link: so many hexadecimal digits.
const TOKEN: usize = 32;
/// A code that is read out: so many digits.
const DIGITS: usize = 8;

/// An update, read.
#[derive(Debug)]
pub(super) enum Heard {
    /// Somebody wrote to the bot in their own chat.
    Citizen(Box<Private>),
    /// Somebody wrote in a group.
    Group(Box<InGroup>),
    /// A button was pressed.
    Pressed(Box<Pressed>),
    /// The bot was taken out of a group.
    Removed(ChatId),
    /// A group goes on under another name.
    Moved { from: ChatId, to: ChatId },
    /// Nothing for us: a service message, a bot, a channel.
    Nothing,
    /// A kind of update this program does not know.
    Unknown,
}

/// A message in somebody's own chat with the bot.
#[derive(Debug)]
pub(super) struct Private {
    pub(super) arrival: Arrival,
    /// The text of a prompt of ours that was replied to.
    pub(super) answers: Option<String>,
    /// A code that may be one of staff.
    pub(super) code: Option<String>,
}

/// A message in a group.
#[derive(Debug)]
pub(super) struct InGroup {
    pub(super) chat: ChatId,
    pub(super) message: MessageId,
    pub(super) person: String,
    pub(super) key: String,
    pub(super) words: String,
    pub(super) answers: Option<String>,
    /// By a command, a mention or a reply.
    pub(super) addressed: bool,
    pub(super) language: Option<String>,
}

/// A pressed button.
#[derive(Debug)]
pub(super) struct Pressed {
    pub(super) query: CallbackQueryId,
    pub(super) data: String,
    pub(super) person: String,
    pub(super) chat: ChatId,
    pub(super) message: MessageId,
    pub(super) private: bool,
    pub(super) key: String,
    pub(super) language: Option<String>,
}

/// The bot itself, to be recognised when it is spoken to.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) id: u64,
    pub(super) name: String,
}

/// Reads an update.
pub(super) fn read(update: Update, own: &Own) -> Heard {
    let id = update.id.0;
    match update.kind {
        UpdateKind::Message(message) => read_message(&message, id, own),
        UpdateKind::CallbackQuery(query) => {
            let Some(data) = query.data else { return Heard::Nothing };
            let Some(message) = &query.message else { return Heard::Nothing };
            let (chat, message) = match message {
                MaybeInaccessibleMessage::Regular(message) => (&message.chat, message.id),
                MaybeInaccessibleMessage::Inaccessible(message) => (&message.chat, message.message_id),
            };
            Heard::Pressed(Box::new(Pressed {
                query: query.id,
                data,
                person: query.from.id.0.to_string(),
                chat: chat.id,
                message,
                private: chat.is_private(),
                key: format!("{id}"),
                language: query.from.language_code,
            }))
        }
        UpdateKind::MyChatMember(change) => {
            let gone = !change.new_chat_member.is_present();
            if gone && !change.chat.is_private() { Heard::Removed(change.chat.id) } else { Heard::Nothing }
        }
        UpdateKind::Error(_) => Heard::Unknown,
        _ => Heard::Nothing,
    }
}

fn read_message(message: &Message, update: u32, own: &Own) -> Heard {
    if let Some(to) = message.migrate_to_chat_id() {
        return Heard::Moved { from: message.chat.id, to: *to };
    }
    let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else {
        return Heard::Nothing;
    };
    let key = format!("{update}.{}", message.id.0);
    if message.chat.is_private() {
        return private(message, from, key, own);
    }
    let Some(words) = message.text().or(message.caption()) else { return Heard::Nothing };
    let mention = format!("@{}", own.name);
    let to_another = Typed::in_text(words)
        .is_some_and(|typed| typed.bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(&own.name)));
    if to_another {
        return Heard::Nothing;
    }
    let answers = answered(message, own);
    let addressed = Typed::in_text(words).is_some() || words.contains(&mention) || answers.is_some();
    Heard::Group(Box::new(InGroup {
        chat: message.chat.id,
        message: message.id,
        person: from.id.0.to_string(),
        key,
        words: without(words, &mention),
        answers,
        addressed,
        language: from.language_code.clone(),
    }))
}

fn private(message: &Message, from: &User, key: String, own: &Own) -> Heard {
    let mut arrival = Arrival {
        channel: TELEGRAM,
        address: message.chat.id.0.to_string(),
        key,
        fetch: files(message),
        album: message.media_group_id().map(|album| album.0.clone()),
        location: place(message),
        first_language: from.language_code.clone(),
        sent_at: Timestamp::from_second(message.date.timestamp()).ok(),
        ..Arrival::default()
    };
    let mut code = None;
    let text = message.text().or(message.caption());
    // Under a photo a command is a caption like any other.
    match message.text().and_then(Typed::in_text) {
        Some(typed) => {
            let takes_code = matches!(typed.name.as_str(), "start" | "bind");
            match Some(typed.rest).filter(|rest| takes_code && is_code(rest)) {
                Some(behind) => {
                    arrival.pass = Some(behind.to_owned());
                    code = (behind.len() == TOKEN).then(|| behind.to_owned());
                }
                // Words behind a command are words: danger is heard in them, and a matter may begin with them.
                None => {
                    let words = Some(typed.rest.to_owned()).filter(|rest| !rest.is_empty());
                    if words.is_none() || !typed.only_opens() {
                        arrival.choice = Some(typed.choice().id());
                    }
                    arrival.text = words;
                }
            }
        }
        None => arrival.text = text.map(str::to_owned).or_else(|| in_words(message)),
    }
    let empty = arrival.text.is_none()
        && arrival.choice.is_none()
        && arrival.pass.is_none()
        && arrival.fetch.is_empty()
        && arrival.location.is_none();
    if empty && is_service(message) {
        return Heard::Nothing;
    }
    Heard::Citizen(Box::new(Private { arrival, answers: answered(message, own), code }))
}

/// The text of our own message that this one replies to.
fn answered(message: &Message, own: &Own) -> Option<String> {
    let to = message.reply_to_message()?;
    let ours = to.from.as_ref().is_some_and(|from| from.id.0 == own.id);
    to.text().filter(|_| ours).map(str::to_owned)
}

/// A contact or a sticker, as words.
fn in_words(message: &Message) -> Option<String> {
    if let Some(contact) = message.contact() {
        return Some(format!("{} {}", contact.first_name, contact.phone_number));
    }
    message.sticker().and_then(|sticker| sticker.emoji.clone())
}

fn place(message: &Message) -> Option<(f64, f64)> {
    let location = message.location().or(message.venue().map(|venue| &venue.location))?;
    Some((location.latitude, location.longitude))
}

/// What Telegram keeps for us: of a photo the largest.
fn files(message: &Message) -> Vec<ToFetch> {
    let mut files = Vec::new();
    let mut add = |file: &str, media_type: &str| {
        files.push(ToFetch { file: file.to_owned(), media_type: media_type.to_owned() });
    };
    if let Some(photo) = message.photo().and_then(|sizes| sizes.iter().max_by_key(|size| size.width)) {
        add(&photo.file.id.0, "image/jpeg");
    }
    if let Some(voice) = message.voice() {
        add(&voice.file.id.0, &said(voice.mime_type.as_ref(), "audio/ogg"));
    }
    if let Some(audio) = message.audio() {
        add(&audio.file.id.0, &said(audio.mime_type.as_ref(), "audio/mpeg"));
    }
    if let Some(video) = message.video() {
        add(&video.file.id.0, &said(video.mime_type.as_ref(), "video/mp4"));
    }
    if let Some(note) = message.video_note() {
        add(&note.file.id.0, "video/mp4");
    }
    if let Some(document) = message.document() {
        add(&document.file.id.0, &said(document.mime_type.as_ref(), "application/octet-stream"));
    }
    files
}

/// Joins, pins, titles: nobody said anything.
fn is_service(message: &Message) -> bool {
    message.pinned_message().is_some()
        || message.new_chat_members().is_some()
        || message.message_auto_delete_timer_changed().is_some()
        || message.chat_background_set().is_some()
}

/// May this be a code? Links on posters carry other words.
fn is_code(rest: &str) -> bool {
    let digits = rest.chars().filter(|c| c.is_numeric()).count();
    let token = rest.len() == TOKEN && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
    token || (digits >= DIGITS && rest.chars().all(|c| c.is_numeric() || c.is_whitespace() || c == '-'))
}

fn without(words: &str, mention: &str) -> String {
    words.replace(mention, " ").trim().to_owned()
}

fn said(mime: Option<&impl ToString>, usual: &str) -> String {
    mime.map_or_else(|| usual.to_owned(), ToString::to_string)
}
