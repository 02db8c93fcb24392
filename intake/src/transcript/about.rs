//! Whom does the agent ask about: the caller, or somebody else?

use super::words::words;

/// Whose name or number is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The caller's own.
    Caller,
    /// That of somebody the call is about: 「老师姓什么」, 「对方的号码是多少」.
    Other,
}

/// Whose name the agent asks for, if he asks for one.
pub(super) fn name(folded: &str) -> Option<Whose> {
    // 「老师怎么称呼」 is said to the caller, 「老师姓什么」 of somebody else.
    let is_polite = words().holds(folded, "ask-own-name");
    let others: &[&str] = if is_polite {
        &["third-person", "relative"]
    } else {
        &["third-person", "relative", "role", "workplace"]
    };
    whose(folded, "ask-name", others)
}

/// Whose number the agent asks for, if he asks for one. A relative's is as good as the caller's own.
pub(super) fn phone(folded: &str) -> Option<Whose> {
    whose(folded, "ask-phone", &["third-person", "role"])
}

/// By what stands directly before the question; where it is asked twice, the caller's own counts.
fn whose(folded: &str, list: &str, others: &[&str]) -> Option<Whose> {
    let mut asked = None;
    for clause in folded.split(|c: char| !c.is_alphanumeric()) {
        let Some(at) = words().list(list).iter().filter_map(|word| clause.find(word.as_str())).min() else {
            continue;
        };
        let before = &clause[..at];
        let before = words().ends(before, "of").map_or(before, |word| &before[..before.len() - word.len()]);
        if others.iter().any(|list| words().ends(before, list).is_some()) {
            asked = Some(Whose::Other);
        } else {
            return Some(Whose::Caller);
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::{Whose, name, phone};

    #[test]
    fn what_stands_before_the_question_tells_whom_it_is_about() {
        assert_eq!(name("老师姓什么?"), Some(Whose::Other));
        assert_eq!(name("老师您贵姓?"), Some(Whose::Caller));
        assert_eq!(name("老人叫什么名字?您怎么称呼?"), Some(Whose::Caller));
        assert_eq!(name("请您稍等"), None);
        assert_eq!(phone("对方的号码是多少?"), Some(Whose::Other));
        assert_eq!(phone("他的手机号码是多少?"), Some(Whose::Other));
        assert_eq!(phone("您儿子的电话是多少?"), Some(Whose::Caller));
        assert_eq!(phone("好的,留个电话"), Some(Whose::Caller));
    }
}
