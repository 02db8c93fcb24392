//! Who is named at the beginning of a line?

use super::Speaker;
use super::clock::{Stamp, stamp};
use super::words::words;
use crate::fold::fold;

/// What stands before the words of a turn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub(super) speaker: Speaker,
    /// The mark as written: 坐席1024, SPEAKER_00, 王女士.
    pub(super) voice: String,
    pub(super) stamp: Option<Stamp>,
    /// Bytes of the line before the words begin.
    pub(super) length: usize,
    /// Whether a colon or the like stands behind the mark, so that it cannot be part of a sentence.
    pub(super) is_marked: bool,
}

/// The longest mark of a voice, in characters: 客服代表（工号：100235）.
const LONGEST: usize = 24;

/// The label a line begins with: a role (坐席, 市民王女士, 工号1234) or a numbered voice (说话人1, spk_0), with or without
/// brackets, with a time before or behind it.
pub(super) fn label(line: &str) -> Option<Label> {
    let (before, mut at) = lead(line);
    let open = line[at..].chars().next().filter(|c| matches!(c, '[' | '【' | '<' | '《' | '(' | '（' | '{'));
    at += open.map_or(0, char::len_utf8);
    at += blanks(&line[at..]);
    let (speaker, length) = mark(&line[at..])?;
    let voice = line[at..at + length].trim().to_owned();
    at += length;
    let mut is_marked = false;
    if open.is_some() {
        at += blanks(&line[at..]);
        let close =
            line[at..].chars().next().filter(|c| matches!(c, ']' | '】' | '>' | '》' | ')' | '）' | '}'))?;
        at += close.len_utf8();
        is_marked = true;
    }
    let (behind, separator) = behind(&line[at..]);
    at += separator.length;
    is_marked |= separator.is_there || behind.is_some();
    let is_alone = line[at..].trim().is_empty();
    (is_marked || is_alone || separator.is_blank).then_some(Label {
        speaker,
        voice,
        stamp: before.or(behind),
        length: at,
        is_marked: is_marked || is_alone,
    })
}

/// The words before the first colon, when they are as short as a name: 王芳, 李女士. Only a file that has the same
/// one again and again means voices by it.
pub(super) fn named(line: &str) -> Option<Label> {
    const NAME: usize = 6;
    let (before, at) = lead(line);
    let length = line[at..].find(|c: char| !c.is_alphanumeric())?;
    let voice = &line[at..at + length];
    let (behind, separator) = behind(&line[at + length..]);
    let is_name = (1..=NAME).contains(&voice.chars().count()) && !voice.chars().all(|c| c.is_ascii_digit());
    (is_name && separator.is_there).then(|| Label {
        speaker: Speaker::Unknown,
        voice: voice.to_owned(),
        stamp: before.or(behind),
        length: at + length + separator.length,
        is_marked: true,
    })
}

/// A time or the number of a line, and where they end.
fn lead(line: &str) -> (Option<Stamp>, usize) {
    let mut at = blanks(line);
    let digits = line[at..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[at + digits..];
    if (1..=4).contains(&digits) && rest.starts_with(['.', '、', ')', '）']) && stamp(&line[at..]).is_none()
    {
        let mark = rest.chars().next().map_or(0, char::len_utf8);
        at += digits + mark;
        at += blanks(&line[at..]);
    } else if rest.starts_with(['-', '•', '*']) && digits == 0 {
        at += rest.chars().next().map_or(0, char::len_utf8);
        at += blanks(&line[at..]);
    }
    let before = stamp(&line[at..]);
    at += before.map_or(0, |stamp| stamp.length);
    at += blanks(&line[at..]);
    (before, at)
}

/// What stands between the mark and the words.
struct Separator {
    length: usize,
    /// A colon, a tab, a bar.
    is_there: bool,
    /// Blanks only.
    is_blank: bool,
}

/// A time, then a colon; or the other way round.
fn behind(rest: &str) -> (Option<Stamp>, Separator) {
    let mut at = blanks(rest);
    let mut found = stamp(&rest[at..]).filter(|stamp| at > 0 || stamp.bracketed);
    at += found.map_or(0, |stamp| stamp.length);
    let gap = rest[at..].len() - rest[at..].trim_start_matches(' ').len();
    let colon = rest[at + gap..]
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '：' | '﹕' | '︰' | '|' | '｜' | '>' | '\t'));
    let tab = rest[..at].contains('\t');
    if let Some(colon) = colon {
        at += gap + colon.len_utf8();
        if found.is_none() {
            let next = at + blanks(&rest[at..]);
            if let Some(stamp) = stamp(&rest[next..]).filter(|stamp| stamp.bracketed) {
                at = next + stamp.length;
                found = Some(stamp);
            }
        }
    }
    let is_there = colon.is_some() || tab;
    (found, Separator { length: at, is_there, is_blank: !is_there && at > 0 })
}

/// The role or the numbered voice a text begins with, and how long its mark is.
fn mark(text: &str) -> Option<(Speaker, usize)> {
    let role = |list: &str, speaker: Speaker| {
        words().list(list).iter().filter_map(|word| begins(text, word)).max().map(|length| (speaker, length))
    };
    let roles = [role("agent-label", Speaker::Agent), role("citizen-label", Speaker::Citizen)];
    if let Some((speaker, length)) = roles.into_iter().flatten().max_by_key(|(_, length)| *length) {
        return Some((speaker, length + suffix(&text[length..])));
    }
    let length = words().list("voice-label").iter().filter_map(|word| begins(text, word)).max()?;
    let gap = blanks(&text[length..]);
    // 「说话人 00:12」: the digits belong to the time.
    let own = if stamp(&text[length + gap..]).is_some() {
        0
    } else {
        text[length + gap..]
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'#'))
            .count()
    };
    let number = if own == 0 { 0 } else { gap + own };
    Some((Speaker::Unknown, length + number))
}

/// What may follow a role: its number, a name in brackets, 王女士.
fn suffix(rest: &str) -> usize {
    let plain =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '#')).count();
    let plain = if stamp(rest.trim_start()).is_some() { 0 } else { plain.min(LONGEST) };
    let mut at = plain;
    if rest[at..].starts_with(['(', '（', '[', '【'])
        && stamp(&rest[at..]).is_none()
        && let Some((close, _)) =
            rest[at..].char_indices().take(LONGEST).find(|(_, c)| matches!(c, ')' | '）' | ']' | '】'))
    {
        at += close + rest[at + close..].chars().next().map_or(0, char::len_utf8);
    }
    let name: String = rest[at..].chars().take(4).collect();
    let titled = (1..=2).find_map(|surname| {
        let from = name.char_indices().nth(surname).map(|(byte, _)| byte)?;
        name[..from].chars().all(char::is_alphanumeric).then_some(())?;
        begins_any(&name[from..], "title").map(|title| from + title)
    });
    let called = begins_any(&name, "title").or_else(|| {
        let small = begins_any(&name, "nick")?;
        let own = name[small..].chars().next().filter(|c| c.is_alphanumeric())?;
        Some(small + own.len_utf8())
    });
    at + titled.or(called).unwrap_or(0)
}

fn begins_any(text: &str, list: &str) -> Option<usize> {
    words().list(list).iter().filter_map(|word| begins(text, word)).max()
}

/// The bytes of `text` that a folded word takes at its beginning.
fn begins(text: &str, word: &str) -> Option<usize> {
    let mut typed = text.char_indices();
    for expected in word.chars() {
        let (_, character) = typed.next()?;
        if fold(character) != Some(expected) {
            return None;
        }
    }
    Some(typed.next().map_or(text.len(), |(byte, _)| byte))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']).len()
}

#[cfg(test)]
mod tests {
    use super::{Speaker, label, named};

    fn seen(line: &str) -> Option<(Speaker, String, Option<u64>, &str)> {
        let label = label(line)?;
        Some((label.speaker, label.voice, label.stamp.and_then(|stamp| stamp.start), &line[label.length..]))
    }

    #[test]
    fn roles_are_written_in_many_ways() {
        for line in [
            "坐席：您好",
            "座席:您好",
            "【坐席】您好",
            "[客服] 您好",
            "话务员1024：您好",
            "接线员小王：您好",
            "工号1234：您好",
            "热线： 您好",
            "Agent: 您好",
            "Ａ：您好",
            "12345坐席（100235）：您好",
            "坐席\t您好",
            "1. 坐席：您好",
            "- 坐席：您好",
            "坐席 | 您好",
        ] {
            let (speaker, _, _, text) = seen(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((speaker, text.trim()), (Speaker::Agent, "您好"), "{line}");
        }
        for line in [
            "市民：您好",
            "群众:您好",
            "来电人王女士：您好",
            "诉求人（李先生）：您好",
            "B：您好",
            "用户>您好",
            "<市民>您好",
        ] {
            let (speaker, _, _, text) = seen(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((speaker, text.trim()), (Speaker::Citizen, "您好"), "{line}");
        }
    }

    #[test]
    fn a_colon_ends_a_label() {
        assert_eq!(seen("坐席：王女士您好").map(|seen| seen.3), Some("王女士您好"));
        assert_eq!(seen("坐席：阿姨您慢慢说").map(|seen| seen.3), Some("阿姨您慢慢说"));
    }

    #[test]
    fn a_time_may_stand_on_either_side() {
        for line in [
            "[00:12] 坐席：您好",
            "00:12 坐席：您好",
            "坐席[00:12]：您好",
            "坐席 00:12：您好",
            "坐席：[00:12]您好",
            "（00:12）坐席 您好",
        ] {
            let (speaker, _, time, text) = seen(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((speaker, time, text.trim()), (Speaker::Agent, Some(12_000), "您好"), "{line}");
        }
        assert_eq!(seen("说话人1 00:12"), Some((Speaker::Unknown, "说话人1".to_owned(), Some(12_000), "")));
    }

    #[test]
    fn numbered_voices_are_nobody_yet() {
        assert_eq!(
            seen("SPEAKER_00: 您好"),
            Some((Speaker::Unknown, "SPEAKER_00".to_owned(), None, " 您好"))
        );
        assert_eq!(seen("发言人 2：您好"), Some((Speaker::Unknown, "发言人 2".to_owned(), None, "您好")));
    }

    #[test]
    fn a_sentence_that_begins_with_a_role_is_no_label() {
        assert_eq!(seen("市民反映：路灯不亮"), None);
        assert_eq!(seen("群众意见很大"), None);
        assert_eq!(seen("坐席您好"), None);
        assert!(named("王芳：我家停水了").is_some());
        assert!(named("我家停水了，地址：朝霞小区").is_none());
    }
}
