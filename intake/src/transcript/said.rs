//! What did somebody say, without the sounds and repetitions of speech?

use super::words::words;
use crate::language::language;
use crate::text::{fold_each, fold_word};

/// The words of a turn without sounds, pauses, stammering, repeated clauses, greetings and thanks; empty when nothing
/// else was said. What stays, stays as it was said.
pub(super) fn clean(text: &str) -> String {
    let mut kept: Vec<(String, char)> = Vec::new();
    for (clause, mark) in clauses(&spaced(&without_noises(text))) {
        let clause = without_repetition(&without_pauses(&clause));
        if is_courtesy(&clause) {
            // The mark still ends what stands before it.
            if let Some((_, last)) = kept.last_mut().filter(|_| ends_sentence(mark)) {
                *last = mark;
            }
            continue;
        }
        match kept.last_mut() {
            // 「我想，我想反映」, 「停水了，停水了」: said again, and further.
            Some((last, end))
                if !ends_sentence(*end)
                    && last.chars().nth(1).is_some()
                    && clause.starts_with(last.as_str()) =>
            {
                (*last, *end) = (clause, mark);
            }
            Some((last, end)) if *last == clause => *end = mark,
            Some(_) | None => kept.push((clause, mark)),
        }
    }
    let mut said = String::with_capacity(text.len());
    for (clause, mark) in kept {
        said.push_str(&clause);
        said.push(mark);
    }
    said.trim_end_matches(['，', '、', '；']).to_owned()
}

/// Without the noises a recogniser notes in brackets: 「（电视声）」. What somebody said there stays.
fn without_noises(text: &str) -> String {
    const LONGEST: usize = 10;
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['（', '(', '[', '【']) {
        let inside = &rest[open..];
        let close =
            inside.char_indices().take(LONGEST + 2).find(|(_, c)| matches!(c, '）' | ')' | ']' | '】'));
        let noise = close.filter(|(at, _)| words().ends(&fold_word(&inside[..*at]), "noise-end").is_some());
        let end = match noise {
            Some((at, mark)) => {
                said.push_str(&rest[..open]);
                open + at + mark.len_utf8()
            }
            None => {
                let end = open + inside.chars().next().map_or(0, char::len_utf8);
                said.push_str(&rest[..end]);
                end
            }
        };
        rest = &rest[end..];
    }
    said.push_str(rest);
    said
}

/// Whether there is nothing in it but greetings, thanks, yes and no, and the like.
pub(super) fn is_courtesy(clause: &str) -> bool {
    is_made_of(clause, &["courtesy", "sound", "filler"])
}

/// Whether a text is put together from the words of some lists, marks and blanks aside.
pub(super) fn is_made_of(text: &str, lists: &[&str]) -> bool {
    let bare: String = fold_word(text).chars().filter(|c| c.is_alphanumeric()).collect();
    let mut rest = bare.as_str();
    while !rest.is_empty() {
        match lists.iter().find_map(|list| words().begins(rest, list)) {
            Some(word) => rest = &rest[word.len()..],
            None => return false,
        }
    }
    true
}

/// The clauses of a text with the mark behind each; a comma where there is none.
pub(super) fn clauses(text: &str) -> Vec<(String, char)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut clause = String::new();
    for (at, &character) in chars.iter().enumerate() {
        let digits =
            at > 0 && chars[at - 1].is_ascii_digit() && chars.get(at + 1).is_some_and(char::is_ascii_digit);
        let mark = match character {
            '，' | '、' | '：' | '~' | '～' | '—' | '…' => Some('，'),
            ',' | ':' if !digits => Some('，'),
            '.' if !digits => Some('。'),
            '。' | '\n' => Some('。'),
            '；' | ';' => Some('；'),
            '！' | '!' => Some('！'),
            '？' | '?' => Some('？'),
            _ => None,
        };
        match mark {
            Some(mark) if !clause.trim().is_empty() => {
                found.push((std::mem::take(&mut clause).trim().to_owned(), mark));
            }
            Some(mark) => {
                if let Some((_, last)) = found.last_mut().filter(|_| ends_sentence(mark)) {
                    *last = mark;
                }
            }
            None => clause.push(character),
        }
    }
    if !clause.trim().is_empty() {
        found.push((clause.trim().to_owned(), '，'));
    }
    found
}

fn ends_sentence(mark: char) -> bool {
    matches!(mark, '。' | '！' | '？' | '；')
}

/// Blanks between Chinese characters: recognisers put one after each word, people one instead of a comma.
pub(super) fn spaced(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_blank = |c: char| c.is_whitespace();
    let is_chinese = |c: Option<&char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    let between: Vec<usize> = (1..chars.len().saturating_sub(1))
        .filter(|&at| is_blank(chars[at]) && (is_chinese(chars.get(at - 1)) || is_chinese(chars.get(at + 1))))
        .collect();
    let words = chars.iter().filter(|c| c.is_alphanumeric()).count();
    // A blank for every three characters and more: between words.
    let between_words = between.len() * 3 >= words.max(1);
    let mut said = String::with_capacity(text.len());
    for (at, &character) in chars.iter().enumerate() {
        match (between.binary_search(&at).is_ok(), between_words) {
            (false, _) => said.push(character),
            (true, true) => {}
            (true, false) => said.push('，'),
        }
    }
    said
}

/// Without the sounds, and without the words that only fill a pause.
fn without_pauses(clause: &str) -> String {
    let mut said = clause.to_owned();
    for word in words().list("hedge") {
        said = said.replace(word.as_str(), "");
    }
    for word in words().list("sound") {
        said = said.replace(word.as_str(), "");
    }
    let mut rest = said.trim();
    loop {
        let greets = words().begins(rest, "greeting").filter(|word| rest.len() > word.len());
        let begins = greets.or_else(|| words().begins(rest, "filler")).or_else(|| {
            let pause = words().begins(rest, "pause")?;
            let behind = &rest[pause.len()..];
            (behind.is_empty() || words().begins(behind, "after-pause").is_some()).then_some(pause)
        });
        match begins {
            Some(word) => rest = rest[word.len()..].trim_start(),
            None => break,
        }
    }
    while let Some(word) = words().ends(rest, "tail-sound") {
        rest = &rest[..rest.len() - word.len()];
    }
    rest.to_owned()
}

/// Every piece said twice and more in a row, said once: 「我我我家」, 「三天三天了」. Numbers stay, and so do words like
/// 天天 and 看看.
fn without_repetition(clause: &str) -> String {
    const LONGEST: usize = 8;
    let chars: Vec<char> = clause.chars().collect();
    let folded = fold_each(clause);
    let is_each = |c: char| words().begins(c.encode_utf8(&mut [0; 4]), "each").is_some();
    let is_number = |piece: &[char]| piece.iter().all(|c| language().digit(*c).is_some());
    let mut said = String::with_capacity(clause.len());
    let mut at = 0;
    while at < chars.len() {
        let again = (1..=LONGEST.min((chars.len() - at) / 2)).rev().find_map(|length| {
            let piece = &folded[at..at + length];
            // 「一年一年地涨」 is no stammering.
            if is_number(piece) || is_each(piece[0]) || !piece.iter().any(|c| c.is_alphanumeric()) {
                return None;
            }
            let again = folded[at + length..].chunks(length).take_while(|next| *next == piece).count();
            let is_stammer = match again {
                0 => false,
                1 if length == 1 => words().list("stammer").iter().any(|word| word.starts_with(piece[0])),
                _ => true,
            };
            is_stammer.then_some(again * length)
        });
        match again {
            Some(length) => at += length,
            None => {
                said.push(chars[at]);
                at += 1;
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{clean, is_courtesy};

    #[test]
    fn sounds_pauses_and_stammering_go() {
        assert_eq!(
            clean("喂，你好，嗯那个我我想反映一下，呃就是说我们小区停水了啊"),
            "我想反映一下，我们小区停水了"
        );
        assert_eq!(clean("停水了停水了，三天三天了。谢谢啊"), "停水了，三天了。");
        assert_eq!(clean("我想，我想反映路灯的事"), "我想反映路灯的事");
        assert_eq!(clean("那个路灯天天不亮，我去看看"), "那个路灯天天不亮，我去看看");
        assert_eq!(clean("快快快来人，哈日敖包着火了"), "快来人，哈日敖包着火了");
    }

    #[test]
    fn blanks_between_words_go_and_blanks_between_clauses_are_commas() {
        assert_eq!(clean("我 家 停水 了"), "我家停水了");
        assert_eq!(
            clean("我家停水停了三天了 你们赶紧派个人来看看"),
            "我家停水停了三天了，你们赶紧派个人来看看"
        );
    }

    #[test]
    fn noises_in_brackets_go_and_what_is_said_in_them_stays() {
        assert_eq!(clean("（电视声）"), "");
        assert_eq!(clean("水管裂了（关门声），来个人"), "水管裂了，来个人");
        assert_eq!(clean("号码是（旁边：一三八）"), "号码是（旁边，一三八）");
    }

    #[test]
    fn numbers_are_not_thinned_out() {
        assert_eq!(clean("幺三八零零零零零零零零"), "幺三八零零零零零零零零");
        assert_eq!(clean("交了1.5万，3,000块"), "交了1.5万，3,000块");
    }

    #[test]
    fn greetings_and_thanks_are_nothing() {
        for text in ["喂", "喂你好", "嗯，好的，谢谢你啊，再见", "对对对", "……"] {
            assert_eq!(clean(text), "", "{text}");
        }
        assert_eq!(clean("不对不对，是五号楼"), "是五号楼");
        assert!(is_courtesy("那好谢谢啊"));
        assert!(!is_courtesy("谢谢社区"));
    }
}
