//! Which messages speak of one matter?
//!
//! Every message goes to the group whose members it is most like on the average, or founds one. Likeness is half the
//! pairs of characters of the title, half the words of the text, each by its rarity among the messages so far (the
//! cosine of TF-IDF vectors). A message about another place does not come in, however alike its words. Whenever there
//! are twice as many messages, rarities are counted anew, groups that turn out to be one are joined, and every message
//! is asked once more where it belongs.

mod settle;

use std::collections::HashMap;
use std::ops::Range;

use jieba_rs::Tag;

use super::group::{Group, Weighed};
use super::key::{self, Keyed};
use super::place::{Found, Names, Nearness, Where};
use crate::Book;
use crate::text::Folded;

/// A message is like a group, and two groups are one, from here on.
const ALIKE: f32 = 0.14;
/// Who speak of one place by name need a third of the words in common that others need.
const SAME_PLACE: f32 = 3.0;
/// Elsewhere must be so much better for a message to leave its group.
const BETTER: f32 = 1.1;
/// So many characters of a text are read; what comes later is mostly the same again.
pub(super) const READ: usize = 1000;
/// So many words of a text are kept, the rarest.
const WORDS: usize = 64;
/// By so many of its rarest features a message is found again, of title and text each.
const POSTED: usize = 12;
/// So many groups are remembered for a feature, the latest.
const LONGEST_POSTING: usize = 256;
/// So many groups are compared with a message.
const COMPARED: usize = 24;
/// Rarities are counted anew when there are so many messages, then at twice as many and so on.
const FIRST_SETTLING: usize = 64;
/// So many messages are thought beside those that came.
const OTHERS: f32 = 100.0;

/// A message, as it was told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Whatever names it.
    pub id: &'a str,
    /// Who told it; empty: nobody knows.
    pub person: &'a str,
    /// Its title; empty: the beginning of the text serves.
    pub title: &'a str,
    /// The words.
    pub text: &'a str,
    /// When, in milliseconds.
    pub at: i64,
    /// How many others said that they agree or disagree.
    pub votes: u32,
}

/// Messages of a time, in groups that each speak of one matter.
#[derive(Debug, Default)]
pub struct Gathering {
    pub(super) names: Names,
    ids: HashMap<u64, u32, Keyed>,
    features: Vec<Feature>,
    pub(super) kept: Vec<Kept>,
    pub(super) groups: Vec<Group>,
    /// When there are so many messages, rarities are counted anew.
    settle_at: usize,
    scratch: Scratch,
}

/// A pair of characters of titles, or a word of texts.
#[derive(Debug, Default)]
struct Feature {
    /// How many messages hold it.
    messages: u32,
    /// What it tells.
    rarity: f32,
    /// Groups that are found by it.
    groups: Vec<u32>,
}

/// What is kept of a message.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) id: Box<str>,
    pub(super) title: Box<str>,
    pub(super) person: u64,
    pub(super) at: i64,
    pub(super) votes: u32,
    pub(super) place: Where,
    /// Sorted; those of the title first.
    features: Box<[u32]>,
    titles: u32,
    /// What makes the vectors of title and text as long as they should be.
    scale: (f32, f32),
    pub(super) group: u32,
}

/// Room for counting, used again and again.
#[derive(Debug, Default)]
struct Scratch {
    likeness: Vec<f32>,
    touched: Vec<u32>,
}

impl Gathering {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there is no message yet.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Takes a message in.
    pub fn hear(&mut self, book: &Book, told: &Told<'_>) {
        let kept = self.keep(book, told);
        let message = self.kept.len() as u32;
        self.kept.push(kept);
        self.place(message);
        if self.kept.len() >= self.settle_at.max(FIRST_SETTLING) {
            self.settle();
        }
    }

    /// Forgets what was told before a time, and puts the rest in order: see [`Gathering::settle`].
    pub fn forget_before(&mut self, at: i64) {
        self.kept.retain(|kept| kept.at >= at);
        self.settle();
    }

    /// How alike a message is to all of a group.
    pub(super) fn likeness_of(&self, message: u32, group: &Group) -> f32 {
        group.likeness(&self.vector(message))
    }

    /// The messages of each group, by their number.
    #[cfg(test)]
    pub(crate) fn members(&self) -> impl Iterator<Item = Vec<u32>> {
        self.groups.iter().map(|group| group.members.clone())
    }

    fn keep(&mut self, book: &Book, told: &Told<'_>) -> Kept {
        let end = told.text.char_indices().nth(READ).map_or(told.text.len(), |(at, _)| at);
        let text = Folded::plain(&told.text[..end]);
        let title = if told.title.trim().is_empty() { opening(told.text) } else { told.title.trim() };
        let heading = Folded::plain(title);
        let (heading_tags, tags) =
            (book.segmenter.tagged(heading.text()), book.segmenter.tagged(text.text()));
        let known = &book.landmarks;
        let mut named = Found::of(heading.text(), &heading_tags, known);
        if named.names.is_empty() {
            named.names.extend(self.names.recall(heading.text()));
        }
        let named_in_text = Found::of(text.text(), &tags, known);
        let place = self.names.locate(known, (&heading, &named), (&text, &named_in_text));

        let mut pairs: Vec<u32> = pairs(heading.text())
            .filter(|(_, bytes)| !named.holds(bytes))
            .map(|(key, _)| self.id(key))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut words: Vec<u32> = tags
            .iter()
            .filter(|tag| !named_in_text.holds(&(tag.byte_start..tag.byte_end)))
            .filter_map(tells)
            .map(|word| self.id(key::word(word)))
            .collect();
        words.sort_unstable();
        words.dedup();
        if words.len() > WORDS {
            words.sort_by_key(|word| self.features[*word as usize].messages);
            words.truncate(WORDS);
            words.sort_unstable();
        }
        let (messages, titles) = (self.kept.len() + 1, pairs.len());
        for &feature in pairs.iter().chain(&words) {
            let feature = &mut self.features[feature as usize];
            feature.messages += 1;
            if feature.messages == 1 {
                feature.rarity = rarity(1, messages);
            }
        }
        let person = match told.person.trim() {
            // The same words without a name are one person's until shown otherwise.
            "" => key::word(text.text()),
            person => key::word(person),
        };
        let mut kept = Kept {
            id: told.id.into(),
            title: title.into(),
            person,
            at: told.at,
            votes: told.votes,
            place,
            features: pairs.into_iter().chain(words).collect(),
            titles: titles as u32,
            scale: (0.0, 0.0),
            group: u32::MAX,
        };
        kept.scale = self.scale(&kept);
        kept
    }

    fn id(&mut self, key: u64) -> u32 {
        *self.ids.entry(key).or_insert_with(|| {
            self.features.push(Feature::default());
            (self.features.len() - 1) as u32
        })
    }

    fn scale(&self, kept: &Kept) -> (f32, f32) {
        let length = |features: &[u32]| {
            features.iter().map(|feature| self.features[*feature as usize].rarity.powi(2)).sum::<f32>().sqrt()
        };
        let (pairs, words) = kept.features.split_at(kept.titles as usize);
        match (length(pairs), length(words)) {
            (0.0, 0.0) => (0.0, 0.0),
            (0.0, words) => (0.0, 1.0 / words),
            (pairs, 0.0) => (1.0 / pairs, 0.0),
            (pairs, words) => (0.5_f32.sqrt() / pairs, 0.5_f32.sqrt() / words),
        }
    }

    /// The vector of a message, sorted by feature.
    fn vector(&self, message: u32) -> Vec<Weighed> {
        let kept = &self.kept[message as usize];
        let (pairs, words) = kept.features.split_at(kept.titles as usize);
        let weigh =
            |scale: f32| move |feature: &u32| (*feature, self.features[*feature as usize].rarity * scale);
        let mut vector: Vec<Weighed> =
            pairs.iter().map(weigh(kept.scale.0)).chain(words.iter().map(weigh(kept.scale.1))).collect();
        vector.sort_unstable_by_key(|(feature, _)| *feature);
        vector
    }

    /// Puts a message into the group it is like, or into one of its own.
    fn place(&mut self, message: u32) {
        let vector = self.vector(message);
        let group = self.best(message, &vector, None).unwrap_or_else(|| self.found());
        self.put(message, &vector, group);
        self.post(message, group);
    }

    /// A group without members.
    fn found(&mut self) -> u32 {
        self.groups.push(Group::default());
        (self.groups.len() - 1) as u32
    }

    fn put(&mut self, message: u32, vector: &[Weighed], group: u32) {
        let kept = &mut self.kept[message as usize];
        kept.group = group;
        self.groups[group as usize].join(message, vector, &kept.place);
    }

    /// The group whose members a message is most like, of those that are like it at all; `own` goes before others.
    fn best(&mut self, message: u32, vector: &[Weighed], own: Option<u32>) -> Option<u32> {
        let mut near = self.near(vector);
        near.extend(own.filter(|own| !near.contains(own)));
        let place = &self.kept[message as usize].place;
        let alike =
            near.into_iter().filter(|group| self.groups[*group as usize].len() > 0).filter_map(|group| {
                let known = &self.groups[group as usize];
                let likeness = self.at_place(place, &known.place, known.likeness(vector));
                let likeness = if Some(group) == own { likeness * BETTER } else { likeness };
                (likeness >= ALIKE).then_some((group, likeness))
            });
        alike.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0))).map(|(group, _)| group)
    }

    /// A likeness of words, seen with the places.
    fn at_place(&self, one: &Where, other: &Where, likeness: f32) -> f32 {
        match self.names.nearness(one, other) {
            Nearness::Apart => 0.0,
            Nearness::Unsaid => likeness,
            Nearness::Together => likeness * SAME_PLACE,
        }
    }

    /// The likeliest groups that share rare features with a vector.
    fn near(&mut self, vector: &[Weighed]) -> Vec<u32> {
        let Scratch { likeness, touched } = &mut self.scratch;
        likeness.resize(self.groups.len(), 0.0);
        for (feature, weight) in vector {
            let feature = &self.features[*feature as usize];
            for &group in &feature.groups {
                if likeness[group as usize] == 0.0 {
                    touched.push(group);
                }
                likeness[group as usize] += weight * feature.rarity;
            }
        }
        let likelier = |one: &u32, other: &u32| {
            likeness[*other as usize].total_cmp(&likeness[*one as usize]).then(one.cmp(other))
        };
        if touched.len() > COMPARED {
            touched.select_nth_unstable_by(COMPARED, likelier);
        }
        let near = touched.iter().copied().take(COMPARED).collect();
        for group in touched.drain(..) {
            likeness[group as usize] = 0.0;
        }
        near
    }

    /// The group is found by the message's rarest features from now on.
    fn post(&mut self, message: u32, group: u32) {
        let kept = &self.kept[message as usize];
        let (pairs, words) = kept.features.split_at(kept.titles as usize);
        let rarest = |features: &[u32]| {
            let mut features = features.to_vec();
            features.sort_by(|one, other| {
                let rarity = |feature: &u32| self.features[*feature as usize].rarity;
                rarity(other).total_cmp(&rarity(one))
            });
            features.truncate(POSTED);
            features
        };
        let rarest: Vec<u32> = rarest(pairs).into_iter().chain(rarest(words)).collect();
        for feature in rarest {
            self.features[feature as usize].post(group);
        }
    }
}

impl Feature {
    fn post(&mut self, group: u32) {
        if self.groups.contains(&group) {
            return;
        }
        if self.groups.len() == LONGEST_POSTING {
            self.groups.remove(0);
        }
        self.groups.push(group);
    }
}

/// What a feature tells that so many of so many messages hold: nothing, when half of them do. Where there are few
/// messages, what they have in common is not common for that: others are thought beside them that do not hold it.
fn rarity(with: u32, all: usize) -> f32 {
    ((OTHERS + all as f32) / (2.0 + 2.0 * with as f32)).ln().max(0.0)
}

/// The first sentence of a text, or its first forty characters: what serves where there is no title.
pub fn opening(text: &str) -> &str {
    const LONGEST: usize = 40;
    let text = text.trim();
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let stop =
        text[..end].char_indices().skip(8).find(|(_, c)| matches!(c, '。' | '！' | '？' | '!' | '?' | '\n'));
    &text[..stop.map_or(end, |(at, _)| at)]
}

/// Pairs of characters that follow one another in a title.
fn pairs(title: &str) -> impl Iterator<Item = (u64, Range<usize>)> {
    title
        .char_indices()
        .zip(title.char_indices().skip(1))
        .filter(|((_, one), (_, other))| one.is_alphanumeric() && other.is_alphanumeric())
        .map(|((start, one), (next, other))| (key::pair(one, other), start..next + other.len_utf8()))
}

/// A word that tells something: of two characters and more, no number.
fn tells<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    let long = tag.word.chars().nth(1).is_some();
    let is_word =
        tag.word.chars().all(char::is_alphanumeric) && !tag.word.bytes().all(|b| b.is_ascii_digit());
    (long && is_word).then_some(tag.word)
}
