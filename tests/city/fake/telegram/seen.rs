//! What do people see in a chat?

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::Inside;
use super::markup::{Button, Keyboard};
use super::world::{Body, Message};

/// A chat, as its people see it. Written out, the bot's messages begin with `◂`, theirs with `▸`.
pub struct Chat {
    inside: Arc<Inside>,
    id: i64,
}

/// A message as it is seen now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// `message_id`
    pub id: i32,
    /// Who wrote it; nobody: the bot.
    pub from: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// Text or caption.
    pub text: String,
    /// What it is, e.g. `text`, `photo`, `document`, `location`.
    pub kind: String,
    /// The buttons under it: label, then data or address.
    pub buttons: Vec<Vec<(String, String)>>,
    /// The labels in place of the person's own keyboard.
    pub reply_keyboard: Vec<Vec<String>>,
    /// The message it answers.
    pub reply_to: Option<i32>,
    /// It came without a sound.
    pub silent: bool,
    /// What it was before it was edited, oldest first.
    pub before: Vec<Version>,
    /// The bot took it back.
    pub deleted: bool,
}

/// What a message once was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Until when.
    pub until: Timestamp,
    /// Text or caption.
    pub text: String,
    /// The buttons under it: label, then data or address.
    pub buttons: Vec<Vec<(String, String)>>,
}

impl Chat {
    pub(super) fn of(inside: &Arc<Inside>, id: i64) -> Self {
        Self { inside: Arc::clone(inside), id }
    }

    /// Everything that stands there now, oldest first.
    pub fn messages(&self) -> Vec<Seen> {
        self.everything().into_iter().filter(|seen| !seen.deleted).collect()
    }

    /// The same and what the bot took back.
    pub fn everything(&self) -> Vec<Seen> {
        let world = self.inside.world();
        let room = world.rooms.get(&self.id);
        room.into_iter().flat_map(|room| room.messages.values()).map(Seen::of).collect()
    }

    /// What the bot has said and still stands, oldest first.
    pub fn said(&self) -> Vec<Seen> {
        self.messages().into_iter().filter(|seen| seen.from.is_none()).collect()
    }

    /// The latest the bot has said.
    pub fn last(&self) -> Option<Seen> {
        self.said().pop()
    }
}

impl Seen {
    fn of(message: &Message) -> Self {
        let reply_keyboard = match &message.keyboard {
            Some(Keyboard::Reply(rows)) => rows.clone(),
            Some(Keyboard::Inline(_) | Keyboard::Remove | Keyboard::Force) | None => Vec::new(),
        };
        let versions = message.before.iter().map(|(until, body, keyboard)| Version {
            until: *until,
            text: body.text.clone(),
            buttons: buttons(keyboard.as_ref()),
        });
        Self {
            id: message.id,
            from: message.from,
            at: message.at,
            text: message.body.text.clone(),
            kind: kind(&message.body),
            buttons: buttons(message.keyboard.as_ref()),
            reply_keyboard,
            reply_to: message.reply_to,
            silent: message.silent,
            before: versions.collect(),
            deleted: message.deleted,
        }
    }

    /// The labels of the buttons under it, in order.
    pub fn labels(&self) -> Vec<String> {
        self.buttons.iter().flatten().map(|(label, _)| label.clone()).collect()
    }
}

impl fmt::Display for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for seen in self.messages() {
            writeln!(f, "{seen}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.from.is_none() { "◂ " } else { "▸ " })?;
        if self.kind != "text" {
            write!(f, "({}) ", self.kind)?;
        }
        f.write_str(&self.text.replace('\n', "\n  "))?;
        for row in &self.buttons {
            let labels: Vec<String> = row.iter().map(|(label, _)| format!("[{label}]")).collect();
            write!(f, "\n  {}", labels.join(" "))?;
        }
        for row in &self.reply_keyboard {
            let labels: Vec<String> = row.iter().map(|label| format!("⟦{label}⟧")).collect();
            write!(f, "\n  {}", labels.join(" "))?;
        }
        Ok(())
    }
}

fn buttons(keyboard: Option<&Keyboard>) -> Vec<Vec<(String, String)>> {
    let Some(Keyboard::Inline(rows)) = keyboard else { return Vec::new() };
    let seen = |button: &Button| {
        let leads = button.data.clone().or_else(|| button.url.clone()).unwrap_or_default();
        (button.label.clone(), leads)
    };
    rows.iter().map(|row| row.iter().map(seen).collect()).collect()
}

fn kind(body: &Body) -> String {
    let about = ["caption", "entities", "media_group_id"];
    let kinds = body.fields.keys().filter(|name| !about.contains(&name.as_str()));
    kinds.max_by_key(|name| *name == "text").cloned().unwrap_or_default()
}
