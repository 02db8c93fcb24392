//! Is it the answer to a question about an order, or does the citizen want something else first?

use intake::{Request, RequestName, announces_code};
use storage::OrderNo;

use super::{Flow, Focus, Move, Talk};
use crate::mint::may_be_query_code;

impl Talk<'_> {
    /// A unit asked something, or the bot asked what is to be added: whatever is said now is most likely that.
    pub(super) fn waits_for_an_answer(&self) -> bool {
        match self.memory.focus {
            Focus::Supplement { .. } => true,
            Focus::Person | Focus::Consent { .. } => false,
            _ => self.case.asked_by.is_some(),
        }
    }

    /// Is this asked for, though an answer is waited for? "修好了" and "一直没人联系我" answer; "查进度", and nothing
    /// else, asks.
    pub(super) fn interrupts(&self, request: &Request, text: &str) -> bool {
        match request {
            Request::Human
            | Request::Cancel
            | Request::Help
            | Request::Restart
            | Request::Language(_)
            | Request::Privacy
            | Request::Greeting => true,
            Request::Bind(_) if self.case.pass.is_some() => true,
            Request::Yes | Request::No | Request::NotEnough => false,
            _ => is_by_name(text),
        }
    }

    /// Photos that came with words which had no use for them: they are not lost. What is said to a person is theirs
    /// to see, and what comes too fast is only kept.
    pub(super) fn keep_what_is_left(&mut self) {
        let is_theirs = self.memory.focus == Focus::Person || self.moves.contains(&Move::Erase);
        if self.files.is_empty() || is_theirs || self.message.flow != Flow::Calm {
            return;
        }
        match &mut self.memory.focus {
            Focus::Consent { files } => files.append(&mut self.files),
            Focus::FilesFor { .. } => self.ask_what_files_are_for(),
            Focus::Free
            | Focus::Ask { .. }
            | Focus::WhichPlace { .. }
            | Focus::Apart
            | Focus::Confirm
            | Focus::Fix { .. }
            | Focus::Same { .. } => match &mut self.memory.draft {
                Some(draft) => draft.keep(self.files.drain(..)),
                None => self.ask_what_files_are_for(),
            },
            Focus::Order { .. }
            | Focus::Code { .. }
            | Focus::Supplement { .. }
            | Focus::Withdraw { .. }
            | Focus::Answered
            | Focus::Pass
            | Focus::Erase
            | Focus::Person => self.memory.put_aside(std::mem::take(&mut self.files)),
        }
    }
}

/// "补充 20260708-K7M3Q6 又坏了一盏": what is to be added to the order of this number.
pub(super) fn added_by_number(text: &str) -> Option<String> {
    let no = OrderNo::find_in(text)?;
    let (before, after) = text.split_once(no.as_str())?;
    let is_added = RequestName::parse(&letters(before)) == Some(RequestName::Supplement);
    is_added.then(|| without_number(&without_code(text, after))).flatten()
}

/// Words without the number of the order they are about, if there are any besides.
pub(super) fn without_number(words: &str) -> Option<String> {
    let rest = without_code(words, words);
    let rest = OrderNo::find_in(words).map_or_else(|| rest.clone(), |no| rest.replacen(no.as_str(), " ", 1));
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '，' | ',' | '：' | ':' | '、' | '。');
    let rest = rest.trim_matches(is_mark);
    rest.chars().any(char::is_alphanumeric).then(|| rest.to_owned())
}

/// How many letters and digits a code has.
const CODE: usize = 6;

/// An order's number and its code that stand in one message: the code directly behind the number, or announced as one.
/// Other runs as long are a number plate, a sum, a word.
pub(super) fn key_in(text: &str) -> Option<(OrderNo, String)> {
    let text = narrow(text);
    let no = OrderNo::find_in(&text)?;
    let code = codes_in(&text).find(|&(at, run)| {
        let before = text[..at].trim_end_matches(|c: char| !c.is_alphanumeric());
        // Without its own last half the number is none.
        let is_apart = || OrderNo::find_in(&text.replacen(run, "，", 1)).as_ref() == Some(&no);
        let signs = |c: &char| c.is_ascii_alphanumeric();
        let told: String = before.chars().filter(signs).collect();
        let own: String = no.as_str().chars().filter(signs).collect();
        let is_behind = told.to_ascii_uppercase().ends_with(&own);
        (is_behind || announces_code(before)) && may_be_query_code(run) && is_apart()
    });
    Some((no, code?.1.to_owned()))
}

/// Runs of letters and digits as long as a code, and where they begin.
fn codes_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric()).map(move |run| {
        let at = next + text[next..].find(run).unwrap_or_default();
        next = at + run.len();
        (at, run)
    });
    runs.filter(|(_, run)| run.len() == CODE)
}

/// A part of a message without the code that stands beside its order's number: it is nobody's to read.
fn without_code(text: &str, part: &str) -> String {
    let plain = narrow(part);
    let found = key_in(text).and_then(|(_, code)| plain.find(&code));
    let Some(at) = found.map(|byte| plain[..byte].chars().count()) else {
        return part.to_owned();
    };
    part.chars().take(at).chain(part.chars().skip(at + CODE)).collect()
}

/// Full-width letters and digits as others type them; as many as there were.
fn narrow(text: &str) -> String {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        other => other,
    };
    text.chars().map(one).collect()
}

/// Only an order's number, perhaps with its code: no word of what is to be done with it.
pub(super) fn is_only_key(text: &str) -> bool {
    without_number(text).is_none()
}

/// Only the name of a request, an order's number, or both.
pub(super) fn is_by_name(text: &str) -> bool {
    let name = letters(&without_number(text).unwrap_or_default());
    name.is_empty() || RequestName::parse(&name).is_some()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::key_in;

    #[test]
    fn a_code_behind_its_number_is_heard_however_the_number_is_typed() {
        for text in [
            "20261121-K7M3QM TNTKC6",
            "20261121K7M3QM TNTKC6",
            "20261121 k7m3qm，TNTKC6",
            "TNTKC6是查询码，单号20261121-K7M3QM，查询码TNTKC6",
        ] {
            let (no, code) = key_in(text).unwrap();
            assert_eq!((no.as_str(), code.as_str()), ("20261121-K7M3QM", "TNTKC6"), "{text}");
        }
        assert_eq!(key_in("20261121-K7M3QM 车牌蒙A12345"), None);
    }
}
