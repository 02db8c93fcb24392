//! How does a button of a unit's card travel through a platform and back?
//!
//! As a short ASCII word that begins with `u:`, which no choice of a citizen does; Telegram carries 1 to 64 bytes. It
//! holds no secret: who presses it is asked every time who they are, and the order where it stands.

use storage::{OrderNo, ReasonCode};

/// What every button of a unit begins with.
pub(super) const PREFIX: &str = "u:";
/// The most a platform carries back.
const LONGEST: usize = 64;

/// A button of a unit's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Button {
    /// Show the card.
    Show(OrderNo),
    /// 签收, at once.
    Sign(OrderNo),
    /// 退单: which reason?
    Return(OrderNo),
    /// 退单 for this reason: on which basis?
    Because(OrderNo, ReasonCode),
    /// 反馈: what was done?
    Progress(OrderNo),
    /// 答复办结: was the citizen contacted?
    Reply(OrderNo),
    /// 答复办结, and the citizen was contacted or not.
    Contacted(OrderNo, bool),
}

impl Button {
    /// The word that stands for it, e.g. `u:return:20261121-K7M3QX:R01`. At most 64 bytes, as long as reasons have at
    /// most 30.
    pub(super) fn id(&self) -> String {
        match self {
            Self::Show(no) => format!("u:show:{no}"),
            Self::Sign(no) => format!("u:sign:{no}"),
            Self::Return(no) => format!("u:return:{no}"),
            Self::Because(no, reason) => format!("u:return:{no}:{reason}"),
            Self::Progress(no) => format!("u:progress:{no}"),
            Self::Reply(no) => format!("u:reply:{no}"),
            Self::Contacted(no, true) => format!("u:reply:{no}:y"),
            Self::Contacted(no, false) => format!("u:reply:{no}:n"),
        }
    }

    /// The button a word stands for; `None` if it is none of ours.
    pub(super) fn parse(id: &str) -> Option<Self> {
        if id.len() > LONGEST {
            return None;
        }
        let parts: Vec<&str> = id.split(':').collect();
        match parts.as_slice() {
            ["u", "show", no] => Some(Self::Show(number(no)?)),
            ["u", "sign", no] => Some(Self::Sign(number(no)?)),
            ["u", "return", no] => Some(Self::Return(number(no)?)),
            ["u", "return", no, reason] => Some(Self::Because(number(no)?, code(reason)?)),
            ["u", "progress", no] => Some(Self::Progress(number(no)?)),
            ["u", "reply", no] => Some(Self::Reply(number(no)?)),
            ["u", "reply", no, "y"] => Some(Self::Contacted(number(no)?, true)),
            ["u", "reply", no, "n"] => Some(Self::Contacted(number(no)?, false)),
            _ => None,
        }
    }
}

/// A number exactly as we write it.
fn number(word: &str) -> Option<OrderNo> {
    word.parse().ok().filter(|no: &OrderNo| no.as_str() == word)
}

fn code(word: &str) -> Option<ReasonCode> {
    let sound = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    sound.then(|| ReasonCode::new(word))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn every_button() -> Vec<Button> {
        let no = OrderNo::new(date(2026, 11, 21), [7, 1, 9, 4, 30]);
        vec![
            Button::Show(no.clone()),
            Button::Sign(no.clone()),
            Button::Return(no.clone()),
            Button::Because(no.clone(), ReasonCode::new("R01")),
            Button::Because(no.clone(), ReasonCode::new("R".repeat(30))),
            Button::Progress(no.clone()),
            Button::Reply(no.clone()),
            Button::Contacted(no.clone(), true),
            Button::Contacted(no, false),
        ]
    }

    #[test]
    fn every_button_comes_back_as_it_left_and_is_no_choice_of_a_citizen() {
        for button in every_button() {
            let id = button.id();
            assert!(id.is_ascii() && id.len() <= LONGEST && id.starts_with(PREFIX), "{id}");
            assert_eq!(prompts::Choice::parse(&id), None, "{id}");
            assert_eq!(Button::parse(&id), Some(button), "{id}");
        }
    }

    #[test]
    fn a_damaged_button_is_refused_or_stands_for_exactly_itself() {
        for id in every_button().iter().map(Button::id) {
            for at in 0..=id.len() {
                for put in ["", ":", "y", "2", " ", "\n", "签", "é"] {
                    let cut = format!("{}{put}{}", &id[..at], &id[(at + 1).min(id.len())..]);
                    if let Some(button) = Button::parse(&cut) {
                        assert_eq!(button.id(), cut);
                    }
                }
            }
        }
    }
}
