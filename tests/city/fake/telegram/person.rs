//! What does a person do in Telegram?

use std::sync::Arc;

use super::Inside;
use super::group::{Group, member_changed};
use super::press::press;
use super::world::{Body, Standing, World};

/// A person, acting in their private chat with the bot or in a group.
#[derive(Clone)]
pub struct User {
    pub(super) inside: Arc<Inside>,
    pub(super) id: i64,
    pub(super) chat: i64,
    pub(super) reply_to: Option<i32>,
}

/// One part of an album.
#[derive(Clone, Debug)]
pub enum Part {
    /// A photo.
    Photo(Vec<u8>),
    /// A file of this name.
    Document(String, Vec<u8>),
}

impl User {
    pub(super) fn in_private(inside: &Arc<Inside>, id: i64) -> Self {
        inside.change(|world| world.person(id).id);
        Self { inside: Arc::clone(inside), id, chat: id, reply_to: None }
    }

    /// Their id, and that of their private chat.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// They call themselves so.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.inside.change(|world| name.clone_into(&mut world.person(self.id).name));
        self
    }

    /// The language of their Telegram, e.g. `zh-hans` or `en`; empty: it does not say.
    #[must_use]
    pub fn language(self, language: &str) -> Self {
        let language = (!language.is_empty()).then(|| language.to_owned());
        self.inside.change(|world| world.person(self.id).language = language);
        self
    }

    /// What they do next, they do in this group.
    #[must_use]
    pub fn in_group(self, group: &Group) -> Self {
        Self { chat: group.id(), ..self }
    }

    /// What they send next answers this message.
    #[must_use]
    pub fn replying_to(self, message: i32) -> Self {
        Self { reply_to: Some(message), ..self }
    }

    /// They write. Returns the message's number.
    pub fn says(&self, text: &str) -> i32 {
        let said = text.to_owned();
        let now = self.inside.now();
        let (chat, user, reply_to) = (self.chat, self.id, self.reply_to);
        self.inside.change(|world| {
            let found = super::entities::said(&said);
            world.hears(chat, user, now, Body::text(said, &found), reply_to)
        })
    }

    /// They write and name the bot.
    pub fn says_to_bot(&self, text: &str) -> i32 {
        let bot = self.inside.world().bot.username.clone();
        self.says(&format!("@{bot} {text}"))
    }

    /// They change what they wrote.
    pub fn edits(&self, message: i32, text: &str) {
        let now = self.inside.now();
        self.inside.change(|world| {
            let body = Body::text(text.to_owned(), &super::entities::said(text));
            let room = world.room(self.chat);
            let written = room.messages.get_mut(&message).filter(|written| written.from == Some(self.id));
            let written = written.unwrap_or_else(|| panic!("{} did not write {message}", self.id));
            let before = std::mem::replace(&mut written.body, body);
            written.before.push((now, before, None));
            world.bot_hears("edited_message", self.chat, message, now);
        });
    }

    /// They press the button with this label: that of the latest message that has one. Returns the query's id.
    pub fn presses(&self, label: &str) -> String {
        self.press_found(label, None)
    }

    /// They press the button with this label under this message.
    pub fn presses_on(&self, message: i32, label: &str) -> String {
        self.press_found(label, Some(message))
    }

    /// Their Telegram still shows an old button, and they press it.
    pub fn presses_data(&self, message: i32, data: &str) -> String {
        let now = self.inside.now();
        self.inside.change(|world| {
            assert!(world.room(self.chat).messages.contains_key(&message), "there is no message {message}");
            press(world, self.chat, self.id, message, data, now)
        })
    }

    /// They block the bot.
    pub fn blocks(&self) {
        self.turns_bot(Standing::Kicked);
    }

    /// They let the bot speak again.
    pub fn unblocks(&self) {
        self.turns_bot(Standing::Member);
    }

    /// Their account is gone; nobody is told.
    pub fn is_gone(&self) {
        self.inside.change(|world| world.room(self.id).standing = Standing::Deactivated);
    }

    fn turns_bot(&self, to: Standing) {
        let now = self.inside.now();
        self.inside.change(|world| member_changed(world, self.id, self.id, to, now));
    }

    fn press_found(&self, label: &str, only: Option<i32>) -> String {
        let now = self.inside.now();
        let pressed = self.inside.change(|world| {
            let (message, data) = find(world, self.chat, label, only)?;
            Some(press(world, self.chat, self.id, message, &data, now))
        });
        let seen = super::Chat::of(&self.inside, self.chat);
        pressed.unwrap_or_else(|| panic!("no button {label:?} in chat {}:\n{seen}", self.chat))
    }
}

fn find(world: &World, chat: i64, label: &str, only: Option<i32>) -> Option<(i32, String)> {
    let room = world.rooms.get(&chat)?;
    let seen = room.messages.values().rev().filter(|message| !message.deleted && message.from.is_none());
    let mut seen = seen.filter(|message| only.is_none_or(|only| only == message.id));
    seen.find_map(|message| {
        let button = message.buttons().iter().flatten().find(|button| button.label == label)?;
        Some((message.id, button.data.clone()?))
    })
}
