//! What does the citizen want from the bot itself: to know how it goes, to press, to correct, to stop?

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use crate::language::{begins, ends, language};
use crate::text::{Folded, fold_word};
use crate::{BookError, RequestRow, contact};

/// What a citizen wants from the bot itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// 查进度, with the order number as written, if there is one.
    Progress(Option<String>),
    /// 催办.
    Urge,
    /// 快点: impatience; it urges an order where nothing nearer is waited for.
    Hurry,
    /// 补充, with what is added, if it was said.
    Supplement(Option<String>),
    /// 撤回.
    Withdraw,
    /// 转人工.
    Human,
    /// 取消.
    Cancel,
    /// 确认.
    Yes,
    /// 提交: a yes to what was told, and to nothing else.
    Submit,
    /// 否定.
    No,
    /// 帮助.
    Help,
    /// 找回查询码.
    LostCode,
    /// 重新开始.
    Restart,
    /// 另一件事, with it, if it was said.
    Another(Option<String>),
    /// 匿名.
    Anonymous,
    /// 跳过.
    Skip,
    /// 改地址, with the new one as written, if it was said.
    CorrectPlace(Option<String>),
    /// 改电话, with the new number, digits only, if it was said.
    CorrectContact(Option<String>),
    /// 改内容, with the new text, if it was said.
    CorrectStory(Option<String>),
    /// 问候.
    Greeting,
    /// 感谢.
    Thanks,
    /// 换语言, with the tag of the language, if its name was said.
    Language(Option<String>),
    /// 我的信息.
    Privacy,
    /// 绑定, with what was said behind it.
    Bind(Option<String>),
    /// 代办.
    Behalf,
    /// 分开办: several matters told at once, an order each.
    Apart,
    /// 一起办: what was told at once is one matter.
    Together,
    /// 没解决: the answer that was given is not enough.
    NotEnough,
}

/// The name of a request in `requests.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "they are those of Request")]
pub enum RequestName {
    Progress,
    Urge,
    Supplement,
    Withdraw,
    Human,
    Cancel,
    Yes,
    Submit,
    No,
    Help,
    LostCode,
    Restart,
    Another,
    Anonymous,
    Skip,
    CorrectPlace,
    CorrectContact,
    CorrectStory,
    Greeting,
    Thanks,
    Language,
    English,
    Chinese,
    Privacy,
    Bind,
    Behalf,
    Apart,
    Together,
    NotEnough,
}

impl RequestName {
    /// The request of that term.
    pub fn parse(name: &str) -> Option<RequestName> {
        Some(match name {
            "查进度" => RequestName::Progress,
            "催办" => RequestName::Urge,
            "补充" => RequestName::Supplement,
            "撤回" => RequestName::Withdraw,
            "转人工" => RequestName::Human,
            "取消" => RequestName::Cancel,
            "确认" => RequestName::Yes,
            "提交" => RequestName::Submit,
            "否定" => RequestName::No,
            "帮助" => RequestName::Help,
            "找回查询码" => RequestName::LostCode,
            "重新开始" => RequestName::Restart,
            "另一件事" => RequestName::Another,
            "匿名" => RequestName::Anonymous,
            "跳过" => RequestName::Skip,
            "改地址" => RequestName::CorrectPlace,
            "改电话" => RequestName::CorrectContact,
            "改内容" => RequestName::CorrectStory,
            "问候" => RequestName::Greeting,
            "感谢" => RequestName::Thanks,
            "换语言" => RequestName::Language,
            "说英语" => RequestName::English,
            "说汉语" => RequestName::Chinese,
            "我的信息" => RequestName::Privacy,
            "绑定" => RequestName::Bind,
            "代办" => RequestName::Behalf,
            "分开办" => RequestName::Apart,
            "一起办" => RequestName::Together,
            "没解决" => RequestName::NotEnough,
            _ => return None,
        })
    }

    /// Whether a new value may follow in the same message, so that the message may be longer.
    fn takes_value(self) -> bool {
        matches!(
            self,
            RequestName::Supplement
                | RequestName::Bind
                | RequestName::Another
                | RequestName::CorrectPlace
                | RequestName::CorrectContact
                | RequestName::CorrectStory
        )
    }
}

/// How many characters a message may have in which a phrase is looked for, order number and new value not counted.
const SHORT: usize = 20;

/// At which character, at the latest, a correction must begin when its new value makes the message long.
const EARLY: usize = 6;

/// The compiled phrases.
#[derive(Debug)]
pub(crate) struct Requests {
    whole: HashMap<String, RequestName>,
    /// Longest first.
    inside: Vec<(String, RequestName)>,
    /// Finds all of `inside` in one reading, by their places in it.
    automaton: AhoCorasick,
}

impl Requests {
    /// Of a phrase listed twice the first listing counts.
    pub(crate) fn compile(rows: &[RequestRow]) -> Result<Requests, BookError> {
        let mut whole = HashMap::new();
        let mut inside = Vec::new();
        for row in rows {
            for phrase in
                row.whole.iter().map(|phrase| bare(&fold_word(phrase))).filter(|phrase| !phrase.is_empty())
            {
                whole.entry(phrase).or_insert(row.request);
            }
            inside.extend(row.words.iter().map(|phrase| (fold_word(phrase), row.request)));
        }
        inside.retain(|(phrase, _)| !phrase.is_empty());
        inside.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.chars().count()));
        let phrases = inside.iter().map(|(phrase, _)| phrase);
        let automaton = AhoCorasick::new(phrases).map_err(|_| BookError::TooManyWords)?;
        Ok(Requests { whole, inside, automaton })
    }

    pub(crate) fn find(&self, text: &str) -> Option<Request> {
        let folded = Folded::plain(text.trim());
        let bare = bare(folded.text());
        if language().hurry.contains(&bare) {
            return Some(Request::Hurry);
        }
        if let Some(&name) = self.whole.get(&bare) {
            return Some(request(name, None, None));
        }
        if let Some(request) = left_out(&bare) {
            return Some(request);
        }
        let number = order_number(&folded);
        // 「撤回 20260708-K7M3Q6」: the phrase, and the order it is about.
        let beside = match &number {
            Some(number) => {
                let beside = bare.replacen(&self::bare(&fold_word(number)), "", 1);
                let unlabelled = without_labels(&beside, code_beside(&folded, number));
                if let Some(&name) = self.whole.get(&beside).or_else(|| self.whole.get(&unlabelled)) {
                    return Some(request(name, Some(number.clone()), None));
                }
                unlabelled
            }
            None => bare,
        };
        let counted = beside.chars().count();
        for (phrase, at) in self.said(folded.text()) {
            let (phrase, name) = &self.inside[phrase];
            let rest = at + phrase.len();
            let early = name.takes_value() && folded.chars(&(0..at)) <= EARLY;
            if counted <= SHORT || early {
                let value = new_value(*name, &folded, rest);
                if counted <= SHORT || value.is_some() {
                    return Some(request(*name, number, value));
                }
            }
        }
        // An order number and hardly anything else.
        const LABEL: usize = 8;
        number.filter(|_| counted <= LABEL).map(|number| Request::Progress(Some(number)))
    }

    /// Which phrases are said, the longest first, and where each stands first.
    fn said(&self, text: &str) -> Vec<(usize, usize)> {
        let found = self.automaton.find_overlapping_iter(text);
        let mut said: Vec<_> = found.map(|found| (found.pattern().as_usize(), found.start())).collect();
        said.sort_unstable();
        said.dedup_by_key(|(phrase, _)| *phrase);
        said
    }
}

fn request(name: RequestName, number: Option<String>, value: Option<String>) -> Request {
    match name {
        RequestName::Progress => Request::Progress(number),
        RequestName::Urge => Request::Urge,
        RequestName::Supplement => Request::Supplement(value),
        RequestName::Withdraw => Request::Withdraw,
        RequestName::Human => Request::Human,
        RequestName::Cancel => Request::Cancel,
        RequestName::Yes => Request::Yes,
        RequestName::Submit => Request::Submit,
        RequestName::No => Request::No,
        RequestName::Help => Request::Help,
        RequestName::LostCode => Request::LostCode,
        RequestName::Restart => Request::Restart,
        RequestName::Another => Request::Another(value),
        RequestName::Anonymous => Request::Anonymous,
        RequestName::Skip => Request::Skip,
        RequestName::CorrectPlace => Request::CorrectPlace(value),
        RequestName::CorrectContact => Request::CorrectContact(value),
        RequestName::CorrectStory => Request::CorrectStory(value),
        RequestName::Greeting => Request::Greeting,
        RequestName::Thanks => Request::Thanks,
        RequestName::Language => Request::Language(None),
        RequestName::English => Request::Language(Some("en".to_owned())),
        RequestName::Chinese => Request::Language(Some("zh-CN".to_owned())),
        RequestName::Privacy => Request::Privacy,
        RequestName::Bind => Request::Bind(value),
        RequestName::Behalf => Request::Behalf,
        RequestName::Apart => Request::Apart,
        RequestName::Together => Request::Together,
        RequestName::NotEnough => Request::NotEnough,
    }
}

/// What is said behind a correction, without the words that lead to it: 「地址错了，是幸福小区」.
fn new_value(name: RequestName, folded: &Folded<'_>, from: usize) -> Option<String> {
    let said = typed_after(folded, from);
    match name {
        RequestName::Supplement
        | RequestName::Another
        | RequestName::Bind
        | RequestName::CorrectPlace
        | RequestName::CorrectStory => said.map(str::to_owned),
        RequestName::CorrectContact => {
            said.and_then(|said| contact::find(said).best().map(|phone| phone.number.clone()))
        }
        RequestName::Progress
        | RequestName::Urge
        | RequestName::Withdraw
        | RequestName::Human
        | RequestName::Cancel
        | RequestName::Yes
        | RequestName::Submit
        | RequestName::No
        | RequestName::Help
        | RequestName::LostCode
        | RequestName::Restart
        | RequestName::Anonymous
        | RequestName::Skip
        | RequestName::Greeting
        | RequestName::Language
        | RequestName::English
        | RequestName::Chinese
        | RequestName::Privacy
        | RequestName::Behalf
        | RequestName::Apart
        | RequestName::Together
        | RequestName::NotEnough
        | RequestName::Thanks => None,
    }
}

fn typed_after<'a>(folded: &Folded<'a>, from: usize) -> Option<&'a str> {
    let mut rest = folded.text()[from..].trim_start_matches(is_mark);
    while let Some(word) = begins(rest, &language().particle).or_else(|| begins(rest, &language().rather)) {
        rest = rest[word.len()..].trim_start_matches(is_mark);
    }
    let end = folded.text().len();
    let said = folded.typed(folded.span(&(end - rest.len()..end))).trim_end_matches(is_mark);
    (!said.is_empty()).then_some(said)
}

/// 「电话就算了吧」: what of the matter is called off; it is not the matter itself.
fn left_out(bare: &str) -> Option<Request> {
    let trimmed = |mut text: &'_ str, list: &[String]| {
        while let Some(word) = ends(text, list) {
            text = &text[..text.len() - word.len()];
        }
        text.len()
    };
    let said = &bare[..trimmed(bare, &language().particle)];
    let off = ends(said, &language().called_off)?;
    let said = &said[..said.len() - off.len()];
    let said = &said[..trimmed(said, &language().called_off_filler)];
    let names = |list: &[String]| {
        ends(said, list).is_some_and(|word| {
            let lead = &said[..said.len() - word.len()];
            lead.is_empty() || language().own_lead.contains(lead)
        })
    };
    if names(&language().contact_part) {
        Some(Request::Anonymous)
    } else {
        names(&language().other_part).then_some(Request::Skip)
    }
}

/// Whether words end with one that announces the code of an order: 「查询码是」.
pub fn announces_code(words: &str) -> bool {
    let said = fold_word(words);
    let said = said.trim_end_matches(is_mark);
    let said = ends(said, &language().order_filler).map_or(said, |word| &said[..said.len() - word.len()]);
    ends(said.trim_end_matches(is_mark), &language().order_code).is_some()
}

/// Whether words begin as a remark on what was just said: 「我的还没到」, 「那怎么办」.
pub fn begins_a_remark(words: &str) -> bool {
    let said = fold_word(words);
    language().remark_lead.iter().any(|lead| said.starts_with(lead))
}

/// Whether words that withdraw something name what is taken back: 「撤单」, 「不投诉了」, and not 「问题解决了」.
pub fn takes_back(words: &str) -> bool {
    let said = fold_word(words);
    language().taken_back.iter().any(|word| said.contains(word))
}

/// The code that stands beside an order's number: six letters and digits.
fn code_beside(folded: &Folded<'_>, number: &str) -> Option<String> {
    const CODE: usize = 6;
    let rest = folded.text().replacen(&fold_word(number), " ", 1);
    let mut runs = rest.split(|c: char| !c.is_ascii_alphanumeric());
    runs.find(|run| run.len() == CODE).map(str::to_owned)
}

/// What is said beside an order's number, without its code and the words that announce both: 编号, 查询码.
fn without_labels(beside: &str, code: Option<String>) -> String {
    let mut rest = code.map_or_else(|| beside.to_owned(), |code| beside.replacen(&code, "", 1));
    for label in language().order_code.iter().chain(&language().order) {
        rest = rest.replacen(label.as_str(), "", 1);
    }
    rest
}

/// An order's number as written: a run of ASCII letters, digits and dashes that begins with the six or eight
/// digits of a date, 11 to 20 of them in all, and is no mobile number.
fn order_number(folded: &Folded<'_>) -> Option<String> {
    let text = folded.text();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_alphanumeric()).map(|at| from + at) {
        let length = text[start..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(text.len() - start);
        let written = text[start..start + length].trim_end_matches('-');
        let marks: Vec<u8> = written.bytes().filter(u8::is_ascii_alphanumeric).collect();
        let is_phone = marks.len() == 11 && marks[0] == b'1' && marks.iter().all(u8::is_ascii_digit);
        if (11..=20).contains(&marks.len()) && is_dated(&marks) && !is_phone {
            return Some(folded.typed(folded.span(&(start..start + written.len()))).to_owned());
        }
        from = start + length;
    }
    None
}

/// Whether marks begin with a day: 20260708, 260708.
fn is_dated(marks: &[u8]) -> bool {
    let two = |at: usize| match marks.get(at..at + 2) {
        Some([tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => Some((tens - b'0') * 10 + (ones - b'0')),
        Some(_) | None => None,
    };
    let is_day = |at: usize| matches!((two(at), two(at + 2)), (Some(1..=12), Some(1..=31)));
    two(0).is_some() && (is_day(2) || two(0) == Some(20) && two(2).is_some() && is_day(4))
}

/// Without blanks and marks; signs that are neither letters nor marks (👍) stay.
fn bare(folded: &str) -> String {
    folded.chars().filter(|c| !is_mark(*c)).collect()
}

fn is_mark(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_punctuation()
        || matches!(character, '\u{3000}'..='\u{303f}' | '\u{2000}'..='\u{206f}' | '\u{ff00}'..='\u{ff0f}' | '·')
}

#[cfg(test)]
mod tests {
    use super::Request;
    use crate::tests::book;

    fn request(text: &str) -> Option<Request> {
        book().request(text)
    }

    fn some(value: &str) -> Option<String> {
        Some(value.to_owned())
    }

    #[test]
    fn a_phone_number_typed_wrongly_is_no_order_number() {
        for text in ["138000012345", "1380000", "0470-1234567"] {
            assert_eq!(request(text), None, "{text}");
        }
    }

    #[test]
    fn what_goes_with_an_order_number_is_not_counted() {
        let asked = "前两天反映的路灯的事怎么样了 编号20260301-K7M2P-X 查询码TNTKC6";
        assert_eq!(request("单号20260301-K7M2P-X，催一下"), Some(Request::Urge));
        assert_eq!(request("20260301-K7M2P-X TNTKC6"), Some(Request::Progress(some("20260301-K7M2P-X"))));
        assert!(!matches!(request(asked), Some(Request::LostCode)));
    }

    #[test]
    fn who_calls_off_the_phone_does_not_call_off_the_matter() {
        for text in ["电话就算了吧", "手机号就不留了", "那我的电话就免了"] {
            assert_eq!(request(text), Some(Request::Anonymous), "{text}");
        }
        assert_eq!(request("照片就算了"), Some(Request::Skip));
        assert_ne!(request("这件事就算了吧"), Some(Request::Anonymous));
        for text in ["房东电话不给", "扣我手机不给", "监控视频不给", "老板名字不说"] {
            assert!(!matches!(request(text), Some(Request::Anonymous | Request::Skip)), "{text}");
        }
    }

    #[test]
    fn impatience_is_told_from_urging() {
        assert_eq!(request("快点！！！"), Some(Request::Hurry));
        assert_eq!(request("麻烦催一下吧"), Some(Request::Urge));
    }
}
