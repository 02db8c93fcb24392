//! What is left out of a text that a story compares?

use storage::OrderNo;

/// What stands before a 查询码 in what a citizen reads.
const CODE: &str = "查询码：";
/// Characters of a 查询码.
const CODE_LENGTH: usize = 6;

/// The text with order numbers and 查询码 covered: they are drawn, and no story depends on what was drawn.
pub fn veiled(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(no) = OrderNo::find_in(&text) {
        text = text.replace(no.as_str(), "(编号)");
    }
    let mut covered = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(CODE) {
        let (before, after) = rest.split_at(at + CODE.len());
        covered.push_str(before);
        covered.push_str("(查询码)");
        rest = after.get(CODE_LENGTH..).unwrap_or_default();
    }
    covered + rest
}

/// The 查询码 said in a text.
pub(crate) fn code_in(text: &str) -> Option<String> {
    let at = text.find(CODE)? + CODE.len();
    text.get(at..at + CODE_LENGTH).map(str::to_owned)
}
