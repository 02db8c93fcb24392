//! Which turns does a text hold, with labels or without?

use std::collections::HashMap;

use super::clock::stamp;
use super::label::{Label, label, named};
use super::words::words;
use super::{Speaker, Turn};

/// Whether a text labels who speaks: a mark with a colon at the beginning of a line.
pub(super) fn has_labels(text: &str) -> bool {
    let labels = Labels::of(text);
    text.lines().any(|line| labels.of_line(line).is_some())
}

/// A text with labels. A line without one goes on with the turn before while its sentence does, or where labels have
/// lines of their own; else it is a turn of nobody, for some labels may be missing. Before the first label nobody is
/// known. What the recording system writes above the conversation (来电号码：…) is the hotline's.
pub(super) fn read(text: &str) -> Vec<Turn> {
    let labels = Labels::of(text);
    let own_lines = labels.have_own_lines(text);
    let mut turns: Vec<Turn> = Vec::new();
    let mut has_begun = false;
    for (index, line) in text.lines().enumerate() {
        let mut rest = line.trim();
        let mut here = labels.of_line(rest);
        if here.is_none() {
            if !has_begun && is_heading(rest) {
                turns.push(turn(Speaker::Agent, Some(heading()), rest, index));
            } else if let Some(last) =
                turns.last_mut().filter(|last| has_begun && (own_lines || goes_on(&last.text)))
            {
                push(&mut last.text, rest);
            } else {
                turns.push(turn(Speaker::Unknown, None, rest, index));
            }
            continue;
        }
        has_begun = true;
        // Several turns in one line: 坐席：您好 市民：我家停水了.
        while let Some(label) = here {
            rest = &rest[label.length..];
            let (end, next) = labels.inside(rest);
            let said = turn(label.speaker, Some(label.voice), &rest[..end], index);
            let (start, stop) = label.stamp.map_or((None, None), |stamp| (stamp.start, stamp.end));
            turns.push(Turn { start_ms: start, end_ms: stop, ..said });
            rest = &rest[end..];
            here = next;
        }
    }
    turns
}

/// A text without labels: every line a turn of nobody.
pub(super) fn plain(text: &str) -> Vec<Turn> {
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            let line = line.trim();
            let time = stamp(line).filter(|stamp| {
                let behind = line[stamp.length..].chars().next();
                stamp.bracketed || behind.is_none_or(char::is_whitespace)
            });
            let length = time.map_or(0, |stamp| stamp.length);
            let said = turn(Speaker::Unknown, None, &line[length..], index);
            let (start, end) = time.map_or((None, None), |stamp| (stamp.start, stamp.end));
            Turn { start_ms: start, end_ms: end, ..said }
        })
        .collect()
}

/// The voice of what the recording system wrote above a conversation.
pub(super) fn heading() -> String {
    "#".to_owned()
}

/// Whether a line is one the recording system writes: 来电号码：…, 通话时间：….
fn is_heading(line: &str) -> bool {
    let folded = crate::text::fold_word(line);
    words().begins(&folded, "heading").is_some_and(|word| folded[word.len()..].trim_start().starts_with(':'))
}

/// Which labels a text uses.
struct Labels {
    /// Names before a colon that come again and again.
    named: HashMap<String, usize>,
    /// Whether a label may be followed by a mere blank: only where no line has more.
    blank: bool,
}

impl Labels {
    fn of(text: &str) -> Labels {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        let known: Vec<Label> = lines().filter_map(label).collect();
        let marked = known.iter().filter(|label| label.is_marked).count();
        let both = [Speaker::Agent, Speaker::Citizen]
            .iter()
            .all(|speaker| known.iter().any(|label| label.speaker == *speaker));
        let mut named_lines: HashMap<String, usize> = HashMap::new();
        for label in lines().filter(|line| label(line).is_none() && !is_heading(line)).filter_map(named) {
            *named_lines.entry(label.voice).or_default() += 1;
        }
        named_lines.retain(|_, times| *times > 1);
        let all: usize = lines().count();
        let repeated: usize = named_lines.values().sum();
        if marked == 0 && repeated * 2 < all {
            named_lines.clear();
        }
        Labels { named: named_lines, blank: marked == 0 && both && known.len() * 2 >= all }
    }

    fn of_line(&self, line: &str) -> Option<Label> {
        label(line)
            .filter(|label| label.is_marked || self.blank)
            .or_else(|| named(line).filter(|label| self.named.contains_key(&label.voice)))
    }

    /// Whether most labels stand alone on their line, with the words below.
    fn have_own_lines(&self, text: &str) -> bool {
        let labels: Vec<bool> = text
            .lines()
            .map(str::trim)
            .filter_map(|line| Some(line[self.of_line(line)?.length..].trim().is_empty()))
            .collect();
        labels.iter().filter(|alone| **alone).count() * 2 > labels.len()
    }

    /// Where the next turn begins within a line, and its label.
    fn inside(&self, text: &str) -> (usize, Option<Label>) {
        let mut before = ' ';
        for (at, character) in text.char_indices() {
            let may_begin = before.is_whitespace()
                || matches!(before, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '|' | '/');
            if may_begin
                && at > 0
                && !character.is_whitespace()
                && let Some(label) = label(&text[at..])
                    .filter(|label| label.is_marked && has_colon(&text[at..at + label.length]))
            {
                return (at, Some(label));
            }
            before = character;
        }
        (text.len(), None)
    }
}

/// Whether a sentence has not ended.
fn goes_on(text: &str) -> bool {
    !text.ends_with(['。', '！', '？', '!', '?', '.', '；'])
}

/// Whether a label is marked beyond doubt, so that it may stand in the middle of a line.
fn has_colon(label: &str) -> bool {
    label.contains([':', '：', '】', ']', '|', '｜'])
}

fn turn(speaker: Speaker, voice: Option<String>, text: &str, index: usize) -> Turn {
    Turn { speaker, voice, text: text.trim().to_owned(), start_ms: None, end_ms: None, line: index + 1 }
}

fn push(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::{Speaker, read};

    fn turns(text: &str) -> Vec<(Speaker, String)> {
        let turns = read(text).into_iter().filter(|turn| !turn.text.is_empty());
        turns.map(|turn| (turn.speaker, turn.text)).collect()
    }

    fn agent(text: &str) -> (Speaker, String) {
        (Speaker::Agent, text.to_owned())
    }

    fn citizen(text: &str) -> (Speaker, String) {
        (Speaker::Citizen, text.to_owned())
    }

    #[test]
    fn a_line_without_a_label_goes_on_with_the_turn_before() {
        assert_eq!(
            turns("坐席：您好，\n请讲。\r\n\r\n市民：我家\n停水了"),
            [agent("您好， 请讲。"), citizen("我家 停水了")]
        );
    }

    #[test]
    fn a_line_behind_a_finished_sentence_may_have_lost_its_label() {
        let missing = (Speaker::Unknown, "朝霞小区。".to_owned());
        assert_eq!(
            turns("坐席：哪个小区？\n朝霞小区。\n坐席：好的。"),
            [agent("哪个小区？"), missing, agent("好的。")]
        );
    }

    #[test]
    fn a_label_may_have_a_line_of_its_own() {
        assert_eq!(turns("坐席 00:01\n您好\n市民 00:05\n停水了"), [agent("您好"), citizen("停水了")]);
        assert_eq!(turns("【坐席】\n您好\n【市民】\n停水了"), [agent("您好"), citizen("停水了")]);
    }

    #[test]
    fn several_turns_may_stand_in_one_line() {
        assert_eq!(
            turns("坐席：您好，请讲。市民：我家停水了，三天了！坐席：哪个小区？ 市民：朝霞小区"),
            [
                agent("您好，请讲。"),
                citizen("我家停水了，三天了！"),
                agent("哪个小区？"),
                citizen("朝霞小区")
            ]
        );
    }

    #[test]
    fn blanks_behind_labels_count_when_the_file_has_nothing_else() {
        assert_eq!(turns("坐席 您好\n市民 停水了"), [agent("您好"), citizen("停水了")]);
        assert_eq!(
            turns("坐席：您好\n市民：停水了\n市民 都着急"),
            [agent("您好"), citizen("停水了 市民 都着急")]
        );
    }

    #[test]
    fn names_before_a_colon_are_voices_when_they_come_again() {
        let text = "王芳：您好\n李强：停水了\n王芳：哪个小区\n李强：朝霞小区\n地址：记不清";
        let turns = read(text);
        assert_eq!(turns[1].voice.as_deref(), Some("李强"));
        assert_eq!(turns[3].text, "朝霞小区 地址：记不清");
    }

    #[test]
    fn what_the_system_writes_above_is_the_hotlines() {
        let turns = read("来电号码：13800001234\n通话时间：2024-03-01 09:00\n坐席：您好\n市民：停水了");
        assert_eq!(turns[0].speaker, Speaker::Agent);
        assert_eq!(turns[0].text, "来电号码：13800001234");
        assert_eq!(turns.len(), 4);
    }
}
