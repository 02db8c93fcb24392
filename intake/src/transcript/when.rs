//! When did it happen, or since when does it last?

use super::words::words;
use crate::language::language;
use crate::text::fold_each;

/// A time somebody says.
struct Said {
    start: usize,
    end: usize,
    /// Whether it names a day or an hour, not only how long.
    is_point: bool,
}

/// The first time of a story that names a day or an hour, else the first that tells how long, as it was said.
pub(super) fn when(story: &str) -> Option<String> {
    let chars = fold_each(story);
    let mut first: Option<Said> = None;
    let mut at = 0;
    while at < chars.len() {
        match time(&chars, at) {
            Some(said) => {
                at = said.end;
                let better = first.as_ref().is_none_or(|first| said.is_point && !first.is_point);
                if better {
                    first = Some(said);
                }
            }
            None => at += 1,
        }
    }
    let first = first.map(|said| Said { end: said.end - tail(&chars[said.start..said.end]), ..said });
    first.map(|said| story.chars().skip(said.start).take(said.end - said.start).collect())
}

/// The time that begins at `start`: 昨天晚上八点, 3月15号, 三天了.
fn time(chars: &[char], start: usize) -> Option<Said> {
    let mut said = Said { start, end: start, is_point: false };
    loop {
        let near: String = chars[said.end..].iter().take(LONGEST).collect();
        let length = |list: &str| words().begins(&near, list).map(|word| word.chars().count());
        let is_begun = said.end > start;
        if let Some(length) = length("day") {
            said.end += length;
            said.is_point = true;
        } else if let Some((length, is_point)) = counted(chars, said.end) {
            said.end += length;
            said.is_point |= is_point;
        } else if let Some(length) = length("time-joint").filter(|_| is_begun) {
            said.end += length;
        } else {
            break;
        }
    }
    (said.end > start).then_some(said)
}

/// How many characters at the end only lead on to what comes next: 「今年的」, 「两天就」.
fn tail(said: &[char]) -> usize {
    said.iter().rev().take_while(|c| words().ends(c.encode_utf8(&mut [0; 4]), "time-tail").is_some()).count()
}

/// No word of time has more characters.
const LONGEST: usize = 6;

/// A number and a unit of time, and whether it names a point: 3号, 八点半; 三天 only tells how long.
fn counted(chars: &[char], at: usize) -> Option<(usize, bool)> {
    let is_number = |c: &char| {
        language().digit(*c).is_some() || words().begins(c.encode_utf8(&mut [0; 4]), "time-number").is_some()
    };
    if at > 0 && is_number(&chars[at - 1]) {
        return None;
    }
    let number = chars[at..].iter().take(4).take_while(|c| is_number(c)).count();
    if number == 0 {
        return None;
    }
    let near: String = chars[at + number..].iter().take(LONGEST).collect();
    let (unit, is_point) = match words().begins(&near, "date-unit") {
        Some(unit) => (unit, true),
        None => (words().begins(&near, "time-unit")?, false),
    };
    // 「长一点」, 「几点上班」
    let said: String = chars[at..at + number].iter().copied().chain(unit.chars()).collect();
    if words().list("no-hour").contains(&said) {
        return None;
    }
    // 3号楼, 两点建议
    let behind = &near[unit.len()..];
    (words().begins(behind, "no-time").is_none()).then(|| (number + unit.chars().count(), is_point))
}

#[cfg(test)]
mod tests {
    use super::when;

    #[test]
    fn a_day_or_an_hour_goes_before_how_long() {
        for (story, expected) in [
            ("我家停水了，停了三天了", Some("三天了")),
            ("停了两天了，从昨天夜里就停了", Some("昨天夜里")),
            ("3月15号下午四点半在第一小学门口", Some("3月15号下午四点半")),
            ("去年冬天就反映过", Some("去年冬天")),
            ("三号楼二单元没电", None),
            ("我提两点建议", None),
            ("绿灯调长一点，几点上班", None),
            ("今年的补贴", Some("今年")),
            ("路灯不亮", None),
        ] {
            assert_eq!(when(story).as_deref(), expected, "{story}");
        }
    }
}
