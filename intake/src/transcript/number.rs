//! Which telephone number did the citizen give, piece by piece?
//!
//! Numbers are dictated in groups (幺三八 … 零零零零 … 一二三四) with the agent's 嗯 between them, read back, and put right
//! (「不对，后面是五六七八」). What the agent says himself is never the citizen's number, unless it reads back what was
//! dictated or what the citizen agrees to.

use super::about::{self, Whose};
use super::outcome::{Reply, reply};
use super::words::words;
use super::{Speaker, Turn, attribute};
use crate::contact::{self, Line, Owner};
use crate::digits::{runs, written};
use crate::language::language;
use crate::text::{fold_each, fold_word};

/// The citizen's own number, digits only; what he gave last and agreed to counts.
pub(super) fn phone(turns: &[Turn]) -> Option<String> {
    let mut heard = Heard::default();
    let mut caller = None;
    for (index, turn) in turns.iter().enumerate() {
        if attribute::is_heading(turn) {
            let folded = fold_word(&turn.text);
            if words().begins(&folded, "caller-heading").is_some() {
                caller = whole(&turn.text, From::Hotline).or(caller);
            }
        } else if turn.speaker == Speaker::Agent {
            heard.agent(turn, turns.get(index + 1));
        } else {
            heard.citizen(turn);
        }
    }
    heard.number().or(caller)
}

/// Whether a clause is nothing but a dictated number, or a piece of one.
pub(super) fn is_dictation(clause: &str) -> bool {
    const LEAST: usize = 3;
    let folded = fold_word(clause);
    groups(&folded).iter().any(|group| group.len() >= LEAST) && is_framed(&folded)
}

#[derive(Default)]
struct Heard {
    /// Complete as said or as agreed to.
    number: Option<String>,
    /// Pieces of one still being dictated.
    pieces: Vec<String>,
    /// What the agent read back and the citizen has not yet answered.
    read: Option<String>,
    /// For how many of the citizen's turns the agent's question for the number still holds.
    asked: usize,
    /// Whether the agent asked for somebody else's: 「对方的号码是多少」.
    others: bool,
}

/// How many pieces are remembered: a number given digit by digit, and begun anew.
const MOST_PIECES: usize = 24;

/// Shorter turns of the agent leave his question standing.
const BACKCHANNEL: usize = 6;

/// How many turns an answer may take.
const PATIENCE: usize = 8;

impl Heard {
    fn agent(&mut self, turn: &Turn, next: Option<&Turn>) {
        let folded = fold_word(&turn.text);
        match about::phone(&folded) {
            Some(Whose::Caller) => (self.asked, self.others) = (PATIENCE, false),
            Some(Whose::Other) => (self.asked, self.others) = (0, true),
            // 嗯, 好的 leave the question standing.
            None => self.others &= folded.chars().count() < BACKCHANNEL,
        }
        let Some(number) = whole(&turn.text, From::Hotline) else { return };
        let is_own = words().holds(&folded, "own-number-read") || self.is_near(&number);
        if !is_own {
            return;
        }
        let answer = next.filter(|next| next.speaker == Speaker::Citizen).map(|next| reply(&next.text));
        match answer {
            Some(Reply::Yes) => {
                self.number = Some(number);
                self.pieces.clear();
            }
            // Unanswered it only completes what was dictated.
            Some(Reply::Other) | None if self.number.is_none() && self.is_near(&number) => {
                self.read = Some(number);
            }
            Some(Reply::No) => self.read = Some(number),
            Some(Reply::Other) | None => {}
        }
    }

    fn citizen(&mut self, turn: &Turn) {
        let folded = fold_word(&turn.text);
        if self.others && !is_his_own(&folded) {
            return;
        }
        let denies = words().holds(&folded, "no") || words().holds(&folded, "wrong");
        let base = self.read.take().filter(|_| denies).or_else(|| self.number.clone().filter(|_| denies));
        let groups = groups(&folded);
        if let Some(number) = whole(&turn.text, From::Citizen) {
            self.number = Some(number);
            self.pieces.clear();
            self.asked = 0;
        } else if let (Some(base), false) = (base, groups.is_empty()) {
            self.number = correct(&base, &folded, &groups).or(Some(base));
            self.asked = self.asked.max(2);
        } else if !groups.is_empty()
            && (is_framed(&folded) || self.asked > 0 && groups.iter().any(|group| group.len() > 2))
        {
            if words().holds(&folded, "again") {
                self.pieces.clear();
            }
            self.pieces.extend(groups);
            // More pieces than any number has: the oldest belong to something else.
            self.pieces.drain(..self.pieces.len().saturating_sub(MOST_PIECES));
            if let Some(number) = joined(&self.pieces) {
                self.number = Some(number);
                self.pieces.clear();
                self.asked = 0;
            }
        }
        self.asked = self.asked.saturating_sub(1);
    }

    fn number(self) -> Option<String> {
        self.number.or(self.read).or_else(|| {
            let said = self.pieces.concat();
            whole(&format!("{}{said}", language().phone.first().map_or("", String::as_str)), From::Citizen)
        })
    }

    /// Whether a number read back is about the one dictated: it has the same pieces, but for a digit or two.
    fn is_near(&self, number: &str) -> bool {
        const OTHER: usize = 2;
        let said = self.number.clone().unwrap_or_else(|| self.pieces.concat());
        if said.len() == number.len() {
            return said.bytes().zip(number.bytes()).filter(|(one, other)| one != other).count() <= OTHER;
        }
        let found =
            self.pieces.iter().filter(|piece| piece.len() > 2 && number.contains(piece.as_str())).count();
        found > 0 && found * 2 >= self.pieces.len()
    }
}

/// Whose words they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// 「我电话」 is his own, 「物业电话」 is not.
    Citizen,
    /// 「您的电话」, 来电号码: the words before say nothing about whose it is.
    Hotline,
}

/// A complete number in one turn: a mobile number before others, of equals the first.
fn whole(text: &str, from: From) -> Option<String> {
    let phones = contact::find(&spread(&fold_word(text))).phones;
    let rank = |phone: &&contact::Phone| match (from, phone.owner, phone.line) {
        (From::Citizen, Owner::Other, _) | (From::Citizen, Owner::Unsaid, Line::Local) => None,
        (_, owner, line) => {
            let is_own = from == From::Citizen && owner == Owner::Citizen;
            Some((is_own, line == Line::Mobile, std::cmp::Reverse(phone.start)))
        }
    };
    phones.iter().filter(|phone| rank(phone).is_some()).max_by_key(rank).map(|phone| phone.number.clone())
}

/// Whether a text says of a number that it is the citizen's: 「我的电话是…」.
fn is_his_own(folded: &str) -> bool {
    contact::find(&spread(folded)).phones.iter().any(|phone| phone.owner == Owner::Citizen)
}

/// 「三个零」 as 零零零.
fn spread(folded: &str) -> String {
    let chars: Vec<char> = folded.chars().collect();
    let mut said = String::with_capacity(folded.len());
    let mut at = 0;
    while at < chars.len() {
        let times = language().digit(chars[at]);
        let digit = chars.get(at + 2).filter(|c| language().digit(**c).is_some());
        // 「三个八」, but not 「一三八个人」.
        let counts = |at: usize| {
            chars.get(at).is_some_and(|c| words().begins(c.encode_utf8(&mut [0; 4]), "times").is_some())
        };
        let ends = !counts(at + 3);
        match (times, counts(at + 1), digit) {
            (Some(times @ 2..=5), true, Some(digit)) if ends => {
                said.extend(std::iter::repeat_n(*digit, usize::from(times)));
                at += 3;
            }
            (_, _, _) => {
                said.push(chars[at]);
                at += 1;
            }
        }
    }
    said
}

/// The runs of two digits and more.
fn groups(folded: &str) -> Vec<String> {
    let chars = fold_each(&spread(folded));
    let groups = runs(&chars).into_iter().map(|run| written(&run));
    let counted = |group: &String| group.len() > 1;
    groups.filter(counted).collect()
}

/// Whether nothing is said around the digits but what frames a number: 「我的是…」, 「后面…」.
fn is_framed(folded: &str) -> bool {
    let spread = spread(folded);
    let mut rest: String =
        spread.chars().filter(|c| c.is_alphanumeric() && language().digit(*c).is_none()).collect();
    while let Some(word) = words().begins(&rest, "digit-frame") {
        rest = rest[word.len()..].to_owned();
    }
    rest.is_empty()
}

/// A telephone number out of dictated pieces: the last that becomes complete, pieces said twice counted once.
fn joined(pieces: &[String]) -> Option<String> {
    let valid = |said: &str| {
        contact::find(said).phones.into_iter().find(|phone| phone.number == said).map(|phone| phone.number)
    };
    let mut once: Vec<&String> = pieces.iter().collect();
    once.dedup();
    for pieces in [pieces.iter().collect::<Vec<_>>(), once] {
        for first in (0..pieces.len()).rev() {
            let said: String = pieces[first..].iter().map(|piece| piece.as_str()).collect();
            if matches!(said.len(), 11 | 12)
                && let Some(number) = valid(&said)
            {
                return Some(number);
            }
        }
    }
    None
}

/// A number with a part put right: 「后面是五六七八」, 「是三五不是三六」, or what differs least.
fn correct(base: &str, folded: &str, groups: &[String]) -> Option<String> {
    let (right, wrong) = match groups {
        [only] => (only, None),
        [one, other] if words().holds(folded, "denied-number") => {
            // The denied one stands directly behind 不是.
            let behind =
                words().list("denied-number").iter().find_map(|word| folded.split(word.as_str()).nth(1));
            let denied = behind.map(self::groups).and_then(|groups| groups.into_iter().next());
            if denied.as_ref() == Some(one) { (other, Some(one)) } else { (one, Some(other)) }
        }
        [.., last] => (last, None),
        [] => return None,
    };
    let (length, part) = (base.len(), right.len());
    if part >= length {
        return None;
    }
    let put = |at: usize| format!("{}{right}{}", &base[..at], &base[at + part..]);
    if let Some(wrong) = wrong.filter(|wrong| wrong.len() == part)
        && let Some(at) = base.rfind(wrong.as_str())
    {
        return Some(put(at));
    }
    if words().holds(folded, "tail-of-number") {
        return Some(put(length - part));
    }
    if words().holds(folded, "head-of-number") {
        return Some(put(0));
    }
    let differs =
        |at: usize| base.bytes().skip(at).zip(right.bytes()).filter(|(one, other)| one != other).count();
    (0..=length - part).rev().filter(|&at| differs(at) > 0).min_by_key(|&at| differs(at)).map(put)
}

#[cfg(test)]
mod tests {
    use super::super::{Speaker, Turn};
    use super::phone;

    fn call(lines: &[&str]) -> Option<String> {
        let turns: Vec<Turn> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let (who, text) = line.split_once('：').expect("a label");
                let speaker = if who == "坐席" { Speaker::Agent } else { Speaker::Citizen };
                Turn {
                    speaker,
                    voice: None,
                    text: text.to_owned(),
                    start_ms: None,
                    end_ms: None,
                    line: index + 1,
                }
            })
            .collect();
        phone(&turns)
    }

    #[test]
    fn pieces_become_one_number() {
        let said = [
            "坐席：您的联系电话是多少？",
            "市民：幺三八",
            "坐席：嗯",
            "市民：零零零零",
            "坐席：好的",
            "市民：一二三四",
        ];
        assert_eq!(call(&said).as_deref(), Some("13800001234"));
        let again = ["坐席：留个电话", "市民：幺三八四个零", "坐席：幺三八四个零", "市民：对，一二三四"];
        assert_eq!(call(&again).as_deref(), Some("13800001234"));
    }

    #[test]
    fn what_the_agent_reads_back_counts_when_the_citizen_agrees() {
        assert_eq!(call(&["坐席：您的电话是13800001234对吗", "市民：对"]).as_deref(), Some("13800001234"));
        assert_eq!(call(&["坐席：您可以拨打13800001234咨询", "市民：好的"]), None);
    }

    #[test]
    fn a_part_is_put_right() {
        let said = |last: &str| {
            call(&["坐席：电话多少", "市民：13800001234", "坐席：跟您核对一下，13800001235", last])
        };
        assert_eq!(said("市民：不对，后面是一二三四").as_deref(), Some("13800001234"));
        assert_eq!(said("市民：不是三五，是三四").as_deref(), Some("13800001234"));
        assert_eq!(said("市民：对").as_deref(), Some("13800001235"));
    }

    #[test]
    fn somebody_elses_number_is_not_the_citizens() {
        assert_eq!(
            call(&["市民：物业电话是13900005678，打了没人接", "坐席：留个电话", "市民：13800001234"])
                .as_deref(),
            Some("13800001234")
        );
        assert_eq!(call(&["市民：他的车停了三个小时，一共五六个人"]), None);
        let swindler = ["坐席：对方的号码是多少？", "市民：幺七零零零零零", "坐席：嗯", "市民：一二三四"];
        assert_eq!(call(&swindler), None);
        assert_eq!(
            call(&[
                "坐席：那个老板的电话是多少？",
                "市民：13900005678",
                "坐席：那您的电话呢？",
                "市民：13800001234"
            ])
            .as_deref(),
            Some("13800001234")
        );
    }
}
