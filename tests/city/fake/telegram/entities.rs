//! What stands out in a text: commands and mentions in what people write, tags in what the bot writes?

use serde_json::{Value, json};

use super::refusal::Refusal;

/// The tags a bot may use (core.telegram.org/bots/api#html-style), and what they mean.
const TAGS: [(&str, &str); 13] = [
    ("b", "bold"),
    ("strong", "bold"),
    ("i", "italic"),
    ("em", "italic"),
    ("u", "underline"),
    ("ins", "underline"),
    ("s", "strikethrough"),
    ("strike", "strikethrough"),
    ("del", "strikethrough"),
    ("code", "code"),
    ("pre", "pre"),
    ("blockquote", "blockquote"),
    ("tg-spoiler", "spoiler"),
];

/// Length as Telegram counts it: UTF-16 code units.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The commands and mentions in what a person writes.
pub(super) fn said(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut from = 0;
    for word in text.split_inclusive(|char: char| !(char.is_ascii_alphanumeric() || "@_/".contains(char))) {
        let bare =
            word.trim_end_matches(|char: char| !(char.is_ascii_alphanumeric() || "@_/".contains(char)));
        let kind = match bare.chars().next() {
            Some('/') if bare.len() > 1 => Some("bot_command"),
            Some('@') if bare.len() > 1 => Some("mention"),
            Some(_) | None => None,
        };
        if let Some(kind) = kind {
            found.push(json!({ "type": kind, "offset": from, "length": length(bare) }));
        }
        from += length(word);
    }
    found
}

/// A bot's text in this `parse_mode`: what is read, and what stands out in it.
pub(super) fn parsed(text: &str, mode: Option<&str>) -> Result<(String, Vec<Value>), Refusal> {
    match mode.map(str::to_ascii_lowercase).as_deref() {
        None | Some("") => Ok((text.trim().to_owned(), Vec::new())),
        Some("html") => html(text),
        Some(_) => Err(Refusal::bad("unsupported parse_mode")),
    }
}

/// An open tag: its name, where its text begins, what it means.
struct Open {
    name: String,
    from: usize,
    entity: Value,
}

fn html(text: &str) -> Result<(String, Vec<Value>), Refusal> {
    let cannot = |reason: String| Refusal::bad(format!("can't parse entities: {reason}"));
    let (mut plain, mut entities, mut open) = (String::new(), Vec::new(), Vec::<Open>::new());
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let at = text.len() - rest.len();
        match char {
            '<' => {
                let end = rest
                    .find('>')
                    .ok_or_else(|| cannot(format!("Unclosed start tag at byte offset {at}")))?;
                let tag = &rest[1..end];
                rest = &rest[end + 1..];
                if let Some(name) = tag.strip_prefix('/') {
                    let closed = open.pop().filter(|open| name.is_empty() || open.name == name.trim());
                    let Some(mut closed) = closed else {
                        return Err(cannot(format!("Unexpected end tag at byte offset {at}")));
                    };
                    closed.entity["offset"] = json!(closed.from);
                    closed.entity["length"] = json!(length(&plain) - closed.from);
                    entities.push(closed.entity);
                } else {
                    let (name, entity) = start_tag(tag).ok_or_else(|| {
                        cannot(format!("Unsupported start tag \"{tag}\" at byte offset {at}"))
                    })?;
                    open.push(Open { name, from: length(&plain), entity });
                }
            }
            '&' => {
                let (char, length) = reference(rest).unwrap_or(('&', 1));
                plain.push(char);
                rest = &rest[length..];
            }
            _ => {
                plain.push(char);
                rest = &rest[char.len_utf8()..];
            }
        }
    }
    if let Some(open) = open.pop() {
        return Err(cannot(format!("Can't find end tag corresponding to start tag \"{}\"", open.name)));
    }
    Ok((plain.trim().to_owned(), entities))
}

fn start_tag(tag: &str) -> Option<(String, Value)> {
    let name = tag.split_whitespace().next()?.to_ascii_lowercase();
    if name == "a" {
        let quoted = tag.split_once("href=")?.1.trim();
        return Some((name, json!({ "type": "text_link", "url": quoted.trim_matches('"') })));
    }
    let kind = TAGS.iter().find(|(known, _)| *known == name)?.1;
    Some((name, json!({ "type": kind })))
}

/// A character written as `&lt;` or `&#60;`, and how long that is; anything else is text.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end < 12)?;
    let name = &text[1..end];
    let char = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
    };
    Some((char, end + 1))
}
