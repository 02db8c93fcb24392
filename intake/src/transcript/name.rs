//! What is the citizen called?

use super::outcome::{Reply, reply};
use super::words::words;
use super::{Speaker, Turn, attribute};
use crate::language::language;
use crate::text::fold_word;

/// The citizen's name: in full if he said it, else the surname with the title the agent gives him, else the surname.
pub(super) fn name(turns: &[Turn]) -> Option<String> {
    let mut said: Option<String> = None;
    let mut asked = false;
    for (index, turn) in turns.iter().enumerate().filter(|(_, turn)| !attribute::is_heading(turn)) {
        let folded = fold_word(&turn.text);
        if turn.speaker == Speaker::Agent {
            asked = words().holds(&folded, "ask-name");
            let agreed = turns
                .get(index + 1)
                .is_some_and(|next| next.speaker == Speaker::Citizen && reply(&next.text) == Reply::Yes);
            if agreed
                && !asked
                && let Some(name) = titled(&folded)
            {
                let fuller = said
                    .as_ref()
                    .is_none_or(|said| !said.starts_with(&*name.surname) || said.chars().count() < 2);
                if fuller {
                    said = Some(name.surname + &name.title);
                }
            }
            continue;
        }
        let found = introduced(&folded).or_else(|| if asked { answer(&folded) } else { None });
        if let Some(name) = found {
            let better = said.as_ref().is_none_or(|said| {
                name.chars().count() >= said.chars().count() || !name.starts_with(said.as_str())
            });
            if better {
                said = Some(name);
            }
        }
        asked = false;
    }
    let said = said?;
    if words().list("surname").contains(&said) {
        let title = turns
            .iter()
            .filter(|turn| turn.speaker == Speaker::Agent)
            .filter_map(|turn| titled(&fold_word(&turn.text)))
            .find(|name| name.surname == said)
            .map(|name| name.title);
        return Some(said + title.as_deref().unwrap_or_default());
    }
    Some(said)
}

/// Whether a clause says nothing but the citizen's name: 「我姓王」, 「王桂兰」, 「弓长张」, 「祝贺的贺」.
pub(super) fn is_introduction(clause: &str, name: &str) -> bool {
    const FRAME: usize = 4;
    const SPELLING: usize = 10;
    let bare: String = fold_word(clause).chars().filter(|c| c.is_alphanumeric()).collect();
    let length = bare.chars().count();
    let is_short = length <= name.chars().count() + FRAME;
    let surname = words().begins(name, "surname").unwrap_or(name);
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

/// A surname and how somebody is addressed.
struct Titled {
    surname: String,
    title: String,
}

/// 王女士, 李建国先生 in what the agent says.
fn titled(folded: &str) -> Option<Titled> {
    words().list("title").iter().find_map(|title| {
        let at = folded.find(title.as_str())?;
        let before: Vec<char> = folded[..at].chars().rev().take(4).collect();
        let before: String = before.into_iter().rev().collect();
        let surname = words().list("surname").iter().find(|surname| before.ends_with(surname.as_str()))?;
        Some(Titled { surname: surname.clone(), title: title.clone() })
    })
}

/// 「我叫王建国」, 「免贵姓李」, 「我姓张，弓长张」.
fn introduced(folded: &str) -> Option<String> {
    words().list("before-name").iter().find_map(|lead| {
        let mut from = 0;
        while let Some(at) = folded[from..].find(lead.as_str()).map(|at| from + at) {
            from = at + lead.len();
            // 姓 and 叫 alone stand in many words.
            let is_alone = lead.chars().nth(1).is_none();
            let begins = folded[..at].chars().next_back().is_none_or(|c| {
                !c.is_alphanumeric() || words().begins(c.encode_utf8(&mut [0; 4]), "self").is_some()
            });
            if (begins || !is_alone)
                && let Some(name) = fullest(&folded[from..], !is_alone)
            {
                return Some(name);
            }
        }
        None
    })
}

/// A bare answer to "what is your name": 王, 王建国, 王，王建国.
fn answer(folded: &str) -> Option<String> {
    let mut rest = words_of(folded);
    loop {
        // The name first: 恩和 begins like a yes.
        if let Some(name) = fullest(rest, false) {
            return Some(name);
        }
        let word = ["sound", "filler", "yes"].iter().find_map(|list| words().begins(rest, list))?;
        rest = words_of(&rest[word.len()..]);
    }
}

/// The name a text begins with, or the full name behind a mere surname: 「王，王建国」, 「耳东陈，陈静」, 「王，叫王建国」.
fn fullest(text: &str, announced: bool) -> Option<String> {
    const NEAR: usize = 64;
    let text = text.char_indices().nth(NEAR).map_or(text, |(end, _)| &text[..end]);
    let first = taken(words_of(text), announced)?;
    if words().list("surname").contains(&first) {
        let clauses = text.split(|c: char| !c.is_alphanumeric()).filter(|clause| !clause.is_empty()).skip(1);
        for clause in clauses {
            let clause = words().begins(clause, "before-name").map_or(clause, |lead| &clause[lead.len()..]);
            if let Some(full) = taken(clause, false).filter(|full| full.starts_with(&first) && *full != first)
            {
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
fn taken(text: &str, announced: bool) -> Option<String> {
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
        // 「王王建国」: the surname first, then all of it.
        let own = match clause[surname.len()..].strip_prefix(surname) {
            Some(_) => &clause[surname.len()..],
            None => clause.as_str(),
        };
        let mut end = surname.len();
        for character in own[surname.len()..].chars().take(2) {
            if words().begins(&own[end..], "after-name").is_some() {
                break;
            }
            end += character.len_utf8();
        }
        return Some(own[..end].to_owned());
    }
    let end = clause.char_indices().map(|(at, _)| at).find(|at| ends(*at)).unwrap_or(clause.len());
    let name = &clause[..end];
    let is_name =
        name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && language().digit(c).is_none());
    (announced && is_name && (2..=SHORT).contains(&name.chars().count())).then(|| name.to_owned())
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
    fn the_agents_title_completes_a_surname() {
        assert_eq!(
            call(&["坐席：您贵姓", "市民：姓王", "坐席：好的王女士，请稍等", "市民：好"]).as_deref(),
            Some("王女士")
        );
        assert_eq!(call(&["坐席：您是李先生对吧", "市民：对"]).as_deref(), Some("李先生"));
    }
}
