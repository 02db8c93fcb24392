//! Which words make an address, whatever the banner?
//!
//! They stand in `parts.txt` and `regions.txt`, which are parts of the program.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::Part;
use super::mix::Mix;
use crate::text::fold_word;

/// A word of a list as it can be met.
#[derive(Clone, Debug)]
pub(super) struct Known {
    word: Vec<char>,
    pub(super) part: Part,
    /// What it costs to take the word so, in tenths.
    pub(super) cost: u16,
}

impl Known {
    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.word.len()
    }
}

/// Words by the character at which they are looked for, longest first.
type Table = HashMap<char, Vec<Known>, BuildHasherDefault<Mix>>;

/// All lists, compiled.
#[derive(Debug)]
pub(super) struct Lists {
    /// Endings of names by their last character.
    endings: Table,
    /// Words that are a whole part, by their first character.
    words: Table,
    /// Units behind a number, by their first character.
    units: Table,
    /// Units of a distance, by their first character.
    distances: Table,
    /// Beginnings of names that look like the ending of the name before, by their first character.
    begins: Table,
    crosses: HashSet<Vec<char>>,
    /// Sorted.
    numerals: Vec<char>,
    number_before: Vec<char>,
    number_joint: Vec<char>,
    /// What is looked for by its text, not by its price.
    phrases: Phrases,
}

/// Words of a distance, of units that mean the same, and of speech; longest first.
#[derive(Debug)]
pub(super) struct Phrases {
    pub(super) toward: Vec<String>,
    pub(super) direction: Vec<String>,
    pub(super) going: Vec<String>,
    pub(super) part_number: Vec<String>,
    pub(super) distance: Vec<String>,
    pub(super) arrived: Vec<String>,
    pub(super) across: Vec<String>,
    pub(super) speech: Vec<String>,
    /// Units that mean the same, the usual one first.
    pub(super) same: [Vec<String>; 2],
    pub(super) ten: Vec<String>,
    pub(super) hundred: Vec<String>,
}

/// What the short name of a region costs: 朝阳 is also a road, 吉林 also a hotel.
const SHORT: u16 = 8;

/// The lists, read once.
pub(super) fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> =
        LazyLock::new(|| Lists::read(include_str!("parts.txt"), include_str!("regions.txt")));
    &LISTS
}

impl Lists {
    /// Endings of what ends with these characters, longest first.
    pub(super) fn endings(&self, chars: &[char]) -> impl Iterator<Item = &Known> {
        let listed = chars.last().and_then(|last| self.endings.get(last)).map_or(&[][..], Vec::as_slice);
        listed.iter().filter(move |known| chars.ends_with(&known.word))
    }

    /// Whole parts at the beginning of these characters, longest first.
    pub(super) fn words(&self, chars: &[char]) -> impl Iterator<Item = &Known> {
        beginning(&self.words, chars)
    }

    /// Units of a number at the beginning of these characters, longest first.
    pub(super) fn units(&self, chars: &[char]) -> impl Iterator<Item = &Known> {
        beginning(&self.units, chars)
    }

    /// Units of a distance.
    pub(super) fn distances(&self, chars: &[char]) -> impl Iterator<Item = &Known> {
        beginning(&self.distances, chars)
    }

    /// Whether a name may begin so, though it looks like the ending of the one before: 市场, 县医院.
    pub(super) fn begins_name(&self, chars: &[char]) -> bool {
        beginning(&self.begins, chars).next().is_some()
    }

    /// Whether the word joins two roads that cross.
    pub(super) fn crosses(&self, word: &[char]) -> bool {
        self.crosses.contains(word)
    }

    /// Whether it is a Chinese digit or ten.
    pub(super) fn is_numeral(&self, character: char) -> bool {
        self.numerals.binary_search(&character).is_ok()
    }

    /// Whether it belongs to the number behind it: 第, 附.
    pub(super) fn is_before_number(&self, character: char) -> bool {
        self.number_before.contains(&character)
    }

    /// Whether it joins two numbers as a dash does.
    pub(super) fn joins_numbers(&self, character: char) -> bool {
        is_dash(character) || self.number_joint.contains(&character)
    }

    /// The phrases.
    pub(super) fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    fn read(parts: &str, regions: &str) -> Lists {
        let mut lists: HashMap<&str, Vec<(Vec<char>, u16)>> = HashMap::new();
        for (name, words) in entries(parts) {
            lists.entry(name).or_default().extend(words.map(priced));
        }
        let mut list =
            |name: &str| lists.remove(name).expect("parts.txt is part of the program and tested to be whole");
        let mut phrases = |name: &str, by_length: bool| -> Vec<String> {
            let mut words: Vec<String> =
                list(name).into_iter().map(|(word, _)| word.into_iter().collect()).collect();
            if by_length {
                words.sort_by_key(|word: &String| Reverse(word.len()));
            }
            words
        };
        let phrases = Phrases {
            toward: phrases("toward", true),
            direction: phrases("direction", true),
            going: phrases("going", true),
            part_number: phrases("part-number", true),
            distance: phrases("distance-unit", true),
            arrived: phrases("arrived", true),
            across: phrases("across", true),
            speech: phrases("speech", true),
            same: [phrases("same-building", false), phrases("same-room", false)],
            ten: phrases("ten", true),
            hundred: phrases("hundred", true),
        };
        let mut of = |names: &[(&str, Part)]| -> Vec<Known> {
            let mut all = Vec::new();
            for (name, part) in names {
                all.extend(list(name).into_iter().map(|(word, cost)| Known { word, part: *part, cost }));
            }
            all
        };
        let endings = of(&[
            ("prov-end", Part::Province),
            ("city-end", Part::City),
            ("district-end", Part::District),
            ("zone-end", Part::Zone),
            ("town-end", Part::Town),
            ("community-end", Part::Community),
            ("road-end", Part::Road),
            ("lane-end", Part::Lane),
            ("poi-end", Part::Spot),
            ("section-end", Part::Section),
        ]);
        let mut words = of(&[
            ("section", Part::Section),
            ("beside", Part::Beside),
            ("waste", Part::Waste),
            ("waste-mark", Part::Waste),
            ("person", Part::Desk),
            ("side-unit", Part::Unit),
        ]);
        let crosses = of(&[("cross", Part::Beside)]);
        words.extend(crosses.iter().cloned());
        let losses: Vec<Vec<char>> = entries(regions)
            .filter(|(level, _)| *level == "ending")
            .flat_map(|(_, endings)| endings.map(|ending| ending.chars().collect()))
            .collect();
        for (level, names) in entries(regions).filter(|(level, _)| *level != "ending") {
            let part = match level {
                "country" => Part::Country,
                "prov" => Part::Province,
                "city" => Part::City,
                "district" => Part::District,
                _ => unreachable!("regions.txt is part of the program and tested to have these levels"),
            };
            words.extend(names.flat_map(|names| region(names, part, &losses)));
        }
        let units = of(&[
            ("roadno-unit", Part::RoadNumber),
            ("lane-number-unit", Part::LaneNumber),
            ("passage-unit", Part::Lane),
            ("group-unit", Part::Road),
            ("section-unit", Part::Section),
            ("house-unit", Part::Building),
            ("cell-unit", Part::Unit),
            ("floor-unit", Part::Floor),
            ("room-unit", Part::Room),
        ]);
        let distances = phrases.distance.iter().map(|unit| Known {
            word: unit.chars().collect(),
            part: Part::Beside,
            cost: 0,
        });
        let distances = distances.collect();
        let begins = of(&[("begins", Part::Spot)]);
        let mut characters =
            |name: &str| -> Vec<char> { list(name).into_iter().flat_map(|word| word.0).collect() };
        let mut numerals = characters("numeral");
        numerals.sort_unstable();
        Lists {
            endings: table(endings, |word| word.last()),
            words: table(words, |word| word.first()),
            units: table(units, |word| word.first()),
            distances: table(distances, |word| word.first()),
            begins: table(begins, |word| word.first()),
            crosses: crosses.into_iter().map(|known| known.word).collect(),
            numerals,
            number_before: characters("number-before"),
            number_joint: characters("number-joint"),
            phrases,
        }
    }
}

/// Whether it is a dash or what people write for one.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '_' | '/' | '#' | '\u{2013}' | '\u{2014}')
}

fn beginning<'l>(table: &'l Table, chars: &[char]) -> impl Iterator<Item = &'l Known> {
    let listed = chars.first().and_then(|first| table.get(first)).map_or(&[][..], Vec::as_slice);
    listed.iter().filter(move |known| chars.starts_with(&known.word))
}

fn table(words: Vec<Known>, by: impl Fn(&[char]) -> Option<&char>) -> Table {
    let mut table = Table::default();
    for known in words {
        if let Some(&character) = by(&known.word) {
            table.entry(character).or_default().push(known);
        }
    }
    for list in table.values_mut() {
        list.sort_by_key(|known| Reverse(known.len()));
    }
    table
}

/// The lines of a list file.
fn entries(file: &str) -> impl Iterator<Item = (&str, std::str::Split<'_, char>)> {
    let lines = file.lines().filter(|line| !line.starts_with("# "));
    lines.filter_map(|line| line.split_once(" = ")).map(|(name, words)| (name, words.split(' ')))
}

/// `路`, or `线:4`.
fn priced(word: &str) -> (Vec<char>, u16) {
    let (word, cost) = match word.rsplit_once(':').map(|(word, cost)| (word, cost.parse::<u16>())) {
        Some((word, Ok(cost))) => (word, cost),
        Some((_, Err(_))) | None => (word, 0),
    };
    (fold_word(word).chars().collect(), cost * 10)
}

/// 内蒙古自治区/内蒙古: the full name, then short ones; without any, the full name without its ending is one.
fn region(names: &str, part: Part, losses: &[Vec<char>]) -> Vec<Known> {
    let mut names = names.split('/').map(|name| name.chars().collect::<Vec<char>>());
    let full = names.next().unwrap_or_default();
    let mut known: Vec<Known> = names.map(|word| Known { word, part, cost: SHORT }).collect();
    if known.is_empty() {
        let shorts = losses.iter().filter_map(|loss| full.strip_suffix(loss.as_slice()));
        let short = shorts.into_iter().find(|short| short.len() > 1);
        known.extend(short.map(|word| Known { word: word.to_vec(), part, cost: SHORT }));
    }
    known.push(Known { word: full, part, cost: 0 });
    known
}

#[cfg(test)]
mod tests {
    use super::{Part, lists};

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn every_list_is_there_and_the_longest_word_comes_first() {
        let first = lists().units(&chars("号楼2单元")).next().map(|known| (known.len(), known.part));
        assert_eq!(first, Some((2, Part::Building)));
        let ending = lists().endings(&chars("团结大街")).next().map(|known| (known.len(), known.part));
        assert_eq!(ending, Some((2, Part::Road)));
        assert!(lists().is_numeral('七') && !lists().is_numeral('7'));
        assert!(lists().begins_name(&chars("市场北门")));
    }

    #[test]
    fn a_region_is_known_by_its_full_and_its_short_name() {
        for (name, part, is_full) in [
            ("内蒙古自治区", Part::Province, true),
            ("内蒙古", Part::Province, false),
            ("赤峰市", Part::City, true),
            ("赤峰", Part::City, false),
            ("锡盟", Part::City, false),
            ("克旗", Part::District, false),
        ] {
            let name = chars(name);
            let known = lists().words(&name).find(|known| known.len() == name.len()).expect("a region");
            assert_eq!((known.part, known.cost == 0), (part, is_full), "{name:?}");
        }
    }
}
