//! Is it a surname though no list has it, and is it only being explained?
//!
//! Hardly any surname is missing from the list, but there are thousands. Whoever has a rare one says it alone and
//! explains how it is written: 「姓佘，佘太君的佘」, 「姓缪，绞丝旁那个」.

use super::words::words;
use crate::language::language;

/// The one character a clause begins with behind 「姓」, when the clause says no more, goes on with what is no name, or
/// explains the character.
pub(super) fn unlisted(clause: &str) -> Option<&str> {
    let first = clause.chars().next().filter(|c| is_of_a_name(*c))?;
    if words().begins(clause, "after-name").is_some() || words().begins(clause, "no-surname").is_some() {
        return None;
    }
    let (surname, rest) = clause.split_at(first.len_utf8());
    let is_one = rest.is_empty()
        || words().begins(rest, "after-name").is_some()
        || rest.starts_with(surname)
        || explains_behind(rest, surname);
    is_one.then_some(surname)
}

/// Whether what directly follows a surname tells how it is written: 「雷锋的雷」, 「草字头那个」.
pub(super) fn explains_behind(rest: &str, surname: &str) -> bool {
    const LEAST: usize = 3;
    let is_long = rest.chars().count() >= LEAST;
    is_long && (rest.ends_with(surname) || words().holds(rest, "explains"))
}

/// Whether a clause only tells how a surname is written: 「雷锋的雷」 is no full name.
pub(super) fn explains(clause: &str, surname: &str) -> bool {
    clause.strip_prefix(surname).is_some_and(|rest| explains_behind(rest, surname))
}

/// Whether an answer is one character that what follows repeats: 「佘，佘太君的佘」, 「蒯，蒯德明」.
pub(super) fn is_explained(text: &str) -> bool {
    const LONGEST: usize = 3;
    let mut clauses = clauses(text);
    let Some(first) = clauses.next().filter(|first| first.chars().nth(1).is_none()) else {
        return false;
    };
    first.chars().all(is_of_a_name)
        && words().begins(first, "yes").is_none()
        && clauses.any(|clause| {
            let length = clause.chars().count();
            (2..=LONGEST).contains(&length) && clause.starts_with(first)
                || length >= LONGEST && clause.ends_with(first)
        })
}

/// 「单名一个鸣」 is 鸣.
pub(super) fn given(clause: &str) -> Option<String> {
    const LONGEST: usize = 2;
    let behind = &clause[words().begins(clause, "given-lead")?.len()..];
    let mut given = String::new();
    for (at, character) in behind.char_indices().take(LONGEST) {
        if !is_of_a_name(character)
            || ["after-name", "explains"].iter().any(|list| words().begins(&behind[at..], list).is_some())
        {
            break;
        }
        given.push(character);
    }
    (!given.is_empty()).then_some(given)
}

/// 「叫我小李吧」 is 李; what no list has must be explained.
pub(super) fn nicknamed(folded: &str) -> Option<String> {
    words().list("nick-lead").iter().find_map(|lead| {
        let behind = &folded[folded.find(lead.as_str())? + lead.len()..];
        let behind = &behind[words().begins(behind, "nick")?.len()..];
        let clause = clauses(behind).next().filter(|clause| behind.starts_with(clause))?;
        let listed = words().begins(clause, "surname");
        let surname = listed.or_else(|| {
            let first = clause.split_at_checked(clause.chars().next()?.len_utf8())?.0;
            clauses(behind).skip(1).any(|later| later != first && later.ends_with(first)).then_some(first)
        })?;
        let rest = &clause[surname.len()..];
        let ends = rest.is_empty()
            || ["after-name", "title", "nick-end"].iter().any(|list| words().begins(rest, list).is_some());
        ends.then(|| surname.to_owned())
    })
}

/// The clauses of a folded text, marks and blanks aside.
pub(super) fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|clause| !clause.is_empty())
}

/// Whether a character may stand in a name: a Chinese one that is no number.
pub(super) fn is_of_a_name(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character) && language().digit(character).is_none()
}
