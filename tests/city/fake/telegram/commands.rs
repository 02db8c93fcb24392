//! Which commands does the bot offer, where and in which language?

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::TelegramFake;
use super::asked::Asked;
use super::refusal::Refusal;
use super::world::World;

/// Where commands are offered (core.telegram.org/bots/api#botcommandscope).
const SCOPES: [&str; 7] = [
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
];
/// A bot offers no more.
const MOST: usize = 100;

/// Commands and what they do, by scope and two-letter language (empty: every other).
#[derive(Debug, Default)]
pub(super) struct Commands(BTreeMap<(String, String), Vec<(String, String)>>);

impl TelegramFake {
    /// What the bot offers in a scope, e.g. `default`, and a language, e.g. `zh`; the empty one is for every other.
    pub fn commands(&self, scope: &str, language: &str) -> Vec<(String, String)> {
        let world = self.inside.world();
        world.commands.0.get(&(scope.to_owned(), language.to_owned())).cloned().unwrap_or_default()
    }
}

/// `setMyCommands`
pub(super) fn set(world: &mut World, asked: &Asked) -> Result<Value, Refusal> {
    let tree =
        asked.tree("commands")?.ok_or_else(|| Refusal::bad("can't parse BotCommands: Expected an Array"))?;
    let listed = tree.as_array().ok_or_else(|| Refusal::bad("can't parse BotCommands: Expected an Array"))?;
    if listed.len() > MOST {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let mut commands = Vec::new();
    for entry in listed {
        let field = |name: &str| {
            let text = entry.get(name).and_then(Value::as_str);
            text.ok_or_else(|| Refusal::bad(format!("can't parse BotCommand: Can't find field \"{name}\"")))
        };
        let command = field("command")?.trim_start_matches('/');
        let fits = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
        if command.is_empty() || command.len() > 32 || !command.chars().all(fits) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        let description = field("description")?.trim();
        if description.is_empty() || description.chars().count() > 256 {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        commands.push((command.to_owned(), description.to_owned()));
    }
    world.commands.0.insert(place(asked)?, commands);
    Ok(json!(true))
}

/// `getMyCommands`
pub(super) fn get(world: &World, asked: &Asked) -> Result<Value, Refusal> {
    let commands = world.commands.0.get(&place(asked)?);
    let written = commands.into_iter().flatten();
    let written = written.map(|(command, about)| json!({ "command": command, "description": about }));
    Ok(Value::Array(written.collect()))
}

/// `deleteMyCommands`
pub(super) fn delete(world: &mut World, asked: &Asked) -> Result<Value, Refusal> {
    world.commands.0.remove(&place(asked)?);
    Ok(json!(true))
}

fn place(asked: &Asked) -> Result<(String, String), Refusal> {
    let scope = match asked.tree("scope")? {
        None => "default".to_owned(),
        Some(scope) => {
            let kind = scope.get("type").and_then(Value::as_str).unwrap_or_default();
            if !SCOPES.contains(&kind) {
                return Err(Refusal::bad("can't parse BotCommandScope: Unsupported type specified"));
            }
            let chat = scope.get("chat_id").and_then(Value::as_i64);
            chat.map_or_else(|| kind.to_owned(), |chat| format!("{kind}:{chat}"))
        }
    };
    let language = asked.text("language_code")?.unwrap_or_default();
    // ISO 639-1: a program that sends the `zh-hans` of its users is refused.
    let fits = language.is_empty()
        || (language.len() == 2 && language.chars().all(|char| char.is_ascii_lowercase()));
    if fits { Ok((scope, language.to_owned())) } else { Err(Refusal::bad("invalid language code specified")) }
}
