//! Do words answer "where is it?", and do they say it anew?

use super::Clauses;
use crate::language::{begins, ends, language};
use crate::place::{Located, elsewhere};
use crate::text::{fold_each, fold_word};
use crate::{Book, Request};

impl Book {
    /// Whether words said where a place was asked for are plainly none: a number that is no door, a question, a word of
    /// somebody who thinks it over. What nobody knows may still be a place.
    pub fn is_no_place(&self, text: &str) -> bool {
        let folded = fold_word(text);
        let said = folded.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?');
        let is_digit = |c: char| language().digit(c).is_some();
        if said.chars().filter(|c| c.is_alphanumeric()).all(is_digit) {
            return !is_door(said);
        }
        if !matches!(self.locate(text), Located::Unknown) || ends(said, &language().side).is_some() {
            return false;
        }
        let asks = |word: &String| said.contains(word.as_str());
        said.contains('?')
            || ends(said, &language().no_place_end).is_some()
            || language().no_place.iter().any(asks)
    }

    /// The place that words give instead of one that was understood: 「不对，是朝霞小区后面」, 「地址是6号楼3单元」. Nothing,
    /// where what they give is no place.
    pub fn corrected_place<'t>(&self, text: &'t str) -> Option<&'t str> {
        let chars = fold_each(text);
        let clauses = Clauses::of(&chars);
        let typed = |from: usize| {
            let start = text.char_indices().nth(from).map_or(text.len(), |(byte, _)| byte);
            text[start..].trim_end_matches(|c: char| !c.is_alphanumeric())
        };
        let denies = |clause: &std::ops::Range<usize>| {
            let said: String = chars[clause.clone()].iter().collect();
            matches!(
                self.request(&said),
                Some(Request::No | Request::CorrectPlace(None) | Request::CorrectStory(None))
            )
        };
        let denied = clauses.all().iter().take_while(|clause| denies(clause)).count();
        let mut at = clauses.all().get(denied)?.start;
        let rest = |at: usize| chars[at..].iter().collect::<String>();
        let mut is_said = false;
        if let Some(label) = begins(&rest(at), &language().place_label) {
            at += label.chars().count();
            is_said = true;
        }
        if let Some(word) = begins(&rest(at), &language().rather) {
            at += word.chars().count();
            is_said |= denied > 0;
        }
        while chars.get(at).is_some_and(|c| !c.is_alphanumeric()) {
            at += 1;
        }
        let value = typed(at);
        let is_place = || {
            let is_known = !matches!(self.locate(value), Located::Unknown);
            is_known && !self.is_no_place(value) || begins_with_door(value)
        };
        (is_said && !value.is_empty() && is_place()).then_some(value)
    }

    /// A door said alone, at the place that is known: 3号楼 of 朝霞小区2号楼 is 朝霞小区3号楼.
    pub fn with_door(&self, place: &str, door: &str) -> Option<String> {
        if !begins_with_door(door) || !matches!(self.locate(door), Located::Unknown) {
            return None;
        }
        let Located::Found(known) = self.locate(place) else { return None };
        let name = place.strip_suffix(known.detail.as_str()).unwrap_or(place);
        Some(format!("{name}{door}"))
    }
}

fn begins_with_door(text: &str) -> bool {
    elsewhere(&fold_word(text)).first().is_some_and(|piece| piece.start == 0)
}

/// 3-2-501: building, unit, room.
fn is_door(said: &str) -> bool {
    let parts: Vec<&str> = said.trim().split('-').collect();
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
    (2..=4).contains(&parts.len()) && parts.iter().all(is_number)
}

#[cfg(test)]
mod tests {
    use crate::tests::book;

    #[test]
    fn what_is_plainly_no_place_is_none() {
        for text in [
            "111",
            "幺幺幺",
            "13800001234",
            "小区停水了怎么回事",
            "哪儿来着 我想想",
            "你们主任电话多少",
            "在这儿吗？",
        ] {
            assert!(book().is_no_place(text), "{text}");
        }
        for text in ["3-2-501", "6号楼3单元501", "柳荫小区", "老粮库后面", "大坝那边", "那个什么厂旁边"]
        {
            assert!(!book().is_no_place(text), "{text}");
        }
    }

    #[test]
    fn a_place_is_said_anew() {
        for (text, place) in [
            ("不对 是云杉市场后面", Some("云杉市场后面")),
            ("不是，是向阳大街和青年街路口。", Some("向阳大街和青年街路口")),
            ("地址是6号楼3单元501", Some("6号楼3单元501")),
            ("地址：柳荫小区3号楼", Some("柳荫小区3号楼")),
            ("不对，是停水不是停电", None),
            ("地址不对", None),
            ("是柳荫小区", None),
            ("不对", None),
        ] {
            assert_eq!(book().corrected_place(text), place, "{text}");
        }
    }

    #[test]
    fn a_door_alone_is_at_the_place_that_is_known() {
        assert_eq!(book().with_door("柳荫小区2号楼", "6号楼3单元").as_deref(), Some("柳荫小区6号楼3单元"));
        assert_eq!(book().with_door("柳荫小区2号楼", "金光小区3号楼"), None);
    }
}
