//! How do choices stand under a message?

use prompts::SpokenChoice;
use teloxide_core::types::{InlineKeyboardButton, InlineKeyboardMarkup};

/// Labels up to so many characters stand two or more in a row.
const SHORT: usize = 6;
/// So many short ones fit into a row.
const IN_A_ROW: usize = 3;

/// The choices as buttons; `None` where there are none. Short labels share a row, so that the message stays small.
pub(super) fn of(choices: &[SpokenChoice]) -> Option<InlineKeyboardMarkup> {
    if choices.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<InlineKeyboardButton>> = Vec::new();
    let mut room = 0;
    for choice in choices {
        let button = InlineKeyboardButton::callback(choice.label.clone(), choice.id.clone());
        let short = choice.label.chars().count() <= SHORT;
        match rows.last_mut() {
            Some(row) if short && room > 0 => {
                row.push(button);
                room -= 1;
            }
            Some(_) | None => {
                rows.push(vec![button]);
                room = if short { IN_A_ROW - 1 } else { 0 };
            }
        }
    }
    Some(InlineKeyboardMarkup::new(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(all: &[&str]) -> Vec<usize> {
        let choices: Vec<SpokenChoice> = all
            .iter()
            .map(|label| SpokenChoice { id: "tell".to_owned(), label: (*label).to_owned() })
            .collect();
        of(&choices)
            .map(|keyboard| keyboard.inline_keyboard.iter().map(Vec::len).collect())
            .unwrap_or_default()
    }

    #[test]
    fn short_ones_share_a_row_and_long_ones_do_not() {
        assert_eq!(labels(&["补充", "催办", "撤回"]), [3]);
        assert_eq!(labels(&["非常满意", "满意", "基本满意", "不满意", "非常不满意"]), [3, 2]);
        assert_eq!(labels(&["提交", "河东社区2号楼西门", "都不是"]), [1, 1, 1]);
        assert!(labels(&[]).is_empty());
    }
}
