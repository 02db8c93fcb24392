//! Under which telephone number can the citizen be reached?

mod own;

use crate::Book;
use crate::digits::{Digit, runs, stands, written};
use crate::language::{ends, language};
use crate::text::fold_each;

/// How to reach a citizen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// In the order of the message.
    pub phones: Vec<Phone>,
    /// Which of them is the citizen's own.
    own: Option<usize>,
}

/// A telephone number as it was said and as it is dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Digits only, without the country code: `13800001234`, `04708221234`.
    pub number: String,
    /// What kind of line it is.
    pub line: Line,
    /// Whose it is, as far as the words before it say.
    pub owner: Owner,
    /// First character in the message.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// Whose a telephone number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The citizen's: 我电话, 联系方式.
    Citizen,
    /// Somebody else's: 老板电话.
    Other,
    /// Nothing is said: a bare number, perhaps behind a name.
    Unsaid,
}

/// The kinds of telephone lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Eleven digits, the first a 1.
    Mobile,
    /// With its area code; `area` digits of the number belong to it.
    Landline {
        /// 3 or 4.
        area: usize,
    },
    /// Seven or eight digits without an area code, said to be a telephone or the whole message.
    Local,
}

impl Contact {
    /// The number to call: the first mobile, else the first of all.
    pub fn best(&self) -> Option<&Phone> {
        self.phones.iter().find(|phone| phone.line == Line::Mobile).or(self.phones.first())
    }

    /// The citizen's own: the one that is said to be, else the only one, if it is a mobile's and nobody else's.
    pub fn own(&self) -> Option<&Phone> {
        self.own.map(|at| &self.phones[at])
    }
}

impl Book {
    /// Words before a number, or behind it, without those that only announce it: 「朝霞小区，我的电话是」.
    pub fn unannounced<'t>(&self, words: &'t str) -> &'t str {
        own::unannounced(words)
    }
}

/// All telephone numbers of a message.
pub(crate) fn find(text: &str) -> Contact {
    let chars = fold_each(text);
    let mut contact = find_in(&chars);
    contact.own = own::own(&chars, &contact.phones);
    contact
}

/// The same, of a message folded character by character; it is not asked whose they are.
pub(crate) fn find_in(chars: &[char]) -> Contact {
    let mut phones = Vec::new();
    for run in runs(chars) {
        let mut first = 0;
        while first < run.len() {
            match phone(chars, &run, first) {
                Some((length, phone)) => {
                    phones.push(phone);
                    first += length;
                }
                None => first += 1,
            }
        }
    }
    Contact { phones, own: None }
}

/// The number that begins at `run[first]`, and how many digits it took. A number begins where a group of digits
/// does; the middle of a longer number is none.
fn phone(chars: &[char], run: &[Digit], first: usize) -> Option<(usize, Phone)> {
    if run[first].joined {
        return None;
    }
    let make = |skip: usize, length: usize, line: Line| {
        let digits = &run[first + skip..first + skip + length];
        let end = digits[length - 1].at + 1;
        let start = begin(chars, run[first].at, end);
        (skip + length, Phone { number: written(digits), line, owner: owner(chars, start), start, end })
    };
    // 86, 0086 and the 0 of the trunk are not part of a mobile number.
    for prefix in ["", "0", "86", "0086"] {
        let skip = prefix.len();
        if run.len() > first + skip + 1
            && written(&run[first..first + skip]) == prefix
            && run[first + skip].value == 1
            && run[first + skip + 1].value >= 3
            && stands(run, first + skip, 11)
            && is_grouped(&run[first + skip..first + skip + 11])
        {
            return Some(make(skip, 11, Line::Mobile));
        }
    }
    if let Some((area, length)) = landline(run, first) {
        return Some(make(0, length, Line::Landline { area }));
    }
    let local =
        [8, 7].into_iter().find(|&length| first == 0 && run.len() == length && stands(run, first, length))?;
    let is_alone = chars.iter().all(|c| c.is_whitespace() || *c == '-' || language().digit(*c).is_some());
    let is_said = is_alone || is_announced(chars, run[first].at);
    let is_number = matches!(run[first].value, 2..=8) && !is_date(&written(run));
    (is_said && is_number).then(|| make(0, local, Line::Local))
}

/// The first character of a number: the plus before its country, the bracket around its area.
fn begin(chars: &[char], first: usize, end: usize) -> usize {
    let belongs = match first.checked_sub(1).map(|before| chars[before]) {
        Some('+') => true,
        Some('(') => chars[first..end].contains(&')'),
        Some(_) | None => false,
    };
    first - usize::from(belongs)
}

/// Whose number begins there, by the words of its clause: 我的手机, 联系电话 and a bare 电话 are the citizen's, a
/// telephone word behind anything else is somebody else's.
fn owner(chars: &[char], start: usize) -> Owner {
    let clause: String = {
        let before = &chars[..start];
        let from = before.iter().rposition(|c| !c.is_alphanumeric() && !c.is_whitespace() && *c != ':');
        before[from.map_or(0, |from| from + 1)..].iter().filter(|c| c.is_alphanumeric()).collect()
    };
    let clause = ends(&clause, &language().particle)
        .map_or(clause.as_str(), |word| &clause[..clause.len() - word.len()]);
    if ends(clause, &language().own_phone).is_some() || language().phone.iter().any(|word| word == clause) {
        Owner::Citizen
    } else if ends(clause, &language().phone).is_some() {
        Owner::Other
    } else {
        Owner::Unsaid
    }
}

/// Whether the digits are grouped as people group a telephone number: one by one, or by two and more. A span of
/// dates (1986.2-1991.11) is grouped otherwise, and so is an amount (150000000.00).
fn is_grouped(digits: &[Digit]) -> bool {
    const CENTS: usize = 2;
    if let [first, last] = digits.chunk_by(|_, next| next.joined).collect::<Vec<_>>()[..]
        && last.len() <= CENTS
        && first.len() > last.len()
    {
        return false;
    }
    let mut groups = digits.chunk_by(|_, next| next.joined).map(<[Digit]>::len).skip(1).peekable();
    let Some(second) = groups.peek().copied() else {
        return true;
    };
    groups.all(|length| (length == 1) == (second == 1))
}

/// Area code (010 and 02x have three digits, all others four) and subscriber: how many digits each way.
fn landline(run: &[Digit], first: usize) -> Option<(usize, usize)> {
    let value = |index: usize| run.get(first + index).map(|digit| digit.value);
    let area = match (value(0)?, value(1)?, value(2)?) {
        (0, 1, 0) | (0, 2, _) => 3,
        (0, 3..=9, _) => 4,
        (_, _, _) => return None,
    };
    // With a mark behind its area code it is meant as one, whatever the exchange gives out.
    let exchange = run.get(first + area)?;
    let is_parted = !exchange.joined && run[first + 1..first + area].iter().all(|digit| digit.joined);
    if !matches!((exchange.value, is_parted), (2..=8, _) | (1 | 9, true)) {
        return None;
    }
    let lengths: &[usize] = if area == 3 { &[8] } else { &[8, 7] };
    let length =
        lengths.iter().map(|subscriber| area + subscriber).find(|&length| stands(run, first, length))?;
    Some((area, length))
}

/// 20260301 is a date, not a telephone.
fn is_date(number: &str) -> bool {
    let within = |range: std::ops::Range<usize>, last: u8| {
        number
            .get(range)
            .and_then(|part| part.parse().ok())
            .is_some_and(|part: u8| (1..=last).contains(&part))
    };
    number.len() == 8 && number.starts_with("20") && within(4..6, 12) && within(6..8, 31)
}

/// Whether the words directly before say that a telephone number comes.
fn is_announced(chars: &[char], at: usize) -> bool {
    const NEAR: usize = 8;
    let before: String = chars[at.saturating_sub(NEAR)..at].iter().collect();
    let words = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let words = ends(words, &language().rather).map_or(words, |word| &words[..words.len() - word.len()]);
    ends(words, &language().phone).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Line, find};

    fn numbers(text: &str) -> Vec<String> {
        find(text).phones.into_iter().map(|phone| phone.number).collect()
    }

    #[test]
    fn a_mobile_number_is_found_however_it_is_written() {
        for text in [
            "13800001234",
            "电话138 0000 1234谢谢",
            "138-0000-1234",
            "１３８００００１２３４",
            "一三八零零零零一二三四",
            "幺三八,零零零零,幺二三四",
            "+86 13800001234",
            "008613800001234",
            "013800001234",
            "1380000\n1234",
            "1 3 8 0 0 0 0 1 2 3 4",
        ] {
            assert_eq!(numbers(text), ["13800001234"], "{text}");
        }
        assert_eq!(numbers("13800001234、13900005678"), ["13800001234", "13900005678"]);
    }

    #[test]
    fn a_landline_keeps_its_area_code() {
        for text in ["0470-8221234", "（0470）8221234", "04708221234", "0470 822 1234"] {
            assert_eq!(numbers(text), ["04708221234"], "{text}");
        }
        assert_eq!(numbers("010-65551234"), ["01065551234"]);
        assert_eq!(numbers("0470-1234567"), ["04701234567"]);
        assert_eq!(find("座机：8221234").phones[0].line, Line::Local);
        assert_eq!(numbers("822-1234"), ["8221234"]);
        assert!(numbers("编号8221234").is_empty());
        assert!(numbers("20260301").is_empty());
    }

    #[test]
    fn order_numbers_dates_and_amounts_are_no_telephones() {
        for text in [
            "工单250912101108115409",
            "2026-03-01 15:30",
            "1986.2-1991.11任村长",
            "20260301-K7M2P9",
            "138000012345",
            "3号楼2单元501室",
            "欠了13800元",
            "1.5米",
        ] {
            assert!(numbers(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_span_covers_what_was_typed() {
        let text = "打我电话一三八 零零零零 一二三四。";
        let phone = find(text).phones.remove(0);
        let typed: String = text.chars().skip(phone.start).take(phone.end - phone.start).collect();
        assert_eq!(typed, "一三八 零零零零 一二三四");
    }
}
