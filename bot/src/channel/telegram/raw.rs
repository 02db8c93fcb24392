//! What did an update say that was kept raw?

use teloxide_core::types::Update;

use super::heard::{Heard, Own, read};
use crate::desk::Arrival;

/// The message of a person in their own chat, out of an update as it was kept: its words, if there were any, then the
/// whole. `None`: it is of another kind, and a person must look.
pub(crate) fn private_message(raw: &str) -> Option<Arrival> {
    let begins = raw.match_indices('{').filter(|(at, _)| *at == 0 || raw[..*at].ends_with('\n'));
    let update = begins.into_iter().find_map(|(at, _)| serde_json::from_str::<Update>(&raw[at..]).ok())?;
    // In their own chat everybody speaks to the bot: its name decides nothing.
    match read(update, &Own { id: 0, name: String::new() }) {
        Heard::Citizen(private) if private.code.is_none() => Some(private.arrival),
        Heard::Citizen(_)
        | Heard::Group(_)
        | Heard::Pressed(_)
        | Heard::Removed(_)
        | Heard::Moved { .. }
        | Heard::Nothing
        | Heard::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPDATE: &str = r#"{"update_id": 7, "message": {"message_id": 3, "date": 1751936400,
        "chat": {"id": 4711, "type": "private", "first_name": "A"},
        "from": {"id": 4711, "is_bot": false, "first_name": "A"}, "text": "路灯\n{坏了"}}"#;

    #[test]
    fn a_private_message_is_found_behind_its_words() {
        for raw in [UPDATE.to_owned(), format!("路灯\n{{坏了\n{UPDATE}")] {
            let arrival = private_message(&raw).expect("a private message");
            assert_eq!((arrival.address.as_str(), arrival.key.as_str()), ("4711", "7.3"));
            assert_eq!(arrival.text.as_deref(), Some("路灯\n{坏了"));
        }
    }

    #[test]
    fn what_is_no_private_message_is_left_to_a_person() {
        let group = UPDATE.replace("\"private\", \"first_name\"", "\"group\", \"title\"");
        for raw in ["", "{", "{}", "路灯坏了", r#"{"update_id": 7}"#, &group] {
            assert!(private_message(raw).is_none(), "{raw}");
        }
    }
}
