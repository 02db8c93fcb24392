//! Which of the numbers of a message is the citizen's own?
//!
//! Nobody who writes "no power at home, 13800001234" says whose number it is: it is theirs. So a mobile number that
//! stands alone is, unless its words give it to somebody else.

use super::{Line, Owner, Phone};
use crate::language::{begins, ends, language};
use crate::transcript::is_name;

/// Ends a sentence; a word beyond it says nothing of the number.
const STOPS: [char; 6] = ['。', '!', '?', ';', '\n', '\r'];
/// A name has no more characters: 老板王建国13912345678.
const LONGEST_NAME: usize = 3;

/// The number that is said to be the citizen's, else the only one of all, if it is a mobile's and nobody else's.
pub(super) fn own(chars: &[char], phones: &[Phone]) -> Option<usize> {
    // 「电话13912345678打不通」 says whose it is by what follows only.
    let is_said = |phone: &Phone| phone.owner == Owner::Citizen && !is_anothers(chars, phone);
    if let Some(said) = phones.iter().position(is_said) {
        return Some(said);
    }
    let lone = phones.first()?;
    let is_lone = phones.iter().all(|phone| phone.number == lone.number);
    let is_own = |phone: &Phone| phone.line == Line::Mobile && !is_anothers(chars, phone);
    (is_lone && phones.iter().all(is_own)).then_some(0)
}

/// Words without those at their end that only announce a number: 「我的电话是」. What may lead to a number and to much else
/// (号, 是) goes only with the word for one before it.
pub(super) fn unannounced(words: &str) -> &str {
    let named = [&language().phone_word, &language().own_left, &language().own_phone];
    let mut rest = words.trim_matches(is_mark);
    loop {
        let without = |list: &Vec<String>, rest: &str| ends(rest, list).map(|word| rest.len() - word.len());
        let name = named.iter().find_map(|list| without(list, rest));
        let lead = || {
            let at = without(&language().phone_lead, rest)?;
            let before = rest[..at].trim_end_matches(is_mark);
            named.iter().any(|list| ends(before, list).is_some()).then_some(at)
        };
        match name.or_else(lead) {
            Some(at) => rest = rest[..at].trim_matches(is_mark),
            None => return rest,
        }
    }
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

fn is_anothers(chars: &[char], phone: &Phone) -> bool {
    let (before, behind) = (&chars[..phone.start], &chars[phone.end..]);
    let sentence = behind.split(|c| STOPS.contains(c)).next().unwrap_or_default();
    let next = sentence.split(|c| !c.is_alphanumeric()).find(|clause| !clause.is_empty());
    let next: String = next.unwrap_or_default().iter().collect();
    let sentence: String = sentence.iter().collect();
    let head = Head::of(before);
    if phone.owner == Owner::Citizen && !head.words.is_empty() && !head.is_dialled() {
        return false;
    }
    head.is_anothers()
        || head.is_dialled() && holds(&sentence, &language().no_answer)
        || is_theirs_behind(&next)
}

/// 「13912345678没人接」, 「13912345678是物业的」, 「13912345678(物业)」.
fn is_theirs_behind(next: &str) -> bool {
    let named = begins(next, &language().rather).map_or(next, |word| &next[word.len()..]);
    let is_named = party(named).is_some_and(|word| {
        let rest = &named[word.len()..];
        let is_phone = language().phone_word.iter().any(|word| word == rest);
        named.len() < next.len() || rest.is_empty() || is_phone
    });
    let is_unanswered = holds(next, &language().no_answer) && !holds(next, &language().person);
    is_named || is_unanswered || holds(next, &language().stranger)
}

fn holds(text: &str, list: &[String]) -> bool {
    list.iter().any(|word| text.contains(word.as_str()))
}

/// Somebody else, with whom a text begins.
fn party(text: &str) -> Option<&'static str> {
    begins(text, &language().other_party).or_else(|| begins(text, &language().person))
}

/// What stands before a number in its clause.
struct Head {
    clause: String,
    /// The words before it without those that announce a number.
    words: String,
    /// Whether words that announce a number, or nothing at all, stand between them and the number.
    leads: bool,
}

impl Head {
    fn of(before: &[char]) -> Head {
        let is_inside = |c: &char| c.is_alphanumeric() || c.is_whitespace() && *c != '\n' || *c == ':';
        let before = before.strip_suffix(&['(']).unwrap_or(before);
        let from = before.iter().rposition(|c| !is_inside(c)).map_or(0, |at| at + 1);
        let clause: String = before[from..].iter().collect();
        let mut words = clause.as_str();
        let mut announced = false;
        let mut is_apart = false;
        loop {
            let bare = words.trim_end_matches(|c: char| !c.is_alphanumeric());
            is_apart |= words[bare.len()..].contains(char::is_whitespace);
            let shorter = match (ends(bare, &language().phone_word), ends(bare, &language().phone_lead)) {
                (Some(word), _) => {
                    (announced, is_apart) = (true, false);
                    word
                }
                (None, Some(word)) => word,
                (None, None) => {
                    let piece = bare.rsplit(char::is_whitespace).next().unwrap_or(bare);
                    // 「投诉物业 13800001234」: who is complained of owns nothing; 「物业 电话138…」 names whose it is.
                    let leads = !is_apart || announced && party(piece).is_some_and(|word| word == piece);
                    return Head { clause: clause.clone(), words: bare.to_owned(), leads };
                }
            };
            words = &bare[..bare.len() - shorter.len()];
        }
    }

    fn is_anothers(&self) -> bool {
        let language = language();
        if holds(&self.clause, &language.stranger) {
            return true;
        }
        if ends(&self.words, &language.own_left).is_some() || holds(&self.words, &language.own_named) {
            return false;
        }
        let named = |list: &[String]| {
            list.iter().any(|word| {
                self.words.rfind(word.as_str()).is_some_and(|at| {
                    let rest = &self.words[at + word.len()..];
                    rest.is_empty() || rest.chars().count() <= LONGEST_NAME && is_name(rest)
                })
            })
        };
        self.leads && (named(&language.other_party) || named(&language.person))
    }

    fn is_dialled(&self) -> bool {
        ends(&self.words, &language().dial).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;

    fn own(text: &str) -> Option<String> {
        find(text).own().map(|phone| phone.number.clone())
    }

    #[test]
    fn a_lone_mobile_number_is_the_citizens() {
        for text in [
            "家里没电了 毛纺新居3号楼 13811118887",
            "公厕太脏，南苑市场 电话13811118887",
            "楼道灯坏了 在松鹤苑2号楼 电话13811118887",
            "我家楼上漏水 朝霞佳园2号楼 手机号13811118887",
            "小区路灯坏了 金穗家园 联系人李梅13811118887",
            "家里停水了，我住槐荫嘉苑电话幺三八幺幺幺幺八八八七",
            "楼上天天吵然后我电话是一三八幺幺幺幺八八八七",
            "投诉朝霞小区物业 13811118887",
            "小区停电了 给电力局打电话没人接 13811118887",
            "物业不管，请打13811118887",
            "13811118887 物业电话没人接",
            "我是车主13811118887",
        ] {
            assert_eq!(own(text).as_deref(), Some("13811118887"), "{text}");
        }
    }

    #[test]
    fn a_number_that_is_somebody_elses_is_not() {
        for text in [
            "老板电话13811118887",
            "他手机是13811118887",
            "物业 电话 13811118887",
            "物业的电话是13811118887，打了好几次没人接",
            "打13811118887好几次，都没人接",
            "拨打13811118887没人接",
            "电话13811118887打不通",
            "13811118887一直没人接",
            "司机王建国13811118887",
            "有人冒充客服骗钱，骗子号码13811118887",
            "13811118887是物业的",
            "物业(13811118887)不管",
            "墙上贴的开锁电话13811118887",
            "13811118887、13911118886",
            "家里停水了 0470-8221234",
        ] {
            assert_eq!(own(text), None, "{text}");
        }
        assert_eq!(own("老板电话13911118886，我的电话13811118887").as_deref(), Some("13811118887"));
    }
}
