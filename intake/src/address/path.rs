//! Which way through all labels of an address is the best?

use super::seen::{Class, Seen};

/// Where in its part a character stands.
pub(super) const FIRST: usize = 0;
pub(super) const INNER: usize = 1;
pub(super) const LAST: usize = 2;
pub(super) const ALONE: usize = 3;
/// How many labels a kind has.
pub(super) const PLACES: usize = 4;

/// Below everything that is reached.
const UNREACHED: i32 = i32::MIN / 4;

/// How well parts follow one another, by the class of the character at which the second begins. The start of the
/// text goes before as the kind behind the last one, its end after.
#[derive(Clone, Debug)]
pub(super) struct Joints {
    pub(super) kinds: usize,
    pub(super) worth: Vec<i32>,
}

impl Joints {
    pub(super) fn new(kinds: usize) -> Joints {
        Joints { kinds, worth: vec![0; Class::ALL.len() * (kinds + 1) * (kinds + 1)] }
    }

    /// The place of a step in the table.
    pub(super) fn index(&self, class: Class, before: usize, after: usize) -> usize {
        (class as usize * (self.kinds + 1) + after) * (self.kinds + 1) + before
    }

    /// The steps to `after` from every kind, the start last.
    fn row(&self, class: Class, after: usize) -> &[i32] {
        let first = self.index(class, 0, after);
        &self.worth[first..=first + self.kinds]
    }

    /// The step from the last kind to the end.
    pub(super) fn last(&self, before: usize) -> usize {
        self.index(Class::Word, before, self.kinds)
    }
}

/// The steps of a path, as places in the table of joints.
pub(super) fn steps(seen: &Seen, path: &[usize], joints: &Joints) -> Vec<usize> {
    let mut steps = Vec::new();
    let mut before = joints.kinds;
    for (at, &label) in path.iter().enumerate() {
        if matches!(label % PLACES, FIRST | ALONE) {
            steps.push(joints.index(seen.classes[at], before, label / PLACES));
        }
        before = label / PLACES;
    }
    if !path.is_empty() {
        steps.push(joints.last(before));
    }
    steps
}

/// The parts of a path: start, end, kind.
pub(super) fn parts(path: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, &label) in path.iter().enumerate() {
        if matches!(label % PLACES, FIRST | ALONE) {
            start = at;
        }
        if matches!(label % PLACES, LAST | ALONE) {
            parts.push((start, at + 1, label / PLACES));
        }
    }
    parts
}

/// The legal path with the highest sum of the scores of its labels (`scores`, a row of all labels for every character)
/// and of its steps. Of equal ones always the same.
pub(super) fn best(seen: &Seen, scores: &[i32], joints: &Joints) -> Vec<usize> {
    let kinds = joints.kinds;
    let width = kinds * PLACES;
    let mut came = vec![0_u16; scores.len()];
    let mut before = vec![UNREACHED; width];
    let mut now = vec![UNREACHED; width];
    let mut closed = vec![UNREACHED; kinds + 1];
    let mut closed_by = vec![0_u16; kinds + 1];
    closed[kinds] = 0;
    for at in 0..seen.len() {
        let row = &scores[at * width..(at + 1) * width];
        let came = &mut came[at * width..(at + 1) * width];
        for kind in 0..kinds {
            let base = kind * PLACES;
            let (top, which) = highest(&closed, joints.row(seen.classes[at], kind));
            let (first, inner) = (before[base + FIRST], before[base + INNER]);
            let (open, open_by) = if first >= inner { (first, FIRST) } else { (inner, INNER) };
            now[base + FIRST] = top + row[base + FIRST];
            now[base + ALONE] = top + row[base + ALONE];
            now[base + INNER] = open + row[base + INNER];
            now[base + LAST] = open + row[base + LAST];
            came[base + FIRST] = closed_by[which];
            came[base + ALONE] = closed_by[which];
            came[base + INNER] = (base + open_by) as u16;
            came[base + LAST] = (base + open_by) as u16;
        }
        // Only differences matter: so the sums stay small, however long the text is.
        let top = now.iter().copied().max().unwrap_or(0);
        for worth in &mut now {
            *worth = (*worth - top).max(UNREACHED);
        }
        closed[kinds] = UNREACHED;
        for kind in 0..kinds {
            let base = kind * PLACES;
            let (last, alone) = (now[base + LAST], now[base + ALONE]);
            let (worth, place) = if last >= alone { (last, LAST) } else { (alone, ALONE) };
            closed[kind] = worth;
            closed_by[kind] = (base + place) as u16;
        }
        std::mem::swap(&mut before, &mut now);
    }
    let ends = joints.row(Class::Word, kinds);
    let (_, which) = highest(&closed, ends);
    let mut path = vec![0; seen.len()];
    let mut label = closed_by[which];
    for at in (0..seen.len()).rev() {
        path[at] = usize::from(label);
        label = came[at * width + usize::from(label)];
    }
    path
}

/// The highest sum of two rows and the first place where it stands.
fn highest(one: &[i32], other: &[i32]) -> (i32, usize) {
    let mut top = i32::MIN;
    for (one, other) in one.iter().zip(other) {
        top = top.max(one + other);
    }
    let which = one.iter().zip(other).position(|(one, other)| one + other == top);
    (top, which.unwrap_or(0))
}
