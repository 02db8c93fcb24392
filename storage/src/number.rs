//! How is an order called, so that it can be read out over the telephone and not be guessed?

use std::fmt;
use std::str::FromStr;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use jiff::Timestamp;
use jiff::civil::Date;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// No `0`/`O`, no `1`/`I`, no `U` beside `V`: 31 signs, and 31 is prime, which the check character needs.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTVWXYZ";
const DATE: usize = 8;
const SIGNS: usize = DATE + 6;
const MODULUS: usize = ALPHABET.len();

/// An order's number, e.g. `20261121-K7M3QM`: local date, five random characters, one check character.
///
/// The check character catches every single wrong character and every swap of two.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderNo(String);

/// The text is not the number of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an order number")]
pub struct UnknownOrderNo;

impl OrderNo {
    /// The number of an order accepted on a local date (years 0 to 9999). Each random byte gives one character.
    pub fn new(date: Date, random: [u8; 5]) -> Self {
        let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
        let mut signs = format!("{year:04}{month:02}{day:02}");
        signs.extend(random.map(|byte| char::from(ALPHABET[usize::from(byte) % MODULUS])));
        let rest = weighed(&signs) % MODULUS;
        signs.push(char::from(ALPHABET[(MODULUS - rest) % MODULUS]));
        Self::written(&signs)
    }

    /// As it is printed: upper case, with its dash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A text that comes before the number of every order accepted at this time or later, and behind those of the days
    /// before. A number's date is local: nowhere is it more than a day behind.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) fn first_since(since: Timestamp) -> String {
        let date = since.to_zoned(TimeZone::UTC).date();
        date.yesterday().unwrap_or(date).strftime("%Y%m%d").to_string()
    }

    /// The first valid number inside a sentence, written as tolerantly as [`OrderNo::from_str`] reads it.
    pub fn find_in(text: &str) -> Option<Self> {
        let chars: Vec<char> = text.chars().map(plain).collect();
        (0..chars.len()).find_map(|start| {
            let alone = start == 0 || !chars[start - 1].is_ascii_alphanumeric();
            if alone && chars[start].is_ascii_digit() { number_at(&chars[start..]) } else { None }
        })
    }

    fn written(signs: &str) -> Self {
        Self(format!("{}-{}", &signs[..DATE], &signs[DATE..]))
    }
}

impl FromStr for OrderNo {
    type Err = UnknownOrderNo;

    /// Tolerates lower case, full-width characters, blanks, any dash or none; not words around it.
    fn from_str(text: &str) -> Result<Self, UnknownOrderNo> {
        let signs: String = text.chars().map(plain).filter(|&sign| !is_gap(sign)).collect();
        if is_valid(&signs) { Ok(Self::written(&signs)) } else { Err(UnknownOrderNo) }
    }
}

impl fmt::Display for OrderNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OrderNo {
    type Error = UnknownOrderNo;

    fn try_from(text: String) -> Result<Self, UnknownOrderNo> {
        text.parse()
    }
}

impl From<OrderNo> for String {
    fn from(no: OrderNo) -> Self {
        no.0
    }
}

/// A number that begins at the first character, with at most single gaps inside, not running on into a word.
fn number_at(chars: &[char]) -> Option<OrderNo> {
    let mut signs = String::with_capacity(SIGNS);
    let mut end = 0;
    while signs.len() < SIGNS {
        let sign = *chars.get(end)?;
        if sign.is_ascii_alphanumeric() {
            signs.push(sign);
        } else if !is_gap(sign) || is_gap(chars[end - 1]) && !is_dash(sign) && !is_dash(chars[end - 1]) {
            return None;
        }
        end += 1;
    }
    let alone = chars.get(end).is_none_or(|next| !next.is_ascii_alphanumeric());
    (alone && is_valid(&signs)).then(|| OrderNo::written(&signs))
}

fn is_valid(signs: &str) -> bool {
    let number =
        |range: std::ops::Range<usize>| signs.get(range).and_then(|digits| digits.parse::<i16>().ok());
    signs.len() == SIGNS
        && signs.is_ascii()
        && signs[..DATE].bytes().all(|sign| sign.is_ascii_digit())
        && signs[DATE..].bytes().all(|sign| ALPHABET.contains(&sign))
        && number(0..4).zip(number(4..6)).zip(number(6..8)).is_some_and(|((year, month), day)| {
            let small = |part: i16| i8::try_from(part).unwrap_or_default();
            Date::new(year, small(month), small(day)).is_ok()
        })
        && weighed(signs).is_multiple_of(MODULUS)
}

/// Position-weighted sum. The weights 14 … 1 differ modulo 31 and none is 0; that is what catches swaps and errors.
fn weighed(signs: &str) -> usize {
    signs.bytes().enumerate().map(|(at, sign)| (SIGNS - at) * value(sign)).sum()
}

/// `2`–`9` weigh the same in the date and behind it, so that a swap across the dash is caught too. `0` and `1` occur
/// in dates only; there they need values of their own.
fn value(sign: u8) -> usize {
    match sign {
        b'0' => 8,
        b'1' => 9,
        _ => ALPHABET.iter().position(|&known| known == sign).unwrap_or_default(),
    }
}

/// Full-width forms (U+FF01 … U+FF5E) and lower case, as plain capitals.
fn plain(sign: char) -> char {
    let code = u32::from(sign);
    let narrow = if (0xFF01..=0xFF5E).contains(&code) { char::from_u32(code - 0xFEE0) } else { None };
    narrow.unwrap_or(sign).to_ascii_uppercase()
}

fn is_gap(sign: char) -> bool {
    sign.is_whitespace() || is_dash(sign)
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn any_number() -> impl Strategy<Value = OrderNo> {
        (2000i16..2100, 1i8..=12, 1i8..=28, any::<[u8; 5]>())
            .prop_map(|(year, month, day, random)| OrderNo::new(date(year, month, day), random))
    }

    #[test]
    fn a_number_is_its_date_five_characters_and_a_check() {
        let no = OrderNo::new(date(2026, 11, 21), [17, 5, 19, 1, 22]);
        assert_eq!(no.as_str(), "20261121-K7M3QM");
        assert_eq!(serde_json::to_string(&no).unwrap(), "\"20261121-K7M3QM\"");
        assert!(serde_json::from_str::<OrderNo>("\"20261121-K7M3QY\"").is_err());
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    #[test]
    fn numbers_since_a_time_are_looked_for_from_the_day_before() {
        let since: Timestamp = "2026-03-01T00:30:00Z".parse().unwrap();
        let first = OrderNo::first_since(since);
        for hours in [-12, 0, 8, 14] {
            let local = since.to_zoned(jiff::tz::Offset::constant(hours).to_time_zone()).date();
            assert!(OrderNo::new(local, [0; 5]).as_str() > first.as_str(), "{hours} hours from Greenwich");
        }
        assert!(
            OrderNo::new(date(2026, 2, 27), [255; 5]).as_str() < first.as_str(),
            "what is older is left out"
        );
        assert!(OrderNo::first_since(Timestamp::MIN).as_str() < "0000", "before all numbers");
    }

    #[test]
    fn a_number_is_read_however_people_write_it() {
        let no: OrderNo = "20261121-K7M3QM".parse().unwrap();
        for written in
            ["20261121k7m3qm", " 2026 1121 K7M 3QM ", "２０２６１１２１－Ｋ７Ｍ３ＱＭ", "20261121—k7m3qm"]
        {
            assert_eq!(written.parse(), Ok(no.clone()), "{written}");
        }
        for wrong in
            ["", "20261121", "20261121-K7M3QY", "单号20261121-K7M3QM", "20261321-K7M3QM", "20261121-K7M3QM2"]
        {
            assert_eq!(wrong.parse::<OrderNo>(), Err(UnknownOrderNo), "{wrong}");
        }
    }

    #[test]
    fn a_number_is_found_inside_a_sentence() {
        let no: OrderNo = "20261121-K7M3QM".parse().unwrap();
        for sentence in [
            "我的单号是20261121-K7M3QM，修好了吗？",
            "工单 20261121 k7m3qm 什么时候办",
            "不是20261121-K7M3QY，是２０２６１１２１ － Ｋ７Ｍ３ＱＭ。",
        ] {
            assert_eq!(OrderNo::find_in(sentence).as_ref(), Some(&no), "{sentence}");
        }
        for sentence in
            ["路灯坏了", "电话13820261121", "9920261121-K7M3QM", "20261121-K7M3QM8", "2026年11月21日"]
        {
            assert_eq!(OrderNo::find_in(sentence), None, "{sentence}");
        }
    }

    proptest! {
        #[test]
        fn every_number_can_be_read_back(no in any_number()) {
            prop_assert_eq!(no.as_str().parse(), Ok(no.clone()));
            let sentence = format!("单号{no}怎么样了");
            prop_assert_eq!(OrderNo::find_in(&sentence), Some(no));
        }

        #[test]
        fn every_single_wrong_character_is_noticed(no in any_number()) {
            for at in (0..15).filter(|at| *at != DATE) {
                for wrong in ('0'..='9').chain('A'..='Z') {
                    let mut signs: Vec<char> = no.as_str().chars().collect();
                    if signs[at] != wrong {
                        signs[at] = wrong;
                        let written: String = signs.iter().collect();
                        prop_assert_eq!(written.parse::<OrderNo>(), Err(UnknownOrderNo));
                    }
                }
            }
        }

        #[test]
        fn every_swap_of_two_characters_is_noticed(no in any_number()) {
            for (a, b) in (0..15).flat_map(|a| (0..a).map(move |b| (a, b))) {
                let mut signs: Vec<char> = no.as_str().chars().collect();
                if a != DATE && b != DATE && signs[a] != signs[b] {
                    signs.swap(a, b);
                    let written: String = signs.iter().collect();
                    prop_assert_eq!(written.parse::<OrderNo>(), Err(UnknownOrderNo));
                }
            }
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,40}") {
            let _ = text.parse::<OrderNo>();
            let _ = OrderNo::find_in(&text);
        }
    }
}
