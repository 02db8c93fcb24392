//! What does a learned tagger take the parts of an address for?

use super::feature::{self, Key};
use super::path::{self, Joints, PLACES};
use super::seen::Seen;
use super::{Entity, stretches};

/// The kind of what is labelled as nothing; it is never told.
pub(super) const OUTSIDE: &str = "-";

/// Labels every character of an address by weighted features and the steps between parts (a linear chain, decoded by
/// Viterbi over legal paths only). Learned by [`super::train`]; immutable, share it in an `Arc`.
#[derive(Clone, Debug)]
pub struct Tagger {
    /// Sorted.
    pub(super) kinds: Vec<String>,
    pub(super) table: Table,
    pub(super) joints: Joints,
}

impl Tagger {
    /// The parts of an address, in its order.
    pub fn tag(&self, text: &str) -> Vec<Entity<'_>> {
        let mut found = Vec::new();
        for (from, stretch) in stretches(text) {
            let parts = path::parts(&self.path(stretch)).into_iter();
            let entities = parts.map(|(start, end, kind)| Entity {
                start: from + start,
                end: from + end,
                kind: &self.kinds[kind],
            });
            found.extend(entities.filter(|entity| entity.kind != OUTSIDE));
        }
        found
    }

    fn path(&self, text: &str) -> Vec<usize> {
        let seen = Seen::new(text);
        let width = self.kinds.len() * PLACES;
        let mut scores = vec![0; seen.len() * width];
        let mut keys: Vec<Key> = Vec::with_capacity(feature::TEMPLATES.len());
        for (at, row) in scores.chunks_exact_mut(width).enumerate() {
            keys.clear();
            feature::each(&seen, at, |template, symbols| keys.push(feature::key(template, symbols)));
            for &key in &keys {
                self.table.add(key, row);
            }
        }
        path::best(&seen, &scores, &self.joints)
    }

    /// The kinds of parts it knows, sorted.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(String::as_str).filter(|kind| *kind != OUTSIDE)
    }

    /// How many weights it has.
    pub fn size(&self) -> usize {
        self.table.size
    }
}

/// What a feature is worth for a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    pub(super) label: u16,
    pub(super) worth: i32,
}

/// The weights of all features, found with one look into memory.
#[derive(Clone, Debug)]
pub(super) struct Table {
    slots: Vec<Slot>,
    /// For every feature how many weights it has, then each as its worth over the label; a feature with many weights
    /// has instead the worth for every label, which is added up in strides.
    weights: Vec<i32>,
    width: usize,
    size: usize,
}

/// Half of a fingerprint; the other half chose the slot.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    half: u32,
    /// Where its weights stand, times two, and one more where there is one for every label; 0: empty.
    place: u32,
}

/// A feature with a weight for one label in so many has a weight for all.
const DENSE: usize = 5;

/// The bits of a label.
const LABEL: u32 = 8;

/// More kinds cannot be told apart.
pub(super) const MOST_KINDS: usize = (1 << LABEL) / PLACES;

impl Table {
    /// Room for so many features, and so many labels.
    pub(super) fn new(features: usize, width: usize) -> Table {
        // At most half full, so that a search ends soon.
        let slots = (features * 2).next_power_of_two().max(2);
        // No feature stands at 0.
        Table { slots: vec![Slot::default(); slots], weights: vec![0], width, size: 0 }
    }

    /// Adds a feature with its weights. Answers whether it was new.
    pub(super) fn insert(&mut self, key: Key, weights: &[Weight]) -> bool {
        let at = self.find(key);
        if self.slots[at].place != 0 {
            return false;
        }
        self.size += weights.len();
        let from = self.weights.len();
        let is_dense = weights.len() * DENSE >= self.width;
        if is_dense {
            self.weights.resize(from + self.width, 0);
            for weight in weights {
                self.weights[from + usize::from(weight.label)] = weight.worth;
            }
        } else {
            self.weights.push(weights.len() as i32);
            self.weights.extend(weights.iter().map(|weight| weight.worth << LABEL | i32::from(weight.label)));
        }
        self.slots[at] = Slot { half: half(key), place: (from * 2 + usize::from(is_dense)) as u32 };
        true
    }

    /// Adds the weights of a feature to the scores of all labels.
    fn add(&self, key: Key, scores: &mut [i32]) {
        let place = self.slots[self.find(key)].place as usize;
        let from = place / 2;
        if place == 0 {
            return;
        }
        if place % 2 == 1 {
            for (score, worth) in scores.iter_mut().zip(&self.weights[from..from + self.width]) {
                *score += worth;
            }
        } else {
            let count = self.weights[from] as usize;
            for weight in &self.weights[from + 1..=from + count] {
                scores[(weight & ((1 << LABEL) - 1)) as usize] += weight >> LABEL;
            }
        }
    }

    /// Where a feature stands or would stand.
    fn find(&self, key: Key) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].place != 0 && self.slots[at].half != half(key) {
            at = (at + 1) & mask;
        }
        at
    }
}

fn half(key: Key) -> u32 {
    (key >> 32) as u32
}
