//! Where is it, as far as two messages can be told apart by it?
//!
//! Not which line of the gazetteer (that is [`crate::place`]), but which names stand in a message and whether two
//! messages can speak of one place: names are found by their endings, so that it works in a place nobody wrote down.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use jieba_rs::Tag;

use crate::PlaceRow;
use crate::language::{ends, language};
use crate::text::{Folded, fold_word};

/// A name has at most so many characters.
const LONGEST: usize = 12;
/// So many names of one message are kept, those of the title first.
const KEPT: usize = 6;
/// A name is known without its ending when so many titles said it,
const LEARNED: usize = 3;
/// and so many characters are left of it.
const SHORTEST_STEM: usize = 3;
/// A message whose title names no place is where the first names of its text say.
const FIRST: usize = 2;

/// A name of a place or of a body (a school, a company), interned.
pub(super) type NameId = u32;

/// Where a message is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Where {
    /// Names, first those it is about (of the title, else the first of the text).
    pub(super) names: Vec<NameId>,
    /// How many of the names it is about.
    pub(super) about: usize,
    /// Whether the title says them.
    titled: bool,
    /// Areas that hold it: how narrow each is (1 a city, 2 a banner, 3 a town), and its name.
    pub(super) areas: Vec<(u8, NameId)>,
}

/// Names of the gazetteer, which need no ending: what a place is called, and its name folded and as written.
#[derive(Debug, Default)]
pub(crate) struct Landmarks(HashMap<String, (String, String)>);

impl Landmarks {
    pub(crate) fn of(places: &[PlaceRow]) -> Self {
        let mut known = HashMap::new();
        for row in places {
            for name in std::iter::once(&row.name).chain(&row.aliases) {
                // Shorter names are often everyday words (幸福, 向阳).
                if name.chars().nth(2).is_some() {
                    known.insert(fold_word(name), (fold_word(&row.name), row.name.clone()));
                }
            }
        }
        Self(known)
    }
}

/// All names that were said, each once.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<Name>,
    by_name: HashMap<String, NameId>,
    /// Names without their endings, once enough titles said them.
    learned: BTreeSet<String>,
}

#[derive(Debug)]
struct Name {
    /// As it is written, folded.
    full: String,
    /// As it was typed first.
    typed: String,
    /// Without its ending, in bytes of `full`.
    stem: usize,
    road: bool,
}

/// Names found in one text.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) names: Vec<Range<usize>>,
    areas: Vec<(u8, Range<usize>)>,
}

impl Found {
    /// The names in a folded text.
    pub(super) fn of(text: &str, tags: &[Tag<'_>], known: &Landmarks) -> Self {
        let codes = codes(text);
        let mut found = Self::default();
        for last in 0..tags.len() {
            let tag = &tags[last];
            if codes.iter().any(|(_, code)| code.end > tag.byte_start && code.start < tag.byte_end) {
                continue;
            }
            let name = if known.0.contains_key(tag.word) {
                Some(tag.byte_start..tag.byte_end)
            } else {
                ending_at(text, tags, last, &codes)
            };
            let Some(name) = name else { continue };
            match level(&text[name.clone()]) {
                Some(level) => found.areas.push((level, name)),
                None => match found.names.last_mut() {
                    // 阳光小区 in 锦绣阳光小区: the longer one counts.
                    Some(before) if before.end > name.start => before.end = name.end,
                    Some(_) | None => found.names.push(name),
                },
            }
        }
        found.areas.extend(codes);
        found
    }

    /// Whether a piece of the text is part of a name.
    pub(super) fn holds(&self, bytes: &Range<usize>) -> bool {
        let names = self.names.iter().chain(self.areas.iter().map(|(_, area)| area));
        names.into_iter().any(|name| name.start <= bytes.start && bytes.end <= name.end)
    }
}

impl Names {
    /// Where a message is, by the words of its title and its text (both folded).
    pub(super) fn locate(
        &mut self,
        known: &Landmarks,
        title: (&Folded<'_>, &Found),
        text: (&Folded<'_>, &Found),
    ) -> Where {
        let mut place = Where::default();
        for (part, (words, found)) in [title, text].into_iter().enumerate() {
            let room = KEPT - place.names.len();
            for name in found.names.iter().take(room) {
                let name = self.id(known, words, name);
                if !place.names.contains(&name) {
                    place.names.push(name);
                }
            }
            if part == 0 {
                place.about = place.names.len();
                place.titled = place.about > 0;
            } else if place.about == 0 {
                place.about = place.names.len().min(FIRST);
            }
            for (level, area) in &found.areas {
                // What the title says of where it is, goes before what is mentioned later.
                if part == 0 || !place.areas.iter().any(|(said, _)| said == level) {
                    let area = (*level, self.id(known, words, area));
                    if !place.areas.contains(&area) {
                        place.areas.push(area);
                    }
                }
            }
        }
        place
    }

    /// Learns names from the places of all messages: where 光明里小区 was said in enough titles, 光明里 is known, too.
    pub(super) fn learn<'a>(&mut self, places: impl Iterator<Item = &'a Where>) {
        let mut said: BTreeMap<NameId, usize> = BTreeMap::new();
        for name in places.filter(|place| place.titled).flat_map(|place| &place.names[..place.about]) {
            *said.entry(*name).or_default() += 1;
        }
        self.learned.clear();
        for (name, _) in said.into_iter().filter(|(_, times)| *times >= LEARNED) {
            let known = &self.names[name as usize];
            let stem = &known.full[..known.stem];
            if !known.road && (SHORTEST_STEM..=LONGEST).contains(&stem.chars().count()) {
                self.learned.insert(stem.to_owned());
            }
        }
    }

    /// Says where a message is by what was learned since, if its title named no place; where in the title it stands.
    pub(super) fn look_again(&mut self, title: &Folded<'_>, place: &mut Where) -> Option<Range<usize>> {
        if place.titled {
            return None;
        }
        let bytes = self.recall(title.text())?;
        let name = self.id(&Landmarks::default(), title, &bytes);
        place.names.retain(|known| *known != name);
        place.names.insert(0, name);
        place.names.truncate(KEPT);
        place.about = 1;
        place.titled = true;
        Some(bytes)
    }

    /// The longest learned name in a title.
    pub(super) fn recall(&self, title: &str) -> Option<Range<usize>> {
        if self.learned.is_empty() {
            return None;
        }
        let bounds: Vec<usize> = title.char_indices().map(|(at, _)| at).chain([title.len()]).collect();
        (SHORTEST_STEM..=LONGEST).rev().find_map(|length| {
            let mut pieces = bounds.iter().zip(bounds.iter().skip(length));
            pieces
                .find(|(start, end)| self.learned.contains(&title[**start..**end]))
                .map(|(start, end)| *start..*end)
        })
    }

    /// The name as it is written.
    pub(super) fn written(&self, name: NameId) -> &str {
        &self.names[name as usize].typed
    }

    /// Can two names be of one place? 草原之星 and 蓝天草原之星小区 can, 光明路 and 光明小区 cannot.
    pub(super) fn same(&self, one: NameId, other: NameId) -> bool {
        one == other || self.names[one as usize].can_be(&self.names[other as usize])
    }

    /// Whether it is a road, along which there are other places.
    pub(super) fn is_road(&self, name: NameId) -> bool {
        self.names[name as usize].road
    }

    fn id(&mut self, known: &Landmarks, words: &Folded<'_>, bytes: &Range<usize>) -> NameId {
        let said = &words.text()[bytes.clone()];
        let (name, typed) = match known.0.get(said) {
            Some((folded, typed)) => (folded.as_str(), typed.as_str()),
            None => (said, words.typed(words.span(bytes))),
        };
        if let Some(&id) = self.by_name.get(name) {
            return id;
        }
        let id = self.names.len() as NameId;
        self.names.push(Name::of(name, typed));
        self.by_name.insert(name.to_owned(), id);
        id
    }
}

impl Name {
    fn of(name: &str, typed: &str) -> Self {
        let language = language();
        let ending = ends(name, &language.ending).or_else(|| ends(name, &language.body));
        let stem = name.len() - ending.map_or(0, str::len);
        Self {
            full: name.to_owned(),
            typed: typed.to_owned(),
            stem: if stem == 0 { name.len() } else { stem },
            road: ends(name, &language.road).is_some(),
        }
    }

    fn can_be(&self, other: &Name) -> bool {
        let (one, other_stem) = (&self.full[..self.stem], &other.full[..other.stem]);
        let (short, long) = if one.len() <= other_stem.len() { (one, other_stem) } else { (other_stem, one) };
        let named = short.chars().nth(1).is_some();
        named && self.road == other.road && (long.starts_with(short) || long.ends_with(short))
    }
}

/// What two messages, or a message and a group, are to one another by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearness {
    /// Each names what it is about and the other does not name it, or they name areas of one level and none in common.
    Apart,
    /// One of them does not say where it is.
    Unsaid,
    /// Both are about one place.
    Together,
}

impl Names {
    /// Can two speak of one place?
    pub(super) fn nearness(&self, one: &Where, other: &Where) -> Nearness {
        let shared = |few: &[NameId], all: &[NameId]| {
            few.iter().any(|name| all.iter().any(|known| self.same(*name, *known)))
        };
        let (about, about_other) = (&one.names[..one.about], &other.names[..other.about]);
        if areas_apart(&one.areas, &other.areas) {
            Nearness::Apart
        } else if about.is_empty() || about_other.is_empty() {
            Nearness::Unsaid
        } else if shared(about, about_other) {
            Nearness::Together
        } else if shared(about, &other.names) || shared(about_other, &one.names) {
            Nearness::Unsaid
        } else {
            Nearness::Apart
        }
    }
}

fn areas_apart(one: &[(u8, NameId)], other: &[(u8, NameId)]) -> bool {
    (1..=3).any(|level| {
        let of = |areas: &[(u8, NameId)]| areas.iter().any(|(known, _)| *known == level);
        let shared = one.iter().any(|area| area.0 == level && other.contains(area));
        of(one) && of(other) && !shared
    })
}

/// Areas that are written as a code: a市, a5区.
fn codes(text: &str) -> Vec<(u8, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut codes = Vec::new();
    for start in 0..bytes.len() {
        let before = start.checked_sub(1).map(|at| bytes[at]);
        if !bytes[start].is_ascii_alphabetic() || before.is_some_and(|b| b.is_ascii_alphanumeric()) {
            continue;
        }
        let digits = bytes[start + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let end = start + 1 + digits;
        if digits <= 2
            && let Some((ending, level)) =
                language().wide.iter().find(|(ending, _)| text[end..].starts_with(ending.as_str()))
        {
            codes.push((if digits > 0 { 2.max(*level) } else { *level }, start..end + ending.len()));
        }
    }
    codes
}

/// How narrow an area of that name is; none when it is no area but a place.
fn level(name: &str) -> Option<u8> {
    let language = language();
    let place = ends(name, &language.ending).map_or(0, str::len);
    let (ending, level) = language.wide.iter().find(|(ending, _)| name.ends_with(ending.as_str()))?;
    (ending.len() >= place).then_some(*level)
}

/// The name whose last word is `tags[last]`.
fn ending_at(
    text: &str,
    tags: &[Tag<'_>],
    last: usize,
    codes: &[(u8, Range<usize>)],
) -> Option<Range<usize>> {
    let language = language();
    let word = tags[last].word;
    let is_area =
        tags[last].tag == "ns" && language.wide.iter().any(|(ending, _)| word.ends_with(ending.as_str()));
    let ending = match ends(word, &language.ending).or_else(|| ends(word, &language.body)) {
        Some(ending) => ending,
        None if is_area && word.chars().nth(1).is_some() => {
            return Some(tags[last].byte_start..tags[last].byte_end);
        }
        None => return None,
    };
    if nothing(word) {
        return None;
    }
    let end = tags[last].byte_end;
    let on_road = language.road.iter().any(|road| road == ending);
    let mut first = last;
    while first > 0 {
        let before = &tags[first - 1];
        let directly = first == last && word == ending && language.verb_ending.contains(ending);
        let length = text[before.byte_start..end].chars().count();
        let is_code =
            codes.iter().any(|(_, code)| code.end > before.byte_start && code.start < before.byte_end);
        let is_other = level(before.word).is_some() || ends(before.word, &language.outer).is_some();
        if length > LONGEST || is_code || is_other || !belongs(before, directly, on_road) {
            break;
        }
        // 油烟排入小区: what is done begins no name behind a word the dictionary knows; 光明里小区 goes on.
        let done = first < last && is_piece(&tags[first]) && tags[first].tag.starts_with('v');
        if done && !is_piece(before) {
            break;
        }
        first -= 1;
    }
    // 整个居民小区, 附近阳光小区.
    while first < last && (language.generic.contains(tags[first].word) || is_joint(&tags[first])) {
        first += 1;
    }
    let name = tags[first].byte_start..end;
    let own = &text[name.start..end - ending.len()];
    let named = match own.chars().count() {
        0 => false,
        1 => first == last && !own.starts_with(|c| language.is_numeral(c)),
        _ => !own.chars().all(|c| c.is_ascii_digit()),
    };
    let before_ending = &tags[first..last];
    let proper = !language.body_named.contains(ending)
        || before_ending.iter().any(|tag| tag.word.chars().nth(1).is_none() || is_proper(tag));
    // 油烟排入小区: what something does is no name; 附近庆发新城 is one.
    let done = first < last
        && level(ending).is_none()
        && before_ending.iter().all(|tag| is_piece(tag) && tag.tag.starts_with('v'))
        && first.checked_sub(1).is_some_and(|before| {
            let before = &tags[before];
            !is_piece(before) && before.tag.starts_with('n') && !language.generic.contains(before.word)
        });
    let generic = first == last && language.generic.contains(own);
    (named && proper && !done && !generic && !nothing(&text[name.clone()])).then_some(name)
}

/// A single character, as a name falls to that the dictionary does not know.
fn is_piece(tag: &Tag<'_>) -> bool {
    tag.word.chars().nth(1).is_none()
}

fn is_joint(tag: &Tag<'_>) -> bool {
    language().name_joint.iter().any(|joint| joint == tag.word)
}

fn is_proper(tag: &Tag<'_>) -> bool {
    tag.tag.len() > 1 && tag.tag.starts_with('n')
}

fn nothing(name: &str) -> bool {
    ends(name, &language().no_name).is_some_and(|word| word == name || word.chars().nth(2).is_some())
}

/// Whether a word can belong to a name: a noun or the like, a number of its own (58同城), a character the dictionary
/// does not know.
fn belongs(tag: &Tag<'_>, directly: bool, on_road: bool) -> bool {
    let nominal = matches!(
        tag.tag.chars().next(),
        None | Some('n' | 'a' | 'b' | 'f' | 's' | 'j' | 'x' | 'g' | 'z' | 't')
    ) || tag.tag == "vn";
    let is_word = tag.word.chars().all(char::is_alphanumeric);
    // A name the dictionary does not know falls to single characters of any kind but particles.
    let particle = matches!(tag.tag.chars().next(), Some('u' | 'c' | 'p' | 'r' | 'd' | 'y' | 'm' | 'q'));
    let fits = nominal
        || is_joint(tag)
        || if is_piece(tag) { !particle } else { directly && (on_road || !tag.tag.starts_with('v')) };
    is_word && !language().before_name.contains(tag.word) && fits
}

#[cfg(test)]
mod tests {
    use super::{Found, Landmarks, Name};
    use crate::segment::Segmenter;
    use crate::text::fold_word;

    /// The names and areas in a text.
    fn names(text: &str) -> (Vec<String>, Vec<String>) {
        let (segmenter, text) = (Segmenter::new(), fold_word(text));
        let found = Found::of(&text, &segmenter.tagged(&text), &Landmarks::default());
        let said = |range: &std::ops::Range<usize>| text[range.clone()].to_owned();
        (found.names.iter().map(said).collect(), found.areas.iter().map(|(_, area)| said(area)).collect())
    }

    #[test]
    fn names_are_found_by_their_endings_and_areas_by_theirs() {
        for (text, name, area) in [
            ("红旗路光明里小区油烟扰民", "红旗路 光明里小区", ""),
            ("查干镇的垃圾车没来", "", "查干镇"),
            ("宝力格镇垃圾堆成山", "", "宝力格镇"),
            ("附近庆发新城的搅拌站", "庆发新城", ""),
            ("B3区草原之星小区停水", "草原之星小区", "b3区"),
            ("向阳里小区三号楼前的路灯不亮", "向阳里小区", ""),
            ("巴音嘎查没有电", "巴音嘎查", ""),
            ("大量油烟排入小区", "", ""),
            ("我们居民小区的周边小区都停水", "", ""),
            ("物业公司不管", "", ""),
            ("乌兰牧场一队的路断了", "乌兰牧场", ""),
        ] {
            let found = names(text);
            assert_eq!((found.0.join(" "), found.1.join(" ")), (name.to_owned(), area.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_place_has_longer_and_shorter_names() {
        let same = |one: &str, other: &str| Name::of(one, one).can_be(&Name::of(other, other));
        assert!(same("蓝天草原之星", "草原之星小区"));
        assert!(same("光明里小区", "光明里社区"));
        assert!(!same("光明里小区", "向阳里小区"));
        assert!(!same("光明路", "光明小区"));
    }
}
