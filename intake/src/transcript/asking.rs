//! Does the citizen ask, or does a question only stand beside what he tells?

use super::said;
use super::words::words;
use crate::text::fold_word;

/// What a text begins with when it first asks about the call itself (「是12345吗？」, 「这个录音保密吗？」), and the
/// rest.
pub(super) fn about_the_call(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 30;
    let (at, mark) = text.char_indices().find(|(_, c)| matches!(c, '。' | '！' | '？' | '；'))?;
    let (question, rest) = text.split_at(at + mark.len_utf8());
    let is_about = mark == '？'
        && question.chars().count() <= LONGEST
        && words().holds(&fold_word(question), "checks-call");
    is_about.then_some((question, rest))
}

/// Whether a clause asks when there will be an answer: 「几天能有信儿？」
pub(super) fn is_about_the_answer(clause: &str, mark: char) -> bool {
    mark == '？' && words().holds(&fold_word(clause), "when-done")
}

/// Whether a story tells from beginning to end: it has sentences, none of them is a question, and no question is
/// announced. Where nobody wrote marks nothing can be said.
pub(super) fn only_tells(story: &str) -> bool {
    const LEAST: usize = 3;
    let marks: Vec<char> =
        said::clauses(story).into_iter().map(|(_, mark)| mark).filter(|mark| *mark != '，').collect();
    marks.len() >= LEAST && !marks.contains(&'？') && !words().holds(&fold_word(story), "announces-question")
}

#[cfg(test)]
mod tests {
    use super::{about_the_call, is_about_the_answer, only_tells};

    #[test]
    fn a_question_about_the_call_is_told_from_the_matter() {
        assert_eq!(about_the_call("是12345吗？我们村没水"), Some(("是12345吗？", "我们村没水")));
        assert_eq!(about_the_call("你们这个录音，保密不？"), Some(("你们这个录音，保密不？", "")));
        assert_eq!(about_the_call("我们村没水，有人管吗？"), None);
        assert_eq!(about_the_call("是12345。没水吗？"), None);
    }

    #[test]
    fn who_only_tells_does_not_ask() {
        assert!(only_tells("路边躺着个人呢。问他在哪儿住，他摆手。给他水，喝了。"));
        assert!(!only_tells("我想问问低保。我妈七十。没有收入。"));
        assert!(!only_tells("路灯不亮。黑灯瞎火。归谁管？"));
        assert!(is_about_the_answer("几天能有信儿", '？'));
        assert!(!is_about_the_answer("几天没水了", '。'));
    }
}
