//! How does a tagger learn from labelled addresses?

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use thiserror::Error;

use super::LONGEST;
use super::feature::{self, Key};
use super::mix::Mix;
use super::model::{Learned, Lesson, MOST, Settings};
use super::path::{self, ALONE, FIRST, INNER, Joints, LAST, PLACES};
use super::seen::Seen;
use super::tagger::{MOST_KINDS, OUTSIDE, Weight};

/// A labelled address. What no part covers belongs to none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The address.
    pub text: String,
    /// Its parts, in any order.
    pub parts: Vec<LabelledPart>,
}

/// A part of a labelled address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledPart {
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// Its kind, whatever the corpus calls it.
    pub kind: String,
}

/// Why addresses cannot be learned from; `row` counts from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadLabels {
    /// Nothing to learn from.
    #[error("there is no labelled address")]
    Nothing,
    /// An address is longer than any.
    #[error("address {row}: longer than {LONGEST} characters")]
    TooLong {
        /// The address.
        row: usize,
    },
    /// Parts overlap, are empty or reach beyond the text.
    #[error(
        "address {row}: the part from {start} to {end} is empty, overlaps another or reaches beyond the text"
    )]
    Span {
        /// The address.
        row: usize,
        /// First character of the part.
        start: usize,
        /// The character after the last.
        end: usize,
    },
    /// There are more kinds than a tagger can tell apart.
    #[error("{0} kinds are too many, at most {MOST_KINDS}")]
    Kinds(usize),
    /// A kind has no name, or one that would break a line of the model file.
    #[error("address {row}: {kind:?} cannot be the name of a kind")]
    Kind {
        /// The address.
        row: usize,
        /// The name.
        kind: String,
    },
}

impl BadLabels {
    /// Which address it is about; none when about all.
    pub fn row(&self) -> Option<usize> {
        match self {
            BadLabels::TooLong { row } | BadLabels::Span { row, .. } | BadLabels::Kind { row, .. } => {
                Some(*row)
            }
            BadLabels::Nothing | BadLabels::Kinds(_) => None,
        }
    }
}

/// Learns by an averaged perceptron: wherever the best path is wrong, its features lose one and those of the right path
/// gain one; the answer is the mean over all steps. Whole numbers only, so that the same addresses, settings and seed
/// give the same tagger on every machine. `progress` hears of every round how many addresses were wrong.
pub fn train(
    addresses: &[Labelled],
    settings: Settings,
    mut progress: impl FnMut(u32, usize),
) -> Result<Lesson, BadLabels> {
    let mut learner = Learner::new(addresses, settings)?;
    for round in 1..=settings.rounds {
        let wrong = learner.round();
        progress(round, wrong);
    }
    Ok(learner.lesson(addresses.len(), settings))
}

/// The weight of a feature for a label, now and summed over all steps.
#[derive(Clone, Copy)]
struct Cell {
    label: u16,
    worth: i32,
    sum: i64,
    since: u32,
}

struct Sample {
    seen: Seen,
    /// The features of all characters, one after the other; where those of each character begin.
    features: Vec<u32>,
    begins: Vec<u32>,
    right: Vec<usize>,
}

struct Learner {
    kinds: Vec<String>,
    samples: Vec<Sample>,
    names: Vec<(u8, String)>,
    counts: Vec<u32>,
    cells: Vec<Vec<Cell>>,
    joints: Joints,
    joint_sums: Vec<(i64, u32)>,
    least: u32,
    /// Addresses gone through.
    now: u32,
    order: Vec<usize>,
    chance: u64,
}

/// By how much the right path must be better than any other: one for every wrong label.
const MARGIN: i32 = 1;

impl Learner {
    fn new(addresses: &[Labelled], settings: Settings) -> Result<Learner, BadLabels> {
        let kinds = kinds(addresses)?;
        let joints = Joints::new(kinds.len());
        let mut learner = Learner {
            samples: Vec::with_capacity(addresses.len()),
            names: Vec::new(),
            counts: Vec::new(),
            cells: Vec::new(),
            joint_sums: vec![(0, 0); joints.worth.len()],
            joints,
            kinds,
            least: settings.least,
            now: 0,
            order: (0..addresses.len()).collect(),
            chance: settings.seed,
        };
        let mut ids: HashMap<Key, u32, BuildHasherDefault<Mix>> = HashMap::default();
        for (row, address) in addresses.iter().enumerate() {
            let right = labels(row, address, &learner.kinds)?;
            let seen = Seen::new(&address.text);
            let (mut features, mut begins) = (Vec::new(), vec![0]);
            for at in 0..seen.len() {
                feature::each(&seen, at, |template, symbols| {
                    let id = *ids.entry(feature::key(template, symbols)).or_insert_with(|| {
                        learner.names.push((template as u8, symbols.iter().collect()));
                        learner.counts.push(0);
                        learner.counts.len() as u32 - 1
                    });
                    learner.counts[id as usize] += 1;
                    features.push(id);
                });
                begins.push(features.len() as u32);
            }
            learner.samples.push(Sample { seen, features, begins, right });
        }
        learner.cells.resize(learner.names.len(), Vec::new());
        Ok(learner)
    }

    /// Goes through all addresses once, in an order of its own; how many were wrong.
    fn round(&mut self) -> usize {
        for last in (1..self.order.len()).rev() {
            // Knuth's MMIX generator; its high bits are good enough to shuffle.
            self.chance =
                self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            self.order.swap(last, (self.chance >> 33) as usize % (last + 1));
        }
        let samples = std::mem::take(&mut self.samples);
        let order = std::mem::take(&mut self.order);
        let mut scores = Vec::new();
        let wrong = order.iter().filter(|&&which| !self.learn(&samples[which], &mut scores)).count();
        (self.samples, self.order) = (samples, order);
        wrong
    }

    /// Whether the best path was right; if not, learns from it.
    fn learn(&mut self, sample: &Sample, scores: &mut Vec<i32>) -> bool {
        self.now += 1;
        let width = self.kinds.len() * PLACES;
        scores.clear();
        scores.resize(sample.right.len() * width, MARGIN);
        for (at, row) in scores.chunks_exact_mut(width).enumerate() {
            row[sample.right[at]] -= MARGIN;
            for &feature in sample.of(at) {
                for cell in &self.cells[feature as usize] {
                    row[usize::from(cell.label)] += cell.worth;
                }
            }
        }
        let path = path::best(&sample.seen, scores, &self.joints);
        if path == sample.right {
            return true;
        }
        for at in (0..path.len()).filter(|&at| path[at] != sample.right[at]) {
            for &feature in sample.of(at) {
                if self.counts[feature as usize] >= self.least {
                    let cells = &mut self.cells[feature as usize];
                    bump(cells, sample.right[at], 1, self.now);
                    bump(cells, path[at], -1, self.now);
                }
            }
        }
        for (path, by) in [(&sample.right, 1), (&path, -1)] {
            for step in path::steps(&sample.seen, path, &self.joints) {
                let (sum, since) = &mut self.joint_sums[step];
                *sum += i64::from(self.joints.worth[step]) * i64::from(self.now - *since);
                *since = self.now;
                self.joints.worth[step] += by;
            }
        }
        false
    }

    fn lesson(mut self, addresses: usize, settings: Settings) -> Lesson {
        let now = self.now;
        // In thousandths: a weight below half of one has never mattered.
        let mean = |sum: i64, worth: i32, since: u32| {
            let sum = sum + i64::from(worth) * i64::from(now - since);
            (sum * 1000 / i64::from(now.max(1))).clamp(i64::from(-MOST), i64::from(MOST)) as i32
        };
        for (worth, (sum, since)) in self.joints.worth.iter_mut().zip(&self.joint_sums) {
            *worth = mean(*sum, *worth, *since);
        }
        let mut features = Vec::new();
        for ((template, symbols), cells) in self.names.into_iter().zip(self.cells) {
            let weights = cells
                .iter()
                .map(|cell| Weight { label: cell.label, worth: mean(cell.sum, cell.worth, cell.since) });
            let mut weights: Vec<Weight> = weights.filter(|weight| weight.worth != 0).collect();
            weights.sort_unstable();
            if !weights.is_empty() {
                features.push(Learned { template, symbols, weights });
            }
        }
        features.sort_unstable();
        Lesson { addresses, settings, kinds: self.kinds, joints: self.joints, features }
    }
}

impl Sample {
    fn of(&self, at: usize) -> &[u32] {
        &self.features[self.begins[at] as usize..self.begins[at + 1] as usize]
    }
}

fn bump(cells: &mut Vec<Cell>, label: usize, by: i32, now: u32) {
    let label = label as u16;
    match cells.iter_mut().find(|cell| cell.label == label) {
        Some(cell) => {
            cell.sum += i64::from(cell.worth) * i64::from(now - cell.since);
            cell.since = now;
            cell.worth += by;
        }
        None => cells.push(Cell { label, worth: by, sum: 0, since: now }),
    }
}

/// Whether all addresses can be learned from.
pub(super) fn check(addresses: &[Labelled]) -> Result<(), BadLabels> {
    let kinds = kinds(addresses)?;
    for (row, address) in addresses.iter().enumerate() {
        labels(row, address, &kinds)?;
    }
    Ok(())
}

/// All kinds of the parts, sorted, and one for what belongs to none.
fn kinds(addresses: &[Labelled]) -> Result<Vec<String>, BadLabels> {
    if addresses.is_empty() {
        return Err(BadLabels::Nothing);
    }
    let mut kinds = vec![OUTSIDE.to_owned()];
    for (row, address) in addresses.iter().enumerate() {
        for LabelledPart { kind, .. } in &address.parts {
            let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ':' | '^' | '$');
            if kind.is_empty() || kind == OUTSIDE || kind.contains(odd) {
                return Err(BadLabels::Kind { row, kind: kind.clone() });
            }
            if !kinds.contains(kind) {
                kinds.push(kind.clone());
            }
        }
    }
    kinds.sort_unstable();
    if kinds.len() > MOST_KINDS { Err(BadLabels::Kinds(kinds.len())) } else { Ok(kinds) }
}

/// The right path of an address.
fn labels(row: usize, address: &Labelled, kinds: &[String]) -> Result<Vec<usize>, BadLabels> {
    let length = address.text.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return Err(BadLabels::TooLong { row });
    }
    let kind =
        |name: &str| kinds.binary_search_by(|kind| kind.as_str().cmp(name)).expect("all kinds were gathered");
    let outside = kind(OUTSIDE) * PLACES + ALONE;
    let mut labels = vec![outside; length];
    for part in &address.parts {
        let free = labels.get_mut(part.start..part.end).filter(|free| !free.is_empty());
        let bad = BadLabels::Span { row, start: part.start, end: part.end };
        let free = free.filter(|free| free.iter().all(|label| *label == outside)).ok_or(bad)?;
        let base = kind(&part.kind) * PLACES;
        let last = free.len() - 1;
        for (at, label) in free.iter_mut().enumerate() {
            let place = match at {
                _ if last == 0 => ALONE,
                0 => FIRST,
                at if at == last => LAST,
                _ => INNER,
            };
            *label = base + place;
        }
    }
    Ok(labels)
}
