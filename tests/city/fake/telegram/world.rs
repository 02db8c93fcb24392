//! What does Telegram know about the bot, its people, its chats and what was said?

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::commands::Commands;
use super::entities;
use super::files::Files;
use super::markup::Keyboard;
use super::mood::{Limits, Spells};
use super::press::Presses;
use super::record::{Call, Delivery};
use super::refusal::Refusal;
use super::updates::Queue;
use super::webhook::Hook;

/// Groups whose id is below are supergroups.
const SUPERGROUPS: i64 = -1_000_000_000_000;

#[derive(Debug)]
pub(super) struct World {
    pub(super) bot: Bot,
    pub(super) people: BTreeMap<i64, Person>,
    pub(super) rooms: BTreeMap<i64, Room>,
    pub(super) queue: Queue,
    pub(super) presses: Presses,
    pub(super) files: Files,
    pub(super) commands: Commands,
    pub(super) hook: Option<Hook>,
    pub(super) spells: Spells,
    pub(super) limits: Limits,
    pub(super) calls: Vec<Call>,
    pub(super) deliveries: Vec<Delivery>,
    /// So many answers of the webhook are still to be lost.
    pub(super) lost_answers: u32,
    /// Private chats and groups share one numbering, each supergroup has its own.
    messages: i32,
    albums: u32,
}

#[derive(Debug)]
pub(super) struct Bot {
    pub(super) id: i64,
    pub(super) username: String,
    /// Its privacy mode is off.
    pub(super) reads_groups: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) username: Option<String>,
    pub(super) language: Option<String>,
}

/// A chat.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) id: i64,
    /// Of a group.
    pub(super) title: Option<String>,
    pub(super) standing: Standing,
    pub(super) members: BTreeSet<i64>,
    pub(super) messages: BTreeMap<i32, Message>,
    /// The supergroup it has become.
    pub(super) became: Option<i64>,
    pub(super) numbered: i32,
}

/// What the bot is to a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It may speak.
    Member,
    /// Blocked by the person, or kicked from the group.
    Kicked,
    /// It left the group.
    Left,
    /// The person's account is gone.
    Deactivated,
}

#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) id: i32,
    /// Nobody: the bot.
    pub(super) from: Option<i64>,
    pub(super) at: Timestamp,
    pub(super) body: Body,
    pub(super) reply_to: Option<i32>,
    pub(super) keyboard: Option<Keyboard>,
    pub(super) silent: bool,
    /// What it was before, oldest first.
    pub(super) before: Vec<(Timestamp, Body, Option<Keyboard>)>,
    pub(super) deleted: bool,
}

/// What a message says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Body {
    /// Text or caption.
    pub(super) text: String,
    /// Everything of the message that is not about its place: `text`, `entities`, `photo`…
    pub(super) fields: Map<String, Value>,
}

impl World {
    pub(super) fn of(token: &str) -> Self {
        let id = token.split(':').next().and_then(|id| id.parse().ok());
        let id = id.unwrap_or_else(|| panic!("a token begins with the bot's number and a colon"));
        Self {
            bot: Bot { id, username: "jiesu_story_bot".to_owned(), reads_groups: false },
            people: BTreeMap::new(),
            rooms: BTreeMap::new(),
            queue: Queue::default(),
            presses: Presses::default(),
            files: Files::default(),
            commands: Commands::default(),
            hook: None,
            spells: Spells::default(),
            limits: Limits::default(),
            calls: Vec::new(),
            deliveries: Vec::new(),
            lost_answers: 0,
            messages: 0,
            albums: 0,
        }
    }

    /// The person, who appears when first named.
    pub(super) fn person(&mut self, id: i64) -> &mut Person {
        assert!(id > 0, "a person's id is positive");
        let appears = || Person {
            id,
            name: format!("Person {id}"),
            username: None,
            language: Some("zh-hans".to_owned()),
        };
        self.people.entry(id).or_insert_with(appears)
    }

    /// The chat, which begins when a person first acts in it.
    pub(super) fn room(&mut self, id: i64) -> &mut Room {
        if id > 0 {
            self.person(id);
        }
        self.rooms.entry(id).or_insert_with(|| Room::new(id, (id < 0).then(String::new)))
    }

    /// The chat, if the bot may speak there.
    pub(super) fn speakable(&self, chat: i64) -> Result<&Room, Refusal> {
        let room = self.rooms.get(&chat).ok_or_else(|| Refusal::bad("chat not found"))?;
        if let Some(to) = room.became {
            return Err(Refusal::migrated(to));
        }
        let kind = if room.is_supergroup() { "supergroup chat" } else { "group chat" };
        match room.standing {
            Standing::Member => Ok(room),
            Standing::Kicked if room.is_private() => Err(Refusal::forbidden("bot was blocked by the user")),
            Standing::Kicked => Err(Refusal::forbidden(&format!("bot was kicked from the {kind}"))),
            Standing::Left => Err(Refusal::forbidden(&format!("bot is not a member of the {kind}"))),
            Standing::Deactivated => Err(Refusal::forbidden("user is deactivated")),
        }
    }

    /// Somebody writes; the bot hears of it if it may. Returns the message's number.
    pub(super) fn is_told(&mut self, chat: i64, user: i64, now: Timestamp, text: &str) -> i32 {
        let body = Body::text(text.to_owned(), &entities::said(text));
        self.hears(chat, user, now, body, None)
    }

    /// Somebody says something of any kind; the bot hears of it if it may.
    pub(super) fn hears(
        &mut self,
        chat: i64,
        user: i64,
        now: Timestamp,
        body: Body,
        reply_to: Option<i32>,
    ) -> i32 {
        let id = self.writes(chat, Some(user), now, body, reply_to);
        self.room(chat).members.insert(user);
        self.bot_hears("message", chat, id, now);
        id
    }

    /// A message stands in the chat.
    pub(super) fn writes(
        &mut self,
        chat: i64,
        from: Option<i64>,
        at: Timestamp,
        body: Body,
        reply_to: Option<i32>,
    ) -> i32 {
        if let Some(from) = from {
            self.person(from);
        }
        let own = self.room(chat).is_supergroup();
        let counter = if own { &mut self.room(chat).numbered } else { &mut self.messages };
        *counter += 1;
        let id = *counter;
        let message = Message {
            id,
            from,
            at,
            body,
            reply_to,
            keyboard: None,
            silent: false,
            before: Vec::new(),
            deleted: false,
        };
        self.room(chat).messages.insert(id, message);
        id
    }

    /// The update of this kind about a message, unless privacy mode keeps it from the bot.
    pub(super) fn bot_hears(&mut self, kind: &str, chat: i64, message: i32, now: Timestamp) {
        let room = &self.rooms[&chat];
        let said = &room.messages[&message];
        let hears = room.is_private() || self.bot.reads_groups || self.is_meant_for_bot(room, said);
        if hears && room.standing == Standing::Member {
            let update = self.message_json(room, said, true);
            self.queue.add(kind, &update, chat, now);
        }
    }

    /// In privacy mode a bot hears commands, mentions, replies to it and what happens to the group
    /// (core.telegram.org/bots/features#privacy-mode).
    fn is_meant_for_bot(&self, room: &Room, said: &Message) -> bool {
        let me = format!("@{}", self.bot.username);
        let text = &said.body.text;
        let command = text.split_whitespace().next().filter(|word| word.starts_with('/'));
        let commanded =
            command.is_some_and(|word| word.split_once('@').is_none_or(|(_, to)| to == self.bot.username));
        let mentioned = text
            .split(|char: char| !(char.is_ascii_alphanumeric() || "@_".contains(char)))
            .any(|word| word == me);
        let replied = said.reply_to.and_then(|id| room.messages.get(&id)).is_some_and(|to| to.from.is_none());
        commanded || mentioned || replied || said.body.is_service()
    }

    /// A message as the Bot API writes it; what it replies to is written one level deep.
    pub(super) fn message_json(&self, room: &Room, message: &Message, with_reply: bool) -> Value {
        let from = message.from.map_or_else(|| self.bot.user(), |id| self.people[&id].json());
        let mut written = message.body.fields.clone();
        written.insert("message_id".to_owned(), json!(message.id));
        written.insert("from".to_owned(), from);
        written.insert("chat".to_owned(), self.room_json(room));
        written.insert("date".to_owned(), json!(message.at.as_second()));
        if let Some((edited, ..)) = message.before.last() {
            written.insert("edit_date".to_owned(), json!(edited.as_second()));
        }
        if let Some(Keyboard::Inline(rows)) = &message.keyboard {
            let rows: Vec<Vec<&Value>> =
                rows.iter().map(|row| row.iter().map(|button| &button.json).collect()).collect();
            written.insert("reply_markup".to_owned(), json!({ "inline_keyboard": rows }));
        }
        let replied = message.reply_to.and_then(|id| room.messages.get(&id)).filter(|_| with_reply);
        if let Some(replied) = replied {
            written.insert("reply_to_message".to_owned(), self.message_json(room, replied, false));
        }
        Value::Object(written)
    }

    /// A chat as messages name it.
    pub(super) fn room_json(&self, room: &Room) -> Value {
        match &room.title {
            Some(title) => json!({ "id": room.id, "type": room.kind(), "title": title }),
            None => {
                let mut chat = self.people[&room.id].named();
                chat.insert("id".to_owned(), json!(room.id));
                chat.insert("type".to_owned(), json!("private"));
                Value::Object(chat)
            }
        }
    }

    /// A new `media_group_id`.
    pub(super) fn next_album(&mut self) -> String {
        self.albums += 1;
        (13_000_000_000_000_000_u64 + u64::from(self.albums)).to_string()
    }
}

impl Bot {
    /// As `getMe` answers.
    pub(super) fn me(&self) -> Value {
        let mut me = self.user();
        me["can_join_groups"] = json!(true);
        me["can_read_all_group_messages"] = json!(self.reads_groups);
        me["supports_inline_queries"] = json!(false);
        me["can_connect_to_business"] = json!(false);
        me["has_main_web_app"] = json!(false);
        me
    }

    /// As messages name it.
    pub(super) fn user(&self) -> Value {
        json!({ "id": self.id, "is_bot": true, "first_name": "Jiesu", "username": self.username })
    }
}

impl Person {
    /// As messages name them.
    pub(super) fn json(&self) -> Value {
        let mut user = self.named();
        user.insert("id".to_owned(), json!(self.id));
        user.insert("is_bot".to_owned(), json!(false));
        if let Some(language) = &self.language {
            user.insert("language_code".to_owned(), json!(language));
        }
        Value::Object(user)
    }

    fn named(&self) -> Map<String, Value> {
        let mut named = Map::from_iter([("first_name".to_owned(), json!(self.name))]);
        if let Some(username) = &self.username {
            named.insert("username".to_owned(), json!(username));
        }
        named
    }
}

impl Room {
    pub(super) fn new(id: i64, title: Option<String>) -> Self {
        Self {
            id,
            title,
            standing: Standing::Member,
            members: BTreeSet::new(),
            messages: BTreeMap::new(),
            became: None,
            numbered: 0,
        }
    }

    pub(super) fn is_private(&self) -> bool {
        self.id > 0
    }

    pub(super) fn is_supergroup(&self) -> bool {
        self.id < SUPERGROUPS
    }

    pub(super) fn kind(&self) -> &'static str {
        if self.is_private() {
            "private"
        } else if self.is_supergroup() {
            "supergroup"
        } else {
            "group"
        }
    }
}

impl Message {
    /// The label and what it is for, row by row, as long as the message has inline buttons.
    pub(super) fn buttons(&self) -> &[Vec<super::markup::Button>] {
        match &self.keyboard {
            Some(Keyboard::Inline(rows)) => rows,
            Some(Keyboard::Reply(_) | Keyboard::Remove | Keyboard::Force) | None => &[],
        }
    }
}

impl Body {
    /// A text message.
    pub(super) fn text(text: String, entities: &[Value]) -> Self {
        let mut fields = Map::from_iter([("text".to_owned(), json!(text))]);
        if !entities.is_empty() {
            fields.insert("entities".to_owned(), json!(entities));
        }
        Self { text, fields }
    }

    /// Something other than text, with a caption or without.
    pub(super) fn of(kind: &str, what: Value, caption: &str) -> Self {
        let mut fields = Map::from_iter([(kind.to_owned(), what)]);
        if !caption.is_empty() {
            fields.insert("caption".to_owned(), json!(caption));
        }
        Self { text: caption.to_owned(), fields }
    }

    /// With one field more.
    pub(super) fn and(mut self, name: &str, value: Value) -> Self {
        self.fields.insert(name.to_owned(), value);
        self
    }

    /// Whether it is a message about the chat itself.
    fn is_service(&self) -> bool {
        ["new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"]
            .iter()
            .any(|name| self.fields.contains_key(*name))
    }
}
