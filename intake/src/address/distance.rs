//! How far from what was named is it?

use super::lists::lists;
use crate::language::{begins, language};

/// How many bytes of `text` say a distance from what was named before: 东边五公里, 往北走3里地, 以东两公里处, 三十里. None when
/// it does not begin with one.
pub(crate) fn distance(text: &str) -> Option<usize> {
    let phrases = lists().phrases();
    let mut at = skip(text, 0, &phrases.toward);
    at = skip(text, at, &phrases.direction);
    for _ in 0..2 {
        at = skip(text, at, &phrases.going);
    }
    let from = at;
    at += number(&text[at..]);
    at = skip(text, at, &phrases.part_number);
    if at == from {
        return None;
    }
    let unit = begins(&text[at..], &phrases.distance)?;
    at += unit.len();
    at = skip(text, at, &phrases.part_number);
    for _ in 0..2 {
        at = skip(text, at, &phrases.arrived);
    }
    Some(at)
}

/// Whether a piece of an address says that it is across from what was named, or at a distance from it: then only the
/// wider area is sure.
pub(crate) fn is_across(piece: &str) -> bool {
    begins(piece, &lists().phrases().across).is_some() || distance(piece).is_some()
}

fn skip(text: &str, at: usize, words: &[String]) -> usize {
    at + begins(&text[at..], words).map_or(0, str::len)
}

/// 5, 2.5, 三, 三十.
fn number(text: &str) -> usize {
    let is_part =
        |c: char| c.is_ascii_digit() || c == '.' || lists().is_numeral(c) || language().digit(c).is_some();
    text.chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::distance;

    fn said(text: &str) -> Option<&str> {
        distance(text).map(|length| &text[..length])
    }

    #[test]
    fn a_distance_is_heard_with_its_direction() {
        assert_eq!(said("东边五公里有一口井"), Some("东边五公里"));
        assert_eq!(said("往北走3里地路断了"), Some("往北走3里地"));
        assert_eq!(said("以东两公里处"), Some("以东两公里处"));
        assert_eq!(said("西南方向大概十来里地"), Some("西南方向大概十来里地"));
        assert_eq!(said("500米左右"), Some("500米左右"));
        assert_eq!(said("半里地"), Some("半里地"));
    }

    #[test]
    fn what_is_no_distance_is_not_taken_for_one() {
        assert_eq!(said("东边的路灯不亮"), None);
        assert_eq!(said("三号楼"), None);
        assert_eq!(said("公里数不对"), None);
        assert_eq!(said(""), None);
    }
}
