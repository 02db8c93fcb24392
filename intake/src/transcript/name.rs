//! What is the citizen called?

use super::about::{self, Whose};
use super::outcome::{Reply, reply};
use super::words::words;
use super::{Speaker, Turn, attribute, surname};
use crate::text::fold_word;

/// The citizen's name: in full if he said it, else the surname, which the agent may have said with a title.
pub(super) fn name(turns: &[Turn]) -> Option<String> {
    let mut said: Option<String> = None;
    let mut asked = None;
    for (index, turn) in turns.iter().enumerate().filter(|(_, turn)| !attribute::is_heading(turn)) {
        let folded = fold_word(&turn.text);
        if turn.speaker == Speaker::Agent {
            asked = about::name(&folded);
            let agreed = turns
                .get(index + 1)
                .is_some_and(|next| next.speaker == Speaker::Citizen && reply(&next.text) == Reply::Yes);
            if agreed
                && asked.is_none()
                && let Some(surname) = titled(&folded)
                && said.as_ref().is_none_or(|said| !said.starts_with(surname))
            {
                said = Some(surname.to_owned());
            }
            continue;
        }
        let found = match asked.take() {
            Some(Whose::Caller) => introduced(&folded).or_else(|| answer(&folded)),
            // 「老师姓什么？」 「姓齐」: only 「我姓…」 is his own.
            Some(Whose::Other) => introduced_by(&folded, |lead| words().begins(lead, "own-lead").is_some()),
            None => introduced(&folded),
        };
        if let Some(name) = found {
            let better = said.as_ref().is_none_or(|said| {
                name.chars().count() >= said.chars().count() || !name.starts_with(said.as_str())
            });
            if better {
                said = Some(name);
            }
        }
    }
    said
}

/// Whether a few words answer "what is your name?": 王, 王建国, 史女士, 阿拉腾.
pub fn is_name(said: &str) -> bool {
    answer(&fold_word(said)).is_some()
}

/// Whether a clause says nothing but the citizen's name: 「我姓王」, 「王桂兰」, 「弓长张」, 「祝贺的贺」.
pub(super) fn is_introduction(clause: &str, name: &str) -> bool {
    const FRAME: usize = 4;
    const SPELLING: usize = 10;
    let bare: String = fold_word(clause).chars().filter(|c| c.is_alphanumeric()).collect();
    let length = bare.chars().count();
    let is_short = length <= name.chars().count() + FRAME;
    let first = name.chars().next().map_or(0, char::len_utf8);
    let surname = words().begins(name, "surname").unwrap_or(&name[..first]);
    let explains = name.chars().any(|own| {
        let before = bare.strip_suffix(own).unwrap_or_default();
        words().ends(before, "before-spelled").is_some() && length <= SPELLING
    });
    explains
        || is_short
            && (bare.contains(name) || introduced(&bare).is_some_and(|said| said.starts_with(surname)))
        || bare == surname
        || spelled(&bare).is_some_and(|said| said == surname)
}

/// The surname in 王女士, 李先生, in what the agent says.
fn titled(folded: &str) -> Option<&'static str> {
    words().list("title").iter().find_map(|title| {
        let at = folded.find(title.as_str())?;
        words().ends(&folded[..at], "surname")
    })
}

/// 「我叫王建国」, 「免贵姓李」, 「我姓张，弓长张」, 「叫我小李吧」.
fn introduced(folded: &str) -> Option<String> {
    introduced_by(folded, |_| true)
}

/// The same, by the leads that count.
fn introduced_by(folded: &str, counts: impl Fn(&str) -> bool) -> Option<String> {
    let by_lead = words().list("before-name").iter().filter(|lead| counts(lead)).find_map(|lead| {
        let is_surname = words().list("surname-lead").contains(lead);
        let mut from = 0;
        while let Some(at) = folded[from..].find(lead.as_str()).map(|at| from + at) {
            from = at + lead.len();
            // 姓 and 叫 alone stand in many words.
            let is_alone = lead.chars().nth(1).is_none();
            let begins = folded[..at].chars().next_back().is_none_or(|c| {
                !c.is_alphanumeric() || words().begins(c.encode_utf8(&mut [0; 4]), "self").is_some()
            });
            let behind = &folded[from..];
            let by_surname = || if is_surname { fullest(behind, Lead::Surname) } else { None };
            let by_name = || fullest(behind, if is_alone { Lead::None } else { Lead::Name });
            if (begins || !is_alone)
                && let Some(name) = by_surname().or_else(by_name)
            {
                return Some(name);
            }
        }
        None
    });
    by_lead.or_else(|| surname::nicknamed(folded))
}

/// A bare answer to "what is your name": 王, 王建国, 王，王建国.
fn answer(folded: &str) -> Option<String> {
    let mut rest = words_of(folded);
    loop {
        // The name first: 恩和 begins like a yes.
        let lead = if surname::is_explained(rest) { Lead::Surname } else { Lead::None };
        if let Some(name) = fullest(rest, lead) {
            return Some(name);
        }
        let word = ["sound", "filler", "yes"].iter().find_map(|list| words().begins(rest, list))?;
        rest = words_of(&rest[word.len()..]);
    }
}

/// What stands before a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Nothing that surely announces one.
    None,
    /// 我叫: whatever follows is the name.
    Name,
    /// 姓, 免贵姓: what follows begins with the surname.
    Surname,
}

/// The name a text begins with, or the full name behind a mere surname: 「王，王建国」, 「耳东陈，陈静」, 「王，叫王建国」,
/// 「雷，雷锋的雷，单名一个鸣」.
fn fullest(text: &str, lead: Lead) -> Option<String> {
    const NEAR: usize = 64;
    let text = text.char_indices().nth(NEAR).map_or(text, |(end, _)| &text[..end]);
    let first = taken(words_of(text), lead)?;
    let is_surname =
        words().list("surname").contains(&first) || lead == Lead::Surname && first.chars().nth(1).is_none();
    if is_surname {
        for clause in surname::clauses(text).skip(1) {
            if let Some(given) = surname::given(clause) {
                return Some(first + &given);
            }
            let clause = words().begins(clause, "before-name").map_or(clause, |lead| &clause[lead.len()..]);
            if surname::explains(clause, &first) {
                continue;
            }
            let full = taken(clause, Lead::None)
                .filter(|full| full.starts_with(&first))
                .or_else(|| clause.starts_with(&first).then(|| with_surname(clause, &first)));
            if let Some(full) = full.filter(|full| *full != first) {
                return Some(full);
            }
        }
    }
    Some(first)
}

/// From the first letter on.
fn words_of(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// The name a text begins with: a Mongolian name by its characters (敖登格日勒), a surname and at most two characters
/// more, or, where it was announced (「我叫…」), whatever short word the clause consists of.
fn taken(text: &str, lead: Lead) -> Option<String> {
    const LONGEST: usize = 8;
    const SHORT: usize = 4;
    if let Some(surname) = spelled(text) {
        return Some(surname);
    }
    let clause: String = text.chars().take_while(|c| c.is_alphanumeric()).take(2 * LONGEST).collect();
    let ends = |from: usize| words().begins(&clause[from..], "after-name").is_some();
    let steppe: String = clause
        .chars()
        .take_while(|c| words().begins(c.encode_utf8(&mut [0; 4]), "steppe").is_some())
        .collect();
    let length = steppe.chars().count();
    if (4..=LONGEST).contains(&length) || (2..4).contains(&length) && (steppe == clause || ends(steppe.len()))
    {
        return Some(steppe);
    }
    if let Some(surname) = words().begins(&clause, "surname") {
        let is_bare = lead == Lead::Surname && surname::explains_behind(&clause[surname.len()..], surname);
        return Some(if is_bare { surname.to_owned() } else { with_surname(&clause, surname) });
    }
    if lead == Lead::Surname {
        let surname = surname::unlisted(&clause)?;
        let is_doubled = clause[surname.len()..].starts_with(surname);
        return Some(if is_doubled { with_surname(&clause, surname) } else { surname.to_owned() });
    }
    let end = clause.char_indices().map(|(at, _)| at).find(|at| ends(*at)).unwrap_or(clause.len());
    let name = &clause[..end];
    let is_name = name.chars().all(surname::is_of_a_name);
    (lead == Lead::Name && is_name && (2..=SHORT).contains(&name.chars().count())).then(|| name.to_owned())
}

/// A surname with at most two characters of the clause it begins.
fn with_surname(clause: &str, surname: &str) -> String {
    // 「王王建国」: the surname first, then all of it.
    let own = match clause[surname.len()..].strip_prefix(surname) {
        Some(_) => &clause[surname.len()..],
        None => clause,
    };
    let mut end = surname.len();
    for character in own[surname.len()..].chars().take(2) {
        if !character.is_alphanumeric() || words().begins(&own[end..], "after-name").is_some() {
            break;
        }
        end += character.len_utf8();
    }
    own[..end].to_owned()
}

/// 「弓长张」 is 张.
fn spelled(text: &str) -> Option<String> {
    words().list("spelled").iter().find_map(|pair| {
        let (spelling, surname) = pair.split_once('=')?;
        text.starts_with(spelling).then(|| surname.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Speaker, Turn};
    use super::name;

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
        name(&turns)
    }

    #[test]
    fn names_are_said_in_many_ways() {
        for (line, expected) in [
            ("市民：我叫王建国", "王建国"),
            ("市民：我姓李，木子李", "李"),
            ("市民：免贵姓张", "张"),
            ("市民：我叫巴特尔", "巴特尔"),
            ("市民：我叫敖登格日勒", "敖登格日勒"),
            ("市民：姓欧阳", "欧阳"),
            ("市民：我姓王，叫王桂兰", "王桂兰"),
            ("市民：我叫刘强电话是13800001234", "刘强"),
        ] {
            assert_eq!(call(&[line]).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn a_bare_answer_counts_after_the_question() {
        assert_eq!(call(&["坐席：请问您贵姓？", "市民：嗯，王"]).as_deref(), Some("王"));
        assert_eq!(call(&["坐席：怎么称呼您？", "市民：赵玉梅"]).as_deref(), Some("赵玉梅"));
        assert_eq!(call(&["坐席：怎么称呼您？", "市民：保密行不行"]), None);
        assert_eq!(call(&["坐席：请讲", "市民：王府井那边停水了"]), None);
    }

    #[test]
    fn a_title_is_no_part_of_the_name() {
        assert_eq!(
            call(&["坐席：您贵姓", "市民：姓王", "坐席：好的王女士，请稍等", "市民：好"]).as_deref(),
            Some("王")
        );
        assert_eq!(call(&["坐席：您是李先生对吧", "市民：对"]).as_deref(), Some("李"));
    }

    #[test]
    fn a_surname_no_list_has_is_one_when_it_is_explained_or_alone() {
        for (line, expected) in [
            ("市民：免贵姓蒯，蒯德明", Some("蒯德明")),
            ("市民：我姓佘，佘太君的佘", Some("佘")),
            ("市民：姓缪。", Some("缪")),
            ("市民：姓亓，就是齐刷刷那个音", Some("亓")),
            ("市民：免贵姓逄夆字加个走之", Some("逄")),
            ("市民：姓雷，雷锋的雷，单名一个鸣", Some("雷鸣")),
            ("市民：叫我小葛吧", Some("葛")),
            ("市民：都叫我老孙头", Some("孙")),
            ("市民：他叫我老实点", None),
            ("市民：姓就不说了吧", None),
            ("市民：姓啥你别问", None),
            ("市民：老百姓不容易", None),
        ] {
            assert_eq!(call(&[line]).as_deref(), expected, "{line}");
        }
        assert_eq!(call(&["坐席：您贵姓？", "市民：蒯，蒯德明"]).as_deref(), Some("蒯德明"));
    }

    #[test]
    fn the_name_of_somebody_else_is_not_the_citizens() {
        assert_eq!(call(&["坐席：那个经理姓什么？", "市民：姓卢，卢沟桥的卢"]), None);
        assert_eq!(call(&["坐席：老人叫什么名字？", "市民：张秀英"]), None);
        assert_eq!(
            call(&["坐席：老人叫什么名字？", "市民：张秀英", "坐席：您怎么称呼？", "市民：我姓马"])
                .as_deref(),
            Some("马")
        );
    }
}
