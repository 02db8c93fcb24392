//! How did the call end: did the citizen agree to what was read back, was the enquiry answered?

use super::words::words;
use super::{Speaker, Turn, attribute};
use crate::Kind;
use crate::text::fold_word;

/// What a citizen answers to what was read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// 对, 是的, 没错.
    Yes,
    /// 不对, 错了.
    No,
    /// Neither.
    Other,
}

/// Yes or no, by the first words.
pub(super) fn reply(text: &str) -> Reply {
    let folded = fold_word(text);
    let mut rest = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    loop {
        if words().begins(rest, "no").is_some() {
            return Reply::No;
        }
        if let Some(word) = words().begins(rest, "yes") {
            // 「对，不是三号楼」, 「嗯不对」 take it back at once.
            let behind = rest[word.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
            let denies = words().begins(behind, "no").is_some();
            return if denies { Reply::No } else { Reply::Yes };
        }
        match words().begins(rest, "sound").or_else(|| words().begins(rest, "filler")) {
            Some(sound) => rest = rest[sound.len()..].trim_start_matches(|c: char| !c.is_alphanumeric()),
            None => return Reply::Other,
        }
    }
}

/// Whether a turn of the agent reads something back and wants to know whether it is right.
pub(super) fn reads_back(text: &str) -> bool {
    const LEAST: usize = 8;
    let folded = fold_word(text);
    folded.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST && words().holds(&folded, "read-back")
}

/// Whether the citizen agreed to the last read-back; false when nothing was read back.
pub(super) fn confirmed(turns: &[Turn]) -> bool {
    let mut agreed = false;
    for (index, turn) in turns.iter().enumerate() {
        if turn.speaker == Speaker::Agent && !attribute::is_heading(turn) && reads_back(&turn.text) {
            match turns
                .get(index + 1)
                .filter(|next| next.speaker == Speaker::Citizen)
                .map(|next| reply(&next.text))
            {
                Some(Reply::Yes) => agreed = true,
                Some(Reply::No) => agreed = false,
                Some(Reply::Other) | None => {}
            }
        }
    }
    agreed
}

/// Whether the agent answered an enquiry on the telephone and the citizen was content: something was asked, the
/// agent said more than a question or a courtesy, did not promise to pass it on, and the citizen took leave without
/// objecting.
pub(super) fn answered(turns: &[Turn], kind: Kind) -> bool {
    if kind != Kind::Consultation {
        return false;
    }
    let talk: Vec<(Speaker, String)> = turns
        .iter()
        .filter(|turn| !attribute::is_heading(turn))
        .map(|turn| (turn.speaker, fold_word(&turn.text)))
        .collect();
    let Some(asked) = talk
        .iter()
        .position(|(speaker, text)| *speaker == Speaker::Citizen && !super::said::clean(text).is_empty())
    else {
        return false;
    };
    let behind = &talk[asked + 1..];
    let is_open = behind.iter().enumerate().any(|(at, (speaker, text))| {
        let next = behind.get(at + 1).filter(|(speaker, _)| *speaker == Speaker::Citizen);
        *speaker == Speaker::Agent
            && (promises(text, next.map(|(_, text)| text.as_str())) || words().holds(text, "cannot-tell"))
    });
    const LEAST: usize = 10;
    let answer = behind.iter().rposition(|(speaker, text)| {
        *speaker == Speaker::Agent
            && text.chars().count() >= LEAST
            && words().holds(text, "answer")
            && !words().holds(text, "farewell")
    });
    let Some(answer) = answer.filter(|_| !is_open) else { return false };
    let mut content = false;
    for (_, text) in behind[answer + 1..].iter().filter(|(speaker, _)| *speaker == Speaker::Citizen) {
        if words().holds(text, "discontent") {
            return false;
        }
        content |= words().holds(text, "content");
    }
    content
}

/// Whether a turn of the agent passes the matter on. What he only offers counts when the citizen agrees to it.
pub(super) fn promises(folded: &str, answer: Option<&str>) -> bool {
    let is_agreed = answer.is_some_and(|answer| reply(answer) == Reply::Yes);
    folded.split_inclusive(['。', '.', '!', '?', ';']).any(|sentence| {
        let is_offer = sentence.ends_with('?')
            || words()
                .ends(sentence.trim_end_matches(|c: char| !c.is_alphanumeric()), "question-end")
                .is_some();
        (words().holds(sentence, "promise") || passes_on(sentence)) && (!is_offer || is_agreed)
    })
}

/// 「转林草局答复」, but not 「社保转到旗里」.
fn passes_on(sentence: &str) -> bool {
    sentence.split(|c: char| !c.is_alphanumeric()).any(|clause| {
        words().begins(clause, "passes-on").is_some()
            && words().begins(clause, "passes-no-call").is_none()
            && words().holds(clause, "passed-to")
    })
}

/// Whether the agent heard no matter: he says that nobody speaks to him, or that another number was meant, and asks
/// for nothing and promises nothing.
pub(super) fn heard_nothing(turns: &[Turn]) -> bool {
    let said: Vec<String> = turns
        .iter()
        .filter(|turn| turn.speaker == Speaker::Agent && !attribute::is_heading(turn))
        .map(|turn| fold_word(&turn.text))
        .collect();
    let holds = |list: &str| said.iter().any(|text| words().holds(text, list));
    // Once may be a bad line; twice, or last, nobody spoke.
    let silent = said.iter().filter(|text| words().holds(text, "nobody-speaks")).count();
    let ends_silent = said.last().is_some_and(|text| words().holds(text, "nobody-speaks"));
    (silent > 1 && ends_silent || holds("misdialled"))
        && !["ask-place", "ask-name", "ask-phone", "promise"].iter().any(|list| holds(list))
        && !said.iter().any(|text| passes_on(text))
}

#[cfg(test)]
mod tests {
    use super::{Reply, promises, reply};

    #[test]
    fn an_offer_is_a_promise_when_it_is_accepted() {
        assert!(promises("好的,帮您转住建局", None));
        assert!(promises("好的,转林草局答复", None));
        assert!(!promises("医保关系转到旗里就行", None));
        assert!(promises("需要给您登记吗?", Some("好的")));
        assert!(!promises("需要给您登记吗?", Some("不用登记")));
    }

    #[test]
    fn the_first_words_say_yes_or_no() {
        for text in ["对", "嗯，对的", "哎是的是的", "没错，就是"] {
            assert_eq!(reply(text), Reply::Yes, "{text}");
        }
        for text in ["不对", "嗯不对，是五号楼", "不是，是东边", "错了"] {
            assert_eq!(reply(text), Reply::No, "{text}");
        }
        assert_eq!(reply("朝霞小区"), Reply::Other);
    }
}
