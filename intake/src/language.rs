//! What does the Chinese language itself bring, whatever the banner?
//!
//! The words stand in `chinese.txt`, which is part of the program: they are grammar, no clerk has to keep them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::fold_word;

/// The lists of `chinese.txt`, folded like a message.
#[derive(Debug)]
pub(crate) struct Language {
    /// Sorted by the character: so few are found sooner than by a hash, and every character of a message is asked.
    digits: Vec<(char, u8)>,
    /// Sorted.
    numerals: Vec<char>,
    plates: HashSet<char>,
    plate_ends: HashSet<char>,
    pub(crate) building: Vec<String>,
    pub(crate) number: Vec<String>,
    pub(crate) side: Vec<String>,
    pub(crate) ending: Vec<String>,
    pub(crate) verb_ending: HashSet<String>,
    pub(crate) body: Vec<String>,
    pub(crate) body_named: HashSet<String>,
    /// Endings of areas and how narrow each is: 1 a city, 2 a banner, 3 a town.
    pub(crate) wide: Vec<(String, u8)>,
    pub(crate) road: Vec<String>,
    pub(crate) outer: Vec<String>,
    pub(crate) generic: HashSet<String>,
    pub(crate) name_joint: Vec<String>,
    pub(crate) no_name: Vec<String>,
    pub(crate) before_name: HashSet<String>,
    pub(crate) here: Vec<String>,
    pub(crate) home: Vec<String>,
    pub(crate) joint: Vec<String>,
    pub(crate) cross: Vec<String>,
    pub(crate) crossing: Vec<String>,
    pub(crate) question: Vec<String>,
    pub(crate) courtesy: HashSet<String>,
    pub(crate) now: Vec<String>,
    pub(crate) cry: Vec<String>,
    pub(crate) fear: Vec<String>,
    pub(crate) sure: Vec<String>,
    pub(crate) long_past: Vec<String>,
    pub(crate) just_past: Vec<String>,
    pub(crate) past_behind: Vec<String>,
    pub(crate) no_past: Vec<String>,
    pub(crate) season: Vec<String>,
    pub(crate) occasion: Vec<String>,
    pub(crate) habit: Vec<String>,
    pub(crate) topic: Vec<String>,
    pub(crate) topic_behind: Vec<String>,
    pub(crate) praise: Vec<String>,
    pub(crate) like_before: Vec<String>,
    pub(crate) like_behind: Vec<String>,
    pub(crate) over: Vec<String>,
    pub(crate) again: Vec<String>,
    pub(crate) denial: Vec<String>,
    pub(crate) light: Vec<String>,
    pub(crate) supposing: Vec<String>,
    pub(crate) rather: Vec<String>,
    pub(crate) counted: Vec<String>,
    pub(crate) particle: Vec<String>,
    pub(crate) named: Vec<String>,
    pub(crate) person: Vec<String>,
    pub(crate) because: Vec<String>,
    pub(crate) therefore: Vec<String>,
    pub(crate) time: Vec<String>,
    pub(crate) time_unit: Vec<String>,
    pub(crate) time_after: Vec<String>,
    pub(crate) time_number: Vec<String>,
    pub(crate) ten: Vec<String>,
    pub(crate) time_joint: Vec<String>,
    pub(crate) ago: Vec<String>,
    pub(crate) days_ago: Vec<String>,
    pub(crate) house: Vec<String>,
    pub(crate) another: Vec<String>,
    pub(crate) ordinal: Vec<String>,
    pub(crate) account_filler: Vec<String>,
    pub(crate) phone: Vec<String>,
    pub(crate) own_phone: Vec<String>,
    pub(crate) phone_word: Vec<String>,
    pub(crate) phone_lead: Vec<String>,
    pub(crate) own_left: Vec<String>,
    pub(crate) own_named: Vec<String>,
    pub(crate) other_party: Vec<String>,
    pub(crate) stranger: Vec<String>,
    pub(crate) dial: Vec<String>,
    pub(crate) no_answer: Vec<String>,
    pub(crate) contact_part: Vec<String>,
    pub(crate) other_part: Vec<String>,
    pub(crate) called_off: Vec<String>,
    pub(crate) own_lead: HashSet<String>,
    pub(crate) called_off_filler: Vec<String>,
    pub(crate) order_code: Vec<String>,
    /// What is taken back, or by which word.
    pub(crate) taken_back: Vec<String>,
    /// The beginning of a remark on what was just said.
    pub(crate) remark_lead: Vec<String>,
    pub(crate) no_place: Vec<String>,
    pub(crate) no_place_end: Vec<String>,
    pub(crate) place_label: Vec<String>,
    pub(crate) hurry: HashSet<String>,
    pub(crate) account: Vec<String>,
    pub(crate) order: Vec<String>,
    pub(crate) order_filler: Vec<String>,
}

/// The language, read once.
pub(crate) fn language() -> &'static Language {
    static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::read(include_str!("../chinese.txt")));
    &LANGUAGE
}

impl Language {
    /// The value of a digit, written or spoken, in any width.
    pub(crate) fn digit(&self, character: char) -> Option<u8> {
        match character {
            '0'..='9' => Some(character as u8 - b'0'),
            '\u{ff10}'..='\u{ff19}' => Some((character as u32 - 0xff10) as u8),
            _ => {
                let found = self.digits.binary_search_by_key(&character, |(digit, _)| *digit);
                found.ok().map(|at| self.digits[at].1)
            }
        }
    }

    /// Whether a character can stand in the number of a building: 3, b, 十, 甲.
    pub(crate) fn is_numeral(&self, character: char) -> bool {
        character.is_ascii_alphanumeric() || self.numerals.binary_search(&character).is_ok()
    }

    /// Whether a number plate can begin with it.
    pub(crate) fn begins_plate(&self, character: char) -> bool {
        self.plates.contains(&character)
    }

    /// Whether a special number plate can end with it.
    pub(crate) fn ends_plate(&self, character: char) -> bool {
        self.plate_ends.contains(&character)
    }

    /// Lists are ordered longest first, so that the first word found at a spot is the longest.
    fn read(file: &str) -> Language {
        let mut lists: HashMap<&str, Vec<String>> = HashMap::new();
        for (name, words) in
            file.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once(" = "))
        {
            lists.entry(name).or_default().extend(words.split(' ').map(fold_word));
        }
        let mut list = |name: &str| {
            let mut words =
                lists.remove(name).expect("chinese.txt is part of the program and tested to be whole");
            words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
            words
        };
        let mut digits: Vec<(char, u8)> = list("digits")
            .iter()
            .filter_map(|pair| {
                let mut characters = pair.chars();
                Some((characters.next()?, characters.next()?.to_digit(10)? as u8))
            })
            .collect();
        digits.sort_unstable();
        let levelled = |word: String| {
            let level = word.bytes().last()?.checked_sub(b'0')?;
            Some((word[..word.len() - 1].to_owned(), level))
        };
        let wide = list("wide").into_iter().filter_map(levelled).collect();
        let tens = list("tens");
        let mut numerals: Vec<char> =
            digits.iter().map(|(digit, _)| *digit).chain(tens.iter().flat_map(|word| word.chars())).collect();
        numerals.sort_unstable();
        Language {
            digits,
            numerals,
            plates: list("plate").iter().flat_map(|word| word.chars()).collect(),
            plate_ends: list("plate-end").iter().flat_map(|word| word.chars()).collect(),
            building: list("building"),
            number: list("number"),
            side: list("side"),
            ending: list("ending"),
            verb_ending: list("verb-ending").into_iter().collect(),
            body: list("body"),
            body_named: list("body-named").into_iter().collect(),
            wide,
            road: list("road"),
            outer: list("outer"),
            generic: list("generic").into_iter().collect(),
            name_joint: list("name-joint"),
            no_name: list("no-name"),
            before_name: list("before-name").into_iter().collect(),
            here: list("here"),
            home: list("home"),
            joint: list("joint"),
            cross: list("cross"),
            crossing: list("crossing"),
            question: list("question"),
            courtesy: list("courtesy").into_iter().collect(),
            now: list("now"),
            cry: list("cry"),
            fear: list("fear"),
            sure: list("sure"),
            long_past: list("long-past"),
            just_past: list("just-past"),
            past_behind: list("past-behind"),
            no_past: list("no-past"),
            season: list("season"),
            occasion: list("occasion"),
            habit: list("habit"),
            topic: list("topic"),
            topic_behind: list("topic-behind"),
            praise: list("praise"),
            like_before: list("like-before"),
            like_behind: list("like-behind"),
            over: list("over"),
            again: list("again"),
            denial: list("denial"),
            light: list("light"),
            supposing: list("supposing"),
            rather: list("rather"),
            counted: list("counted"),
            particle: list("particle"),
            named: list("named"),
            person: list("person"),
            because: list("because"),
            therefore: list("therefore"),
            time: list("time"),
            time_unit: list("time-unit"),
            time_after: list("time-after"),
            time_number: list("time-number"),
            ten: list("ten"),
            time_joint: list("time-joint"),
            ago: list("ago"),
            days_ago: list("days-ago"),
            house: list("house"),
            another: list("another"),
            ordinal: list("ordinal"),
            account_filler: list("account-filler"),
            phone: list("phone"),
            own_phone: list("own-phone"),
            phone_word: list("phone-word"),
            phone_lead: list("phone-lead"),
            own_left: list("own-left"),
            own_named: list("own-named"),
            other_party: list("other-party"),
            stranger: list("stranger"),
            dial: list("dial"),
            no_answer: list("no-answer"),
            contact_part: list("contact-part"),
            other_part: list("other-part"),
            called_off: list("called-off"),
            own_lead: list("own-lead").into_iter().collect(),
            called_off_filler: list("called-off-filler"),
            order_code: list("order-code"),
            taken_back: list("taken-back"),
            remark_lead: list("remark-lead"),
            no_place: list("no-place"),
            no_place_end: list("no-place-end"),
            place_label: list("place-label"),
            hurry: list("hurry").into_iter().collect(),
            account: list("account"),
            order: list("order"),
            order_filler: list("order-filler"),
        }
    }
}

/// The longest word of a list that `text` begins with.
pub(crate) fn begins<'a>(text: &str, list: &'a [String]) -> Option<&'a str> {
    list.iter().find(|word| text.starts_with(word.as_str())).map(String::as_str)
}

/// The longest word of a list that `text` ends with.
pub(crate) fn ends<'a>(text: &str, list: &'a [String]) -> Option<&'a str> {
    list.iter().find(|word| text.ends_with(word.as_str())).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{begins, language};

    #[test]
    fn every_list_is_there_and_the_longest_word_is_found_first() {
        let language = language();
        assert_eq!(language.digit('幺'), Some(1));
        assert_eq!(language.digit('８'), Some(8));
        assert_eq!(language.digit('十'), None);
        assert!(language.is_numeral('十'));
        assert!(language.begins_plate('蒙'));
        assert_eq!(begins("号楼2单元", &language.building), Some("号楼"));
        assert_eq!(begins("大门口有车", &language.side), Some("大门口"));
    }
}
