//! Which words announce a name, a door or a number?
//!
//! The words stand in `private.txt`, which is part of the program: they belong to how people write of one another, not
//! to one place.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::fold_word;

/// The lists of `private.txt`, folded like a message, the longest word first.
#[derive(Debug)]
pub(super) struct Words {
    /// Behind these stands a name, whatever it looks like.
    pub(super) named: Vec<String>,
    /// Behind these may stand a name.
    pub(super) titled: Vec<String>,
    /// Between such a word and what it announces.
    pub(super) filler: Vec<String>,
    /// Behind a name, not part of it.
    pub(super) after_name: Vec<String>,
    /// What is said of a person behind the name.
    pub(super) of_person: Vec<String>,
    /// What a person does who tells something, behind the name.
    pub(super) tells: Vec<String>,
    /// Between these words and …
    pub(super) surname_lead: Vec<String>,
    /// … these stands a surname alone.
    pub(super) given_lead: Vec<String>,
    /// Behind a whole name, though it may also be a part of one.
    pub(super) goes_on: Vec<String>,
    /// No name, though it begins like one.
    pub(super) no_name: HashSet<String>,
    /// Behind these words a name was one of an organisation or a place.
    pub(super) organisation: Vec<String>,
    /// Surnames that are mostly something else.
    pub(super) weak_surname: HashSet<char>,
    pub(super) title: Vec<String>,
    /// Between a lead and the name.
    pub(super) name_filler: Vec<String>,
    /// Between a name and the number behind it.
    pub(super) phone: Vec<String>,
    pub(super) bank: Vec<String>,
    pub(super) document: Vec<String>,
    /// Units of a door wherever they stand …
    pub(super) door: Vec<String>,
    /// … behind the name of a place …
    pub(super) door_of_place: Vec<String>,
    /// … and behind another part of the door.
    pub(super) door_inside: Vec<String>,
    /// … and behind the name of a road, where 号 is no day.
    pub(super) door_of_road: Vec<String>,
    pub(super) road_end: Vec<String>,
    /// What a place ends with that has doors.
    pub(super) place_end: Vec<String>,
    /// What stands before a number that is no door: 这三栋.
    pub(super) counted: Vec<String>,
    /// What stands behind a number that counts buildings: 10栋高层.
    pub(super) counted_behind: Vec<String>,
}

/// The words, read once.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("private.txt")));
    &WORDS
}

impl Words {
    fn read(file: &str) -> Words {
        let mut lists: HashMap<&str, Vec<String>> = HashMap::new();
        for (name, words) in
            file.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once(" = "))
        {
            lists.entry(name).or_default().extend(words.split(' ').map(fold_word));
        }
        let mut list = |name: &str| {
            let mut words =
                lists.remove(name).expect("private.txt is part of the program and tested to be whole");
            words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
            words
        };
        let characters = |words: Vec<String>| words.iter().flat_map(|word| word.chars()).collect();
        Words {
            named: list("named"),
            titled: list("titled"),
            filler: list("filler"),
            after_name: list("after-name"),
            of_person: list("of-person"),
            tells: list("tells"),
            surname_lead: list("surname-lead"),
            given_lead: list("given-lead"),
            goes_on: list("goes-on"),
            no_name: list("no-name").into_iter().collect(),
            organisation: list("organisation"),
            weak_surname: characters(list("weak-surname")),
            title: list("title"),
            name_filler: list("name-filler"),
            phone: list("phone"),
            bank: list("bank"),
            document: list("document"),
            door: list("door"),
            door_of_place: list("door-of-place"),
            door_inside: list("door-inside"),
            door_of_road: list("door-of-road"),
            road_end: list("road-end"),
            place_end: list("place-end"),
            counted: list("counted"),
            counted_behind: list("counted-behind"),
        }
    }
}
