//! What is kept of the orders that were heard?

use std::collections::{HashMap, HashSet};

use intake::{Audience, Book, Gathering, Located, Told};
use storage::order::Kind;
use storage::{Accepted, AreaCode, CategoryCode, OrderNo};

use super::MOST;

/// Between the number of an order and that of who follows it.
const FOLLOWS: char = '+';

/// So many messages are kept at most: beyond that, who follows an order is counted and not heard.
const MESSAGES: usize = 2 * MOST as usize;

/// So many characters are read for a title.
const TITLED: usize = 120;

/// An order, read for hearing it.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) no: OrderNo,
    /// The story; empty: it was erased.
    pub(super) story: String,
    /// The place, where it was said apart.
    pub(super) place: String,
    /// Name of the leaf it is filed under.
    pub(super) leaf: Option<String>,
    pub(super) known: Known,
}

/// What is kept of an order beside what the gathering keeps.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) version: u32,
    pub(super) is_taken_back: bool,
    pub(super) kind: Kind,
    pub(super) category: Option<CategoryCode>,
    /// The narrowest area known.
    pub(super) area: Option<AreaCode>,
    /// Who told it and who follows it (我也遇到), with the millisecond.
    pub(super) people: Vec<(i64, u64)>,
}

/// The orders that were heard.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) gathering: Gathering,
    pub(super) known: HashMap<OrderNo, Known>,
}

impl Heard {
    /// Title and text, as they are compared. Of a place the gazetteer knows the title says that place and the leaf alone:
    /// who tells in other words of the same there, tells of the same. Of any other place only the words decide.
    fn told(&self, book: &Book) -> (String, String) {
        let (place, story) = (self.place.as_str(), self.story.as_str());
        let whole = if place.is_empty() || story.contains(place) {
            story.to_owned()
        } else {
            format!("{place}，{story}")
        };
        let title =
            match (self.leaf.as_ref(), [place, story].into_iter().find_map(|words| named(book, words))) {
                (Some(leaf), Some(name)) => format!("{name} {leaf}"),
                // The title is kept as it is: nobody's name, door or number.
                (Some(_), None) | (None, Some(_) | None) => {
                    let read: String = whole.chars().take(TITLED).collect();
                    intake::opening(&book.mask_for(&read, Audience::Anyone).text).to_owned()
                }
            };
        (title, whole)
    }
}

/// A place of the gazetteer or an area, as it is said; the area's own name for one that is too short to be known again.
fn named(book: &Book, words: &str) -> Option<String> {
    let Located::Found(place) = book.locate(words) else { return None };
    if place.text.chars().nth(2).is_some() {
        return Some(place.text);
    }
    Some(book.area(place.narrowest()?)?.name.clone())
}

impl Known {
    /// When it was accepted, in milliseconds.
    pub(super) fn at(&self) -> i64 {
        self.people.first().map_or(0, |(at, _)| *at)
    }
}

impl Memory {
    /// Those that are new or have changed.
    pub(super) fn unheard(&self, accepted: Vec<Accepted>) -> Vec<Accepted> {
        let changed = |it: &Accepted| self.known.get(&it.no).is_none_or(|known| known.version != it.version);
        accepted.into_iter().filter(changed).collect()
    }

    /// Takes an order in, or what is new of it: whoever follows it tells the same once more.
    pub(super) fn hear(&mut self, book: &Book, heard: Heard) {
        let told_before = self.known.get(&heard.no).map_or(&[][..], |known| &known.people);
        let before: HashSet<u64> = told_before.iter().map(|(_, person)| *person).collect();
        let (title, text) = heard.told(book);
        for (n, (at, person)) in heard.known.people.iter().enumerate() {
            let room = n == 0 || self.gathering.len() < MESSAGES;
            if heard.story.is_empty() || before.contains(person) || !room {
                continue;
            }
            let id = if n == 0 { heard.no.to_string() } else { format!("{}{FOLLOWS}{n}", heard.no) };
            let person = format!("{person:016x}");
            let told = Told { id: &id, person: &person, title: &title, text: &text, at: *at, votes: 0 };
            self.gathering.hear(book, &told);
        }
        let mut known = heard.known;
        // Who followed it first is not told again as of now.
        for (at, person) in &mut known.people {
            if let Some((then, _)) = told_before.iter().find(|(_, known)| known == person) {
                *at = *then;
            }
        }
        self.known.insert(heard.no, known);
    }

    /// Forgets what was accepted before a time.
    pub(super) fn forget_before(&mut self, at: i64) {
        self.known.retain(|_, known| known.at() >= at);
        self.gathering.forget_before(at);
    }

    /// How many orders are kept that were accepted before a time.
    pub(super) fn older_than(&self, at: i64) -> usize {
        self.known.values().filter(|known| known.at() < at).count()
    }

    /// The orders of a matter, by the ids of its messages: each once, the earliest first.
    pub(super) fn orders<'a>(&self, messages: impl Iterator<Item = &'a str>) -> Vec<(OrderNo, &Known)> {
        let mut orders: Vec<(OrderNo, &Known)> = messages
            .filter_map(number)
            .collect::<HashSet<OrderNo>>()
            .into_iter()
            .filter_map(|no| self.known.get(&no).map(|known| (no, known)))
            .collect();
        orders.sort_by(|(one_no, one), (other_no, other)| (one.at(), one_no).cmp(&(other.at(), other_no)));
        orders
    }

    /// The latest other orders of the matter that an order tells of.
    pub(super) fn companions(&self, no: &OrderNo, most: usize) -> Vec<OrderNo> {
        let matter = self.gathering.matters().find(|messages| messages.contains(&no.as_str()));
        let mut orders = self.orders(matter.unwrap_or_default().into_iter());
        orders.retain(|(other, _)| other != no);
        orders.into_iter().rev().take(most).map(|(no, _)| no).collect()
    }
}

/// The order of a message.
pub(super) fn number(message: &str) -> Option<OrderNo> {
    message.split(FOLLOWS).next()?.parse().ok()
}
