//! Does it look like the name of a place, though no file knows it?

use std::ops::Range;
use std::sync::LazyLock;

use jieba_rs::Tag;

use crate::finder::Finder;
use crate::language::{ends, language};
use crate::segment::{Segmenter, stretches};

static ENDINGS: LazyLock<Finder> = LazyLock::new(|| {
    let mut endings: Vec<&str> = language().ending.iter().map(String::as_str).collect();
    endings.sort_unstable();
    endings.dedup();
    Finder::new(endings.into_iter()).expect("a list of the program holds few characters")
});

/// How many characters a name may have.
const LONGEST: usize = 10;

/// The first name that ends like a place (…路, …小区, …嘎查): from the ending back over the words that can be part
/// of a name.
pub(crate) fn find(text: &str, segmenter: &Segmenter) -> Option<Range<usize>> {
    // No name goes beyond a separator, and where nothing ends like a place there is none.
    stretches(text).filter(|stretch| ENDINGS.is_any_in(&text[stretch.clone()])).find_map(|stretch| {
        let name = in_stretch(&text[stretch.clone()], segmenter)?;
        Some(stretch.start + name.start..stretch.start + name.end)
    })
}

fn in_stretch(text: &str, segmenter: &Segmenter) -> Option<Range<usize>> {
    let words = segmenter.tagged(text);
    let mut found: Option<Range<usize>> = None;
    for last in 0..words.len() {
        let Some(name) = ending_at(text, &words, last) else {
            continue;
        };
        match &mut found {
            None => found = Some(name),
            // 建设路 幸福小区: the next name goes on where this one ends, or begins with this one.
            Some(before) if name.start <= before.end => before.end = name.end,
            Some(_) => break,
        }
    }
    found
}

/// The name whose last word is `words[last]`.
fn ending_at(text: &str, words: &[Tag<'_>], last: usize) -> Option<Range<usize>> {
    let language = language();
    let word = words[last].word;
    let ending = ends(word, &language.ending)?;
    if names_nothing(word) {
        return None;
    }
    let end = words[last].byte_end;
    let mut first = last;
    while first > 0 {
        let before = &words[first - 1];
        let directly = first == last && word == ending && language.verb_ending.contains(ending);
        let length = text[before.byte_start..end].chars().count();
        if length > LONGEST || !can_be_part(before, directly) {
            break;
        }
        first -= 1;
    }
    let name = words[first].byte_start..end;
    let own = &text[name.start..end - ending.len()];
    let named = match own.chars().count() {
        0 => false,
        // 前街, 东村; but 三路 is a bus.
        1 => first == last && !own.starts_with(|c| language.is_numeral(c)),
        _ => !own.chars().all(|c| c.is_ascii_digit()),
    };
    (named && !names_nothing(&text[name.clone()])).then_some(name)
}

/// Whether it is a word like 马路 or 农村, or ends with one of three characters and more like 断头路. (柳双公路 is a name
/// though 公路 is none.)
fn names_nothing(name: &str) -> bool {
    ends(name, &language().no_name).is_some_and(|word| word == name || word.chars().nth(2).is_some())
}

/// Whether a word can belong to a name: a noun or the like. Directly before some endings it may be any word of two
/// characters.
fn can_be_part(word: &Tag<'_>, directly: bool) -> bool {
    let is_nominal =
        matches!(word.tag.chars().next(), None | Some('n' | 'a' | 'b' | 'f' | 's' | 'j')) || word.tag == "vn";
    let is_word = word.word.chars().all(char::is_alphanumeric);
    let is_long = word.word.chars().nth(1).is_some();
    is_word && !language().before_name.contains(word.word) && (is_nominal || directly && is_long)
}

#[cfg(test)]
mod tests {
    use super::{Segmenter, find};

    fn name(text: &str) -> Option<&str> {
        find(text, &Segmenter::new()).map(|name| &text[name])
    }

    #[test]
    fn a_name_is_known_by_its_ending() {
        assert_eq!(name("在解放路上有个大坑"), Some("解放路"));
        assert_eq!(name("我住在巴音嘎查,没有电"), Some("巴音嘎查"));
        assert_eq!(name("请修一下翠湖花园的路灯"), Some("翠湖花园"));
    }

    #[test]
    fn words_that_only_end_like_a_place_are_none() {
        assert_eq!(name("这条马路上没有路灯"), None);
        assert_eq!(name("我们小区停水了"), None);
        assert_eq!(name("道路不平"), None);
        assert_eq!(name("三路公交车不来"), None);
        assert_eq!(name("旁边一家宾馆太脏"), None);
        assert_eq!(name("买房送花园"), None);
        assert_eq!(name("前面是一条断头路"), None);
        assert_eq!(name("附近有很多幼儿园"), None);
    }
}
