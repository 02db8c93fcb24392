//! What does somebody of a unit ask for, in words, by a button or by answering a question of the bot?
//!
//! The bot remembers no conversation with a unit. Its question ends with a line such as `#退单 20261121-K7M3QX R01`:
//! the beginning of what could have been said at once. The answer completes it.

use storage::{OrderNo, ReasonCode};

use super::GroupWhat;
use super::button::{Button, PREFIX};
use super::words::{Meaning, narrow};

/// Signs of an order's number, without its dash.
const SIGNS: usize = 14;
/// The last line of a question begins with it.
const MARK: char = '#';

/// What makes a wish of an order and of what is said after its number.
type Made = fn(OrderNo, &str) -> Wish;

/// What is said with an order's number.
const STEPS: [(Meaning, Made); 5] = [
    (Meaning::Sign, Wish::sign),
    (Meaning::Return, Wish::give_back),
    (Meaning::Progress, Wish::progress),
    (Meaning::Finish, Wish::reply),
    (Meaning::Show, Wish::show),
];

/// What is asked for. What is left empty, the bot asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Show the card.
    Show(OrderNo),
    /// 签收
    Sign(OrderNo),
    /// 退单
    Return {
        /// Which order.
        no: OrderNo,
        /// R..
        reason: Option<ReasonCode>,
        /// The basis, and the unit that should have it.
        words: String,
    },
    /// 反馈
    Progress {
        /// Which order.
        no: OrderNo,
        /// What was done.
        note: String,
    },
    /// 答复办结
    Reply {
        /// Which order.
        no: OrderNo,
        /// Was the citizen contacted?
        contacted: Option<bool>,
        /// The three parts.
        words: String,
    },
    /// The unit's orders.
    List,
    /// Tie the sender, or the group.
    Bind(String),
    /// Untie.
    Unbind,
    /// Begins like one of the steps, but names no order.
    Unclear(Meaning),
    /// A button of ours that this program does not know.
    OldButton,
}

impl Wish {
    /// `None`: it is not for us.
    pub(super) fn of(what: &GroupWhat) -> Option<Self> {
        match what {
            GroupWhat::Pressed(id) => id.starts_with(PREFIX).then(|| Self::pressed(id)),
            GroupWhat::Said(words) => Self::said(words, None),
            GroupWhat::Answered { to, words } => match asked_at(to) {
                Some(begun) => Self::said(&format!("{begun}\n{words}"), None),
                None => Self::said(words, OrderNo::find_in(to)),
            },
        }
    }

    fn pressed(id: &str) -> Self {
        match Button::parse(id) {
            Some(Button::Show(no)) => Self::Show(no),
            Some(Button::Sign(no)) => Self::Sign(no),
            Some(Button::Return(no)) => Self::Return { no, reason: None, words: String::new() },
            Some(Button::Because(no, reason)) => {
                Self::Return { no, reason: Some(reason), words: String::new() }
            }
            Some(Button::Progress(no)) => Self::Progress { no, note: String::new() },
            Some(Button::Reply(no)) => Self::Reply { no, contacted: None, words: String::new() },
            Some(Button::Contacted(no, contacted)) => {
                Self::Reply { no, contacted: Some(contacted), words: String::new() }
            }
            None => Self::OldButton,
        }
    }

    /// `shown` is the order of the card that was answered.
    fn said(text: &str, shown: Option<OrderNo>) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('/').unwrap_or(text);
        for (meaning, alone) in [(Meaning::List, Self::List), (Meaning::Unbind, Self::Unbind)] {
            if meaning.strip(text).is_some_and(|rest| tidy(rest).is_empty()) {
                return Some(alone);
            }
        }
        if let Some(code) = Meaning::Bind.strip(text).filter(|rest| ends_word(rest)) {
            return Some(Self::Bind(tidy(code).to_owned()));
        }
        let (meaning, made, rest) = STEPS.into_iter().find_map(|(meaning, made)| {
            let rest = meaning.strip(text)?;
            (ends_word(rest) || number(rest).is_some()).then_some((meaning, made, rest))
        })?;
        let named = number(rest).or(shown.map(|no| (no, rest)));
        Some(named.map_or(Self::Unclear(meaning), |(no, rest)| made(no, tidy(rest))))
    }

    fn sign(no: OrderNo, _: &str) -> Self {
        Self::Sign(no)
    }

    fn show(no: OrderNo, _: &str) -> Self {
        Self::Show(no)
    }

    fn give_back(no: OrderNo, rest: &str) -> Self {
        let (reason, words) = reason(rest);
        Self::Return { no, reason, words: words.to_owned() }
    }

    fn progress(no: OrderNo, rest: &str) -> Self {
        Self::Progress { no, note: rest.to_owned() }
    }

    fn reply(no: OrderNo, rest: &str) -> Self {
        let (contacted, words) = contacted(rest);
        Self::Reply { no, contacted, words: words.to_owned() }
    }

    /// The last line of the question that asks for what is left empty; `None`: nothing is asked in words.
    pub(super) fn mark(&self) -> Option<String> {
        let mark = |meaning: Meaning, no: &OrderNo| format!("{MARK}{} {no}", meaning.word());
        match self {
            Self::Return { no, reason: Some(reason), .. } => {
                Some(format!("{} {reason}", mark(Meaning::Return, no)))
            }
            Self::Progress { no, .. } => Some(mark(Meaning::Progress, no)),
            Self::Reply { no, contacted: Some(contacted), .. } => {
                let word = if *contacted { Meaning::Contacted } else { Meaning::NotContacted };
                Some(format!("{} {}", mark(Meaning::Finish, no), word.word()))
            }
            Self::Show(_)
            | Self::Sign(_)
            | Self::Return { .. }
            | Self::Reply { .. }
            | Self::List
            | Self::Bind(_)
            | Self::Unbind
            | Self::Unclear(_)
            | Self::OldButton => None,
        }
    }
}

/// What a question of ours already knows.
fn asked_at(question: &str) -> Option<&str> {
    question.trim_end().lines().next_back()?.trim().strip_prefix(MARK)
}

/// Was the citizen contacted, by the word that a text begins with?
pub(super) fn contacted(text: &str) -> (Option<bool>, &str) {
    for (meaning, contacted) in [(Meaning::Contacted, true), (Meaning::NotContacted, false)] {
        if let Some(rest) = meaning.strip(text).filter(|rest| ends_word(rest)) {
            return (Some(contacted), tidy(rest));
        }
    }
    (None, text)
}

/// The number that a text begins with, and what follows.
fn number(text: &str) -> Option<(OrderNo, &str)> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut signs = 0;
    for (at, sign) in text.char_indices() {
        if narrow(sign).is_ascii_alphanumeric() {
            signs += 1;
        } else if sign.is_alphanumeric() {
            return None;
        }
        if signs == SIGNS {
            let (no, rest) = text.split_at(at + sign.len_utf8());
            let runs_on = rest.chars().next().is_some_and(|next| narrow(next).is_ascii_alphanumeric());
            return no.parse().ok().filter(|_| !runs_on).map(|no| (no, rest));
        }
    }
    None
}

/// The reason that a text begins with, e.g. `R03`, and what follows.
fn reason(text: &str) -> (Option<ReasonCode>, &str) {
    let end = text.char_indices().find(|(_, sign)| !narrow(*sign).is_ascii_alphanumeric());
    let (code, rest) = text.split_at(end.map_or(text.len(), |(at, _)| at));
    let code: String = code.chars().map(|sign| narrow(sign).to_ascii_uppercase()).collect();
    let digits = code.strip_prefix('R').is_some_and(|digits| {
        (1..=3).contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_digit())
    });
    if digits { (Some(ReasonCode::new(code)), tidy(rest)) } else { (None, text) }
}

/// Has the word before this come to its end?
pub(super) fn ends_word(rest: &str) -> bool {
    rest.chars().next().is_none_or(|next| !next.is_alphanumeric())
}

/// Without the blanks around and the punctuation before.
pub(super) fn tidy(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || "：:，,。、；;—-】]".contains(c)).trim_end()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn no() -> OrderNo {
        OrderNo::new(date(2026, 11, 21), [7, 1, 9, 4, 30])
    }

    fn said(words: &str) -> Option<Wish> {
        Wish::of(&GroupWhat::Said(words.to_owned()))
    }

    fn returns(reason: Option<&str>, words: &str) -> Wish {
        Wish::Return { no: no(), reason: reason.map(ReasonCode::new), words: words.to_owned() }
    }

    #[test]
    fn a_number_may_be_written_in_many_ways() {
        let no = no();
        let plain = no.as_str().replace('-', "");
        let wide: String =
            no.as_str().chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        for words in [
            format!("签收 {no}"),
            format!("签收{no}"),
            format!("签收：{plain}"),
            format!("/签收　{}", wide.to_lowercase()),
            format!("签收 {} {}", &plain[..8], &plain[8..].to_lowercase()),
            format!("  sign {no} 谢谢"),
        ] {
            assert_eq!(said(&words), Some(Wish::Sign(no.clone())), "{words}");
        }
    }

    #[test]
    fn a_return_is_said_with_its_reason_and_basis_or_the_rest_is_asked_for() {
        let no = no();
        assert_eq!(said(&format!("退单 {no}")), Some(returns(None, "")));
        assert_eq!(said(&format!("退单 {no} R03 地址不清")), Some(returns(Some("R03"), "地址不清")));
        assert_eq!(said(&format!("退单 {no}，r03：地址不清")), Some(returns(Some("R03"), "地址不清")));
        assert_eq!(said(&format!("退单 {no} 地址不清")), Some(returns(None, "地址不清")));
        assert_eq!(said(&format!("退单 {no} Ｒ０３地址")), Some(returns(Some("R03"), "地址")));
    }

    #[test]
    fn talk_of_people_among_themselves_is_not_for_us() {
        for words in [
            "签收了吗",
            "反馈一下情况",
            "大家好",
            "",
            "待办的事太多了",
            "好的，签收",
            "绑定好了没",
            "办结率多少",
        ] {
            assert_eq!(said(words), None, "{words}");
        }
    }

    #[test]
    fn a_step_without_a_sound_number_is_unclear() {
        for words in ["签收", "签收 张三家那个", "签收 20261121-AAAAAA", "签收："] {
            assert_eq!(said(words), Some(Wish::Unclear(Meaning::Sign)), "{words}");
        }
    }

    #[test]
    fn the_answer_to_a_question_completes_what_the_question_knows() {
        let answer = |asked: &Wish, words: &str| {
            let to = format!("请说明。\n{}", asked.mark().unwrap());
            Wish::of(&GroupWhat::Answered { to, words: words.to_owned() })
        };
        assert_eq!(
            answer(&returns(Some("R01"), ""), "三定方案第5条"),
            Some(returns(Some("R01"), "三定方案第5条"))
        );
        let progress = |note: &str| Wish::Progress { no: no(), note: note.to_owned() };
        assert_eq!(answer(&progress(""), "已到现场"), Some(progress("已到现场")));
        for contacted in [true, false] {
            let reply =
                |words: &str| Wish::Reply { no: no(), contacted: Some(contacted), words: words.to_owned() };
            assert_eq!(answer(&reply(""), "办理情况：修好了"), Some(reply("办理情况：修好了")));
        }
    }

    #[test]
    fn a_step_said_in_answer_to_a_card_means_the_cards_order() {
        let to = format!("【派单】{}\n类别：路灯", no());
        let what = |words: &str| GroupWhat::Answered { to: to.clone(), words: words.to_owned() };
        assert_eq!(Wish::of(&what("签收")), Some(Wish::Sign(no())));
        assert_eq!(
            Wish::of(&what("反馈 已到现场")),
            Some(Wish::Progress { no: no(), note: "已到现场".to_owned() })
        );
        assert_eq!(Wish::of(&what("收到")), None);
    }

    #[test]
    fn what_is_said_alone_is_said_alone() {
        assert_eq!(said("我的工单"), Some(Wish::List));
        assert_eq!(said("/待办。"), Some(Wish::List));
        assert_eq!(said("unbind"), Some(Wish::Unbind));
        assert_eq!(said("bind 0123abc"), Some(Wish::Bind("0123abc".to_owned())));
        assert_eq!(said("绑定"), Some(Wish::Bind(String::new())));
    }

    #[test]
    fn only_our_own_buttons_are_for_us() {
        let pressed = |id: &str| Wish::of(&GroupWhat::Pressed(id.to_owned()));
        assert_eq!(pressed("submit"), None);
        assert_eq!(pressed("u:sign:20261121"), Some(Wish::OldButton));
        assert_eq!(pressed(&format!("u:sign:{}", no())), Some(Wish::Sign(no())));
    }
}
