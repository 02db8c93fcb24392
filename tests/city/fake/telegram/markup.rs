//! Is what a bot hangs under a message a keyboard?

use serde_json::{Map, Value};

use super::asked::Asked;
use super::refusal::Refusal;

/// `callback_data` is at least this long and at most, in bytes.
const DATA: std::ops::RangeInclusive<usize> = 1..=64;
/// A keyboard has at most so many buttons.
const MOST_BUTTONS: usize = 100;
/// What an inline button may be for; exactly one of them.
const PURPOSES: [&str; 9] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// What hangs under a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Keyboard {
    /// Buttons of the message.
    Inline(Vec<Vec<Button>>),
    /// Buttons in place of the person's own keyboard: their labels.
    Reply(Vec<Vec<String>>),
    /// The person has their own keyboard again.
    Remove,
    /// The person is about to answer this message.
    Force,
}

/// A button of a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Button {
    pub(super) label: String,
    /// What the bot is told when it is pressed.
    pub(super) data: Option<String>,
    /// Where it leads.
    pub(super) url: Option<String>,
    /// As the bot wrote it.
    pub(super) json: Value,
}

/// `reply_markup` of a new message.
pub(super) fn of_new(asked: &Asked, private: bool) -> Result<Option<Keyboard>, Refusal> {
    let Some(tree) = asked.tree("reply_markup")? else { return Ok(None) };
    let object = tree.as_object().ok_or_else(|| Refusal::bad("object expected as reply markup"))?;
    let is_set = |name: &str| object.get(name).and_then(Value::as_bool) == Some(true);
    if let Some(rows) = object.get("inline_keyboard") {
        inline(rows)
    } else if let Some(rows) = object.get("keyboard") {
        reply(rows, private).map(Some)
    } else if is_set("remove_keyboard") {
        Ok(Some(Keyboard::Remove))
    } else if is_set("force_reply") {
        Ok(Some(Keyboard::Force))
    } else {
        Ok(None)
    }
}

/// `reply_markup` of an edit: only inline buttons can be changed.
pub(super) fn of_edit(asked: &Asked) -> Result<Option<Keyboard>, Refusal> {
    let Some(tree) = asked.tree("reply_markup")? else { return Ok(None) };
    match tree.get("inline_keyboard") {
        Some(rows) => inline(rows),
        None if tree.as_object().is_some_and(Map::is_empty) => Ok(None),
        None => Err(Refusal::bad("inline keyboard expected")),
    }
}

fn inline(rows: &Value) -> Result<Option<Keyboard>, Refusal> {
    let mut keyboard = Vec::new();
    for row in list(rows, "Field \"inline_keyboard\" must be of type Array")? {
        let mut buttons = Vec::new();
        for button in list(row, "can't parse inline keyboard: Expected an Array of Arrays")? {
            buttons.push(inline_button(button)?);
        }
        if !buttons.is_empty() {
            keyboard.push(buttons);
        }
    }
    is_short(keyboard.iter().map(Vec::len).sum())?;
    Ok((!keyboard.is_empty()).then_some(Keyboard::Inline(keyboard)))
}

fn inline_button(button: &Value) -> Result<Button, Refusal> {
    let wrong = |reason: &str| Refusal::bad(format!("can't parse inline keyboard button: {reason}"));
    let fields = button.as_object().ok_or_else(|| wrong("Inline keyboard button must be an Object"))?;
    let text = |name: &str| match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(&format!("Field \"{name}\" must be of type String"))),
    };
    let label = text("text")?.ok_or_else(|| wrong("Can't find field \"text\""))?;
    if label.trim().is_empty() {
        return Err(wrong("Field \"text\" must be non-empty"));
    }
    match PURPOSES.iter().filter(|purpose| fields.contains_key(**purpose)).count() {
        0 => return Err(wrong("Text buttons are unallowed in the inline keyboard")),
        1 => {}
        _ => return Err(wrong("Exactly one of the optional fields must be used")),
    }
    let (data, url) = (text("callback_data")?, text("url")?);
    if data.as_ref().is_some_and(|data| !DATA.contains(&data.len())) {
        return Err(Refusal::bad("BUTTON_DATA_INVALID"));
    }
    if url.as_ref().is_some_and(|url| !leads_somewhere(url)) {
        return Err(Refusal::bad("BUTTON_URL_INVALID"));
    }
    Ok(Button { label, data, url, json: button.clone() })
}

fn reply(rows: &Value, private: bool) -> Result<Keyboard, Refusal> {
    let wrong = |reason: &str| Refusal::bad(format!("can't parse keyboard button: {reason}"));
    let mut keyboard = Vec::new();
    for row in list(rows, "Field \"keyboard\" must be of type Array")? {
        let mut labels = Vec::new();
        for button in list(row, "can't parse keyboard: Expected an Array of Arrays")? {
            let label = match button {
                Value::String(label) => label,
                Value::Object(fields) => {
                    for (name, what) in
                        [("request_contact", "phone number"), ("request_location", "location")]
                    {
                        if fields.get(name).and_then(Value::as_bool) == Some(true) && !private {
                            return Err(Refusal::bad(format!(
                                "{what} can be requested in private chats only"
                            )));
                        }
                    }
                    match fields.get("text") {
                        Some(Value::String(label)) => label,
                        Some(_) => return Err(wrong("Field \"text\" must be of type String")),
                        None => return Err(wrong("Can't find field \"text\"")),
                    }
                }
                _ => return Err(wrong("KeyboardButton must be an Object or a String")),
            };
            if label.trim().is_empty() {
                return Err(wrong("Field \"text\" must be non-empty"));
            }
            labels.push(label.clone());
        }
        keyboard.push(labels);
    }
    is_short(keyboard.iter().map(Vec::len).sum())?;
    Ok(Keyboard::Reply(keyboard))
}

fn is_short(buttons: usize) -> Result<(), Refusal> {
    if buttons > MOST_BUTTONS { Err(Refusal::bad("reply markup is too long")) } else { Ok(()) }
}

fn leads_somewhere(url: &str) -> bool {
    let parsed = reqwest::Url::parse(url);
    parsed.is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "tg" | "ton"))
}

fn list<'a>(value: &'a Value, reason: &str) -> Result<&'a Vec<Value>, Refusal> {
    value.as_array().ok_or_else(|| Refusal::bad(reason))
}
